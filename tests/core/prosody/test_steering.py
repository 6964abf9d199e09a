"""Noise drawn anew in places or lying between two others, and durations that are asked for."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from tests.core.model_shapes import SMALL, random_model
from vits_core.errors import SettingsError
from vits_core.model.alignment import durations_in_frames
from vits_core.noise.keyed import expression_noise, rhythm_noise
from vits_core.prosody.steering import AS_PREDICTED, Arc, Draw, Noise, Timing, near, redraw
from vits_core.records import ProsodySettings, Take, Utterance
from vits_core.synthesis.durations import steered_durations
from vits_core.synthesis.synthesizer import Synthesizer
from vits_core.synthesis.take_request import TakeRequest

A, B = Draw(1), Draw(2)
TOKENS = 40
UTTERANCE = Utterance("", 0, 0, ("",) * TOKENS, tuple(1 + i % 10 for i in range(TOKENS)), ())
SETTINGS = ProsodySettings()


@pytest.fixture(scope="module")
def synthesizer() -> Synthesizer:
    return Synthesizer(random_model(SMALL), 22_050, torch.device("cpu"))


def _take(
    synthesizer: Synthesizer, rhythm: Noise, expression: Noise, timing: Timing = AS_PREDICTED
) -> Take:
    request = TakeRequest(UTTERANCE, SETTINGS, rhythm, expression, timing=timing)
    (take,) = synthesizer.takes([request], mel=False)
    return take


@pytest.mark.parametrize("share", [0.05, 0.3, 0.5, 0.9])
def test_noise_on_an_arc_is_standard_normal(share: float) -> None:
    noise = expression_noise(Arc(A, B, share), [7] * 1000, 96).astype(np.float64)
    assert abs(noise.mean()) < 5 / math.sqrt(noise.size)
    assert abs(noise.var() - 1) < 5 * math.sqrt(2 / noise.size)
    own = expression_noise(A, [7] * 1000, 96).astype(np.float64)
    assert abs((noise * own).mean() - math.cos(share * math.pi / 2)) < 5 / math.sqrt(noise.size)


def test_the_ends_of_an_arc_are_its_noises_to_the_bit() -> None:
    for share, end in ((0.0, A), (1.0, B)):
        assert np.array_equal(rhythm_noise(Arc(A, B, share), 9), rhythm_noise(end, 9))
    assert np.array_equal(
        expression_noise(near(A, 5, 0.0), [3, 2], 6), expression_noise(A, [3, 2], 6)
    )


def test_a_place_beyond_the_ends_is_refused() -> None:
    with pytest.raises(SettingsError, match="share from 0 to 1"):
        Arc(A, B, 1.5)


@pytest.mark.parametrize("noise", [A, redraw(A, [3], 8), Arc(A, B, 0.3)])
def test_only_the_redrawn_tokens_get_new_noise(noise: Noise) -> None:
    before, after = rhythm_noise(noise, 9), rhythm_noise(redraw(noise, [2, 5], 7), 9)
    changed = np.flatnonzero((before != after).any(axis=0))
    assert changed.tolist() == [2, 5]
    again = rhythm_noise(redraw(redraw(noise, [2, 5], 7), [2, 5], 9), 9)
    assert np.array_equal(again, rhythm_noise(redraw(noise, [2, 5], 9), 9))


def test_redrawn_noise_on_an_arc_is_standard_normal() -> None:
    noise = redraw(Arc(A, B, 0.5), range(2000), 7)
    values = rhythm_noise(noise, 2000).astype(np.float64)
    assert abs(values.var() - 1) < 5 * math.sqrt(2 / values.size)


def test_a_locked_rhythm_keeps_the_durations(synthesizer: Synthesizer) -> None:
    takes = [_take(synthesizer, A, Draw(seed)) for seed in (1, 2)]
    assert np.array_equal(takes[0].durations, takes[1].durations)
    assert not np.array_equal(takes[0].waveform, takes[1].waveform)


def test_a_redrawn_word_changes_nothing_beyond_the_reach(synthesizer: Synthesizer) -> None:
    word = range(18, 21)
    before = _take(synthesizer, A, A)
    after = _take(synthesizer, A, redraw(A, word, 9))
    assert np.array_equal(before.durations, after.durations)
    reach, edges = synthesizer.reach_frames, before.token_edges
    start = (int(edges[word[0]]) - reach) * before.hop_length
    stop = (int(edges[word[-1] + 1]) + reach) * before.hop_length
    difference = np.abs(before.waveform - after.waveform)
    assert float(difference[start:stop].max()) > 1e-3
    assert 0 < start < stop < len(difference)
    assert float(np.concatenate((difference[:start], difference[stop:])).max()) < 1e-4


def test_the_ends_of_a_morph_are_its_takes(synthesizer: Synthesizer) -> None:
    for share, end in ((0.0, A), (1.0, B)):
        morphed = _take(synthesizer, Arc(A, B, share), Arc(A, B, share))
        assert np.array_equal(morphed.waveform, _take(synthesizer, end, end).waveform)


def test_outlines_are_the_rhythms_of_the_takes(synthesizer: Synthesizer) -> None:
    requests = [TakeRequest(UTTERANCE, SETTINGS, Draw(seed), A) for seed in range(50, 58)]
    synthesizer.forget()
    synthesizer.stage_runs.clear()
    outlines = synthesizer.outlines(requests)
    assert synthesizer.stage_runs == {"encode": 1, "durations": 1}
    for request, outline in zip(requests, outlines, strict=True):
        (take,) = synthesizer.takes([request], mel=False)
        assert np.array_equal(outline.durations, take.durations)
    assert len({outline.samples for outline in outlines}) > 1


def test_pins_hold_exactly_and_the_rest_is_drawn_around_them(synthesizer: Synthesizer) -> None:
    timing = Timing(pins=((3, 11), (30, 1)))
    rhythms = {_take(synthesizer, Draw(s), A, timing).durations.tobytes() for s in range(5)}
    assert len(rhythms) == 5
    for rhythm in rhythms:
        durations = np.frombuffer(rhythm, np.int64)
        assert (durations[3], durations[30]) == (11, 1)


def test_an_even_tempo_keeps_the_length_while_the_rhythm_varies(synthesizer: Synthesizer) -> None:
    still = ProsodySettings(duration_noise_scale=0.0)
    (reference,) = synthesizer.outlines([TakeRequest(UTTERANCE, still, A, A)])
    total = int(reference.durations.sum())
    takes = [_take(synthesizer, Draw(s), A, Timing(even_tempo=True)) for s in range(8)]
    assert {int(take.durations.sum()) for take in takes} == {total}
    assert len({take.durations.tobytes() for take in takes}) == 8
    assert min(int(take.durations.min()) for take in takes) >= 1


@pytest.mark.parametrize("frames", [TOKENS, TOKENS + 1, 100, 333, 2000])
def test_durations_fit_any_length_that_is_possible(frames: int) -> None:
    logw = torch.randn(TOKENS, generator=torch.Generator().manual_seed(1))
    durations = steered_durations(logw, 1.0, Timing(frames=frames))
    assert int(durations.sum()) == frames
    assert int(durations.min()) >= 1
    if frames == 2000:  # nothing is held at one frame: all in proportion
        wanted = torch.exp(logw) * frames / torch.exp(logw).sum()
        assert float((durations - wanted).abs().max()) < 1.0


def test_pinned_tokens_are_not_scaled_to_fit() -> None:
    logw = torch.zeros(10)
    durations = steered_durations(logw, 1.0, Timing(pins=((0, 50),), frames=68))
    assert durations.tolist() == [50] + [2] * 9


@pytest.mark.parametrize(
    "timing", [Timing(frames=40_000), Timing(pins=((3, 40_000),)), Timing(stretches=((3, 1e5),))]
)
def test_a_length_beyond_all_reason_is_not_put_down_to_the_voice(
    synthesizer: Synthesizer, timing: Timing
) -> None:
    with pytest.raises(SettingsError, match="Ask for 8000 at most"):
        _take(synthesizer, A, B, timing)


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(SettingsError, match="Allow 2 more"):
        steered_durations(torch.zeros(10), 1.0, Timing(pins=((0, 50),), frames=57))
    with pytest.raises(SettingsError, match="one frame or more"):
        Timing(pins=((0, 0),))
    with pytest.raises(SettingsError, match="factor"):
        Timing(stretches=((0, -1.0),))


def test_stretched_tokens_last_as_many_times_as_long() -> None:
    logw = torch.log(torch.tensor([2.0, 3.0, 4.0]))
    durations = steered_durations(logw, 1.0, Timing(stretches=((1, 2.5),)))
    assert durations.tolist() == [2, 8, 4]
    assert torch.equal(steered_durations(logw, 1.3, AS_PREDICTED), durations_in_frames(logw, 1.3))
