from __future__ import annotations

from tests.core.text.results import check_structure, spoken, word_sounds
from vits_core.records import Skipped, Utterance
from vits_core.text.frontend import TextFrontend
from vits_core.text.markup import (
    MAX_SYMBOLS,
    MarkedText,
    find_phoneme_sentences,
    find_phonemes,
    mask,
)


def test_double_brackets_hold_phonemes() -> None:
    text = "Say [[həlˈoʊ]] now [[x"
    (span,) = find_phonemes(text)
    assert text[span.start : span.stop] == "[[həlˈoʊ]]"
    assert text[span.inner_start : span.inner_stop] == "həlˈoʊ"
    assert mask(text, [span]) == "Say xxxxxxxxxx now [[x"


def test_segments_alternate() -> None:
    marked = MarkedText.of("a [[b]] c")
    assert list(marked.segments(0, 9)) == [(0, 2, False), (4, 5, True), (7, 9, False)]
    assert list(marked.segments(7, 9)) == [(7, 9, False)]
    assert list(marked.segments(3, 5)) == [(4, 5, True)]


def test_phonemes_are_spoken_as_written(frontend: TextFrontend) -> None:
    assert word_sounds(frontend, "Say [[təmˈɑːtoʊ plˈiːz]] now.") == [
        ("Say", "sˈeɪ"), ("təmˈɑːtoʊ", "təmˈɑːtoʊ"), ("plˈiːz", "plˈiːz"), ("now", "nˈaʊ"),
    ]  # fmt: skip


def test_a_dot_inside_ends_no_sentence(frontend: TextFrontend) -> None:
    (utterance,) = spoken(frontend, "Say [[h. ə]] now.")
    assert utterance.phonemes == "sˈeɪ h. ə nˈaʊ."


def test_marks_around_phonemes_are_kept(frontend: TextFrontend) -> None:
    (utterance,) = spoken(frontend, "Yes, [[ə]], no!")
    assert utterance.phonemes == "jˈɛs, ə, nˈoʊ!"


def test_symbols_that_the_voice_lacks_are_reported(frontend: TextFrontend) -> None:
    (result,) = frontend.utterances("Say [[ə☃ə^]] now.")
    assert isinstance(result, Utterance)
    assert result.phonemes == "sˈeɪ əə nˈaʊ."
    assert ["☃" in s.reason or "^" in s.reason for s in result.skipped] == [True, True]


def test_empty_brackets_are_nothing(frontend: TextFrontend) -> None:
    (utterance,) = spoken(frontend, "One [[]] two [[ ]] three.")
    assert [w.text for w in utterance.words] == ["One", "two", "three"]


def test_long_phonemes_are_cut(frontend: TextFrontend) -> None:
    text = f"[[{'həlˈoʊ ' * 300}]]"
    results = list(frontend.utterances(text))
    assert len(results) > 2
    check_structure(text, results, MAX_SYMBOLS)


def test_a_text_of_phonemes(frontend: TextFrontend) -> None:
    text = "həlˈoʊ wˈɜːld. ðɪs, ɪz!  "
    first, second = frontend.from_phonemes(text)
    assert isinstance(first, Utterance)
    assert isinstance(second, Utterance)
    assert (first.phonemes, second.phonemes) == ("həlˈoʊ wˈɜːld.", "ðɪs, ɪz!")
    assert text[second.start : second.stop] == "ðɪs, ɪz!"


def test_no_phonemes_are_reported(frontend: TextFrontend) -> None:
    for text in ("", "   ", "☃"):
        results = list(frontend.from_phonemes(text))
        assert results
        assert all(isinstance(r, Skipped) for r in results)


def test_phoneme_sentences_have_a_longest_length() -> None:
    text = "abc " * 100 + "d" * 100 + ". e"
    pieces = list(find_phoneme_sentences(text, 40))
    assert max(p.stop - p.start for p in pieces) <= 40
    letters = "".join(text[p.start : p.stop] for p in pieces).replace(" ", "")
    assert letters == text.replace(" ", "")
