"""Exports the whole script: what is missing is made first."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from app.files.exporter import Exporter
from app.files.file_names import beginning
from app.files.provenance import Origin, in_one_text
from app.session.controller import Controller
from app.ui.export.sound_choice import ExportChoice
from vits_core.errors import AudioFileError


class ScriptExport(QObject):
    """Waits until all of the script is made, and hands it to the exporter."""

    # Name of a file that is being written from now on.
    began = Signal(str)
    # AudioFileError: the file was not written, since not all of the script was made.
    failed = Signal(object)

    def __init__(
        self, controller: Controller, exporter: Exporter, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._controller = controller
        self._exporter = exporter
        self._wanted: tuple[Path, ExportChoice] | None = None
        controller.speech_done.connect(self._on_speech_done)
        controller.speech_cancelled.connect(self._on_speech_ended)
        controller.speech_failed.connect(self._on_speech_ended)

    @Slot(Path, object)
    def export(self, path: Path, choice: ExportChoice) -> None:
        """Write the script as it is now to a file."""
        self._wanted = None
        if self._controller.complete():
            self._write(path, choice)
        else:
            self._wanted = path, choice

    @Slot(object)
    def _on_speech_done(self, _summary: object) -> None:
        if self._wanted is not None:
            wanted, self._wanted = self._wanted, None
            self._write(*wanted)

    @Slot()
    def _on_speech_ended(self) -> None:
        if self._wanted is not None:
            (path, _), self._wanted = self._wanted, None
            self.failed.emit(
                AudioFileError(
                    self.tr("%1 was not saved because the speech was stopped").replace(
                        "%1", path.name
                    ),
                    where=str(path),
                    remedy=self.tr("Export it again; what was made already is kept."),
                )
            )

    def _write(self, path: Path, choice: ExportChoice) -> None:
        timeline, voice = self._controller.timeline, self._controller.shown_voice
        text, takes = in_one_text(timeline.takes)
        origin = None
        if choice.sidecar and voice is not None:
            origin = Origin(
                text=text,
                takes=takes,
                voice=voice.name,
                voice_file=voice.source,
                precision=voice.precision,
                device=voice.device,
            )
        self.began.emit(path.name)
        self._exporter.export(
            path,
            list(timeline.blocks()),
            timeline.sample_rate,
            choice.audio_format,
            origin=origin,
            tags=choice.tags.or_else(
                title=choice.title or beginning(text), artist="" if voice is None else voice.name
            ),
            loudness=choice.target,
        )
