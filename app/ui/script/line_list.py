"""The list of lines: keys, clicks, and the choice of one or several."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QTableView,
    QWidget,
)

from app.ui.script.line_field import LineField
from app.ui.script.line_model import LINE_ROLE, LineModel
from app.ui.script.line_painter import LinePainter
from app.ui.widgets.list_rows import MOVES, NO_OTHER_KEY, select_rows, selected_rows, set_up_list

_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class LineListView(QTableView):
    """Space plays, Enter edits, Delete removes, D doubles, J joins, S sets, Alt and arrows move.

    A table of one column: a QListView asks its model for all rows whenever one of them changes.
    """

    play_requested = Signal(list)  # ids of lines, in their order: hear these and no others
    read_from_requested = Signal(int)  # id of the line to hear the script from
    remove_requested = Signal(list)  # ids of lines
    double_requested = Signal(list)  # ids of lines
    join_requested = Signal(list)  # ids of lines; of one, with the line behind it
    move_requested = Signal(list, int)  # ids of lines, one place up (-1) or down (1)
    split_requested = Signal(int, str, str)  # id of a line, the words of its two halves
    paste_requested = Signal(str)  # text to be put behind the current line
    settings_requested = Signal(list)  # ids of lines: what they have of their own
    chosen_changed = Signal(list)  # ids of the selected lines, in their order
    menu_requested = Signal(object)  # global point

    def __init__(self, model: LineModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lineList")
        self.setAccessibleName(self.tr("Lines of the script"))
        self.setToolTip("")
        self._lines = model
        self._painter = LinePainter(self)
        self._painter.split_requested.connect(self.split_requested)
        self.setModel(model)
        self.setItemDelegate(self._painter)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(1)
        set_up_list(self, 24)
        self.customContextMenuRequested.connect(self._on_menu_requested)

    # -- the choice ----------------------------------------------------------------------------

    def chosen(self) -> list[int]:
        """Ids of the selected lines, in their order."""
        return [self._lines.line_at(row).id for row in selected_rows(self)]

    def first_chosen_row(self) -> int | None:
        """The uppermost of the selected rows."""
        return min(selected_rows(self), default=None)

    def current(self) -> int | None:
        """Id of the line that the keyboard is on."""
        index = self.currentIndex()
        return index.data(LINE_ROLE).id if index.isValid() else None

    def choose(self, lines: list[int]) -> None:
        """Select these lines, make the first of them the current one, and bring it into sight."""
        rows = [row for row in map(self._lines.row_of, lines) if row is not None]
        if not rows:
            return
        select_rows(self, rows)
        self.scrollTo(self._lines.index(rows[0]))

    # -- what is asked for ---------------------------------------------------------------------

    @Slot()
    def request_play(self) -> None:
        """Ask to hear the selected lines."""
        if self.chosen():
            self.play_requested.emit(self.chosen())

    @Slot()
    def edit_line(self) -> None:
        """Let the words of the current line be typed."""
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())
            self.edit(self.currentIndex())

    @Slot()
    def finish_edit(self) -> None:
        """What is being typed in a row holds."""
        for field in self.viewport().findChildren(LineField):
            self._painter.close_field(field, commit=True)

    @Slot()
    def request_remove(self) -> None:
        """Ask for the selected lines to leave the script."""
        if self.chosen():
            self.remove_requested.emit(self.chosen())

    @Slot()
    def copy(self) -> None:
        """Put the words of the selected lines on the clipboard."""
        rows = selected_rows(self)
        if rows:
            words = "\n".join(self._lines.line_at(row).text for row in rows)
            QApplication.clipboard().setText(words)

    @Slot()
    def cut(self) -> None:
        """Copy the selected lines, and ask for them to leave the script."""
        self.copy()
        self.request_remove()

    @Slot()
    def paste(self) -> None:
        """Ask for the clipboard behind the current line."""
        self.paste_requested.emit(QApplication.clipboard().text())

    @Slot()
    def request_double(self) -> None:
        """Ask for copies of the selected lines."""
        if self.chosen():
            self.double_requested.emit(self.chosen())

    @Slot()
    def request_join(self) -> None:
        """Ask for the selected lines to be one, or for the current one and that behind it."""
        if self.chosen():
            self.join_requested.emit(self.chosen())

    @Slot()
    def request_settings(self) -> None:
        """Ask for what the selected lines are to have of their own."""
        if self.chosen():
            self.settings_requested.emit(self.chosen())

    def request_move(self, step: int) -> None:
        """Ask for the selected lines to go one place up (-1) or down (1)."""
        if self.chosen():
            self.move_requested.emit(self.chosen(), step)

    # -- what sounds ---------------------------------------------------------------------------

    def follow(self, before: int | None, now: int | None) -> None:
        """Keep the line that sounds in sight, unless the person has scrolled away from it."""
        row = self._lines.row_of(now)
        if row is None or before == now:
            return
        last = self._lines.row_of(before)
        if last is None or self._in_sight(last):
            self.scrollTo(self._lines.index(row))

    def _in_sight(self, row: int) -> bool:
        return self.visualRect(self._lines.index(row)).intersects(self.viewport().rect())

    # -- Qt's events ---------------------------------------------------------------------------

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.chosen_changed.emit(self.chosen())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            # Moving lines goes before what the window does with these keys elsewhere.
            alt = event.modifiers() & ~NO_OTHER_KEY == Qt.KeyboardModifier.AltModifier
            if alt and event.key() in _STEPS:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, modifiers = Qt.Key(event.key()), event.modifiers() & ~NO_OTHER_KEY
        if modifiers == Qt.KeyboardModifier.AltModifier and key in _STEPS:
            self.request_move(_STEPS[key])
        elif modifiers:
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_Space:
            self.request_play()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self.edit_line()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.request_remove()
        elif key == Qt.Key.Key_D:
            self.request_double()
        elif key == Qt.Key.Key_J:
            self.request_join()
        elif key == Qt.Key.Key_S:
            self.request_settings()
        elif key in MOVES:
            super().keyPressEvent(event)
        else:
            event.ignore()  # Escape is the window's

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid():
            self.read_from_requested.emit(index.data(LINE_ROLE).id)

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        # Home and End are of a row, elsewhere; a row is all one here.
        rows = self._lines.rowCount()
        if rows and action == QAbstractItemView.CursorAction.MoveHome:
            return self._lines.index(0)
        if rows and action == QAbstractItemView.CursorAction.MoveEnd:
            return self._lines.index(rows - 1)
        return super().moveCursor(action, modifiers)

    def resizeEvent(self, event: QResizeEvent) -> None:
        current, before = self.currentIndex(), QRect(QPoint(0, 0), event.oldSize())
        was_in_sight = current.isValid() and self.visualRect(current).intersects(before)
        super().resizeEvent(event)
        self._fit_rows()
        if was_in_sight:
            self.scrollTo(current)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit_rows()

    def _fit_rows(self) -> None:
        """Give the rows the height that goes with the width and the type."""
        high = self._painter.layout_of_rows().height
        if high != self.verticalHeader().defaultSectionSize():
            self.verticalHeader().setDefaultSectionSize(high)

    @Slot(object)
    def _on_menu_requested(self, point: object) -> None:
        self.menu_requested.emit(self.viewport().mapToGlobal(point))  # type: ignore[call-overload]
