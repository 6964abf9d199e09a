"""Cues hold all words in order, two short lines at a time, and do not overlap."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.labels.made_times import made_sentence, made_times
from vits_core.labels.cues import MOST_LINES, MOST_SECONDS, Cue, in_units, sentence_cues, word_cues
from vits_core.labels.line_breaks import LINE, LineBreaks

LONG = (
    "When the old man who had lived beside the river for most of his life came down to the boats, "
    "he saw that the water had risen in the night; the nets were gone, and so was the little "
    "wooden pier which his father had built, long before the war, from what was left of the mill."
)

WORD = st.text("abcdé’ßأمж字, .;:!?-—“”()«»\n\t<&{", max_size=14)
TEXTS = st.lists(WORD, min_size=1, max_size=60).map(" ".join)


def texts_of(text: str) -> list[str]:
    return [cue.text for cue in sentence_cues(made_sentence(text))]


def width(line: str) -> int:
    return LineBreaks(line).width(0, len(line))


def without_space(text: str) -> str:
    return re.sub(r"\s", "", text)


@given(st.lists(TEXTS, min_size=1, max_size=3), st.sampled_from([100, 1000]))
def test_cues_are_in_order_apart_and_hold_every_character(texts: list[str], unit: int) -> None:
    times = made_times(*texts)
    for cut in (sentence_cues, word_cues):
        cues = [cue for sentence in times.sentences for cue in cut(sentence)]
        assert without_space("".join(cue.text for cue in cues)) == without_space("".join(texts))
        free = 0
        for cue, start, stop in in_units(cues, unit):
            assert free <= start < stop
            assert stop >= round(cue.stop * unit, 3)
            assert start - 1 < max(cue.start * unit, free)
            free = stop


@given(TEXTS)
def test_words_keep_their_times(text: str) -> None:
    sentence = made_sentence(text)
    if sentence.words:
        times = [(word.start, word.stop) for word in sentence.words]
        assert [(w.start, w.stop) for c in sentence_cues(sentence) for w in c.words] == times
        assert [(cue.start, cue.stop) for cue in word_cues(sentence)] == times


def test_a_short_sentence_is_one_line() -> None:
    assert texts_of("“Well,” he said, “come in.”") == ["“Well,” he said, “come in.”"]


def test_a_longer_sentence_is_two_lines_of_about_the_same_length() -> None:
    assert texts_of("The quick brown fox jumps over the very lazy dog.") == [
        "The quick brown fox jumps\nover the very lazy dog."
    ]
    assert texts_of("Come as early as you can, it will get dark soon.") == [
        "Come as early as you can,\nit will get dark soon."
    ]


def test_a_very_long_sentence_is_cut_behind_clauses() -> None:
    cues = list(sentence_cues(made_sentence(LONG)))
    assert " ".join(" ".join(cue.text.split("\n")) for cue in cues) == LONG
    assert sum(cue.text[-1] in ",;." for cue in cues) >= len(cues) - 1
    for cue in cues:
        lines = cue.text.split("\n")
        assert len(lines) <= MOST_LINES
        assert max(map(width, lines)) <= LINE
        assert cue.stop - cue.start <= MOST_SECONDS


def test_two_full_lines_stay_together() -> None:
    line = "aa, " * 10 + "bb"
    assert texts_of(f"{line} {line}") == [f"{line}\n{line}"]


def test_one_more_cue_saves_a_clause_from_being_cut() -> None:
    text = (
        "it was the epoch of incredulity, it was the season of Light, it was the season of "
        "Darkness, it was the spring of hope, it was the winter of despair."
    )
    assert all(cue.endswith((",", ".")) for cue in texts_of(text))


def test_a_word_with_a_hyphen_stays_on_one_line() -> None:
    (cue,) = texts_of("according to its well-informed chief executive.")
    assert "\n" in cue
    assert "well-informed" in cue


def test_marks_go_with_their_word() -> None:
    sentence = made_sentence("He said: “No” – (really), or 😀 yes!")
    assert [cue.text for cue in word_cues(sentence)] == [
        "He", "said:", "“No” –", "(really),", "or 😀", "yes!",
    ]  # fmt: skip


def test_what_is_written_without_spaces_is_shown_so() -> None:
    sentence = made_sentence("今天天气很好，「我们」去公园。")
    assert [cue.text for cue in word_cues(sentence)] == ["今天天气很好，", "「我们」", "去公园。"]
    assert texts_of("今天天气很好，「我们」去公园。") == ["今天天气很好，「我们」去公园。"]
    (cue,) = texts_of("今天天气很好，我们一起去公园散步，然后回家吃饭，再看一场电影。")
    above, below = cue.split("\n")
    assert above[-1] == "，"
    assert max(width(above), width(below)) <= LINE


def test_a_right_to_left_text_keeps_the_order_in_which_it_is_read() -> None:
    text = "שלום לכולם, מה שלומכם היום? أهلا وسهلا بكم في هذا المكان الجميل."
    assert without_space("".join(texts_of(text))) == without_space(text)


def test_line_ends_and_control_characters_of_the_text_are_not_shown() -> None:
    assert texts_of("one\ntwo\u2028three\x00 four\r\n\r\nfive \ud800") == [
        "one two three four five \ufffd"
    ]


def test_a_word_that_no_line_holds_stays_whole() -> None:
    word = "x" * 150
    assert texts_of(f"See {word} now.") == ["See", word, "now."]


def test_without_words_a_sentence_is_shown_whole() -> None:
    (cue,) = sentence_cues(made_sentence("…"))
    assert cue.text == "…"


@pytest.mark.parametrize("unit", [100, 1000])
def test_cues_that_touch_share_their_edge(unit: int) -> None:
    cue = next(sentence_cues(made_sentence("a")))
    third = 1 / 3
    touching = [
        Cue((type(cue.words[0])("a", 0.0, third),)),
        Cue((type(cue.words[0])("b", third, 2 * third),)),
    ]
    (_, _, stop), (_, start, last) = in_units(touching, unit)
    assert stop == start == -(-unit // 3)
    assert last == -(-2 * unit // 3)
