"""How the sound of an utterance is cut into pieces that are computed one by one.

What is computed comes in few lengths, since oneDNN and CUDA prepare anew for each that they meet,
and depends on the number of frames alone, so that a take is the same to the bit however it was
asked for.
"""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class PieceLengths:
    """Frames of the pieces that one stage goes through."""

    first: tuple[int, ...]
    """Short, so that sound comes soon, and does not run out before the next comes."""
    longest: int
    step: int
    """All others are multiples of it: few lengths occur, and any sum is nearly met."""
    at_least: int = 1
    """So many others where they are not shorter than the first: each core has something to do."""

    def halved(self) -> PieceLengths:
        """Half as long, for a device that ran out of memory."""
        first = tuple(length // 2 for length in self.first)
        return PieceLengths(first, self.longest // 2, self.step // 2, self.at_least)

    def cover(self, frames: int) -> list[int]:
        """As few as reach `frames`; behind the first they hardly differ, the longer ones last."""
        rest = frames - sum(self.first)
        steps = max(0, -(-rest // self.step))
        if not steps:
            return list(self.first)
        count = max(
            min(self.at_least, rest // max(self.step, *self.first, 1)),
            -(-steps // (self.longest // self.step)),
        )
        each, longer = divmod(steps, count)
        lengths = [each] * (count - longer) + [each + 1] * longer
        return [*self.first, *(length * self.step for length in lengths)]


@dataclass(frozen=True, slots=True)
class PieceSizes:
    """How long pieces are on one kind of device."""

    flow: PieceLengths
    decoder: PieceLengths
    batched_decoder: PieceLengths
    """Where many utterances are made at once."""
    decoded_at_once: int
    """Frames of their windows, at most, that the decoder is given as one batch; at least one
    window."""
    flow_overlaps: bool = False
    """Whether the flow's pieces overlap by its receptive field, rather than take a state along."""

    def halved(self) -> PieceSizes:
        """Half as long, for a device that ran out of memory."""
        return replace(
            self,
            flow=self.flow.halved(),
            decoder=self.decoder.halved(),
            batched_decoder=self.batched_decoder.halved(),
        )


CPU_SIZES = PieceSizes(
    flow=PieceLengths(first=(80,), longest=192, step=16),
    decoder=PieceLengths(first=(16, 32), longest=128, step=32, at_least=3),
    batched_decoder=PieceLengths(first=(), longest=128, step=64),
    decoded_at_once=8192,
)
"""Longer leaves the caches, shorter computes more at the seams; and what oneDNN prepares for one
length of the decoder's takes four megabytes."""
CUDA_SIZES = PieceSizes(
    flow=PieceLengths(first=(), longest=1024, step=64),
    decoder=PieceLengths(first=(64,), longest=512, step=128),
    batched_decoder=PieceLengths(first=(), longest=512, step=64),
    decoded_at_once=0,
    flow_overlaps=True,
)
"""A GPU wants much to do at once: a thousand frames of the flow take it as long as a hundred. But
five hundred frames are enough for the decoder, and for some batches of its windows cuDNN has no
better than a kernel that takes thirty times as long."""


@dataclass(frozen=True, slots=True)
class Window:
    """One piece of the decoder's work, in frames: from `z[start:stop]` come the frames between the
    margins, of which those before `first` are known already."""

    start: int
    stop: int
    before: int
    after: int
    first: int

    @property
    def last(self) -> int:
        """One past the last frame that comes."""
        return self.stop - self.after


def decoder_windows(frames: int, reach: int, lengths: PieceLengths) -> list[Window]:
    """Windows that together give all frames once, in order.

    Each sees `reach` frames more than it gives on either side, or the end of the sound: then it
    gives what it gives exactly. Where the sound ends, a window reaches back rather than have a
    length of its own.
    """
    room = frames - 2 * reach
    first = tuple(length for length in lengths.first if length <= room)
    step = lengths.step if lengths.step <= room else min(first, default=lengths.step)
    longest = min(lengths.longest, room // step * step)
    if longest <= 0:
        return [Window(0, frames, 0, 0, 0)]
    windows: list[Window] = []
    done = 0
    for length in PieceLengths(first, longest, step, lengths.at_least).cover(frames):
        if done >= frames:
            break
        span = length + 2 * reach
        start = min(max(0, done - reach), frames - span)
        before = min(done, frames - length) - start
        windows.append(Window(start, start + span, before, span - length - before, done))
        done = windows[-1].last
    return windows


def flow_spans(frames: int, reach: int, longest: int) -> list[tuple[int, int]]:
    """Spans of frames for the flow, of at most `longest` with `reach` more on either side."""
    size = max(1, longest - 2 * reach)
    if frames <= longest:
        size = frames
    return [(start, min(start + size, frames)) for start in range(0, frames, size)]
