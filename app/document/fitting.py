"""Lines spoken in their slots: how long each take becomes, and when it begins."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import groupby

from app.document.cast import Cast
from app.document.line_request import LineRequest
from app.document.line_takes import takes_of
from app.document.slots import FitBounds, LineFit, Slot
from vits_core.records import Outline, Skipped
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
        self.placed: list[FittedSpeech] = []
        """Of the takes that were handed out."""
        self._cast = cast
        self._lines = tuple(lines)
        self._groups = {line.line: group for group in _groups(lines) for line in group.lines}
        self._bounds = bounds
        self._requests = {line.line: line for line in lines}
        self._hop = cast.main.synthesizer.hop_length
        self._rate = cast.main.config.sample_rate

    @property
    def lead(self) -> int:
        """Samples of silence before the first take; known once that was handed out."""
        return self.placed[0].start if self.placed else 0

    def __iter__(self) -> Iterator[_Piece]:
        """The takes in order, and what is not spoken, each with its line's id."""
        waiting: list[_Piece] = []
        end, last = 0, None
        found = takes_of(self._cast, self._lines)
        for group, row in groupby(found, key=lambda found: self._groups[found[0]]):
            speech, pieces, outline = self._fitted(group, list(row), end)
            if speech is not None:
                before, silence = self._with_silence(waiting, last, speech.start - end)
                yield from before
                speech = speech.moved(end + silence - speech.start)
                self.placed.append(speech)
                end, waiting, last = speech.stop, [], outline
            waiting += pieces
        yield from waiting

    def _fitted(
        self, group: _Group, pieces: list[_Piece], end: int
    ) -> tuple[FittedSpeech | None, list[_Piece], Outline | None]:
        """The pieces of a group as they fit behind the sample at which the speech before ends, and
        how its last take would be by itself."""
        wanted = [piece for _, piece in pieces if isinstance(piece, TakeRequest)]
        if not wanted:
            return None, pieces, None
        lines = tuple(dict.fromkeys(line for line, each in pieces if isinstance(each, TakeRequest)))
        outlines = [
            self._cast.outline(self._requests[line], piece)
            for line, piece in pieces
            if isinstance(piece, TakeRequest)
        ]
        lengths = [int(outline.token_edges[-1]) for outline in outlines]
        pauses = sum(outline.pause_samples for outline in outlines[:-1])
        natural = sum(outline.samples for outline in outlines)
        if group.slot is None or group.stop is None:
            speech = FittedSpeech(lines, len(wanted), None, end, end + natural + pauses)
            return speech, pieces, outlines[-1]
        due = round(group.slot.start * self._rate / self._hop) * self._hop
        start, stop = max(due, end), int(group.stop * self._rate / self._hop) * self._hop
        room = Fraction(stop - start - pauses, self._rate)
        fitted = fitted_lengths(outlines, room, self._bounds)
        requests = iter(
            request if new == old else replace(request, timing=replace(request.timing, frames=new))
            for request, old, new in zip(wanted, lengths, fitted, strict=True)
        )
        spoken = sum(map(Outline.sample_at, outlines, fitted))
        finish = start + spoken + pauses
        speech = FittedSpeech(
            lines,
            len(wanted),
            group.slot,
            start,
            finish,
            start - due,
            max(0, finish - stop),
            spoken / max(1, natural),
        )
        pieces = [
            (line, next(requests) if isinstance(piece, TakeRequest) else piece)
            for line, piece in pieces
        ]
        return speech, pieces, outlines[-1]

    def _with_silence(
        self, pieces: list[_Piece], last: Outline | None, samples: int
    ) -> tuple[list[_Piece], int]:
        """The pieces, with so many samples of silence behind the last take, of which there is this
        outline; and how many they come to in its frames."""
        if last is None:
            return pieces, samples
        seconds = samples / self._rate
        silence = last.sample_at(round(seconds / last.frame_seconds))
        takes = [place for place, (_, each) in enumerate(pieces) if isinstance(each, TakeRequest)]
        line, piece = pieces[takes[-1]]
        assert isinstance(piece, TakeRequest)
        pause = seconds / piece.settings.length_scale
        silent = replace(piece, utterance=replace(piece.utterance, pause_after=pause))
        return [*pieces[: takes[-1]], (line, silent), *pieces[takes[-1] + 1 :]], silence


def fits_of(
    cast: Cast, lines: Sequence[LineRequest], bounds: FitBounds, interrupted: Callable[[], bool]
) -> dict[int, LineFit] | None:
    """How lines are spoken in their slots, by their ids; None where that was interrupted."""
    fitted = FittedTakes(cast, lines, bounds)
    fits = dict[int, LineFit]()
    for line, piece in fitted:
        if interrupted():
            return None
        if isinstance(piece, TakeRequest):
            before = fits.get(line, LineFit((), 0.0))
            frames = (*before.frames, piece.timing.frames)
            fits[line] = LineFit(frames, piece.utterance.pause_after)
    rate = cast.main.config.sample_rate
    for speech in fitted.placed:
        first = speech.lines[0]
        start, late, over = (each / rate for each in (speech.start, speech.late, speech.over))
        fits[first] = replace(fits[first], start=start, late=late, over=over)
    return fits


def fitted_lengths(sentences: Sequence[Outline], seconds: Fraction, bounds: FitBounds) -> list[int]:
    """How long sentences become, in frames of their voices, that should last so long together.

    All are scaled by one factor, their pinned tokens apart. Within the bounds they last that long
    or a frame less each, where each sound has at least one; otherwise they come as near as they
    may.
    """
    natural = [int(each.token_edges[-1]) for each in sentences]
    pinned = [sum(length for _, length in each.timing.pins) for each in sentences]
    free = [total - fixed for total, fixed in zip(natural, pinned, strict=True)]
    if not any(free):
        return natural
    frame = [Fraction(each.hop_length, each.voice_rate or each.sample_rate) for each in sentences]
    free_seconds = sum(map(operator.mul, free, frame))
    pinned_seconds = sum(map(operator.mul, pinned, frame))
    factor = (seconds - pinned_seconds) / free_seconds
    if factor >= 1 and not bounds.fill:
        return natural
    factor = min(max(factor, Fraction(bounds.fastest)), Fraction(bounds.slowest))
    least = [len(each.durations) - len(each.timing.pins) for each in sentences]
    return [
        fixed + max(fewest, int(factor * length))
        for fixed, fewest, length in zip(pinned, least, free, strict=True)
    ]


def _groups(lines: Sequence[LineRequest]) -> list[_Group]:
    """Lines in a row with the same slot; one that has none belongs to the line before."""
    slots: list[Slot | None] = []
    for line in lines:
        slots.append(line.slot or (slots[-1] if slots else None))
    rows = [
        (slot, tuple(line for _, line in row))
        for slot, row in groupby(zip(slots, lines, strict=True), key=lambda pair: pair[0])
    ]
    groups = []
    for place, (slot, row) in enumerate(rows):
        stop = None if slot is None else slot.stop
        following = rows[place + 1][0] if place + 1 < len(rows) else None
        if slot is not None and following is not None and following.start > slot.start:
            stop = min(slot.stop, following.start)
        groups.append(_Group(row, slot, stop))
    return groups
