"""How a take looks in the list: its strip, its sound with the pitch, and what is noted of it."""

from __future__ import annotations

import math

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPolygonF
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.synthesis.take_preview import TakePreview
from app.takes.lab_take import LabTake
from app.takes.script_takes import Use
from app.ui.takes.comp_marks import CompView, draw_comp_marks, word_at
from app.ui.takes.take_image import TakeImageCache, strip_height
from app.ui.takes.take_model import (
    HEADING_ROLE,
    PREVIEW_ROLE,
    REMARK_ROLE,
    SHOWN_ROLE,
    TAKE_ROLE,
    USE_ROLE,
    TakeModel,
    seed_words,
    use_words,
)
from app.ui.widgets.colours import Colours, current_colours
from app.ui.widgets.row_drawing import draw_focus, draw_ground, draw_star, row_font
from app.ui.widgets.theme import GRID

LEFT = 8 * GRID
"""Pixels for the key, the star and the button that plays."""
RIGHT = 17 * GRID
"""Pixels for length, seeds and note."""
ROW = 6 * GRID + 4
HEADING = 3 * GRID
"""Pixels, and more where the type is larger: three lines stand on the right of a row."""

_Index = QModelIndex | QPersistentModelIndex


def take_height(widget: QWidget) -> int:
    """Pixels of a take in the type of a widget."""
    return max(ROW, 3 * _line_height(widget) + GRID)


def _line_height(widget: QWidget) -> int:
    return math.ceil(QFontMetricsF(row_font(widget, 0, bold=True)).height())


class TakePainter(QStyledItemDelegate):
    """Paints rows, those of a sentence on one time axis; clicks are the view's to find."""

    def __init__(self, view: QAbstractItemView, model: TakeModel) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self._pictures = TakeImageCache(view)
        self.comp: CompView | None = None
        """The comp that is being put together."""
        self.hovered: tuple[int, int] | None = None
        """Number of a take and the place of its word that the mouse is on, while comping."""
        self.cursor = 0
        """The place of the word that the keyboard is on, while comping."""
        self._font_key = ""
        self._row, self._heading, self._right = ROW, HEADING, RIGHT

    def _measure(self) -> None:
        """Give the type of the list as much room as it needs."""
        font = self._view.font()
        if font.key() == self._font_key:
            return
        self._font_key = font.key()
        line = _line_height(self._view)
        seeds = QFontMetricsF(row_font(self._view, -1)).horizontalAdvance("000000* · 000000*")
        self._row = take_height(self._view)
        self._heading = max(HEADING, line + GRID)
        self._right = max(RIGHT, math.ceil(seeds) + 3 * GRID)

    # -- places --------------------------------------------------------------------------------

    def row_rect(self, index: _Index, whole: QRectF) -> QRectF:
        """The row without the heading that may stand above it."""
        self._measure()
        above = self._heading if index.data(HEADING_ROLE) is not None else 0
        return whole.adjusted(0, above, 0, 0)

    @staticmethod
    def star_rect(row: QRectF) -> QRectF:
        return QRectF(row.left() + 4 * GRID, row.top(), 4 * GRID - 4, row.height() / 2)

    @staticmethod
    def button_rect(row: QRectF) -> QRectF:
        return QRectF(row.left() + 4 * GRID, row.center().y(), 4 * GRID - 4, row.height() / 2)

    def time_rect(self, row: QRectF) -> QRectF:
        """Where time is drawn."""
        self._measure()
        return row.adjusted(LEFT, 3, -self._right, -3)

    def seconds_at(self, row: QRectF, take: LabTake, x: float) -> float:
        rect = self.time_rect(row)
        return (x - rect.left()) / max(1.0, rect.width()) * self._model.seconds_of(take)

    def word_at(self, row: QRectF, take: LabTake, x: float) -> int | None:
        """The place of the word of a row that is drawn at a pixel."""
        return word_at(take.outline, self.seconds_at(row, take, x))

    def row_height(self) -> int:
        """Pixels of a row, without a heading."""
        self._measure()
        return self._row

    # -- Qt ------------------------------------------------------------------------------------

    def sizeHint(self, _option: QStyleOptionViewItem, index: _Index) -> QSize:
        self._measure()
        above = self._heading if index.data(HEADING_ROLE) is not None else 0
        return QSize(60 * GRID, self._row + above)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        take, colours = index.data(TAKE_ROLE), current_colours()
        whole = QRectF(option.rect)
        state = option.state
        row = self.row_rect(index, whole)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        heading = index.data(HEADING_ROLE)
        if heading is not None:
            self._draw_heading(painter, whole, heading, colours)
        draw_ground(painter, row, state, colours, marked=index.data(SHOWN_ROLE))
        self._draw_left(painter, row, index, colours)
        self._draw_picture(painter, self.time_rect(row), take, index.data(PREVIEW_ROLE))
        if self.comp is not None:
            current = bool(state & QStyle.StateFlag.State_Selected)
            self._draw_comp(painter, self.time_rect(row), take, self.comp, current)
        self._draw_right(painter, row, index, colours)
        painter.setPen(QColor(colours.border))
        painter.drawLine(row.bottomLeft(), row.bottomRight())
        draw_focus(painter, row, state, colours)
        painter.restore()

    def createEditor(
        self, parent: QWidget, _option: QStyleOptionViewItem, _index: _Index
    ) -> QWidget:
        editor = QLineEdit(parent)
        editor.setObjectName("takeNoteField")
        editor.setAccessibleName(self.tr("Note for this take"))
        editor.setPlaceholderText(self.tr("Note"))
        editor.setMaxLength(200)
        return editor

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        # Pictures and takes that arrive meanwhile do not take back what is being typed.
        if not (isinstance(editor, QLineEdit) and editor.isModified()):
            super().setEditorData(editor, index)

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        row = self.row_rect(index, QRectF(option.rect)).toRect()
        high = editor.sizeHint().height()
        editor.setGeometry(
            row.right() - 30 * GRID, row.center().y() - high // 2, 30 * GRID - GRID, high
        )

    # -- the parts of a row --------------------------------------------------------------------

    def _draw_heading(
        self, painter: QPainter, whole: QRectF, heading: str, colours: Colours
    ) -> None:
        rect = QRectF(whole.left() + GRID, whole.top(), whole.width() - 2 * GRID, self._heading)
        painter.setFont(row_font(self._view, 0, bold=True))
        painter.setPen(QColor(colours.muted))
        words = QFontMetricsF(painter.font()).elidedText(
            heading, Qt.TextElideMode.ElideRight, rect.width()
        )
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, words)

    def _draw_left(self, painter: QPainter, row: QRectF, index: _Index, colours: Colours) -> None:
        take: LabTake = index.data(TAKE_ROLE)
        number = QRectF(row.left() + GRID // 2, row.top(), 4 * GRID - GRID // 2, row.height())
        in_script = index.data(USE_ROLE) is Use.IN_SCRIPT
        painter.setFont(row_font(self._view, 1, bold=True))
        painter.setPen(QColor(colours.accent if in_script else colours.text))
        upper = number.adjusted(0, 6, 0, -row.height() / 2 + 2)
        painter.drawText(upper, Qt.AlignmentFlag.AlignCenter, str(take.number))
        digit = take.number % 10
        if self._model.row_of_key(digit) == index.row():
            key = QRectF(number.center().x() - 7, row.center().y() + 6, 14, 15)
            painter.setPen(QColor(colours.accent if in_script else colours.border))
            painter.setBrush(QColor(colours.accent if in_script else colours.raised))
            painter.drawRoundedRect(key, 3, 3)
            painter.setFont(row_font(self._view, -2))
            painter.setPen(QColor(colours.on_accent if in_script else colours.muted))
            painter.drawText(key, Qt.AlignmentFlag.AlignCenter, str(digit))
        draw_star(painter, self.star_rect(row).center(), colours, filled=take.starred)
        middle = self.button_rect(row).center()
        triangle = [(-4.0, -6.0), (7.0, 0.0), (-4.0, 6.0)]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.accent if index.data(SHOWN_ROLE) else colours.muted))
        painter.drawPolygon(QPolygonF([middle + QPointF(x, y) for x, y in triangle]))

    def _draw_picture(
        self, painter: QPainter, rect: QRectF, take: LabTake, preview: TakePreview | None
    ) -> None:
        if preview is None:
            self._model.facts.preview_missed.emit(take.number)
        font = row_font(self._view, -1)
        self._pictures.draw(painter, rect, take, preview, self._model.scale_of(take), font)

    def _draw_comp(
        self, painter: QPainter, rect: QRectF, take: LabTake, comp: CompView, current: bool
    ) -> None:
        colours, font = current_colours(), row_font(self._view, -1)
        boxed = {self.cursor: colours.text} if current else {}
        if self.hovered is not None and self.hovered[0] == take.number:
            boxed[self.hovered[1]] = colours.accent
        pixels = rect.width() / max(1e-6, self._model.seconds_of(take))
        strip = QRectF(rect.left(), rect.top(), rect.width(), strip_height(font))
        draw_comp_marks(
            painter, rect, strip, take, comp, boxed,
            lambda second: rect.left() + second * pixels, colours, row_font(self._view, -2),
        )  # fmt: skip

    def _draw_right(self, painter: QPainter, row: QRectF, index: _Index, colours: Colours) -> None:
        take, use, wide = index.data(TAKE_ROLE), index.data(USE_ROLE), self._right
        rect = QRectF(row.right() - wide + GRID, row.top() + 4, wide - 2 * GRID, row.height() - 8)
        third = rect.height() / 3
        seeds = f"{seed_words(take.outline.rhythm)} · {seed_words(take.outline.expression)}"
        lines = (
            (f"{take.outline.seconds:.2f} s", 0, True, colours.text),
            (seeds, -1, False, colours.muted),
            (index.data(REMARK_ROLE), -1, False, colours.text if take.note else colours.muted),
        )
        for place, (words, size, bold, colour) in enumerate(lines):
            font = row_font(self._view, size, bold=bold)
            painter.setFont(font)
            painter.setPen(QColor(colour))
            line = QRectF(rect.left(), rect.top() + place * third, rect.width(), third)
            shown = QFontMetricsF(font).elidedText(words, Qt.TextElideMode.ElideRight, rect.width())
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, shown)
            if place == 0 and use is not None:
                self._draw_use(painter, line, QFontMetricsF(font).horizontalAdvance(words), use)

    def _draw_use(self, painter: QPainter, line: QRectF, beside: float, use: Use) -> None:
        """Say behind the length that the script speaks with the take."""
        colours = current_colours()
        font = row_font(self._view, -1)
        painter.setFont(font)
        painter.setPen(QColor(colours.accent if use is Use.IN_SCRIPT else colours.warning))
        rest = line.adjusted(beside + GRID, 0, 0, 0)
        words = QFontMetricsF(font).elidedText(
            use_words(use), Qt.TextElideMode.ElideRight, rest.width()
        )
        painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, words)
