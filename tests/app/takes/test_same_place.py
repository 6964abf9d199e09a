import dataclasses

import numpy as np
import pytest

from app.takes.same_place import same_place
from tests.app.ui.made_take import DURATIONS, HOP, made_take
from vits_core.records import Outline, Take


def with_durations(durations: list[int]) -> Take:
    return dataclasses.replace(made_take(), durations=np.array(durations, np.int64))


def of_another_sentence() -> Take:
    take = made_take(repeats=2)
    other = dataclasses.replace(take.utterance, token_ids=(9,) * len(take.utterance.token_ids))
    return dataclasses.replace(take, utterance=other)


HERE = made_take()
THERE = with_durations([4, 1, 3, 20, 2, 1, 7, 5])


@pytest.mark.parametrize("token", range(len(DURATIONS) + 1))
def test_a_token_begins_where_it_begins(token: int) -> None:
    edges: list[tuple[Outline, Outline]] = [(HERE, THERE), (THERE, HERE)]
    for here, there in edges:
        sample = int(here.token_edges[token]) * HOP
        assert same_place(here, there, sample) == int(there.token_edges[token]) * HOP


def test_within_a_token_it_is_as_far_into_it() -> None:
    start, stop = HERE.token_edges[3] * HOP, HERE.token_edges[4] * HOP
    other_start, other_stop = THERE.token_edges[3] * HOP, THERE.token_edges[4] * HOP
    quarter = same_place(HERE, THERE, int(start + (stop - start) / 4))
    assert quarter == pytest.approx(other_start + (other_stop - other_start) / 4, abs=1)


def test_there_and_back_is_where_it_was() -> None:
    for sample in range(0, HERE.samples, 37):
        back = same_place(THERE, HERE, same_place(HERE, THERE, sample))
        assert back == pytest.approx(sample, abs=5)  # one sample there is up to five here
        assert same_place(HERE, HERE, sample) == sample


def test_time_never_runs_backwards() -> None:
    places = [same_place(HERE, THERE, sample) for sample in range(-100, HERE.samples + 100)]
    assert places == sorted(places)
    assert places[0] == 0
    assert places[-1] == THERE.samples


def test_voices_may_have_other_rates_and_hops() -> None:
    other = dataclasses.replace(THERE, sample_rate=16000, hop_length=200)
    assert same_place(HERE, other, int(HERE.token_edges[5]) * HOP) == THERE.token_edges[5] * 200


def test_in_another_sentence_it_is_the_same_share_of_the_whole() -> None:
    other = of_another_sentence()
    for share in (0.0, 0.25, 0.5, 1.0):
        place = same_place(HERE, other, round(share * HERE.samples))
        assert place == pytest.approx(share * other.samples, abs=2)
    assert same_place(HERE, other, -5) == 0
    assert same_place(HERE, other, HERE.samples + 5) == other.samples
