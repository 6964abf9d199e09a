"""The row that tells how far an export is."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QProgressBar, QPushButton
from pytestqt.qtbot import QtBot

from app.export.job import ExportProgress
from app.ui.window.export_bar import ExportBar


@pytest.fixture
def bar(qtbot: QtBot) -> ExportBar:
    bar = ExportBar()
    qtbot.addWidget(bar)
    return bar


def test_it_is_there_only_while_files_are_written(bar: ExportBar) -> None:
    assert bar.isHidden()
    bar.begin(12)
    assert bar.isVisible()
    bar.end()
    assert bar.isHidden()


@pytest.mark.parametrize(
    ("progress", "words"),
    [
        (ExportProgress(1, 1, 17, 340), "Exporting · line 17 of 340"),
        (ExportProgress(3, 12, 17, 340), "Exporting 3 of 12 · line 17 of 340"),
        (ExportProgress(3, 12, 3, 12), "Exporting 3 of 12"),
        (ExportProgress(3, 12, 12, 12, saving=True), "Adjusting the loudness 3 of 12"),
    ],
)
def test_it_counts_files_and_lines(bar: ExportBar, progress: ExportProgress, words: str) -> None:
    bar.begin(progress.lines)
    bar.show_progress(progress)
    assert bar.text() == words
    done = bar.findChild(QProgressBar).value()
    assert done == (progress.lines if progress.saving else progress.line - 1)


def test_cancelling_is_asked_for_once(bar: ExportBar, qtbot: QtBot) -> None:
    bar.begin(3)
    button = bar.findChild(QPushButton)
    with qtbot.waitSignal(bar.cancel_requested):
        button.click()
    assert not button.isEnabled()
    assert "Cancelling" in bar.text()
    bar.begin(3)
    assert button.isEnabled()
