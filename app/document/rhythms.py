"""How long lines are by themselves, kept until something changes it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cachetools import LRUCache

from app.document.line_request import LineRequest, takes_of
from vits_core.records import Skipped
from vits_core.synthesis.take_request import TakeRequest

if TYPE_CHECKING:
    from vits_core.voice import Voice

MOST_LINES = 20_000
"""Some films."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How long a take is by itself."""

    frames: int
    pinned: int
    """Frames of its tokens that are pinned."""
    sounds: int
    """Its other tokens, each of which has at least a frame."""
    wanted: int | None
    """Frames that it is asked to have anyway."""
    pause: float
    """Seconds of silence behind it, at length scale 1."""
    pause_frames: int
    length_scale: float


def rhythm_of(voice: Voice, take: TakeRequest) -> Rhythm:
    """The rhythm of a take; its durations are predicted, and no sound is made."""
    outline = voice.synthesizer.outline(take)
    pins = outline.timing.pins
    return Rhythm(
        frames=int(outline.token_edges[-1]),
        pinned=sum(length for _, length in pins),
        sounds=len(outline.durations) - len(pins),
        wanted=take.timing.frames,
        pause=take.utterance.pause_after,
        pause_frames=outline.pause_frames,
        length_scale=take.settings.length_scale,
    )


class LineRhythms:
    """Finds out the rhythms of lines that are spoken otherwise than before, and of no others."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice
        self._device = str(voice.device)
        self._known: LRUCache[LineRequest, tuple[Rhythm, ...]] = LRUCache(MOST_LINES)

    def of(self, line: LineRequest) -> tuple[Rhythm, ...]:
        """Those of the takes that speak a line; none where nothing of it is spoken."""
        if str(self._voice.device) != self._device:  # which rounds in its own way
            self._device = str(self._voice.device)
            self._known.clear()
        # What of the line its rhythm does not depend on is left out.
        key = replace(line, line=0, slot=None, frames=())
        known = self._known.get(key)
        if known is None:
            takes = (take for _, take in takes_of(self._voice, [key]))
            known = tuple(
                rhythm_of(self._voice, take) for take in takes if not isinstance(take, Skipped)
            )
            self._known[key] = known
        return known
