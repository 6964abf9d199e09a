"""Where the parts of a row of the script are."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QFontMetricsF
from PySide6.QtWidgets import QWidget

from app.ui.widgets.row_drawing import row_font
from app.ui.widgets.theme import GRID

WIDE = 90 * GRID
"""Pixels from which on the sound stands beside the words and not under them."""
TEXT_LINES = 2
_SOUND = 2 * GRID + 4
"""Pixels of strip and waveform under the words."""
_PADDING = GRID - 2
_HEADING_LARGER = 3
"""Points; a heading has the height of two lines of words for its one."""


@dataclass(frozen=True, slots=True)
class RowLayout:
    """All rows are alike, so that thousands of them take no time to lay out."""

    line: int
    """Pixels of a line of words."""
    left: int
    """Pixels for triangle, number and star."""
    right: int
    """Pixels for length and state."""
    wide: bool
    words: QFont
    heading: QFont
    small: QFont
    small_bold: QFont

    @classmethod
    def of(cls, widget: QWidget, width: int) -> RowLayout:
        """For the type of a list, and so many pixels."""
        words, small = row_font(widget, 0), row_font(widget, -1)
        letters = QFontMetricsF(small)
        return cls(
            math.ceil(QFontMetricsF(words).height()),
            math.ceil(letters.horizontalAdvance("0000")) + 7 * GRID,
            max(9 * GRID, math.ceil(letters.horizontalAdvance("Not made")) + 3 * GRID),
            width >= WIDE,
            words,
            row_font(widget, _HEADING_LARGER, bold=True),
            small,
            row_font(widget, -1, bold=True),
        )

    @property
    def height(self) -> int:
        words = TEXT_LINES * self.line + 2 * _PADDING
        return words if self.wide else words + _SOUND

    def line_rect(self, row: QRectF) -> QRectF:
        """The row without the takes below it."""
        return QRectF(row.left(), row.top(), row.width(), self.height)

    def triangle(self, row: QRectF) -> QRectF:
        """What opens and closes the takes of a line."""
        text = self.text(row)
        return QRectF(row.left() + GRID // 2, text.top(), 2 * GRID, text.height())

    def number(self, row: QRectF) -> QRectF:
        text, triangle = self.text(row), self.triangle(row)
        return QRectF(triangle.right(), text.top(), self.left - 7 * GRID, text.height())

    def star(self, row: QRectF, *, shared: bool = False) -> QRectF:
        """In the upper half where it shares its place with a mark."""
        place = self._beside(row)
        return place.adjusted(0, 0, 0, -place.height() / 2) if shared else place

    def mark(self, row: QRectF, *, shared: bool = False) -> QRectF:
        """Of what a line has of its own; in the lower half where there is a star."""
        place = self._beside(row)
        return place.adjusted(0, place.height() / 2, 0, 0) if shared else place

    def _beside(self, row: QRectF) -> QRectF:
        text = self.text(row)
        return QRectF(text.left() - 3 * GRID, text.top(), 2 * GRID, text.height())

    def text(self, row: QRectF) -> QRectF:
        left, top = row.left() + self.left, row.top() + _PADDING
        return QRectF(left, top, self._text_width(row), TEXT_LINES * self.line)

    def sound(self, row: QRectF) -> QRectF:
        """Whole pixels, since what is drawn there is kept as a picture."""
        text = self.text(row)
        if self.wide:
            left = round(text.right()) + 2 * GRID
            wide = round(row.right()) - self.right - left
            high = self.height - 2 * GRID
            return QRectF(left, round(row.top()) + GRID, wide, high)
        top = round(text.bottom()) + 2
        return QRectF(round(text.left()), top, round(text.width()), _SOUND - 2)

    def facts(self, row: QRectF) -> QRectF:
        """Of length and state."""
        left = row.right() - self.right + GRID
        return QRectF(left, row.top() + _PADDING, self.right - GRID, TEXT_LINES * self.line)

    def _text_width(self, row: QRectF) -> float:
        between = row.width() - self.left - self.right
        return 0.58 * between if self.wide else between
