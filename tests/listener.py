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
    audio = soxr.resample(waveform, sample_rate, RATE)
    samples = (np.clip(audio, -1.0, 1.0) * 32767).astype(np.int16)
    decoder = _decoder()
    decoder.start_utt()
    decoder.process_raw(samples.tobytes(), full_utt=True)
    decoder.end_utt()
    hypothesis = decoder.hyp()
    return "" if hypothesis is None else re.sub(r"\(\d+\)", "", hypothesis.hypstr)


@cache
def _decoder() -> Decoder:
    return Decoder(loglevel="FATAL", maxhmmpf=1500)
