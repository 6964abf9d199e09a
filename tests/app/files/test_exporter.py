"""Files are written in the background, and leaving in the middle leaves nothing behind."""

import dataclasses
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from app.files.exporter import Exporter
from app.files.provenance import Origin, speech_of
from tests.app.conftest import PATIENCE
from tests.app.ui.made_take import made_take
from vits_core.audio.file_format import LoudnessTarget, Tags
from vits_core.audio.loudness import loudness
from vits_core.errors import AudioFileError
from vits_core.provenance.digest import audio_digest, file_digest
from vits_core.provenance.sidecar import read_sidecar
from vits_core.records import FloatArray

RATE = 22050


def names(folder: Path) -> list[str]:
    """Names of the files in a folder, hidden ones too."""
    return sorted(p.name for p in folder.iterdir())


@pytest.fixture
def exporter(qapp) -> Iterator[Exporter]:
    exporter = Exporter()
    yield exporter
    exporter.close()


def test_a_file_is_written_off_the_gui_thread_and_its_progress_told(
    exporter: Exporter, qtbot, tmp_path: Path
) -> None:
    threads, progress = [], []
    exporter.progressed.connect(progress.append)

    def blocks() -> Iterator[FloatArray]:
        for _ in range(10):
            threads.append(threading.get_ident())
            yield np.full(100_000, 0.25, np.float32)

    with qtbot.waitSignal(exporter.exported) as caught:
        exporter.export(tmp_path / "a.wav", blocks(), RATE, total_samples=1_000_000)
        assert exporter.busy
    written = caught.args[0]
    assert written.path == tmp_path / "a.wav"
    assert soundfile.info(written.path).frames == 1_000_000
    assert threading.get_ident() not in threads
    assert progress == sorted(progress)
    assert len(progress) > 5
    assert progress[-1] == 1.0
    qtbot.waitUntil(lambda: not exporter.busy)


def test_files_asked_for_together_are_all_written(exporter, qtbot, tmp_path: Path) -> None:
    written = []
    exporter.exported.connect(written.append)
    for i in range(3):
        exporter.export(tmp_path / f"{i}.wav", [np.zeros(1000 + i, np.float32)], RATE)
    qtbot.waitUntil(lambda: not exporter.busy)
    assert [round(w.seconds * RATE) for w in written] == [1000, 1001, 1002]


def test_a_failure_is_told_and_the_next_file_is_written(exporter, qtbot, tmp_path: Path) -> None:
    with qtbot.waitSignal(exporter.export_failed) as caught:
        exporter.export(tmp_path / "missing" / "a.wav", [np.zeros(10, np.float32)], RATE)
    assert isinstance(caught.args[0], AudioFileError)
    assert "does not exist" in caught.args[0].what
    with qtbot.waitSignal(exporter.exported):
        exporter.export(tmp_path / "a.wav", [np.zeros(10, np.float32)], RATE)


def test_sound_that_cannot_be_made_is_a_failure_too(exporter, qtbot, tmp_path: Path) -> None:
    def blocks() -> Iterator[FloatArray]:
        yield np.zeros(10, np.float32)
        raise ZeroDivisionError("no luck")

    with qtbot.waitSignal(exporter.export_failed) as caught:
        exporter.export(tmp_path / "a.wav", blocks(), RATE)
    assert "no luck" in str(caught.args[0])
    assert names(tmp_path) == []


def test_cancelling_leaves_the_old_file(exporter, qtbot, tmp_path: Path) -> None:
    path = tmp_path / "old.wav"
    path.write_bytes(b"the old file")
    told = []
    exporter.exported.connect(told.append)
    exporter.export_failed.connect(told.append)

    def endless() -> Iterator[FloatArray]:
        while True:
            yield np.zeros(1000, np.float32)

    exporter.export(path, endless(), RATE)
    qtbot.waitUntil(lambda: len(names(tmp_path)) == 2)
    exporter.cancel()
    qtbot.waitUntil(lambda: not exporter.busy)
    assert names(tmp_path) == ["old.wav"]
    assert path.read_bytes() == b"the old file"
    assert told == []


def test_a_speech_is_levelled_and_tagged_and_its_progress_told_once(
    exporter: Exporter, qtbot, tmp_path: Path
) -> None:
    progress: list[float] = []
    exporter.progressed.connect(progress.append)
    sound = np.random.default_rng(2).normal(0, 0.01, 40 * RATE).astype(np.float32)
    path, target = tmp_path / "a.mp3", LoudnessTarget(-20.0)
    with qtbot.waitSignal(exporter.exported, timeout=PATIENCE) as caught:
        exporter.export(path, [sound], RATE, tags=Tags(title="Mine"), loudness=target)
    assert loudness(*soundfile.read(path)) == pytest.approx(-20, abs=0.2)
    assert caught.args[0].stored.tags.title == "Mine"
    assert progress == sorted(progress)
    assert progress[-1] == 1.0


def test_a_cancellation_is_heeded_while_the_sound_is_measured(
    exporter: Exporter, qtbot, tmp_path: Path
) -> None:
    read = threading.Event()

    class Endless:
        def __iter__(self) -> Iterator[FloatArray]:
            while True:
                read.set()
                yield np.zeros(1000, np.float32)

    exporter.export(tmp_path / "a.wav", Endless(), RATE, loudness=LoudnessTarget(-20.0))
    qtbot.waitUntil(read.is_set)
    exporter.cancel()
    qtbot.waitUntil(lambda: not exporter.busy)
    assert names(tmp_path) == []


def origin(voice: Path) -> Origin:
    """Of two sentences with a pause of 5 frames between them."""
    takes = (dataclasses.replace(made_take(), pause_frames=5), made_take(7))
    return Origin(
        text="Hi me. Hi me.",
        takes=takes,
        voice="joe",
        voice_file=str(voice),
        precision="float32",
        device="cuda:1",
    )


def test_a_speech_is_described_in_one_sidecar(exporter, qtbot, tmp_path: Path) -> None:
    voice = tmp_path / "joe.onnx"
    voice.write_bytes(b"a voice")
    sound = speech_of(origin(voice).takes).waveform
    blocks = np.array_split(sound, 7)
    with qtbot.waitSignal(exporter.exported):
        exporter.export(tmp_path / "a.wav", blocks, RATE, origin=origin(voice))
    kept = read_sidecar(tmp_path / "a.wav")
    assert kept.audio_sha256 == audio_digest(sound)
    assert kept.voice_sha256 == file_digest(voice)
    assert (kept.text, kept.device) == ("Hi me. Hi me.", "cuda")
    assert [each.utterance.start for each in kept.sentences] == [0, 7]
    assert [each.pause_frames for each in kept.sentences] == [5, 0]
    with qtbot.waitSignal(exporter.exported):
        exporter.export(tmp_path / "b.wav", blocks, RATE)
    assert names(tmp_path) == ["a.take.json", "a.wav", "b.wav", "joe.onnx"]


@pytest.mark.parametrize("lost", ["voice", "sidecar"])
def test_a_sidecar_that_cannot_be_written_is_told_and_the_sound_stays(
    exporter, qtbot, tmp_path: Path, lost: str
) -> None:
    voice = tmp_path / "joe.onnx"
    if lost == "sidecar":
        voice.write_bytes(b"a voice")
        (tmp_path / "a.take.json").mkdir()
    order: list[str] = []
    exporter.exported.connect(lambda _: order.append("exported"))
    exporter.description_failed.connect(lambda _: order.append("not described"))
    with qtbot.waitSignal(exporter.description_failed) as caught:
        exporter.export(tmp_path / "a.wav", [np.zeros(99, np.float32)], RATE, origin=origin(voice))
    assert order == ["exported", "not described"]
    assert "a.wav was saved, but its recipe was not" in caught.args[0].what
    assert lost == "sidecar" or caught.args[0].where == str(voice)
    assert caught.args[0].remedy
    assert soundfile.info(tmp_path / "a.wav").frames == 99


LEAVE = """
import sys, numpy
from PySide6.QtCore import QCoreApplication, QTimer
from app.files.exporter import Exporter
application = QCoreApplication([])
exporter = Exporter()
def endless():
    while True:
        yield numpy.zeros(100_000, "f")
exporter.export(sys.argv[1], endless(), 22050)
QTimer.singleShot(int(sys.argv[2]), application.quit)
code = application.exec()
exporter.close()
sys.exit(code)
"""


@pytest.mark.parametrize("milliseconds", [0, 5, 60])
def test_leaving_in_the_middle_is_quick_and_leaves_nothing(tmp_path: Path, milliseconds) -> None:
    path = tmp_path / "old.wav"
    path.write_bytes(b"the old file")
    start = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", LEAVE, str(path), str(milliseconds)],
        capture_output=True,
        text=True,
        timeout=20,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[3])},
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert time.monotonic() - start < 10
    assert names(tmp_path) == ["old.wav"]
    assert path.read_bytes() == b"the old file"
