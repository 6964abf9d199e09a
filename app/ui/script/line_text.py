"""The words of a line in its row, cut where they do not fit."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)

from app.document.finding import Span
from app.ui.widgets.colours import Colours, current_colours
from app.ui.widgets.text_offsets import TextOffsets

_WRAPPED = QTextOption()
_WRAPPED.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)


def draw_words(
    painter: QPainter,
    rect: QRectF,
    words: str,
    font: QFont,
    most: int,
    *,
    spoken: Span | None,
    found: Sequence[Span],
) -> None:
    """Draw words on at most so many lines of type, in the middle of a rectangle; mark what is being
    said, and what was found."""
    text, colours, metrics = words.replace("\n", " "), current_colours(), QFontMetricsF(font)
    layout = QTextLayout(text, font)
    layout.setTextOption(_WRAPPED)
    offsets = TextOffsets(text)
    formats = [_format(offsets, span, _found_style(colours)) for span in found]
    if spoken is not None:
        formats.append(_format(offsets, spoken, _spoken_style(colours)))
    if formats:
        layout.setFormats(formats)
    rest = _lay_out(layout, offsets, rect.width(), metrics.height(), most)
    painter.setPen(QColor(colours.text))
    high = metrics.height() * min(most, layout.lineCount())
    layout.draw(painter, QPointF(rect.left(), rect.center().y() - high / 2))
    if rest:
        shown = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, rect.width())
        painter.setFont(font)
        top = rect.center().y() + high / 2 - metrics.height()
        last = QRectF(rect.left(), top, rect.width(), metrics.height())
        painter.drawText(last, Qt.AlignmentFlag.AlignTop, shown)


def _lay_out(
    layout: QTextLayout, offsets: TextOffsets, width: float, high: float, most: int
) -> str:
    """Break the words into lines; returns those that do not fit, with the whole last line."""
    text, rest = layout.text(), ""
    layout.beginLayout()
    for place in range(most):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        line.setPosition(QPointF(0, place * high))
        start, stop = line.textStart(), line.textStart() + line.textLength()
        if place == most - 1 and offsets.to_code_points(stop) < len(text):
            rest = text[offsets.to_code_points(start) :]
            line.setNumColumns(0)
    layout.endLayout()
    return rest


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


def _format(offsets: TextOffsets, span: Span, style: QTextCharFormat) -> QTextLayout.FormatRange:
    start, stop = (offsets.to_units(offset) for offset in span)
    formatted = QTextLayout.FormatRange()
    formatted.start, formatted.length, formatted.format = start, stop - start, style
    return formatted
