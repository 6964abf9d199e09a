"""Files of the lab: many takes exported at once, a picture of some, a take opened again."""

from __future__ import annotations

import contextlib
import json
from dataclasses import asdict
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QDialog

from app.files.existing_files import IfExists
from app.files.reproduction import Reopened, in_words
from app.session.controller import Controller
from app.takes.export.batch_export import BatchExport, BatchOptions
from app.takes.take_generator import TakeGenerator
from app.ui.actions.action import Action
from app.ui.export.batch_choice import BatchChoice, TakeScope
from app.ui.export.batch_export_dialog import BatchExportDialog
from app.ui.export.batch_progress import BatchProgress
from app.ui.window.main_window import MainWindow
from app.ui.window.message_bar import Message, Severity
from app.ui.window.window_layout import WindowParts
from vits_core.errors import VitsError


class TakeFilesController(QObject):
    """Asks where files are to go or come from, and tells what came of it."""

    # What the export dialog proposes from now on, as `set_choice` takes it.
    choice_changed = Signal(str)

    def __init__(
        self,
        window: MainWindow,
        parts: WindowParts,
        controller: Controller,
        generator: TakeGenerator,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._takes = parts.takes
        self._messages = parts.messages
        self._controller = controller
        self._generator = generator
        self._choice = BatchChoice()
        """What the export dialog proposes."""
        self._batch = BatchExport(self)
        self._progress = BatchProgress(window)
        self._connect()

    def set_choice(self, kept: str) -> None:
        """Propose what was kept of an earlier choice; what is damaged in it is left out."""
        with contextlib.suppress(ValueError, TypeError, KeyError):
            fields = json.loads(kept)
            fields["which"] = TakeScope(fields["which"])
            fields["if_exists"] = IfExists(fields["if_exists"])
            self._choice = BatchChoice(**fields)

    def close(self) -> bool:
        """Give up what is not complete; has to be called before the end. False if a disk does not
        answer in time."""
        return self._batch.close()

    def _connect(self) -> None:
        batch, progress, renderer = self._batch, self._progress, self._generator.renderer
        self._window.action(Action.EXPORT_TAKES).triggered.connect(self._on_export_requested)
        self._window.action(Action.OPEN_TAKE).triggered.connect(self._on_open_requested)
        batch.sound_wanted.connect(renderer.want)
        renderer.sound_ready.connect(batch.give_sound)
        renderer.failed.connect(batch.give_failure)
        batch.progressed.connect(progress.set_progress)
        batch.finished.connect(progress.show_result)
        progress.cancel_requested.connect(batch.cancel)
        self._generator.reopened.connect(self._on_reopened)

    @Slot()
    def _on_export_requested(self) -> None:
        takes, voice = self._generator.take_list.takes, self._controller.voice
        if not takes or voice is None:
            return
        if self._batch.busy:
            self._progress.show()
            self._progress.raise_()
            return
        dialog = BatchExportDialog(
            takes,
            self._takes.chosen(),
            voice.sample_rate,
            self._window,
            native=self._window.native_dialogs,
        )
        dialog.set_choice(self._choice)
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        choice, chosen, folder = dialog.choice(), dialog.takes(), dialog.folder()
        dialog.deleteLater()
        if not accepted:
            return
        self._choice = choice
        self.choice_changed.emit(json.dumps(asdict(choice)))
        options = BatchOptions(
            folder=folder,
            template=choice.template,
            if_exists=choice.if_exists,
            ending=choice.ending,
            audio_format=choice.audio_format,
            tags=choice.tags,
            loudness=choice.target,
            sidecar=choice.sidecar,
            table=choice.table,
        )
        try:
            self._batch.start(chosen, options, voice.precision, voice.device)
        except VitsError as error:
            self._generator.failed.emit(error)
        else:
            self._progress.begin(len(chosen), folder)

    # -- a take opened again -------------------------------------------------------------------

    @Slot()
    def _on_open_requested(self) -> None:
        path = self._window.ask_for_take()
        if path is not None:
            self._generator.open_take(path)

    @Slot(object, object)
    def _on_reopened(self, path: Path, reopened: Reopened) -> None:
        verdict, *differences = in_words(reopened.comparison).splitlines()
        identical = reopened.comparison.identical
        self._messages.post(
            Message(
                "reopened",
                f"{path.name}: {verdict}",
                severity=Severity.NOTE if identical else Severity.WARNING,
                details=tuple(differences),
            )
        )
