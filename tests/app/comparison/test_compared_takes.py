from __future__ import annotations

from app.comparison.compared_takes import ComparedTakes
from tests.app.comparison.compared import OTHER_IDS, rendition


def numbers(takes) -> list[int]:
    return [take.number for take in takes]


def test_only_the_first_ones_sentence_is_compared() -> None:
    compared = ComparedTakes(8)
    takes = [rendition(1), rendition(2, token_ids=OTHER_IDS), rendition(3)]
    compared.choose(takes, [*takes, rendition(4)])
    assert numbers(compared.drawn) == [1, 3]
    assert numbers(compared.left_out) == [2]
    assert numbers(compared.everything) == [1, 3, 4]
    assert compared.pair == (1, 3)


def test_too_many_are_not_drawn_but_count_for_the_mean() -> None:
    compared = ComparedTakes(2)
    compared.choose([rendition(n) for n in (5, 6, 7)], [])
    assert numbers(compared.drawn) == [5, 6]
    assert compared.surplus == 1
    assert numbers(compared.everything) == [5, 6, 7]


def test_a_take_keeps_its_place_as_long_as_it_is_compared() -> None:
    compared = ComparedTakes(8)
    compared.choose([rendition(n) for n in (1, 2, 3)], [])
    assert compared.places == {1: 0, 2: 1, 3: 2}
    compared.choose([rendition(n) for n in (3, 1)], [])
    assert compared.places == {1: 0, 3: 2}
    compared.choose([rendition(n) for n in (4, 3, 1)], [])
    assert compared.places == {1: 0, 3: 2, 4: 1}


def test_nothing_may_be_chosen() -> None:
    compared = ComparedTakes(8)
    compared.choose([rendition(1), rendition(2)], [])
    compared.choose([], [rendition(1)])
    assert not compared.drawn
    assert not compared.everything
    assert compared.pair == ()
