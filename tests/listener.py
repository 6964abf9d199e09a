"""Listens to speech: pocketsphinx, whose English model comes in its wheel."""

from __future__ import annotations

import re
from functools import cache

import numpy as np
import soxr
from pocketsphinx import Decoder

from vits_core.records import FloatArray

RATE = 16_000
"""Hz that the recogniser was trained at."""


def transcribe(waveform: FloatArray, sample_rate: int) -> str:
    """The words that pocketsphinx hears in a mono waveform."""
    decoder = _decoder()
    _listen(decoder, waveform, sample_rate)
    hypothesis = decoder.hyp()
    return "" if hypothesis is None else re.sub(r"\(\d+\)", "", hypothesis.hypstr)


def align(waveform: FloatArray, sample_rate: int, words: list[str]) -> list[tuple[float, float]]:
    """Start and stop of each word, in seconds, where pocketsphinx is told what is said."""
    decoder = Decoder(loglevel="FATAL")
    decoder.set_align_text(" ".join(words).lower())
    _listen(decoder, waveform, sample_rate)
    return [
        (segment.start_frame / 100, (segment.end_frame + 1) / 100)
        for segment in decoder.seg()
        if not segment.word.startswith(("<", "["))
    ]


def _listen(decoder: Decoder, waveform: FloatArray, sample_rate: int) -> None:
    audio = soxr.resample(waveform, sample_rate, RATE)
    samples = (np.clip(audio, -1.0, 1.0) * 32767).astype(np.int16)
    decoder.start_utt()
    decoder.process_raw(samples.tobytes(), full_utt=True)
    decoder.end_utt()


@cache
def _decoder() -> Decoder:
    return Decoder(loglevel="FATAL", maxhmmpf=1500)
