"""Subtitles become running text that knows when it was to be heard."""

from __future__ import annotations

import pytest

from app.document.reading.read_text import Cue
from app.document.reading.subtitles import read_subtitles
from vits_core.errors import TextError

SRT = """1
00:00:01,000 --> 00:00:03,500
<i>I met {x}</i>
John yesterday

2
00:00:03,600 --> 00:00:05,000
in the harbour.

3
00:00:09,000 --> 00:00:10,000
- No & yes!

4
00:00:10,100 --> 00:00:12,000
He left
"""


def test_a_sentence_that_runs_on_is_one_paragraph_and_keeps_its_times() -> None:
    read = read_subtitles(SRT, ".srt")
    assert read.text == "I met {x} John yesterday in the harbour.\n\n- No & yes!\n\nHe left"
    assert read.cues == (
        Cue(0, 24, 1.0, 3.5),
        Cue(25, 40, 3.6, 5.0),
        Cue(42, 53, 9.0, 10.0),
        Cue(55, 62, 10.1, 12.0),
    )


def test_a_silence_ends_a_paragraph() -> None:
    read = read_subtitles(
        SRT.replace("00:00:03,600", "00:00:04,990").replace("03,500", "02,000"), ".srt"
    )
    assert read.text.startswith("I met {x} John yesterday\n\nin the harbour.")


def test_cues_without_any_full_stops_stay_apart() -> None:
    song = "".join(
        f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\nLine {n}\n\n" for n in range(1, 5)
    )  # fmt: skip
    assert read_subtitles(song, ".srt").text == "Line 1\n\nLine 2\n\nLine 3\n\nLine 4"


def test_webvtt_is_read_without_tags_and_times_of_words() -> None:
    read = read_subtitles(
        "WEBVTT\n\nNOTE no\n\n00:01.000 --> 00:02.000\n<v Anna>Hello there.\n\n"
        "00:02.000 --> 00:03.000 align:start\n<c.yellow>Good <00:02.500>bye &lt;3.</c>\n",
        ".vtt",
    )
    assert read.text == "Hello there.\n\nGood bye <3."


def test_ass_is_read_without_styles_comments_and_drawings() -> None:
    head = "[Script Info]\nScriptType: v4.00+\n\n[Events]\nFormat: Layer, Start, End, Style, Name, "
    head += "MarginL, MarginR, MarginV, Effect, Text\n"
    event = "{}: 0,0:00:0{}.00,0:00:0{}.50,Default,,0,0,0,,{}\n"
    source = head + "".join(
        event.format(kind, n, n, text)
        for n, (kind, text) in enumerate(
            [("Dialogue", r"{\k20}Hel{\k30}lo\Nthere."), ("Comment", "no"),
             ("Dialogue", r"{\p1}m 0 0 l 9 9{\p0}"), ("Dialogue", "Bye.")]
        )
    )  # fmt: skip
    assert read_subtitles(source, ".ass").text == "Hello there.\n\nBye."


@pytest.mark.parametrize("ending", [".srt", ".vtt", ".ass"])
def test_a_file_without_cues_is_told(ending: str) -> None:
    with pytest.raises(TextError) as told:
        read_subtitles("just some text", ending)
    assert told.value.remedy


def test_every_cue_is_where_it_says() -> None:
    read = read_subtitles(SRT, ".srt")
    assert [read.text[cue.start : cue.stop] for cue in read.cues] == [
        "I met {x} John yesterday", "in the harbour.", "- No & yes!", "He left",
    ]  # fmt: skip
