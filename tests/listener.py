"""Listens to speech: pocketsphinx, whose English model comes in its wheel."""

from __future__ import annotations

import numpy as np
import soxr
from pocketsphinx import Decoder

from vits_core.records import FloatArray

RATE = 16000


def transcribe(waveform: FloatArray, sample_rate: int) -> str:
    """The words that pocketsphinx hears in a mono waveform."""
    samples = soxr.resample(waveform, sample_rate, RATE)
    samples = np.clip(samples * 32767, -32768, 32767).astype(np.int16)
    decoder = Decoder(samprate=float(RATE), loglevel="FATAL")
    decoder.start_utt()
    # A long silence around short speech helps it find the beginning.
    silence = np.zeros(RATE // 2, np.int16)
    decoder.process_raw(np.concatenate((silence, samples, silence)).tobytes(), full_utt=True)
    decoder.end_utt()
    hypothesis = decoder.hyp()
    return hypothesis.hypstr if hypothesis else ""
