"""Noise of several takes in one: each token has what its own take gives it."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.model_shapes import SMALL, random_model
from vits_core.errors import SettingsError
from vits_core.noise.keyed import expression_noise, rhythm_noise
from vits_core.noise.on_device import expression_noise_on
from vits_core.prosody.steering import (
    MAX_SEED,
    Arc,
    Draw,
    Noise,
    Piece,
    Spliced,
    at_token,
    redraw,
    same_at,
    seams,
    splice,
)
from vits_core.records import ProsodySettings, Take, Utterance
from vits_core.synthesis.synthesizer import Synthesizer
from vits_core.synthesis.take_request import TakeRequest

TOKENS = 40
UTTERANCE = Utterance("", 0, 0, ("",) * TOKENS, tuple(1 + i % 10 for i in range(TOKENS)), ())
A, B, C = Draw(1), Draw(2), Arc(Draw(3), Draw(4), 0.3)
WORD = range(12, 19)

_draws = st.builds(
    Draw,
    st.integers(0, MAX_SEED),
    st.dictionaries(st.integers(0, TOKENS), st.integers(0, 99), max_size=3).map(
        lambda redrawn: tuple(sorted(redrawn.items()))
    ),
)


def _spliced(noises: st.SearchStrategy[Noise]) -> st.SearchStrategy[Noise]:
    others = st.dictionaries(st.integers(0, TOKENS - 1), noises, max_size=6)
    return st.builds(splice, noises, others)


_noises: st.SearchStrategy[Noise] = st.recursive(
    _draws,
    lambda inner: _spliced(inner) | st.builds(Arc, inner, inner, st.floats(0.0, 1.0)),
    max_leaves=6,
)


@pytest.fixture(scope="module")
def synthesizer() -> Synthesizer:
    return Synthesizer(random_model(SMALL), 22_050, torch.device("cpu"))


def _take(synthesizer: Synthesizer, noise: Noise, prosody: ProsodySettings) -> Take:
    (take,) = synthesizer.takes([TakeRequest(UTTERANCE, prosody, noise, noise)], mel=False)
    return take


def test_a_word_has_the_noise_of_its_take_and_the_others_keep_theirs() -> None:
    durations = [1 + token % 4 for token in range(TOKENS)]
    token_of_frame = np.repeat(np.arange(TOKENS), durations)
    spliced = splice(A, dict.fromkeys(WORD, B))
    own = np.isin(token_of_frame, WORD)
    made, of_a, of_b = (expression_noise(each, durations, 6) for each in (spliced, A, B))
    assert np.array_equal(made, np.where(own, of_b, of_a))
    rhythms = [rhythm_noise(each, TOKENS) for each in (spliced, A, B)]
    assert np.array_equal(
        rhythms[0], np.where(np.isin(np.arange(TOKENS), WORD), rhythms[2], rhythms[1])
    )


@pytest.mark.parametrize("scale", [0.8, 1.7])
@pytest.mark.parametrize("batched", [True, False])
def test_durations_are_those_of_each_take_to_the_frame(
    synthesizer: Synthesizer, scale: float, batched: bool
) -> None:
    prosody = ProsodySettings(duration_noise_scale=scale, length_scale=2.0)
    noises = [splice(A, dict.fromkeys(WORD, B)), A, B]
    requests = [TakeRequest(UTTERANCE, prosody, noise, A) for noise in noises]
    synthesizer.forget()
    if batched:
        outlines = synthesizer.outlines(requests)
    else:
        outlines = [synthesizer.outlines([request])[0] for request in requests]
    made, of_a, of_b = (outline.durations for outline in outlines)
    assert not np.array_equal(of_a, of_b)
    assert np.array_equal(made, np.where(np.isin(np.arange(TOKENS), WORD), of_b, of_a))


def test_a_spliced_word_changes_nothing_beyond_the_reach(synthesizer: Synthesizer) -> None:
    prosody = ProsodySettings()
    before = _take(synthesizer, A, prosody)
    after = _take(synthesizer, splice(A, dict.fromkeys(WORD, B)), prosody)
    head = (int(before.token_edges[WORD[0]]) - synthesizer.reach_frames) * before.hop_length
    tail = (int(before.durations[WORD.stop :].sum()) - synthesizer.reach_frames) * before.hop_length
    assert head > 0
    assert tail > 0
    assert np.allclose(before.waveform[:head], after.waveform[:head], atol=1e-4)
    assert np.allclose(before.waveform[-tail:], after.waveform[-tail:], atol=1e-4)


def test_all_words_of_another_take_give_that_take(synthesizer: Synthesizer) -> None:
    every = splice(A, dict.fromkeys(range(TOKENS), B))
    prosody = ProsodySettings()
    assert np.array_equal(
        _take(synthesizer, every, prosody).waveform, _take(synthesizer, B, prosody).waveform
    )


@settings(max_examples=40, deadline=None)
@given(_noises, st.dictionaries(st.integers(0, TOKENS - 1), _noises, max_size=8))
def test_each_token_has_the_numbers_that_its_noise_gives(
    base: Noise, others: dict[int, Noise]
) -> None:
    spliced = splice(base, others)
    assert hash(spliced) == hash(splice(base, others))
    durations = [2] * TOKENS
    made = expression_noise(spliced, durations, 3)
    whole = {each: expression_noise(each, durations, 3) for each in {base, *others.values()}}
    for token in range(TOKENS):
        noise, frames = others.get(token, base), slice(2 * token, 2 * token + 2)
        assert np.array_equal(made[:, frames], whole[noise][:, frames])
        assert same_at(spliced, noise, token)
    part = expression_noise(spliced, durations, 3, 7, 30)
    assert np.array_equal(part, made[:, 7:30])
    on_device = expression_noise_on(torch.device("cpu"), spliced, durations, 3, 7, 30)
    assert np.array_equal(part, on_device.numpy())


@settings(max_examples=40, deadline=None)
@given(_noises, st.sets(st.integers(0, TOKENS - 1), max_size=5))
def test_redrawing_changes_those_tokens_only(noise: Noise, tokens: set[int]) -> None:
    again = redraw(noise, tokens, 12345)
    for token in set(range(TOKENS)) - tokens:
        assert same_at(noise, again, token)
    for token in tokens:
        assert not same_at(noise, again, token)


def test_a_splice_is_as_short_as_it_can_be() -> None:
    assert splice(A, {3: A}) == A
    spliced = splice(A, {3: B, 4: B, 5: C, 8: B})
    assert spliced == Spliced(A, (Piece(3, 5, B), Piece(5, 6, C), Piece(8, 9, B)))
    assert seams(spliced) == {3, 5, 6, 8, 9}
    assert splice(spliced, dict.fromkeys((3, 4, 5, 8), A)) == A
    assert splice(B, {2: spliced, 3: spliced}) == Spliced(B, (Piece(2, 3, A),))


def test_between_two_splices_each_token_lies_between_its_noises() -> None:
    arc = Arc(splice(A, {3: B}), A, 0.4)
    assert at_token(arc, 3) == Arc(B, A, 0.4)
    assert seams(arc) == {3, 4}


@pytest.mark.parametrize(
    ("start", "stop"), [(3, 3), (4, 2), (-1, 2)], ids=["empty", "backwards", "negative"]
)
def test_a_piece_without_tokens_is_refused(start: int, stop: int) -> None:
    with pytest.raises(SettingsError, match="piece of noise"):
        Piece(start, stop, A)


def test_pieces_that_overlap_are_refused() -> None:
    with pytest.raises(SettingsError, match="overlap"):
        Spliced(A, (Piece(2, 5, B), Piece(4, 6, C)))
