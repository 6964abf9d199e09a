"""Joins the sounds of words and the marks between them to an utterance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from vits_core.records import Skipped, Utterance, Word
from vits_core.text.punctuation import marks_between
from vits_core.text.sentences import Piece
from vits_core.text.stretch import Sound, Stretch
from vits_core.text.tokens import TokenTable


@dataclass(frozen=True, slots=True)
class Assembled:
    utterance: Utterance | None
    """None if nothing can be said."""
    skipped: tuple[Skipped, ...]
    symbol_count: int


def assemble(
    body: str,
    piece: Piece,
    read: Stretch,
    table: TokenTable,
    marks: frozenset[str],
) -> Assembled:
    """The utterance for `body`, which is the characters of `piece`.

    `read` is what is said for it, `marks` the voice's punctuation. Symbols that the voice lacks are
    reported once each, characters that no word covers too.
    """
    sounds = read.sounds
    symbols: list[str] = []
    places: list[tuple[Sound, int, int]] = []
    notes = list(read.skipped)
    lacking: set[str] = set()
    if sounds:
        symbols += table.parse(marks_between(read.lead, marks, ends_text=False)[1])[0]
    for i, sound in enumerate(sounds):
        found, missing = table.parse(sound.phonemes)
        text = body[sound.start - piece.start : sound.stop - piece.start]
        for character in missing:
            if character not in lacking:
                lacking.add(character)
                reason = f"the voice has no sound for {_named(character)}"
                notes.append(Skipped(text, sound.start, sound.stop, reason))
        if any(symbol.strip() for symbol in found):
            places.append((sound, len(symbols), len(symbols) + len(found)))
            symbols += found
        elif not missing:
            notes.append(Skipped(text, sound.start, sound.stop, "there is no sound for it"))
        symbols += _joint(sound, last=i == len(sounds) - 1, table=table, marks=marks)
    while symbols and symbols[-1] == " ":
        symbols.pop()
    names, ids, starts = table.frame(symbols)
    words = tuple(
        Word(
            body[sound.start - piece.start : sound.stop - piece.start],
            sound.start, sound.stop, starts[first], starts[min(stop, len(symbols))],
        )
        for sound, first, stop in places
    )  # fmt: skip
    notes += _uncovered(body, piece.start, words, notes)
    notes = [
        replace(note, text=body[note.start - piece.start : note.stop - piece.start])
        for note in sorted(notes, key=lambda note: note.start)
    ]
    utterance = None
    if words:
        utterance = Utterance(
            body, piece.start, piece.stop, tuple(names), tuple(ids), words, piece.pause,
            tuple(notes), tuple(read.readings),
        )  # fmt: skip
    return Assembled(utterance, tuple(notes), len(symbols))


def _joint(sound: Sound, *, last: bool, table: TokenTable, marks: frozenset[str]) -> list[str]:
    """The marks and the space between a sound and the next."""
    closing, opening = marks_between(sound.gap, marks, ends_text=last)
    if last:
        return table.parse(closing)[0]
    if sound.merged and not closing and not opening:
        return []
    return table.parse(f"{closing} {opening}")[0] if " " in table.symbols else [*closing, *opening]


def _named(character: str) -> str:
    return f"“{character}”" if character.isprintable() else f"U+{ord(character[0]):04X}"


def _uncovered(
    body: str, offset: int, words: Sequence[Word], notes: Sequence[Skipped]
) -> list[Skipped]:
    """Letters and digits that no word and no note covers yet."""
    open_ = bytearray(c.isalnum() for c in body)
    for start, stop in [(c.start, c.stop) for c in words] + [(c.start, c.stop) for c in notes]:
        low, high = max(start - offset, 0), min(stop - offset, len(body))
        if low < high:
            open_[low:high] = bytes(high - low)
    found, at = [], open_.find(1)
    while at >= 0:
        end = at
        while end < len(body) and open_[end]:
            end += 1
        found.append(Skipped(body[at:end], offset + at, offset + end, "it could not be pronounced"))
        at = open_.find(1, end)
    return found
