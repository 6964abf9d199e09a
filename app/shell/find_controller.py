"""Finds and replaces words, in the text and in its lines."""

from __future__ import annotations

from bisect import bisect_left

from PySide6.QtCore import QObject, Slot

from app.document.edit import Edit
from app.document.finding import Pattern, Span, pattern_of, spans_of
from app.session.script import Script
from app.ui.actions.action import Action
from app.ui.widgets.find_bar import FindBar
from app.ui.window.main_window import MainWindow
from app.ui.window.window_layout import WindowParts


class FindController(QObject):
    """The text goes from place to place, the lines from line to line; each has its own words.

    Where lines are filtered, nothing is found in the others, and nothing replaced.
    """

    def __init__(self, window: MainWindow, parts: WindowParts, script: Script) -> None:
        super().__init__(window)
        self._window = window
        self._parts = parts
        self._script = script
        for action, begin in {
            Action.FIND: lambda: self._begin(replace=False),
            Action.REPLACE: lambda: self._begin(replace=True),
            Action.FIND_NEXT: lambda: self._go(1),
            Action.FIND_PREVIOUS: lambda: self._go(-1),
        }.items():
            window.action(action).triggered.connect(begin)
        for bar in (parts.text.find_bar, parts.script.find_bar):
            bar.sought_changed.connect(self._on_sought_changed)
            bar.next_requested.connect(lambda: self._go(1))
            bar.previous_requested.connect(lambda: self._go(-1))
            bar.replace_requested.connect(self._on_replace_requested)
            bar.replace_all_requested.connect(self._on_replace_all_requested)
        parts.text.find_bar.left.connect(self._show)
        parts.script.chosen_changed.connect(self._show_place)
        window.view_changed.connect(self._show)
        script.changed.connect(self._show)

    # -- where it is -----------------------------------------------------------------------------

    @property
    def _bar(self) -> FindBar:
        """Of the view that is in front."""
        in_lines = self._window.shows_lines()
        return self._parts.script.find_bar if in_lines else self._parts.text.find_bar

    def _pattern(self) -> Pattern | None:
        """What is sought in the view that is in front."""
        words, match_case = self._bar.sought()
        return None if self._bar.isHidden() else pattern_of(words, match_case=match_case)

    def _found(self) -> list[Span]:
        """Where it stands in the text, as far as that is shown."""
        document, pattern = self._script.document, self._pattern()
        if not self._window.shows_lines():
            return spans_of(pattern, document.text)
        found = []
        for line in self._parts.script.shown():
            for start, stop in spans_of(pattern, line.text):
                begin = document.span(line.id)[0]
                found.append((begin + start, begin + stop))
        return found

    def _here(self) -> Span:
        """The selection of the text, or the current line."""
        document, editor = self._script.document, self._parts.editor
        if self._window.shows_lines():
            current = self._parts.script.current()
            if current is None or current not in document:
                return 0, 0
            return document.span(current)
        return editor.selection_or_caret()

    def _place(self, found: list[Span]) -> int | None:
        """Which of the places is the selected one, or the first of the current line."""
        start, stop = self._here()
        place = bisect_left(found, (start, 0))
        if place == len(found) or found[place][1] > stop:
            return None
        exact = self._window.shows_lines() or found[place] == (start, stop)
        return place if exact else None

    # -- what is shown ---------------------------------------------------------------------------

    @Slot()
    def _show(self) -> None:
        """Mark what is sought in the view that is in front."""
        if self._window.shows_lines():
            self._parts.script.set_sought(self._pattern())
        else:
            self._parts.editor.set_found(self._found())
        self._show_place()

    @Slot()
    def _show_place(self) -> None:
        if self._bar.sought()[0]:
            found = self._found()
            self._bar.set_count(self._place(found), len(found))
        else:
            self._bar.set_count(None, 0)

    # -- what is asked for -----------------------------------------------------------------------

    def _begin(self, *, replace: bool) -> None:
        if not self._window.shows_lines():
            self._window.show_text()
        words = ""
        selection = None if self._window.shows_lines() else self._parts.editor.selection()
        if selection is not None:
            words = self._script.document.text[slice(*selection)]
        self._bar.begin("" if "\n" in words else words, replace=replace)
        self._show()

    @Slot()
    def _on_sought_changed(self) -> None:
        """Go to the first place from here on while it is typed."""
        self._show()
        found = self._found()
        if found and self._place(found) is None:
            place = bisect_left(found, (self._here()[0], 0))
            self._go_to(found[place % len(found)])

    def _go(self, step: int) -> None:
        """Go to the next place (1) or that before (-1), around the end."""
        if self._pattern() is None:
            self._begin(replace=False)
            return
        found = self._found()
        if not found:
            return
        start, stop = self._here()
        place = bisect_left(found, (stop, 0)) if step > 0 else bisect_left(found, (start, 0)) - 1
        self._go_to(found[place % len(found)])

    def _go_to(self, span: Span) -> None:
        if self._window.shows_lines():
            (line,) = self._script.document.touched(span[0], span[0])
            self._parts.script.choose([line.id])
        else:
            self._parts.editor.place_caret(*span)
            self._parts.editor.centre_caret()
        self._show_place()

    @Slot(str)
    def _on_replace_requested(self, words: str) -> None:
        """Replace the selected place, or all of the current line; go to the next one."""
        found = self._found()
        place, (_, stop) = self._place(found), self._here()
        if place is None:
            self._go(1)
            return
        last = bisect_left(found, (stop, 0)) if self._window.shows_lines() else place + 1
        edits = [Edit(*span, words) for span in found[place:last]]
        self._script.replace(edits)
        if not self._window.shows_lines():
            behind = edits[0].start + len(words)
            self._parts.editor.place_caret(behind)
        self._go(1)

    @Slot(str)
    def _on_replace_all_requested(self, words: str) -> None:
        self._script.replace([Edit(*span, words) for span in self._found()])
