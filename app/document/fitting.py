"""Lines spoken in their slots: how long each take becomes, and when it begins."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import groupby

from app.document.cast import Cast
from app.document.line_request import LineRequest
from app.document.line_takes import takes_of
from app.document.rhythms import LineRhythms, Rhythm, rhythm_of
from app.document.slots import FitBounds, LineFit, Slot, in_slots
from vits_core.records import Skipped
from vits_core.synthesis.take_request import TakeRequest

_Piece = tuple[int, TakeRequest | Skipped]


@dataclass(frozen=True, slots=True)
class FittedSpeech:
    """What is spoken in a slot, and where it lies in the whole sound: in samples."""

    lines: tuple[int, ...]
    """Ids of its lines, of which something is spoken."""
    takes: int
    """How many speak it."""
    slot: Slot | None
    """None is the speech before the first slot."""
    start: int
    stop: int
    late: int = 0
    """By how much it begins after its slot does, since the speech before was too long."""
    over: int = 0
    """By how much it ends after its slot does."""
    factor: float = 1.0
    """By which it is as long as it would be by itself, pauses not counted."""

    def moved(self, by: int) -> FittedSpeech:
        """The same, later by less than a frame, or earlier."""
        late, over = (each + by if each else 0 for each in (self.late, self.over))
        return replace(self, start=self.start + by, stop=self.stop + by, late=late, over=over)


@dataclass(frozen=True, slots=True)
class _Group:
    """Lines that share a slot."""

    lines: tuple[LineRequest, ...]
    slot: Slot | None
    stop: float | None
    """Second at which they should have ended, at the latest when the next slot begins."""


class FittedTakes:
    """The takes of lines, made as long and laid as their slots ask.

    Speech begins with its slot, or behind the speech before it where that is too long. It becomes
    shorter, within the bounds, where it would not end in its slot, and so makes up for what the
    speech before it took. Takes stay as they are where they fit, chosen ones too; what is pinned
    and the pauses within a slot always stay. The silence between two takes becomes the first one's
    pause, so that everything that joins takes lays them right: to the frame of the document's
    voice, or of another one before it.
    """

    def __init__(self, cast: Cast, lines: Sequence[LineRequest], bounds: FitBounds) -> None:
        self._cast = cast
        self._requests = {line.line: line for line in lines}
        self._groups = {line.line: group for group in _groups(lines) for line in group.lines}
        self._layout = _Layout(cast, bounds)

    @property
    def placed(self) -> list[FittedSpeech]:
        """What the takes make up that were handed out."""
        return self._layout.placed

    @property
    def lead(self) -> int:
        """Samples of silence before the first take; known once that was handed out."""
        return self.placed[0].start if self.placed else 0

    def __iter__(self) -> Iterator[_Piece]:
        """The takes in order, and what is not spoken, each with its line's id."""
        waiting: list[_Piece] = []
        found = takes_of(self._cast, list(self._requests.values()))
        for group, row in groupby(found, key=lambda found: self._groups[found[0]]):
            pieces = list(row)
            rhythms = [
                (line, rhythm_of(self._cast, self._requests[line], piece))
                for line, piece in pieces
                if isinstance(piece, TakeRequest)
            ]
            if rhythms:
                pause, frames = self._layout.lay(group, rhythms)
                yield from _with_pause(waiting, pause)
                wanted = iter(frames)
                waiting = []
                pieces = [
                    (line, _lasting(each, next(wanted)) if isinstance(each, TakeRequest) else each)
                    for line, each in pieces
                ]
            waiting += pieces
        yield from waiting


def _with_pause(pieces: Sequence[_Piece], pause: float | None) -> Iterator[_Piece]:
    """The pieces, with so many seconds of silence behind the last take at length scale 1; None
    leaves them as they are."""
    takes = [place for place, (_, each) in enumerate(pieces) if isinstance(each, TakeRequest)]
    for place, (line, piece) in enumerate(pieces):
        if pause is not None and isinstance(piece, TakeRequest) and place == takes[-1]:
            piece = replace(piece, utterance=replace(piece.utterance, pause_after=pause))
        yield line, piece


def _lasting(take: TakeRequest, frames: int | None) -> TakeRequest:
    """A take that lasts so many frames, or as it is."""
    if frames is None:
        return take
    return replace(take, timing=replace(take.timing, frames=frames))


class _Layout:
    """Lays one group behind the other, in the sound of a document's voice."""

    def __init__(self, cast: Cast, bounds: FitBounds) -> None:
        self.placed: list[FittedSpeech] = []
        self.rate = cast.main.config.sample_rate
        self._hop = cast.main.synthesizer.hop_length
        self._bounds = bounds
        self._last: Rhythm | None = None
        """Of the take that was laid last."""

    @property
    def _end(self) -> int:
        """Sample at which the speech that was placed last ends."""
        return self.placed[-1].stop if self.placed else 0

    def lay(
        self, group: _Group, rhythms: Sequence[tuple[int, Rhythm]]
    ) -> tuple[float | None, list[int | None]]:
        """Place the speech of a group. Returns the seconds of silence before it, as the pause at
        length scale 1 of the take before, or None if there is none before; and how many frames each
        of its takes has to have, None being as many as it has by itself. Each rhythm comes with its
        line's id."""
        speech, frames = self._fitted(group, rhythms)
        pause, last = None, self._last
        if last is not None:  # whose voice makes the silence, in frames of its own
            silent = round((speech.start - self._end) / last.hop)
            pause = float(silent * last.hop / self.rate) / last.length_scale
            by = self._end + last.sample_at(silent) - speech.start
            speech = speech.moved(by) if by else speech
        self.placed.append(speech)
        self._last = rhythms[-1][1]
        return pause, frames

    def _fitted(
        self, group: _Group, rhythms: Sequence[tuple[int, Rhythm]]
    ) -> tuple[FittedSpeech, list[int | None]]:
        """Where the speech of a group is due, and the frames of its takes."""
        lines = tuple(dict.fromkeys(line for line, _ in rhythms))
        takes = [rhythm for _, rhythm in rhythms]
        pauses = sum(each.sample_at(each.pause_frames) for each in takes[:-1])
        natural = sum(each.sample_at(each.frames) for each in takes)
        if group.slot is None or group.stop is None:
            stop = self._end + natural + pauses
            unfitted: list[int | None] = [each.wanted for each in takes]
            return FittedSpeech(lines, len(takes), None, self._end, stop), unfitted
        due = round(group.slot.start * self.rate / self._hop) * self._hop
        start, stop = max(due, self._end), int(group.stop * self.rate / self._hop) * self._hop
        lengths = fitted_lengths(takes, stop - start - pauses, self._bounds)
        spoken = sum(map(Rhythm.sample_at, takes, lengths))
        finish = start + spoken + pauses
        speech = FittedSpeech(
            lines,
            len(takes),
            group.slot,
            start,
            finish,
            start - due,
            max(0, finish - stop),
            spoken / max(1, natural),
        )
        return speech, [
            each.wanted if length == each.frames else length
            for each, length in zip(takes, lengths, strict=True)
        ]


def fits_of(
    cast: Cast,
    rhythms: LineRhythms,
    lines: Sequence[LineRequest],
    bounds: FitBounds,
    interrupted: Callable[[], bool] = lambda: False,
    tell: Callable[[int], object] = lambda _: None,
) -> dict[int, LineFit] | None:
    """How lines are spoken in their slots, by their ids; None where that was interrupted: what was
    found out until then is in `rhythms`. `tell` is told how many lines are done."""
    layout, fits = _Layout(cast, bounds), dict[int, LineFit]()
    last, done = 0, 0
    for group in _groups(lines):
        row = list[tuple[int, Rhythm]]()
        for line in group.lines:
            if interrupted():
                return None
            row += ((line.line, rhythm) for rhythm in rhythms.of(line))
            done += 1
            tell(done)
        if not row:
            continue
        pause, frames = layout.lay(group, row)
        if pause is not None:
            fits[last] = replace(fits[last], pause=pause)
        for (each, rhythm), wanted in zip(row, frames, strict=True):
            before = fits.get(each, LineFit((), 0.0))
            fits[each] = LineFit((*before.frames, wanted), rhythm.pause)
        last, _ = row[-1]
    for speech in layout.placed:
        first = speech.lines[0]
        start, stop, late, over = (
            each / layout.rate for each in (speech.start, speech.stop, speech.late, speech.over)
        )
        fits[first] = replace(fits[first], start=start, stop=stop, late=late, over=over)
    return fits


def fitted_lengths(takes: Sequence[Rhythm], samples: int, bounds: FitBounds) -> list[int]:
    """How long takes become, in frames of their voices, that should last `samples` together.

    All are scaled by one factor, their pinned tokens apart. Within the bounds they last that long
    or a frame less each, where each sound has at least one; otherwise they come as near as they
    may.
    """
    natural = [each.frames for each in takes]
    pinned = sum(each.pinned * each.hop for each in takes)
    free = sum(each.frames * each.hop for each in takes) - pinned
    if not free:
        return natural
    factor = Fraction(samples - pinned) / free
    if factor >= 1 and not bounds.fill:
        return natural
    factor = min(max(factor, Fraction(bounds.fastest)), Fraction(bounds.slowest))
    return [
        each.pinned + max(each.sounds, int(factor * (each.frames - each.pinned))) for each in takes
    ]


def _groups(lines: Sequence[LineRequest]) -> list[_Group]:
    rows = in_slots(lines)
    groups = []
    for place, (slot, row) in enumerate(rows):
        stop = None if slot is None else slot.stop
        following = rows[place + 1][0] if place + 1 < len(rows) else None
        if slot is not None and following is not None and following.start > slot.start:
            stop = min(slot.stop, following.start)
        groups.append(_Group(row, slot, stop))
    return groups
