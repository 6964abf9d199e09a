"""Transcripts to token ids, with the front-end that the finished voice will speak with."""

from __future__ import annotations

from dataclasses import dataclass

from vits_core.records import Skipped
from vits_core.text.frontend import FrontendConfig, TextFrontend
from vits_core.text.tokens import TokenTable


@dataclass(frozen=True, slots=True)
class Pronounced:
    """A transcript as tokens."""

    phonemes: str
    token_ids: tuple[int, ...]
    unspoken: tuple[str, ...] = ()
    """What of the text has no sound in this voice, and why."""


class Pronouncer:
    """Pronounces whole transcripts. Use as a context manager: espeak runs in a child process.

    The front-end cuts a text into sentences, each of which is spoken on its own. A recording that
    holds several is one sequence here: their symbols behind each other, framed once.
    """

    def __init__(self, config: FrontendConfig) -> None:
        self._frontend = TextFrontend(config)
        self._table = TokenTable(config.phoneme_id_map, config.framing)
        self._space = [" "] if " " in self._table.symbols else []

    def pronounce(self, text: str) -> Pronounced:
        """The tokens of a transcript; raises `PhonemizerError` where espeak lacks the language."""
        symbols: list[str] = []
        unspoken: list[str] = []
        for piece in self._frontend.utterances(text):
            skipped = [piece] if isinstance(piece, Skipped) else piece.skipped
            unspoken += [f"“{note.text}”: {note.reason}" for note in skipped]
            if not isinstance(piece, Skipped):
                symbols += self._space if symbols else []
                symbols += [symbol for symbol in piece.symbols if symbol]
        _, ids, _ = self._table.frame(symbols)
        return Pronounced("".join(symbols), tuple(ids), tuple(unspoken))

    def close(self) -> None:
        self._frontend.close()

    def __enter__(self) -> Pronouncer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
