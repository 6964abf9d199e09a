"""Notes on what was not spoken, or not as written, put where they belong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from vits_core.records import Skipped, Utterance
from vits_core.text.assembly import Assembled
from vits_core.text.mapped_text import MappedText
from vits_core.text.markup import MarkedText
from vits_core.text.stretch import Sound
from vits_core.text.word_spans import is_worth_a_note


def with_notes(made: Assembled, notes: Sequence[Skipped]) -> Iterator[Utterance | Skipped]:
    """What came of a piece, with `notes` on the stretch that it begins."""
    if made.utterance is None:
        yield from (*notes, *made.skipped)
    else:
        yield replace(made.utterance, skipped=(*notes, *made.utterance.skipped))


def with_remark(
    results: Iterator[Utterance | Skipped], remark: str
) -> Iterator[Utterance | Skipped]:
    """The results, with a remark on the first utterance."""
    for result in results:
        if remark and isinstance(result, Utterance):
            note = Skipped(result.text, result.start, result.stop, remark)
            result = replace(result, skipped=(note, *result.skipped))
            remark = ""
        yield result


def pauses_before_all(marked: MarkedText) -> Iterator[Skipped]:
    """Marks of pauses before which nothing is said."""
    lead = len(marked.masked) - len(marked.masked.lstrip())
    for mark in marked.pauses:
        if mark.start < lead:
            words = marked.text[mark.start : mark.stop]
            yield Skipped(words, mark.start, mark.stop, "nothing is said before this pause")


def silent_symbols(
    readable: MappedText, sounds: Sequence[Sound], known: Sequence[Skipped]
) -> list[Skipped]:
    """Words and symbols of the text for which espeak has no sound."""
    spans = [(s.start, s.stop) for s in sounds] + [(s.start, s.stop) for s in known]
    covered = {i for start, stop in spans for i in range(start, stop)}
    notes: list[Skipped] = []
    for character, start, stop in zip(readable.text, readable.starts, readable.stops, strict=True):
        if start in covered or not is_worth_a_note(character):
            continue
        reason = "there is no sound for it"
        if notes and notes[-1].stop == start:
            last = notes.pop()
            notes.append(Skipped(last.text + character, last.start, stop, reason))
        elif not notes or notes[-1].start != start:
            notes.append(Skipped(character, start, stop, reason))
    return notes
