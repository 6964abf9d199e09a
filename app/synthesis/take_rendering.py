"""What the synthesis worker does for the prosody lab, on its thread."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from typing import TYPE_CHECKING

from vits_core.errors import VitsError
from vits_core.records import Skipped, Take, Utterance
from vits_core.synthesis.take_request import TakeRequest

if TYPE_CHECKING:
    from vits_core.voice import Voice

TOGETHER = 8
"""Takes that a CUDA device makes at once."""


def sentences_at(
    pieces: Iterable[Utterance | Skipped], caret: int | None
) -> list[Utterance | Skipped]:
    """All pieces of a text, or those up to the sentence at a character, and of the sentences only
    that one; a caret behind the last sentence means the last."""
    if caret is None:
        return list(pieces)
    found: Utterance | None = None
    skipped: list[Utterance | Skipped] = []
    for piece in pieces:
        if isinstance(piece, Skipped):
            skipped.append(piece)
        elif found is None or piece.start <= caret:
            found = piece
        if found is not None and piece.stop > caret:
            break
    return [found] if found is not None else skipped


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
