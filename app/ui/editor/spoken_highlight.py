"""How what sounds now, and what was found, is shown in the text."""

from __future__ import annotations

from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextEdit

from app.ui.widgets.colours import current_colours


def speech_mark(
    document: QTextDocument, start: int, stop: int, *, word: bool
) -> QTextEdit.ExtraSelection:
    """Shade UTF-16 units `start` to `stop`; a word is underlined as well."""
    colours = current_colours()
    style = QTextCharFormat()
    style.setBackground(QColor(colours.shade))
    if word:
        style.setForeground(QColor(colours.accent))
        style.setFontUnderline(True)
    return _mark(document, start, stop, style)


def found_mark(document: QTextDocument, start: int, stop: int) -> QTextEdit.ExtraSelection:
    """Shade UTF-16 units `start` to `stop` as words that were found."""
    style = QTextCharFormat()
    style.setBackground(QColor(current_colours().found))
    return _mark(document, start, stop, style)


def _mark(
    document: QTextDocument, start: int, stop: int, style: QTextCharFormat
) -> QTextEdit.ExtraSelection:
    """An extra selection lies over the document, so that it is no step to undo."""
    last = document.characterCount() - 1
    cursor = QTextCursor(document)
    cursor.setPosition(min(start, last))
    cursor.setPosition(min(stop, last), QTextCursor.MoveMode.KeepAnchor)
    selection = QTextEdit.ExtraSelection()
    selection.cursor = cursor
    selection.format = style
    return selection


def line_at(document: QTextDocument, units: int) -> int:
    """The line, as it is wrapped now, that holds a UTF-16 offset; a scroll bar counts them too."""
    block = document.findBlock(units)
    line = block.layout().lineForTextPosition(units - block.position())
    return block.firstLineNumber() + (line.lineNumber() if line.isValid() else 0)
