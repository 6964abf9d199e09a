"""Between the comparison and the lab: which takes are compared, and their sounds when needed."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from app.takes.lab_take import LabTake
from app.takes.take_generator import TakeGenerator
from app.ui.actions.action import Action
from app.ui.window.main_window import MainWindow
from app.ui.window.window_layout import WindowParts
from vits_core.records import Take


class ComparisonController(QObject):
    """Keeps the comparison up to date with the list."""

    def __init__(self, window: MainWindow, parts: WindowParts, generator: TakeGenerator) -> None:
        super().__init__(window)
        self._window = window
        self._panel = parts.compare
        self._takes = parts.takes
        self._generator = generator
        self._chosen: list[int] = []
        self._mels: tuple[int, int] | None = None
        """The two takes whose spectrograms are wanted."""
        window.action(Action.COMPARE).triggered.connect(self._on_compare_requested)
        self._panel.play_requested.connect(lambda number: generator.take_player.play(number))
        self._panel.take_dropped.connect(self._on_take_dropped)
        self._panel.mels_wanted.connect(self._on_mels_wanted)
        generator.take_list.changed.connect(self._show)
        generator.renderer.preview_made.connect(self._on_preview_made)
        generator.renderer.sound_ready.connect(self._on_sound_ready)
        window.action(Action.SHOW_COMPARE).triggered.connect(self._on_show_requested)

    @Slot()
    def _on_compare_requested(self) -> None:
        self._chosen = self._takes.chosen()
        self._on_show_requested()

    @Slot()
    def _on_show_requested(self) -> None:
        if not self._chosen:
            self._chosen = self._takes.chosen()
        self._show()
        self._window.show_compare()

    @Slot(int)
    def _on_take_dropped(self, number: int) -> None:
        self._chosen = [each for each in self._chosen if each != number]
        self._show()

    @Slot()
    def _show(self) -> None:
        take_list = self._generator.take_list
        self._chosen = [number for number in self._chosen if number in take_list]
        chosen = [take_list[number] for number in self._chosen]
        everything: list[LabTake] = []
        if chosen:
            sentence = chosen[0].outline.utterance.token_ids
            everything = [t for t in take_list.takes if t.outline.utterance.token_ids == sentence]
            for take in everything:
                self._generator.renderer.look_at(take.number)
        self._panel.set_takes(chosen, everything)
        self._on_preview_made()

    @Slot()
    def _on_preview_made(self) -> None:
        self._panel.set_previews(self._generator.renderer.previews)

    @Slot(int, int)
    def _on_mels_wanted(self, first: int, second: int) -> None:
        self._mels = (first, second)
        renderer = self._generator.renderer
        missing = [number for number in self._mels if renderer.sound(number) is None]
        for number in missing:
            renderer.want(number)
        if not missing:
            self._give_mels()

    @Slot(int, object)
    def _on_sound_ready(self, number: int, _take: Take) -> None:
        if self._mels is not None and number in self._mels:
            self._give_mels()

    def _give_mels(self) -> None:
        if self._mels is not None:
            first, second = (self._generator.renderer.sound(number) for number in self._mels)
            if first is not None and second is not None:
                self._panel.set_mels(first, second)
                self._mels = None
