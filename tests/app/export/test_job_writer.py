"""Files of an export: what is in them, what goes with them, and what is left when it goes wrong."""

from __future__ import annotations

import csv
import dataclasses
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pysubs2
import pytest
import soundfile

from app.export.job import ExportJob, ExportProgress, ExportResult
from app.export.job_writer import JobWriter
from app.files.existing_files import IfExists
from app.files.stem_table import Stem
from app.synthesis.requests import LineSound
from tests.app.export.exported import PAUSE, VOICE, job, joined, sound_of
from tests.app.ui.made_take import FRAME, HOP, SAMPLE_RATE
from vits_core.audio.file_format import AudioFormat, LoudnessTarget, Tags
from vits_core.audio.loudness import loudness
from vits_core.errors import VoiceError
from vits_core.provenance.digest import audio_digest
from vits_core.provenance.sidecar import read_sidecar
from vits_core.records import Skipped

FLOATS = AudioFormat("FLOAT")
THREE = ["Hi Tom.", "Hi Bob.", "Hi all."]


def written(
    wanted: ExportJob,
    line_of: Callable[[int], LineSound] | None = None,
    tell: Callable[[ExportProgress], None] = lambda _: None,
) -> ExportResult:
    """Write a job whose lines are all there."""
    lines = wanted.lines
    return JobWriter(wanted, line_of or (lambda at: sound_of(lines[at].text)), tell).write()


def read(path: Path) -> np.ndarray:
    return soundfile.read(path, dtype="float32")[0]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_files_of_one_line_each_are_the_whole_but_for_its_pauses(tmp_path: Path) -> None:
    whole = written(job(tmp_path, {"whole.wav": THREE}, audio_format=FLOATS))
    assert np.array_equal(read(tmp_path / "whole.wav"), joined(THREE))
    each = written(job(tmp_path, {f"{text}.wav": [text] for text in THREE}, audio_format=FLOATS))
    assert (len(whole.written), len(each.written), each.failed) == (1, 3, ())
    for text in THREE:
        assert np.array_equal(read(tmp_path / f"{text}.wav"), joined([text]))


def test_subtitles_agree_with_the_sound_to_a_frame(tmp_path: Path) -> None:
    wanted = job(tmp_path, {"a.wav": THREE}, labels=(".srt", ".json"), audio_format=FLOATS)
    written(wanted)
    sound, at = read(tmp_path / "a.wav"), 0
    cues = pysubs2.load(str(tmp_path / "a.srt"))
    assert [cue.text for cue in cues] == THREE
    for cue, text in zip(cues, THREE, strict=True):
        block = joined([text])
        at += next(
            start
            for start in range(len(sound) - at)
            if np.array_equal(sound[at + start : at + start + len(block)], block)
        )
        # Its first word begins behind the take's two frames of silence, and its last ends it.
        assert cue.start / 1000 == pytest.approx(at / SAMPLE_RATE + 2 * FRAME, abs=FRAME)
        assert cue.end / 1000 == pytest.approx((at + len(block)) / SAMPLE_RATE, abs=FRAME)
    told = json.loads((tmp_path / "a.json").read_text("utf-8"))
    assert [each["text_start"] for each in told["sentences"]] == [0, 8, 16]  # of the text itself


def test_files_get_one_gain_so_that_none_jumps(tmp_path: Path) -> None:
    files = {f"{text}.wav": [text] for text in THREE}
    plain = {name: joined(texts) for name, texts in files.items()}
    told: list[ExportProgress] = []
    wanted = job(tmp_path, files, loudness=LoudnessTarget(-30.0), audio_format=FLOATS)
    result = written(wanted, tell=told.append)
    assert len(result.written) == 3
    levels = {file.stored.level for file in result.written}
    assert len(levels) == 1
    gains = [read(tmp_path / name).std() / plain[name].std() for name in files]
    assert gains == pytest.approx([gains[0]] * 3, rel=1e-3)
    together = np.concatenate([read(tmp_path / name) for name in files])
    assert loudness(together, SAMPLE_RATE) == pytest.approx(-30.0, abs=0.2)
    assert [each.file for each in told if each.saving] == [1, 1, 2, 3]


def test_how_far_it_is_is_told_by_file_and_line(tmp_path: Path) -> None:
    told: list[ExportProgress] = []
    written(job(tmp_path, {"a.wav": THREE[:2], "b.wav": THREE[2:]}), tell=told.append)
    assert told == [
        ExportProgress(1, 2, 1, 3), ExportProgress(1, 2, 2, 3), ExportProgress(2, 2, 3, 3),
    ]  # fmt: skip


def test_a_line_that_cannot_be_made_fails_its_file_whole_and_no_other(tmp_path: Path) -> None:
    asked: list[int] = []
    wanted = job(tmp_path, {"a.wav": THREE, "b.wav": ["Oh Ann."]})

    def line_of(place: int) -> LineSound:
        asked.append(place)
        if place == 1:
            raise VoiceError("no luck", remedy="Try again.")
        return sound_of(wanted.lines[place].text)

    result = written(wanted, line_of)
    assert asked == [0, 1, 3]
    ((path, error),) = result.failed
    assert (path.name, error.what) == ("a.wav", "no luck")
    assert [file.path.name for file in result.written] == ["b.wav"]
    assert names(tmp_path) == ["b.wav"]


def test_a_line_without_sound_is_an_empty_file_s_failure_or_told(tmp_path: Path) -> None:
    silence = LineSound((), (Skipped("…", 0, 1, "no sound"),))
    wanted = job(tmp_path, {"a.wav": ["Hi Tom.", "… …"], "b.wav": ["… …"]})

    def line_of(place: int) -> LineSound:
        return sound_of("Hi Tom.") if place == 0 else silence

    result = written(wanted, line_of)
    assert [note.start for note in result.skipped] == [8]  # at characters of the file's text
    assert [path.name for path, _ in result.failed] == ["b.wav"]
    assert names(tmp_path) == ["a.wav"]


def test_a_cancellation_leaves_what_is_complete_and_nothing_else(tmp_path: Path) -> None:
    for loud in (None, LoudnessTarget(-20.0)):
        folder = tmp_path / str(loud)
        folder.mkdir()
        wanted = job(folder, {"a.wav": THREE[:1], "b.wav": THREE[1:]}, loudness=loud)

        def line_of(place: int, wanted: ExportJob = wanted) -> LineSound:
            if place == 2:
                wanted.cancelled.set()
            return sound_of(wanted.lines[place].text)

        result = written(wanted, line_of)
        assert result.cancelled
        assert names(folder) == (["a.wav"] if loud is None else [])
        assert result.failed == ()


@pytest.mark.parametrize(
    ("policy", "left"),
    [
        (IfExists.NUMBER, ["a 2.json", "a 2.wav", "a.json", "b.json", "b.wav"]),
        (IfExists.OVERWRITE, ["a.json", "a.wav", "b.json", "b.wav"]),
        (IfExists.SKIP, ["a.json", "b.json", "b.wav"]),
        (IfExists.FAIL, ["a.json", "b.json", "b.wav"]),
    ],
)
def test_what_is_there_stays_unless_it_is_to_be_replaced(
    tmp_path: Path, policy: IfExists, left: list[str]
) -> None:
    (tmp_path / "a.json").write_text("mine")
    files = {"a.wav": ["Hi Tom."], "b.wav": ["Hi Bob."]}
    asked: list[int] = []
    wanted = job(tmp_path, files, if_exists=policy, labels=(".json",))

    def line_of(place: int) -> LineSound:
        asked.append(place)
        return sound_of(wanted.lines[place].text)

    result = written(wanted, line_of)
    assert names(tmp_path) == left
    stays = (tmp_path / "a.json").read_text() == "mine"
    assert stays == (policy is not IfExists.OVERWRITE)
    assert bool(result.kept) == (policy is IfExists.SKIP)
    assert bool(result.failed) == (policy is IfExists.FAIL)
    assert asked == ([1] if policy in (IfExists.SKIP, IfExists.FAIL) else [0, 1])


def test_a_folder_is_made_and_one_that_cannot_be_is_told_of_each_file(tmp_path: Path) -> None:
    files = {"a.wav": ["Hi Tom."], "b.wav": ["Hi Bob."]}
    new = tmp_path / "new" / "one"
    assert len(written(job(new, files)).failed) == 2
    assert len(written(job(new, files, makes_folder=True)).written) == 2
    (tmp_path / "file").write_text("in the way")
    result = written(job(tmp_path / "file" / "one", files, makes_folder=True))
    assert [path.name for path, _ in result.failed] == ["a.wav", "b.wav"]
    assert result.failed[0][1].remedy


def test_each_file_has_its_tags_and_its_recipe(tmp_path: Path) -> None:
    voice = tmp_path / "joe.onnx"
    voice.write_bytes(b"a voice")
    by = dataclasses.replace(VOICE, source=str(voice))
    wanted = job(
        tmp_path, {"a.flac": THREE[:2], "b.flac": THREE[2:]},
        voice=by, sidecar=True, tags=Tags(album="Mine"),
    )  # fmt: skip
    result = written(wanted)
    assert result.failed == ()
    with soundfile.SoundFile(tmp_path / "a.flac") as sound:
        assert (sound.title, sound.artist, sound.album) == ("a", "joe", "Mine")
    kept = read_sidecar(tmp_path / "a.flac")
    assert kept.audio_sha256 == audio_digest(joined(THREE[:2]))
    assert kept.text == "Hi Tom. Hi Bob."
    assert [each.utterance.start for each in kept.sentences] == [0, 8]


def test_a_recipe_that_cannot_be_written_is_told_and_the_sound_stays(tmp_path: Path) -> None:
    result = written(job(tmp_path, {"a.wav": THREE}, sidecar=True))
    ((_, error),) = result.failed
    assert "a.wav was saved, but its recipe was not" in error.what
    assert error.where == VOICE.source
    assert [file.path.name for file in result.written] == ["a.wav"]


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="ffmpeg is not installed")
def test_chapters_of_a_book_begin_with_their_lines(tmp_path: Path) -> None:
    plain = job(tmp_path, {"a.m4b": THREE})
    (file,) = plain.files
    file = dataclasses.replace(file, chapters=((0, "One"), (2, "Two")))
    result = written(dataclasses.replace(plain, files=(file,)))
    assert result.failed == ()
    seen = subprocess.run(
        ["ffprobe", "-v", "error", "-show_chapters", "-of", "json", str(tmp_path / "a.m4b")],
        capture_output=True,
        check=True,
    )
    chapters = json.loads(seen.stdout)["chapters"]
    second = (len(joined(THREE[:2])) + PAUSE * HOP) / SAMPLE_RATE
    assert [each["tags"]["title"] for each in chapters] == ["One", "Two"]
    assert [float(each["start_time"]) for each in chapters] == pytest.approx([0, second], abs=1e-3)


def stems(wanted: ExportJob) -> ExportJob:
    """The job, whose files are to be heard a second after one another."""
    files = []
    for at, file in enumerate(wanted.files):
        stem = Stem(text=file.title, start=at, stop=at + 1, slot=(at, at + 2), late=0, over=0)
        files.append(dataclasses.replace(file, stem=stem))
    return dataclasses.replace(wanted, files=tuple(files))


def listed(folder: Path, name: str = "stems.csv") -> list[tuple[str, str, str]]:
    with (folder / name).open(encoding="utf-8-sig", newline="") as file:
        return [(row["file"], row["start"], row["first_sample"]) for row in csv.DictReader(file)]


def test_stems_are_listed_with_when_they_are_heard(tmp_path: Path) -> None:
    files = {"a.flac": ["Hi Tom."], "b.flac": ["… …"], "c.flac": ["Hi all."]}
    asked = AudioFormat(sample_rate=48000)
    silence = LineSound((), (Skipped("… …", 0, 3, "no sound"),))
    wanted = stems(job(tmp_path, files, audio_format=asked))
    result = written(wanted, lambda at: silence if at == 1 else sound_of(wanted.lines[at].text))
    rows = [("a.flac", "0.000000", "0"), ("c.flac", "2.000000", "96000")]
    assert listed(tmp_path) == rows
    assert result.failed == ()
    assert [note.reason for note in result.skipped] == ["no sound"]
    (tmp_path / "stems.csv").unlink()
    again = written(
        dataclasses.replace(wanted, if_exists=IfExists.SKIP),
        lambda at: silence if at == 1 else sound_of("never made"),
    )
    assert len(again.kept) == 2
    assert listed(tmp_path) == rows


def test_the_table_of_stems_tells_what_is_there_after_a_cancellation(tmp_path: Path) -> None:
    (tmp_path / "stems.csv").write_text("mine")
    wanted = stems(job(tmp_path, {"a.wav": ["Hi Tom."], "b.wav": ["Hi all."]}))

    def line_of(place: int) -> LineSound:
        if place == 1:
            wanted.cancelled.set()
        return sound_of(wanted.lines[place].text)

    assert written(wanted, line_of).cancelled
    assert (tmp_path / "stems.csv").read_text() == "mine"
    assert [name for name, *_ in listed(tmp_path, "stems 2.csv")] == ["a.wav"]


def test_lines_of_another_rate_have_their_times_in_the_sound(tmp_path: Path) -> None:
    """Tom is a voice of 16 kHz, whose takes come at the rate of the file."""
    (tom,) = sound_of("Hi Tom.").takes
    length = round(tom.samples * SAMPLE_RATE / 16_000)
    tom = dataclasses.replace(
        tom, voice_rate=16_000, waveform=np.full(length, 0.5, np.float32), mel=tom.mel[:, :0]
    )
    assert tom.samples == length
    wanted = job(tmp_path, {"a.wav": THREE[:2]}, labels=(".json",), audio_format=FLOATS)
    sounds = LineSound((tom,)), sound_of("Hi Bob.")
    assert not written(wanted, lambda at: sounds[at]).failed
    sound = read(tmp_path / "a.wav")
    pause = round(PAUSE * HOP * SAMPLE_RATE / 16_000)
    bob = joined(["Hi Bob."])
    assert np.array_equal(sound[length + pause :], bob)
    assert not sound[length : length + pause].any()
    times = json.loads((tmp_path / "a.json").read_text())
    first, second = times["sentences"]
    assert first["stop"] == pytest.approx(length / SAMPLE_RATE, abs=1 / SAMPLE_RATE)
    assert second["start"] == pytest.approx((length + pause) / SAMPLE_RATE, abs=1e-6)


def test_a_recipe_of_several_voices_is_refused_and_the_sound_stays(tmp_path: Path) -> None:
    wanted = job(tmp_path, {"a.wav": THREE}, sidecar=True)
    (file,) = wanted.files
    several = dataclasses.replace(file, has_other_voices=True)
    wanted = dataclasses.replace(wanted, files=(several,))
    result = written(wanted)
    ((path, error),) = result.failed
    assert path.name == "a.wav"
    assert "single voice" in error.what
    assert error.remedy
    assert names(tmp_path) == ["a.wav"]
