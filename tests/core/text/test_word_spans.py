from __future__ import annotations

from pathlib import Path

import pytest

from tests.core.text.results import check_structure, word_sounds
from vits_core.text.espeak_client import EspeakReading
from vits_core.text.frontend import FrontendConfig, TextFrontend
from vits_core.text.markup import MAX_SYMBOLS
from vits_core.text.punctuation import marks_between
from vits_core.text.readable import make_readable
from vits_core.text.word_spans import TextSpan, assign_phonemes, find_words

REVIEWED = Path(__file__).with_name("reviewed_word_spans.tsv")
"""Sentences (after #) with each word and its phonemes: our output, each line judged by eye."""


SYMBOLS = " abdefhijklmnopqrstuvwxyzɐɑɔəɛɕŋɡɹʂχˈˌː"


def reviewed() -> list[tuple[str, list[tuple[str, str]]]]:
    blocks = REVIEWED.read_text(encoding="utf-8").strip().split("\n\n")
    found = []
    for block in blocks:
        title, *rows = block.split("\n")
        pairs = [tuple(row.split("\t")) for row in rows]
        found.append((title.removeprefix("# "), [(word, said) for word, said in pairs]))
    return found


def words(text: str) -> list[str]:
    mapped = make_readable(text, 0, "en").mapped
    return [mapped.text[s.start : s.stop] for s in find_words(mapped, "en")]


def test_at_least_a_hundred_sentences_were_reviewed() -> None:
    assert len(reviewed()) > 100
    assert sum(len(pairs) for _, pairs in reviewed()) > 1000


@pytest.mark.parametrize("at", range(0, len(reviewed()), 16))
def test_words_have_their_own_phonemes(frontend: TextFrontend, at: int) -> None:
    for text, expected in reviewed()[at : at + 16]:
        assert word_sounds(frontend, text) == expected, text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("of the", ["ʌv", "ðə"]),
        ("in the", ["ɪn", "ðə"]),
        ("I am here", ["aɪ", "ɐm", "hˈɪɹ"]),
        ("there were two", ["ðɛɹ", "wˌɜː", "tˈuː"]),
        ("out of the blue", ["ˌaʊɾ", "əv", "ðə", "blˈuː"]),
        ("should have seen", ["ʃˌʊd", "əv", "sˈiːn"]),
    ],
)
def test_words_that_espeak_joins_are_divided(
    frontend: TextFrontend, text: str, expected: list[str]
) -> None:
    assert [said for _, said in word_sounds(frontend, text)] == expected


def test_a_number_is_one_word_with_all_that_is_said(frontend: TextFrontend) -> None:
    assert word_sounds(frontend, "It is 1,234.5 km.")[2] == (
        "1,234.5", "wˈʌn θˈaʊzənd tˈuːhˈʌndɹɪd θˈɜːɾi fˈɔːɹ pɔɪnt fˈaɪv",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“Hello,” she said (twice).", ["Hello", "she", "said", "twice"]),
        ("at 3 p.m. in the U.S.A.", ["at", "three", "p.m.", "in", "the", "U.S.A"]),
        ("one—two – three…four", ["one", "two", "three", "four"]),
        ("well-known don't", ["well-known", "don't"]),
        ("-5 or .5", ["minus", "5", "or", "point five"]),
        ("… ?!", []),
    ],
)
def test_written_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("“It is Mr. Lee!” she said.", "!."),
        ("(We met Dr. Lee.)", "."),
        ("They ate apples, pears, etc., and left.", ",,,."),
        ("Acme, Inc., said so.", ",,."),
        ("The U.S., U.K., and E.U. agreed.", ",,."),
        ("Fruit (apples, pears, etc.) is good.", ",,,,."),
        ("At 5 p.m., the bus came.", ",."),
        ("J. R. R. Tolkien wrote it.", "."),
        ("He took 5 hrs., then left.", ",."),
        ("1. First we go.", ".."),
        ("He said 'Go.' and left.", ".."),
        ("The answer is no.", "."),
        ("It weighs 5 lbs. in all.", "."),
    ],
)
def test_the_full_stop_of_an_abbreviation_is_not_heard(text: str, heard: str) -> None:
    mapped = make_readable(text, 0, "en").mapped
    spans = find_words(mapped, "en")
    stops = [*(span.start for span in spans[1:]), len(mapped.text)]
    gaps = [mapped.text[span.stop : stop] for span, stop in zip(spans, stops, strict=True)]
    marks = [marks_between(gap, frozenset(".,;:!?"), ends_text=False)[0] for gap in gaps]
    assert "".join(marks) == heard


def test_a_word_without_an_event_gets_phonemes_all_the_same() -> None:
    reading = EspeakReading(("ʌvðə",), ((0, "ʌvðə"),))
    spans = [TextSpan(0, 2), TextSpan(3, 6)]
    spoken = assign_phonemes("of the", spans, reading, {"of": "ʌv", "the": "ðə"}.__getitem__)
    assert [(s.phonemes, s.merged) for s in spoken] == [("ʌv", True), ("ðə", False)]


def test_a_silent_word_is_left_out() -> None:
    reading = EspeakReading(("ˈeɪ",), ((0, "ˈeɪ"),))
    spans = [TextSpan(0, 1), TextSpan(2, 3)]
    spoken = assign_phonemes("a |", spans, reading, lambda word: "" if word == "|" else "ˈeɪ")
    assert [(s.span.start, s.phonemes) for s in spoken] == [(0, "ˈeɪ")]


def test_without_events_nothing_is_lost() -> None:
    reading = EspeakReading(("aɪɐm",), ())
    spans = [TextSpan(0, 1), TextSpan(2, 4)]
    spoken = assign_phonemes("I am", spans, reading, {"I": "aɪ", "am": "æm"}.__getitem__)
    assert [s.phonemes for s in spoken] == ["aɪ", "ɐm"]


def test_more_words_than_phonemes() -> None:
    spans = [TextSpan(0, 1), TextSpan(2, 3), TextSpan(4, 5)]
    spoken = assign_phonemes("a b c", spans, EspeakReading(("ə",), ((0, "ə"),)), lambda w: w)
    assert "".join(s.phonemes for s in spoken) == "ə"


@pytest.mark.parametrize("text", ["你好", "글Ⅳ글①", "ﬁ本ﬁ本", "日㎏本㎏"])
def test_scripts_without_spaces_are_divided_between_characters(text: str) -> None:
    ids = {c: (i,) for i, c in enumerate(SYMBOLS)}
    config = FrontendConfig(ids, espeak_voice="cmn", language="zh")
    with TextFrontend(config) as frontend:
        results = list(frontend.utterances(text))
        check_structure(text, results, MAX_SYMBOLS)
