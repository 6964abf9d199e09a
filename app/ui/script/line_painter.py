"""How a line of the script looks in the list: its words, its sound, and what has become of it."""

from __future__ import annotations

from collections.abc import Container

import qtawesome
from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QPainter,
    QPolygonF,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.document.delivery import NOTHING_OWN
from app.document.document import Line
from app.session.line_states import LineState, LineStatus
from app.ui.script.line_field import LineField
from app.ui.script.line_model import (
    FOUND_ROLE,
    LINE_ROLE,
    NUMBER_ROLE,
    SPOKEN_ROLE,
    STATUS_ROLE,
    TAKES_ROLE,
)
from app.ui.script.line_sound import draw_sketches
from app.ui.script.line_text import draw_words
from app.ui.script.line_words import state_words
from app.ui.script.row_layout import TEXT_LINES, RowLayout
from app.ui.widgets.colours import current_colours
from app.ui.widgets.pixmap_cache import PixmapCache
from app.ui.widgets.row_drawing import draw_focus, draw_ground, draw_star
from app.ui.widgets.theme import GRID
from app.ui.widgets.time_text import clock

_FADED = 0.4
"""Opacity of a picture that is not of the line as it is now."""

_NUMBER_PLACE = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter

_Index = QModelIndex | QPersistentModelIndex


class LinePainter(QStyledItemDelegate):
    """Paints rows of one height, of which those in sight alone are looked at."""

    split_requested = Signal(int, str, str)  # id of a line, the words of its two halves

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        self._pictures = PixmapCache(view)
        self._layout: tuple[str, int, RowLayout] | None = None
        self.opened: Container[int] = ()
        """Ids of the lines whose takes are shown below their rows."""

    def layout_of_rows(self) -> RowLayout:
        """Where the parts of a row are, in the type and the width of the view."""
        key, width = self._view.font().key(), self._view.viewport().width()
        if self._layout is None or self._layout[:2] != (key, width):
            self._layout = key, width, RowLayout.of(self._view, width)
        return self._layout[2]

    # -- Qt ------------------------------------------------------------------------------------

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        return QSize(0, self.layout_of_rows().height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        line, status = index.data(LINE_ROLE), index.data(STATUS_ROLE)
        spoken, colours = index.data(SPOKEN_ROLE), current_colours()
        layout, state = self.layout_of_rows(), option.state
        row = layout.line_rect(QRectF(option.rect))
        painter.save()
        draw_ground(painter, row, state, colours, marked=spoken is not None)
        takes = index.data(TAKES_ROLE)
        self._draw_triangle(painter, layout.triangle(row), line.id in self.opened, takes, state)
        painter.setFont(layout.small if spoken is None else layout.small_bold)
        painter.setPen(QColor(colours.muted if spoken is None else colours.accent))
        painter.drawText(layout.number(row), _NUMBER_PLACE, str(index.data(NUMBER_ROLE)))
        found = index.data(FOUND_ROLE)
        font, most = (layout.heading, 1) if line.heading else (layout.words, TEXT_LINES)
        draw_words(painter, layout.text(row), line.text, font, most, spoken=spoken, found=found)
        self._draw_sound(painter, layout.sound(row), status)
        self._draw_facts(painter, row, layout, line, status)
        self._draw_marks(painter, row, layout, line, status)
        under = QRectF(row.left(), row.bottom() - 1, row.width(), 1)
        painter.fillRect(under, QColor(colours.border))  # a line takes ten times as long
        draw_focus(painter, row, state, colours)
        painter.restore()

    def createEditor(
        self, parent: QWidget, _option: QStyleOptionViewItem, index: _Index
    ) -> QWidget:
        field, line = LineField(parent), index.data(LINE_ROLE).id
        field.setFont(self._view.font())
        field.done.connect(lambda: self.close_field(field, commit=True))

        def split(before: str, behind: str) -> None:
            self.close_field(field, commit=False)
            self.split_requested.emit(line, before, behind)

        field.split_requested.connect(split)
        return field

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        # What becomes of the line meanwhile does not take back what is being typed.
        if isinstance(editor, LineField) and not editor.is_modified:
            editor.begin(index.data(LINE_ROLE).text)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        if isinstance(editor, LineField) and editor.is_modified:
            model.setData(index, editor.toPlainText())

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, _index: _Index
    ) -> None:
        if isinstance(editor, LineField):
            place = self.layout_of_rows().text(QRectF(option.rect)).toRect()
            editor.put(place.adjusted(-4, -4, 4, 4))

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        tab = isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
        if tab and event.type() == QEvent.Type.KeyPress and isinstance(editor, LineField):
            self.close_field(editor, commit=True)
            return True
        return super().eventFilter(editor, event)

    def close_field(self, field: LineField, *, commit: bool) -> None:
        """End typing in a row; what was typed holds, or not."""
        if commit:
            self.commitData.emit(field)
        self.closeEditor.emit(field, QStyledItemDelegate.EndEditHint.NoHint)

    # -- the parts of a row --------------------------------------------------------------------

    @staticmethod
    def _draw_triangle(
        painter: QPainter, rect: QRectF, is_open: bool, takes: int, state: QStyle.StateFlag
    ) -> None:
        """Points down where takes are shown; without takes only on the row that is looked at."""
        looked_at = state & (QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_Selected)
        if not (is_open or takes or looked_at):
            return
        colours, middle = current_colours(), rect.center()
        corners = [(-3.0, -5.0), (3.5, 0.0), (-3.0, 5.0)]
        if is_open:
            corners = [(-5.0, -2.5), (5.0, -2.5), (0.0, 4.0)]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.muted if is_open or takes else colours.border))
        painter.drawPolygon(QPolygonF([middle + QPointF(x, y) for x, y in corners]))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _draw_marks(
        self, painter: QPainter, row: QRectF, place_of: RowLayout, line: Line, status: LineStatus
    ) -> None:
        """A star for a chosen take, a head for a voice of its own, sliders for anything else."""
        has_star, colours = line.chosen is not None, current_colours()
        own = line.delivery != NOTHING_OWN or line.gap is not None
        if has_star:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            fits = status.state is not LineState.STALE
            middle = place_of.star(row, shared=own).center()
            draw_star(painter, middle, colours, filled=fits)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        if own:
            place = QRectF(0, 0, 2 * GRID, 2 * GRID)
            place.moveCenter(place_of.mark(row, shared=has_star).center())
            has_voice = line.delivery.voice is not None
            name = "mdi6.account-voice" if has_voice else "mdi6.tune-variant"
            icon = qtawesome.icon(name, color=colours.accent)
            icon.paint(painter, place.toRect())

    def _draw_sound(self, painter: QPainter, rect: QRectF, status: LineStatus) -> None:
        if not status.sketches or rect.width() < 1:
            return
        if status.state is not LineState.MADE:
            painter.setOpacity(_FADED)
        self._pictures.draw(
            painter,
            rect,
            status.sketches,
            lambda inside, room: draw_sketches(inside, room, status, current_colours()),
        )
        painter.setOpacity(1.0)

    def _draw_facts(
        self, painter: QPainter, row: QRectF, place_of: RowLayout, line: Line, status: LineStatus
    ) -> None:
        """Length and state; of a line that has a slot also when that begins, or by how much it is
        too short."""
        rect, colours = place_of.facts(row), current_colours()
        facts = [(state_words(status.state), False, getattr(colours, _STATE_COLOURS[status.state]))]
        if status.sketches:
            seconds = self.tr("%1 s").replace("%1", f"{status.seconds:.2f}")
            facts.insert(0, (seconds, True, colours.text))
        elif line.slot is not None:
            facts.insert(0, (clock(line.slot.start, 1), False, colours.muted))
        if status.over and status.state in (LineState.NOT_MADE, LineState.MADE):
            over = self.tr("%1 s over").replace("%1", f"{max(0.1, status.over):.1f}")
            facts[-1] = over, False, colours.warning
        high = rect.height() / TEXT_LINES
        top = rect.center().y() - high * len(facts) / 2
        for place, (words, bold, colour) in enumerate(facts):
            painter.setFont(place_of.small_bold if bold else place_of.small)
            painter.setPen(QColor(colour))
            within = QRectF(rect.left(), top + place * high, rect.width(), high)
            painter.drawText(within, Qt.AlignmentFlag.AlignVCenter, words)


_STATE_COLOURS = {
    LineState.NOT_MADE: "faint",
    LineState.BEING_MADE: "accent",
    LineState.MADE: "muted",
    LineState.STALE: "warning",
    LineState.FAILED: "bad",
}
