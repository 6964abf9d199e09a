"""The prosody lab as one thing: builds its objects and connects them with the worker."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Qt

from app.playback.player import Player
from app.session.controller import Controller
from app.shell.lab.ab_controller import AbController
from app.shell.lab.comparison_controller import ComparisonController
from app.shell.lab.dialogs_controller import LabDialogs
from app.shell.lab.picture_controller import PictureController
from app.shell.lab.steering_controller import SteeringController
from app.shell.lab.take_files_controller import TakeFilesController
from app.shell.lab.take_list_controller import TakeListController
from app.shell.lab.take_persistence import TakePersistence
from app.synthesis.worker import SynthesisWorker
from app.takes.take_generator import TakeGenerator
from app.takes.take_list import Library
from app.takes.take_player import TakePlayer
from app.takes.take_renderer import TakeRenderer
from app.ui.window.main_window import MainWindow
from app.ui.window.window_layout import WindowParts


class Lab(QObject):
    """What `application.py` needs of the lab."""

    def __init__(
        self,
        window: MainWindow,
        parts: WindowParts,
        controller: Controller,
        player: Player,
        worker: SynthesisWorker,
        folder: Path,
    ) -> None:
        """`folder` is where takes and presets are kept."""
        super().__init__(window)
        self.library = Library(window.undo_stack, self)
        self.maker = TakeRenderer(self.library, controller, self)
        self.listening = TakePlayer(self.library, self.maker, controller, self)
        self.laboratory = TakeGenerator(self.library, self.maker, self.listening, controller, self)
        steering = SteeringController(parts, controller, self.laboratory)
        self.desk = TakeListController(window, parts, controller, self.laboratory, player, steering)
        self.dialogs = LabDialogs(window, parts, self.laboratory, steering)
        self.pictures = PictureController(window, parts, self.laboratory)
        self.comparison = ComparisonController(window, parts, self.laboratory)
        self.ab = AbController(window, parts, controller, self.laboratory, player)
        self.files = TakeFilesController(window, parts, controller, self.laboratory)
        self.keeper = TakePersistence(folder, window, parts, self.library)
        self._connect_worker(worker)

    def restore(self) -> None:
        """Put back the takes and presets of the last session."""
        self.keeper.restore()
        self.maker.leave_for_later(take.number for take in self.library.takes)

    def _connect_worker(self, worker: SynthesisWorker) -> None:
        laboratory, maker = self.laboratory, self.maker
        laboratory.request_coming.connect(worker.hurry, Qt.ConnectionType.DirectConnection)
        laboratory.sentences_wanted.connect(worker.find_sentences)
        laboratory.outlines_wanted.connect(worker.outline)
        laboratory.reopening_wanted.connect(worker.reopen)
        maker.takes_wanted.connect(worker.make)
        worker.take_reopened.connect(laboratory.on_reopened)
        worker.sentences_found.connect(laboratory.on_sentences_found)
        worker.outlines_ready.connect(laboratory.on_outlines_ready)
        worker.lab_failed.connect(laboratory.on_failed)
        worker.take_made.connect(maker.on_take_made)
        worker.take_failed.connect(maker.on_take_failed)
        worker.making_ended.connect(maker.on_making_ended)

    def close(self) -> bool:
        """Make nothing more, and write what is not on disk yet; false if a thread goes on."""
        self.maker.close()
        self.ab.close()
        self.keeper.close()
        return self.files.close()
