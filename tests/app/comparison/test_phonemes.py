from __future__ import annotations

import pytest

from app.comparison.common_axis import edge_seconds
from app.comparison.phonemes import phonemes_of, sound_groups
from app.ui.plots.intervals import phoneme_intervals
from tests.app.comparison.compared import LABELS, STARTS, rendition


def labels(*symbols: str) -> list[str]:
    return [label for _, _, label in sound_groups(symbols)]


def test_a_stress_mark_sounds_as_part_of_the_vowel_behind_it() -> None:
    assert labels("l", "ˈ", "o", "ʊ") == ["l", "ˈo", "ʊ"]
    assert labels("", "l", "", "ˌ", "", "o", "", "ʊ", "") == ["", "l", "ˌo", "ʊ"]


def test_a_length_mark_sounds_as_part_of_the_vowel_before_it() -> None:
    assert labels("m", "", "ˈ", "", "i", "", "ː", "", "t") == ["m", "ˈiː", "t"]
    assert labels("a", "ˑ", "n", "\u0329") == ["aˑ", "n\u0329"]  # a combining mark, too


def test_the_gap_between_words_is_a_sound_without_a_label_and_punctuation_has_its_own() -> None:
    assert labels("h", "", " ", "", "m", "", ",", "", " ", "", "i") == [
        "h", "", "m", ",", "", "i",
    ]  # fmt: skip
    assert labels("ˈ", " ", "a") == ["ˈ", "", "a"]  # the mark of nothing stays alone


def test_every_token_belongs_to_one_sound() -> None:
    symbols = ("", "", "h", "", "ˈ", "", "a", "", "ː", "", " ", "", "m", "", "!", "", "")
    groups = sound_groups(symbols)
    assert [token for first, stop, _ in groups for token in range(first, stop)] == list(
        range(len(symbols))
    )
    assert groups[0] == (0, 2, "")
    assert groups[2] == (4, 10, "ˈaː")
    assert groups[-1] == (14, 17, "!")
    assert sound_groups(()) == []


def test_a_phoneme_has_the_blanks_behind_it() -> None:
    take = rendition(1).outline
    phonemes = phonemes_of(take.utterance)
    assert tuple(p.label for p in phonemes) == LABELS
    assert tuple(p.token_start for p in phonemes) == STARTS
    # As in the tiers under the plots.
    edges = edge_seconds(take)
    for phoneme, interval in zip(phonemes, phoneme_intervals(take, 0.0), strict=True):
        assert interval.label == phoneme.label
        assert interval.start == pytest.approx(edges[phoneme.token_start])
        assert interval.stop == pytest.approx(edges[phoneme.token_stop])
