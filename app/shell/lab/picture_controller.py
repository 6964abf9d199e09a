"""Takes as a picture on disk: written once all of their sounds are there to be drawn."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from app.background import BackgroundJobs
from app.files.autosaver import FLUSH_LIMIT
from app.takes.lab_take import LabTake
from app.takes.take_generator import TakeGenerator
from app.ui.actions.action import Action
from app.ui.takes.takes_image import as_png, as_svg
from app.ui.window.main_window import MainWindow
from app.ui.window.message_bar import Message, Severity
from app.ui.window.window_layout import WindowParts
from vits_core.errors import VitsError


class PictureController(QObject):
    """Asks where to, waits, writes, and says how it went."""

    # Path of a picture that is in its place.
    picture_written = Signal(object)
    # VitsError: it could not be written.
    picture_failed = Signal(object)

    def __init__(self, window: MainWindow, parts: WindowParts, generator: TakeGenerator) -> None:
        super().__init__(window)
        self._window = window
        self._parts = parts
        self._generator = generator
        self._waiting: list[tuple[Path, list[LabTake], set[int]]] = []
        """Pictures, and the numbers of takes whose sounds they lack."""
        window.action(Action.PICTURE).triggered.connect(self._on_picture_requested)
        generator.renderer.preview_made.connect(self._on_settled)
        generator.renderer.failed.connect(self._on_settled)
        self._jobs = BackgroundJobs(self)
        self._jobs.failed.connect(self.picture_failed)
        self.picture_written.connect(self._on_written)
        self.picture_failed.connect(self._on_failed)

    def close(self) -> None:
        """Wait for pictures that are being written, as long as leaving may take."""
        self._jobs.close(FLUSH_LIMIT)

    @Slot()
    def _on_picture_requested(self) -> None:
        numbers = set(self._parts.takes.chosen())
        # In the order of the list, which is how they are seen.
        takes = [take for take in self._generator.take_list.takes if take.number in numbers]
        path = self._window.ask_for_picture() if takes else None
        if path is None:
            return
        renderer = self._generator.renderer
        lacking = [t for t in takes if t.number not in renderer.previews and renderer.can_make(t)]
        if not lacking:
            self._draw(path, takes)
            return
        words = self.tr("%1 will be saved as soon as the audio of all its takes is ready.")
        note = Message("picture", words.replace("%1", path.name), severity=Severity.NOTE)
        self._parts.messages.post(note)
        self._waiting.append((path, takes, {take.number for take in lacking}))
        for take in reversed(lacking):  # the last one that is wanted is made first
            renderer.want(take.number)

    @Slot(int)
    def _on_settled(self, number: int) -> None:
        """A sound is there, or never will be."""
        waiting, self._waiting = self._waiting, []
        for path, takes, lacking in waiting:
            lacking.discard(number)
            if lacking:
                self._waiting.append((path, takes, lacking))
            else:
                self._draw(path, takes)

    def _draw(self, path: Path, takes: Sequence[LabTake]) -> None:
        draw = as_svg if path.suffix.lower() == ".svg" else as_png
        data = draw(takes, self._generator.renderer.previews, self._window.font())
        self._jobs.run(lambda: _write(path, data), self.picture_written.emit)

    @Slot(object)
    def _on_written(self, path: Path) -> None:
        self._parts.messages.retract("picture")
        self._parts.status.show_exported(str(path))

    @Slot(object)
    def _on_failed(self, error: VitsError) -> None:
        self._parts.messages.post(Message.about("picture", error))


def _write(path: Path, data: bytes) -> Path:
    from vits_core.audio.files import write_whole

    write_whole(path, data)
    return path
