"""Lines spoken in their slots: how long each take becomes, and when it begins."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING

from app.document.line_request import LineRequest, takes_of
from app.document.slots import FitBounds, LineFit, Slot, in_slots
from vits_core.records import Outline, Skipped
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
        self.placed: list[FittedSpeech] = []
        """Of the takes that were handed out."""
        self._voice = voice
        self._lines = tuple(lines)
        self._groups = {line.line: group for group in _groups(lines) for line in group.lines}
        self._bounds = bounds
        self._hop = voice.synthesizer.hop_length
        self._rate = voice.config.sample_rate

    @property
    def lead(self) -> int:
        """Samples of silence before the first take; known once that was handed out."""
        return self.placed[0].start * self._hop if self.placed else 0

    def __iter__(self) -> Iterator[_Piece]:
        """The takes in order, and what is not spoken, each with its line's id."""
        waiting: list[_Piece] = []
        end = 0
        found = takes_of(self._voice, self._lines)
        for group, row in groupby(found, key=lambda found: self._groups[found[0]]):
            speech, pieces = self._fitted(group, list(row), end)
            if speech is not None:
                yield from self._with_silence(waiting, speech.start - end)
                self.placed.append(speech)
                end, waiting = speech.stop, []
            waiting += pieces
        yield from waiting

    def _fitted(
        self, group: _Group, pieces: list[_Piece], end: int
    ) -> tuple[FittedSpeech | None, list[_Piece]]:
        """The pieces of a group as they fit behind the frame at which the speech before ends."""
        wanted = [piece for _, piece in pieces if isinstance(piece, TakeRequest)]
        if not wanted:
            return None, pieces
        lines = tuple(dict.fromkeys(line for line, each in pieces if isinstance(each, TakeRequest)))
        outlines = [self._voice.synthesizer.outline(request) for request in wanted]
        lengths = [int(outline.token_edges[-1]) for outline in outlines]
        pauses = sum(outline.pause_frames for outline in outlines[:-1])
        natural = sum(lengths)
        if group.slot is None or group.stop is None:
            return FittedSpeech(lines, len(wanted), None, end, end + natural + pauses), pieces
        due = round(group.slot.start * self._rate / self._hop)
        start, stop = max(due, end), int(group.stop * self._rate / self._hop)
        fitted = fitted_lengths(outlines, stop - start - pauses, self._bounds)
        requests = iter(
            request if new == old else replace(request, timing=replace(request.timing, frames=new))
            for request, old, new in zip(wanted, lengths, fitted, strict=True)
        )
        finish = start + sum(fitted) + pauses
        speech = FittedSpeech(
            lines,
            len(wanted),
            group.slot,
            start,
            finish,
            start - due,
            max(0, finish - stop),
            sum(fitted) / max(1, natural),
        )
        return speech, [
            (line, next(requests) if isinstance(piece, TakeRequest) else piece)
            for line, piece in pieces
        ]

    def _with_silence(self, pieces: Sequence[_Piece], frames: int) -> Iterator[_Piece]:
        """The pieces, with so many frames of silence behind the last take."""
        takes = [place for place, (_, each) in enumerate(pieces) if isinstance(each, TakeRequest)]
        for place, (line, piece) in enumerate(pieces):
            if isinstance(piece, TakeRequest) and place == takes[-1]:
                seconds = frames * self._hop / self._rate / piece.settings.length_scale
                piece = replace(piece, utterance=replace(piece.utterance, pause_after=seconds))
            yield line, piece


def fits_of(
    voice: Voice, lines: Sequence[LineRequest], bounds: FitBounds, interrupted: Callable[[], bool]
) -> dict[int, LineFit] | None:
    """How lines are spoken in their slots, by their ids; None where that was interrupted."""
    fitted = FittedTakes(voice, lines, bounds)
    fits = dict[int, LineFit]()
    for line, piece in fitted:
        if interrupted():
            return None
        if isinstance(piece, TakeRequest):
            before = fits.get(line, LineFit((), 0.0))
            frames = (*before.frames, piece.timing.frames)
            fits[line] = LineFit(frames, piece.utterance.pause_after)
    frame = voice.synthesizer.hop_length / voice.config.sample_rate
    for speech in fitted.placed:
        first = speech.lines[0]
        start, stop, late, over = (
            each * frame for each in (speech.start, speech.stop, speech.late, speech.over)
        )
        fits[first] = replace(fits[first], start=start, stop=stop, late=late, over=over)
    return fits


def fitted_lengths(sentences: Sequence[Outline], frames: int, bounds: FitBounds) -> list[int]:
    """How long sentences become, in frames, that should last `frames` together.

    All are scaled by one factor, their pinned tokens apart. Within the bounds they last that long
    or a frame less each, where each sound has at least one; otherwise they come as near as they
    may.
    """
    natural = [int(each.token_edges[-1]) for each in sentences]
    pinned = [sum(length for _, length in each.timing.pins) for each in sentences]
    free = [total - fixed for total, fixed in zip(natural, pinned, strict=True)]
    if not any(free):
        return natural
    factor = Fraction(frames - sum(pinned), sum(free))
    if factor >= 1 and not bounds.fill:
        return natural
    factor = min(max(factor, Fraction(bounds.fastest)), Fraction(bounds.slowest))
    least = [len(each.durations) - len(each.timing.pins) for each in sentences]
    return [
        fixed + max(fewest, int(factor * length))
        for fixed, fewest, length in zip(pinned, least, free, strict=True)
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
