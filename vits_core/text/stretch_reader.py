"""Reads plain text: characters, words, and the phonemes of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from vits_core.records import Skipped
from vits_core.text.espeak_client import EspeakClient
from vits_core.text.mapped_text import MappedText
from vits_core.text.notes import silent_symbols
from vits_core.text.readable import ReadableText, make_readable
from vits_core.text.reading_options import ReadingOptions
from vits_core.text.scripts import LEFT_OUT, SPELLED, Foreign, foreign_stretches, is_only_spelled
from vits_core.text.stretch import Sound, Stretch
from vits_core.text.word_spans import SpokenWord, assign_phonemes, find_words

_KEPT_PRONUNCIATIONS = 2000


class StretchReader:
    """Reads stretches of text in one language. Threads may share it."""

    def __init__(self, espeak: EspeakClient | None, language: str, untrained: str = "") -> None:
        """Without `espeak`, letters stand for their sounds. `untrained` are signs in espeak's
        phonemes that the voice was trained without."""
        self._espeak = espeak
        self._language = language
        self._untrained = str.maketrans("", "", untrained)
        self._pronunciations: dict[str, str] = {}

    def read(self, body: str, offset: int, options: ReadingOptions) -> Stretch:
        """What is said for `body`, which starts at character `offset` of the whole text.

        Raises `EspeakDiedError` and `PhonemizerError` as `EspeakClient.read` does.
        """
        by_espeak = self._espeak is not None
        left_out: list[Skipped] = []
        if by_espeak and options.foreign is Foreign.SKIP:
            body, left_out = self._without_foreign(body, offset)
        readable = make_readable(body, offset, self._language, options, by_espeak=by_espeak)
        skipped = [*readable.skipped, *left_out]
        mapped = readable.mapped
        spoken = _said_instead(self._spoken_words(mapped), readable)
        sounds = self._sounds(mapped, spoken)
        if by_espeak:
            skipped += self._spelled_words(body, offset, sounds)
        skipped += silent_symbols(mapped, sounds, skipped)
        lead = mapped.text[: spoken[0].span.start] if spoken else mapped.text
        return Stretch(lead, sounds, skipped, readable.readings)

    def _spoken_words(self, mapped: MappedText) -> list[SpokenWord]:
        text, words = mapped.text, find_words(mapped, self._language)
        if not words:
            return []
        if self._espeak is None:
            return [SpokenWord(w, text[w.start : w.stop].casefold()) for w in words]
        return assign_phonemes(text, words, self._espeak.read(text), self._pronounce)

    def _sounds(self, mapped: MappedText, spoken: Sequence[SpokenWord]) -> list[Sound]:
        sounds = []
        for i, word in enumerate(spoken):
            gap_stop = spoken[i + 1].span.start if i + 1 < len(spoken) else len(mapped.text)
            gap = mapped.text[word.span.stop : gap_stop]
            start, stop = mapped.span(word.span.start, word.span.stop)
            phonemes = word.phonemes.translate(self._untrained)
            sounds.append(Sound(start, stop, phonemes, gap, word.merged))
        return sounds

    def _without_foreign(self, body: str, offset: int) -> tuple[str, list[Skipped]]:
        """The text with spaces in place of what espeak would only spell."""
        notes = []
        for start, stop in foreign_stretches(body, self._language):
            notes.append(Skipped(body[start:stop], offset + start, offset + stop, LEFT_OUT))
            body = body[:start] + " " * (stop - start) + body[stop:]
        return body, notes

    def _spelled_words(self, body: str, offset: int, sounds: Sequence[Sound]) -> list[Skipped]:
        return [
            Skipped(word, sound.start, sound.stop, SPELLED)
            for sound in sounds
            if is_only_spelled(
                word := body[sound.start - offset : sound.stop - offset], self._language
            )
        ]

    def _pronounce(self, word: str) -> str:
        """The phonemes of a word alone."""
        assert self._espeak is not None
        known = self._pronunciations.get(word)
        if known is None:
            clauses = self._espeak.read(word, events=False).clauses
            known = "".join(clauses).replace(" ", "")
            if len(self._pronunciations) >= _KEPT_PRONUNCIATIONS:
                self._pronunciations.clear()
            self._pronunciations[word] = known
        return known


def _said_instead(words: list[SpokenWord], readable: ReadableText) -> list[SpokenWord]:
    """The words, with the phonemes that were asked for in place of espeak's."""
    for i, word in enumerate(words):
        span = readable.mapped.span(word.span.start, word.span.stop)
        if phonemes := readable.phonemes.get(span):
            words[i] = SpokenWord(word.span, phonemes)
            if i:
                words[i - 1] = replace(words[i - 1], merged=False)
    return words
