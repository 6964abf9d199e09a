"""What is asked for to hear lines of a document, and the takes that this comes to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.document.delivery import NOTHING_OWN
from app.document.document import Document, Line
from app.document.slots import LineFit, Slot
from vits_core.noise.keyed import checked_seed
from vits_core.prosody.steering import Draw
from vits_core.records import ProsodySettings, Skipped, Utterance
from vits_core.synthesis.take_request import TakeRequest
from vits_core.text.reading_options import ReadingOptions
from vits_core.text.scripts import Foreign

if TYPE_CHECKING:
    from vits_core.voice import Voice

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


def line_request(
    document: Document,
    line: Line,
    *,
    voice: str,
    speakers: Collection[str],
    defaults: ProsodySettings,
    reading: ReadingOptions = USUAL_READING,
    fit: LineFit | None = None,
) -> LineRequest:
    """A line as a voice is asked for it: its own delivery over the document's over the voice's.

    `voice` is the path of the voice's file; takes that were chosen with another one are left out.
    A speaker that the voice does not have makes way for the document's, and that for the first.
    `fit` is how it was fitted into its slot; without, it is as long as it is by itself.
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
    if fit is not None:
        pause = fit.pause
    return LineRequest(
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
        () if fit is None else fit.frames,
    )


def utterances_of(
    voice: Voice, lines: Sequence[LineRequest]
) -> Iterator[tuple[int, Utterance | Skipped]]:
    """What comes of each line, with the line's id: an utterance, or several of a long line."""
    found = voice.frontend.lines((line.text, line.pause, line.reading) for line in lines)
    for line, pieces in zip(lines, found, strict=True):
        for piece in pieces:
            yield line.line, piece


def takes_of(
    voice: Voice, lines: Sequence[LineRequest]
) -> Iterator[tuple[int, TakeRequest | Skipped]]:
    """The takes that speak lines, each with its line's id."""
    requests, told = {line.line: line for line in lines}, Counter[int]()
    for line, piece in utterances_of(voice, lines):
        if isinstance(piece, Skipped):
            yield line, piece
        else:
            request = requests[line]
            take = _chosen(request, piece) or _default(voice, request, piece)
            yield line, _fitted(take, request.frames, told[line])
            told[line] += 1


def _fitted(take: TakeRequest, frames: Sequence[int | None], place: int) -> TakeRequest:
    """The take of a line at a place among its takes, as long as it has to be."""
    wanted = frames[place] if place < len(frames) else None
    if wanted is None:
        return take
    return replace(take, timing=replace(take.timing, frames=wanted))


def _chosen(line: LineRequest, utterance: Utterance) -> TakeRequest | None:
    """What someone chose for a line, unless its words or their sounds are others now."""
    if line.chosen is None or line.chosen.utterance.token_ids != utterance.token_ids:
        return None
    return replace(line.chosen, utterance=utterance)


def _default(voice: Voice, line: LineRequest, utterance: Utterance) -> TakeRequest:
    """How an utterance of a line is spoken for which nobody chose a take."""
    return TakeRequest(
        utterance,
        line.settings,
        Draw(checked_seed(line.rhythm_seed)),
        Draw(checked_seed(line.expression_seed)),
        voice.speaker_id(line.speaker),
    )
