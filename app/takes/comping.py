"""Comping: a take put together from the words of several takes of one sentence; plain data, no Qt.

A word goes with the pause behind it, so that every token belongs to one, and all words of a take
are that take.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum, auto
from itertools import pairwise

from app.takes.lab_take import LabTake
from vits_core.prosody.steering import Timing, same_at, seams, splice
from vits_core.records import Outline, Utterance
from vits_core.synthesis.take_request import TakeRequest


class Mismatch(Enum):
    """Why a word of a take cannot be put into another."""

    WORDS = auto()
    VOICE = auto()
    SPEAKER = auto()


def mismatch(base: LabTake, take: LabTake) -> Mismatch | None:
    """What keeps words of a take out of `base`, if anything."""
    first, second = base.outline, take.outline
    if base.voice != take.voice:
        return Mismatch.VOICE
    if first.utterance.token_ids != second.utterance.token_ids or (
        word_tokens(first.utterance) != word_tokens(second.utterance)
    ):
        return Mismatch.WORDS
    return Mismatch.SPEAKER if first.speaker != second.speaker else None


def word_tokens(utterance: Utterance) -> tuple[range, ...]:
    """The tokens of each word; all tokens belong to one."""
    starts = [word.token_start for word in utterance.words]
    edges = [0, *starts[1:], len(utterance.token_ids)]
    return tuple(range(start, stop) for start, stop in pairwise(edges)) if starts else ()


def comped(base: Outline, words: Mapping[int, Outline]) -> TakeRequest:
    """The take `base` with words of other takes, by their place in the sentence.

    A word lasts as long as in its take and has its noise; how much the noise counts, `noise_scale`,
    is the base's. Durations follow from the noise, but for what a person asked of them, and where
    they came about with other settings, or in proportion to the whole: there they are pinned.
    """
    if not words:
        return TakeRequest.of(base)
    tokens = word_tokens(base.utterance)
    taken = {token: other for word, other in words.items() for token in tokens[word]}
    return TakeRequest(
        base.utterance,
        base.settings,
        splice(base.rhythm, {token: other.rhythm for token, other in taken.items()}),
        splice(base.expression, {token: other.expression for token, other in taken.items()}),
        base.speaker,
        _timing(base, taken),
    )


def _timing(base: Outline, taken: Mapping[int, Outline]) -> Timing:
    pins: list[tuple[int, int]] = []
    stretches: list[tuple[int, float]] = []
    follows = {id(each): _follows(each, base) for each in (base, *taken.values())}
    pinned = {id(each): dict(each.timing.pins) for each in (base, *taken.values())}
    stretched = {id(each): dict(each.timing.stretches) for each in (base, *taken.values())}
    for token in range(len(base.durations)):
        own = taken.get(token, base)
        if token in pinned[id(own)] or not follows[id(own)]:
            pins.append((token, int(own.durations[token])))
        if token in stretched[id(own)]:
            stretches.append((token, stretched[id(own)][token]))
    return Timing(tuple(pins), tuple(stretches))


def _follows(take: Outline, base: Outline) -> bool:
    """Whether its noise gives the same durations with the settings of `base`."""
    return (
        take.settings.length_scale == base.settings.length_scale
        and take.settings.duration_noise_scale == base.settings.duration_noise_scale
        and take.timing.frames is None
        and not take.timing.even_tempo
    )


def sources(comp: Outline, takes: Sequence[LabTake]) -> tuple[int | None, ...]:
    """The number of the take that each word of a comp sounds as in; the first of several, None
    where there is none."""
    return tuple(
        next((each.number for each in takes if _has(each.outline, comp, tokens)), None)
        for tokens in word_tokens(comp.utterance)
    )


def _has(take: Outline, comp: Outline, tokens: range) -> bool:
    return (
        take.utterance.token_ids == comp.utterance.token_ids
        and take.speaker == comp.speaker
        and bool((take.durations[tokens] == comp.durations[tokens]).all())
        and all(same_at(take.expression, comp.expression, token) for token in tokens)
    )


def is_spliced(take: Outline) -> bool:
    """Whether it was put together from several."""
    return bool(seams(take.rhythm, take.expression))


def seam_tokens(take: Outline) -> tuple[int, ...]:
    """The tokens at which a take goes on with the noise of another, in order."""
    found = seams(take.rhythm, take.expression)
    return tuple(sorted(token for token in found if token < len(take.durations)))
