"""Which lines are spoken when, from the cues of the subtitles that their text came in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.document.document import Document
from app.document.reading.read_text import Cue
from app.document.slots import Slot


def with_slots(document: Document, cues: Sequence[Cue]) -> Document:
    """The document whose lines are spoken when the cues are shown that their text came in, and
    lines without one at no certain time.

    All lines of a cue share its time. Where a sentence runs on over several cues, each line of
    these has the time of its own characters, taken to be spoken evenly.
    """
    slots = dict(_slots(document, cues))
    changed = [line.id for line in document if line.slot != slots.get(line.id)]
    return document.with_lines(changed, lambda line: replace(line, slot=slots.get(line.id)))


def _slots(document: Document, cues: Sequence[Cue]) -> Iterator[tuple[int, Slot]]:
    """The lines that came in cues, by their ids."""
    spans, first = [], 0
    for line, start in zip(document, document.starts, strict=True):
        stop = start + len(line.text)
        while first < len(cues) and cues[first].stop <= start:
            first += 1
        last = first
        while last + 1 < len(cues) and cues[last + 1].start < stop:
            last += 1
        if first < len(cues) and cues[first].start < stop:
            spans.append((line.id, start, stop, first, last))
    shared = {cue for *_, first, last in spans if last > first for cue in range(first, last + 1)}
    for line_id, start, stop, first, last in spans:
        if first in shared or last in shared:
            begin, end = _second_at(cues[first], start), _second_at(cues[last], stop)
        else:
            begin, end = cues[first].begin, cues[first].end
        begin = max(0.0, begin)
        yield line_id, Slot(begin, max(begin, end))


def _second_at(cue: Cue, character: int) -> float:
    """When a character of a cue is heard."""
    share = (character - cue.start) / max(1, cue.stop - cue.start)
    return cue.begin + min(max(share, 0.0), 1.0) * (cue.end - cue.begin)
