"""The list of takes: keys, clicks, and the choice of one or several."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QModelIndex,
    QRect,
    QRectF,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyleOptionViewItem,
    QWidget,
)

from app.ui.takes.comp_marks import CompView
from app.ui.takes.take_model import TAKE_ROLE, TakeModel
from app.ui.takes.take_painter import TakePainter
from app.ui.widgets.list_rows import MOVES, select_rows, selected_rows, set_up_list


class TakeListView(QListView):
    """Enter and a number's last digit play, S stars, N notes, Delete removes; the arrows move.

    While a take is put together from words of others, a click on a word picks it; so does a digit
    for the word that the arrows to the left and right go to.
    """

    play_requested = Signal(int, float)  # number of the take, second to begin at
    star_requested = Signal(list, bool)  # numbers of the takes, whether they are to have a star
    delete_requested = Signal(list)  # numbers of the takes
    chosen_changed = Signal(list)  # numbers of the selected takes, the current one first
    compare_requested = Signal()
    use_requested = Signal()  # let the script speak with the current take, or no longer
    adopt_requested = Signal()  # take over settings and seeds of the current take
    menu_requested = Signal(object)  # global point
    comp_requested = Signal()  # begin to put a take together from words of others, or leave off
    # Number of a take, the place of its word that is wanted, whether all words from there on are.
    word_picked = Signal(int, int, bool)

    def __init__(self, model: TakeModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("takeList")
        self.setAccessibleName(self.tr("Takes"))
        self.setToolTip("")
        self._takes = model
        self._painter = TakePainter(self, model)
        self.setModel(model)
        self.setItemDelegate(self._painter)
        set_up_list(self, 16)
        self.customContextMenuRequested.connect(self._on_menu_requested)

    # -- the choice ----------------------------------------------------------------------------

    def chosen(self) -> list[int]:
        """Numbers of the selected takes, the current one first, the others from top to bottom."""
        rows = selected_rows(self)
        current = self.currentIndex().row()
        if current in rows:
            rows.remove(current)
            rows.insert(0, current)
        return [self._takes.take_at(row).number for row in rows]

    def first_chosen_row(self) -> int | None:
        """The uppermost of the selected rows."""
        return min(selected_rows(self), default=None)

    def choose(self, numbers: list[int]) -> None:
        """Select these takes, and make the first of them the current one."""
        rows = [row for row in map(self._takes.row_of, numbers) if row is not None]
        if not rows:
            return
        comping = self._painter.comp is not None
        self.setAutoScroll(not comping)  # no row moves away from the mouse that picks words
        select_rows(self, rows)
        self.setAutoScroll(True)
        if not comping:
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

    # -- comping -------------------------------------------------------------------------------

    def set_comp(self, comp: CompView | None) -> None:
        """Show which words are from where, and let others be picked; None: no more."""
        if comp is None or self._painter.comp is None:
            self._painter.hovered, self._painter.cursor = None, 0
            self.viewport().unsetCursor()
        self._painter.comp = comp
        self._takes.comp = None if comp is None else comp.comp
        self.viewport().update()

    def row_height(self) -> int:
        """Pixels of a row, without a heading."""
        return self._painter.row_height()

    def _pinned(self) -> tuple[QModelIndex, QRect] | None:
        """The comp where its row has been scrolled away, and where it is drawn instead: on top."""
        comp = self._painter.comp
        row = None if comp is None or comp.comp is None else self._takes.row_of(comp.comp)
        if row is None:
            return None
        place = self.visualRect(self._takes.index(row))
        above = place.height() - self.row_height()
        if place.top() + above >= 0 and place.bottom() <= self.viewport().height():
            return None
        return self._takes.index(row), QRect(0, -above, place.width(), place.height())

    def _row_at(self, event: QMouseEvent) -> tuple[QModelIndex, QRectF]:
        """What the mouse is on, and the row without a heading; an invalid index on nothing."""
        point, pinned = event.position().toPoint(), self._pinned()
        index = self.indexAt(point)
        place = self.visualRect(index)
        if pinned is not None and pinned[1].contains(point):
            index, place = pinned
        return index, self._painter.row_rect(index, QRectF(place))

    def _word_at(self, event: QMouseEvent) -> tuple[int, int] | None:
        """The take and its word under the mouse, while comping."""
        index, row = self._row_at(event)
        if self._painter.comp is None or not index.isValid():
            return None
        take = index.data(TAKE_ROLE)
        if not self._painter.time_rect(row).contains(event.position()):
            return None
        word = self._painter.word_at(row, take, event.position().x())
        return None if word is None else (take.number, word)

    def _pick(self, number: int, word: int, onwards: bool) -> None:
        self._painter.cursor = word
        self.viewport().update()
        self.word_picked.emit(number, word, onwards)

    def _comp_key(self, key: Qt.Key, comp: CompView) -> bool:
        """What a key does while comping; whether it does anything."""
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            by = 1 if key == Qt.Key.Key_Right else -1
            last = len(comp.sources) - 1
            self._painter.cursor = min(max(self._painter.cursor + by, 0), last)
            self.viewport().update()
        elif Qt.Key.Key_0 <= key <= Qt.Key.Key_9:
            index = self._index_of(key)
            if index.isValid():
                self._pick(index.data(TAKE_ROLE).number, self._painter.cursor, False)
        elif key == Qt.Key.Key_Escape:
            self.comp_requested.emit()
        else:
            return False
        return True

    # -- Qt's events ---------------------------------------------------------------------------

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.chosen_changed.emit(self.chosen())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() & ~(
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        ):
            super().keyPressEvent(event)
            return
        key = Qt.Key(event.key())
        if self._painter.comp is not None and self._comp_key(key, self._painter.comp):
            return
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
            word = self._word_at(event)
            if word is not None:
                shift = Qt.KeyboardModifier.ShiftModifier
                self._pick(*word, bool(event.modifiers() & shift))
                return
        if index == self.indexAt(event.position().toPoint()):
            super().mousePressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        pinned = self._pinned()
        if pinned is None:
            return
        index, place = pinned
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        option.rect = place
        if self.selectionModel().isSelected(index):
            option.state |= QStyle.StateFlag.State_Selected
        painter = QPainter(self.viewport())
        painter.fillRect(place, self.palette().base())
        self._painter.paint(painter, option, index)
        painter.end()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        if self._painter.comp is not None:
            self.viewport().update()  # what is pinned does not move along

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        hovered = self._word_at(event)
        if hovered != self._painter.hovered:
            self._painter.hovered = hovered
            if hovered is None:
                self.viewport().unsetCursor()
            else:
                self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
            self.viewport().update()
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._painter.hovered = None
        self.viewport().update()
        super().leaveEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._word_at(event) is not None:  # two clicks on words, one soon after the other
            self.mousePressEvent(event)
            return
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
