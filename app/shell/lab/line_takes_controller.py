"""Between the lab and the takes that are open below the lines of the script."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from app.takes.script_takes import ScriptTakes
from app.takes.take_generator import TakeGenerator
from app.takes.take_list import MOST_TAKES
from app.ui.window.main_window import MainWindow
from app.ui.window.window_layout import WindowParts


class LineTakesController(QObject):
    """Shows which takes belong to which line, and lets lines speak with them.

    What is selected below a line is selected in the list of takes: whatever is done with selected
    takes is done with those.
    """

    def __init__(
        self,
        window: MainWindow,
        parts: WindowParts,
        generator: TakeGenerator,
        script_takes: ScriptTakes,
    ) -> None:
        super().__init__(generator)
        self._window = window
        self._parts = parts
        self._generator = generator
        self._script_takes = script_takes
        self._awaited: set[int] = set()
        """Ids of lines that takes are being sampled of."""
        parts.script.takes.chosen_changed.connect(parts.takes.choose)
        parts.script.takes.choice_requested.connect(self._on_choice_requested)
        window.view_changed.connect(self._on_view_changed)
        script_takes.lines_changed.connect(self._on_lines_changed)
        generator.sampling_began.connect(self._on_sampling_began)
        generator.taken_up.connect(self._on_taken_up)
        generator.failed.connect(self._on_sampling_ended)
        generator.abandoned.connect(self._on_sampling_ended)

    @Slot(int, int)
    def _on_choice_requested(self, line: int, number: int) -> None:
        self._parts.messages.retract("lab")
        self._script_takes.use(self._generator.take_list[number], line)

    @Slot()
    def _on_view_changed(self) -> None:
        if self._window.shows_lines():
            self._parts.script.takes.choose(self._parts.takes.chosen())

    @Slot()
    def _on_lines_changed(self) -> None:
        self._parts.script.list.set_takes(self._script_takes.by_line)

    # -- takes that are being sampled ----------------------------------------------------------

    @Slot(list)
    def _on_sampling_began(self, lines: list[int]) -> None:
        """Open their lines at once: the worker may be busy for a while."""
        fits = len(lines) * self._parts.takes.count() <= MOST_TAKES
        if self._window.shows_lines() and fits:
            for line in lines:
                self._parts.script.takes.open_line(line)
            self._await(self._awaited | set(lines))

    @Slot(list)
    def _on_taken_up(self, numbers: list[int]) -> None:
        takes = [self._generator.take_list[number] for number in numbers]
        self._await(self._awaited - {take.line for take in takes})

    @Slot()
    def _on_sampling_ended(self) -> None:
        self._await(set())

    def _await(self, lines: set[int]) -> None:
        self._awaited = lines
        self._parts.script.takes.set_awaited(lines)
