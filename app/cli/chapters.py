"""Where the chapters of an audiobook begin, noted while its sound goes by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from app.document.document import Document
from app.export.parts import ExportSource, Layout
from app.files.speech_files import JoinedSpeech
from vits_core.audio.file_format import Chapter
from vits_core.records import Skipped, TakePart


class Chapters:
    """Of the sections of a document; a chapter begins with the first sentence of its section that
    is spoken."""

    def __init__(self, document: Document, title: str, joined: JoinedSpeech, rate: int) -> None:
        """`title` is that of what stands before the first heading; `joined` tells where in the
        sound, at `rate` Hz, a sentence begins."""
        source = ExportSource(document, title=title)
        self._found: list[Chapter] = []
        self._joined = joined
        self._rate = rate
        self.titles: Mapping[int, str] = {}
        """By the ids of the lines that chapters begin with."""
        if document.sections:
            (whole,) = source.parts(Layout.ONE)
            chapters = source.chapters(whole)
            self.titles = {document.lines[place].id: title for place, title in chapters}

    def found(self) -> list[Chapter]:
        """Those that have gone by."""
        return self._found

    def passing(
        self, pieces: Iterator[tuple[int | None, TakePart | Skipped]]
    ) -> Iterator[TakePart | Skipped]:
        """The pieces, each of which comes with its line's id."""
        left = dict(self.titles)
        title: str | None = None
        for line, piece in pieces:
            if line is not None:
                title = left.pop(line, title)
            yield piece
            if title is not None and isinstance(piece, TakePart):
                self._found.append(Chapter(title, self._joined.start / self._rate))
                title = None
