"""The prosody lab as one thing: builds its objects and connects them with the worker."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Qt

from app.files.window_files import WindowFiles
from app.playback.player import Player
from app.session.controller import Controller
from app.session.script import Script
from app.shell.lab.ab_controller import AbController
from app.shell.lab.comparison_controller import ComparisonController
from app.shell.lab.comping_controller import CompingController
from app.shell.lab.dialogs_controller import DialogsController
from app.shell.lab.line_takes_controller import LineTakesController
from app.shell.lab.picture_controller import PictureController
from app.shell.lab.steering_controller import SteeringController
from app.shell.lab.take_files_controller import TakeFilesController
from app.shell.lab.take_list_controller import TakeListController
from app.shell.lab.take_persistence import TakePersistence
from app.synthesis.worker import SynthesisWorker
from app.takes.script_takes import ScriptTakes
from app.takes.take_generator import TakeGenerator
from app.takes.take_list import TakeList, Takes
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
        script: Script,
        controller: Controller,
        player: Player,
        worker: SynthesisWorker,
        files: WindowFiles,
        presets: Path,
    ) -> None:
        """`presets` is the folder that all windows keep theirs in."""
        super().__init__(window)
        self._script = script
        self.take_list = TakeList(window.undo_stack, self)
        self.renderer = TakeRenderer(self.take_list, controller, self)
        self.take_player = TakePlayer(self.take_list, self.renderer, controller, self)
        self.generator = TakeGenerator(
            self.take_list, self.renderer, self.take_player, controller, self
        )
        self.script_takes = ScriptTakes(script, self.take_list, controller, self)
        self.generator.steered.connect(self.script_takes.follow)
        steering = SteeringController(parts, controller, self.generator)
        self.list_controller = TakeListController(
            window,
            parts,
            script,
            controller,
            self.generator,
            self.script_takes,
            player,
            steering,
        )
        self.line_takes = LineTakesController(window, parts, self.generator, self.script_takes)
        self.comping = CompingController(window, parts, self.generator)
        self.dialogs = DialogsController(window, parts, self.generator, steering)
        self.pictures = PictureController(window, parts, self.generator)
        self.comparison = ComparisonController(window, parts, self.generator)
        self.ab = AbController(window, parts, controller, self.generator, player)
        self.files = TakeFilesController(window, parts, controller, self.generator)
        self.persistence = TakePersistence(
            files, presets, window, parts, self.take_list, controller
        )
        self._connect_worker(worker)

    def restore(self) -> None:
        """Put back the takes and presets of the last session."""
        self.begin(self.persistence.restore())
        self.persistence.follow()

    def begin(self, takes: Takes = ()) -> None:
        """Have these takes in place of those that are there; cannot be undone."""
        self.generator.forget()
        self.renderer.forget()
        self.take_list.restore(takes)
        self._script.reserve(take.line for take in takes)
        self.renderer.leave_for_later(take.number for take in takes)

    def _connect_worker(self, worker: SynthesisWorker) -> None:
        generator, renderer = self.generator, self.renderer
        generator.request_coming.connect(worker.hurry, Qt.ConnectionType.DirectConnection)
        generator.sentences_wanted.connect(worker.find_sentences)
        generator.outlines_wanted.connect(worker.outline)
        generator.reopening_wanted.connect(worker.reopen)
        renderer.takes_wanted.connect(worker.make)
        worker.take_reopened.connect(generator.on_reopened)
        worker.sentences_found.connect(generator.on_sentences_found)
        worker.outlines_ready.connect(generator.on_outlines_ready)
        worker.lab_failed.connect(generator.on_failed)
        worker.take_made.connect(renderer.on_take_made)
        worker.take_failed.connect(renderer.on_take_failed)
        worker.making_ended.connect(renderer.on_making_ended)

    def close(self) -> bool:
        """Make nothing more, and write what is not on disk yet; false if a thread goes on."""
        self.renderer.close()
        self.ab.close()
        self.persistence.close()
        self.pictures.close()
        return self.files.close()
