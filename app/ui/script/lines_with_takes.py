"""The list of lines, with the takes of some of them open below their rows, as in a tree."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from app.document.document import Document
from app.takes.take_list import Takes
from app.ui.script.line_list import LineListView
from app.ui.script.line_model import LINE_ROLE, LineModel
from app.ui.script.open_takes import OpenTakes
from app.ui.takes.take_facts import TakeFacts
from app.ui.widgets.list_rows import select_rows

_Index = QModelIndex | QPersistentModelIndex


class LinesWithTakes(LineListView):
    """Right opens the takes of a line or goes into them, Left closes them, G samples; so does a
    click on the triangle.

    A row is a line still, as high as its takes need it; only rows in sight are looked at, and only
    those that are open have anything in them.
    """

    sample_requested = Signal()  # takes of the selected lines
    _is_built = False
    """Qt asks for geometries before."""

    def __init__(
        self, model: LineModel, facts: TakeFacts, type_of: QWidget, parent: QWidget | None = None
    ) -> None:
        """Takes have the type of another widget than this one, whose type is that of the text."""
        super().__init__(model, parent)
        self.takes = OpenTakes(facts, type_of, self.viewport())
        self._painter.opened = self.takes
        self.takes.height_changed.connect(self._on_height_changed)
        self.takes.close_requested.connect(self.close_takes)
        self.takes.passed.connect(self._on_passed)
        self.takes.entered.connect(self._on_entered)
        self.takes.row_wanted.connect(self._bring_into_sight)
        model.rowsInserted.connect(self._on_rows_inserted)
        self._is_built = True

    # -- setters -------------------------------------------------------------------------------

    def set_document(self, document: Document) -> None:
        """Keep open what is there still; for when the model has it."""
        self.takes.set_document(document)

    def set_takes(self, by_line: Mapping[int, Takes]) -> None:
        """Take over which takes belong to which line."""
        self._lines.set_take_counts({line: len(takes) for line, takes in by_line.items()})
        self.takes.set_takes(by_line)

    def show_takes(self, numbers: Collection[int], chosen: list[int]) -> bool:
        """Open the lines of these takes, and go to those that are chosen; false where one of the
        lines is not shown."""
        lines = [self.takes.line_of(number) for number in numbers]
        rows = [self._lines.row_of(line) for line in lines]
        if not lines or None in rows:
            return False
        for line in dict.fromkeys(lines):
            if line is not None:
                self.takes.open_line(line)
        first = self.takes.line_of(chosen[0])
        assert first is not None
        self._go_into(first, chosen)
        return True

    # -- opening -------------------------------------------------------------------------------

    @Slot()
    def toggle_takes(self) -> None:
        """Open or close the takes of the current line."""
        line = self.current()
        if line is not None:
            self._toggle(line)

    @Slot(int)
    def close_takes(self, line: int) -> None:
        """Close the takes of a line; who was in them is on the line then."""
        if self.takes.has_keyboard(line):
            self.setFocus()
        self.takes.close_line(line)

    @Slot()
    def close_current_takes(self) -> None:
        """Close the takes that the keyboard is in."""
        line = self.current()
        if line is not None and line in self.takes:
            self.close_takes(line)

    def _toggle(self, line: int) -> None:
        if line in self.takes:
            self.close_takes(line)
        else:
            self.takes.open_line(line)
            self._bring_takes_into_sight(line)

    def _go_into(self, line: int, chosen: Iterable[int] = (), *, last: bool = False) -> None:
        """Put the keyboard on takes of a line, or on the first or last one."""
        self._bring_takes_into_sight(line)
        takes = self.takes.shown(line).list
        takes.setFocus()
        if chosen:
            takes.choose(list(chosen))
        else:
            takes.go_to(-1 if last else 0)

    @Slot(int, int)
    def _on_passed(self, line: int, step: int) -> None:
        row = self._lines.row_of(line)
        if row is None:
            return
        goal = row + max(0, step)
        if goal < self._lines.rowCount():
            self.setFocus()
            self.choose([self._lines.line_at(goal).id])

    @Slot(int)
    def _on_entered(self, line: int) -> None:
        row = self._lines.row_of(line)
        if row is not None and self.chosen() != [line]:
            self.setAutoScroll(False)  # nothing moves away from the mouse
            select_rows(self, [row])
            self.setAutoScroll(True)

    # -- heights and places --------------------------------------------------------------------

    @Slot(int)
    def _on_height_changed(self, line: int) -> None:
        row = self._lines.row_of(line)
        if row is not None:
            self._fit_row(row)
            self._place_takes()

    @Slot(QModelIndex, int, int)
    def _on_rows_inserted(self, _parent: QModelIndex, first: int, last: int) -> None:
        for row in range(first, last + 1) if len(self.takes) else ():
            if self._lines.line_at(row).id in self.takes:
                self._fit_row(row)

    def _fit_row(self, row: int) -> None:
        line = self._lines.line_at(row).id
        high = self._painter.layout_of_rows().height + self.takes.height_of(line)
        self.verticalHeader().resizeSection(row, high)

    def _fit_rows(self) -> None:
        super()._fit_rows()
        for line in self.takes.lines() if self._is_built else ():
            row = self._lines.row_of(line)
            if row is not None:
                self._fit_row(row)

    def _place_takes(self) -> None:
        """Put what is open below the rows in sight; no other row is looked at."""
        if not self._is_built or not len(self.takes):
            return
        places: dict[int, QRect] = {}
        high, wide = self._painter.layout_of_rows().height, self.viewport().width()
        bottom = self.viewport().height()
        for row in range(max(0, self.rowAt(0)), self._lines.rowCount()):
            top = self.rowViewportPosition(row)
            if top >= bottom:
                break
            line = self._lines.line_at(row).id
            if line in self.takes:
                places[line] = QRect(0, top + high, wide, self.takes.height_of(line))
        self.takes.place(places)

    def _bring_into_sight(self, wanted: QRect) -> None:
        """Scroll no more than is needed; the top, where there is not room for all."""
        bar, room = self.verticalScrollBar(), self.viewport().height()
        if wanted.top() < 0 or wanted.height() > room:
            bar.setValue(bar.value() + wanted.top())
        elif wanted.bottom() >= room:
            bar.setValue(bar.value() + wanted.bottom() + 1 - room)

    def _bring_takes_into_sight(self, line: int) -> None:
        row = self._lines.row_of(line)
        if row is not None:
            self.executeDelayedItemsLayout()
            self.updateGeometries()  # of the scroll bar
            self._bring_into_sight(self.visualRect(self._lines.index(row)))
            self._place_takes()

    def scrollTo(
        self,
        index: _Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        # Of a row with takes it is the line that is wanted.
        if hint != QAbstractItemView.ScrollHint.EnsureVisible or not len(self.takes):
            super().scrollTo(index, hint)
        elif index.isValid():
            place = self.visualRect(index)
            place.setHeight(self._painter.layout_of_rows().height)
            self._bring_into_sight(place)

    # -- Qt's events ---------------------------------------------------------------------------

    def updateGeometries(self) -> None:
        super().updateGeometries()
        self._place_takes()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self._place_takes()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.takes.bring_current_into_sight()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        line = self.current()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if line is None or not plain or not self._take_key(Qt.Key(event.key()), line):
            super().keyPressEvent(event)

    def _take_key(self, key: Qt.Key, line: int) -> bool:
        """What a key does about takes; whether it does anything."""
        is_open = line in self.takes
        if key == Qt.Key.Key_G:
            self.sample_requested.emit()
        elif key == Qt.Key.Key_Right and not is_open:
            self._toggle(line)
        elif key in (Qt.Key.Key_Right, Qt.Key.Key_Down) and is_open and self.takes.of(line):
            self._go_into(line)
        elif key == Qt.Key.Key_Left and is_open:
            self.close_takes(line)
        elif key == Qt.Key.Key_Up and (above := self._open_above(line)) is not None:
            self._go_into(above, last=True)
        else:
            return False
        return True

    def _open_above(self, line: int) -> int | None:
        """The line before, where takes of it are open."""
        row = self._lines.row_of(line)
        if not row:
            return None
        above = self._lines.line_at(row - 1).id
        return above if above in self.takes and self.takes.of(above) else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        line = self._triangle_at(event)
        if line is None:
            super().mousePressEvent(event)
        elif event.button() == Qt.MouseButton.LeftButton:
            self.setFocus()
            self._toggle(line)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._triangle_at(event) is not None:
            self.mousePressEvent(event)
        else:
            super().mouseDoubleClickEvent(event)

    def _triangle_at(self, event: QMouseEvent) -> int | None:
        """The line whose triangle the mouse is on."""
        point: QPoint = event.position().toPoint()
        index = self.indexAt(point)
        row = QRectF(self.visualRect(index))
        inside = self._painter.layout_of_rows().triangle(row).contains(event.position())
        return index.data(LINE_ROLE).id if index.isValid() and inside else None
