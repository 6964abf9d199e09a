"""Takes below the lines of the script in the whole application: real voice, real worker, keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QToolButton
from pytestqt.qtbot import QtBot

from app.playback.state import PlaybackState
from app.shell.application import Application
from app.takes.comping import is_spliced
from app.takes.lab_take import LabTake
from app.takes.script_takes import Use
from app.ui.actions.window_state import WindowState
from app.ui.script.line_take_list import LineTakeList
from app.ui.script.script_panel import ScriptPanel
from app.ui.takes.take_model import PREVIEW_ROLE, TAKE_ROLE, USE_ROLE
from tests.app.shell.test_application import LOADING
from vits_core.synthesis.take_request import TakeRequest

TEXT = "One came late. Two came.\n\nThree came. Four came."
Key = Qt.Key


@pytest.fixture
def panel(qtbot: QtBot, application: Application) -> ScriptPanel:
    """In front, with four lines, the keyboard on the first one; three takes are sampled at once."""
    application.parts.editor.set_text(TEXT)
    application.parts.takes.set_count(3)
    application.window.action("show_script").trigger()
    application.window.activateWindow()
    qtbot.waitUntil(application.parts.script.list.hasFocus)
    return application.parts.script


def press(qtbot: QtBot, *keys: Qt.Key) -> None:
    """Press keys one after the other, wherever the keyboard is."""
    for key in keys:
        focused = QApplication.focusWidget()
        assert focused is not None
        qtbot.keyClick(focused, key)


def ids(application: Application) -> list[int]:
    return [line.id for line in application.script.document]


def sampled(qtbot: QtBot, application: Application) -> LineTakeList:
    """Press G; returns the list that has the keyboard once the takes are there."""
    with qtbot.waitSignal(application.lab.generator.taken_up, timeout=LOADING):
        press(qtbot, Key.Key_G)
    focused = QApplication.focusWidget()
    assert isinstance(focused, LineTakeList)
    return focused


def listed(takes: LineTakeList) -> list[LabTake]:
    model = takes.model()
    return [model.index(row, 0).data(TAKE_ROLE) for row in range(model.rowCount())]


def wait_until_silent(qtbot: QtBot, application: Application) -> None:
    """Until what is heard is made and over, and the pictures of all takes are there."""
    lab = application.lab
    qtbot.waitUntil(
        lambda: (
            not application.controller.busy and len(lab.renderer.previews) == len(lab.take_list)
        ),
        timeout=LOADING,
    )
    if application.player.state is not PlaybackState.STOPPED:
        application.window.action("stop").trigger()


def test_takes_are_sampled_below_their_line_and_one_key_chooses(
    qtbot: QtBot, application: Application, panel: ScriptPanel
) -> None:
    takes = sampled(qtbot, application)
    assert application.window.shows_lines()
    first = ids(application)[0]
    assert panel.takes.lines() == [first]
    assert [take.number for take in listed(takes)] == [1, 2, 3]
    assert takes.chosen() == application.parts.takes.chosen() == [1]
    press(qtbot, Key.Key_2)
    chosen = application.script.document[first].chosen
    assert chosen is not None
    assert chosen.request == TakeRequest.of(application.lab.take_list[2].outline)
    uses = [takes.model().index(row, 0).data(USE_ROLE) for row in range(3)]
    assert uses == [None, Use.IN_SCRIPT, None]
    press(qtbot, Key.Key_Down, Key.Key_Return)
    chosen = application.script.document[first].chosen
    assert chosen is not None
    assert chosen.request == TakeRequest.of(application.lab.take_list[3].outline)
    application.window.undo_stack.undo()
    application.window.undo_stack.undo()
    assert application.script.document[first].chosen is None


def test_what_is_chosen_is_what_the_script_speaks(
    qtbot: QtBot, application: Application, panel: ScriptPanel
) -> None:
    sampled(qtbot, application)
    press(qtbot, Key.Key_3)
    with qtbot.waitSignal(application.controller.speech_done, timeout=LOADING):
        application.window.action("speak").trigger()
    spoken = application.controller.timeline.takes
    assert len(spoken) == 4
    assert TakeRequest.of(spoken[0]) == TakeRequest.of(application.lab.take_list[3].outline)
    (due,) = application.controller.due([application.script.document[ids(application)[0]]])
    assert due.line.chosen is not None, "what an export asks for"


def test_rows_are_there_before_their_sound_and_fill_up_one_by_one(
    qtbot: QtBot, application: Application, panel: ScriptPanel
) -> None:
    filled: list[int] = []
    takes = sampled(qtbot, application)

    def count() -> None:
        rows = range(takes.model().rowCount())
        pictures = [takes.model().index(row, 0).data(PREVIEW_ROLE) for row in rows]
        filled.append(sum(each is not None for each in pictures))

    count()
    application.lab.renderer.preview_made.connect(count)
    qtbot.waitUntil(lambda: len(filled) == 4, timeout=LOADING)
    assert filled == [0, 1, 2, 3]


def test_a_line_says_at_once_that_takes_are_to_come(
    qtbot: QtBot, application: Application, panel: ScriptPanel
) -> None:
    def words() -> str:
        label = panel.findChild(QLabel, "lineTakesLabel")
        assert label is not None
        return label.text()

    with qtbot.waitSignal(application.lab.generator.taken_up, timeout=LOADING):
        press(qtbot, Key.Key_G)
        assert panel.takes.lines() == ids(application)[:1]
        assert words().startswith("Sampling")
    assert words().startswith("Enter")
    for name in ("rhythm", "expression"):
        lock = application.parts.prosody.findChild(QToolButton, f"{name}SeedLockButton")
        assert lock is not None
        lock.setChecked(True)
    press(qtbot, Key.Key_G)
    assert words().startswith("Enter"), "what is refused is not awaited"
    assert application.parts.messages.messages()


def test_more_takes_come_on_top_and_one_that_is_removed_comes_back(
    qtbot: QtBot, application: Application, panel: ScriptPanel
) -> None:
    sampled(qtbot, application)
    takes = sampled(qtbot, application)
    assert [take.number for take in listed(takes)] == [4, 5, 6, 1, 2, 3]
    assert takes.chosen() == [4]
    press(qtbot, Key.Key_Down, Key.Key_Delete)
    assert [take.number for take in listed(takes)] == [4, 6, 1, 2, 3]
    assert takes.chosen() == application.parts.takes.chosen() == [6]
    application.window.action("undo").trigger()
    assert [take.number for take in listed(takes)] == [4, 5, 6, 1, 2, 3]
    assert takes.chosen() == application.parts.takes.chosen() == [5]
    assert len(ids(application)) == 4, "no line was removed"
    press(qtbot, Key.Key_S)
    assert [take.number for take in listed(takes) if take.starred] == [5]


def test_two_lines_are_open_at_once_and_each_chooses_for_itself(
    qtbot: QtBot, application: Application, panel: ScriptPanel
) -> None:
    first, second, *_ = ids(application)
    panel.choose([first, second])
    takes = sampled(qtbot, application)
    assert panel.takes.lines() == [first, second]
    assert panel.chosen() == [first]
    press(qtbot, Key.Key_1, Key.Key_Left, Key.Key_Down, Key.Key_Down)
    assert QApplication.focusWidget() is not takes
    assert panel.takes.lines() == [second]
    assert panel.chosen() == [second]
    press(qtbot, Key.Key_5)
    chosen = [line.chosen for line in application.script.document]
    assert [each and each.text for each in chosen] == ["One came late.", "Two came.", None, None]


def test_the_words_of_a_line_can_come_twice_and_each_has_its_own_take(
    qtbot: QtBot, application: Application, panel: ScriptPanel
) -> None:
    first = ids(application)[0]
    press(qtbot, Key.Key_D)
    copy = ids(application)[1]
    panel.choose([copy])
    takes = sampled(qtbot, application)
    press(qtbot, Key.Key_2)
    document = application.script.document
    assert (document[first].chosen, document[copy].chosen is None) == (None, False)
    press(qtbot, Key.Key_I)
    assert application.script.document[copy].chosen is None
    assert takes.hasFocus()


def test_escape_silences_and_then_closes(
    qtbot: QtBot, application: Application, panel: ScriptPanel
) -> None:
    takes = sampled(qtbot, application)
    wait_until_silent(qtbot, application)
    application.window.set_state(WindowState(voice_ready=True, playback=PlaybackState.PLAYING))
    with qtbot.waitSignal(application.window.stop_requested):
        press(qtbot, Key.Key_Escape)
    assert takes.hasFocus()
    application.window.set_state(WindowState(voice_ready=True, playback=PlaybackState.PAUSED))
    press(qtbot, Key.Key_Escape)
    assert panel.takes.lines() == []
    assert panel.list.hasFocus()


def test_words_of_several_takes_are_comped_below_their_line(
    qtbot: QtBot, application: Application, panel: ScriptPanel
) -> None:
    takes = sampled(qtbot, application)
    wait_until_silent(qtbot, application)
    press(qtbot, Key.Key_K, Key.Key_Right)
    with qtbot.waitSignal(application.lab.generator.taken_up, timeout=LOADING):
        press(qtbot, Key.Key_2)
    assert application.window.shows_lines()
    comp, *others = listed(takes)
    assert comp.parent == 1
    assert is_spliced(comp.outline)
    assert [each.number for each in others] == [1, 2, 3]
    assert takes.chosen() == [comp.number]
    press(qtbot, Key.Key_Return)
    uses = [takes.model().index(row, 0).data(USE_ROLE) for row in range(4)]
    assert uses == [Use.IN_SCRIPT, None, None, None]
    wait_until_silent(qtbot, application)
    press(qtbot, Key.Key_Escape)
    assert not application.window.action("comp").isChecked()
    assert panel.takes.lines() == ids(application)[:1], "Escape leaves the comp first"


def test_takes_that_are_made_of_others_stay_below_the_line(
    qtbot: QtBot, application: Application, panel: ScriptPanel
) -> None:
    takes = sampled(qtbot, application)
    wait_until_silent(qtbot, application)
    with qtbot.waitSignal(application.lab.generator.taken_up, timeout=LOADING):
        application.window.action("alike").trigger()
    assert application.window.shows_lines()
    assert [take.parent for take in listed(takes)] == [1, 1, 1, None, None, None]
    application.window.show_takes()
    application.parts.takes.choose([2])
    application.window.show_lines()
    assert takes.chosen() == [2], "what is selected is so in both places"


def test_selected_takes_of_several_lines_stay_selected_in_their_own_list(
    qtbot: QtBot, application: Application, panel: ScriptPanel
) -> None:
    first, second, *_ = ids(application)
    panel.choose([first, second])
    sampled(qtbot, application)
    application.window.show_takes()
    application.parts.takes.choose([1, 5])
    application.window.show_lines()
    application.window.show_takes()
    assert application.parts.takes.chosen() == [1, 5]
