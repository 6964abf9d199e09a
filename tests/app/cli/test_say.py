"""What `say` makes of the parts of a speech; `test_cli.py` runs it in a process of its own."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from app.cli.main import run
from app.cli.say_report import Report
from app.files.reproduction import made_again
from tests.app.ui.made_take import HOP, SAMPLE_RATE, made_take, parts_of
from vits_core.audio.loudness_meter import measured
from vits_core.provenance.sidecar import read_sidecar, sidecar_path
from vits_core.records import FloatArray, Skipped, Take, TakePart
from vits_core.voice import load_voice

TEXT = "Hi me. Hi me."


def pieces() -> list[TakePart | Skipped]:
    """Two sentences, a pause of 5 frames between them, and a stretch that cannot be spoken."""
    skipped = Skipped("x", 6, 7, "no sound")
    first, second = dataclasses.replace(made_take(), pause_frames=5), made_take(7)
    return [*parts_of(first, 3), skipped, *parts_of(second, 2)]


def test_the_sound_is_handed_on_part_by_part_with_the_pauses() -> None:
    report = Report(TEXT, details=False)
    sizes: list[int] = []
    asked: list[int] = []

    def source() -> Iterator[TakePart | Skipped]:
        for number, piece in enumerate(pieces()):
            asked.append(number)
            yield piece

    blocks: list[FloatArray] = []
    for block in report.blocks(source()):
        blocks.append(block)
        sizes.append(len(block) // HOP)
        if len(blocks) == 1:
            assert asked == [0]  # it does not wait for the rest
    assert sizes == [11, 11, 11, 5, 16, 17]
    waveform, silence = made_take().waveform, np.zeros(5 * HOP, np.float32)
    assert np.array_equal(np.concatenate(blocks), np.concatenate((waveform, silence, waveform)))


def test_details_are_gathered_only_where_they_are_asked_for() -> None:
    silent = Report(TEXT, details=False)
    told = Report(TEXT, details=True)
    for report in (silent, told):
        assert sum(map(len, report.blocks(iter(pieces())))) == 71 * HOP
    assert silent.as_json(None)["sentences"] == []
    said = told.as_json(None)
    assert [s["start"] for s in said["sentences"]] == [0, 38 * HOP / SAMPLE_RATE]
    assert [s["text"] for s in said["sentences"]] == ["Hi me", "Hi me"]
    assert said["sentences"][1]["words"][0]["start"] == pytest.approx(40 * HOP / SAMPLE_RATE)
    assert said["seconds"] == 71 * HOP / SAMPLE_RATE
    assert [s["start"] for s in said["skipped"]] == [6]


def test_a_file_holds_what_the_voice_speaks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "Good morning, everybody who is here today. How are you?"
    path = tmp_path / "said.wav"
    seeds = ["--rhythm-seed", "5", "--expression-seed", "6"]
    assert run(["say", text, "-o", str(path), "--format", "FLOAT", "--json", *seeds]) == 0
    written, rate = soundfile.read(path, dtype="float32")
    with load_voice() as voice:
        speech = voice.speak(text, rhythm_seed=5, expression_seed=6)
    assert rate == speech.sample_rate
    assert np.array_equal(written, speech.waveform)
    said = json.loads(capsys.readouterr().out)
    assert [w["start"] for s in said["sentences"] for w in s["words"]] == pytest.approx(
        [word.start for word in speech.word_times]
    )


@pytest.mark.parametrize(
    ("name", "kind", "rate"), [("a.ogg", "VORBIS", 22050), ("a.opus", "OPUS", 24000)]
)
def test_a_rate_that_a_file_lacks_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, kind: str, rate: int
) -> None:
    assert run(["say", "Hello.", "-o", str(tmp_path / name), "--quality", "high"]) == 0
    info = soundfile.info(tmp_path / name)
    assert (info.subtype, info.samplerate) == (kind, rate)
    note = f"Opus has no rate of 22050 Hz; used {rate} Hz"
    assert (note in capsys.readouterr().err) == (kind == "OPUS")


def test_a_file_is_as_loud_and_tagged_as_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.flac"
    options = ["--loudness", "-16", "--true-peak", "-1", "--artist", "Me", "--license", "CC0"]
    assert run(["say", "Good morning, everybody. How are you?", "-o", str(path), *options]) == 0
    sound, rate = soundfile.read(path, dtype="float32")
    assert measured([sound], rate).lufs == pytest.approx(-16, abs=0.1)
    with soundfile.SoundFile(path) as file:
        assert (file.title, file.artist, file.license) == (
            "Good morning, everybody. How are you",
            "Me",
            "CC0",
        )
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--loudness", "5"], "loudness of 5 LUFS"),
        (["--loudness", "-16", "--true-peak", "3"], "limit of 3 dBTP"),
        (["--true-peak", "-1"], "needs a loudness"),
    ],
)
def test_a_loudness_that_makes_no_sense_is_refused(options, words, capsys) -> None:
    assert run(["say", "Hello.", "-o", "a.wav", *options]) == 1
    assert words in capsys.readouterr().err


def test_outlines_are_gathered_only_where_they_are_asked_for() -> None:
    for wanted, count in ((False, 0), (True, 2)):
        report = Report(TEXT, details=False, outlines=wanted)
        assert sum(map(len, report.blocks(iter(pieces())))) == 71 * HOP
        assert len(report.outlines) == count
        assert not any(isinstance(outline, Take) for outline in report.outlines)  # no sound


def test_a_file_is_described_where_that_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "said.wav"
    text = "Good morning, everybody. How are you?"
    options = ["-o", str(path), "--rate", "48000", "--device", "cpu"]
    assert run(["say", text, *options]) == 0
    assert not sidecar_path(path).exists()
    assert run(["say", text, *options, "--sidecar", "--rhythm-seed", "5"]) == 0
    kept = read_sidecar(path)
    with load_voice(device="cpu") as voice:
        again = made_again(voice, kept, path)
    assert again.comparison.verdict == "identical"
    assert kept.text == text
    assert [sentence.utterance.start for sentence in kept.sentences] == [0, 25]
    assert {sentence.rhythm.seed for sentence in kept.sentences} == {5}


def test_a_description_that_cannot_be_written_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "said.wav"
    sidecar_path(path).mkdir()
    assert run(["say", "Hello.", "-o", str(path), "--sidecar"]) == 1
    assert "said.wav was saved, but its recipe was not" in capsys.readouterr().err
    assert soundfile.info(path).frames


def test_there_is_nothing_to_describe_without_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        run(["say", "Hello.", "--sidecar"])
    assert caught.value.code == 2
    assert "-o OUT.wav" in capsys.readouterr().err


@pytest.mark.parametrize("foreign", [None, "spell"])
def test_foreign_text_is_left_out_with_a_warning_or_spelled(
    foreign: str | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, options = tmp_path / "a.wav", [] if foreign is None else ["--foreign", foreign]
    assert run(["say", "Hi 你好 you.", "--rhythm-seed", "1", "-o", str(file), *options]) == 0
    seconds, said = soundfile.info(file).duration, capsys.readouterr().err
    assert ("2 characters" in said) == (foreign is None)
    assert ("--foreign spell" in said) == (foreign is None)
    assert (seconds < 2) == (foreign is None)


def test_words_are_said_as_a_lexicon_has_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    first.write_text("kubectl,cube cuttle\nIO,eye oh\n", encoding="utf-8")
    second.write_text("kubectl,cube control\n", encoding="utf-8")
    lexicons = ["--lexicon", str(first), "--lexicon", str(second)]
    options = [*lexicons, "--json", "-o", str(tmp_path / "a.wav")]
    assert run(["say", "Run kubectl IO.", *options]) == 0
    (sentence,) = json.loads(capsys.readouterr().out)["sentences"]
    assert sentence["phonemes"] == "ɹˈʌn kjˈuːb kəntɹˈoʊl ˈaɪ ˈoʊ."


def test_what_is_no_lexicon_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.csv"
    path.write_text("written,sound\n", encoding="utf-8")
    assert run(["say", "Hi.", "--lexicon", str(path), "-o", str(tmp_path / "a.wav")]) == 1
    said = capsys.readouterr().err
    assert "sound" in said
    assert str(path) in said
