"""What the command `script` speaks: a script of the window, or subtitles with their times."""

from __future__ import annotations

import argparse
from collections import defaultdict
from dataclasses import dataclass, fields, replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.console import tell_notes
from app.cli.options import fit_of
from app.cli.reading_options import reading_of, tell_of_left_out
from app.document.cast import Cast
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
from vits_core.text.markup import MarkedText
from vits_core.text.sentences import Piece

if TYPE_CHECKING:  # torch is slow to load, and a wrong file is told without it
    from vits_core.text.frontend import FrontendConfig
    from vits_core.voice import Voice
    from vits_core.voices.voice_config import VoiceConfig


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
    names = [each.name for each in fields(Delivery) if each.name != "voice"]
    asked = {name: getattr(options, name) for name in names}
    if options.speaker is not None:
        number = voice.speaker_id(options.speaker)
        names = [name for name, each in voice.config.speakers.items() if each == number]
        asked["speaker"] = names[0] if names else None
    delivery = Delivery(**asked).over(document.delivery)
    return replace(document, delivery=delivery, fit=fit_of(options, document.fit))


def requests_of(document: Document, cast: Cast, options: argparse.Namespace) -> list[LineRequest]:
    """What is asked for of each line, by its own voice or the script's; raises `VitsError` where
    one cannot be loaded."""
    main = _Speaker.of(cast.main)
    speakers: dict[str | None, _Speaker] = {None: main}
    texts = defaultdict[str | None, list[str]](list)
    for line in document:
        own = line.delivery.voice
        if own not in speakers:
            speakers[own] = _Speaker.of(cast.voice(own))
        texts[own].append(line.text)
    reading = reading_of(options, "\n".join(texts.pop(None, [])), main.frontend)
    for own, lines in texts.items():
        tell_of_left_out(options, "\n".join(lines), speakers[own].frontend)
    return [
        line_request(
            document,
            line,
            voice=speaker.file,
            speakers=speaker.config.speakers,
            defaults=speaker.config.defaults,
            reading=reading,
            own_voice=None if speaker.file == main.file else own,
            rate=main.config.sample_rate,
        )
        for line in document
        for own in (line.delivery.voice,)
        for speaker in (speakers[own],)
    ]


@dataclass(frozen=True, slots=True)
class _Speaker:
    """What is known of a voice after it has made room for others."""

    file: str
    config: VoiceConfig
    frontend: FrontendConfig

    @classmethod
    def of(cls, voice: Voice) -> _Speaker:
        return cls(str(voice.source), voice.config, voice.frontend.config)
