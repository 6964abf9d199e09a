"""What the command `script` speaks: a script of the window, or subtitles with their times."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import fields, replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.console import tell_notes
from app.cli.options import fit_of
from app.document.cue_slots import with_slots
from app.document.delivery import Delivery
from app.document.document import Document
from app.document.document_json import read_document
from app.document.edit import Edit
from app.document.editing import edited
from app.document.line_request import LineRequest, line_request
from app.document.reading.formats import SUBTITLES
from app.document.reading.read_text import ReadText
from app.document.reading.reader import read_text
from app.document.slots import LineFit
from vits_core.text.markup import MarkedText
from vits_core.text.reading_options import ReadingOptions
from vits_core.text.sentences import Piece

if TYPE_CHECKING:  # torch is slow to load, and a wrong file is told without it
    from vits_core.voice import Voice


def read_script(path: Path) -> Document | ReadText:
    """The script of a file, or the text of subtitles, in which a voice finds the lines.

    Raises `TextError`; how subtitles were read is told.
    """
    if path.suffix.lower() not in SUBTITLES:
        return read_document(path)
    read = read_text(path)
    tell_notes(read.notes)
    return read


def script_of(source: Document | ReadText, voice: Voice) -> Document:
    """The script, or the lines of a text with its headings, each to be heard when its cue is shown
    where it has any."""
    if isinstance(source, Document):
        return source
    frontend, ids = voice.frontend.config, count(1)

    def find_lines(text: str) -> list[Piece]:
        marked = MarkedText.of(text, all_phonemes=frontend.reads_phonemes)
        return list(marked.pieces(frontend.language))

    document = edited(Document(), Edit(0, 0, source.text), find_lines, lambda: next(ids))
    levels = {heading.start: heading.level for heading in source.headings}
    return with_slots(document, source.cues).with_headings(levels)


def spoken_as_asked(document: Document, options: argparse.Namespace, voice: Voice) -> Document:
    """The document with the speaker, settings, seeds and bounds that are asked for.

    Raises `SettingsError` for what the voice does not have.
    """
    asked = {each.name: getattr(options, each.name) for each in fields(Delivery)}
    if options.speaker is not None:
        number = voice.speaker_id(options.speaker)
        names = [name for name, each in voice.config.speakers.items() if each == number]
        asked["speaker"] = names[0] if names else None
    delivery = Delivery(**asked).over(document.delivery)
    return replace(document, delivery=delivery, fit=fit_of(options, document.fit))


def requests_of(
    document: Document,
    voice: Voice,
    reading: ReadingOptions,
    fits: Mapping[int, LineFit] | None = None,
) -> list[LineRequest]:
    """All lines as the voice is asked for them; `fits` says how they are fitted into their slots,
    by their ids."""
    return [
        line_request(
            document,
            line,
            voice=str(voice.source),
            speakers=voice.config.speakers,
            defaults=voice.config.defaults,
            reading=reading,
            fit=None if fits is None else fits.get(line.id),
        )
        for line in document
    ]
