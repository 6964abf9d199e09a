"""The name of a preset is asked for once, and a name that is taken is said before it is given."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from app.ui.prosody.preset_name_dialog import PresetNameDialog


@pytest.fixture
def dialog(qtbot: QtBot) -> PresetNameDialog:
    dialog = PresetNameDialog("Lively", {"Calm", "a&b"}, "Speed 1.00 ×")
    qtbot.addWidget(dialog)
    return dialog


def field(dialog: PresetNameDialog) -> QLineEdit:
    return dialog.findChild(QLineEdit, "presetNameField")


def save(dialog: PresetNameDialog) -> QPushButton:
    return dialog.findChild(QPushButton, "presetSaveButton")


def test_typing_takes_the_place_of_the_proposal(dialog: PresetNameDialog, qtbot: QtBot) -> None:
    assert dialog.name == "Lively"
    qtbot.keyClicks(field(dialog), " Slow  and  low ")
    assert dialog.name == "Slow and low"


def test_a_name_that_is_taken_turns_save_into_replace(dialog: PresetNameDialog) -> None:
    note = dialog.findChild(QLabel, "presetNameNote")
    assert (save(dialog).text(), note.text()) == ("Save", "Speed 1.00 ×")
    field(dialog).setText(" Calm")
    assert save(dialog).text() == save(dialog).accessibleName() == "Replace"
    assert "“Calm”" in note.text()
    assert field(dialog).accessibleDescription() == note.text()
    field(dialog).setText("calm")
    assert (save(dialog).text(), note.text()) == ("Save", "Speed 1.00 ×")


def test_no_name_cannot_be_saved(dialog: PresetNameDialog) -> None:
    for nothing in ("", "   "):
        field(dialog).setText(nothing)
        assert not save(dialog).isEnabled()


def test_enter_saves_and_escape_does_not(dialog: PresetNameDialog, qtbot: QtBot) -> None:
    dialog.show()
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(field(dialog), "\r")
    assert dialog.result() == QDialog.DialogCode.Accepted
    dialog.show()
    with qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(dialog, "\x1b")


def test_every_control_says_what_it_is(dialog: PresetNameDialog) -> None:
    controls = [*dialog.findChildren(QPushButton), field(dialog)]
    assert len(controls) == 3
    for control in controls:
        assert control.objectName()
        assert control.accessibleName()
        assert control.toolTip()
    assert field(dialog) in [label.buddy() for label in dialog.findChildren(QLabel)]
