from __future__ import annotations

import pytest

from tests.core.text.results import check_structure
from vits_core.records import Reading, Utterance
from vits_core.text.frontend import FrontendConfig, TextFrontend
from vits_core.text.markup import MAX_SYMBOLS
from vits_core.text.pronunciations import Pronunciation, Pronunciations
from vits_core.text.reading_options import ReadingOptions


def said(text: str, *entries: Pronunciation, language: str = "en-us") -> list[tuple[str, str]]:
    found = Pronunciations(entries).rewrites(text, language)
    return [(text[each.start : each.stop], each.phonemes or each.spoken) for each in found]


CUBE = Pronunciation("kubectl", "cube control")
NGUYEN = Pronunciation("Nguyen", "ˈwɪn", phonemes=True)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Run kubectl now", ["kubectl"]),
        ("KUBECTL, kubectl.", ["KUBECTL", "kubectl"]),
        ("kubectls xkubectl kubectl2", []),
        ("kubectl-run (kubectl)", ["kubectl", "kubectl"]),
    ],
)
def test_whole_words_are_found_in_any_case(text: str, found: list[str]) -> None:
    assert said(text, CUBE) == [(word, "cube control") for word in found]


def test_signs_and_several_words_can_be_written() -> None:
    entries = (Pronunciation("C++", "see plus plus"), Pronunciation("New York", "N Y"))
    assert said("C++ in New York", *entries) == [("C++", "see plus plus"), ("New York", "N Y")]


def test_the_longest_holds_then_the_one_with_a_condition_then_the_latest() -> None:
    entries = (
        Pronunciation("live", "liv"),
        Pronunciation("live", "lyve", before="music"),
        Pronunciation("live stream", "webcast"),
        Pronunciation("live", "leeve"),
    )
    assert said("live music, live stream, live", *entries) == [
        ("live", "lyve"), ("live stream", "webcast"), ("live", "leeve"),
    ]  # fmt: skip


def test_case_matters_where_it_is_said() -> None:
    polish = Pronunciation("Polish", "Pole-ish", match_case=True)
    assert said("Polish the Polish, polish", polish) == [("Polish", "Pole-ish")] * 2


@pytest.mark.parametrize(
    ("own", "language", "holds"),
    [("", "de", True), ("en", "en-us", True), ("en-us", "en_US", True), ("en-gb", "en-us", False),
     ("e", "en", False)],
)  # fmt: skip
def test_an_entry_holds_for_its_language(own: str, language: str, holds: bool) -> None:
    assert Pronunciation("a", "b", language=own).speaks(language) is holds


@pytest.mark.parametrize(
    ("word", "phonemes"),
    [("Nguyen's", "ˈwɪnz"), ("Nguyen’s", "ˈwɪnz"), ("Nguyen", "ˈwɪn")],
)
def test_the_possessive_is_said_too(word: str, phonemes: str) -> None:
    assert said(f"It is {word} house", NGUYEN) == [(word, phonemes)]


def test_the_possessive_is_said_as_after_its_last_sound() -> None:
    entries = Pronunciation("A", "ks", phonemes=True), Pronunciation("B", "kæt", phonemes=True)
    assert said("A's B's", *entries) == [("A's", "ksɪz"), ("B's", "kæts")]


def test_those_that_make_a_difference_to_a_text() -> None:
    both = Pronunciations((CUBE, NGUYEN))
    assert both.of("Ask Nguyen.", "en") == Pronunciations((NGUYEN,))
    assert not both.of("Ask her.", "en")
    options = ReadingOptions(rewrite=False, pronunciations=both)
    assert options.for_text("Ask her.", "en") == ReadingOptions(rewrite=False)


@pytest.mark.parametrize("written", ["", "  ", "x" * 201])
def test_what_is_no_entry_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"written|characters"):
        Pronunciation(written, "a")


def spoken(frontend: TextFrontend, text: str, *entries: Pronunciation) -> Utterance:
    options = ReadingOptions(pronunciations=Pronunciations(entries))
    results = list(frontend.utterances(text, options))
    check_structure(text, results, MAX_SYMBOLS)
    (utterance,) = results
    assert isinstance(utterance, Utterance)
    return utterance


def test_words_around_are_read_as_if_the_word_stood_there(frontend: TextFrontend) -> None:
    utterance = spoken(frontend, "This is a Nguyen of the family.", NGUYEN)
    assert utterance.phonemes == "ðɪs ɪz ɐ ˈwɪn ʌvðə fˈæmɪli."
    assert [word.text for word in utterance.words][3] == "Nguyen"
    assert utterance.readings == (Reading("Nguyen", 10, 16, "[[ˈwɪn]]"),)


def test_a_word_that_espeak_joins_to_its_neighbour_can_be_said_otherwise(
    frontend: TextFrontend,
) -> None:
    the = Pronunciation("the", "ðˈiː", phonemes=True)
    assert spoken(frontend, "One of the best.", the).phonemes == "wˈʌn ʌv ðˈiː bˈɛst."


def test_several_words_are_one(frontend: TextFrontend) -> None:
    entry = Pronunciation("New York", "nuː jˈɔːk", phonemes=True)
    utterance = spoken(frontend, "In New York, yes.", entry)
    assert utterance.phonemes == "ɪn nuː jˈɔːk, jˈɛs."
    assert [word.text for word in utterance.words] == ["In", "New York", "yes"]


def test_the_dictionary_goes_before_what_is_read_as_people_say_it(frontend: TextFrontend) -> None:
    entry = Pronunciation("$5", "a fiver")
    assert spoken(frontend, "It costs $5.", entry).readings[0].spoken == "a fiver"


def test_letters_can_be_respelled_too() -> None:
    ids = {c: (i,) for i, c in enumerate(" abcdefghijklmnopqrstuvwxyz.")}
    with TextFrontend(FrontendConfig(ids, phoneme_type="text")) as frontend:
        utterance = spoken(frontend, "run kubectl.", CUBE)
    assert utterance.phonemes == "run cube control."
