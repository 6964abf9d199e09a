"""How a line of the script looks in the list: its words, its sound, and what has become of it."""

from __future__ import annotations

from collections.abc import Sequence

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
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QPen,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.document.document import Line
from app.document.finding import Span
from app.session.line_states import LineState, LineStatus, TakeSketch
from app.ui.script.line_field import LineField
from app.ui.script.line_model import (
    FOUND_ROLE,
    LINE_ROLE,
    NUMBER_ROLE,
    SPOKEN_ROLE,
    STATUS_ROLE,
    state_words,
)
from app.ui.script.row_layout import TEXT_LINES, RowLayout
from app.ui.takes.duration_strip import draw_sounds
from app.ui.takes.sound_thumbnail import draw_waveform
from app.ui.widgets.colours import Colours, current_colours
from app.ui.widgets.pixmap_cache import PixmapCache
from app.ui.widgets.row_drawing import draw_star

LEAST_SECONDS = 4.0
"""The width of a picture holds at least so many: a short line looks short."""
PEAK = 0.5
"""Of a waveform that fills its height."""
_FADED = 0.4
"""Opacity of a picture that is not of the line as it is now."""

_NUMBER_PLACE = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_WRAPPED = QTextOption()
_WRAPPED.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)

_Index = QModelIndex | QPersistentModelIndex


class LinePainter(QStyledItemDelegate):
    """Paints rows of one height, of which those in sight alone are looked at."""

    split_requested = Signal(int, str, str)  # id of a line, the words of its two halves

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        self._pictures = PixmapCache(view)
        self._layout: tuple[str, int, RowLayout] | None = None

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
        row, layout, state = QRectF(option.rect), self.layout_of_rows(), option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(row, QColor(colours.shade))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(row, QColor(colours.hover))
        if spoken is not None:
            painter.fillRect(QRectF(row.left(), row.top(), 3, row.height()), QColor(colours.accent))
        painter.setFont(layout.small if spoken is None else layout.small_bold)
        painter.setPen(QColor(colours.muted if spoken is None else colours.accent))
        painter.drawText(layout.number(row), _NUMBER_PLACE, str(index.data(NUMBER_ROLE)))
        self._draw_text(painter, row, layout, line, spoken, index.data(FOUND_ROLE))
        self._draw_sound(painter, layout.sound(row), status)
        self._draw_facts(painter, row, layout, status)
        if line.chosen is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            fits = status.state is not LineState.STALE
            draw_star(painter, layout.star(row).center(), colours, filled=fits)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        under = QRectF(row.left(), row.bottom() - 1, row.width(), 1)
        painter.fillRect(under, QColor(colours.border))  # a line takes ten times as long
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(colours.accent), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(row.adjusted(0.5, 0.5, -1.5, -1.5))
        painter.restore()

    def createEditor(
        self, parent: QWidget, _option: QStyleOptionViewItem, index: _Index
    ) -> QWidget:
        field, line = LineField(parent), index.data(LINE_ROLE).id
        field.setFont(self._view.font())
        field.done.connect(lambda: self._close(field, commit=True))

        def split(before: str, behind: str) -> None:
            self._close(field, commit=False)
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
            self._close(editor, commit=True)
            return True
        return super().eventFilter(editor, event)

    def _close(self, field: LineField, *, commit: bool) -> None:
        if commit:
            self.commitData.emit(field)
        self.closeEditor.emit(field, QStyledItemDelegate.EndEditHint.NoHint)

    # -- the parts of a row --------------------------------------------------------------------

    def _draw_text(
        self,
        painter: QPainter,
        row: QRectF,
        place_of: RowLayout,
        line: Line,
        spoken: Span | None,
        found: Sequence[Span],
    ) -> None:
        text, font, colours = line.text.replace("\n", " "), place_of.words, current_colours()
        rect, metrics = place_of.text(row), QFontMetricsF(font)
        layout = QTextLayout(text, font)
        layout.setTextOption(_WRAPPED)
        formats = [_format(text, span, _found_style(colours)) for span in found]
        if spoken is not None:
            formats.append(_format(text, spoken, _spoken_style(colours)))
        if formats:
            layout.setFormats(formats)
        layout.beginLayout()
        rest = ""
        for place in range(TEXT_LINES):
            each = layout.createLine()
            if not each.isValid():
                break
            each.setLineWidth(rect.width())
            each.setPosition(QPointF(0, place * metrics.height()))
            start, stop = each.textStart(), each.textStart() + each.textLength()
            if place == TEXT_LINES - 1 and stop < len(layout.text()):
                rest = layout.text()[start:]
                each.setNumColumns(0)
        layout.endLayout()
        painter.setPen(QColor(colours.text))
        high = metrics.height() * min(TEXT_LINES, layout.lineCount())
        layout.draw(painter, QPointF(rect.left(), rect.center().y() - high / 2))
        if rest:
            shown = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, rect.width())
            painter.setFont(font)
            last = rect.adjusted(0, (TEXT_LINES - 1) * metrics.height(), 0, 0)
            painter.drawText(last, Qt.AlignmentFlag.AlignTop, shown)

    def _draw_sound(self, painter: QPainter, rect: QRectF, status: LineStatus) -> None:
        if not status.sketches or rect.width() < 1:
            return
        if status.state is not LineState.MADE:
            painter.setOpacity(_FADED)
        self._pictures.draw(
            painter,
            rect,
            status.sketches,
            lambda inside, room: _draw_sketches(inside, room, status, current_colours()),
        )
        painter.setOpacity(1.0)

    def _draw_facts(
        self, painter: QPainter, row: QRectF, place_of: RowLayout, status: LineStatus
    ) -> None:
        rect, colours = place_of.facts(row), current_colours()
        facts = [(state_words(status.state), False, getattr(colours, _STATE_COLOURS[status.state]))]
        if status.sketches:
            seconds = self.tr("%1 s").replace("%1", f"{status.seconds:.2f}")
            facts.insert(0, (seconds, True, colours.text))
        high = rect.height() / TEXT_LINES
        top = rect.center().y() - high * len(facts) / 2
        for place, (words, bold, colour) in enumerate(facts):
            painter.setFont(place_of.small_bold if bold else place_of.small)
            painter.setPen(QColor(colour))
            line = QRectF(rect.left(), top + place * high, rect.width(), high)
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, words)


_STATE_COLOURS = {
    LineState.NOT_MADE: "faint",
    LineState.BEING_MADE: "accent",
    LineState.MADE: "muted",
    LineState.STALE: "warning",
    LineState.FAILED: "bad",
}


def _spoken_style(colours: Colours) -> QTextCharFormat:
    """Of the word that is being said."""
    style = QTextCharFormat()
    style.setForeground(QColor(colours.accent))
    style.setFontUnderline(True)
    return style


def _found_style(colours: Colours) -> QTextCharFormat:
    """Of words that were found."""
    style = QTextCharFormat()
    style.setBackground(QColor(colours.found))
    return style


def _format(text: str, span: Span, style: QTextCharFormat) -> QTextLayout.FormatRange:
    """Qt counts UTF-16 units."""
    start, stop = (len(text[:offset].encode("utf-16-le")) // 2 for offset in span)
    formatted = QTextLayout.FormatRange()
    formatted.start, formatted.length, formatted.format = start, stop - start, style
    return formatted


def _draw_sketches(painter: QPainter, rect: QRectF, status: LineStatus, colours: Colours) -> None:
    """The takes of a line one after the other, rhythm over waveform."""
    pixels = rect.width() / max(LEAST_SECONDS, status.seconds)
    at, strip = 0.0, rect.height() * 0.38
    for sketch in status.sketches:
        wide = sketch.outline.seconds * pixels
        place = QRectF(rect.left() + at, rect.top(), wide, rect.height())
        _draw_sketch(painter, place, sketch, strip, pixels, colours)
        at += wide + sketch.outline.pause_samples / sketch.outline.sample_rate * pixels


def _draw_sketch(
    painter: QPainter,
    rect: QRectF,
    sketch: TakeSketch,
    strip: float,
    pixels: float,
    colours: Colours,
) -> None:
    above = QRectF(rect.left(), rect.top(), rect.width(), strip)
    draw_sounds(
        painter, above, sketch.outline, lambda second: rect.left() + second * pixels, colours
    )
    below = rect.adjusted(0, strip + 2, 0, 0)
    draw_waveform(painter, below, sketch.lows, sketch.highs, PEAK, colours)
