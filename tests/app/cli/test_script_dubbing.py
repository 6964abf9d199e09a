"""Subtitles are spoken at their times, as one track and as stems."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pysubs2
import pytest
import soundfile

from app.document.document import Document, Line
from app.document.document_json import document_to_json
from app.document.slots import FitBounds, Slot
from tests.app.cli.command_line import run_here
from vits_core.voice import load_voice

RATE, HOP = 22050, 256
EXACT = ("--precision", "float32", "--format", "FLOAT")
LONGEST = "They came from the north.", "Nobody knew their names."
SENTENCES = (
    "Good evening.",
    "It is late, and the last train has gone.",
    "Who are you?",
    " ".join(LONGEST),
    "Stay here.",
)
SLOTS = [(1.25 + 3.7 * number, 1.25 + 3.7 * number + 2.4) for number in range(20)]
"""The second and the fourth text of each five are too long for them, by less than the bounds make
up for."""


def frame(seconds: float) -> int:
    return round(seconds * RATE / HOP)


def stamp(seconds: float) -> str:
    whole, thousandths = divmod(round(seconds * 1000), 1000)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02},{thousandths:03}"


def subtitles(folder: Path, cues: list[tuple[float, float, str]]) -> Path:
    path = folder / "film.srt"
    path.write_text(
        "\n\n".join(
            f"{number}\n{stamp(start)} --> {stamp(stop)}\n{text}"
            for number, (start, stop, text) in enumerate(cues, 1)
        )
    )
    return path


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which twenty cues were dubbed."""
    folder = tmp_path_factory.mktemp("film")
    cues = [(*slot, SENTENCES[number % 5]) for number, slot in enumerate(SLOTS)]
    done = run_here(
        "script", subtitles(folder, cues), "-o", folder / "film.wav", *EXACT, "--sidecar",
        "--stems", folder / "stems", "--subtitles", folder / "heard.srt",
        "--timings", folder / "heard.json",
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.startswith("20 cues saved as stems")  # all of them fit
    return folder


def test_each_cue_begins_at_its_frame_and_ends_in_its_time(film: Path) -> None:
    sound, rate = soundfile.read(film / "film.wav", dtype="float32")
    assert rate == RATE
    edges = np.flatnonzero(np.diff(np.concatenate(([0], sound != 0, [0]))))
    sounding = edges.reshape(-1, 2)
    # Silence between takes is exactly zero, and nothing that is made is for as long as a frame.
    longest = sounding[1:][sounding[1:, 0] - sounding[:-1, 1] > 0.6 * RATE, 0]
    starts = [int(sounding[0, 0]), *map(int, longest)]
    assert starts == [frame(start) * HOP for start, _ in SLOTS]
    for (_, stop), following in zip(SLOTS, [*starts[1:], len(sound)], strict=True):
        assert not sound[int(stop * RATE / HOP) * HOP : following].any()


def test_voices_are_heard_where_the_labels_say(film: Path) -> None:
    sound, _ = soundfile.read(film / "film.wav", dtype="float32")
    told = json.loads((film / "heard.json").read_text("utf-8"))
    assert told["seconds"] == pytest.approx(len(sound) / RATE)
    first = [sentence for sentence in told["sentences"] if sentence["text"] != LONGEST[1]]
    assert len(first) == 20
    level = 10 ** (-50 / 20)
    for sentence, (start, stop) in zip(first, SLOTS, strict=True):
        assert sentence["start"] == pytest.approx(frame(start) * HOP / RATE, abs=1e-9)
        assert sentence["stop"] <= stop
        begin = round(sentence["start"] * RATE)
        onset = begin + int(np.argmax(np.abs(sound[begin:]) > level))
        assert abs(onset / RATE - sentence["words"][0]["start"]) < 8 * HOP / RATE
    cues = pysubs2.load(str(film / "heard.srt"))
    assert len(cues) == 24


def test_only_what_is_too_long_is_spoken_faster(film: Path) -> None:
    recipe = json.loads((film / "film.take.json").read_text("utf-8"))
    faster = {each["utterance"]["text"] for each in recipe["sentences"] if each["timing"]["frames"]}
    assert faster == {SENTENCES[1], *LONGEST}
    again = run_here("retake", film / "film.wav", "--precision", "float32")
    assert "identical" in again.stdout


def test_stems_lie_in_the_track_where_their_table_says(film: Path) -> None:
    sound, _ = soundfile.read(film / "film.wav", dtype="float32")
    with (film / "stems" / "stems.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 20
    assert rows[1]["file"] == "002_00-00-04.946.wav"
    rest = sound.copy()
    for row, (start, _) in zip(rows, SLOTS, strict=True):
        stem, _ = soundfile.read(film / "stems" / row["file"], dtype="float32")
        first = int(row["first_sample"])
        assert first == frame(start) * HOP
        assert np.array_equal(sound[first : first + len(stem)], stem)
        rest[first : first + len(stem)] = 0
    assert not rest.any()


def test_what_does_not_fit_is_told_and_puts_off_what_follows(tmp_path: Path) -> None:
    path = subtitles(tmp_path, [(0, 1.2, SENTENCES[1]), (1.2, 4, "Good night."), (5, 6, "Yes.")])
    done = run_here("script", path, "-o", tmp_path / "a.wav", "--timings", tmp_path / "a.json")
    assert done.returncode == 0
    assert "“It is late, and the last train has gone” at 0.00 s is too long by" in done.stderr
    assert "“Good night” at" in done.stderr
    assert "1 of 3 cues fit" in done.stderr
    sentences = json.loads((tmp_path / "a.json").read_text())["sentences"]
    assert sentences[1]["start"] == sentences[0]["stop"] > 1.2
    assert sentences[2]["start"] == pytest.approx(5, abs=HOP / RATE)
    faster = run_here("script", path, "-o", tmp_path / "a.wav", "--fastest", "0.3")
    assert (faster.returncode, faster.stderr) == (0, "")


def test_lines_in_files_of_their_own_last_as_they_do_in_the_track(tmp_path: Path) -> None:
    path = subtitles(tmp_path, [(0.5, 1.7, SENTENCES[1]), (4, 6, "Good night.")])
    track = run_here("script", path, "-o", tmp_path / "a.wav", *EXACT)
    done = run_here(
        "script", path, "-o", tmp_path / "lines", *EXACT, "--each", "line", "--name", "{n} {start}"
    )
    assert (track.returncode, done.returncode) == (0, 0)
    assert "is too long by" in track.stderr
    assert done.stderr.endswith(track.stderr)  # behind how many files there are
    sound, _ = soundfile.read(tmp_path / "a.wav", dtype="float32")
    for name, start in (("1 00-00-00.499", 0.5), ("2 00-00-04.005", 4.0)):
        line, _ = soundfile.read(tmp_path / "lines" / f"{name}.wav", dtype="float32")
        first = frame(start) * HOP
        assert np.array_equal(line, sound[first : first + len(line)])


def test_bounds_and_delivery_come_from_the_script_or_are_asked_for(tmp_path: Path) -> None:
    with load_voice(precision="float32") as voice:
        own = voice.speak("Good night.", rhythm_seed=5, expression_seed=42, mel=False).waveform
    line = Line(1, "Good night.", slot=Slot(1, 1 + 1.25 * len(own) / RATE))
    document = Document((line,), fit=FitBounds(fill=True))
    path = tmp_path / "night.vits-script"
    path.write_text(document_to_json(replace(document)))
    target = tmp_path / "night.wav"
    for options, frames in (
        ((), int(1.25 * len(own) / HOP)),
        (("--slowest", "1.1"), int(1.1 * len(own) / HOP)),
        (("--no-fill",), len(own) // HOP),
    ):
        done = run_here("script", path, "-o", target, *EXACT, "--rhythm-seed", "5", *options)
        assert (done.returncode, done.stderr) == (0, "")
        length = soundfile.info(target).frames // HOP - frame(1)
        assert abs(length - frames) <= 1


def test_what_cannot_work_is_told(tmp_path: Path) -> None:
    path = subtitles(tmp_path, [(0, 1, "Yes.")])
    target = tmp_path / "a.wav"
    for options, words in (
        (("--fastest", "1.5"), "fastest"),
        (("--speaker", "nobody"), "nobody"),
        (("--subtitles", path), "another file of this command"),
    ):
        done = run_here("script", path, "-o", target, *options)
        assert done.returncode == 1
        assert words in done.stderr
    plain = tmp_path / "plain.vits-script"
    plain.write_text(document_to_json(Document((Line(1, "Yes."),))))
    done = run_here("script", plain, "-o", target, "--stems", tmp_path / "stems")
    assert done.returncode == 1
    assert "no times" in done.stderr
    assert not target.exists()
