"""Lines spoken in their slots: how long each take becomes, and when it begins."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING

from app.document.line_request import LineRequest, takes_of
from app.document.rhythms import LineRhythms, Rhythm, rhythm_of
from app.document.slots import FitBounds, LineFit, Slot, in_slots
from vits_core.records import Skipped
from vits_core.synthesis.take_request import TakeRequest

if TYPE_CHECKING:
    from vits_core.voice import Voice

_Piece = tuple[int, TakeRequest | Skipped]


@dataclass(frozen=True, slots=True)
class FittedSpeech:
    """What is spoken in a slot, and where it lies in the whole sound."""

    lines: tuple[int, ...]
    """Ids of its lines, of which something is spoken."""
    takes: int
    """How many speak it."""
    slot: Slot | None
    """None is the speech before the first slot."""
    start: int
    """Frame at which it begins."""
    stop: int
    """Frame at which it ends."""
    late: int = 0
    """Frames by which it begins after its slot does, since the speech before was too long."""
    over: int = 0
    """Frames by which it ends after its slot does."""
    factor: float = 1.0
    """By which it is as long as it would be by itself, pauses not counted."""


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
    pause, so that everything that joins takes lays them right.
    """

    def __init__(self, voice: Voice, lines: Sequence[LineRequest], bounds: FitBounds) -> None:
        self._voice = voice
        self._lines = tuple(lines)
        self._groups = {line.line: group for group in _groups(lines) for line in group.lines}
        self._layout = _Layout.of(voice, bounds)

    @property
    def placed(self) -> list[FittedSpeech]:
        """What the takes make up that were handed out."""
        return self._layout.placed

    @property
    def lead(self) -> int:
        """Samples of silence before the first take; known once that was handed out."""
        return self.placed[0].start * self._layout.hop if self.placed else 0

    def __iter__(self) -> Iterator[_Piece]:
        """The takes in order, and what is not spoken, each with its line's id."""
        waiting: list[_Piece] = []
        found = takes_of(self._voice, self._lines)
        for group, row in groupby(found, key=lambda found: self._groups[found[0]]):
            pieces, end = list(row), self._layout.end
            speech, pieces = self._fitted(group, pieces)
            if speech is not None:
                yield from self._with_silence(waiting, speech.start - end)
                self.placed.append(speech)
                waiting = []
            waiting += pieces
        yield from waiting

    def _fitted(
        self, group: _Group, pieces: list[_Piece]
    ) -> tuple[FittedSpeech | None, list[_Piece]]:
        """The pieces of a group as they fit behind the speech before."""
        rhythms = [
            (line, rhythm_of(self._voice, piece))
            for line, piece in pieces
            if isinstance(piece, TakeRequest)
        ]
        if not rhythms:
            return None, pieces
        speech, frames = self._layout.fitted(group, rhythms)
        wanted = iter(frames)
        return speech, [
            (line, _lasting(piece, next(wanted)) if isinstance(piece, TakeRequest) else piece)
            for line, piece in pieces
        ]

    def _with_silence(self, pieces: Sequence[_Piece], frames: int) -> Iterator[_Piece]:
        """The pieces, with so many frames of silence behind the last take."""
        takes = [place for place, (_, each) in enumerate(pieces) if isinstance(each, TakeRequest)]
        for place, (line, piece) in enumerate(pieces):
            if isinstance(piece, TakeRequest) and place == takes[-1]:
                seconds = self._layout.pause(frames, piece.settings.length_scale)
                piece = replace(piece, utterance=replace(piece.utterance, pause_after=seconds))
            yield line, piece


def _lasting(take: TakeRequest, frames: int | None) -> TakeRequest:
    """A take that lasts so many frames, or as it is."""
    if frames is None:
        return take
    return replace(take, timing=replace(take.timing, frames=frames))


class _Layout:
    """Lays one group behind the other."""

    def __init__(self, bounds: FitBounds, hop: int, rate: int) -> None:
        self.placed: list[FittedSpeech] = []
        self.hop = hop
        self._rate = rate
        self._bounds = bounds

    @classmethod
    def of(cls, voice: Voice, bounds: FitBounds) -> _Layout:
        return cls(bounds, voice.synthesizer.hop_length, voice.config.sample_rate)

    @property
    def end(self) -> int:
        """Frame at which the speech that was placed last ends."""
        return self.placed[-1].stop if self.placed else 0

    def pause(self, frames: int, length_scale: float) -> float:
        """So many frames of silence as seconds at length scale 1."""
        return frames * self.hop / self._rate / length_scale

    def fitted(
        self, group: _Group, rhythms: Sequence[tuple[int, Rhythm]]
    ) -> tuple[FittedSpeech, list[int | None]]:
        """Where the speech of a group lies, and how many frames each of its takes has to have; None
        is as many as it has by itself. Each rhythm comes with its line's id."""
        lines = tuple(dict.fromkeys(line for line, _ in rhythms))
        takes = [rhythm for _, rhythm in rhythms]
        pauses = sum(each.pause_frames for each in takes[:-1])
        natural = [each.frames for each in takes]
        if group.slot is None or group.stop is None:
            stop = self.end + sum(natural) + pauses
            unfitted: list[int | None] = [each.wanted for each in takes]
            return FittedSpeech(lines, len(takes), None, self.end, stop), unfitted
        due = round(group.slot.start * self._rate / self.hop)
        start, stop = max(due, self.end), int(group.stop * self._rate / self.hop)
        lengths = fitted_lengths(takes, stop - start - pauses, self._bounds)
        finish = start + sum(lengths) + pauses
        speech = FittedSpeech(
            lines,
            len(takes),
            group.slot,
            start,
            finish,
            start - due,
            max(0, finish - stop),
            sum(lengths) / max(1, sum(natural)),
        )
        return speech, [
            each.wanted if length == each.frames else length
            for each, length in zip(takes, lengths, strict=True)
        ]


def fits_of(
    voice: Voice,
    rhythms: LineRhythms,
    lines: Sequence[LineRequest],
    bounds: FitBounds,
    interrupted: Callable[[], bool] = lambda: False,
    tell: Callable[[int], object] = lambda _: None,
) -> dict[int, LineFit] | None:
    """How lines are spoken in their slots, by their ids; None where that was interrupted: what was
    found out until then is in `rhythms`. `tell` is told how many lines are done."""
    layout, fits = _Layout.of(voice, bounds), dict[int, LineFit]()
    last: tuple[int, Rhythm] | None = None
    done = 0
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
        speech, frames = layout.fitted(group, row)
        if last is not None:
            pause = layout.pause(speech.start - layout.end, last[1].length_scale)
            fits[last[0]] = replace(fits[last[0]], pause=pause)
        layout.placed.append(speech)
        for (each, rhythm), wanted in zip(row, frames, strict=True):
            before = fits.get(each, LineFit((), 0.0))
            fits[each] = LineFit((*before.frames, wanted), rhythm.pause)
        last = row[-1]
    frame = layout.hop / voice.config.sample_rate
    for speech in layout.placed:
        first = speech.lines[0]
        start, stop, late, over = (
            each * frame for each in (speech.start, speech.stop, speech.late, speech.over)
        )
        fits[first] = replace(fits[first], start=start, stop=stop, late=late, over=over)
    return fits


def fitted_lengths(takes: Sequence[Rhythm], frames: int, bounds: FitBounds) -> list[int]:
    """How long takes become, in frames, that should last `frames` together.

    All are scaled by one factor, their pinned tokens apart. Within the bounds they last that long
    or a frame less each, where each sound has at least one; otherwise they come as near as they
    may.
    """
    natural = [each.frames for each in takes]
    pinned = sum(each.pinned for each in takes)
    free = sum(natural) - pinned
    if not free:
        return natural
    factor = Fraction(frames - pinned, free)
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
