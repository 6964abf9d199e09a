from __future__ import annotations

import numpy as np
import pytest

from app.comparison.common_axis import (
    CommonAxis,
    PitchGrid,
    edge_seconds,
    hertz,
    same_sentence,
    semitones,
)
from tests.app.comparison.compared import OTHER_IDS, rendition
from tests.app.ui.made_take import FRAME

SLOW = (4, 10, 2, 18, 2, 6, 8, 16)
ODD = (1, 9, 3, 2, 7, 1, 5, 11)


def test_a_sentence_is_known_by_its_tokens() -> None:
    assert same_sentence(rendition(1).outline, rendition(2, SLOW).outline)
    assert not same_sentence(rendition(1).outline, rendition(2, token_ids=OTHER_IDS).outline)


def test_a_token_is_as_wide_as_it_lasts_on_the_average() -> None:
    takes = [rendition(1).outline, rendition(2, SLOW).outline]
    axis = CommonAxis.by_phoneme(takes)
    widths = np.mean([takes[0].durations, takes[1].durations], axis=0) * FRAME
    assert np.diff(axis.edges) == pytest.approx(widths)


def test_the_edges_of_all_takes_lie_exactly_on_each_other() -> None:
    takes = [rendition(1).outline, rendition(2, SLOW).outline, rendition(3, ODD).outline]
    axis = CommonAxis.by_phoneme(takes)
    for take in takes:
        assert np.array_equal(axis.places(take, edge_seconds(take)), axis.edges)
        assert np.array_equal(axis.seconds(take, axis.edges), edge_seconds(take))


def test_places_are_linear_inside_a_token_and_lead_back() -> None:
    takes = [rendition(1).outline, rendition(2, ODD).outline]
    axis = CommonAxis.by_phoneme(takes)
    edges = edge_seconds(takes[1])
    quarter = edges[:-1] + np.diff(edges) / 4
    assert axis.places(takes[1], quarter) == pytest.approx(
        axis.edges[:-1] + np.diff(axis.edges) / 4
    )
    seconds = np.linspace(0, edges[-1], 50)
    assert axis.seconds(takes[1], axis.places(takes[1], seconds)) == pytest.approx(seconds)


def test_by_time_each_take_keeps_its_own() -> None:
    take, other = rendition(1).outline, rendition(2, SLOW).outline
    axis = CommonAxis.by_time(take)
    assert np.array_equal(axis.edges, edge_seconds(take))
    assert axis.places(other, 0.5) == axis.seconds(other, 0.5) == 0.5


def test_semitones_double_every_twelve() -> None:
    assert semitones(200.0) - semitones(100.0) == pytest.approx(12)
    assert hertz(float(semitones(123.0))) == pytest.approx(123)


def test_a_pitch_that_follows_the_tokens_is_the_same_contour_in_every_take() -> None:
    """Token k glides from k to k + 1 semitones above 100 Hz, however long it lasts."""
    takes = [rendition(1, np.full(8, 10)).outline, rendition(2, np.full(8, 30)).outline]
    grid = PitchGrid(CommonAxis.by_phoneme(takes).edges)
    for take in takes:
        edges = take.token_edges
        middles = np.arange(edges[-1]) + 0.5
        pitch = 100 * 2 ** (np.interp(middles, edges, np.arange(9)) / 12)
        contour = grid.contour(take, pitch.astype(np.float32)) - semitones(100.0)
        wanted = np.interp(grid.places, CommonAxis.by_phoneme(takes).edges, np.arange(9))
        assert contour == pytest.approx(wanted, abs=0.06)  # the ends have one neighbour only


def test_a_contour_has_gaps_where_there_is_no_voice() -> None:
    take = rendition(1, (10, 10, 10, 10, 10, 10, 10, 10)).outline
    pitch = np.full(80, 100, np.float32)
    pitch[20:40] = np.nan
    grid = PitchGrid(edge_seconds(take))
    unvoiced = np.isnan(grid.contour(take, pitch))
    edges = edge_seconds(take)
    inside = (grid.places > edges[2]) & (grid.places < edges[4])
    assert np.array_equal(unvoiced, inside)
