"""How well pocketsphinx understands sentences, freely and when it may only choose."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import jiwer
import numpy as np
from pocketsphinx import Decoder

from benchmarks.training_sentences import grammar
from tests.listener import RATE, transcribe
from vits_core.records import FloatArray


@dataclass(frozen=True, slots=True)
class Heard:
    """How well a recogniser understood: wrong words of all."""

    open: float
    closed: float


@cache
def _chooser() -> Decoder:
    decoder = Decoder(loglevel="FATAL", lm=None)
    decoder.add_jsgf_string("sentences", grammar())
    decoder.activate_search("sentences")
    return decoder


def choose(sound: FloatArray) -> str:
    """Which of the sentences pocketsphinx takes a sound at its rate for; "" where it cannot say."""
    decoder = _chooser()
    decoder.start_utt()
    decoder.process_raw((np.clip(sound, -1, 1) * 32767).astype(np.int16).tobytes(), full_utt=True)
    decoder.end_utt()
    found = decoder.hyp()
    return "" if found is None else found.hypstr


def listen(texts: Sequence[str], sounds: Sequence[FloatArray]) -> Heard:
    """Word error rates over all texts."""

    def rate(heard: Sequence[str]) -> float:
        plain = [re.sub(r"[^a-z' ]", "", text.lower()) for text in texts]
        guessed = [re.sub(r"[^a-z' ]", "", text.lower()).strip() or "nothing" for text in heard]
        return float(jiwer.wer(plain, guessed))

    return Heard(rate([transcribe(s, RATE) for s in sounds]), rate([choose(s) for s in sounds]))
