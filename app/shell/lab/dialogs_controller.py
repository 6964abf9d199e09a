"""The lab's dialogs: they ask, and what they are told becomes takes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QDialog

from app.shell.lab.steering_controller import SteeringController
from app.takes import recipes
from app.takes.lab_take import LabTake
from app.takes.recipes import TakeRecipe
from app.takes.sweep import sweep
from app.takes.take_generator import TakeGenerator
from app.ui.actions.action import Action
from app.ui.takes.fit_dialog import FitDialog
from app.ui.takes.morph_dialog import MorphDialog
from app.ui.takes.sweep_dialog import SweepDialog
from app.ui.window.main_window import MainWindow
from app.ui.window.window_layout import WindowParts
from vits_core.errors import VitsError


class DialogsController(QObject):
    """Opens them for the takes that are chosen in the list."""

    def __init__(
        self,
        window: MainWindow,
        parts: WindowParts,
        generator: TakeGenerator,
        steering: SteeringController,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._takes = parts.takes
        self._generator = generator
        self._steering = steering
        window.action(Action.MORPH).triggered.connect(self._on_morph_requested)
        window.action(Action.SWEEP).triggered.connect(self._on_sweep_requested)
        window.action(Action.FIT).triggered.connect(self._on_fit_requested)

    def chosen(self) -> list[LabTake]:
        """The takes that are chosen in the list, the current one first."""
        return [self._generator.take_list[number] for number in self._takes.chosen()]

    # -- morph ---------------------------------------------------------------------------------

    @Slot()
    def _on_morph_requested(self) -> None:
        chosen = self.chosen()
        if len(chosen) != 2:
            return
        first, second = sorted(chosen, key=lambda take: take.number)
        if first.outline.utterance.token_ids != second.outline.utterance.token_ids:
            self._generator.failed.emit(
                VitsError(
                    self.tr("The two takes are of different sentences"),
                    remedy=self.tr("Select two takes of the same sentence."),
                )
            )
            return
        dialog = MorphDialog(first, second, self._window)
        dialog.share_released.connect(lambda share: self._morph(first, second, share, keep=False))
        dialog.keep_requested.connect(lambda share: self._morph(first, second, share, keep=True))
        dialog.show()

    def _morph(self, first: LabTake, second: LabTake, share: float, *, keep: bool) -> None:
        if share in (0.0, 1.0):
            self._generator.take_player.play((second if share else first).number)
            return
        words = self.tr("%3% between %1 and %2").replace("%1", str(first.number))
        words = words.replace("%2", str(second.number)).replace("%3", str(round(share * 100)))
        request = recipes.between(first.outline, second.outline, share)
        recipe = TakeRecipe(request, first.line, words, first.number)
        if keep:
            self._generator.make([recipe], self.tr("Morph"))
        else:
            self._generator.make([recipe], words, done=self._hear)

    def _hear(self, takes: Sequence[LabTake]) -> None:
        for take in takes:
            self._generator.take_player.hear(take)

    # -- sweep --------------------------------------------------------------------------------

    @Slot()
    def _on_sweep_requested(self) -> None:
        chosen = self.chosen()
        if not chosen:
            return
        dialog = SweepDialog(self._window)
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        setting, values = dialog.setting, dialog.values
        dialog.deleteLater()
        if accepted:
            words = {
                "noise_scale": self.tr("expressiveness %1"),
                "duration_noise_scale": self.tr("rhythm variation %1"),
                "speed": self.tr("speed %1×"),
            }[setting]
            made = sweep(chosen[0], setting, values, words)
            self._generator.make(made, self.tr("Sweep"), heard=False)

    # -- length --------------------------------------------------------------------------------

    @Slot()
    def _on_fit_requested(self) -> None:
        fitting = self._steering.fitting()
        if fitting is None:
            return
        dialog = FitDialog(*fitting, self._window)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self._steering.fit(dialog.seconds)
        dialog.deleteLater()
