from __future__ import annotations

import unicodedata

import pytest

from vits_core.text.tokens import TokenTable

PIPER = {"_": (0,), "^": (1,), "$": (2,), " ": (3,), "a": (4,), "b": (5,), "aɪ": (6, 7)}


def test_tokens_are_framed_as_piper_does() -> None:
    names, ids, starts = TokenTable(PIPER).frame(["a", " ", "b"])
    assert ids == [1, 0, 4, 0, 3, 0, 5, 0, 2]
    assert names == ["", "", "a", "", " ", "", "b", "", ""]
    assert starts == [2, 4, 6, 8]


def test_the_ids_of_a_symbol_come_before_its_blank() -> None:
    names, ids, starts = TokenTable(PIPER).frame(["aɪ", "a"])
    assert ids == [1, 0, 6, 7, 0, 4, 0, 2]
    assert names == ["", "", "aɪ", "", "", "a", "", ""]
    assert starts == [2, 5, 7]


def test_without_begin_and_end_there_are_only_blanks() -> None:
    table = TokenTable({"_": (0,), "a": (1,), "b": (2,)})
    assert table.frame(["a", "b"])[1] == [0, 1, 0, 2, 0]


def test_without_blanks_there_are_only_symbols() -> None:
    assert TokenTable({"a": (1,), "b": (2,)}).frame(["a", "b"])[1:] == ([1, 2], [0, 1, 2])


def test_nothing_is_framed_too() -> None:
    assert TokenTable(PIPER).frame([]) == (["", "", ""], [1, 0, 2], [2])


def test_the_longest_symbol_wins() -> None:
    assert TokenTable(PIPER).parse("baɪa") == (["b", "aɪ", "a"], [])


def test_framing_symbols_are_no_phonemes() -> None:
    assert TokenTable(PIPER).parse("^a_$") == (["a"], ["^", "_", "$"])


def test_what_the_voice_lacks_is_named() -> None:
    assert TokenTable(PIPER).parse("a☃b") == (["a", "b"], ["☃"])


def test_letters_are_decomposed() -> None:
    table = TokenTable({"c": (1,), "\u0327": (2,)})
    assert table.parse("\u00e7") == (["c", "\u0327"], [])


def test_a_composed_letter_of_the_map_is_found() -> None:
    table = TokenTable({"\u00e7": (1,)})
    assert table.parse(unicodedata.normalize("NFD", "\u00e7")) == (["\u00e7"], [])


@pytest.mark.parametrize(("lacking", "nearest"), [("g", "ɡ"), ("ɚ", "ə"), ("r", "ɹ"), ("ᵻ", "ɪ")])
def test_a_phoneme_spelled_differently_is_found(lacking: str, nearest: str) -> None:
    assert TokenTable({nearest: (1,)}).parse(lacking) == ([nearest], [])
