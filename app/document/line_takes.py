"""The takes that speak lines of a document, by the voices that they are asked for of."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from app.document.cast import Cast
from app.document.line_request import LineRequest
from vits_core.errors import VitsError
from vits_core.noise.keyed import checked_seed
from vits_core.prosody.steering import Draw
from vits_core.records import Skipped, Utterance
from vits_core.synthesis.take_request import TakeRequest
from vits_core.text.reading_options import ReadingOptions

if TYPE_CHECKING:
    from vits_core.text.frontend import TextFrontend
    from vits_core.voice import Voice

_FrontEndLine = tuple[str, float, ReadingOptions]


def utterances_of(
    cast: Cast, lines: Sequence[LineRequest]
) -> Iterator[tuple[int, Utterance | Skipped]]:
    """What comes of each line, with the line's id: an utterance, or several of a long line; nothing
    where its own voice cannot be loaded."""
    due = deque[_FrontEndLine]()
    found: dict[TextFrontend, Iterator[list[Utterance | Skipped]]] = {}  # each remarks once
    for line in lines:
        try:
            frontend = cast.voice(line.voice).frontend
        except VitsError as error:
            yield line.line, Skipped(line.text, 0, len(line.text), str(error))
            continue
        if frontend not in found:
            found[frontend] = frontend.lines(_taken_from(due))
        due.append((line.text, line.pause, line.reading))
        for piece in next(found[frontend]):
            yield line.line, piece


def _taken_from(due: deque[_FrontEndLine]) -> Iterator[_FrontEndLine]:
    while True:
        yield due.popleft()


def takes_of(
    cast: Cast, lines: Sequence[LineRequest]
) -> Iterator[tuple[int, TakeRequest | Skipped]]:
    """The takes that speak lines, each with its line's id."""
    requests, told = {line.line: line for line in lines}, Counter[int]()
    for line, piece in utterances_of(cast, lines):
        if isinstance(piece, Skipped):
            yield line, piece
        else:
            request = requests[line]
            take = _chosen(request, piece)
            if take is None:
                take = _default(cast.voice(request.voice), request, piece)
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
