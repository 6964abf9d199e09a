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
    formats = [_format(text, span, _found_style(colours)) for span in found]
    if spoken is not None:
        formats.append(_format(text, spoken, _spoken_style(colours)))
    if formats:
        layout.setFormats(formats)
    rest = _lay_out(layout, text, rect.width(), metrics.height(), most)
    painter.setPen(QColor(colours.text))
    high = metrics.height() * min(most, layout.lineCount())
    layout.draw(painter, QPointF(rect.left(), rect.center().y() - high / 2))
    if rest:
        shown = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, rect.width())
        painter.setFont(font)
        top = rect.center().y() + high / 2 - metrics.height()
        last = QRectF(rect.left(), top, rect.width(), metrics.height())
        painter.drawText(last, Qt.AlignmentFlag.AlignTop, shown)


def _lay_out(layout: QTextLayout, text: str, width: float, high: float, most: int) -> str:
    """Break the words into lines; returns those that do not fit, with the whole last line."""
    rest = ""
    layout.beginLayout()
    for place in range(most):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        line.setPosition(QPointF(0, place * high))
        units = text.encode("utf-16-le")  # as which Qt counts
        start, stop = line.textStart(), line.textStart() + line.textLength()
        if place == most - 1 and 2 * stop < len(units):
            rest = units[2 * start :].decode("utf-16-le")
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


def _format(text: str, span: Span, style: QTextCharFormat) -> QTextLayout.FormatRange:
    """Qt counts UTF-16 units."""
    start, stop = (len(text[:offset].encode("utf-16-le")) // 2 for offset in span)
    formatted = QTextLayout.FormatRange()
    formatted.start, formatted.length, formatted.format = start, stop - start, style
    return formatted
