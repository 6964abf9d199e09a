"""Subtitles are read back by pysubs2, and what it does not know is looked at as it is written."""

from __future__ import annotations

import html
import re

import pysubs2
import pytest
import webvtt
from hypothesis import given
from hypothesis import strategies as st

from tests.core.labels.made_times import made_sentence, made_times
from vits_core.errors import AudioFileError
from vits_core.labels.cues import Cue, CueWord, in_units, sentence_cues
from vits_core.labels.subtitles import ass, srt, vtt

TIMES = made_times(
    "Good morning, everybody who has come here today.", "How are you?", "שלום 你好 and hello."
)
HOSTILE = 'a & &lt; b <i>c</i> {\\an8} d --> e "f" C:\\new\\Nop\\h'
WORDS = st.lists(st.text("abcdé字", min_size=1, max_size=12), min_size=1, max_size=40)


def cues_of(*texts: str) -> list[Cue]:
    return [cue for s in (made_times(*texts)).sentences for cue in sentence_cues(s)]


CUES = [cue for sentence in TIMES.sentences for cue in sentence_cues(sentence)]


@pytest.mark.parametrize(
    ("text", "form", "unit"),
    [
        (srt(CUES), "srt", 1000),
        (vtt(CUES, karaoke=False), "vtt", 1000),
        (ass(CUES, karaoke=False), "ass", 100),
        (ass(CUES, karaoke=True), "ass", 100),
    ],
)
def test_subtitles_are_read_back_as_they_were(text: str, form: str, unit: int) -> None:
    file = pysubs2.SSAFile.from_string(text)
    assert file.format == form  # it knows the format by itself
    told = [(e.start * unit // 1000, e.end * unit // 1000, e.plaintext) for e in file]
    assert told == [(start, stop, cue.text) for cue, start, stop in in_units(CUES, unit)]


@pytest.mark.parametrize("karaoke", [False, True])
def test_vtt_is_read_back_as_it_was(karaoke: bool) -> None:
    cues = [*CUES, *sentence_cues(made_sentence(HOSTILE, 60.0))]
    captions = list(webvtt.from_string(vtt(cues, karaoke=karaoke)))
    for caption, (cue, start, stop) in zip(captions, in_units(cues, 1000), strict=True):
        assert html.unescape(caption.text) == cue.text
        assert caption.start_in_seconds == start // 1000
        assert int(caption.start[-3:]) == start % 1000
        assert int(caption.end[-3:]) == stop % 1000


def test_srt_is_written_as_players_expect_it() -> None:
    assert srt(cues_of("One two.", "Three.")) == (
        "1\n00:00:00,050 --> 00:00:00,700\nOne two.\n\n2\n00:00:01,100 --> 00:00:01,600\nThree.\n"
    )


def test_vtt_tells_the_time_of_each_word_but_the_first() -> None:
    assert vtt(cues_of("One two three."), karaoke=True) == (
        "WEBVTT\n\n00:00:00.050 --> 00:00:01.250\nOne <00:00:00.400>two <00:00:00.750>three.\n"
    )


@given(WORDS)
def test_times_within_a_vtt_cue_grow_and_lie_within_it(words: list[str]) -> None:
    text = vtt(sentence_cues(made_sentence(" ".join(words))), karaoke=True)
    for block in text.split("\n\n")[1:]:
        start, stop = re.findall(r"[\d:.]{12}", block.split("\n")[0])
        stamps = [start, *re.findall(r"<([\d:.]{12})>", block), stop]
        assert stamps == sorted(set(stamps))


def test_words_at_the_same_time_share_a_stamp() -> None:
    words = [CueWord(f"{n} ", 1.0 + n * 0.0004, 1.0004 + n * 0.0004) for n in range(4)]
    body = vtt([Cue(tuple(words))], karaoke=True).splitlines()[-1]
    assert body == "0 1 <00:00:01.001>2 3 "


def test_vtt_escapes_what_would_be_markup() -> None:
    for karaoke in (False, True):
        body = vtt(cues_of(HOSTILE), karaoke=karaoke).split("\n", 3)[3]
        assert "-->" not in body
        shown = html.unescape(re.sub(r"<[\d:.]*>", "", body))
        assert shown.split() == HOSTILE.split()


def test_srt_keeps_what_is_written() -> None:
    assert srt(cues_of(HOSTILE)).split("\n", 2)[2].split() == HOSTILE.split()


def test_ass_escapes_what_would_be_markup() -> None:
    dialogue = ass(cues_of(HOSTILE), karaoke=False).splitlines()[-1]
    text = dialogue.split(",,0,0,0,,", 1)[1].replace("\\N", " ")
    assert not re.search(r"(?<!\\)[{}]|\\[nNh]", text)
    assert re.sub(r"\\([{}])", r"\1", text.replace("\\\u2060", "\\")).split() == HOSTILE.split()


@given(WORDS)
def test_the_syllables_of_an_ass_cue_last_as_long_as_the_cue(words: list[str]) -> None:
    cues = list(sentence_cues(made_sentence(" ".join(words))))
    events = pysubs2.SSAFile.from_string(ass(cues, karaoke=True)).events
    for event, cue in zip(events, cues, strict=True):
        lengths = [int(length) for length in re.findall(r"{\\k(\d+)}", event.text)]
        assert 10 * sum(lengths) == event.end - event.start
        at = event.start
        for length, word in zip(lengths, cue.words, strict=True):
            # The first begins with the cue, which is rounded down.
            assert at == pytest.approx(1000 * word.start, abs=10 if word is cue.words[0] else 5.01)
            at += 10 * length


def test_times_of_many_hours_are_told() -> None:
    late = [*sentence_cues(made_sentence("Late.", 360_000.0))]
    assert "\n100:00:00,050 --> " in srt(late)
    assert "\n100:00:00.050 --> " in vtt(late, karaoke=False)
    with pytest.raises(AudioFileError, match="10 hours"):
        ass(late, karaoke=False)


def test_without_cues_the_files_are_empty() -> None:
    assert srt([]) == ""
    assert vtt([], karaoke=True) == "WEBVTT\n"
    assert pysubs2.SSAFile.from_string(ass([], karaoke=True)).events == []
