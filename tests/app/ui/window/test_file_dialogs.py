"""Files are asked for where the last one was, and choices are remembered."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.document.document import Document, Line
from app.export.parts import ExportSource
from app.ui.export.export_dialog import ExportDialog
from app.ui.export.sound_choice import ExportChoice
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
    choice = ExportChoice(folder=str(tmp_path), subtype="PCM_24", rate=48000)
    described = dataclasses.replace(choice, sidecar=True)
    ask.set_export_choice(choice)
    assert ask.export_target(ExportSource()) == (tmp_path / "speech.wav", described)
    assert ask.export_choice() == described
    assert ask.export_target(ExportSource()) == (tmp_path / "speech.wav", choice)


def test_a_choice_that_is_thought_better_of_is_not_remembered(
    ask: FileDialogs, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(ExportDialog, "exec", lambda _: QDialog.DialogCode.Accepted)
    monkeypatch.setattr(QFileDialog, "exec", lambda _: QDialog.DialogCode.Rejected)
    choice = ExportChoice(folder=str(tmp_path), subtype="FLOAT", sidecar=True)
    ask.set_export_choice(choice)
    assert ask.export_target(ExportSource()) is None
    assert ask.export_choice() == choice


def test_a_title_is_of_one_file_only(
    ask: FileDialogs, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def accept(dialog: ExportDialog) -> QDialog.DialogCode:
        dialog.findChild(QLineEdit, "exportTitleField").setText("Mine")
        dialog.findChild(QLineEdit, "exportArtistField").setText(" Me ")
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(ExportDialog, "exec", accept)
    monkeypatch.setattr(QFileDialog, "exec", lambda _: QDialog.DialogCode.Accepted)
    ask.set_export_choice(ExportChoice(folder=str(tmp_path)))
    answer = ask.export_target(ExportSource())
    assert answer is not None
    assert (answer[1].title, answer[1].artist) == ("Mine", "Me")
    assert (ask.export_choice().title, ask.export_choice().artist) == ("", "Me")


def test_a_take_is_looked_for_where_the_last_one_was_written(
    ask: FileDialogs, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: list[tuple[str, str]] = []
    answers = iter([str(tmp_path / "b" / "hi.take.json"), ""])

    def answer(_parent: QWidget, _title: str, folder: str, kinds: str, *_: object) -> tuple:
        asked.append((folder, kinds))
        return next(answers), ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", answer)
    ask.set_export_choice(ExportChoice(folder=str(tmp_path)))
    assert ask.take_file() == tmp_path / "b" / "hi.take.json"
    assert ask.take_file() is None
    assert [folder for folder, _ in asked] == [str(tmp_path), str(tmp_path / "b")]
    assert "*.take.json" in asked[0][1]


def test_a_file_is_proposed_by_the_title(
    ask: FileDialogs, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(ExportDialog, "exec", lambda _: QDialog.DialogCode.Accepted)
    monkeypatch.setattr(QFileDialog, "exec", lambda _: QDialog.DialogCode.Accepted)
    ask.set_export_choice(ExportChoice(folder=str(tmp_path), ending=".mp3"))
    answer = ask.export_target(ExportSource(title="Dr. Who: the sea"))
    assert answer is not None
    assert answer[0] == tmp_path / "Dr. Who the sea.mp3"


def test_several_files_go_into_their_folder_and_no_other_dialog_asks(
    ask: FileDialogs, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def accept(dialog: ExportDialog) -> QDialog.DialogCode:
        dialog.findChild(QPushButton, "exportLinesButton").click()
        dialog.findChild(QLineEdit, "exportTemplateField").setText("{n} {voice}")
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(ExportDialog, "exec", accept)
    monkeypatch.setattr(QFileDialog, "exec", None)
    ask.set_export_choice(ExportChoice(folder=str(tmp_path)))
    lines = Document((Line(1, "Hi."), Line(2, "Bye.", " ")))
    answer = ask.export_target(ExportSource(lines))
    assert answer is not None
    path, choice = answer
    assert (path, choice.layout, choice.line_template) == (tmp_path, "lines", "{n} {voice}")
    assert ask.export_choice() == choice


def test_what_goes_with_a_new_sound_replaces_nothing_unasked(
    ask: FileDialogs, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: list[str] = []

    def refuse_once(_parent: QWidget, _title: str, words: str, *_: object) -> object:
        asked.append(words)
        button = QMessageBox.StandardButton
        return button.Yes if len(asked) > 1 else button.No

    monkeypatch.setattr(ExportDialog, "exec", lambda _: QDialog.DialogCode.Accepted)
    monkeypatch.setattr(QFileDialog, "exec", lambda _: QDialog.DialogCode.Accepted)
    monkeypatch.setattr(QMessageBox, "question", refuse_once)
    (tmp_path / "speech.srt").write_text("mine")
    ask.set_export_choice(ExportChoice(folder=str(tmp_path), labels=".srt .vtt"))
    assert ask.export_target(ExportSource()) is not None
    assert len(asked) == 2  # back to the file dialog, and once more
    assert "speech.srt" in asked[0]
    assert "speech.vtt" not in asked[0]
    (tmp_path / "speech.wav").write_text("the sound that it goes with")
    assert ask.export_target(ExportSource()) is not None
    assert len(asked) == 2
