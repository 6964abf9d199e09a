"""What is to be exported, where and how, is asked for; what cannot work is told beforehand."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.files.existing_files import IfExists
from app.ui.export.batch_choice import BatchChoice, TakeScope
from app.ui.export.batch_export_dialog import BatchExportDialog
from tests.app.takes.made_lab_take import lab_take

TAKES = [lab_take(number, starred=number in (3, 9)) for number in (11, 9, 3, 1)]  # newest first


def dialog_for(qtbot: QtBot, takes=TAKES, selected=(1,)) -> BatchExportDialog:
    dialog = BatchExportDialog(takes, selected, 22050, native=False)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


@pytest.fixture
def dialog(qtbot: QtBot) -> BatchExportDialog:
    return dialog_for(qtbot)


def button(dialog: BatchExportDialog, name: str) -> QPushButton:
    return dialog.findChild(QPushButton, f"batch{name}Button")


def field(dialog: BatchExportDialog, name: str) -> QLineEdit:
    return dialog.findChild(QLineEdit, f"batch{name}Field")


def note(dialog: BatchExportDialog, name: str) -> str:
    label = dialog.findChild(QLabel, f"batch{name}FieldNote")
    return label.text() if label.isVisibleTo(dialog) else ""


def test_takes_are_offered_with_their_number_and_come_in_order(dialog: BatchExportDialog) -> None:
    words = [button(dialog, name).accessibleName() for name in ("Starred", "Selected", "All")]
    assert words == ["Starred (2)", "Selected (1)", "All (4)"]
    assert [take.number for take in dialog.takes()] == [3, 9]
    assert button(dialog, "Export").text() == "Export 2 takes"
    button(dialog, "All").click()
    assert [take.number for take in dialog.takes()] == [1, 3, 9, 11]
    button(dialog, "Selected").click()
    assert [take.number for take in dialog.takes()] == [1]
    assert button(dialog, "Export").text() == "Export 1 take"


def test_what_there_is_none_of_cannot_be_chosen(qtbot: QtBot) -> None:
    plain = dialog_for(qtbot, [lab_take(1), lab_take(2)], ())
    assert not button(plain, "Starred").isEnabled()
    assert not button(plain, "Selected").isEnabled()
    assert plain.choice().which is TakeScope.ALL
    assert button(plain, "Export").isEnabled()
    empty = dialog_for(qtbot, [], ())
    assert not button(empty, "All").isEnabled()
    assert not button(empty, "Export").isEnabled()


def test_the_first_name_is_shown_as_it_will_be(dialog: BatchExportDialog) -> None:
    assert "“Hi me 3.wav”" in note(dialog, "Template")
    button(dialog, "All").click()
    assert "“Hi me 01.wav”" in note(dialog, "Template")
    field(dialog, "Template").setText("{voice}-{seed}")
    assert "“joe-1-101.wav”" in note(dialog, "Template")


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("same", ["“same”", "{take} or {seed}"]),
        ("{text}", ["“Hi me”"]),
        ("{taek}", ["{taek}"]),
        ("{", ["Close every brace"]),
        ("", ["empty"]),
    ],
)
def test_names_that_cannot_be_given_are_told_in_place(
    dialog: BatchExportDialog, template: str, words: list[str]
) -> None:
    field(dialog, "Template").setText(template)
    assert all(word in note(dialog, "Template") for word in words)
    assert field(dialog, "Template").accessibleDescription() == note(dialog, "Template")
    assert not button(dialog, "Export").isEnabled()
    field(dialog, "Template").setText("{take}")
    assert button(dialog, "Export").isEnabled()


def test_a_note_makes_room_for_itself(dialog: BatchExportDialog, qtbot: QtBot) -> None:
    field(dialog, "Template").setText("{taek}")
    label = dialog.findChild(QLabel, "batchTemplateFieldNote")
    qtbot.waitUntil(lambda: label.height() >= label.heightForWidth(label.width()))
    below = dialog.findChild(QComboBox, "batchIfExistsPicker")
    bottom = label.mapTo(dialog, label.rect().bottomLeft()).y()
    qtbot.waitUntil(lambda: below.mapTo(dialog, below.rect().topLeft()).y() > bottom)


@pytest.mark.parametrize("folder", ["", "  ", "takes", "~nobody-of-that-name/takes"])
def test_a_folder_has_to_be_a_whole_path(dialog: BatchExportDialog, folder: str) -> None:
    field(dialog, "Folder").setText(folder)
    assert "full path" in note(dialog, "Folder")
    assert not button(dialog, "Export").isEnabled()
    field(dialog, "Folder").setText("~/takes")
    assert note(dialog, "Folder") == ""
    assert dialog.folder() == Path.home() / "takes"


def test_a_folder_can_be_looked_for(
    dialog: BatchExportDialog, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    answers = iter([str(tmp_path), ""])
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: next(answers))
    button(dialog, "Browse").click()
    assert dialog.folder() == tmp_path
    button(dialog, "Browse").click()  # and thought better of
    assert dialog.folder() == tmp_path


def test_a_choice_is_shown_and_given_back(dialog: BatchExportDialog, tmp_path: Path) -> None:
    choice = BatchChoice(
        which=TakeScope.SELECTED,
        folder=str(tmp_path),
        template="{take}",
        if_exists=IfExists.SKIP,
        subtype="FLOAT",
        rate=48000,
        sidecar=False,
        table=True,
    )
    dialog.set_choice(choice)
    assert dialog.choice() == choice


def test_the_usual_choice_describes_the_takes_and_loses_no_file(
    dialog: BatchExportDialog,
) -> None:
    choice = dialog.choice()
    assert choice == dataclasses.replace(BatchChoice(), folder=str(Path.home()))
    assert dialog.findChild(QCheckBox, "batchSidecarBox").isChecked()
    assert choice.if_exists is IfExists.NUMBER


def test_enter_exports_and_escape_does_not(dialog: BatchExportDialog, qtbot: QtBot) -> None:
    field(dialog, "Template").setFocus()
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(field(dialog, "Template"), Qt.Key.Key_Return)
    dialog.show()
    with qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)


def test_every_control_has_a_name_a_tooltip_and_words_for_a_screen_reader(
    dialog: BatchExportDialog,
) -> None:
    seen: set[str] = set()
    buddies = {label.buddy() for label in dialog.findChildren(QLabel) if label.buddy()}
    for control in dialog.findChildren(QWidget):
        if not isinstance(control, QAbstractButton | QComboBox | QLineEdit):
            continue
        if control.objectName().startswith("qt_"):  # Qt's own, inside of another
            continue
        name = control.objectName()
        assert name, control
        assert name not in seen
        seen.add(name)
        assert control.accessibleName(), name
        assert control.toolTip(), name
        if isinstance(control, QComboBox | QLineEdit):
            assert control in buddies, name
    assert len(seen) == 20


def test_the_keyboard_goes_through_it_down_the_left_and_then_down_the_right(
    dialog: BatchExportDialog, qtbot: QtBot
) -> None:
    dialog.activateWindow()
    first = button(dialog, "Starred")
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Right)
    assert dialog.choice().which is TakeScope.SELECTED
    names: list[str] = []
    for _ in range(17):
        control = dialog.focusWidget()
        names.append(control.objectName().removeprefix("batch"))
        qtbot.keyClick(control, Qt.Key.Key_Tab)
    assert names == [
        "SelectedButton",
        "FolderField",
        "BrowseButton",
        "TemplateField",
        "IfExistsPicker",
        "SidecarBox",
        "TableBox",
        "TypePicker",
        "SubtypePicker",
        "RatePicker",
        "LoudnessPicker",
        "ArtistField",
        "AlbumField",
        "CommentField",
        "LicenseField",
        "ExportButton",
        "CancelButton",
    ]
