"""The script that is being worked on: the document, and every change of it as a step to undo."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QUndoCommand, QUndoStack

from app.document.delivery import Delivery
from app.document.document import ChosenTake, Document, Line
from app.document.edit import Edit
from app.document.slots import FitBounds
from app.session.undo import StateChange

if TYPE_CHECKING:
    from app.document.arranging import Arranger
    from app.document.reading.read_text import Cue
    from vits_core.text.sentences import Piece

MOST_STEPS = 500
"""Changes that can be undone."""
_TYPING, _STEERING = 1, 2
"""What tells the undo stack that two commands may be one."""


class Script(QObject):
    """Holds the document; its text, its lines and what they speak with change here alone."""

    # The text that it is now.
    text_changed = Signal(str)
    # The document is another one than before.
    changed = Signal()

    def __init__(self, stack: QUndoStack, parent: QObject | None = None) -> None:
        super().__init__(parent)
        stack.setUndoLimit(MOST_STEPS)
        self.document = Document()
        self._stack = stack
        self._front_end: tuple[str, bool] | None = None
        """Language of the front-end that finds the lines, and whether it reads phonemes."""
        self._last_id = 0

    def restore(self, document: Document) -> None:
        """Begin with a document; there is nothing before it to undo.

        The lines of a mere text, all of it `after`, are found with the first edit, or once there is
        a voice.
        """
        self.reserve(line.id for line in (*document.lines, *document.removed))
        self._put(document if self._front_end is None else self._found_anew(document))

    def reserve(self, ids: Iterable[int | None]) -> None:
        """Give none of these to a new line: takes of lines that are gone know them."""
        self._last_id = max(self._last_id, *(each or 0 for each in ids), 0)

    def set_front_end(self, language: str, *, reads_phonemes: bool) -> None:
        """Find the lines as this front-end does: its language ends sentences in its own way."""
        if (language, reads_phonemes) != self._front_end:
            self._front_end = language, reads_phonemes
            self._put(self._found_anew(self.document))

    @Slot(object, str)
    def edit(self, edit: Edit, text: str) -> None:
        """Edit the text, which is `text` then; that it is so already changes nothing."""
        if text != self.document.text:
            before = self.document
            if edit.applied(before.text) != text:
                edit = Edit.between(before.text, text)
            after = self._edited(before, edit)
            change = self._return_to, before, after, self.tr("Edit text")
            typed = edit.is_keystroke
            self._stack.push(_Typing(*change, edit) if typed else StateChange(*change))

    def open(self, text: str, headings: Mapping[int, int], cues: Sequence[Cue] = ()) -> None:
        """Put the text of a file in place of the one that is here, as one step; `headings` tells
        the levels of those that begin at characters of it, `cues` when lines are to be heard."""
        before = self.document
        after = self._edited(before, Edit(0, len(before.text), text)).with_headings(headings)
        self._change(self._with_slots(after, cues), self.tr("Open text"))

    def forget_slots(self) -> None:
        """Let no line be heard at a certain time any more."""
        self._change(self._with_slots(self.document, ()), self.tr("Forget the times"))

    def fit(self, bounds: FitBounds) -> None:
        """Let lines be fitted into their times so."""
        after = replace(self.document, fit=bounds)
        self._change(after, self.tr("Change how lines fit their times"))

    def choose(self, line: int, take: ChosenTake | None, what: str) -> None:
        """Let a line speak with a take, or with None as the document does; `what` names the
        change."""
        self._change(self.document.choosing(line, take), what)

    def set_voice(self, source: str) -> None:
        """The voice's file. That is no step to undo: a voice takes seconds to load."""
        if source != self.document.voice:
            self._put(replace(self.document, voice=source))

    def deliver(self, delivery: Delivery, what: str) -> None:
        """Let the document be spoken so; `what` names the change. All that one slider does at a
        time is one step; each seed is one, since a person may want the one before back."""
        before = self.document
        if delivery != before.delivery:
            changed = delivery.differing(before.delivery)
            after = replace(before, delivery=delivery)
            self._stack.push(_Steering(self._return_to, before, after, what, changed))

    def deliver_lines(
        self, lines: Iterable[int], change: Callable[[Line], Line], what: str
    ) -> None:
        """Change what lines have of their own; they keep their text."""
        self._change(self.document.with_lines(lines, change), what)

    # -- lines ---------------------------------------------------------------------------------

    def move_lines(self, lines: Collection[int], step: int) -> None:
        """Move lines one place up (-1) or down (1)."""
        after = self._arranger().moved(self.document, lines, step)
        self._change(after, self.tr("Move lines"))

    def remove_lines(self, lines: Collection[int]) -> None:
        """Take lines out of the text."""
        after = self._arranger().removed(self.document, lines)
        self._change(after, self.tr("Remove lines"))

    def double_lines(self, lines: Collection[int]) -> None:
        """Put copies of lines, with all that they speak with, behind the last one of them."""
        after = self._arranger().doubled(self.document, lines)
        self._change(after, self.tr("Duplicate lines"))

    def insert_lines(self, behind: int | None, text: str) -> None:
        """Put other text behind a line, or at the end."""
        after = self._arranger().inserted(self.document, behind, text)
        self._change(after, self.tr("Paste lines"))

    def join_lines(self, lines: Collection[int]) -> bool:
        """Make one line of lines that follow one another; false if they cannot be one."""
        before = self.document
        self._change(self._arranger().joined(before, lines), self.tr("Join lines"))
        return self.document is not before

    def rewrite_line(self, line: int, text: str) -> None:
        """Give a line other words; without any, it goes."""
        if text.strip() != self.document[line].text:
            after = self._arranger().rewritten(self.document, line, text)
            self._change(after, self.tr("Edit line"))

    def split_line(self, line: int, first: str, second: str) -> None:
        """Make two lines of one, with these words."""
        after = self._arranger().split(self.document, line, first, second)
        self._change(after, self.tr("Split line"))

    def replace(self, edits: Sequence[Edit]) -> None:
        """Edit the text in several places at once, in order."""
        after = self._arranger().replaced(self.document, edits)
        self._change(after, self.tr("Replace"))

    def _change(self, after: Document, what: str) -> None:
        """Have this document as one step to undo, unless it is the one that is here."""
        if after != self.document:
            self._stack.push(StateChange(self._return_to, self.document, after, what))

    def _arranger(self) -> Arranger:
        from app.document.arranging import Arranger

        return Arranger(self._find_lines, self._new_id)

    def _with_slots(self, document: Document, cues: Sequence[Cue]) -> Document:
        # Here, as it is not everybody's.
        from app.document.cue_slots import with_slots

        return with_slots(document, cues) if cues or document.has_slots else document

    def _edited(self, document: Document, edit: Edit) -> Document:
        # Here, so that the window opens without what splits a text.
        from app.document.editing import edited

        return edited(document, edit, self._find_lines, self._new_id)

    def _found_anew(self, document: Document) -> Document:
        text = document.text
        return self._edited(document, Edit(0, len(text), text))

    def _find_lines(self, text: str) -> list[Piece]:
        from vits_core.text.markup import MarkedText

        language, reads_phonemes = self._front_end or ("en", False)
        return list(MarkedText.of(text, all_phonemes=reads_phonemes).pieces(language))

    def _new_id(self) -> int:
        self._last_id += 1
        return self._last_id

    def _return_to(self, document: Document) -> None:
        """Undo a step, or do it: the voice stays the one that it is."""
        self._put(replace(document, voice=self.document.voice))

    def _put(self, document: Document) -> None:
        before = self.document.text
        # A new one, since what it works out of its lines would stay with the step on the stack.
        self.document = replace(document)
        text = self.document.text
        if before != text:
            self.text_changed.emit(text)
        self.changed.emit()


class _Typing(StateChange[Document]):
    """A keystroke, and those after it: what is typed or deleted in one go is undone so."""

    def __init__(
        self,
        apply: Callable[[Document], None],
        before: Document,
        after: Document,
        what: str,
        edit: Edit,
    ) -> None:
        super().__init__(apply, before, after, what)
        self.edit = edit

    def id(self) -> int:
        return _TYPING

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, _Typing):
            return False
        edit = self.edit.continued(other.edit)
        if edit is None:
            return False
        self.edit = edit
        self.extend(other)
        return True


class _Steering(StateChange[Document]):
    """A change of the delivery; a slider that moves on goes on with it."""

    def __init__(
        self,
        apply: Callable[[Document], None],
        before: Document,
        after: Document,
        what: str,
        changed: frozenset[str],
    ) -> None:
        super().__init__(apply, before, after, what)
        self._changed = changed

    def id(self) -> int:
        return _STEERING

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, _Steering) or other._changed != self._changed:
            return False
        if self._changed & {"rhythm_seed", "expression_seed"}:
            return False
        self.extend(other)
        return True
