"""Files are asked for where the last one was, and choices are remembered."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QCheckBox, QDialog, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from app.ui.export.export_dialog import ExportDialog
from app.ui.window.file_dialogs import FileDialogs


@pytest.fixture
def ask(qtbot: QtBot) -> FileDialogs:
    parent = QWidget()
    qtbot.addWidget(parent)
    return FileDialogs(parent, native=False)


def test_the_sidecar_is_part_of_what_is_chosen_and_remembered(
    ask: FileDialogs, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def accept(dialog: ExportDialog) -> QDialog.DialogCode:
        dialog.findChild(QCheckBox, "exportSidecarBox").click()
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(ExportDialog, "exec", accept)
    monkeypatch.setattr(QFileDialog, "exec", lambda _: QDialog.DialogCode.Accepted)
    ask.set_export_choice(str(tmp_path), "PCM_24", 48000)
    assert ask.export_target(22050) == (tmp_path / "speech.wav", "PCM_24", 48000, True)
    assert ask.export_choice() == (str(tmp_path), "PCM_24", 48000, True)
    assert ask.export_target(22050) == (tmp_path / "speech.wav", "PCM_24", 48000, False)


def test_a_choice_that_is_thought_better_of_is_not_remembered(
    ask: FileDialogs, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(ExportDialog, "exec", lambda _: QDialog.DialogCode.Accepted)
    monkeypatch.setattr(QFileDialog, "exec", lambda _: QDialog.DialogCode.Rejected)
    ask.set_export_choice(str(tmp_path), "FLOAT", 0, True)
    assert ask.export_target(22050) is None
    assert ask.export_choice() == (str(tmp_path), "FLOAT", 0, True)


def test_a_take_is_looked_for_where_the_last_one_was_written(
    ask: FileDialogs, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: list[tuple[str, str]] = []
    answers = iter([str(tmp_path / "b" / "hi.take.json"), ""])

    def answer(_parent: QWidget, _title: str, folder: str, kinds: str, *_: object) -> tuple:
        asked.append((folder, kinds))
        return next(answers), ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", answer)
    ask.set_export_choice(str(tmp_path), "PCM_16", 0)
    assert ask.take_file() == tmp_path / "b" / "hi.take.json"
    assert ask.take_file() is None
    assert [folder for folder, _ in asked] == [str(tmp_path), str(tmp_path / "b")]
    assert "*.take.json" in asked[0][1]
