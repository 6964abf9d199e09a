"""What lines are to have of their own."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QDoubleSpinBox, QPushButton, QSpinBox
from pytestqt.qtbot import QtBot

from app.document.delivery import NOTHING_OWN, Delivery
from app.document.document import Line
from app.ui.script.line_settings_dialog import LineSettingsDialog

SCRIPT = Delivery("Anna", 0.667, 0.8, 1 / 1.1, 3, 4)
PLAIN = Line(1, "One came.", pause=0.25)
OWN = Line(2, "Two came.", delivery=Delivery(length_scale=1 / 3, rhythm_seed=7), gap=1.0)


def dialog_for(qtbot: QtBot, *lines: Line, speakers: tuple[str, ...] = ()) -> LineSettingsDialog:
    dialog = LineSettingsDialog(lines, SCRIPT, 0.25, speakers)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def box(dialog: LineSettingsDialog, name: str) -> QCheckBox:
    (found,) = dialog.findChildren(QCheckBox, f"line_{name}_Box")
    return found


def number(dialog: LineSettingsDialog, name: str) -> QSpinBox | QDoubleSpinBox:
    fields = dialog.findChildren(QSpinBox) + dialog.findChildren(QDoubleSpinBox)
    return next(each for each in fields if each.objectName() == f"line_{name}_Field")


def test_what_nobody_touches_stays_to_the_last_digit(qtbot: QtBot) -> None:
    for line in (PLAIN, OWN):
        assert dialog_for(qtbot, line).changed(line) == line
    both = dialog_for(qtbot, PLAIN, OWN)
    assert both.changed(PLAIN) == PLAIN
    assert both.changed(OWN) == OWN


def test_the_script_is_what_a_line_starts_from(qtbot: QtBot) -> None:
    dialog = dialog_for(qtbot, PLAIN)
    assert number(dialog, "length_scale").value() == pytest.approx(1.1)
    assert number(dialog, "rhythm_seed").value() == 3
    assert number(dialog, "gap").value() == 0.25
    box(dialog, "length_scale").setChecked(True)
    assert dialog.changed(PLAIN).delivery == Delivery(length_scale=1 / 1.1)


def test_to_type_a_value_makes_it_the_lines_own(qtbot: QtBot) -> None:
    dialog = dialog_for(qtbot, PLAIN, OWN)
    number(dialog, "length_scale").setValue(2.0)
    number(dialog, "expression_seed").setValue(9)
    number(dialog, "gap").setValue(0.0)
    assert box(dialog, "gap").isChecked()
    wanted = Delivery(length_scale=0.5, expression_seed=9)
    assert dialog.changed(PLAIN) == replace(PLAIN, delivery=wanted, gap=0.0)
    assert dialog.changed(OWN).delivery == replace(wanted, rhythm_seed=7), "they differ in it"


def test_lines_that_differ_are_left_alone_until_the_tick_is_set(qtbot: QtBot) -> None:
    dialog = dialog_for(qtbot, PLAIN, OWN)
    seed = box(dialog, "rhythm_seed")
    assert seed.checkState() is Qt.CheckState.PartiallyChecked
    seed.setChecked(False)
    assert dialog.changed(OWN).delivery.rhythm_seed is None
    seed.setChecked(True)
    assert dialog.changed(PLAIN).delivery.rhythm_seed == 7


def test_all_that_is_its_own_can_be_taken_away(qtbot: QtBot) -> None:
    dialog = dialog_for(qtbot, OWN)
    (reset,) = dialog.findChildren(QPushButton, "followScriptButton")
    qtbot.mouseClick(reset, Qt.MouseButton.LeftButton)
    assert dialog.changed(OWN) == replace(OWN, delivery=NOTHING_OWN, gap=None)


def test_a_speaker_is_asked_for_where_the_voice_has_several(qtbot: QtBot) -> None:
    (alone,) = dialog_for(qtbot, PLAIN, speakers=("Anna",)).findChildren(QComboBox)
    assert not alone.isVisible()
    dialog = dialog_for(qtbot, PLAIN, speakers=("Anna", "Bert"))
    (field,) = dialog.findChildren(QComboBox, "line_speaker_Field")
    assert field.currentText() == "Anna"
    field.setCurrentText("Bert")
    assert dialog.changed(PLAIN).delivery.speaker == "Bert"


def test_what_is_typed_is_applied_by_enter(qtbot: QtBot) -> None:
    dialog = dialog_for(qtbot, PLAIN)
    field = number(dialog, "length_scale")
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "1.25")
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert dialog.changed(PLAIN).delivery == Delivery(length_scale=0.8)


VOICES = (("", "joe"), ("/anna.onnx", "anna"), ("/bert.onnx", "bert"))


def voice_field(dialog: LineSettingsDialog) -> QComboBox:
    (found,) = dialog.findChildren(QComboBox, "line_voice_Field")
    return found


def dialog_with_voices(qtbot: QtBot, *lines: Line) -> LineSettingsDialog:
    script = replace(SCRIPT, voice="/anna.onnx")
    dialog = LineSettingsDialog(lines, script, 0.25, (), voices=VOICES)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_lines_get_a_voice_of_their_own_and_give_it_back(qtbot: QtBot) -> None:
    own = replace(OWN, delivery=replace(OWN.delivery, voice=""))
    dialog = dialog_with_voices(qtbot, PLAIN, own)
    assert box(dialog, "voice").checkState() is Qt.CheckState.PartiallyChecked
    assert dialog.changed(PLAIN) == PLAIN
    assert dialog.changed(own) == own
    voice_field(dialog).setCurrentIndex(2)
    assert box(dialog, "voice").isChecked()
    for line in (PLAIN, own):
        assert dialog.changed(line).delivery == replace(line.delivery, voice="/bert.onnx")
    box(dialog, "voice").setCheckState(Qt.CheckState.Unchecked)
    assert dialog.changed(own).delivery.voice is None


def test_the_voice_of_the_script_and_that_of_the_line_are_shown(qtbot: QtBot) -> None:
    assert voice_field(dialog_with_voices(qtbot, PLAIN)).currentText() == "anna"
    own = replace(PLAIN, delivery=Delivery(voice=""))
    dialog = dialog_with_voices(qtbot, own)
    assert voice_field(dialog).currentText() == "joe"
    assert dialog.voice() == ""
    assert dialog.changed(own) == own


def test_speakers_are_those_of_the_voice_that_is_chosen(qtbot: QtBot) -> None:
    line = replace(PLAIN, delivery=Delivery(speaker="Cleo"))
    dialog = dialog_with_voices(qtbot, line)
    (speaker,) = dialog.findChildren(QComboBox, "line_speaker_Field")
    assert not speaker.isVisible()
    with qtbot.waitSignal(dialog.voice_changed) as told:
        voice_field(dialog).setCurrentIndex(2)
    assert told.args == ["/bert.onnx"]
    dialog.set_speakers(("Bert", "Cleo"))
    assert speaker.isVisible()
    assert speaker.currentText() == "Cleo"
    assert dialog.changed(line).delivery == Delivery(speaker="Cleo", voice="/bert.onnx")
    speaker.setCurrentText("Bert")
    assert dialog.changed(line).delivery.speaker == "Bert"
    with qtbot.waitSignal(dialog.voice_changed) as told:
        box(dialog, "voice").setChecked(False)
    assert told.args == ["/anna.onnx"]


def test_the_first_speaker_of_another_voice_is_where_it_starts_from(qtbot: QtBot) -> None:
    dialog = dialog_with_voices(qtbot, PLAIN)
    voice_field(dialog).setCurrentIndex(2)
    dialog.set_speakers(("Dora", "Emil"))
    (speaker,) = dialog.findChildren(QComboBox, "line_speaker_Field")
    assert speaker.currentText() == "Dora"
    assert dialog.changed(PLAIN).delivery.speaker is None
    box(dialog, "speaker").setChecked(True)
    assert dialog.changed(PLAIN).delivery.speaker == "Dora"


def test_another_voice_can_be_opened(qtbot: QtBot) -> None:
    dialog = dialog_with_voices(qtbot, PLAIN)
    field = voice_field(dialog)
    with qtbot.waitSignal(dialog.open_voice_requested):
        last = field.count() - 1
        field.setCurrentIndex(last)
        field.activated.emit(last)
    assert field.currentText() == "anna", "until one is chosen"
    assert dialog.changed(PLAIN) == PLAIN
    dialog.choose_voice("/dora.onnx", "dora")
    assert field.currentText() == "dora"
    assert dialog.changed(PLAIN).delivery == Delivery(voice="/dora.onnx")
