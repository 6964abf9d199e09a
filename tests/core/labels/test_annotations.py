"""TextGrids are read back by Praat itself and by praatio, the others as their tools read them."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import parselmouth
import pytest
from praatio import textgrid as praatio_textgrid

from tests.core.labels.made_times import RATE, made_times
from vits_core.labels.annotations import JSON_VERSION, audacity, htk, textgrid, timings_json
from vits_core.labels.times import PhonemeTime, SentenceTime, SpeechTimes
from vits_core.records import Skipped

TEXTS = ('He said "no" & \\left.', "Zwei\nWörter – 你好, שלום <x> {y}.")
TIMES = made_times(*TEXTS)


def in_praat(text: str, path: Path) -> list[list[tuple[float, float, str]]]:
    """Each tier's intervals, as Praat reads them."""
    path.write_text(text, "utf-8")
    grid, call = parselmouth.read(str(path)), parselmouth.praat.call
    return [
        [
            (
                call(grid, "Get start time of interval", tier, number),
                call(grid, "Get end time of interval", tier, number),
                call(grid, "Get label of interval", tier, number),
            )
            for number in range(1, call(grid, "Get number of intervals", tier) + 1)
        ]
        for tier in range(1, call(grid, "Get number of tiers") + 1)
    ]


def test_praat_reads_tiers_without_gaps(tmp_path: Path) -> None:
    tiers = in_praat(textgrid(TIMES), tmp_path / "a.TextGrid")
    told = (TIMES.phonemes, TIMES.words, TIMES.sentences)
    for intervals, expected in zip(tiers, told, strict=True):
        assert intervals[0][0] == 0
        assert intervals[-1][1] == TIMES.seconds
        assert all(one[1] == other[0] for one, other in pairwise(intervals))
        labelled = [each for each in intervals if each[2]]
        assert labelled == [(e.start, e.stop, " ".join(e.text.split())) for e in expected]


def test_praatio_reads_the_same(tmp_path: Path) -> None:
    path = tmp_path / "a.TextGrid"
    path.write_text(textgrid(TIMES), "utf-8")
    grid = praatio_textgrid.openTextgrid(str(path), includeEmptyIntervals=False)
    assert grid.tierNames == ("phonemes", "words", "sentences")
    words = [(entry.start, entry.end, entry.label) for entry in grid.getTier("words").entries]
    assert words == [(word.start, word.stop, word.text) for word in TIMES.words]
    assert [e.label for e in grid.getTier("sentences").entries] == [TEXTS[0], TEXTS[1].replace(
        "\n", " ",
    )]  # fmt: skip


def test_a_sound_without_words_is_one_silence(tmp_path: Path) -> None:
    silent = SpeechTimes((), 1.5, RATE)
    assert in_praat(textgrid(silent), tmp_path / "a.TextGrid") == [[(0, 1.5, "")]] * 3
    assert audacity(silent) == ""
    assert htk(silent) == "0 15000000 sil\n"


def test_audacity_gets_a_word_a_line() -> None:
    lines = [line.split("\t") for line in audacity(TIMES).splitlines()]
    assert [line[2] for line in lines] == [word.text for word in TIMES.words]
    assert [(float(start), float(stop)) for start, stop, _ in lines] == [
        (pytest.approx(word.start, abs=1e-6), pytest.approx(word.stop, abs=1e-6))
        for word in TIMES.words
    ]


def test_htk_gets_phonemes_without_gaps() -> None:
    lines = [line.split(" ") for line in htk(TIMES).splitlines()]
    edges = [int(start) for start, _, _ in lines]
    assert edges[0] == 0
    assert [int(stop) for _, stop, _ in lines] == [*edges[1:], round(TIMES.seconds * 1e7)]
    names = [name for _, _, name in lines]
    assert names[:7] == ["sil", "a", "ˈ", "sp", "a", "ˈ", "sp"]
    assert names.count("sil") == len(TEXTS) + 1
    assert [name for name in names if name not in ("sp", "sil")] == ["a", "ˈ"] * len(TIMES.words)


@pytest.mark.parametrize(
    ("symbol", "name"),
    [("ɪ", "ɪ"), ("1", '"1"'), ("'", '"\'"'), ('"', "'\"'"), ("\\", "\\\\"), ("?", "?")],
)
def test_htk_takes_no_symbol_for_a_time_or_a_quote(symbol: str, name: str) -> None:
    phonemes = (PhonemeTime(symbol, 0.0, 1.0),)
    times = SpeechTimes((SentenceTime("x", 0.0, 1.0, 0, 1, (), phonemes),), 1.0, RATE)
    assert htk(times) == f"0 10000000 {name}\n"


def test_json_tells_everything_in_seconds_and_samples() -> None:
    skipped = (Skipped("x", 3, 4, "there is no sound for it"),)
    at_48000 = SpeechTimes(TIMES.sentences, TIMES.seconds, 48_000, skipped)
    told = json.loads(timings_json(at_48000))
    assert (told["format"], told["format_version"]) == ("vits-studio-timings", JSON_VERSION)
    assert (told["sample_rate"], told["seconds"]) == (48_000, TIMES.seconds)
    assert told["samples"] == round(TIMES.seconds * 48_000)
    assert [sentence["text"] for sentence in told["sentences"]] == list(TEXTS)
    words = [word for sentence in told["sentences"] for word in sentence["words"]]
    whole = "\n".join(TEXTS)
    for word, time in zip(words, TIMES.words, strict=True):
        assert whole[word["text_start"] : word["text_stop"]] == word["text"] == time.text
        assert (word["start"], word["stop"]) == (time.start, time.stop)
        assert word["start_sample"] == round(time.start * 48_000)
        assert word["stop_sample"] == round(time.stop * 48_000)
    phonemes = [each for sentence in told["sentences"] for each in sentence["phonemes"]]
    assert [(p["text"], p["start"]) for p in phonemes] == [
        (p.text, p.start) for p in TIMES.phonemes
    ]
    assert told["skipped"] == [
        {"text": "x", "start": 3, "stop": 4, "reason": "there is no sound for it"}
    ]
