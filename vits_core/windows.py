"""How the sound of an utterance is cut into pieces that are computed one by one.

What is computed comes in few lengths, since oneDNN and CUDA prepare anew for each that they meet,
and depends on the number of frames alone, so that a take is the same to the bit however it was
asked for.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PieceSizes:
    """Frames of the pieces on one kind of device, multiples of `step`."""

    step: int
    """Fine enough to meet any length with little to spare, coarse enough that few occur."""
    first_flow: int
    flow: int
    """The flow's first piece, and at most each other one."""
    first_decoder: tuple[int, ...]
    """The decoder's first pieces: sound comes soon, and does not run out before the next comes."""
    decoder: int
    """At most each other one."""
    shared: int
    """So many others at least, where they are not too short: each core has something to do."""

    def halved(self) -> PieceSizes:
        """Half as long, for a device that ran out of memory."""
        return PieceSizes(
            self.step // 2,
            self.first_flow // 2,
            self.flow // 2,
            tuple(size // 2 for size in self.first_decoder),
            self.decoder // 2,
            self.shared,
        )


CPU_SIZES = PieceSizes(
    step=16, first_flow=80, flow=192, first_decoder=(16, 48), decoder=144, shared=3
)
"""Longer leaves the caches, shorter computes more at the seams."""
CUDA_SIZES = PieceSizes(
    step=64, first_flow=128, flow=1024, first_decoder=(64,), decoder=512, shared=1
)
"""A GPU wants much to do at once."""


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


def decoder_windows(frames: int, reach: int, sizes: PieceSizes) -> list[Window]:
    """Windows that together give all frames once, in order.

    Each sees `reach` frames more than it gives on either side, or the end of the sound: then it
    gives what it gives exactly. Where the sound ends, a window reaches back rather than have a
    length of its own.
    """
    longest = min(sizes.decoder, (frames - 2 * reach) // sizes.step * sizes.step)
    if longest < sizes.step:
        return [Window(0, frames, 0, 0, 0)]
    lengths = [min(longest, size) for size in sizes.first_decoder]
    rest = frames - sum(lengths)
    shared = min(sizes.shared, rest // max(sizes.step, *lengths, 1))
    lengths += _lengths(rest, longest, sizes.step, shared)
    windows: list[Window] = []
    done = 0
    for length in lengths:
        if done >= frames:
            break
        span = length + 2 * reach
        start = min(max(0, done - reach), frames - span)
        before = min(done, frames - length) - start
        windows.append(Window(start, start + span, before, span - length - before, done))
        done = windows[-1].last
    return windows


def flow_pieces(frames: int, sizes: PieceSizes) -> list[int]:
    """Lengths that sum up to `frames` or little more, the first one short: sound comes soon."""
    return [
        sizes.first_flow,
        *_lengths(frames - sizes.first_flow, sizes.flow, sizes.step),
    ]


def _lengths(total: int, longest: int, step: int, at_least: int = 1) -> list[int]:
    """As few as reach `total`, but `at_least` so many, each a multiple of `step` up to `longest`,
    hardly differing, the longer ones last."""
    steps = max(0, -(-total // step))
    if not steps:
        return []
    count = max(at_least, -(-steps // (longest // step)))
    each, longer = divmod(steps, count)
    return [each * step] * (count - longer) + [(each + 1) * step] * longer
