"""The window: puts the widgets in their places, and gives the menus something to do."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from functools import partial
from importlib.resources import files
from pathlib import Path

from PySide6.QtCore import QByteArray, QMimeData, QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QIcon,
    QKeyEvent,
    QUndoStack,
)
from PySide6.QtWidgets import QMainWindow, QMenu, QWidget

from app.document.document_json import SCRIPT_SUFFIX
from app.export.parts import ExportSource
from app.ui.actions.action import Action
from app.ui.actions.window_state import WindowState
from app.ui.export.sound_choice import ExportChoice
from app.ui.widgets.theme import GRID, ThemeMode
from app.ui.window.edit_actions import EDITS, connect_edit_actions
from app.ui.window.file_dialogs import FileDialogs, Leave
from app.ui.window.help_dialogs import open_about, open_shortcuts
from app.ui.window.recent_menu import RecentMenu
from app.ui.window.window_layout import WindowLayout, WindowParts

ICON = Path(str(files("resources"))) / "icons" / "vits-studio.svg"

_THEMES = {
    ThemeMode.SYSTEM: Action.THEME_SYSTEM,
    ThemeMode.LIGHT: Action.THEME_LIGHT,
    ThemeMode.DARK: Action.THEME_DARK,
}


class MainWindow(QMainWindow):
    """Lays the widgets out; what a menu and a button both ask for is asked for here, once."""

    speak_requested = Signal()  # speak the whole text
    speak_range_requested = Signal(int, int)  # code points of the text (half open) to speak
    speak_lines_requested = Signal(list)  # ids of the lines to speak, and no others
    read_from_requested = Signal(int)  # code point of the text to hear it from
    new_take_requested = Signal()  # the unlocked seeds are new already; speak
    play_requested = Signal()
    pause_requested = Signal()
    stop_requested = Signal()  # silence, and make no more audio
    loop_toggled = Signal(bool)  # whether playback is to start over at the end
    exact_toggled = Signal(bool)  # whether all is to be computed in float32
    as_written_toggled = Signal(bool)  # whether numbers and the like stay as they are written
    export_requested = Signal(Path, object)  # file, or folder of several, and ExportChoice
    fit_times_requested = Signal()  # ask how lines are to be fitted into their times
    new_script_requested = Signal()
    new_window_requested = Signal()
    open_script_requested = Signal(Path)
    open_text_requested = Signal(Path)  # a file whose text is to be the script's
    save_requested = Signal()
    save_as_requested = Signal()
    recent_cleared = Signal()
    open_voice_requested = Signal(Path)  # the file of a voice to load
    theme_mode_requested = Signal(str)  # one of ThemeMode's values
    view_changed = Signal()  # another tab is in front
    closing = Signal()  # the user closes the window; save and shut down

    def __init__(self, parts: WindowParts, *, native_dialogs: bool = True) -> None:
        super().__init__()
        self.setObjectName("mainWindow")
        self.setWindowTitle(self.tr("VITS Studio"))
        self.setWindowIcon(QIcon(str(ICON)))
        self._parts = parts
        self._state = WindowState()
        self.undo_stack = QUndoStack(self)
        """Of all that is changed outside of the text."""
        self.native_dialogs = native_dialogs
        self._ask = FileDialogs(self, native=native_dialogs)
        self._export_source: Callable[[], ExportSource] = ExportSource
        self._actions = parts.actions
        self._actions.move_into(self)
        self._recent = RecentMenu(self)
        self._actions.menus[0].insertMenu(self._actions[Action.SAVE], self._recent)
        self.setAcceptDrops(True)
        self._layout = WindowLayout(parts, self)
        self.setCentralWidget(self._layout)
        self._connect_actions()
        self._connect_parts()
        # With its frame it fits a screen of 1280 x 800.
        room = self.screen().availableSize() - QSize(2 * GRID, 6 * GRID)
        self.resize(QSize(1280, 800).boundedTo(room))
        self.set_state(self._state)
        parts.editor.setFocus()

    # -- setters -------------------------------------------------------------------------------

    def set_state(self, state: WindowState) -> None:
        """Offer what can be done now, as far as the session knows it; the rest is asked of the
        widgets."""
        parts, text = self._parts, self._parts.editor.text()
        chosen_lines = len(parts.script.chosen()) if self.shows_lines() else 0
        self._state = dataclasses.replace(
            state,
            has_text=bool(text) and not text.isspace(),
            has_selection=bool(chosen_lines) or parts.editor.selection() is not None,
            chosen_lines=chosen_lines,
            takes=parts.takes.listed(),
            chosen_takes=len(parts.takes.chosen()),
        )
        self._actions.update_to(self._state)
        parts.voice_bar.set_busy(state.busy)
        parts.transport.set_has_audio(state.has_audio)

    def set_theme_mode(self, mode: str) -> None:
        """Tick the theme that is in use."""
        self._actions[_THEMES[ThemeMode(mode)]].setChecked(True)

    def set_exact(self, exact: bool) -> None:
        """Show whether all is computed in float32."""
        self._actions[Action.EXACT].setChecked(exact)

    def set_as_written(self, as_written: bool) -> None:
        """Show whether numbers and the like are left as they are written."""
        self._actions[Action.AS_WRITTEN].setChecked(as_written)

    def set_loop(self, loop: bool) -> None:
        """Show whether playback starts over."""
        self._actions[Action.LOOP].setChecked(loop)

    def set_export_choice(self, choice: ExportChoice) -> None:
        """What the export dialog proposes."""
        self._ask.set_export_choice(choice)

    def set_export_source(self, source_of: Callable[[], ExportSource]) -> None:
        """Ask this for what there is to export, whenever the dialog opens."""
        self._export_source = source_of

    def export_choice(self) -> ExportChoice:
        """How the last file was exported."""
        return self._ask.export_choice()

    def set_script_name(self, name: str, *, modified: bool) -> None:
        """Say in the title which script it is, and whether it has to be saved."""
        self.setWindowTitle(self.tr("%1[*] – VITS Studio").replace("%1", name))
        self.setWindowModified(modified)

    def set_recent(self, paths: Sequence[Path]) -> None:
        """The scripts that were used last, the latest first."""
        self._recent.set_files(paths)

    def open_file(self, path: Path) -> None:
        """Open a script, or replace the text with a file's; the window says what is wrong with
        it."""
        if path.suffix.lower() == SCRIPT_SUFFIX:
            self.open_script_requested.emit(path)
        else:
            self.open_text_requested.emit(path)

    def ask_for_script_target(self, path: Path | None, suggestion: str) -> Path | None:
        """Where to save the script."""
        return self._ask.script_target(path, suggestion)

    def ask_to_save(self, name: str) -> Leave:
        """Whether a script that is not saved is to be, before another one comes."""
        return self._ask.leave(name)

    def ask_for_picture(self) -> Path | None:
        """Where to write a picture, as PNG or SVG."""
        return self._ask.picture_target()

    def ask_for_take(self) -> Path | None:
        """The file of a take to open."""
        return self._ask.take_file()

    def action(self, action: Action) -> QAction:
        """An action as Qt's."""
        return self._actions[action]

    def pop_up(self, actions: Sequence[Action | None], point: QPoint) -> None:
        """Open a menu of actions at a global point; None is a line between them."""
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        for action in actions:
            if action is None:
                menu.addSeparator()
            else:
                menu.addAction(self._actions[action])
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(point)

    def show_text(self) -> None:
        self._layout.tabs.bring_to_front(self._parts.text)
        self._parts.editor.setFocus()

    def show_lines(self) -> None:
        """Bring the lines to the front, with the keyboard on their list."""
        self._layout.tabs.bring_to_front(self._parts.script)
        self._parts.script.take_keyboard()

    def shows_lines(self) -> bool:
        return self._layout.tabs.shows(self._parts.script)

    def show_takes(self) -> None:
        """Bring the takes to the front, with the keyboard on their list."""
        self._layout.tabs.bring_to_front(self._parts.takes)
        self._parts.takes.list.setFocus()

    def show_compare(self) -> None:
        """Bring the comparison to the front."""
        self._layout.tabs.bring_to_front(self._parts.compare)
        self._parts.compare.setFocus()

    def show_ab(self) -> None:
        """Bring the two takes that are heard in turns to the front, with their keys."""
        self._layout.tabs.bring_to_front(self._parts.ab)
        self._parts.ab.setFocus()

    def shows_takes(self) -> bool:
        return self._layout.tabs.shows(self._parts.takes)

    # -- what is kept between sessions ---------------------------------------------------------

    def geometry_state(self) -> bytes:
        """Place and size of the window."""
        return bytes(self.saveGeometry().data())

    def layout_state(self) -> bytes:
        """How the space is shared between the widgets."""
        return self._layout.state()

    def restore_layout(self, geometry: bytes, layout: bytes) -> None:
        """Take up the place, size and shares of the last session; what is damaged is left out."""
        if geometry:
            self.restoreGeometry(QByteArray(geometry))
        self._layout.restore(layout)

    # -- slots ---------------------------------------------------------------------------------

    @Slot()
    def _on_open(self) -> None:
        path = self._ask.document_file()
        if path is not None:
            self.open_file(path)

    def ask_for_voice(self) -> Path | None:
        """A voice's file that the user chooses for something."""
        return self._ask.voice_file()

    @Slot()
    def _on_open_voice(self) -> None:
        path = self._ask.voice_file()
        if path is not None:
            self.open_voice_requested.emit(path)

    @Slot()
    def _on_export(self) -> None:
        self._export(selection=False)

    @Slot()
    def _on_export_lines(self) -> None:
        self._export(selection=True)

    def _export(self, *, selection: bool) -> None:
        answer = self._ask.export_target(self._export_source(), selection=selection)
        if answer is not None:
            self.export_requested.emit(*answer)

    @Slot()
    def _on_speak_selection(self) -> None:
        if self.shows_lines():
            self.speak_lines_requested.emit(self._parts.script.chosen())
            return
        selection = self._parts.editor.selection()
        if selection is not None:
            self.speak_range_requested.emit(*selection)

    @Slot()
    def _on_read_from(self) -> None:
        self.read_from_requested.emit(self._parts.editor.caret())

    @Slot()
    def _on_new_take(self) -> None:
        self._parts.prosody.renew_unlocked_seeds()
        self.new_take_requested.emit()

    @Slot()
    def _on_play(self) -> None:
        if self._state.plays:
            self.pause_requested.emit()
        else:
            self.play_requested.emit()

    @Slot(int)
    def _on_editor_read_from(self, offset: int) -> None:
        if self._state.can_speak:
            self.read_from_requested.emit(offset)

    @Slot()
    def _on_editor_left(self) -> None:
        """Esc in the text stops what is spoken, or else leaves the text."""
        if self._state.busy or self._state.plays:
            self._actions[Action.STOP].trigger()
        else:
            self._parts.plots.setFocus()

    @Slot()
    def _on_takes_escaped(self) -> None:
        """Esc in takes below a line stops what is heard, or else closes them."""
        if self._state.busy or self._state.plays:
            self._actions[Action.STOP].trigger()
        else:
            self._parts.script.list.close_current_takes()

    @Slot()
    def _on_note(self) -> None:
        takes = self._parts.script.takes
        (takes if takes.has_keyboard() else self._parts.takes.list).edit_note()

    @Slot()
    def _on_offer_changed(self) -> None:
        self.set_state(self._state)

    @Slot(QWidget)
    def _on_view_changed(self, view: QWidget) -> None:
        if view is self._parts.ab and not self._layout.tabs.keyboard_on_tabs():
            view.setFocus()  # its keys work at once
        self._on_offer_changed()
        self.view_changed.emit()

    @Slot(bool)
    def _on_full_screen(self, full: bool) -> None:
        if full:
            self.showFullScreen()
        else:
            self.showNormal()

    @Slot()
    def _on_shortcuts(self) -> None:
        open_shortcuts(self, self._actions.by_menu())

    @Slot()
    def _on_about(self) -> None:
        open_about(self)

    # -- Qt's events ---------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Only keys that no widget wanted come here: Space in the text or on a button does not.
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if plain and event.key() == Qt.Key.Key_Space:
            self._actions[Action.PLAY].trigger()
        elif plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.show_text()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _file_of(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = _file_of(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self.open_file(path)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        super().closeEvent(event)

    # -- building ------------------------------------------------------------------------------

    def _connect_actions(self) -> None:
        parts = self._parts
        connect_edit_actions(self._actions, parts.editor, self.undo_stack)
        for each in Action:
            if each not in EDITS:  # whatever else is done is done with what is being typed
                self._actions[each].triggered.connect(parts.script.list.finish_edit)
        for action, slot in {
            Action.NEW_SCRIPT: self.new_script_requested,
            Action.NEW_WINDOW: self.new_window_requested,
            Action.OPEN: self._on_open,
            Action.SAVE: self.save_requested,
            Action.SAVE_AS: self.save_as_requested,
            Action.OPEN_VOICE: self._on_open_voice,
            Action.EXPORT: self._on_export,
            Action.QUIT: self.close,
            Action.GO_TO_TEXT: self.show_text,
            Action.SHOW_TEXT: self.show_text,
            Action.SHOW_SCRIPT: self.show_lines,
            Action.SHOW_TAKES: self.show_takes,
            Action.PLAY_LINES: parts.script.list.request_play,
            Action.LINE_TAKES: parts.script.list.toggle_takes,
            Action.EDIT_LINE: parts.script.list.edit_line,
            Action.LINE_SETTINGS: parts.script.list.request_settings,
            Action.DOUBLE_LINES: parts.script.list.request_double,
            Action.JOIN_LINES: parts.script.list.request_join,
            Action.RAISE_LINES: lambda: parts.script.list.request_move(-1),
            Action.LOWER_LINES: lambda: parts.script.list.request_move(1),
            Action.REMOVE_LINES: parts.script.list.request_remove,
            Action.EXPORT_LINES: self._on_export_lines,
            Action.FIT_TIMES: self.fit_times_requested,
            Action.SAMPLE: parts.takes.request_sample,
            Action.STAR: parts.takes.list.toggle_star,
            Action.NOTE: self._on_note,
            Action.DELETE_TAKES: parts.takes.list.request_delete,
            Action.SPEAK: self.speak_requested,
            Action.SPEAK_SELECTION: self._on_speak_selection,
            Action.READ_FROM: self._on_read_from,
            Action.NEW_TAKE: self._on_new_take,
            Action.PLAY: self._on_play,
            Action.STOP: self.stop_requested,
            Action.LOOP: self.loop_toggled,
            Action.EXACT: self.exact_toggled,
            Action.AS_WRITTEN: self.as_written_toggled,
            Action.RESET_PROSODY: parts.prosody.reset,
            Action.TEXT_LARGER: lambda: parts.editor.zoom(1),
            Action.TEXT_SMALLER: lambda: parts.editor.zoom(-1),
            Action.TEXT_USUAL: lambda: parts.editor.zoom(0),
            Action.FULL_SCREEN: self._on_full_screen,
            Action.SHORTCUTS: self._on_shortcuts,
            Action.ABOUT: self._on_about,
        }.items():
            self._actions[action].triggered.connect(slot)
        for mode, action in _THEMES.items():
            request = partial(self.theme_mode_requested.emit, mode.value)
            self._actions[action].triggered.connect(lambda _=0, r=request: r())

    def _connect_parts(self) -> None:
        parts = self._parts
        # Where Space pauses; on the button it would speak from the beginning.
        parts.voice_bar.speak_clicked.connect(parts.plots.setFocus)
        parts.voice_bar.open_voice_requested.connect(self._actions[Action.OPEN_VOICE].trigger)
        parts.takes.compare_requested.connect(self._actions[Action.COMPARE].trigger)
        parts.takes.adopt_requested.connect(self._actions[Action.ADOPT].trigger)
        parts.takes.takes_changed.connect(self._on_offer_changed)
        parts.script.chosen_changed.connect(self._on_offer_changed)
        parts.script.list.sample_requested.connect(self._actions[Action.SAMPLE].trigger)
        below = parts.script.takes
        below.sample_requested.connect(self._actions[Action.SAMPLE].trigger)
        below.pause_requested.connect(self._actions[Action.PLAY].trigger)
        below.compare_requested.connect(self._actions[Action.COMPARE].trigger)
        below.adopt_requested.connect(self._actions[Action.ADOPT].trigger)
        below.escaped.connect(self._on_takes_escaped)
        self._layout.tabs.view_changed.connect(self._on_view_changed)
        parts.editor.edited.connect(self._on_offer_changed)
        parts.editor.selection_changed.connect(self._on_offer_changed)
        parts.editor.read_from_requested.connect(self._on_editor_read_from)
        parts.editor.file_dropped.connect(self.open_file)
        self._recent.chosen.connect(self.open_script_requested)
        self._recent.clear_requested.connect(self.recent_cleared)
        parts.editor.left.connect(self._on_editor_left)
        parts.plots.cursor_moved.connect(parts.status.show_cursor)
        parts.plots.cursor_left.connect(parts.status.clear_cursor)


def _file_of(data: QMimeData) -> Path | None:
    """The first file of what is dragged, if there is one."""
    urls = data.urls()
    return Path(urls[0].toLocalFile()) if urls and urls[0].isLocalFile() else None
