"""How the synthesis worker makes lines and takes, on its thread."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from typing import TYPE_CHECKING

from app.document.cast import Cast
from app.document.line_request import LineRequest
from app.document.line_takes import takes_of
from app.synthesis.requests import SpeakRequest
from vits_core.errors import VitsError
from vits_core.records import Skipped, Take, TakePart
from vits_core.synthesis.take_request import TakeRequest

if TYPE_CHECKING:
    from vits_core.voice import Voice

TOGETHER = 8
"""Takes that a CUDA device makes at once."""


def spoken(
    cast: Cast, request: SpeakRequest, *, mel: bool = True, keep: bool = True
) -> Generator[tuple[int | None, TakePart | Skipped], None, None]:
    """What is requested, part by part, each with the id of its line; whoever stops reading early
    closes the iterator. `keep` lets the voices remember it for the next change of a setting."""
    if request.takes:
        voice = cast.voice(request.voice)
        with closing(voice.render(iter(request.takes), mel=mel, keep=keep)) as parts:
            for part in parts:
                yield None, part
    pieces = cast.render(request.lines, takes_of(cast, request.lines), mel=mel, keep=keep)
    with closing(pieces):
        yield from pieces


def lines_made(
    cast: Cast,
    lines: Sequence[LineRequest],
    interrupted: Callable[[], bool],
    *,
    mel: bool = True,
) -> Generator[tuple[tuple[Take, ...], tuple[Skipped, ...]], None, None]:
    """The takes of each line, and what of it cannot be spoken, until something more urgent comes:
    what there is of a line then is lost.

    The voices do not remember them: nobody steers what is made unheard.
    """
    due, takes, skipped = deque(lines), list[Take](), list[Skipped]()

    def closed() -> tuple[tuple[Take, ...], tuple[Skipped, ...]]:
        whole = tuple(takes), tuple(skipped)
        due.popleft()
        takes.clear()
        skipped.clear()
        return whole

    with closing(spoken(cast, SpeakRequest(0, lines=tuple(lines)), mel=mel, keep=False)) as pieces:
        for line, piece in pieces:
            while due[0].line != line:
                yield closed()
            if isinstance(piece, Skipped):
                skipped.append(piece)
            elif piece.take is not None:
                utterance = piece.take.utterance
                takes.append(piece.take)
                skipped.extend(utterance.skipped)
                if utterance.stop >= len(due[0].text):
                    yield closed()
            if interrupted():
                return
    while due:
        yield closed()


def made(
    voice: Voice, requests: Sequence[TakeRequest], interrupted: Callable[[], bool]
) -> Iterator[Take]:
    """The takes that are requested, in order, until something more urgent comes.

    A CUDA device makes several at once; on a CPU one is begun while the one before it is finished.
    """
    if interrupted():
        return
    if voice.device.type == "cuda":
        for first in range(0, len(requests), TOGETHER):
            yield from _together(voice, requests[first : first + TOGETHER])
            if interrupted():
                return
        return
    with closing(voice.render(iter(requests))) as parts:
        for part in parts:
            if not isinstance(part, Skipped) and part.take is not None:
                yield part.take
            if interrupted():
                return


def _together(voice: Voice, requests: Sequence[TakeRequest]) -> Iterator[Take]:
    """Takes made at once, or one by one where one of them cannot be made: it is told which."""
    try:
        yield from voice.synthesizer.takes(requests)
    except VitsError:
        for request in requests:
            yield from voice.synthesizer.takes([request])
