from __future__ import annotations

import librosa
import numpy as np
import pytest

from vits_core.audio.mel_scale import hertz_to_mel, mel_to_hertz


def test_the_scale_agrees_with_librosa() -> None:
    hz = np.array([0.0, 100, 999, 1000, 1001, 4000, 11025])
    assert [hertz_to_mel(f) for f in hz] == pytest.approx(librosa.hz_to_mel(hz))
    assert [mel_to_hertz(hertz_to_mel(f)) for f in hz] == pytest.approx(hz)
