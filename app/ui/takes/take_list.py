"""The list of takes: keys, clicks, and the choice of one or several."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QItemSelection, QModelIndex, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QListView, QWidget

from app.takes.lab_take import LabTake
from app.ui.takes.take_model import TAKE_ROLE, TakeModel
from app.ui.takes.take_painter import TakePainter
from app.ui.widgets.list_rows import MOVES, NO_OTHER_KEY, select_rows, selected_rows, set_up_list


class TakeListView(QListView):
    """Enter and a number's last digit play, S stars, N notes, Delete removes; the arrows move."""

    play_requested = Signal(int, float)  # number of the take, second to begin at
    star_requested = Signal(list, bool)  # numbers of the takes, whether they are to have a star
    delete_requested = Signal(list)  # numbers of the takes
    chosen_changed = Signal(list)  # numbers of the selected takes, the current one first
    compare_requested = Signal()
    use_requested = Signal()  # let the script speak with the current take, or no longer
    adopt_requested = Signal()  # take over settings and seeds of the current take
    menu_requested = Signal(object)  # global point
    comp_requested = Signal()  # begin to put a take together from words of others, or leave off

    def __init__(self, model: TakeModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("takeList")
        # self.tr would look for the words under the name of the subclass.
        self.setAccessibleName(QCoreApplication.translate("TakeListView", "Takes"))
        self.setToolTip("")
        self._takes = model
        self._painter = TakePainter(self, model)
        self.setModel(model)
        self.setItemDelegate(self._painter)
        set_up_list(self, 16)
        self.customContextMenuRequested.connect(self._on_menu_requested)

    def set_takes(self, takes: tuple[LabTake, ...]) -> None:
        """Take over another state of the list; where no chosen take is left, its neighbour is."""
        row = min(selected_rows(self), default=None)
        self._takes.set_takes(takes)
        if takes and row is not None and not self.chosen():
            self.choose([takes[min(row, len(takes) - 1)].number])

    # -- the choice ----------------------------------------------------------------------------

    def chosen(self) -> list[int]:
        """Numbers of the selected takes, the current one first, the others from top to bottom."""
        rows = selected_rows(self)
        current = self.currentIndex().row()
        if current in rows:
            rows.remove(current)
            rows.insert(0, current)
        return [self._takes.take_at(row).number for row in rows]

    def choose(self, numbers: list[int]) -> None:
        """Select these takes, and make the first of them the current one."""
        rows = [row for row in map(self._takes.row_of, numbers) if row is not None]
        if not rows:
            return
        select_rows(self, rows)
        if self.hasAutoScroll():
            self.scrollTo(self._takes.index(rows[0]))

    @Slot()
    def edit_note(self) -> None:
        """Let a note on the current take be typed."""
        if self.currentIndex().isValid():
            self.edit(self.currentIndex())

    @Slot()
    def toggle_star(self) -> None:
        """Give the selected takes a star, or take it away where all have one."""
        rows = selected_rows(self)
        if rows:
            starred = all(self._takes.take_at(row).starred for row in rows)
            self.star_requested.emit(self.chosen(), not starred)

    @Slot()
    def request_delete(self) -> None:
        """Ask for the selected takes to leave the list."""
        if self.chosen():
            self.delete_requested.emit(self.chosen())

    # -- Qt's events ---------------------------------------------------------------------------

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.chosen_changed.emit(self.chosen())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() & ~NO_OTHER_KEY:
            super().keyPressEvent(event)
            return
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._play(self.currentIndex())
        elif Qt.Key.Key_0 <= key <= Qt.Key.Key_9:
            self._play(self._index_of(key))
        elif key == Qt.Key.Key_S:
            self.toggle_star()
        elif key == Qt.Key.Key_N:
            self.edit_note()
        elif key == Qt.Key.Key_C:
            self.compare_requested.emit()
        elif key == Qt.Key.Key_K:
            self.comp_requested.emit()
        elif key == Qt.Key.Key_I:
            self.use_requested.emit()
        elif key == Qt.Key.Key_U:
            self.adopt_requested.emit()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.request_delete()
        elif key in MOVES:
            super().keyPressEvent(event)
        else:
            event.ignore()  # Space and Escape are the window's

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index, row = self._row_at(event)
        if event.button() == Qt.MouseButton.LeftButton and index.isValid():
            take = index.data(TAKE_ROLE)
            if self._painter.star_rect(row).contains(event.position()):
                self.star_requested.emit([take.number], not take.starred)
                return
            if self._painter.button_rect(row).contains(event.position()):
                self._play(index)
                return
        if index == self.indexAt(event.position().toPoint()):
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if event.button() != Qt.MouseButton.LeftButton or not index.isValid():
            return
        row = self._painter.row_rect(index, QRectF(self.visualRect(index)))
        time = self._painter.time_rect(row)
        if event.position().x() > time.right() and row.contains(event.position()):
            self.edit(index)
        elif time.contains(event.position()):
            take = index.data(TAKE_ROLE)
            seconds = self._painter.seconds_at(row, take, event.position().x())
            self.play_requested.emit(take.number, seconds if seconds < take.outline.seconds else 0)

    def _row_at(self, event: QMouseEvent) -> tuple[QModelIndex, QRectF]:
        """What the mouse is on, and the row without a heading; an invalid index on nothing. Another
        one than the list's own where a row is drawn over it."""
        index = self.indexAt(event.position().toPoint())
        return index, self._painter.row_rect(index, QRectF(self.visualRect(index)))

    def _index_of(self, key: Qt.Key) -> QModelIndex:
        """The row that a digit means; an invalid index where there is none."""
        row = self._takes.row_of_key(int(key) - int(Qt.Key.Key_0))
        return QModelIndex() if row is None else self._takes.index(row)

    def _play(self, index: QModelIndex) -> None:
        if index.isValid():
            self.setCurrentIndex(index)
            self.play_requested.emit(index.data(TAKE_ROLE).number, 0.0)

    @Slot(object)
    def _on_menu_requested(self, point: object) -> None:
        self.menu_requested.emit(self.viewport().mapToGlobal(point))  # type: ignore[call-overload]
