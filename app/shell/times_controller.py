"""Lines that are to be heard at certain times: asks how they are fitted into them."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Slot

from app.session.controller import Controller
from app.session.script import Script
from app.ui.script.fit_times_dialog import FitTimesDialog
from app.ui.window.main_window import MainWindow
from app.ui.window.window_layout import WindowParts


class TimesController(QObject):
    """What a person asks for is a step to undo; the lines are fitted anew by what they are."""

    def __init__(
        self, window: MainWindow, parts: WindowParts, script: Script, controller: Controller
    ) -> None:
        super().__init__(window)
        self._window = window
        self._script = script
        self._controller = controller
        window.fit_times_requested.connect(self.ask)
        controller.fitting.progressed.connect(parts.status.show_fitting)

    @Slot()
    def ask(self) -> None:
        """Open the dialog, where there is a line with a time."""
        if not self._script.document.has_slots:
            return
        too_long = sum(fit.over > 0 for fit in self._controller.fits.values())
        dialog = FitTimesDialog(self._script.document.fit, too_long, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._script.fit(dialog.bounds))
        dialog.forget_requested.connect(self._script.forget_slots)
        dialog.open()
