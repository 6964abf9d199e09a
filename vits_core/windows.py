"""How the sound of an utterance is cut into pieces that are computed one by one.

What is computed comes in few lengths, since oneDNN and CUDA prepare anew for each that they meet,
and depends on the number of frames alone, so that a take is the same to the bit however it was
asked for.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PieceSizes:
    """Frames of the pieces on one kind of device."""

    flow: tuple[int, int]
    """Pieces of the flow, short and long; with both, any length is nearly met."""
    first: int
    """The decoder's first piece, and its last where little is left: sound comes soon."""
    decoder: int
    """Its other pieces: as long as fits the caches."""

    def halved(self) -> PieceSizes:
        """Half as long, for a device that ran out of memory."""
        short, long = self.flow
        return PieceSizes(
            (max(16, short // 2), max(16, long // 2)), max(8, self.first // 2),
            max(16, self.decoder // 2),
        )  # fmt: skip


CPU_SIZES = PieceSizes(flow=(96, 160), first=32, decoder=96)
"""Twice as long leaves the caches, half as long computes a fifth more at the seams."""
CUDA_SIZES = PieceSizes(flow=(128, 1024), first=64, decoder=512)
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
    gives what it gives exactly. Where the sound ends, a window reaches back rather than be shorter.
    """
    windows = []
    done = 0
    while done < frames:
        left = frames - done
        short = done == 0 or left <= sizes.first or sizes.decoder + 2 * reach > frames
        size = sizes.first if short else sizes.decoder
        span = min(size + 2 * reach, frames)
        start = min(max(0, done - reach), frames - span)
        if span < size + 2 * reach:  # all there is
            windows.append(Window(0, frames, 0, 0, done))
            break
        before = min(done, frames - size) - start
        windows.append(Window(start, start + span, before, span - size - before, done))
        done = windows[-1].last
    return windows


def flow_pieces(frames: int, sizes: PieceSizes) -> list[int]:
    """Lengths that sum up to `frames` or little more, the first one short, so that sound comes
    soon."""
    short, long = sizes.flow
    rest = max(0, frames - short)
    best: tuple[int, int, int] | None = None
    for longs in range(-(-rest // long) + 1):
        shorts = max(0, -(-(rest - longs * long) // short))
        choice = (longs * long + shorts * short, shorts, longs)
        best = choice if best is None else min(best, choice)
    assert best is not None
    return [short] * (1 + best[1]) + [long] * best[2]
