"""Carries boundaries from one string of phonemes to a similar one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

_MODIFIERS = frozenset("ˈˌːˑ̩̯̪̃͡ʲʰˤ")
_VOWELS = frozenset("aeiouyøœæɐɑɒɔɘəɚɛɜɞɤɨɪɯɵɶʉʊʌʏᵻ")
_STRESS = "ˈˌ"
_TRAILING = "ːˑ̩̯̪̥̬̃͡ʲʰˤ"
_MAX_CELLS = 4_000_000


def carry_boundaries(source: str, boundaries: Sequence[int], target: str) -> list[int]:
    """For each position in `source` the position in `target` that corresponds to it.

    The strings are aligned at the least cost: a vowel may stand for a vowel and a consonant for a
    consonant, stress and length come and go. Positions move so that stress stays with what follows
    and length with what precedes. Strings too long for that are scaled.
    """
    if source == target:
        return list(boundaries)
    head = _common(source, target)
    tail = _common(source[head:][::-1], target[head:][::-1])
    middle_source = source[head : len(source) - tail]
    middle_target = target[head : len(target) - tail]
    inner = _position_map(middle_source, middle_target)
    shift = len(target) - len(source)
    carried = []
    for position in boundaries:
        if position <= head:
            at = position
        elif position >= len(source) - tail:
            at = position + shift
        else:
            at = head + inner[position - head]
        carried.append(_snapped(target, at))
    return carried


def _common(a: str, b: str) -> int:
    length = min(len(a), len(b))
    return next((i for i in range(length) if a[i] != b[i]), length)


def _snapped(target: str, at: int) -> int:
    while 0 < at < len(target) and target[at] in _TRAILING:
        at += 1
    while 0 < at < len(target) and target[at - 1] in _STRESS:
        at -= 1
    return at


def _kind(phoneme: str) -> int:
    if phoneme in _MODIFIERS:
        return 0
    return 1 if phoneme in _VOWELS else 2


_SUBSTITUTION = np.array([[0.3, 1.3, 1.3], [1.3, 0.6, 1.7], [1.3, 1.7, 1.0]], np.float32)
_INDEL = np.array([0.2, 1.0, 1.0], np.float32)


def _position_map(source: str, target: str) -> list[int]:
    """Entry i: how much of `target` the first i characters of `source` cover."""
    rows, columns = len(source), len(target)
    if not rows or not columns or rows * columns > _MAX_CELLS:
        return [round(i * columns / rows) if rows else 0 for i in range(rows + 1)]
    source_kinds = np.array([_kind(c) for c in source])
    target_kinds = np.array([_kind(c) for c in target])
    codes = np.array([ord(c) for c in target])
    inserted = np.concatenate(([0.0], np.cumsum(_INDEL[target_kinds]))).astype(np.float32)
    cost = np.empty((rows + 1, columns + 1), np.float32)
    cost[0] = inserted
    for i in range(rows):
        swap = np.where(codes == ord(source[i]), 0.0, _SUBSTITUTION[source_kinds[i], target_kinds])
        best = cost[i] + _INDEL[source_kinds[i]]
        best[1:] = np.minimum(best[1:], cost[i, :-1] + swap)
        # an insertion costs the difference of `inserted`, so one running minimum does them all
        cost[i + 1] = np.minimum.accumulate(best - inserted) + inserted
    return _traced(cost, source, target, source_kinds, target_kinds)


def _traced(
    cost: np.ndarray[tuple[int, int], np.dtype[np.float32]],
    source: str,
    target: str,
    source_kinds: np.ndarray[tuple[int], np.dtype[np.int64]],
    target_kinds: np.ndarray[tuple[int], np.dtype[np.int64]],
) -> list[int]:
    i, j = len(source), len(target)
    covered = [0] * (i + 1)
    covered[i] = j
    while i > 0:
        here = cost[i, j]
        if j > 0:
            same = source[i - 1] == target[j - 1]
            swap = 0.0 if same else _SUBSTITUTION[source_kinds[i - 1], target_kinds[j - 1]]
            if abs(cost[i - 1, j - 1] + swap - here) < 1e-3:
                i, j = i - 1, j - 1
                covered[i] = j
                continue
            if abs(cost[i, j - 1] + _INDEL[target_kinds[j - 1]] - here) < 1e-3:
                j -= 1
                continue
        i -= 1
        covered[i] = j
    covered[0] = 0
    return covered
