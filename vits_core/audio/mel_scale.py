"""Slaney's mel scale (Auditory Toolbox, 1998), librosa's default and the one VITS trains with.

Linear below 1000 Hz, logarithmic above. Plain mathematics: the window's plots use it too.
"""

from __future__ import annotations

import math

_LINEAR = 200.0 / 3.0
_BREAK_HERTZ = 1000.0
_BREAK_MEL = _BREAK_HERTZ / _LINEAR
_LOG_STEP = math.log(6.4) / 27.0


def hertz_to_mel(hertz: float) -> float:
    if hertz < _BREAK_HERTZ:
        return hertz / _LINEAR
    return _BREAK_MEL + math.log(hertz / _BREAK_HERTZ) / _LOG_STEP


def mel_to_hertz(mel: float) -> float:
    if mel < _BREAK_MEL:
        return mel * _LINEAR
    return _BREAK_HERTZ * math.exp(_LOG_STEP * (mel - _BREAK_MEL))
