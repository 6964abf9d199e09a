from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest

from tests.core.text.gold_sentences import GoldText, read_gold
from vits_core.text.sentences import (
    PAUSE_CLAUSE,
    PAUSE_PARAGRAPH,
    PAUSE_SECTION,
    PAUSE_SENTENCE,
    PAUSE_WORD,
    Piece,
    find_pieces,
    is_one_sentence,
    split,
)

GOLD = Path(__file__).with_name("sentence_ends.txt")


def sentences(text: str, language: str = "en") -> list[str]:
    return [text[p.start : p.stop] for p in find_pieces(text, language)]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["Mr. Smith met Dr. Jones at 3 p.m. in the hall.", "He left."]),
        ("en", ["She said “Go away!” and left.", "Really?", "Yes!"]),
        ("en", ["It costs $3.50, i.e. 1,234.5 per cent.", "See www.example.com now."]),
        ("de", ["Das ist z. B. Dr. Müller.", "Er wohnt am 3. Mai hier."]),
        ("fr", ["M. Dupont est là.", "Il part."]),
        ("es", ["El Sr. García llegó.", "¿Quién es?"]),
    ],
)
def test_sentences_end_where_the_language_ends_them(language: str, expected: list[str]) -> None:
    assert sentences(" ".join(expected), language) == expected


@pytest.mark.parametrize("gold", [*read_gold(GOLD)], ids=lambda gold: gold.text[:40])
def test_every_kind_of_end_is_found(gold: GoldText) -> None:
    assert sentences(gold.text, gold.language) == list(gold.sentences)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("zh", ["“你好。", "再见。”", "他走了！", "真的？", "是。"]),
        ("ja", ["「はい。」と言った。", "「行こう。", "早く。」", "Yahoo！", "は"]),
        ("km", ["សួស្តី។", "អ្នក។"]),
        ("my", ["မင်္ဂလာပါ။", "နေကောင်းလား။"]),
    ],
)
def test_scripts_without_spaces_have_sentences_too(language: str, expected: list[str]) -> None:
    assert sentences("".join(expected), language) == expected


def test_markup_that_is_not_there_changes_nothing() -> None:
    expected = ["++One.++", "Mr+.+ Lee +left.+", "++Two+."]
    text = f"{' '.join(expected)}\n\n++".replace("+", "\u2060")
    assert [s.replace("\u2060", "+") for s in sentences(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "I met her in\nParis on a cold\nDecember day",
        "The old man who lived in the house on\nBaker Street had never once been to\n"
        "London, although he often spoke of the\nQueen and of what she had told him.",
        "Er fuhr mit dem alten Zug von\nBerlin nach Hamburg, wo seine\nMutter auf ihn wartete und\n"
        "Kuchen gebacken hatte.",
        "He gave it to Mr.\nSmith yesterday.",
    ],
)
def test_the_lines_of_a_wrapped_paragraph_are_one_sentence(text: str) -> None:
    assert sentences(text) == [text]
    assert sentences(text.replace("\n", "\r\n")) == [text.replace("\n", "\r\n")]


@pytest.mark.parametrize(
    "text",
    [
        "Whose woods these are I think I know.\nHis house is in the village though;\n"
        "He will not see me stopping here\nTo watch his woods fill up with snow.",
        "Roses are red\nViolets are blue\nSugar is sweet\nAnd so are you",
        "Anna Smith\n12 Main Street\nSpringfield\nIreland",
        "Introduction\nThis text tells how it all began, and it goes on for a while.",
        "milk\nbread\nbutter\neggs",
        "Tom: Hello there\nAnna: Good morning\nTom: How are you",
    ],
)
def test_lines_that_stand_by_themselves_are_apart(text: str) -> None:
    assert sentences(text) == text.split("\n")


def test_wrapped_lines_and_paragraphs_are_told_apart_in_one_text() -> None:
    text = (
        "CHAPTER ONE\nIt was a dark night, and the wind blew from the sea over\n"
        "Dover and the hills. Nobody was out on the road when he\ncame home.\n"
        "The next day was calm. He went down to the harbour with\nMary and her brother."
    )
    assert sentences(text) == [
        "CHAPTER ONE",
        "It was a dark night, and the wind blew from the sea over\nDover and the hills.",
        "Nobody was out on the road when he\ncame home.",
        "The next day was calm.",
        "He went down to the harbour with\nMary and her brother.",
    ]
    pauses = [p.pause for p in find_pieces(text, "en")]
    assert pauses == [
        PAUSE_PARAGRAPH, PAUSE_SENTENCE, PAUSE_PARAGRAPH, PAUSE_SENTENCE, PAUSE_PARAGRAPH,
    ]  # fmt: skip


def test_chinese_sentences_end_without_a_space() -> None:
    assert sentences("你好。再见。", "zh") == ["你好。", "再见。"]


def test_a_paragraph_is_followed_by_a_longer_pause() -> None:
    pieces = list(find_pieces("One. Two.\n\nThree. Four.", "en"))
    assert [p.pause for p in pieces] == [
        PAUSE_SENTENCE, PAUSE_PARAGRAPH, PAUSE_SENTENCE, PAUSE_PARAGRAPH,
    ]  # fmt: skip
    assert PAUSE_SECTION > PAUSE_PARAGRAPH > PAUSE_SENTENCE > PAUSE_CLAUSE > PAUSE_WORD


@pytest.mark.parametrize(
    ("between", "pause"),
    [
        ("\n\n", PAUSE_PARAGRAPH), ("\n \n", PAUSE_PARAGRAPH), ("\r\n\r\n", PAUSE_PARAGRAPH),
        ("\n\n\n", PAUSE_SECTION), (" \r\n\r\n \r\n", PAUSE_SECTION),
    ],
)  # fmt: skip
def test_an_empty_line_more_is_more_of_a_pause(between: str, pause: float) -> None:
    assert next(find_pieces(f"One.{between}Two.", "en")).pause == pause


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028"])
def test_a_line_that_goes_on_is_one_sentence(end: str) -> None:
    assert len(sentences(f"this goes on{end}in the next line.")) == 1


def test_the_items_of_a_list_are_apart() -> None:
    assert sentences("Buy:\n- milk\n- bread") == ["Buy:", "- milk", "- bread"]


@pytest.mark.parametrize("language", ["en", "de"])
def test_what_numbers_a_title_or_an_item_is_no_sentence_of_its_own(language: str) -> None:
    lines = [
        "1. The storm",
        "2.1. Open the door.",
        "(3) Close it.",
        "12) Go.",
        "4.",
        "1984.",
        "End",
    ]
    assert sentences("\n".join(lines), language) == lines
    assert sentences("It was 5. Then he came.", "en") == ["It was 5.", "Then he came."]


def test_a_long_sentence_is_cut_at_its_clauses() -> None:
    text = ", ".join(["the cat sat on the mat and slept"] * 30) + "."
    pieces = list(find_pieces(text, "en"))
    assert len(pieces) > 2
    assert all(text[p.start : p.stop].endswith((",", ".")) for p in pieces)
    assert {p.pause for p in pieces[:-1]} == {PAUSE_CLAUSE}


def test_without_clauses_it_is_cut_between_words() -> None:
    text = "word " * 300
    assert {w for s in sentences(text) for w in s.split(" ")} == {"word"}
    assert len(sentences(text)) > 2


def test_without_spaces_it_is_cut_anywhere() -> None:
    parts = sentences("a" * 10_000)
    assert max(map(len, parts)) <= 320
    assert "".join(parts) == "a" * 10_000


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u2029 \r\n"])
def test_white_space_has_no_pieces(text: str) -> None:
    assert sentences(text) == []


def test_pieces_come_as_they_are_asked_for() -> None:
    text = "A short sentence. " * 500_000
    first = list(islice(find_pieces(text, "en"), 2))
    assert [text[p.start : p.stop] for p in first] == ["A short sentence."] * 2


def test_nothing_but_white_space_lies_between_pieces() -> None:
    text = 'One “two”. Three…\n\nFour; five! ("Six?") 7. \ud800 eight. ' * 50
    at = 0
    for piece in find_pieces(text, "en"):
        assert not text[at : piece.start].strip()
        at = piece.stop
    assert not text[at:].strip()


def test_a_piece_is_split_near_its_middle_between_words() -> None:
    text = "one two three four five six"
    halves = split(text, Piece(0, len(text), 1.0))
    assert halves is not None
    left, right = halves
    assert f"{text[left.start : left.stop]} {text[right.start : right.stop]}" == text
    assert (left.pause, right.pause) == (PAUSE_WORD, 1.0)
    assert min(left.stop - left.start, right.stop - right.start) > len(text) // 5


def test_one_character_is_not_split() -> None:
    assert split("a", Piece(0, 1, 0.0)) is None


@pytest.mark.parametrize(("text", "one"), [("Dr. Smith", True), ("Go. Then", False)])
def test_an_abbreviation_is_told_from_an_end(text: str, one: bool) -> None:
    assert is_one_sentence(text, "en") is one
