"""The text to speak: a plain-text editor that shows what is being spoken."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt, Signal, Slot
from PySide6.QtGui import (
    QContextMenuEvent,
    QFont,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.document.edit import Edit
from app.ui.editor.spoken_highlight import found_mark, line_at, speech_mark
from app.ui.widgets.text_offsets import TextOffsets
from app.ui.widgets.theme import GRID

DEFAULT_POINT_SIZE = 15
MIN_POINT_SIZE = 8
MAX_POINT_SIZE = 48
_PAUSE = "1.0"
"""Seconds of a pause that is inserted."""
_MOST_FOUND = 500
"""Places that are shaded: each of them takes time whenever the text is painted."""

_MISREAD = re.compile("[\ud800-\udfff]|^[\ufeff\ufffe]")
"""Lone surrogates and byte-order marks, which Qt and Python take for different things."""

Span = tuple[int, int]


class TextEditor(QPlainTextEdit):
    """Plain text; offsets in and out are Python's, into `text()`.

    It tells each edit, and whoever keeps the text undoes it with `apply`.

    An edit clears the marks of what is being spoken, until `set_spoken` says where that is now.
    """

    edited = Signal(object, str)  # Edit of the text, the text after it
    undo_requested = Signal()
    redo_requested = Signal()
    selection_changed = Signal(bool)  # whether anything is selected now
    read_from_requested = Signal(int)  # code-point offset to hear the text from
    file_dropped = Signal(Path)  # a file was dropped or pasted
    zoom_changed = Signal(int)  # point size of the text
    tip_wanted = Signal(int, QPoint)  # the mouse rests on a code-point offset, at a global position
    left = Signal()  # Esc was pressed: the keyboard should go elsewhere

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("textEditor")
        self.setAccessibleName(self.tr("Text to speak"))
        self.setToolTip(self.tr("The text to speak. Type, or drop a file here."))
        self.setPlaceholderText(
            self.tr(
                "Type or paste what you want to hear, or drop a file here: a text, a Word "
                "document, an e-book, a PDF, a web page or subtitles.\n\n"
                "Then press Speak, or Ctrl+Enter."
            )
        )
        self.setTabChangesFocus(True)
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.document().setDocumentMargin(2 * GRID)
        self.setCursorWidth(2)
        self.setUndoRedoEnabled(False)
        self._text = ""
        self._offsets: TextOffsets | None = None
        self._change = (0, 0)
        """Where the text was changed last, and how much of it, in UTF-16 units."""
        self._sentence: Span | None = None
        self._word: Span | None = None
        self._found: tuple[Span, ...] = ()
        self.set_point_size(DEFAULT_POINT_SIZE)
        self.document().contentsChange.connect(self._on_contents_change)
        self.textChanged.connect(self._on_text_changed)
        self.selectionChanged.connect(self._on_selection_changed)

    # -- the text ------------------------------------------------------------------------------

    def text(self) -> str:
        """The whole text as it would be spoken, newlines as `\\n`."""
        return self._text

    def set_text(self, text: str) -> None:
        """Replace the text."""
        self.apply(_clean(text))
        self.moveCursor(QTextCursor.MoveOperation.Start)

    @Slot(str)
    def apply(self, text: str) -> None:
        """Make the text this one, where it is another; the cursor goes to the difference."""
        if text == self.text():
            return
        edit = Edit.between(self.text(), text)
        offsets = self._unit_offsets()
        cursor = QTextCursor(self.document())
        cursor.setPosition(offsets.to_units(edit.start))
        cursor.setPosition(offsets.to_units(edit.stop), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(edit.inserted)
        self.setTextCursor(cursor)

    def selection(self) -> Span | None:
        """The selected code points (half open), or None."""
        cursor = self.textCursor()
        if not cursor.hasSelection():
            return None
        offsets = self._unit_offsets()
        start, stop = cursor.selectionStart(), cursor.selectionEnd()
        return offsets.to_code_points(start), offsets.to_code_points(stop)

    def caret(self) -> int:
        """The code point at which the cursor is."""
        return self._unit_offsets().to_code_points(self.textCursor().position())

    def selection_or_caret(self) -> Span:
        """The selected code points; the caret as an empty stretch where there are none."""
        return self.selection() or (self.caret(), self.caret())

    def place_caret(self, start: int, stop: int | None = None) -> None:
        """Put the cursor at a code point, or select from there to another one."""
        offsets, cursor = self._unit_offsets(), self.textCursor()
        cursor.setPosition(offsets.to_units(start))
        if stop is not None:
            cursor.setPosition(offsets.to_units(stop), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def centre_caret(self) -> None:
        """Scroll to the cursor, where it is out of sight."""
        if not self.viewport().rect().contains(self.cursorRect()):
            self.centerCursor()

    # -- what is being spoken ------------------------------------------------------------------

    def spoken(self) -> tuple[Span | None, Span | None]:
        """The sentence and the word that are marked now."""
        return self._sentence, self._word

    def set_spoken(self, sentence: Span | None, word: Span | None = None) -> None:
        """Shade a sentence and underline a word of it, both at once.

        The view follows them, unless the user has scrolled to another place.
        """
        if (sentence, word) == (self._sentence, self._word):
            return
        before = self._word or self._sentence
        self._sentence, self._word = sentence, word
        self._draw_marks()
        now = word or sentence
        if now is not None and (before is None or self._in_view(before)):
            self._bring_into_view(now)

    # -- what was found ------------------------------------------------------------------------

    def set_found(self, spans: Sequence[Span]) -> None:
        """Shade words that were found; of very many, those about the cursor."""
        here = bisect_left(spans, (self.caret(), 0))
        first = max(0, here - _MOST_FOUND // 2)
        self._found = tuple(spans[first : first + _MOST_FOUND])
        self._draw_marks()

    def found(self) -> tuple[Span, ...]:
        """The words that are shaded as found."""
        return self._found

    def _in_view(self, span: Span) -> bool:
        first = self.verticalScrollBar().value()
        line = line_at(self.document(), self._unit_offsets().to_units(span[0]))
        return first <= line < first + self.verticalScrollBar().pageStep()

    def _bring_into_view(self, span: Span) -> None:
        """Turn the page, so that the span's line is near the top, if it is not in sight."""
        if not self._in_view(span):
            line = line_at(self.document(), self._unit_offsets().to_units(span[0]))
            self.verticalScrollBar().setValue(line - 1)

    def _draw_marks(self) -> None:
        marks = []
        for start, stop in self._found:
            units = self._unit_offsets().to_units(start), self._unit_offsets().to_units(stop)
            marks.append(found_mark(self.document(), *units))
        for span, word in ((self._sentence, False), (self._word, True)):
            if span is not None:
                start, stop = (self._unit_offsets().to_units(offset) for offset in span)
                marks.append(speech_mark(self.document(), start, stop, word=word))
        self.setExtraSelections(marks)

    def _unit_offsets(self) -> TextOffsets:
        if self._offsets is None:
            self._offsets = TextOffsets(self.text())
        return self._offsets

    # -- size of the type ----------------------------------------------------------------------

    def point_size(self) -> int:
        return self.font().pointSize()

    def set_point_size(self, points: int) -> None:
        """Set the size of the type, within what can be read."""
        points = max(MIN_POINT_SIZE, min(MAX_POINT_SIZE, points))
        if points == self.font().pointSize():
            return
        font = QFont(self.font())
        font.setPointSize(points)
        self.setFont(font)
        self.zoom_changed.emit(points)

    def zoom(self, steps: int) -> None:
        """Make the type larger (positive) or smaller by `steps` points; 0 is the usual size."""
        self.set_point_size(self.point_size() + steps if steps else DEFAULT_POINT_SIZE)

    # -- Qt's events ---------------------------------------------------------------------------

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Take the words without their formatting; a file is told."""
        if source.hasUrls() and source.urls()[0].isLocalFile():
            self.file_dropped.emit(Path(source.urls()[0].toLocalFile()))
        elif source.hasText():
            self.insertPlainText(_clean(source.text()))

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText() or source.hasUrls()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if event.angleDelta().y():
                self.zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            # Esc is ours before any menu's: it leaves the text field, whatever else it does
            # elsewhere. To undo is the window's, which keeps the text.
            if event.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
            if event.matches(QKeySequence.StandardKey.Undo) or event.matches(
                QKeySequence.StandardKey.Redo
            ):
                event.ignore()
                return True
        if event.type() == QEvent.Type.PaletteChange:
            self._draw_marks()
        return super().event(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self._text:
            units = self.cursorForPosition(event.pos()).position()
            self.tip_wanted.emit(self._unit_offsets().to_code_points(units), event.globalPos())
            return True
        return super().viewportEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if control and event.button() == Qt.MouseButton.LeftButton:
            units = self.cursorForPosition(event.position().toPoint()).position()
            self.read_from_requested.emit(self._unit_offsets().to_code_points(units))
            return
        super().mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.createStandardContextMenu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        requests = {"edit-undo": self.undo_requested, "edit-redo": self.redo_requested}
        for action in menu.actions():
            if action.objectName() in requests:  # Qt's own knows of no step
                action.triggered.connect(requests[action.objectName()])
                action.setEnabled(True)
        units = self.cursorForPosition(event.pos()).position()
        offset = self._unit_offsets().to_code_points(units)
        first = menu.actions()[0] if menu.actions() else None
        speak = menu.addAction(self.tr("Read from here"))
        speak.setObjectName("readFromHereAction")
        speak.setEnabled(bool(self.text()[offset:].strip()))
        speak.triggered.connect(lambda: self.read_from_requested.emit(offset))
        pause = menu.addAction(self.tr("Insert a pause"))
        pause.setObjectName("insertPauseAction")
        pause.setEnabled(bool(self.text().strip()))
        pause.triggered.connect(lambda: self._insert_pause(units))
        if first is not None:
            menu.insertActions(first, [speak, pause])
            menu.insertSeparator(first)
        menu.popup(event.globalPos())

    def _insert_pause(self, units: int) -> None:
        """A mark that is silence where it stands, with a space to each side; its length is
        selected, to be typed over."""
        cursor = self.textCursor()
        cursor.setPosition(units)
        document = self.document()
        lead = "" if not units or document.characterAt(units - 1).isspace() else " "
        tail = "" if document.characterAt(units).isspace() else " "
        cursor.insertText(f"{lead}[pause {_PAUSE}s]{tail}")
        stop = cursor.position() - len(f"s]{tail}")
        cursor.setPosition(stop - len(_PAUSE))
        cursor.setPosition(stop, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.setFocus()

    # -- slots ---------------------------------------------------------------------------------

    @Slot(int, int, int)
    def _on_contents_change(self, position: int, removed: int, _added: int) -> None:
        self._change = position, removed

    @Slot()
    def _on_text_changed(self) -> None:
        before, text = self._text, self.toPlainText()
        if text == before:
            return
        edit = self._edit_to(text)
        self._text, self._offsets = text, None
        self._found = ()
        self.set_spoken(None)
        self.edited.emit(edit, text)

    def _edit_to(self, text: str) -> Edit:
        """The edit that has just made `text` of the text before it; Qt tells where, now and then
        more than was changed."""
        offsets, (position, removed) = self._unit_offsets(), self._change
        start = offsets.to_code_points(position)
        stop = min(offsets.to_code_points(position + removed), len(self._text))
        edit = Edit(start, stop, text[start : len(text) - len(self._text) + stop])
        return edit if edit.applied(self._text) == text else Edit.between(self._text, text)

    @Slot()
    def _on_selection_changed(self) -> None:
        self.selection_changed.emit(self.textCursor().hasSelection())


def _clean(text: str) -> str:
    """Without what would make Qt's text another one than Python's view of it."""
    return _MISREAD.sub("", text)
