"""What is asked for to hear a line of a document."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from app.document.delivery import NOTHING_OWN
from app.document.document import Document, Line
from app.document.slots import LineFit, Slot
from vits_core.records import ProsodySettings
from vits_core.synthesis.take_request import TakeRequest
from vits_core.text.reading_options import ReadingOptions
from vits_core.text.scripts import Foreign

USUAL_READING = ReadingOptions(foreign=Foreign.SKIP)
"""How scripts are read until somebody says otherwise."""


@dataclass(frozen=True, slots=True)
class LineRequest:
    """A line of the script that is to be spoken."""

    line: int
    """Its id."""
    text: str
    pause: float
    """Seconds of silence behind it, at length scale 1."""
    settings: ProsodySettings
    rhythm_seed: int
    expression_seed: int
    speaker: str | None
    """None is the voice's first."""
    chosen: TakeRequest | None = None
    """What it is spoken with instead, as long as it is still made of the same tokens."""
    reading: ReadingOptions = USUAL_READING
    """How its text is read."""
    slot: Slot | None = None
    """When it is to be heard; none: behind the line before."""
    frames: tuple[int | None, ...] = ()
    """How long its takes have to be, where they are fitted into a slot."""
    voice: str | None = None
    """Path of the file of its own voice; None is the document's."""
    rate: int | None = None
    """Hz of the sound that it is part of; None is its voice's."""

    def fitted(self, fit: LineFit) -> LineRequest:
        """The same line as its slot wants it."""
        return replace(self, pause=fit.pause, frames=fit.frames)


def line_request(
    document: Document,
    line: Line,
    *,
    voice: str,
    speakers: Collection[str],
    defaults: ProsodySettings,
    reading: ReadingOptions = USUAL_READING,
    fit: LineFit | None = None,
    own_voice: str | None = None,
    rate: int | None = None,
) -> LineRequest:
    """A line as a voice is asked for it: its own delivery over the document's over the voice's.

    `voice` is the path of the voice's file; takes that were chosen with another one are left out.
    It is named again as `own_voice` where it is not the document's. A speaker that it does not have
    makes way for the document's, and that for the first. `fit` is how the line was fitted into its
    slot; without, it is as long as it is by itself. `rate` is that of the sound, where it is not
    the voice's.
    """
    said = document.delivery
    if line.delivery != NOTHING_OWN:
        said = line.delivery.over(said)
    settings = said.prosody(defaults)
    names = (said.speaker, document.delivery.speaker, *speakers)
    chosen = None
    if line.chosen is not None and line.chosen.voice == voice:
        chosen = line.chosen.request
    pause = line.pause
    if line.gap is not None or line.asked:
        spoken_with = settings if chosen is None or line.is_stale else chosen.settings
        pause = line.silence(spoken_with.length_scale) / spoken_with.length_scale
    request = LineRequest(
        line.id,
        line.text,
        pause,
        settings,
        said.rhythm_seed or 0,
        said.expression_seed or 0,
        next((name for name in names if name in speakers), None),
        chosen,
        reading,
        line.slot,
        voice=own_voice,
        rate=rate,
    )
    return request if fit is None else request.fitted(fit)
