"""A comp has each word as it is in the take that it was taken from, and the rest as in its base."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from app.takes.comping import (
    Mismatch,
    comped,
    is_spliced,
    mismatch,
    seam_tokens,
    sources,
    word_tokens,
)
from app.takes.lab_take import LabTake
from app.takes.recipes import another, pinned, stretched
from tests.core.model_shapes import SMALL, random_model
from vits_core.noise.keyed import expression_noise
from vits_core.prosody.steering import AS_PREDICTED, Arc, Draw, Noise, Timing
from vits_core.records import Outline, ProsodySettings, Utterance, Word
from vits_core.synthesis.synthesizer import Synthesizer
from vits_core.synthesis.take_request import TakeRequest

TOKENS = 30
WORDS = (
    Word("One", 0, 3, 1, 7),
    Word("two", 4, 7, 8, 15),
    Word("three", 9, 14, 18, 24),
    Word("four", 15, 19, 25, 28),
)
UTTERANCE = Utterance(
    "One two, three four", 0, 19, ("a",) * TOKENS, tuple(1 + i % 9 for i in range(TOKENS)), WORDS
)
SPANS = (range(8), range(8, 18), range(18, 25), range(25, TOKENS))
NORMAL = ProsodySettings()
_synthesizer = Synthesizer(random_model(SMALL), 22_050, torch.device("cpu"))


def outline(
    rhythm: Noise,
    expression: Noise | None = None,
    prosody: ProsodySettings = NORMAL,
    timing: Timing = AS_PREDICTED,
) -> Outline:
    return made(TakeRequest(UTTERANCE, prosody, rhythm, expression or rhythm, timing=timing))


def made(request: TakeRequest) -> Outline:
    return _synthesizer.outlines([request])[0]


def lab_take(number: int, of: Outline, voice: str = "/voices/joe.onnx") -> LabTake:
    return LabTake(number=number, outline=of, voice=voice, voice_name="joe")


def assert_comp_of(comp: Outline, base: Outline, words: dict[int, Outline]) -> None:
    """Durations to the frame, and the noise of each frame to the bit."""
    for word, tokens in enumerate(SPANS):
        own = words.get(word, base)
        assert np.array_equal(comp.durations[tokens], own.durations[tokens]), word
        assert np.array_equal(_noise_of(comp, tokens), _noise_of(own, tokens)), word


def _noise_of(take: Outline, tokens: range) -> np.ndarray:
    start, stop = take.token_edges[[tokens.start, tokens.stop]]
    return expression_noise(take.expression, take.durations, 8, int(start), int(stop))


A, B, C = outline(Draw(1)), outline(Draw(2)), outline(Draw(3))


def test_every_token_belongs_to_a_word() -> None:
    assert word_tokens(UTTERANCE) == SPANS
    assert word_tokens(dataclasses.replace(UTTERANCE, words=())) == ()


def test_with_equal_settings_a_word_is_the_one_of_its_take_without_pins() -> None:
    request = comped(A, {1: B, 3: C})
    assert request.timing == AS_PREDICTED
    comp = made(request)
    assert_comp_of(comp, A, {1: B, 3: C})
    assert seam_tokens(comp) == (8, 18, 25)
    assert is_spliced(comp)


def test_without_words_of_others_it_is_the_base_and_with_all_words_the_other() -> None:
    assert comped(A, {}) == TakeRequest.of(A)
    whole = made(comped(A, dict.fromkeys(range(4), B)))
    assert_comp_of(whole, B, {})


@pytest.mark.parametrize(
    "other",
    [
        outline(Draw(2), prosody=ProsodySettings(length_scale=1.6)),
        outline(Draw(2), prosody=ProsodySettings(duration_noise_scale=0.2)),
        outline(Draw(2), timing=Timing(frames=150)),
        outline(Draw(2), timing=Timing(even_tempo=True)),
    ],
    ids=["slower", "calmer", "fitted", "even"],
)
def test_what_came_about_otherwise_is_pinned(other: Outline) -> None:
    comp = made(comped(A, {1: other}))
    assert_comp_of(comp, A, {1: other})
    assert [token for token, _ in comp.timing.pins] == list(SPANS[1])
    back = made(comped(other, {1: A}))
    assert_comp_of(back, other, {1: A})


def test_pins_and_stretches_go_with_their_word() -> None:
    pinned_one = made(pinned(A, [(2, 9), (10, 11)]))
    steered = made(stretched(made(pinned(B, [(9, 13)])), range(8, 12), 1.7))
    request = comped(pinned_one, {1: steered})
    assert request.timing.pins == ((2, 9), (9, round(13 * 1.7)))
    assert [token for token, _ in request.timing.stretches] == [8, 10, 11]
    assert_comp_of(made(request), pinned_one, {1: steered})


def test_words_of_takes_that_are_arcs_or_steered_or_comps_themselves() -> None:
    arc = outline(Arc(Draw(5), Draw(6), 0.4))
    redrawn = made(another(C, SPANS[2], rhythm=True, expression=True))
    comp = made(comped(B, {2: redrawn}))
    words = {0: arc, 2: comp}
    assert_comp_of(made(comped(A, words)), A, words)
    assert_comp_of(made(comped(comp, {0: arc, 2: A})), comp, {0: arc, 2: A})


_outlines = st.builds(
    outline,
    st.integers(0, 5).map(Draw),
    st.integers(0, 5).map(Draw),
    st.sampled_from([NORMAL, ProsodySettings(0.4, 0.3, 1.3)]),
    st.sampled_from(
        [AS_PREDICTED, Timing(pins=((9, 4),), stretches=((20, 1.4),)), Timing(even_tempo=True)]
    ),
)


@settings(max_examples=40, deadline=None)
@given(_outlines, st.dictionaries(st.integers(0, 3), _outlines, max_size=4))
def test_any_words_of_any_takes_come_as_they_are(base: Outline, words: dict[int, Outline]) -> None:
    comp = made(comped(base, words))
    assert_comp_of(comp, base, words)
    takes = [lab_take(1, base), *(lab_take(2 + word, each) for word, each in words.items())]
    for word, number in enumerate(sources(comp, takes)):
        source = next(each.outline for each in takes if each.number == number)
        own = words.get(word, base)
        assert np.array_equal(source.durations[SPANS[word]], own.durations[SPANS[word]])
        assert np.array_equal(_noise_of(source, SPANS[word]), _noise_of(own, SPANS[word]))


def test_it_is_told_which_take_each_word_is_of() -> None:
    takes = [lab_take(1, A), lab_take(2, B), lab_take(3, C)]
    comp = made(comped(A, {1: B, 3: C}))
    assert sources(comp, takes) == (1, 2, 1, 3)
    assert sources(comp, takes[:2]) == (1, 2, 1, None)
    assert sources(A, takes) == (1, 1, 1, 1)


def test_words_come_from_takes_of_the_same_words_and_voice_alone() -> None:
    base = lab_take(1, A)
    other = dataclasses.replace(B, utterance=dataclasses.replace(UTTERANCE, words=WORDS[:2]))
    sung = dataclasses.replace(UTTERANCE, token_ids=tuple(2 + each for each in UTTERANCE.token_ids))
    assert mismatch(base, lab_take(2, B)) is None
    assert mismatch(base, lab_take(2, other)) is Mismatch.WORDS
    assert mismatch(base, lab_take(2, dataclasses.replace(B, utterance=sung))) is Mismatch.WORDS
    assert mismatch(base, lab_take(2, B, "/voices/amy.onnx")) is Mismatch.VOICE
    assert mismatch(base, lab_take(2, dataclasses.replace(B, speaker=1))) is Mismatch.SPEAKER
