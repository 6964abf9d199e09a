"""Takes made by hand, whole or in parts, so that the window can be tested without a voice."""

from __future__ import annotations

import dataclasses

import numpy as np

from vits_core.prosody.steering import Draw
from vits_core.records import Outline, ProsodySettings, Take, TakePart, Utterance, Word

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
        rhythm=Draw(1),
        expression=Draw(2),
        speaker=None,
        durations=np.array(DURATIONS, np.int64) * repeats,
        waveform=np.sin(2 * np.pi * 220 * time).astype(np.float32),
        mel=np.linspace(-90, 10, 80 * frames, dtype=np.float32).reshape(80, frames),
        sample_rate=SAMPLE_RATE,
        hop_length=HOP,
    )


def whole(take: Take) -> TakePart:
    """A take that was made before comes in one part."""
    return parts_of(take, 1)[0]


def parts_of(take: Take, count: int) -> list[TakePart]:
    """A take as the decoder makes it: the spectrogram lags by two frames until the last part."""
    shared = {field.name: getattr(take, field.name) for field in dataclasses.fields(Outline)}
    outline = take if count == 1 else Outline(**shared)
    frames = take.mel.shape[1]
    edges = [frames * index // count for index in range(count + 1)]
    mel_edges = [0, *(edge - 2 for edge in edges[1:-1]), frames]
    return [
        TakePart(
            outline=outline,
            start_sample=take.sample_at(edges[index]),
            waveform=take.waveform[
                take.sample_at(edges[index]) : take.sample_at(edges[index + 1])
            ].copy(),
            start_frame=mel_edges[index],
            mel=take.mel[:, mel_edges[index] : mel_edges[index + 1]].copy(),
            take=take if index == count - 1 else None,
        )
        for index in range(count)
    ]
