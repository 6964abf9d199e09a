"""A folder becomes a corpus: what is wrong is told and left out, the rest is trained with."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.core.training.recorded import LETTERS, tone, write_folder, write_recording
from vits_core.errors import AudioFileError
from vits_core.records import Utterance
from vits_core.text.frontend import TextFrontend
from vits_core.training import sound_cache
from vits_core.training.corpus import AUDIO_FOLDER, CORPUS_FILE, REPORT_FILE, read_corpus
from vits_core.training.errors import CorpusError
from vits_core.training.findings import Finding, Outcome, Problem, as_table
from vits_core.training.new_frontend import new_frontend
from vits_core.training.preparation import PreparationSettings, prepare
from vits_core.training.pronouncing import Pronouncer
from vits_core.training.recordings import RecordingRules

TEXTS = ["one two three", "four five", "six seven.", "eight nine", "ten eleven", "twelve"]


def by_problem(findings: list[Finding]) -> dict[Problem, list[str]]:
    found: dict[Problem, list[str]] = {}
    for finding in findings:
        found.setdefault(finding.problem, []).append(finding.name)
    return found


def test_a_corpus_is_read_as_it_was_made(tmp_path: Path) -> None:
    corpus, findings = prepare(write_folder(tmp_path / "in", TEXTS), tmp_path / "out", LETTERS)
    assert findings == []
    assert [clip.text for clip in corpus.clips] == TEXTS
    assert len(corpus.held_out) == 1
    assert len(corpus.training) == 5
    again = read_corpus(tmp_path / "out")
    assert again == corpus
    for clip in again.clips:
        assert len(again.waveform(clip)) == clip.samples
    ids = LETTERS.phoneme_id_map
    assert corpus.clips[1].phonemes == "four five"
    middle = [i for letter in "four five" for i in (*ids[letter], *ids["_"])]
    assert list(corpus.clips[1].token_ids) == [*ids["^"], *ids["_"], *middle, *ids["$"]]


def test_all_that_is_wrong_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    source = write_folder(tmp_path / "in", TEXTS)
    wavs = source / "wavs"
    with (source / "metadata.csv").open("a", encoding="utf-8") as table:
        table.write("gone|a text without a sound\n")
        table.write(
            "empty|\nstrange|what is \u4e2d here\nhurried|far too many words for so little\n"
        )
        table.write("clip0|one two three\nstereo|in stereo\n")
        table.write("twofold|once\ntwofold|and otherwise\nodd|one|column|more\n")
    write_recording(wavs / "empty.wav", tone())
    write_recording(wavs / "strange.wav", tone())
    write_recording(wavs / "hurried.wav", tone(0.5))
    write_recording(wavs / "unsaid.wav", tone())
    write_recording(wavs / "twofold.wav", tone())
    write_recording(wavs / "stereo.wav", np.stack([tone(1.5)] * 2, axis=1))
    corpus, findings = prepare(source, tmp_path / "out", LETTERS)
    assert by_problem(findings) == {
        Problem.UNREADABLE_LINE: ["metadata.csv, line 15"],
        Problem.NO_RECORDING: ["gone"],
        Problem.TWICE: ["twofold"],
        Problem.NO_TEXT: ["wavs/unsaid.wav"],
        Problem.EMPTY_TEXT: ["empty"],
        Problem.UNKNOWN_SYMBOLS: ["strange"],
        Problem.CROWDED: ["hurried"],
        Problem.CHANNELS: ["stereo"],
    }
    assert [clip.name for clip in corpus.clips] == [*(f"clip{i}" for i in range(6)), "stereo"]
    report = (tmp_path / "out" / REPORT_FILE).read_text(encoding="utf-8").splitlines()
    assert len(report) == 1 + len(findings)
    assert any("strange\ttext the voice cannot pronounce\tleft out\t“中”" in r for r in report)
    shown = as_table(findings)
    assert "stereo (2 channels)" in shown
    assert len({len(line.split("  ")[0]) for line in shown.splitlines()}) > 1


def test_speakers_get_numbers_and_keep_a_clip_each(tmp_path: Path) -> None:
    source = write_folder(tmp_path / "in", TEXTS)
    who = ["zoe", "adam", "zoe", "adam", "zoe", ""]
    lines = [
        f"clip{i}|{name}|{text}\n" for i, (name, text) in enumerate(zip(who, TEXTS, strict=True))
    ]
    (source / "metadata.csv").write_text("".join(lines), encoding="utf-8")
    settings = PreparationSettings(columns=("id", "speaker", "text"), held_out=4)
    corpus, findings = prepare(source, tmp_path / "out", LETTERS, settings)
    assert corpus.speakers == {"adam": 0, "zoe": 1}
    assert [clip.speaker for clip in corpus.clips] == [1, 0, 1, 0, 1]
    assert by_problem(findings) == {Problem.NO_SPEAKER: ["clip5"]}
    assert {clip.speaker for clip in corpus.training} == {0, 1}


def test_a_speaker_of_whom_nothing_can_be_used_gets_no_number(tmp_path: Path) -> None:
    source = write_folder(tmp_path / "in", TEXTS)
    who = ["adam", "ben", "zoe", "adam", "zoe", "zoe"]
    lines = [f"clip{i}|{name}|{TEXTS[i]}\n" for i, name in enumerate(who)]
    (source / "metadata.csv").write_text("".join(lines), encoding="utf-8")
    (source / "wavs" / "clip1.wav").unlink()
    write_recording(source / "wavs" / "clip3.wav", 0 * tone())
    corpus, _ = prepare(source, tmp_path / "out", LETTERS)
    assert corpus.speakers == {"adam": 0, "zoe": 1}
    write_recording(source / "wavs" / "clip0.wav", 0 * tone())
    corpus, _ = prepare(source, tmp_path / "out", LETTERS)
    assert corpus.speakers == {}
    assert {clip.speaker for clip in corpus.clips} == {0}


def _recordings_read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of recordings that are read from now on."""
    read: list[str] = []
    original = sound_cache.read_recording
    monkeypatch.setattr(
        sound_cache,
        "read_recording",
        lambda path, rules: read.append(path.name) or original(path, rules),
    )
    return read


def test_what_was_done_is_not_done_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = write_folder(tmp_path / "in", TEXTS)
    write_recording(source / "wavs" / "clip0.wav", tone(1.5, rate=16_000), 16_000)
    first, findings = prepare(source, tmp_path / "out", LETTERS)
    read = _recordings_read(monkeypatch)
    assert prepare(source, tmp_path / "out", LETTERS) == (first, findings)
    assert read == []
    write_recording(source / "wavs" / "clip3.wav", tone(1.8))
    (tmp_path / "out" / AUDIO_FOLDER / first.clips[4].file).unlink()
    second, _ = prepare(source, tmp_path / "out", LETTERS)
    assert sorted(read) == ["clip3.wav", "clip4.wav"]
    assert second.clips[3].samples == round(1.8 * 22_050)
    kept = {path.name for path in (tmp_path / "out" / AUDIO_FOLDER).iterdir()}
    assert kept == {clip.file for clip in second.clips}
    rules = RecordingRules(sample_rate=16_000)
    prepare(source, tmp_path / "out", LETTERS, PreparationSettings(rules))
    assert len(read) == 2 + len(TEXTS)


def test_what_was_done_before_a_stop_is_not_done_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = write_folder(tmp_path / "in", TEXTS)

    def stop(done: int, _: int) -> None:
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        prepare(source, tmp_path / "out", LETTERS, progress=stop)
    read = _recordings_read(monkeypatch)
    corpus, _ = prepare(source, tmp_path / "out", LETTERS)
    assert len(corpus.clips) == len(TEXTS)
    assert not {"clip0.wav", "clip1.wav", "clip2.wav"} & set(read)


def test_files_of_others_stay_where_they_are(tmp_path: Path) -> None:
    source = write_folder(tmp_path / "in", TEXTS)
    theirs = write_recording(tmp_path / "out" / AUDIO_FOLDER / "mine.wav", tone())
    prepare(source, tmp_path / "out", LETTERS)
    prepare(source, tmp_path / "out", LETTERS)
    assert theirs.is_file()
    for among in (source, source / "corpus"):
        with pytest.raises(CorpusError, match="inside the recordings"):
            prepare(source, among, LETTERS)
    assert len(list(source.rglob("*.wav"))) == len(TEXTS)


def test_nothing_to_train_with_is_an_error_that_says_where_to_look(tmp_path: Path) -> None:
    source = write_folder(tmp_path / "in", ["a"])
    soundfile.write(str(source / "wavs" / "clip0.wav"), np.zeros(30_000), 22_050)
    with pytest.raises(CorpusError, match=r"None of the recordings .*report\.tsv"):
        prepare(source, tmp_path / "out", LETTERS)


def test_a_full_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = write_folder(tmp_path / "in", TEXTS)

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("soundfile.SoundFile.write", full)
    with pytest.raises(AudioFileError, match="disk is full"):
        prepare(source, tmp_path / "out", LETTERS)


@pytest.mark.parametrize("spoil", ["missing", "json", "version", "clip", "audio", "gone"])
def test_a_damaged_corpus_is_refused(spoil: str, tmp_path: Path) -> None:
    corpus, _ = prepare(write_folder(tmp_path / "in", TEXTS), tmp_path / "out", LETTERS)
    path = tmp_path / "out" / CORPUS_FILE
    content = json.loads(path.read_text(encoding="utf-8"))
    if spoil == "missing":
        path.unlink()
    elif spoil == "json":
        path.write_text("{", encoding="utf-8")
    elif spoil == "gone":
        (tmp_path / "out" / AUDIO_FOLDER / corpus.clips[3].file).unlink()
    elif spoil == "audio":
        write_recording(tmp_path / "out" / AUDIO_FOLDER / corpus.clips[0].file, tone(0.1))
        with pytest.raises(CorpusError, match="damaged"):
            read_corpus(tmp_path / "out").waveform(corpus.clips[0])
        return
    else:
        content["version"] = 99 if spoil == "version" else 1
        content["clips"][0].pop("text" if spoil == "clip" else "unspoilt", None)
        path.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(CorpusError, match=r"[Pp]repare"):
        read_corpus(tmp_path / "out")


def test_a_transcript_sounds_as_the_window_would_say_it() -> None:
    frontend = new_frontend("en-us")
    with Pronouncer(frontend) as pronouncer, TextFrontend(frontend) as speaking:
        (said,) = (
            u for u in speaking.utterances("It costs $3.50, Dr. Smith.") if isinstance(u, Utterance)
        )
        assert pronouncer.pronounce("It costs $3.50, Dr. Smith.").token_ids == said.token_ids
        two = pronouncer.pronounce("Good day. And good night!")
        assert two.unspoken == ()
        assert two.phonemes.count(".") == 1
        assert two.phonemes.endswith("!")
        assert two.token_ids.count(frontend.phoneme_id_map["^"][0]) == 1


def test_findings_are_counted_by_kind() -> None:
    found = [Finding(f"c{i}", Problem.CLIPPED, Outcome.KEPT, f"{i} times") for i in range(5)]
    shown = as_table([*found, Finding("x", Problem.NO_TEXT, Outcome.LEFT_OUT)]).splitlines()
    assert shown[1].startswith("recording without a text")
    assert shown[2].split() == [
        "clipped", "at", "full", "scale", "5", "kept",
        "c0", "(0", "times),", "c1", "(1", "times),", "c2", "(2", "times)", "…",
    ]  # fmt: skip
    assert as_table([]) == "no problems found"
