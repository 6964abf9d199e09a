"""The takes of a line, below its row."""

from __future__ import annotations

from PySide6.QtCore import QRect, Signal, Slot
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.takes.take_list import Takes
from app.ui.script.line_take_list import LineTakeList, LineTakeModel
from app.ui.takes.comp_hint import CompHint
from app.ui.takes.comp_marks import CompView
from app.ui.takes.take_facts import TakeFacts
from app.ui.takes.take_painter import take_height
from app.ui.widgets.colours import current_colours
from app.ui.widgets.elided_label import ElidedLabel
from app.ui.widgets.row_drawing import row_font
from app.ui.widgets.theme import GRID

_INDENT = 4 * GRID
_BELOW = GRID
"""Pixels between the last take and the next line."""
_RAIL = 2
"""Pixels of the bar that ties the takes to their line."""


class LineTakes(QWidget):
    """The list of a line's takes with words on what its keys do, as high as all of them."""

    row_wanted = Signal(QRect)  # a row, in the parent, that is to come into sight

    def __init__(self, text: str, facts: TakeFacts, type_of: QWidget, parent: QWidget) -> None:
        """`text` are the line's words; takes have the type of a widget elsewhere, lines have
        their own."""
        super().__init__(parent)
        self._parent = parent
        self.setObjectName("lineTakes")
        self.setFont(row_font(type_of, 0))
        self.model = LineTakeModel(facts, text)
        self.list = LineTakeList(self.model)
        self._comp_hint = CompHint()
        self._awaits = False
        self._keys = ElidedLabel()
        self._keys.setObjectName("lineTakesLabel")
        self._keys.setProperty("role", "muted")
        self._keys.setFont(row_font(type_of, -1))
        self._keys.setContentsMargins(GRID // 2, 0, 2 * GRID, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_INDENT, 0, 0, _BELOW)
        layout.setSpacing(0)
        layout.addWidget(self._keys, 1)
        layout.addWidget(self._comp_hint)
        layout.addWidget(self.list)
        self.list.entered.connect(self._tell_keys)
        self.list.left.connect(self._tell_keys)
        self.list.row_wanted.connect(self._on_row_wanted)
        self.set_takes(())

    def set_takes(self, takes: Takes) -> None:
        """Take over other takes."""
        self.list.set_takes(takes)
        self.list.setFixedHeight(max(1, len(takes) * self.list.row_height()))
        self._tell_keys()

    def set_awaits(self, awaits: bool) -> None:
        """Whether takes were asked for that are not there yet."""
        self._awaits = awaits
        self._tell_keys()

    def set_comp(self, comp: CompView | None) -> None:
        """Show a comp of one of the takes; None: none of them is comped."""
        self.list.set_comp(comp)
        self._comp_hint.set_comp(comp, self.list.row_height())

    # -- Qt's events ---------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.accept()  # not for the list of lines behind

    def paintEvent(self, event: QPaintEvent) -> None:
        colours, painter = current_colours(), QPainter(self)
        painter.fillRect(event.rect(), QColor(colours.base))
        rail = QRect(_INDENT - GRID - _RAIL, 0, _RAIL, self.height() - GRID)
        painter.fillRect(rail, QColor(colours.border))
        painter.fillRect(QRect(0, self.height() - 1, self.width(), 1), QColor(colours.border))
        painter.end()

    @Slot()
    def _tell_keys(self) -> None:
        count = self.model.rowCount()
        words = self.tr("%n takes", "", count)
        if self._awaits:
            words = self.tr("Sampling takes…")
        elif not count:
            words = self.tr("No takes of this line yet. Press G to sample some.")
        elif self.list.hasFocus():
            words = self.tr(
                "Enter or number: use in script · Space: play · S: star · K: comp · G: more · "
                "Delete: remove · Esc: close"
            )
        self._keys.setText(words)

    @Slot(QRect)
    def _on_row_wanted(self, row: QRect) -> None:
        corner = self.list.viewport().mapTo(self._parent, row.topLeft())
        self.row_wanted.emit(QRect(corner, row.size()))


def line_takes_height(type_of: QWidget, takes: int, *, hinted: bool) -> int:
    """Pixels below the row of a line with so many takes, with or without the hint for comping."""
    words = QFontMetrics(row_font(type_of, -1)).height() + GRID // 2
    return words + (takes + hinted) * take_height(type_of) + _BELOW
