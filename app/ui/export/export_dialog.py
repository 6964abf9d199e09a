"""How an audio file is to be written: type, loudness and tags, and whether it is described."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from app.ui.export.sound_choice import ExportChoice
from app.ui.export.sound_form import SoundForm
from app.ui.widgets.dialog_buttons import answer_button, answer_buttons
from app.ui.widgets.theme import GRID


class ExportDialog(QDialog):
    """Asks for the format before the file dialog asks for the place."""

    def __init__(
        self,
        choice: ExportChoice,
        voice_rate: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("exportDialog")
        self.setWindowTitle(self.tr("Export audio"))
        self._last = choice
        self._form = SoundForm("export", voice_rate, self, title=True)
        self._form.choose(choice)
        self._sidecar = QCheckBox(self.tr("Also save a &recipe (.take.json)"))
        self._sidecar.setObjectName("exportSidecarBox")
        self._sidecar.setAccessibleName(self.tr("Also save a recipe"))
        self._sidecar.setToolTip(
            self.tr(
                "A small file with the text, seeds and settings needed to make this audio again"
            )
        )
        self._sidecar.setChecked(choice.sidecar)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 2 * GRID)
        layout.setSpacing(2 * GRID)
        columns = QHBoxLayout()
        columns.setSpacing(4 * GRID)
        columns.addLayout(self._form.sound)
        columns.addLayout(self._form.tags, 1)
        layout.addLayout(columns)
        layout.addWidget(self._sidecar)
        layout.addSpacing(GRID)
        layout.addWidget(self._build_buttons())

    def choice(self) -> ExportChoice:
        """What is chosen now."""
        return replace(
            self._last,
            title=self._form.title,
            sidecar=self._sidecar.isChecked(),
            **self._form.fields(),
        )

    def _build_buttons(self) -> QDialogButtonBox:
        go_on = answer_button(
            self.tr("Save as…"),
            "exportAcceptButton",
            self.tr("Choose a name and folder for the file"),
        )
        return answer_buttons(
            self, go_on, "exportCancelButton", self.tr("Cancel without exporting")
        )
