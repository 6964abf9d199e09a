from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QTextCursor, QUndoCommand
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QFileDialog,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QScrollBar,
    QSpinBox,
    QTabBar,
    QTabWidget,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.export.parts import ExportSource
from app.playback.state import PlaybackState
from app.ui.actions.action import Action
from app.ui.actions.window_state import WindowState
from app.ui.export.export_dialog import ExportDialog
from app.ui.export.sound_choice import ExportChoice
from app.ui.takes.take_colours import MOST_LOOKS
from app.ui.widgets.theme import Theme
from app.ui.window.file_dialogs import FileDialogs
from app.ui.window.main_window import MainWindow
from app.ui.window.message_bar import Message
from app.ui.window.window_layout import WindowParts
from tests.app.takes.made_lab_take import lab_take
from tests.app.ui.made_take import HOP, SAMPLE_RATE, made_take, whole

READY = WindowState(voice_ready=True)
SPOKEN = WindowState(voice_ready=True, has_audio=True)


@pytest.fixture
def parts(qapp: QApplication) -> WindowParts:
    return WindowParts()


@pytest.fixture
def window(parts: WindowParts, qtbot: QtBot) -> MainWindow:
    window = MainWindow(parts, native_dialogs=False)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    return window


def action(window: MainWindow, name: str) -> QAction:
    return window.findChild(QAction, f"{name}Action")


def test_every_control_has_a_name_a_tooltip_and_words_for_a_screen_reader(
    window: MainWindow, parts: WindowParts
) -> None:
    parts.plots.begin(SAMPLE_RATE, HOP)
    parts.plots.append_part(whole(made_take()), 0)
    parts.messages.post(Message("a", "b", details=("c",), actions=(("d", "Do it"),)))
    takes = tuple(lab_take(number) for number in range(MOST_LOOKS, 0, -1))
    parts.takes.set_takes(takes)
    parts.compare.set_takes(takes, takes)
    dialog = ExportDialog(ExportChoice(), ExportSource(), window)
    kinds = (QAbstractButton, QAbstractSlider, QAbstractSpinBox, QComboBox, QPlainTextEdit)
    seen: set[str] = set()
    for control in window.findChildren(QWidget):
        inside = control.parent()
        if not isinstance(control, kinds) or isinstance(control, QScrollBar):
            continue
        if isinstance(inside, QAbstractSpinBox | QComboBox | QTabBar | MainWindow):
            continue
        if control.objectName().startswith("qt_"):  # Qt's own
            continue
        if control.window() is not window and control.window() is not dialog:
            continue
        if type(inside).__name__ == "PlotWidget" or _in_pyqtgraph(control):
            continue
        name = control.objectName()
        assert name, control
        assert name not in seen, name
        seen.add(name)
        assert control.accessibleName(), name
        assert control.toolTip(), name
    assert len(seen) > 60
    for view in window.findChildren(QAbstractItemView):  # its rows have tooltips of their own
        if view.window() is window and not isinstance(view, QHeaderView):
            assert view.objectName(), view
            assert view.accessibleName(), view.objectName()
    buddies = {label.buddy() for label in window.findChildren(QLabel) if label.buddy()}
    for control in window.findChildren(QComboBox) + window.findChildren(QSpinBox):
        if not _in_pyqtgraph(control):
            assert control in buddies, control.objectName()


def test_the_wheel_changes_no_value_that_has_not_the_focus(
    window: MainWindow, parts: WindowParts, turn_wheel, qtbot: QtBot
) -> None:
    parts.editor.setFocus()
    qtbot.waitUntil(parts.editor.hasFocus)
    parts.transport.set_output_devices(["Speakers", "Headphones"], "Speakers")
    kinds = (QAbstractSlider, QAbstractSpinBox, QComboBox)
    turned = 0
    for control in window.findChildren(QWidget):
        if not isinstance(control, kinds) or isinstance(control, QScrollBar):
            continue
        if _in_pyqtgraph(control):
            continue
        before = _value(control)
        for notches in (-1, 1, 1):
            turn_wheel(control, notches)
            assert _value(control) == before, control.objectName()
        assert not control.focusPolicy() & Qt.FocusPolicy.WheelFocus & ~Qt.FocusPolicy.StrongFocus
        turned += 1
    assert turned > 10


def _value(control: QWidget) -> object:
    return control.currentIndex() if isinstance(control, QComboBox) else control.property("value")


def _in_pyqtgraph(widget: QWidget) -> bool:
    place: QWidget | None = widget
    while place is not None:
        if type(place).__module__.startswith("pyqtgraph"):
            return True
        place = place.parentWidget()
    return widget.window().objectName() in ("", "Form")


def test_every_action_has_a_shortcut_of_its_own_and_a_tip(window: MainWindow) -> None:
    keys: dict[str, str] = {}
    actions = [a for a in window.findChildren(QAction) if a.objectName().endswith("Action")]
    assert len(actions) > 25
    for each in actions:
        assert each.keys, each.text()  # of the window, or of a list that it is about
        assert each.toolTip() != each.text().replace("&", ""), each.text()
        for shortcut in each.shortcuts():
            other = keys.setdefault(shortcut.toString(), each.text())
            assert other == each.text(), shortcut.toString()


def test_only_what_can_be_done_is_offered(window: MainWindow, parts: WindowParts) -> None:
    def offered() -> set[str]:
        names = ("speak", "speak_selection", "new_take", "play", "stop", "export", "plot_fit")
        return {name for name in names if action(window, name).isEnabled()}

    assert offered() == set()
    window.set_state(READY)
    assert offered() == set()
    parts.editor.set_text("  \n ")
    assert offered() == set()
    parts.editor.set_text("words")
    assert offered() == {"speak", "new_take", "export"}
    parts.editor.selectAll()
    assert offered() == {"speak", "speak_selection", "new_take", "export"}
    window.set_state(WindowState(voice_ready=True, busy=True, has_audio=True))
    assert offered() >= {"stop", "play", "export"}
    window.set_state(SPOKEN)
    assert offered() >= {"play", "export", "plot_fit"}
    assert window.findChild(QPushButton, "exportButton").isEnabled()


def test_shortcuts_work_from_within_the_text(
    window: MainWindow, parts: WindowParts, qtbot: QtBot
) -> None:
    parts.editor.set_text("one two")
    window.set_state(SPOKEN)
    parts.editor.setFocus()
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    with qtbot.waitSignal(window.speak_requested):
        qtbot.keyClick(parts.editor, Qt.Key.Key_Return, control)
    parts.editor.selectAll()
    with qtbot.waitSignal(window.speak_range_requested) as asked:
        qtbot.keyClick(parts.editor, Qt.Key.Key_Return, control | shift)
    assert asked.args == [0, 7]
    with qtbot.waitSignal(window.play_requested):
        qtbot.keyClick(parts.editor, Qt.Key.Key_P, control)
    assert parts.editor.text() == "one two"


def test_menus_take_no_key_from_the_text(
    window: MainWindow, parts: WindowParts, qtbot: QtBot
) -> None:
    window.set_state(SPOKEN)
    editor, control = parts.editor, Qt.KeyboardModifier.ControlModifier
    editor.setFocus()
    with (
        qtbot.assertNotEmitted(window.play_requested),
        qtbot.assertNotEmitted(parts.plots.seek_requested),
    ):
        qtbot.keyClicks(editor, "one two")
        qtbot.keyClick(editor, Qt.Key.Key_Home)
        qtbot.keyClicks(editor, "a ")
    assert editor.text() == "a one two"
    qtbot.keyClick(editor, Qt.Key.Key_A, control)
    assert editor.selection() == (0, 9)


def test_escape_leaves_the_text_and_then_space_plays_and_return_goes_back(
    window: MainWindow, parts: WindowParts, qtbot: QtBot
) -> None:
    parts.editor.set_text("one")
    window.set_state(WindowState(voice_ready=True, has_audio=True, playback=PlaybackState.PAUSED))
    parts.editor.setFocus()
    with qtbot.assertNotEmitted(window.stop_requested):
        qtbot.keyClick(parts.editor, Qt.Key.Key_Escape)
    assert parts.plots.hasFocus()
    with qtbot.waitSignal(window.play_requested):
        qtbot.keyClick(parts.plots, Qt.Key.Key_Space)
    with qtbot.waitSignal(window.stop_requested):
        qtbot.keyClick(parts.plots, Qt.Key.Key_Escape)
    qtbot.keyClick(parts.plots, Qt.Key.Key_Return)
    assert parts.editor.hasFocus()


def test_stop_stops_what_is_being_made_and_what_is_heard(window: MainWindow, qtbot: QtBot) -> None:
    window.set_state(
        WindowState(voice_ready=True, busy=True, has_audio=True, playback=PlaybackState.PLAYING)
    )
    with qtbot.waitSignal(window.stop_requested):
        action(window, "stop").trigger()


def test_the_edit_menu_acts_on_the_field_with_the_keyboard(
    window: MainWindow, parts: WindowParts, qtbot: QtBot
) -> None:
    parts.editor.set_text("text")
    field = window.findChild(QSpinBox, "rhythmSeedField")
    field.setFocus()
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), QSpinBox | QLineEdit))
    parts.editor.setFocus()
    action(window, "select_all").trigger()
    action(window, "cut").trigger()
    assert parts.editor.text() == ""
    action(window, "paste").trigger()
    assert parts.editor.text() == "text"


def test_a_new_take_has_new_seeds_before_it_is_asked_for(
    window: MainWindow, parts: WindowParts, qtbot: QtBot
) -> None:
    parts.editor.set_text("one")
    window.set_state(READY)
    parts.prosody.set_seeds(1, 2)
    seeds: list[tuple[int, int]] = []
    window.new_take_requested.connect(lambda: seeds.append(parts.prosody.seeds()))
    with qtbot.waitSignal(window.new_take_requested):
        action(window, "new_take").trigger()
    assert len(seeds) == 1
    assert seeds[0] != (1, 2)


def test_loop_is_one_thing_in_menu_and_transport(
    window: MainWindow, parts: WindowParts, qtbot: QtBot
) -> None:
    told: list[bool] = []
    window.loop_toggled.connect(told.append)
    action(window, "loop").trigger()
    button = window.findChild(QToolButton, "loopButton")
    assert button.isChecked()
    button.click()
    assert not action(window, "loop").isChecked()
    assert told == [True, False]
    window.set_loop(True)
    assert action(window, "loop").isChecked()
    assert told == [True, False]


def test_a_theme_is_asked_for_by_name(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.theme_mode_requested) as asked:
        action(window, "theme_dark").trigger()
    assert asked.args == ["dark"]
    window.set_theme_mode("light")
    assert action(window, "theme_light").isChecked()
    assert not action(window, "theme_dark").isChecked()


def test_a_text_that_was_chosen_or_dropped_is_asked_for(
    window: MainWindow,
    parts: WindowParts,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setattr(FileDialogs, "document_file", lambda _: tmp_path / "a.epub")
    with qtbot.waitSignal(window.open_text_requested) as chosen:
        action(window, "open").trigger()
    assert chosen.args == [tmp_path / "a.epub"]
    with qtbot.waitSignal(window.open_text_requested) as dropped:
        parts.editor.file_dropped.emit(tmp_path / "b.pdf")
    assert dropped.args == [tmp_path / "b.pdf"]


@pytest.fixture
def spoken(window: MainWindow, parts: WindowParts) -> MainWindow:
    """With a text that has been spoken."""
    parts.editor.set_text("words")
    window.set_state(SPOKEN)
    return window


def test_an_export_goes_where_and_how_it_was_chosen(
    spoken: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    choice = ExportChoice(folder=str(tmp_path), subtype="PCM_24", rate=48000, sidecar=True)
    spoken.set_export_choice(choice)
    answer_save_dialogs(monkeypatch, "mine")
    with qtbot.waitSignal(spoken.export_requested) as asked:
        action(spoken, "export").trigger()
    assert asked.args == [tmp_path / "mine.wav", choice]
    assert spoken.export_choice() == choice


def answer_save_dialogs(monkeypatch: pytest.MonkeyPatch, *names: str) -> list[str]:
    """Type one name after the other, as a person would; returns what each dialog proposed."""
    proposed: list[str] = []
    left = list(names)

    def exec_(dialog: QFileDialog) -> QFileDialog.DialogCode:
        proposed.append(Path(dialog.selectedFiles()[0]).name)
        if left:
            dialog.selectFile(left.pop(0))
        return QFileDialog.DialogCode.Accepted

    monkeypatch.setattr(ExportDialog, "exec", lambda _: ExportDialog.DialogCode.Accepted)
    monkeypatch.setattr(QFileDialog, "exec", exec_)
    return proposed


def test_a_name_that_only_looks_complete_gets_a_suffix_and_replaces_no_file_unasked(
    spoken: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    spoken.set_export_choice(ExportChoice(folder=str(tmp_path)))
    answer_save_dialogs(monkeypatch, "Dr. Smith")
    with qtbot.waitSignal(spoken.export_requested) as asked:
        action(spoken, "export").trigger()
    assert asked.args[0] == tmp_path / "Dr. Smith.wav"

    (tmp_path / "Dr. Smith.wav").write_text("an older one")
    proposed = answer_save_dialogs(monkeypatch, "Dr. Smith")
    with qtbot.waitSignal(spoken.export_requested) as asked:
        action(spoken, "export").trigger()
    assert proposed == ["speech.wav", "Dr. Smith.wav"]  # the dialog can ask about this one


def test_another_ending_that_is_typed_is_another_type_of_file(
    spoken: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    spoken.set_export_choice(ExportChoice(folder=str(tmp_path), ending=".mp3", subtype="FLOAT"))
    proposed = answer_save_dialogs(monkeypatch, "mine.flac")
    with qtbot.waitSignal(spoken.export_requested) as asked:
        action(spoken, "export").trigger()
    path, choice = asked.args
    assert proposed == ["speech.mp3"]
    assert path == tmp_path / "mine.flac"
    assert choice.audio_format.subtype == "PCM_24"  # what comes closest to floats
    assert spoken.export_choice().ending == ".flac"


def test_the_layout_is_kept_and_damage_to_it_is_harmless(
    window: MainWindow, parts: WindowParts
) -> None:
    parts.plots.begin(SAMPLE_RATE, HOP)
    parts.plots.append_part(whole(made_take()), 0)
    window.resize(1400, 1000)  # room to share out
    geometry, before = window.geometry_state(), window.layout_state()
    for damaged in (b"\xff\0", b"[1]", b'{"top": 3}', b'{"top": [-1, 2]}', b'{"main": ["a"]}', b""):
        window.restore_layout(b"nonsense", damaged)
        assert window.layout_state() == before
    window.restore_layout(geometry, b'{"main": [420, 400]}')
    assert window.layout_state() != before


def test_the_window_fits_a_small_screen_whatever_it_shows(
    theme: Theme, window: MainWindow, parts: WindowParts
) -> None:
    takes = lab_take(2), lab_take(1)
    parts.takes.set_takes(takes)
    parts.compare.set_takes(takes, takes)
    parts.ab.session.begin(*takes)
    tabs = window.findChild(QTabWidget, "workTabs")
    for index in range(tabs.count()):
        tabs.setCurrentIndex(index)
        action = tabs.tabText(index)
        QApplication.processEvents()
        least = window.minimumSizeHint()
        assert least.width() <= 1000, action
        assert least.height() <= 700, action


def test_help_opens_and_closes(window: MainWindow) -> None:
    for name, title in (("shortcuts", "shortcutsDialog"), ("about", "aboutDialog")):
        action(window, name).trigger()
        dialog = window.findChild(QWidget, title)
        assert dialog.isVisible()
        dialog.close()


def test_closing_is_told_before_the_window_goes(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.closing):
        window.close()


# -- the takes ---------------------------------------------------------------------------------

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def with_takes(window: MainWindow, parts: WindowParts, qtbot: QtBot) -> MainWindow:
    """Three takes in front, with the keyboard on the middle one."""
    parts.editor.set_text("some words")
    window.set_state(WindowState(voice_ready=True, has_audio=True, playback=PlaybackState.PAUSED))
    parts.takes.set_takes(tuple(lab_take(number) for number in (3, 2, 1)))
    window.show_takes()
    parts.takes.choose([2])
    qtbot.waitUntil(parts.takes.list.hasFocus)
    return window


def test_a_tab_comes_to_the_front_with_the_keyboard_in_it(
    window: MainWindow, parts: WindowParts, qtbot: QtBot
) -> None:
    takes = tuple(lab_take(number) for number in (2, 1))
    parts.takes.set_takes(takes)
    parts.compare.set_takes(takes, takes)
    tabs = window.findChild(QTabWidget, "workTabs")
    assert tabs.currentWidget() is parts.text
    qtbot.keyClick(parts.editor, Qt.Key.Key_2, CONTROL)
    assert tabs.currentWidget() is parts.script
    qtbot.keyClick(tabs, Qt.Key.Key_3, CONTROL)
    assert tabs.currentWidget() is parts.takes
    assert window.shows_takes()
    assert parts.takes.list.hasFocus()
    qtbot.keyClick(parts.takes.list, Qt.Key.Key_1, CONTROL)
    assert tabs.currentWidget() is parts.text
    assert parts.editor.hasFocus()
    window.show_compare()
    assert tabs.currentWidget() is parts.compare
    assert parts.compare.isAncestorOf(QApplication.focusWidget()) or parts.compare.hasFocus()
    tabs.setCurrentWidget(parts.ab)  # as a click on the tab does
    assert parts.ab.hasFocus()
    tabs.setCurrentWidget(parts.text)
    tabs.tabBar().setFocus()
    tabs.setCurrentWidget(parts.ab)  # as the arrow keys do, which go on from tab to tab
    assert tabs.tabBar().hasFocus()
    assert not window.shows_takes()


def test_a_text_behind_the_takes_gets_no_key(
    with_takes: MainWindow, parts: WindowParts, qtbot: QtBot
) -> None:
    parts.editor.selectAll()
    parts.takes.list.setFocus()
    for key in (Qt.Key.Key_A, Qt.Key.Key_X, Qt.Key.Key_V):
        qtbot.keyClick(parts.takes.list, key, CONTROL)
    qtbot.keyClicks(parts.takes.list, "xyz")
    assert parts.editor.text() == "some words"
    assert parts.takes.chosen() == [2, 3, 1]  # all of them, the current one first


def test_without_takes_their_tab_leaves_the_text_alone(
    window: MainWindow, parts: WindowParts, qtbot: QtBot
) -> None:
    window.show_takes()
    focused = QApplication.focusWidget()
    assert focused is not parts.editor
    qtbot.keyClicks(focused or window, "xyz")
    assert parts.editor.text() == ""


def test_space_and_escape_in_the_list_are_the_windows(
    with_takes: MainWindow, parts: WindowParts, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(with_takes.play_requested):
        qtbot.keyClick(parts.takes.list, Qt.Key.Key_Space)
    with qtbot.waitSignal(with_takes.stop_requested):
        qtbot.keyClick(parts.takes.list, Qt.Key.Key_Escape)
    with qtbot.waitSignal(parts.takes.play_requested):
        qtbot.keyClick(parts.takes.list, Qt.Key.Key_Return)
    assert with_takes.shows_takes()


def test_escape_leaves_a_note_before_it_stops_anything(
    with_takes: MainWindow, parts: WindowParts, qtbot: QtBot
) -> None:
    action(with_takes, "note").trigger()
    field = parts.takes.findChild(QLineEdit, "takeNoteField")
    qtbot.keyClicks(field, "s n 1")
    with (
        qtbot.assertNotEmitted(with_takes.stop_requested),
        qtbot.assertNotEmitted(parts.takes.note_changed),
    ):
        qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert parts.takes.list.hasFocus()


def test_undo_is_of_the_same_steps_wherever_the_keyboard_is(
    with_takes: MainWindow, parts: WindowParts, qtbot: QtBot
) -> None:
    stack = with_takes.undo_stack
    stack.push(QUndoCommand("star"))
    qtbot.keyClick(parts.takes.list, Qt.Key.Key_Z, CONTROL)
    assert not stack.canUndo()
    qtbot.keyClick(parts.takes.list, Qt.Key.Key_Y, CONTROL)
    assert stack.canUndo()
    with_takes.show_text()
    qtbot.keyClick(parts.editor, Qt.Key.Key_Z, CONTROL)
    assert not stack.canUndo()


def test_the_menu_of_takes_does_what_the_list_does(
    with_takes: MainWindow, parts: WindowParts, qtbot: QtBot
) -> None:
    takes = parts.takes
    takes.set_count(5)
    for name, signal, expected in (
        ("sample", takes.sample_requested, [5]),
        ("star", takes.star_requested, [[2], True]),
        ("delete_takes", takes.delete_requested, [[2]]),
    ):
        with qtbot.waitSignal(signal) as asked:
            action(with_takes, name).trigger()
        assert asked.args == expected, name


def test_keys_of_the_list_trigger_the_windows_actions(
    with_takes: MainWindow, parts: WindowParts, qtbot: QtBot
) -> None:
    for key, name in ((Qt.Key.Key_C, "compare"), (Qt.Key.Key_U, "adopt")):
        with qtbot.waitSignal(action(with_takes, name).triggered):
            qtbot.keyClick(parts.takes.list, key)


def test_what_is_offered_follows_the_list_and_what_is_selected_in_it(
    window: MainWindow, parts: WindowParts
) -> None:
    def offered() -> set[str]:
        names = ("alike", "morph", "sweep", "compare", "ab", "exportTakes")
        found = {name: window.findChild(QToolButton, f"{name}Button") for name in names}
        return {name for name, button in found.items() if button.isEnabled()}

    assert offered() == set()
    parts.takes.set_takes(tuple(lab_take(number) for number in (4, 3, 2, 1)))
    assert offered() == {"exportTakes"}
    parts.takes.choose([2])
    assert offered() == {"exportTakes", "alike", "sweep", "compare"}
    parts.takes.choose([2, 4])
    assert offered() >= {"morph", "ab"}
    parts.takes.set_takes(tuple(lab_take(number) for number in (3, 2, 1)))
    assert offered() == {"exportTakes", "alike", "sweep", "compare"}
    parts.takes.set_takes(())
    assert offered() == set()


def test_takes_are_sampled_of_a_text_with_a_voice(window: MainWindow, parts: WindowParts) -> None:
    button = window.findChild(QPushButton, "sampleButton")
    window.set_state(READY)
    assert not button.isEnabled()
    parts.editor.set_text("one")
    assert button.isEnabled()
    assert action(window, "sample").isEnabled()
    window.set_state(WindowState())
    assert not button.isEnabled()
    assert not action(window, "sample").isEnabled()


def test_a_menu_of_actions_opens_where_it_is_asked_for(window: MainWindow) -> None:
    window.pop_up((Action.STAR, None, Action.NOTE), QPoint(40, 50))
    (menu,) = [each for each in window.findChildren(QMenu) if each.isVisible()]
    assert menu.pos() == QPoint(40, 50)
    shown = [None if each.isSeparator() else each for each in menu.actions()]
    assert shown == [action(window, "star"), None, action(window, "note")]
    menu.close()


@pytest.mark.parametrize(
    "state",
    [
        WindowState(voice_ready=True, busy=True),
        WindowState(voice_ready=True, has_audio=True, playback=PlaybackState.PLAYING),
        WindowState(voice_ready=True, has_audio=True, playback=PlaybackState.WAITING),
    ],
)
def test_escape_in_the_text_stops_what_is_spoken_at_once(
    window: MainWindow, parts: WindowParts, qtbot: QtBot, state: WindowState
) -> None:
    parts.editor.set_text("one")
    window.set_state(state)
    parts.editor.setFocus()
    with qtbot.waitSignal(window.stop_requested):
        qtbot.keyClick(parts.editor, Qt.Key.Key_Escape)
    assert parts.editor.hasFocus()


def test_the_text_is_read_from_the_cursor(
    window: MainWindow, parts: WindowParts, qtbot: QtBot
) -> None:
    parts.editor.set_text("one two")
    parts.editor.moveCursor(QTextCursor.MoveOperation.End)
    window.set_state(READY)
    with qtbot.waitSignal(window.read_from_requested) as asked:
        action(window, "read_from").trigger()
    assert asked.args == [7]


def test_space_after_a_click_on_speak_pauses(
    window: MainWindow, parts: WindowParts, qtbot: QtBot
) -> None:
    parts.editor.set_text("one two")
    window.set_state(READY)
    speak = window.findChild(QPushButton, "speakButton")
    with qtbot.waitSignal(window.speak_requested):
        qtbot.mouseClick(speak, Qt.MouseButton.LeftButton)
    window.set_state(WindowState(voice_ready=True, has_audio=True, playback=PlaybackState.PLAYING))
    with qtbot.waitSignal(window.pause_requested):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
