"""A take made by hand, so that the widgets can be tested without a voice."""

from __future__ import annotations

import numpy as np

from vits_core.records import ProsodySettings, Take, Utterance, Word

SAMPLE_RATE = 22050
HOP = 256
FRAME = HOP / SAMPLE_RATE

#          blank  h   blank  aɪ  blank  space  m   i
SYMBOLS = ("", "h", "", "aɪ", "", " ", "m", "i")
DURATIONS = (2, 5, 1, 9, 1, 3, 4, 8)


def made_take(start: int = 0, repeats: int = 1) -> Take:
    """ "Hi me", which lasts `33 * repeats` frames and stands at code point `start`."""
    frames = sum(DURATIONS) * repeats
    time = np.arange(frames * HOP) / SAMPLE_RATE
    words = (Word("Hi", start, start + 2, 1, 5), Word("me", start + 3, start + 5, 6, 8))
    utterance = Utterance("Hi me", start, start + 5, SYMBOLS, tuple(range(8)), words)
    return Take(
        utterance=utterance,
        settings=ProsodySettings(),
        rhythm_seed=1,
        expression_seed=2,
        speaker=None,
        durations=np.array(DURATIONS, np.int64) * repeats,
        waveform=np.sin(2 * np.pi * 220 * time).astype(np.float32),
        mel=np.linspace(-90, 10, 80 * frames, dtype=np.float32).reshape(80, frames),
        sample_rate=SAMPLE_RATE,
        hop_length=HOP,
    )
