"""How long lines are by themselves, kept until something changes it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from cachetools import LRUCache

from app.document.cast import Cast
from app.document.line_request import LineRequest
from app.document.line_takes import takes_of
from vits_core.errors import VitsError
from vits_core.records import Skipped
from vits_core.synthesis.take_request import TakeRequest

MOST_LINES = 20_000
"""Some films."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How long a take is by itself, in frames of its voice."""

    hop: int | Fraction
    """Samples a frame in the sound that the take is part of; whole ones as an int, which is
    quicker."""
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

    def sample_at(self, frame: int) -> int:
        """The sample with which a frame begins: the nearest one, as in `Outline.sample_at`."""
        if isinstance(self.hop, int):
            return frame * self.hop
        above, below = self.hop.as_integer_ratio()
        return (2 * frame * above + below) // (2 * below)


def rhythm_of(cast: Cast, line: LineRequest, take: TakeRequest) -> Rhythm:
    """The rhythm of a take of a line; its durations are predicted, and no sound is made."""
    outline = cast.outline(line, take)
    pins = outline.timing.pins
    rate = outline.sample_rate
    hop = Fraction(outline.hop_length * rate, outline.voice_rate or rate)
    return Rhythm(
        hop=hop.numerator if hop.denominator == 1 else hop,
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

    def __init__(self, cast: Cast) -> None:
        self._cast = cast
        self._devices: dict[str, str] = {}
        """Where each voice was when its rhythms were found out, by the paths of their files."""
        self._known: LRUCache[LineRequest, tuple[Rhythm, ...]] = LRUCache(MOST_LINES)

    def of(self, line: LineRequest) -> tuple[Rhythm, ...]:
        """Those of the takes that speak a line; none where nothing of it is spoken."""
        if self._has_moved():
            self._known.clear()
        # What of the line its rhythm does not depend on is left out.
        key = replace(line, line=0, slot=None, frames=())
        known = self._known.get(key)
        if known is not None:
            return known
        try:
            self._cast.voice(line.voice)
        except VitsError:  # it may be there the next time
            return ()
        known = tuple(
            rhythm_of(self._cast, key, take)
            for _, take in takes_of(self._cast, [key])
            if not isinstance(take, Skipped)
        )
        self._known[key] = known
        return known

    def _has_moved(self) -> bool:
        """Whether a voice is on another device by now, which rounds in its own way."""
        now = {str(each.source): str(each.device) for each in self._cast.loaded}
        moved = any(self._devices.get(path, device) != device for path, device in now.items())
        self._devices |= now
        return moved
