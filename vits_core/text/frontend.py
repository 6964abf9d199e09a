"""Text to utterances: sentences, phonemes, token ids, and which word each token belongs to."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from types import TracebackType
from typing import Any

from vits_core.errors import PhonemizerError
from vits_core.records import Skipped, Utterance
from vits_core.text.assembly import assemble
from vits_core.text.espeak_client import EspeakClient, EspeakDiedError
from vits_core.text.markup import MAX_SYMBOLS, MarkedText
from vits_core.text.notes import pauses_before_all, with_notes, with_remark
from vits_core.text.phoneme_spelling import understood
from vits_core.text.reading_options import AS_SPOKEN, ReadingOptions
from vits_core.text.sentences import Piece, split
from vits_core.text.stretch import Sound, Stretch
from vits_core.text.stretch_reader import StretchReader
from vits_core.text.tokens import FRAMING, TokenTable

_CLAUSE_MARKS = ".,;:!?"
_SMALLEST_HALF = 16
"""Characters: a stretch this short that kills espeak is left out whole."""


@dataclass(frozen=True)
class FrontendConfig:
    """What a voice says about its text: symbols and language. Plain data, kept in the cache."""

    phoneme_id_map: Mapping[str, tuple[int, ...]]
    """Symbol to ids; `^`, `_` and `$` are begin, blank and end, each may be absent."""
    framing: str = FRAMING
    """Which of these three are that; the others are symbols like any."""
    espeak_voice: str = "en-us"
    """espeak's code of the language, such as "en-us"."""
    phoneme_type: str = "espeak"
    """"espeak": IPA from espeak-ng. "text": the letters themselves, lower case, decomposed.
    "phonemes": nothing is prepared, a text has to be the voice's symbols already."""
    language: str = "en"
    """Code of the language for sentence ends and amounts of money."""
    marks: str | None = None
    """The punctuation that the voice was trained with; None: what espeak ends clauses with, as for
    Piper voices, or for letters all that the map has."""
    untrained: str = ""
    """Signs in espeak's phonemes that the voice was trained without, such as those of stress."""
    remark: str = ""
    """What to tell with each text about how the voice takes it."""

    @property
    def reads_phonemes(self) -> bool:
        """Its text is phonemes from beginning to end."""
        return self.phoneme_type == "phonemes"

    def __post_init__(self) -> None:
        if self.phoneme_type not in ("espeak", "text", "phonemes"):
            raise PhonemizerError(
                f'The voice uses the phoneme type "{self.phoneme_type}"',
                remedy='Only "espeak", "text" and "phonemes" are supported.',
            )

    def to_json(self) -> dict[str, Any]:
        """Plain values, for `json.dumps`."""
        ids = {symbol: list(ids) for symbol, ids in self.phoneme_id_map.items()}
        return {**vars(self), "phoneme_id_map": ids}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> FrontendConfig:
        """The inverse of `to_json`."""
        ids = {symbol: tuple(ids) for symbol, ids in values["phoneme_id_map"].items()}
        return cls(**{**values, "phoneme_id_map": ids})


class TextFrontend:
    """Turns text into utterances for one voice. Threads may share it; close it at the end.

    Nothing is dropped in silence: each letter and digit of the text lies within a word of an
    utterance or within a `Skipped`.
    """

    def __init__(self, config: FrontendConfig, espeak: EspeakClient | None = None) -> None:
        """`espeak` is for this front-end alone, which closes it; by default it starts its own."""
        self.config = config
        self._table = TokenTable(config.phoneme_id_map, config.framing)
        marks = config.marks
        if marks is None and config.phoneme_type == "espeak":
            marks = _CLAUSE_MARKS
        self._marks = self._table.symbols & set(marks) if marks is not None else self._table.symbols
        self._espeak = espeak or EspeakClient(config.espeak_voice)
        self._reader = StretchReader(
            self._espeak if config.phoneme_type == "espeak" else None,
            config.language,
            config.untrained,
        )

    def warm_up(self) -> None:
        """Start espeak's process, without waiting for it."""
        if self.config.phoneme_type == "espeak":
            self._espeak.start()

    def utterances(
        self, text: str, options: ReadingOptions = AS_SPOKEN, length_scale: float = 1.0
    ) -> Iterator[Utterance | Skipped]:
        """The sentences of `text`, one at a time as they are asked for.

        What is left out of a sentence that is spoken is in its `skipped`. A `Skipped` of its own
        stands for a stretch from which no utterance came; a text with nothing to say yields only
        those, at least one. `[[ … ]]` in the text is taken as phonemes, `[pause 1.5s]` as silence
        between two utterances: as long as it says when they are spoken at `length_scale`.

        Raises `PhonemizerError` if espeak cannot be started or lacks the language.
        """
        marked = MarkedText.of(text, all_phonemes=self.config.reads_phonemes)
        pieces = (_at_speed(piece, length_scale) for piece in self._pieces(marked))
        results = chain(pauses_before_all(marked), self._run(marked, pieces, options))
        return with_remark(results, self.config.remark)

    def lines(
        self, lines: Iterable[tuple[str, float, ReadingOptions]]
    ) -> Iterator[list[Utterance | Skipped]]:
        """As `utterances`, for sentences that were found before, each with the seconds of silence
        behind it and how it is read: what comes of each, its offsets counted from its own
        beginning."""
        remark = self.config.remark
        for text, pause, options in lines:
            marked = MarkedText.of(text, all_phonemes=self.config.reads_phonemes)
            results = self._run(marked, [Piece(0, len(text), pause)], options)
            yield list(with_remark(results, remark))
            remark = ""

    def from_phonemes(self, phonemes: str) -> Iterator[Utterance | Skipped]:
        """As `utterances`, for a text that is phonemes: sentences end at `.`, `!` and `?`."""
        marked = MarkedText.of(phonemes, all_phonemes=True)
        return self._run(marked, self._pieces(marked))

    def random_token_ids(self, seed: int, count: int = 60) -> list[int]:
        """Token ids of an utterance of the voice's symbols in random order, for trials."""
        symbols = sorted(self._table.symbols)
        return self._table.frame(random.Random(seed).choices(symbols, k=count))[1]

    def close(self) -> None:
        """End espeak's process. A call under way in another thread raises `PhonemizerError`."""
        self._espeak.close()

    def __enter__(self) -> TextFrontend:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _pieces(self, marked: MarkedText) -> Iterator[Piece]:
        return marked.pieces(self.config.language)

    def _run(
        self,
        marked: MarkedText,
        pieces: Iterable[Piece],
        options: ReadingOptions = AS_SPOKEN,
    ) -> Iterator[Utterance | Skipped]:
        text, silent = marked.text, True
        for piece in pieces:
            for result in self._speak(marked, piece, options):
                silent = False
                yield result
        if silent:
            reason = "there is nothing to pronounce" if text.strip() else "the text is empty"
            yield Skipped(text, 0, len(text), reason)

    def _speak(
        self, marked: MarkedText, piece: Piece, options: ReadingOptions
    ) -> Iterator[Utterance | Skipped]:
        """The utterances of a piece: one, or several if it is too long or espeak dies on it."""
        todo, notes, told = [piece], list[Skipped](), piece.start
        while todo:
            part = todo.pop()
            body = marked.text[part.start : part.stop]
            halves = None
            try:
                read = self._sounds(marked, part, options)
            except EspeakDiedError as death:
                if len(body) > _SMALLEST_HALF and not death.took_too_long:
                    halves = split(marked.masked, part)
                if halves is None:
                    yield Skipped(body, part.start, part.stop, f"espeak-ng {death} on it")
                    continue
                if part.start >= told:
                    told = part.stop
                    reason = f"espeak-ng {death} on the whole, so it was read in parts"
                    notes.append(Skipped(body, part.start, part.stop, reason))
            else:
                made = assemble(body, part, read, self._table, self._marks)
                if made.symbol_count > MAX_SYMBOLS:
                    halves = split(marked.masked, part)
                if halves is None:
                    yield from with_notes(made, notes)
                    notes = []
            if halves is not None:
                todo += reversed(halves)

    def _written(self, sounds: Sequence[Sound]) -> Sequence[Sound]:
        """Phonemes that the user wrote, in espeak's signs if the voice was trained with these."""
        if self.config.phoneme_type != "espeak":
            return sounds
        return [replace(sound, phonemes=understood(sound.phonemes)) for sound in sounds]

    def _sounds(self, marked: MarkedText, piece: Piece, options: ReadingOptions) -> Stretch:
        whole = Stretch()
        for start, stop, is_phonemes in marked.segments(piece.start, piece.stop):
            if is_phonemes:
                whole += Stretch(sounds=self._written(marked.sounds(start, stop)))
            else:
                whole += self._reader.read(marked.text[start:stop], start, options)
        return whole


def _at_speed(piece: Piece, length_scale: float) -> Piece:
    return replace(piece, pause=piece.pause / length_scale) if piece.asked else piece
