"""Subtitles as text that keeps the times of its cues."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.document.reading.read_text import Cue, ReadText, plain, tidy
from vits_core.errors import TextError

MOST_SECONDS_BETWEEN = 2.0
"""A sentence that runs on over two cues does not pause longer between them."""
_STYLE = re.compile(r"\{\\[^}]*\}")
_TAG = re.compile(r"</?(?:[bius]|c|v|lang|ruby|rt|font)\b[^>]*>|<[\d:.]+>", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…:。！？][\"'”’»)\]♪]*$")
_NEW_SPEAKER = re.compile(r"[-–—♪\[(]")


@dataclass(frozen=True, slots=True)
class _Event:
    text: str
    begin: float
    end: float


def read_subtitles(source: str, kind: str) -> ReadText:
    """The text of SRT, WebVTT or ASS (`kind` is the file's ending), a paragraph for each cue,
    unless a sentence runs on over several."""
    events = _events(source, kind)
    if not events:
        raise TextError(
            "The file holds no subtitles",
            remedy="Check that its ending (.srt, .vtt or .ass) says what it is.",
        )
    parts, cues, at = list[str](), list[Cue](), 0
    punctuated = 2 * sum(bool(_SENTENCE_END.search(each.text)) for each in events) > len(events)
    for index, event in enumerate(events):
        if index:
            runs_on = _runs_on(events[index - 1], event, punctuated=punctuated)
            parts.append(" " if runs_on else "\n\n")
            at += len(parts[-1])
        cues.append(Cue(at, at + len(event.text), event.begin, event.end))
        parts.append(event.text)
        at += len(event.text)
    return ReadText("".join(parts), cues=tuple(cues))


def _events(source: str, kind: str) -> Sequence[_Event]:
    # Here, since the window opens without it.
    import pysubs2

    try:
        subtitles = pysubs2.SSAFile.from_string(source, format_=kind.removeprefix("."))
    except (pysubs2.exceptions.Pysubs2Error, ValueError, IndexError, KeyError) as error:
        raise TextError(
            f"The subtitles are damaged: {error}",
            remedy="Save them anew with a subtitle editor, as SRT for instance.",
        ) from error
    subtitles.sort()
    found = []
    for event in subtitles:
        text = _TAG.sub("", _STYLE.sub("", event.text)).replace(r"\N", " ").replace(r"\h", " ")
        text = tidy(plain(html.unescape(text) if kind != ".ass" else text))
        if text and not event.is_comment and not event.is_drawing:
            found.append(_Event(text, event.start / 1000, event.end / 1000))
    return found


def _runs_on(before: _Event, after: _Event, *, punctuated: bool) -> bool:
    if _SENTENCE_END.search(before.text) or _NEW_SPEAKER.match(after.text):
        return False
    if after.begin - before.end > MOST_SECONDS_BETWEEN:
        return False
    return punctuated or after.text[0].islower()
