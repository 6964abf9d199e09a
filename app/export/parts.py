"""What of a document goes into which file, and what the files are called."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from app.document.document import Document, Line
from app.document.slots import LineFit, in_slots
from app.files.file_names import beginning, names_apart, stamp
from app.files.stem_table import Stem


class Layout(StrEnum):
    """Into how many files a script goes."""

    ONE = "one"
    LINES = "lines"
    SECTIONS = "sections"
    STEMS = "stems"
    """One for each slot, with a table of when each is heard."""


NAMES = {
    Layout.LINES: "{n:03} {text}",
    Layout.SECTIONS: "{n:02} {section}",
    Layout.STEMS: "{n:03}_{start}",
}
"""Patterns for the names of several files."""


@dataclass(frozen=True, slots=True)
class Part:
    """What goes into one file."""

    lines: tuple[Line, ...]
    section: str = ""
    """Title of the section that it is in, or ""; of a whole script "" as well."""


@dataclass(frozen=True, slots=True)
class ExportSource:
    """What there is to export."""

    document: Document = field(default_factory=Document)
    selected: tuple[int, ...] = ()
    """Ids of the lines that are selected."""
    title: str = ""
    voice: str = ""
    """Its name."""
    voice_rate: int = 22050
    """Hz."""
    fits: Mapping[int, LineFit] = field(default_factory=dict)
    """How lines are spoken in their slots, by their ids."""

    def parts(self, layout: Layout, *, selection: bool = False) -> list[Part]:
        """What goes into each file, in the order of the script."""
        return parts_of(self.document, layout, self.selected if selection else None)

    def names(self, parts: Sequence[Part], template: str) -> list[str]:
        """The name of each part's file, without an ending.

        Raises `SettingsError` for a template that cannot be filled or gives two the same name.
        """
        fields = (self._fields(number, part) for number, part in enumerate(parts, 1))
        return names_apart(template, fields, apart="{n}")

    def _fields(self, number: int, part: Part) -> dict[str, str | int]:
        fields: dict[str, str | int] = {
            "n": number,
            "text": beginning(part.lines[0].text),
            "section": beginning(part.section or self.title),
            "title": beginning(self.title),
            "voice": self.voice,
        }
        if self.document.has_slots:
            fields["start"] = stamp(self._start(part))
        return fields

    def _start(self, part: Part) -> float:
        """Second at which a part begins in the whole, as far as that is known."""
        stem = self.stem(part)
        if stem is not None:
            return stem.start
        return next((line.slot.start for line in part.lines if line.slot is not None), 0.0)

    def title_of(self, part: Part, layout: Layout) -> str:
        """What the file of a part tells players."""
        if layout is Layout.ONE:
            return self.title
        if layout is Layout.SECTIONS:
            return part.section or self.title
        return proposed_title(self.document, part.lines[0].text)

    def chapters(self, whole: Part, *, selection: bool = False) -> tuple[tuple[int, str], ...]:
        """Where the sections begin in a file of several, as places of its lines, and their
        titles."""
        if not self.document.sections:
            return ()
        places = {line.id: place for place, line in enumerate(whole.lines)}
        return tuple(
            (places[part.lines[0].id], part.section or self.title or "…")
            for part in self.parts(Layout.SECTIONS, selection=selection)
        )

    def stem(self, part: Part) -> Stem | None:
        """Where a part lies that is spoken in one slot; None where nothing of it is spoken, or that
        is not known yet."""
        fits = (self.fits[line.id] for line in part.lines if line.id in self.fits)
        fit = next((each for each in fits if each.start is not None), None)
        if fit is None or fit.start is None or fit.stop is None:
            return None
        slot = next((line.slot for line in part.lines if line.slot is not None), None)
        return Stem(
            text=" ".join(" ".join(line.text.split()) for line in part.lines),
            start=fit.start,
            stop=fit.stop,
            slot=None if slot is None else (slot.start, slot.stop),
            late=fit.late,
            over=fit.over,
        )


def parts_of(
    document: Document, layout: Layout, wanted: Collection[int] | None = None
) -> list[Part]:
    """What goes into each file of a document, or of some of its lines; a slot goes whole."""
    found = [Part(document.lines)] if layout is Layout.ONE else list(_sections(document))
    if layout is Layout.STEMS:
        titles = {line.id: part.section for part in found for line in part.lines}
        found = [Part(row, titles[row[0].id]) for _, row in in_slots(document)]
    if layout is Layout.LINES:
        found = [Part((line,), part.section) for part in found for line in part.lines]
    if wanted is not None:
        chosen = frozenset(wanted)
        found = [_narrowed(part, chosen, layout) for part in found]
    return [part for part in found if part.lines]


def _narrowed(part: Part, chosen: frozenset[int], layout: Layout) -> Part:
    lines = tuple(line for line in part.lines if line.id in chosen)
    return part if lines and layout is Layout.STEMS else Part(lines, part.section)


def proposed_title(document: Document, name: str = "") -> str:
    """A title for a document: the name that its file has, its first heading or its beginning."""
    heading = next((section.title for section in document.sections), "")
    return name or beginning(heading) or beginning(document.lines[0].text if len(document) else "")


def _sections(document: Document) -> Iterator[Part]:
    """From one heading to the next, of whatever level, so that nothing is in two of them; what
    stands before the first is one too. A heading right before another one goes with it: a part's
    title is spoken before its first chapter."""
    begin, title = 0, ""
    for section in document.sections:
        body = _behind_heading(document, begin) if title else begin
        if section.first > body:
            yield Part(document.lines[begin : section.first], title)
            begin = section.first
        title = section.title
    if len(document) > begin:
        yield Part(document.lines[begin:], title)


def _behind_heading(document: Document, first: int) -> int:
    """The place behind the headings that begin at one."""
    place = first
    while place < len(document) and document.lines[place].heading:
        place += 1
        while place < len(document) and "\n" not in document.lines[place].before:
            place += 1
    return place
