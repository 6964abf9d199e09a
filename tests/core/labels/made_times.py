"""Times made by hand: each word of a text lasts a tenth of a second a letter."""

from __future__ import annotations

import re

from vits_core.labels.times import PhonemeTime, SentenceTime, SpeechTimes, WordTime

LETTER = 0.1
GAP = 0.05
"""Seconds between two words, and before the first and behind the last."""
RATE = 22_050


def made_sentence(text: str, start: float = 0.0, text_start: int = 0) -> SentenceTime:
    """A sentence whose words are what is written with letters, digits and apostrophes."""
    at, words, phonemes = start + GAP, [], []
    for match in re.finditer(r"[\w'’]+", text):
        stop = at + LETTER * len(match.group())
        span = (text_start + match.start(), text_start + match.end())
        words.append(WordTime(match.group(), at, stop, *span))
        middle = (at + stop) / 2
        phonemes += [PhonemeTime("a", at, middle), PhonemeTime("ˈ", middle, stop)]
        at = stop + GAP
    return SentenceTime(
        text, start, at, text_start, text_start + len(text), tuple(words), tuple(phonemes)
    )


def made_times(*texts: str, pause: float = 0.3) -> SpeechTimes:
    sentences: list[SentenceTime] = []
    at, offset = 0.0, 0
    for text in texts:
        sentences.append(made_sentence(text, at, offset))
        at, offset = sentences[-1].stop + pause, offset + len(text) + 1
    return SpeechTimes(tuple(sentences), sentences[-1].stop if sentences else 0.0, RATE)
