"""Symbols to token ids, as Piper numbers them: `^ _ p _ p _ … $`."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

BEGIN, BLANK, END = "^", "_", "$"
FRAMING = BEGIN + BLANK + END

_SUBSTITUTES = {"g": "ɡ", "ɡ": "g", "ɚ": "ə", "ɝ": "ɜ", "ᵻ": "ɪ", "ɫ": "l", "r": "ɹ", "ɹ": "r"}
"""Phonemes that a voice may spell differently; the same sound or nearly."""


class TokenTable:
    """A voice's symbols and their ids. A symbol may be several code points: the longest wins.

    `framing` are those of `^`, `_` and `$` that stand around symbols rather than being some.
    """

    def __init__(self, phoneme_id_map: Mapping[str, Sequence[int]], framing: str = FRAMING) -> None:
        self._ids = {symbol: tuple(ids) for symbol, ids in phoneme_id_map.items() if symbol}
        self._longest = max((len(symbol) for symbol in self._ids), default=1)
        self._framing = {mark: self._ids.get(mark, ()) for mark in framing}
        self.symbols = frozenset(self._ids) - frozenset(framing)

    def parse(self, phonemes: str) -> tuple[list[str], list[str]]:
        """The voice's symbols in a string of phonemes, and the characters that it lacks.

        The string is decomposed (NFD) first, as Piper does; a letter and its marks are looked up
        composed only if the voice lacks them apart.
        """
        text = unicodedata.normalize("NFD", phonemes)
        found: list[str] = []
        missing: list[str] = []
        at = 0
        while at < len(text):
            symbol, length = self._match(text, at)
            if symbol:
                found.append(symbol)
            else:
                missing.append(text[at : at + length])
            at += length
        return found, missing

    def _match(self, text: str, at: int) -> tuple[str, int]:
        for length in range(min(self._longest, len(text) - at), 0, -1):
            if text[at : at + length] in self.symbols:
                return text[at : at + length], length
        end = at + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
            composed = unicodedata.normalize("NFC", text[at:end])
            if composed in self.symbols:
                return composed, end - at
        substitute = _SUBSTITUTES.get(text[at], "")
        return (substitute if substitute in self.symbols else ""), 1

    def frame(self, symbols: Sequence[str]) -> tuple[list[str], list[int], list[int]]:
        """Add begin, blanks and end: symbols and ids of every token, and where each symbol begins.

        The third list has one entry more than `symbols`: where the last one's tokens end, its
        blank included. A voice without `^` and `$` gets none (original VITS: blanks only, also
        before the first symbol).
        """
        names: list[str] = []
        ids: list[int] = []
        starts: list[int] = []

        def add(name: str, new: Sequence[int]) -> None:
            names.extend([name, *[""] * (len(new) - 1)][: len(new)])
            ids.extend(new)

        blank = self._framing.get(BLANK, ())
        add("", self._framing.get(BEGIN, ()))
        add("", blank)
        for symbol in symbols:
            starts.append(len(ids))
            add(symbol, self._ids[symbol])
            add("", blank)
        starts.append(len(ids))
        add("", self._framing.get(END, ()))
        return names, ids, starts
