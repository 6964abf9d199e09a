"""How one take leads to others: what is asked to change changes, and all else stays."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest

from app.takes.recipes import (
    Sampling,
    TakeRecipe,
    alike,
    another,
    between,
    drawn,
    fitted,
    fitting_range,
    pinned,
    released,
    stretched,
)
from app.takes.sweep import SWEPT_SETTINGS, sweep
from tests.app.takes.made_lab_take import lab_take
from tests.app.ui.made_take import FRAME, SYMBOLS, made_take
from vits_core.noise.keyed import expression_noise, rhythm_noise
from vits_core.prosody.steering import AS_PREDICTED, Arc, Draw, Noise, Timing, redraw
from vits_core.records import Outline, ProsodySettings
from vits_core.synthesis.take_request import TakeRequest

TOKENS = len(SYMBOLS)
SETTINGS = ProsodySettings(0.5, 0.6, 1.2)
STEERED = Timing(pins=((1, 7), (6, 5)), stretches=((3, 1.5), (7, 0.5)))
A, B = Draw(1), Draw(2)
AN_ARC = Arc(Draw(1, ((3, 9),)), B, 0.3)


def outline(*, rhythm: Noise = A, expression: Noise = B, timing: Timing = STEERED) -> Outline:
    take = made_take(start=7)
    return dataclasses.replace(
        take, settings=SETTINGS, rhythm=rhythm, expression=expression, timing=timing
    )


def sampled(count: int = 5, **changes: object) -> list[TakeRecipe]:
    sampling = Sampling(count, AN_ARC, Draw(4))
    sampling = dataclasses.replace(sampling, **changes)  # type: ignore[arg-type]
    return drawn(sampling, outline().utterance, SETTINGS, 3, 40)


# -- drawing ---------------------------------------------------------------------------------------


def test_each_take_is_drawn_with_noise_of_its_own() -> None:
    recipes = sampled(32)
    for which in ("rhythm", "expression"):
        noises = {getattr(recipe.request, which) for recipe in recipes}
        assert len(noises) == 32
        assert all(isinstance(noise, Draw) and not noise.redrawn for noise in noises)


def test_what_is_drawn_is_the_sentence_as_it_was_asked_for() -> None:
    for recipe in sampled():
        request = recipe.request
        assert (request.utterance, request.settings) == (outline().utterance, SETTINGS)
        assert (request.speaker, request.timing) == (3, AS_PREDICTED)
        assert (recipe.line, recipe.origin, recipe.parent, recipe.changed) == (
            40,
            "",
            None,
            (),
        )


def test_a_locked_rhythm_is_the_same_in_all() -> None:
    recipes = sampled(rhythm_locked=True)
    assert {recipe.request.rhythm for recipe in recipes} == {AN_ARC}
    assert len({recipe.request.expression for recipe in recipes}) == 5


def test_a_locked_expression_is_the_same_in_all() -> None:
    recipes = sampled(expression_locked=True)
    assert {recipe.request.expression for recipe in recipes} == {Draw(4)}
    assert len({recipe.request.rhythm for recipe in recipes}) == 5


def test_an_even_tempo_is_asked_of_all() -> None:
    assert {recipe.request.timing for recipe in sampled(even_tempo=True)} == {
        Timing(even_tempo=True)
    }


# -- steering --------------------------------------------------------------------------------------


def moved(before: TakeRequest, after: TakeRequest) -> tuple[list[int], list[int]]:
    """Tokens with other noise of the rhythm, and of the expression."""
    rhythms = [rhythm_noise(request.rhythm, TOKENS) for request in (before, after)]
    expressions = [
        expression_noise(request.expression, [1] * TOKENS, 6) for request in (before, after)
    ]
    first, second = (
        np.flatnonzero((one != other).any(axis=0)).tolist() for one, other in (rhythms, expressions)
    )
    return first, second


@pytest.mark.parametrize("noise", [A, Draw(1, ((2, 5), (7, 6))), AN_ARC])
def test_another_drawing_of_tokens_leaves_the_noise_of_the_others(noise: Noise) -> None:
    take = outline(rhythm=noise, expression=noise)
    before = TakeRequest.of(take)
    both = another(take, range(1, 4), rhythm=True, expression=True)
    assert moved(before, both) == ([1, 2, 3], [1, 2, 3])
    rhythm = another(take, [6], rhythm=True, expression=False)
    assert moved(before, rhythm) == ([6], [])
    expression = another(take, iter([2, 5]), rhythm=False, expression=True)
    assert moved(before, expression) == ([], [2, 5])
    assert expression == dataclasses.replace(before, expression=expression.expression)


def test_drawing_anew_twice_gives_two_takes() -> None:
    first, second = (another(outline(), [1], rhythm=True, expression=True) for _ in range(2))
    assert first.rhythm != second.rhythm
    assert first.expression != second.expression


def test_another_rhythm_lifts_the_pins_of_its_tokens_only() -> None:
    assert another(outline(), [1, 2], rhythm=True, expression=True).timing.pins == ((6, 5),)
    for kept in (
        another(outline(), [2, 3], rhythm=True, expression=True),
        another(outline(), [1, 2], rhythm=False, expression=True),
    ):
        assert kept.timing == STEERED


def test_a_pin_takes_the_place_of_the_one_before_and_leaves_the_others() -> None:
    request = pinned(outline(), [(6, 9), (3, 2)])
    assert request.timing.pins == ((1, 7), (3, 2), (6, 9))
    assert request == dataclasses.replace(TakeRequest.of(outline()), timing=request.timing)
    assert request.timing.stretches == STEERED.stretches


def test_released_tokens_are_neither_pinned_nor_stretched() -> None:
    request = released(outline(), iter([1, 2, 3]))
    assert request.timing == Timing(pins=((6, 5),), stretches=((7, 0.5),))
    everything = released(outline(timing=dataclasses.replace(STEERED, frames=40)), range(TOKENS))
    assert everything.timing == Timing(frames=40)


def test_tokens_are_stretched_on_top_of_what_they_are_stretched_by() -> None:
    request = stretched(outline(), [2, 3], 1.2)
    assert request.timing.pins == STEERED.pins
    assert dict(request.timing.stretches) == pytest.approx({2: 1.2, 3: 1.5 * 1.2, 7: 0.5})
    assert list(request.timing.stretches) == sorted(request.timing.stretches)
    assert request.rhythm == outline().rhythm


def test_a_pinned_token_is_stretched_by_its_pin() -> None:
    request = stretched(outline(), [1, 6], 1.5)
    assert request.timing.pins == ((1, round(7 * 1.5)), (6, round(5 * 1.5)))
    assert request.timing.stretches == STEERED.stretches
    short = stretched(outline(timing=Timing(pins=((1, 1),))), [1], 0.1)
    assert short.timing.pins == ((1, 1),)


def test_a_fitted_take_lasts_so_many_frames_with_its_pins_as_they_are() -> None:
    even = dataclasses.replace(STEERED, even_tempo=True)
    request = fitted(outline(timing=even), 50.4 * FRAME)
    assert request.timing == dataclasses.replace(STEERED, frames=50)
    assert fitted(outline(), 0.0).timing.frames == 1


def test_a_take_can_be_fitted_to_what_its_sounds_allow() -> None:
    least, most = fitting_range(outline())
    assert round(least / FRAME) == 7 + 5 + TOKENS - 2, "two are pinned, a frame is left to others"
    assert round(most / FRAME) == 240 * TOKENS, "200 frames each, at length scale 1.2"
    everything = Timing(pins=tuple((token, 3) for token in range(TOKENS)))
    assert {round(s / FRAME) for s in fitting_range(outline(timing=everything))} == {3 * TOKENS}


# -- other takes -----------------------------------------------------------------------------------


def likeness(noise: Noise, other: Noise) -> float:
    """Cosine of the angle between two noises."""
    one, two = (expression_noise(each, [9] * 200, 96).ravel() for each in (noise, other))
    return float(one @ two / np.linalg.norm(one) / np.linalg.norm(two))


@pytest.mark.parametrize("degrees", [10.0, 25.0, 60.0])
def test_takes_alike_are_at_the_angle_that_is_asked_for(degrees: float) -> None:
    take = outline(rhythm=AN_ARC, expression=Draw(2, ((1, 8),)))
    first, second = alike(take, 2, degrees)
    for request in (first, second):
        assert likeness(take.rhythm, request.rhythm) == pytest.approx(
            math.cos(math.radians(degrees)), abs=0.02
        )
        assert likeness(take.expression, request.expression) == pytest.approx(
            math.cos(math.radians(degrees)), abs=0.02
        )
        assert dataclasses.replace(
            request, rhythm=take.rhythm, expression=take.expression
        ) == TakeRequest.of(take)
    assert first.rhythm != second.rhythm
    assert first.expression != second.expression


def test_what_is_locked_stays_in_takes_alike() -> None:
    take = outline()
    for request in alike(take, 3, 25.0, rhythm=False):
        assert request.rhythm == take.rhythm
        assert request.expression != take.expression
    for request in alike(take, 3, 25.0, expression=False):
        assert request.expression == take.expression
        assert request.rhythm != take.rhythm


def another_outline() -> Outline:
    """Another rendition of the same sentence."""
    take = outline(rhythm=AN_ARC, expression=Draw(6), timing=Timing(pins=((2, 4),)))
    return dataclasses.replace(take, settings=ProsodySettings(1.0, 0.0, 0.8))


def test_the_ends_of_a_morph_are_the_takes_themselves() -> None:
    first, second = outline(), another_outline()
    assert between(first, second, 0.0) == TakeRequest.of(first)
    assert between(first, second, 1.0) == TakeRequest.of(second)


@pytest.mark.parametrize("share", [0.25, 0.5, 0.75])
def test_between_two_takes_all_is_between(share: float) -> None:
    first, second = outline(), another_outline()
    request = between(first, second, share)
    assert request.rhythm == Arc(first.rhythm, second.rhythm, share)
    assert request.expression == Arc(first.expression, second.expression, share)
    settings = request.settings
    assert settings.noise_scale == pytest.approx(0.5 + 0.5 * share)
    assert settings.duration_noise_scale == pytest.approx(0.6 - 0.6 * share)
    assert settings.length_scale == pytest.approx(1.2 - 0.4 * share)
    assert request.timing == (first.timing if share < 0.5 else second.timing)


def test_noise_that_two_takes_share_is_no_louder_between_them() -> None:
    first, second = outline(rhythm=AN_ARC), another_outline()
    assert between(first, second, 0.5).rhythm == AN_ARC


def test_between_a_take_and_itself_with_another_word_only_the_word_is_between() -> None:
    first = outline()
    second = dataclasses.replace(first, expression=redraw(first.expression, (1, 2), 77))
    half = between(first, second, 0.5)
    assert half.rhythm == first.rhythm
    of_half, of_first, of_arc = (
        expression_noise(noise, first.durations, 4)
        for noise in (half.expression, B, Arc(B, Draw(77), 0.5))
    )
    changed = slice(*first.token_edges[[1, 3]])
    assert np.array_equal(of_half[:, changed], of_arc[:, changed])
    of_half[:, changed] = of_first[:, changed]
    assert np.array_equal(of_half, of_first)


# -- sweep ----------------------------------------------------------------------------------------


def test_a_sweep_changes_one_setting_from_zero_on() -> None:
    take = dataclasses.replace(lab_take(5), line=40)
    before = TakeRequest.of(take.outline)
    for setting in ("noise_scale", "duration_noise_scale"):
        recipes = sweep(take, setting, (0.0, 0.6, 1.2), "setting %1")
        values = [getattr(recipe.request.settings, setting) for recipe in recipes]
        assert values == [0.0, 0.6, 1.2]
        for recipe in recipes:
            same = dataclasses.replace(
                recipe.request.settings, **{setting: getattr(before.settings, setting)}
            )
            assert dataclasses.replace(recipe.request, settings=same) == before
        assert [recipe.origin for recipe in recipes] == [
            "setting 0.00",
            "setting 0.60",
            "setting 1.20",
        ]
        assert {(recipe.parent, recipe.line) for recipe in recipes} == {(5, 40)}


def test_a_sweep_of_speeds_divides_the_length() -> None:
    recipes = sweep(lab_take(5), "speed", (0.5, 1.0, 2.0), "%1 ×")
    assert [recipe.request.settings.length_scale for recipe in recipes] == [2.0, 1.0, 0.5]
    assert [recipe.origin for recipe in recipes] == ["0.50 ×", "1.00 ×", "2.00 ×"]


@pytest.mark.parametrize("setting", SWEPT_SETTINGS)
def test_the_ends_of_each_setting_can_be_spoken(setting: str) -> None:
    recipes = sweep(lab_take(5), setting, SWEPT_SETTINGS[setting], "")
    assert len(recipes) == len(SWEPT_SETTINGS[setting])
