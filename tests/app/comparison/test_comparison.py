from __future__ import annotations

import math

import numpy as np
import pytest

from app.comparison.common_axis import semitones
from app.comparison.comparison import Comparison, Figures, Spread
from tests.app.comparison.compared import preview, rendition
from tests.app.ui.made_take import DURATIONS, FRAME

SLOW = (4, 10, 2, 18, 2, 6, 8, 16)
ODD = (1, 9, 3, 2, 7, 1, 5, 11)
NAN = float("nan")


def test_a_spread_is_numpys() -> None:
    rows = np.array([[1.0, 10, 4], [2, 30, 4], [6, 50, 4]])
    spread = Spread.of(rows)
    assert spread.mean == pytest.approx(rows.mean(axis=0))
    assert spread.sd == pytest.approx(rows.std(axis=0))


def test_a_spread_wants_two_takes_with_a_value() -> None:
    spread = Spread.of(np.array([[1.0, NAN, NAN, 3], [3, 5, NAN, NAN], [NAN, NAN, NAN, 7]]))
    assert spread.mean == pytest.approx([2, 5, NAN, 5], nan_ok=True)
    assert spread.sd == pytest.approx([1, NAN, NAN, 2], nan_ok=True)
    assert spread.count.tolist() == [2, 1, 0, 2]


def test_durations_are_of_phonemes_in_milliseconds() -> None:
    takes = [rendition(1), rendition(2, SLOW), rendition(3, ODD)]
    comparison = Comparison(takes[:1], takes, {})
    # The blank before the first phoneme counts for none, the ones behind count.
    frames = np.array([[6, 10, 3, 4, 8], [12, 20, 6, 8, 16], [12, 9, 1, 5, 11]])
    for take, row in zip(takes, frames, strict=True):
        assert comparison.milliseconds(take) == pytest.approx(row * FRAME * 1000)
    assert comparison.duration_spread.mean == pytest.approx(frames.mean(axis=0) * FRAME * 1000)
    assert comparison.duration_spread.sd == pytest.approx(frames.std(axis=0) * FRAME * 1000)


def test_the_borders_of_all_takes_are_the_same_by_phoneme_and_their_own_by_time() -> None:
    takes = [rendition(1), rendition(2, SLOW)]
    aligned = Comparison(takes, takes, {})
    assert np.array_equal(aligned.borders(takes[0]), aligned.borders(takes[1]))
    timed = Comparison(takes, takes, {}, by_time=True)
    assert timed.borders(takes[1]) == pytest.approx(2 * timed.borders(takes[0]))
    assert timed.length == pytest.approx(takes[1].outline.seconds)
    assert aligned.length == pytest.approx(1.5 * takes[0].outline.seconds)


def test_pitches_are_averaged_in_semitones() -> None:
    takes = [rendition(1), rendition(2, SLOW), rendition(3, ODD)]
    pitches = {1: preview(takes[0], 100), 2: preview(takes[1], 120)}
    comparison = Comparison(takes, takes, pitches)
    rows = semitones(np.array([100.0, 120.0]))
    assert comparison.pitch_spread.mean == pytest.approx(rows.mean())
    assert comparison.pitch_spread.sd == pytest.approx(rows.std())
    assert comparison.pitch_spread_at(0.1) == pytest.approx((rows.mean(), rows.std()))


def test_octave_mistakes_count_for_no_mean() -> None:
    take, other = rendition(1), rendition(2)
    odd = np.full(sum(DURATIONS), 100.0)
    odd[:3] = 400
    comparison = Comparison(
        [take], [take, other], {1: preview(take, 100), 2: preview(other, odd.tolist())}
    )
    assert comparison.pitch_spread.mean == pytest.approx(semitones(100.0))
    assert comparison.pitch_spread.count[0] == 1


def test_without_a_sound_there_is_no_pitch() -> None:
    take = rendition(1)
    comparison = Comparison([take], [take], {})
    assert comparison.pitch(take) is None
    assert np.isnan(comparison.pitch_spread.mean).all()


def test_a_frames_pitch_lies_in_its_middle() -> None:
    take = rendition(1)
    places, pitch = Comparison([take], [take], {1: preview(take, 100)}).pitch(take) or ((), ())
    assert len(places) == len(pitch) == sum(DURATIONS)
    assert places[0] == pytest.approx(FRAME / 2)


def test_what_is_read_of_a_take_at_a_place() -> None:
    take, slow = rendition(1), rendition(2, SLOW)
    pitch = np.arange(100.0, 100 + 2 * sum(DURATIONS))
    comparison = Comparison([take, slow], [take, slow], {2: preview(slow, pitch.tolist())})
    # On the mean of both, "aɪ" begins at frame 1.5 * 8 of 49.5.
    reading = comparison.read(slow, 12.1 * FRAME)
    assert reading is not None
    assert comparison.phonemes[reading.phoneme].label == "aɪ"
    assert reading.milliseconds == pytest.approx(20 * FRAME * 1000)
    assert reading.hz == 116
    plain = comparison.read(take, 12.1 * FRAME)
    assert plain is not None
    assert math.isnan(plain.hz)
    assert comparison.read(take, FRAME) is None  # a blank before the first phoneme
    assert comparison.read(take, 60 * FRAME) is None


def test_figures_of_a_take() -> None:
    take = rendition(1)
    assert Figures.of(take.outline, None).pitch is None
    figures = Figures.of(take.outline, preview(take, 100))
    assert figures.seconds == pytest.approx(33 * FRAME)
    assert figures.pitch is not None
    assert figures.pitch.median == pytest.approx(100)
    assert figures.pitch.spread == pytest.approx(0)
