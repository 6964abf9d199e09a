"""How the synthesis worker makes lines and takes, on its thread."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from typing import TYPE_CHECKING

from app.document.line_request import takes_of
from app.synthesis.requests import SpeakRequest
from vits_core.errors import VitsError
from vits_core.records import Skipped, Take, TakePart
from vits_core.synthesis.take_request import TakeRequest

if TYPE_CHECKING:
    from vits_core.voice import Voice

TOGETHER = 8
"""Takes that a CUDA device makes at once."""


def spoken(
    voice: Voice, request: SpeakRequest
) -> Generator[tuple[int | None, TakePart | Skipped], None, None]:
    """What is requested, part by part, each with the id of its line; whoever stops reading early
    closes the iterator."""
    lines = deque[int | None]()

    def takes() -> Iterator[TakeRequest | Skipped]:
        for take in request.takes:
            lines.append(None)
            yield take
        for line, piece in takes_of(voice, request.lines):
            lines.append(line)
            yield piece

    line: int | None = None
    with closing(voice.render(takes())) as parts:
        for part in parts:
            if isinstance(part, Skipped) or part.start_sample == 0:
                line = lines.popleft()
            yield line, part


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
