"""The list of lines in the whole application: real voice, real worker, no sound device."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QDoubleSpinBox, QLineEdit, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from app.document.document import ChosenTake
from app.session.line_states import LineState
from app.shell.application import Application
from app.ui.export.export_dialog import ExportDialog
from app.ui.script.line_field import LineField
from app.ui.script.line_model import STATUS_ROLE
from app.ui.script.line_settings_dialog import LineSettingsDialog
from app.ui.script.script_panel import ScriptPanel
from tests.app.shell.test_application import LOADING
from vits_core.synthesis.take_request import TakeRequest

TEXT = "One came. Two came.\n\nThree came. Four came."
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def panel(application: Application) -> ScriptPanel:
    """In front, with four lines, on the first one."""
    application.parts.editor.set_text(TEXT)
    application.window.action("show_script").trigger()
    return application.parts.script


def ids(application: Application) -> list[int]:
    return [line.id for line in application.script.document]


def states(panel: ScriptPanel) -> list[LineState]:
    model = panel.list.model()
    return [model.index(row).data(STATUS_ROLE).state for row in range(model.rowCount())]


def wait_until_made(qtbot: QtBot, application: Application) -> None:
    qtbot.waitUntil(
        lambda: application.controller.whole and len(application.controller.timeline) > 0,
        timeout=LOADING,
    )


def test_space_makes_and_plays_the_selected_lines_and_no_others(
    qtbot: QtBot, application: Application, panel: ScriptPanel
) -> None:
    first, _, third, _ = ids(application)
    panel.choose([first, third])
    qtbot.keyClick(panel.list, Qt.Key.Key_Space)
    wait_until_made(qtbot, application)
    takes = application.controller.timeline.takes
    assert [take.utterance.text for take in takes] == ["One came.", "Three came."]
    made, not_made = LineState.MADE, LineState.NOT_MADE
    assert states(panel) == [made, not_made, made, not_made]
    assert application.player.length == pytest.approx(
        sum(take.seconds for take in takes) + takes[0].pause_samples / 22050
    )


def test_to_hear_a_line_leaves_the_takes_and_what_can_be_undone_alone(
    qtbot: QtBot, application: Application, panel: ScriptPanel
) -> None:
    steps = application.window.undo_stack.count()
    qtbot.keyClick(panel.list, Qt.Key.Key_Space)
    wait_until_made(qtbot, application)
    assert application.lab.take_list.takes == ()
    assert application.window.undo_stack.count() == steps


def test_a_line_that_is_edited_is_stale_until_it_is_made_anew(
    qtbot: QtBot, application: Application, panel: ScriptPanel
) -> None:
    line = ids(application)[0]
    qtbot.keyClick(panel.list, Qt.Key.Key_Space)
    wait_until_made(qtbot, application)
    panel.text_edited.emit(line, "Nobody came.")
    assert application.parts.editor.text().startswith("Nobody came. Two")
    assert states(panel)[0] is LineState.STALE
    application.window.undo_stack.undo()
    assert states(panel)[0] is LineState.MADE


def test_a_double_click_reads_on_from_the_line(
    qtbot: QtBot, application: Application, panel: ScriptPanel
) -> None:
    panel.list.read_from_requested.emit(ids(application)[2])
    wait_until_made(qtbot, application)
    takes = application.controller.timeline.takes
    assert [take.utterance.text for take in takes] == ["Three came.", "Four came."]


def test_lines_are_arranged_as_steps_of_the_one_stack(
    qtbot: QtBot, application: Application, panel: ScriptPanel
) -> None:
    first, second, third, fourth = ids(application)
    panel.choose([second])
    qtbot.keyClick(panel.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert ids(application) == [first, third, second, fourth]
    assert panel.chosen() == [second]
    qtbot.keyClick(panel.list, Qt.Key.Key_Delete)
    assert application.script.document.text == "One came. Three came.\n\nFour came."
    application.window.undo_stack.undo()
    application.window.undo_stack.undo()
    assert application.script.document.text == TEXT


def test_lines_that_cannot_be_joined_say_why(application: Application, panel: ScriptPanel) -> None:
    first, second, third, _ = ids(application)
    panel.list.join_requested.emit([first, third])
    (message,) = application.parts.messages.messages()
    assert "cannot be joined" in message.what
    panel.list.join_requested.emit([first])
    assert application.script.document[first].text == "One came, Two came."
    assert second not in application.script.document
    assert not application.parts.messages.messages()


def test_whatever_begins_at_the_cursor_begins_at_the_current_line(
    application: Application, panel: ScriptPanel
) -> None:
    document, editor = application.script.document, application.parts.editor
    third = document.lines[2].id
    panel.choose([third])
    assert editor.caret() == document.span(third)[0]
    panel.choose([third, document.lines[3].id])
    assert editor.selection() == (document.span(third)[0], len(document.text))
    panel.choose([third])
    application.script.rewrite_line(document.lines[0].id, "Nobody at all came.")
    assert editor.caret() == application.script.document.span(third)[0]


def test_the_lines_at_the_cursor_are_selected_when_the_script_comes_to_the_front(
    application: Application, panel: ScriptPanel
) -> None:
    window, editor = application.window, application.parts.editor
    lines = ids(application)
    window.show_text()
    editor.place_caret(TEXT.index("Three") + 2)
    window.show_lines()
    assert panel.chosen() == [lines[2]]
    window.show_text()
    editor.place_caret(2, TEXT.index("Three") + 2)
    window.show_lines()
    assert panel.chosen() == lines[:3]
    window.show_text()
    window.show_lines()
    assert panel.chosen() == lines[:3]


def test_a_choice_shows_as_a_star_and_speaks(
    qtbot: QtBot, application: Application, panel: ScriptPanel
) -> None:
    line = ids(application)[0]
    qtbot.keyClick(panel.list, Qt.Key.Key_Space)
    wait_until_made(qtbot, application)
    (take,) = application.controller.timeline.takes
    voice = application.controller.voice
    assert voice is not None
    application.script.choose(line, ChosenTake(TakeRequest.of(take), voice.source), "")
    assert states(panel)[0] is LineState.NOT_MADE, "what was made is not the choice"
    qtbot.keyClick(panel.list, Qt.Key.Key_Space)
    wait_until_made(qtbot, application)
    assert states(panel)[0] is LineState.MADE


def test_a_take_that_is_chosen_in_the_list_is_drawn_before_the_line_is_made(
    qtbot: QtBot, application: Application, panel: ScriptPanel
) -> None:
    """I in the list of takes lets the line speak with one of them."""
    second = ids(application)[1]
    panel.choose([second])
    application.parts.takes.set_count(2)
    with qtbot.waitSignal(application.lab.generator.taken_up, timeout=LOADING):
        application.window.action("sample").trigger()
    takes = application.lab.take_list.takes
    assert {take.text for take in takes} == {"Two came."}
    application.window.show_takes()
    qtbot.waitUntil(lambda: len(application.lab.renderer.previews) == 2, timeout=LOADING)
    application.parts.takes.choose([takes[1].number])
    qtbot.keyClick(application.parts.takes.list, Qt.Key.Key_I)
    assert application.script.document[second].chosen is not None
    application.window.show_lines()
    assert panel.chosen() == [second]
    status = panel.list.model().index(1).data(STATUS_ROLE)
    (sketch,) = status.sketches
    assert np.array_equal(sketch.outline.durations, takes[1].outline.durations)
    assert sketch.highs.max() > 0
    assert status.state is LineState.NOT_MADE
    application.window.undo_stack.undo()
    assert panel.list.model().index(1).data(STATUS_ROLE).sketches == ()


def test_settings_of_lines_are_one_step_and_speak(
    qtbot: QtBot, application: Application, panel: ScriptPanel
) -> None:
    first, second, *_ = ids(application)
    panel.choose([first, second])
    qtbot.keyClick(panel.list, Qt.Key.Key_S)
    (dialog,) = application.window.findChildren(LineSettingsDialog)
    (speed,) = dialog.findChildren(QDoubleSpinBox, "line_length_scale_Field")
    speed.setValue(2.0)
    dialog.accept()
    document = application.script.document
    assert [line.delivery.length_scale for line in document] == [0.5, 0.5, None, None]
    qtbot.keyClick(panel.list, Qt.Key.Key_Space)
    wait_until_made(qtbot, application)
    takes = application.controller.timeline.takes
    assert [take.settings.length_scale for take in takes] == [0.5, 0.5]
    application.window.undo_stack.undo()
    assert application.script.document[first].delivery.length_scale is None


def test_lines_are_cut_copied_and_pasted(application: Application, panel: ScriptPanel) -> None:
    first, second, third, fourth = ids(application)
    panel.list.setFocus()
    panel.choose([second])
    for action in ("cut", "paste"):
        application.window.action(action).trigger()
    assert ids(application) == [first, third, second, fourth]
    assert panel.chosen() == [second]
    panel.choose([first, third])
    for action in ("copy", "paste"):
        application.window.action(action).trigger()
    texts = [line.text for line in application.script.document]
    assert texts[:3] == ["One came.", "One came.", "Three came."]
    assert len(panel.chosen()) == 2


@pytest.mark.parametrize("leave", ["quit", "speak", "other tab"])
def test_what_is_being_typed_in_a_row_is_not_lost(
    qtbot: QtBot, application: Application, panel: ScriptPanel, leave: str
) -> None:
    panel.list.setFocus()
    panel.list.edit_line()
    (field,) = panel.findChildren(LineField)
    qtbot.keyClicks(field, " Late")
    if leave == "quit":
        application.window.close()
    elif leave == "speak":
        application.window.action("speak").trigger()
    else:
        application.window.action("show_text").trigger()
    assert application.script.document.text.startswith("One came. Late")


def test_takes_are_sampled_and_speech_is_made_of_lines_apart_from_one_another(
    qtbot: QtBot, application: Application, panel: ScriptPanel
) -> None:
    first, _, third, _ = ids(application)
    panel.choose([first, third])
    application.window.action("speak_selection").trigger()
    wait_until_made(qtbot, application)
    takes = application.controller.timeline.takes
    assert [take.utterance.text for take in takes] == ["One came.", "Three came."]
    application.parts.takes.set_count(1)
    with qtbot.waitSignal(application.lab.generator.taken_up, timeout=LOADING):
        application.window.action("sample").trigger()
    assert {take.line for take in application.lab.take_list.takes} == {first, third}


def test_the_selected_lines_are_exported_from_their_menu(
    qtbot: QtBot,
    application: Application,
    panel: ScriptPanel,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    _, second, third, _ = ids(application)
    panel.choose([second, third])
    panel.list.menu_requested.emit(QPoint(0, 0))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    (export,) = [each for each in menu.actions() if each.text() == "E&xport these lines…"]
    menu.close()
    proposed: list[bool] = []

    def answer(dialog: ExportDialog) -> ExportDialog.DialogCode:
        proposed.append(dialog.choice().selection)
        dialog.findChild(QPushButton, "exportLinesButton").click()
        dialog.findChild(QLineEdit, "exportTemplateField").setText("{n}")
        dialog.findChild(QLineEdit, "exportFolderField").setText(str(tmp_path / "lines"))
        return ExportDialog.DialogCode.Accepted

    monkeypatch.setattr(ExportDialog, "exec", answer)
    with qtbot.waitSignal(application.exporting.export.finished, timeout=LOADING) as ended:
        export.trigger()
    assert proposed == [True]
    assert [file.path.name for file in ended.args[0].written] == ["1.wav", "2.wav"]
    assert not application.window.export_choice().selection, "of this one export"
    lengths = [soundfile.info(file.path).duration for file in ended.args[0].written]
    application.controller.speak_lines([second, third])
    wait_until_made(qtbot, application)
    assert lengths == [take.seconds for take in application.controller.timeline.takes]
