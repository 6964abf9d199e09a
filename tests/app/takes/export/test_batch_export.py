"""Many takes are written in the background; each that cannot be is told, and the others are."""

from __future__ import annotations

import csv
import dataclasses
import errno
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile
from PySide6.QtCore import QTimer

import vits_core.audio.files
from app.files.existing_files import IfExists
from app.takes.export.batch_export import BatchExport, BatchOptions, BatchResult
from tests.app.takes.made_lab_take import lab_take, sound_of
from vits_core.audio.file_format import AudioFormat, LoudnessTarget, Tags
from vits_core.audio.loudness import loudness
from vits_core.errors import AudioFileError, SettingsError, VitsError
from vits_core.provenance.digest import audio_digest, file_digest
from vits_core.provenance.sidecar import read_sidecar
from vits_core.records import Take

Export = Callable[..., BatchResult]


def names(folder: Path) -> list[str]:
    """Names of the files in a folder, hidden ones too."""
    return sorted(p.name for p in folder.iterdir())


def options(folder: Path, **changes: object) -> BatchOptions:
    usual = BatchOptions(
        folder=folder,
        template="{text} {take}",
        if_exists=IfExists.NUMBER,
        audio_format=AudioFormat(),
        sidecar=False,
        table=False,
    )
    return dataclasses.replace(usual, **changes)


@pytest.fixture
def batch(qapp) -> Iterator[BatchExport]:
    batch = BatchExport()
    yield batch
    assert batch.close()


@pytest.fixture
def voice(tmp_path: Path) -> Path:
    path = tmp_path / "joe.onnx"
    path.write_bytes(b"a voice")
    return path


@pytest.fixture
def export(batch: BatchExport, qtbot, voice: Path) -> Export:
    """Export takes of these numbers to the end; `make` gives their sounds or errors."""

    def run(
        numbers: list[int],
        chosen: BatchOptions,
        make: Callable[[int], Take | VitsError] = sound_of,
    ) -> BatchResult:
        def answer(number: int) -> None:
            made = make(number)
            if isinstance(made, VitsError):
                batch.give_failure(number, made)
            else:
                batch.give_sound(number, made)

        batch.sound_wanted.connect(answer)
        takes = [lab_take(number, voice) for number in numbers]
        with qtbot.waitSignal(batch.finished) as caught:
            batch.start(takes, chosen, "bfloat16", "cuda:0")
        batch.sound_wanted.disconnect(answer)
        assert not batch.busy
        return caught.args[0]

    return run


def test_each_take_is_written_and_described(export: Export, voice: Path, tmp_path: Path) -> None:
    folder = tmp_path / "made" / "now"
    chosen = options(folder, audio_format=AudioFormat("FLOAT", 44_100), sidecar=True, table=True)
    result = export([3, 12], chosen)
    assert result.written == ((3, folder / "Hi me 03.wav"), (12, folder / "Hi me 12.wav"))
    assert (result.failed, result.kept, result.cancelled) == ((), (), False)
    assert names(folder) == [
        "Hi me 03.take.json", "Hi me 03.wav", "Hi me 12.take.json", "Hi me 12.wav", "takes.csv",
    ]  # fmt: skip
    info = soundfile.info(folder / "Hi me 03.wav")
    assert (info.samplerate, info.subtype) == (44_100, "FLOAT")
    kept = read_sidecar(folder / "Hi me 12.wav")
    assert kept.audio_sha256 == audio_digest(sound_of(12).waveform)
    assert (kept.voice, kept.voice_sha256) == ("joe", file_digest(voice))
    assert (kept.precision, kept.device) == ("bfloat16", "cuda")
    (sentence,) = kept.sentences
    assert (sentence.rhythm.seed, sentence.expression.seed) == (12, 112)
    word = sentence.utterance.words[1]
    assert kept.text[word.start : word.stop] == "me"  # wherever the sentence stood
    assert result.table == folder / "takes.csv"
    with result.table.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["file"], row["rhythm_seed"]) for row in rows] == [
        ("Hi me 03.wav", "3"), ("Hi me 12.wav", "12"),
    ]  # fmt: skip


def test_takes_are_levelled_together_tagged_and_of_the_type_that_was_chosen(
    batch: BatchExport, export: Export, tmp_path: Path
) -> None:
    def made(number: int) -> Take:
        """Noise that is half as loud from one take to the next."""
        noise = np.random.default_rng(number).normal(0, 0.2 / 2**number, 30_000)
        return dataclasses.replace(sound_of(number), waveform=noise.astype(np.float32))

    told: list[tuple[int, int]] = []
    batch.progressed.connect(lambda done, total: told.append((done, total)))
    folder = tmp_path / "out"
    chosen = options(
        folder,
        ending=".flac",
        loudness=LoudnessTarget(-26.0),
        tags=Tags(album="All"),
        sidecar=True,
        table=True,
    )
    result = export([1, 2, 3], chosen, made)
    paths = [folder / f"Hi me {number}.flac" for number in (1, 2, 3)]
    assert [path for _, path in result.written] == paths
    assert result.failed == ()
    levels = [loudness(*soundfile.read(path)) for path in paths]
    assert np.diff(levels) == pytest.approx([-6.02, -6.02], abs=0.3)
    together = np.concatenate([soundfile.read(path)[0] for path in paths])
    assert loudness(together, sound_of(1).sample_rate) == pytest.approx(-26, abs=0.2)
    kept = [read_sidecar(path) for path in paths]
    assert len({each.stored.level for each in kept if each.stored}) == 1
    assert [each.audio_sha256 for each in kept] == [
        audio_digest(made(number).waveform) for number in (1, 2, 3)
    ]
    with soundfile.SoundFile(paths[0]) as file:
        assert (file.title, file.artist, file.album) == ("Hi me", "joe", "All")
    assert told == sorted(told)
    assert told[-1] == (3, 3)
    assert not [name for name in names(folder) if name.startswith(".")]


def test_a_batch_that_is_levelled_may_be_cancelled_and_the_next_one_is_whole(
    batch: BatchExport, export: Export, tmp_path: Path
) -> None:
    def cancelling(number: int) -> Take:
        if number == 2:
            batch.cancel()
        return sound_of(number)

    chosen = options(tmp_path / "out", loudness=LoudnessTarget(-26.0))
    assert export([1, 2, 3], chosen, cancelling).cancelled
    assert names(tmp_path / "out") == []
    assert len(export([1, 2], chosen).written) == 2


def test_names_have_the_fields_of_the_template(export: Export, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    export([7], options(folder, template="{voice} {n} {seed} {take}"))
    assert names(folder) == ["joe 1 7-107 7.wav"]


def test_progress_goes_from_nothing_to_all(
    batch: BatchExport, export: Export, tmp_path: Path
) -> None:
    told: list[tuple[int, int]] = []
    batch.progressed.connect(lambda done, total: told.append((done, total)))
    export([1, 2, 3], options(tmp_path))
    assert told[0] == (0, 3)
    assert told[-1] == (3, 3)
    assert told == sorted(told)


def test_one_sound_is_asked_for_at_a_time_and_few_wait_to_be_written(
    batch: BatchExport, qtbot, tmp_path: Path
) -> None:
    asked: list[int] = []
    batch.sound_wanted.connect(asked.append)
    batch.start([lab_take(n) for n in (1, 2, 3, 4)], options(tmp_path), "float32", "cpu")
    qtbot.waitUntil(lambda: asked == [1])
    batch.give_sound(4, sound_of(4))  # that one is for the player
    later: list[int] = []
    QTimer.singleShot(0, lambda: later.append(1))  # behind what would ask for the next one
    qtbot.waitUntil(lambda: bool(later))
    assert asked == [1]
    with qtbot.waitSignal(batch.finished) as caught:
        batch.sound_wanted.connect(lambda number: batch.give_sound(number, sound_of(number)))
        batch.give_sound(1, sound_of(1))
    assert asked == [1, 2, 3, 4]
    assert [number for number, _ in caught.args[0].written] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("same", ["“same”", "{take} or {seed}"]),
        ("{seed}", ["{take}"]),
        ("{x}", ["{x}", "{take}"]),
        ("{", ["Close every brace"]),
    ],
)
def test_names_that_cannot_be_given_are_refused_before_anything_is_done(
    batch: BatchExport, tmp_path: Path, template: str, words: list[str]
) -> None:
    twins = [lab_take(1), dataclasses.replace(lab_take(2), outline=sound_of(1))]
    folder = tmp_path / "none"
    with pytest.raises(SettingsError) as caught:
        batch.start(twins, options(folder, template=template), "float32", "cpu")
    assert all(word in str(caught.value) for word in words)
    assert not batch.busy
    assert not folder.exists()


def test_there_is_nothing_to_do_for_no_takes(batch: BatchExport, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no takes"):
        batch.start([], options(tmp_path), "float32", "cpu")


def test_names_that_only_some_systems_tell_apart_are_refused(
    batch: BatchExport, tmp_path: Path
) -> None:
    upper = dataclasses.replace(lab_take(2), voice_name="JOE")
    with pytest.raises(SettingsError, match="Several takes"):
        batch.start([lab_take(1), upper], options(tmp_path, template="{voice}"), "float32", "cpu")


# -- what is there already -------------------------------------------------------------------------


@pytest.fixture
def occupied(tmp_path: Path) -> Path:
    """A folder in which the first take's file is there, and the second's description."""
    folder = tmp_path / "occupied"
    folder.mkdir()
    (folder / "1.wav").write_bytes(b"old")
    (folder / "2.take.json").write_bytes(b"old")
    return folder


def test_a_number_keeps_the_old_files(export: Export, occupied: Path) -> None:
    (occupied / "takes.csv").write_bytes(b"old")
    result = export([1, 2], options(occupied, template="{take}", sidecar=True, table=True))
    assert [path.name for _, path in result.written] == ["1 2.wav", "2 2.wav"]
    assert result.table == occupied / "takes 2.csv"
    for name in ("1.wav", "2.take.json", "takes.csv"):
        assert (occupied / name).read_bytes() == b"old"


def test_a_number_does_not_take_the_place_of_another_take(
    batch: BatchExport, qtbot, tmp_path: Path
) -> None:
    (tmp_path / "a.wav").write_bytes(b"old")
    takes = [
        dataclasses.replace(lab_take(number), voice_name=name)
        for number, name in ((1, "a"), (2, "a 2"))
    ]
    batch.sound_wanted.connect(lambda number: batch.give_sound(number, sound_of(number)))
    with qtbot.waitSignal(batch.finished) as caught:
        batch.start(takes, options(tmp_path, template="{voice}"), "float32", "cpu")
    assert [path.name for _, path in caught.args[0].written] == ["a 3.wav", "a 2.wav"]


def test_old_files_are_overwritten_where_that_is_wanted(export: Export, occupied: Path) -> None:
    chosen = options(occupied, template="{take}", if_exists=IfExists.OVERWRITE, sidecar=True)
    result = export([1, 2], chosen)
    assert len(result.written) == 2
    assert names(occupied) == ["1.take.json", "1.wav", "2.take.json", "2.wav"]
    assert soundfile.info(occupied / "1.wav").frames == len(sound_of(1).waveform)
    assert read_sidecar(occupied / "2.wav").sentences[0].rhythm.seed == 2


def test_old_files_are_kept_where_that_is_wanted(export: Export, occupied: Path) -> None:
    asked: list[int] = []

    def make(number: int) -> Take:
        asked.append(number)
        return sound_of(number)

    chosen = options(occupied, template="{take}", if_exists=IfExists.SKIP, sidecar=True)
    result = export([1, 2, 3], chosen, make)
    assert result.kept == ((1, occupied / "1.wav"), (2, occupied / "2.take.json"))
    assert [number for number, _ in result.written] == [3]
    assert asked == [3]  # no sound is made for nothing


def test_an_old_file_is_told_where_that_is_wanted(export: Export, occupied: Path) -> None:
    chosen = options(occupied, template="{take}", if_exists=IfExists.FAIL)
    result = export([1, 2], chosen)
    ((number, error),) = result.failed
    assert number == 1
    assert "already exists" in error.what
    assert error.remedy
    assert (occupied / "1.wav").read_bytes() == b"old"
    assert [number for number, _ in result.written] == [2]


# -- what goes wrong -------------------------------------------------------------------------------


def test_a_take_that_cannot_be_made_does_not_stop_the_others(
    export: Export, tmp_path: Path
) -> None:
    lost = VitsError("The voice is not loaded", remedy="Load it.")
    folder = tmp_path / "out"
    result = export([1, 2, 3], options(folder), lambda n: lost if n == 2 else sound_of(n))
    assert result.failed == ((2, lost),)
    assert names(folder) == ["Hi me 1.wav", "Hi me 3.wav"]


def test_a_full_disk_leaves_nothing_half_and_is_told_for_each_take(
    export: Export, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fsync = os.fsync
    full = iter([False, True, True])

    def on_a_small_disk(descriptor: int) -> None:
        if next(full, False):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        fsync(descriptor)

    folder = tmp_path / "out"
    folder.mkdir()
    monkeypatch.setattr(vits_core.audio.files, "_sync_folder", lambda _: None)
    monkeypatch.setattr(os, "fsync", on_a_small_disk)
    result = export([1, 2, 3, 4], options(folder))
    assert [number for number, _ in result.failed] == [2, 3]
    for _, error in result.failed:
        assert "disk is full" in error.what
        assert error.remedy
    assert names(folder) == ["Hi me 1.wav", "Hi me 4.wav"]


def test_a_description_that_cannot_be_written_leaves_the_sound(
    export: Export, voice: Path, tmp_path: Path
) -> None:
    voice.unlink()
    folder = tmp_path / "out"
    result = export([1], options(folder, sidecar=True, table=True))
    assert [number for number, _ in result.written] == [1]
    ((number, error),) = result.failed
    assert number == 1
    assert "its recipe was not" in error.what
    assert error.where == str(voice)
    assert names(folder) == ["Hi me 1.wav", "takes.csv"]


def test_a_folder_that_cannot_be_made_fails_all_without_a_sound(
    export: Export, tmp_path: Path
) -> None:
    (tmp_path / "file").write_bytes(b"")

    def make(number: int) -> Take:
        raise AssertionError("a sound is made for nothing")

    result = export([1, 2], options(tmp_path / "file" / "out"), make)
    assert [number for number, _ in result.failed] == [1, 2]
    assert isinstance(result.failed[0][1], AudioFileError)


def test_a_table_that_cannot_be_written_is_told(export: Export, tmp_path: Path) -> None:
    (tmp_path / "takes.csv").mkdir()
    result = export([1], options(tmp_path, table=True, if_exists=IfExists.OVERWRITE))
    assert len(result.written) == 1
    assert result.table is None
    assert result.table_error is not None


def test_a_take_that_was_too_loud_is_noted(export: Export, tmp_path: Path) -> None:
    def make(number: int) -> Take:
        take = sound_of(number)
        return dataclasses.replace(take, waveform=take.waveform * 2) if number == 2 else take

    assert export([1, 2], options(tmp_path), make).clipped == (2,)


# -- cancelling and leaving ------------------------------------------------------------------------


def test_cancelling_ends_before_the_next_take(batch: BatchExport, qtbot, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    asked: list[int] = []

    def answer(number: int) -> None:
        asked.append(number)
        if number == 3:
            batch.cancel()
            batch.give_sound(number, sound_of(number))  # too late
        else:
            batch.give_sound(number, sound_of(number))

    batch.sound_wanted.connect(answer)
    with qtbot.waitSignal(batch.finished) as caught:
        takes = [lab_take(number) for number in range(1, 9)]
        batch.start(takes, options(folder, table=True), "float32", "cpu")
    result = caught.args[0]
    assert result.cancelled
    assert asked == [1, 2, 3]
    written = [number for number, _ in result.written]
    assert written == [1, 2][: len(written)]
    files = {f"Hi me {number}.wav" for number in written} | ({"takes.csv"} if written else set())
    assert set(names(folder)) == files


def test_cancelling_in_a_file_leaves_nothing_of_it(
    batch: BatchExport, qtbot, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    long = dataclasses.replace(sound_of(1), waveform=np.zeros(50_000_000, np.float32))
    batch.sound_wanted.connect(lambda number: batch.give_sound(number, long))
    batch.start([lab_take(1)], options(folder), "float32", "cpu")
    qtbot.waitUntil(lambda: folder.exists() and bool(names(folder)))
    with qtbot.waitSignal(batch.finished) as caught:
        batch.cancel()
    assert caught.args[0].written == ()
    assert names(folder) == []


def test_cancelling_while_a_sound_is_made_ends_at_once(
    batch: BatchExport, qtbot, tmp_path: Path
) -> None:
    with qtbot.waitSignal(batch.sound_wanted):
        batch.start([lab_take(1)], options(tmp_path), "float32", "cpu")
    with qtbot.waitSignal(batch.finished) as caught:
        batch.cancel()
    assert caught.args[0].cancelled
    # The next batch is not confused by the sound that comes late.
    batch.give_sound(1, sound_of(1))
    assert not batch.busy


def test_leaving_in_the_middle_is_quick_and_leaves_nothing(
    batch: BatchExport, qtbot, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    long = dataclasses.replace(sound_of(1), waveform=np.zeros(50_000_000, np.float32))
    batch.sound_wanted.connect(lambda number: batch.give_sound(number, long))
    batch.start([lab_take(1)], options(folder), "float32", "cpu")
    qtbot.waitUntil(lambda: folder.exists() and bool(names(folder)))
    began = time.monotonic()
    assert batch.close()
    assert time.monotonic() - began < 1
    assert names(folder) == []


def test_the_window_never_waits_for_the_disk(
    batch: BatchExport, export: Export, tmp_path: Path
) -> None:
    gaps: list[float] = []
    last = time.monotonic()

    def tick() -> None:
        nonlocal last
        now = time.monotonic()
        gaps.append(now - last)
        last = now

    timer = QTimer(interval=5)
    timer.timeout.connect(tick)
    timer.start()
    result = export(list(range(1, 31)), options(tmp_path / "out", sidecar=True, table=True))
    timer.stop()
    assert len(result.written) == 30
    assert max(gaps) < 0.2
