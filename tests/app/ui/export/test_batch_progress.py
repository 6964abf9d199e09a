"""An export of many takes shows how far it is, and then what became of each take."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QTextBrowser
from pytestqt.qtbot import QtBot

from app.takes.export.batch_options import BatchResult
from app.ui.export.batch_progress import BatchProgress
from app.ui.export.batch_report import summary
from vits_core.errors import AudioFileError, VitsError

FOLDER = Path("/home/ada/takes")
DONE = BatchResult(
    written=((1, FOLDER / "Hi 1.wav"), (2, FOLDER / "Hi 2.wav")),
    kept=(),
    failed=(),
    clipped=(),
    cancelled=False,
    table=None,
    table_error=None,
)
FULL = tuple(
    (number, AudioFileError("The disk is full", where=f"/x/{number}.wav", remedy="Free some."))
    for number in range(3, 203)
)


@pytest.fixture
def progress(qtbot: QtBot) -> BatchProgress:
    progress = BatchProgress()
    qtbot.addWidget(progress)
    progress.begin(4, FOLDER)
    return progress


def button(progress: BatchProgress, name: str) -> QPushButton:
    return progress.findChild(QPushButton, f"batch{name}Button")


def words(progress: BatchProgress) -> str:
    return progress.findChild(QLabel, "batchProgressLabel").text()


def told(progress: BatchProgress) -> str:
    return progress.findChild(QTextBrowser, "batchReport").toPlainText()


def test_it_shows_how_far_it_is_and_does_not_stop_the_window(progress: BatchProgress) -> None:
    assert progress.isVisible()
    assert not progress.isModal()
    bar = progress.findChild(QProgressBar, "batchProgressBar")
    for done, shown in ((0, "take 1 of 4"), (3, "take 4 of 4"), (4, "take 4 of 4")):
        progress.set_progress(done, 4)
        assert (bar.value(), bar.maximum()) == (done, 4)
        assert shown in words(progress)
    assert str(FOLDER) in progress.findChild(QLabel, "batchPlaceLabel").text()


def test_it_is_cancelled_once(progress: BatchProgress, qtbot: QtBot) -> None:
    with qtbot.waitSignal(progress.cancel_requested):
        qtbot.keyClick(button(progress, "Stop"), Qt.Key.Key_Space)
    assert not button(progress, "Stop").isEnabled()
    progress.set_progress(2, 4)
    assert words(progress) == "Cancelling…"
    progress.show_result(dataclasses.replace(DONE, cancelled=True))
    assert words(progress) == "2 takes exported, cancelled."
    progress.begin(1, FOLDER)
    assert button(progress, "Stop").isEnabled()


def test_closed_while_it_runs_it_comes_back_with_the_result(
    progress: BatchProgress, qtbot: QtBot
) -> None:
    with qtbot.assertNotEmitted(progress.cancel_requested):
        qtbot.keyClick(progress, Qt.Key.Key_Escape)
    assert not progress.isVisible()
    progress.set_progress(2, 4)
    assert not progress.isVisible()
    progress.show_result(DONE)
    assert progress.isVisible()
    button(progress, "Close").click()
    assert not progress.isVisible()


def test_what_was_written_and_what_was_not_is_told_apart(progress: BatchProgress) -> None:
    lost = VitsError("The voice <amy> is not loaded", where="/amy.onnx", remedy="Load it.")
    progress.show_result(
        dataclasses.replace(
            DONE,
            failed=((3, lost),),
            kept=((4, FOLDER / "Hi 4.wav"),),
            clipped=(2,),
            table=FOLDER / "takes.csv",
        )
    )
    assert words(progress) == "2 takes exported, 1 skipped, 1 failed."
    failed, written = told(progress).split("Exported")
    assert "Take 3: The voice <amy> is not loaded. Load it." in failed
    assert "/amy.onnx" in failed
    assert "Take 2: clipped at full scale" in failed
    assert "Take 4: Hi 4.wav" in failed
    assert "Take 1: Hi 1.wav" in written
    assert "takes.csv" in written


def test_the_same_reason_is_told_once(progress: BatchProgress) -> None:
    progress.show_result(dataclasses.replace(DONE, written=(), failed=FULL))
    assert words(progress) == "0 takes exported, 200 failed."
    assert told(progress).count("The disk is full. Free some.") == 1
    assert "Takes 3, 4, 5," in told(progress)
    assert not button(progress, "ShowFolder").isVisible()
    assert progress.height() < 500


def test_a_table_that_was_not_written_is_told(progress: BatchProgress) -> None:
    progress.show_result(dataclasses.replace(DONE, table_error=FULL[0][1]))
    assert "table was not saved" in told(progress)


def test_a_take_with_two_complaints_is_one(progress: BatchProgress) -> None:
    twice = ((1, VitsError("a")), (1, VitsError("b")))
    assert summary(dataclasses.replace(DONE, failed=twice)) == "2 takes exported, 1 failed."
    assert summary(dataclasses.replace(DONE, written=DONE.written[:1])) == "1 take exported."


def test_the_folder_can_be_shown(progress: BatchProgress, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    progress.show_result(DONE)
    button(progress, "ShowFolder").click()
    assert opened == [str(FOLDER)]


def test_every_control_has_a_name_a_tooltip_and_words_for_a_screen_reader(
    progress: BatchProgress,
) -> None:
    controls = [*progress.findChildren(QPushButton), *progress.findChildren(QTextBrowser)]
    assert len(controls) == 4
    for control in controls:
        assert control.objectName()
        assert control.accessibleName()
        assert control.toolTip()


def test_a_long_folder_does_not_widen_the_window(progress: BatchProgress) -> None:
    before = progress.width()
    progress.begin(1, Path("/" + "folder/" * 80))
    assert progress.width() == before
