"""Where two takes of one sentence differ, as far as that follows from how they are made."""

from __future__ import annotations

import numpy as np

from vits_core.prosody.steering import same_at
from vits_core.records import IntArray, Outline

_MOST = 0.9
"""Share of a take from which on all of it counts as changed."""


def changed_stretches(
    before: Outline, after: Outline, redrawn: tuple[int, ...], reach: int
) -> list[tuple[float, float]]:
    """Seconds of `after` in which it sounds other than `before`, from..to, in order.

    Tokens that last longer or shorter, and those whose noise was drawn anew, change their own
    frames and those as far around them as flow and decoder look (`reach` frames). What only moved
    in time sounds the same. Empty where the takes differ altogether: another sentence, other
    settings, other noise.
    """
    if _differ_altogether(before, after, redrawn):
        return []
    edges, total = after.token_edges, int(after.token_edges[-1])
    changed = before.durations != after.durations
    changed[list(redrawn)] = True
    stretches: list[tuple[int, int]] = []
    for token in np.flatnonzero(changed):
        start = max(0, int(edges[token]) - reach)
        stop = min(total, int(edges[token + 1]) + reach)
        if stretches and start <= stretches[-1][1]:
            stretches[-1] = (stretches[-1][0], stop)
        else:
            stretches.append((start, stop))
    if sum(stop - start for start, stop in stretches) > _MOST * total:
        return []
    frame = after.hop_length / after.sample_rate
    return [(start * frame, stop * frame) for start, stop in stretches]


def _differ_altogether(before: Outline, after: Outline, redrawn: tuple[int, ...]) -> bool:
    # But for the tokens that were drawn anew the noise has to be the same, and not its seed alone:
    # a take that is like another one, or on the way to it, has the other one's seed.
    kept = set(range(len(after.durations))) - set(redrawn)
    same = (
        before.utterance.token_ids == after.utterance.token_ids
        and before.settings.noise_scale == after.settings.noise_scale
        and before.speaker == after.speaker
        and all(same_at(before.expression, after.expression, token) for token in kept)
    )
    return not same


def resized(outline: Outline, first: int, stop: int, frames: int) -> list[tuple[int, int]]:
    """Pins that let a sound, its tokens `first` to `stop`, last so many frames together.

    The token with the sound takes up the change; blanks behind it keep theirs as long as there is
    a frame left for it.
    """
    durations: IntArray = outline.durations[first:stop].copy()
    main = next(
        (
            i
            for i in range(stop - first - 1, -1, -1)
            if outline.utterance.symbols[first + i].strip()
        ),
        0,
    )
    surplus = int(durations.sum()) - max(frames, stop - first)
    for index in (main, *(i for i in range(stop - first) if i != main)):
        taken = min(surplus, int(durations[index]) - 1)
        durations[index] -= taken
        surplus -= taken
    return [(first + i, int(frames)) for i, frames in enumerate(durations)]
