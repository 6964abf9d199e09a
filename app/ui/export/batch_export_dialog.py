"""Asks which takes are to be exported, where to, and how."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.files.existing_files import IfExists
from app.takes.export.batch_options import names_of
from app.takes.lab_take import LabTake
from app.ui.export.batch_choice import BatchChoice, TakeScope
from app.ui.export.form_row import add_row
from app.ui.export.option_row import OptionRow
from app.ui.export.several_files import SeveralFiles
from app.ui.export.sound_form import SoundForm, form_layout
from app.ui.widgets.dialog_buttons import answer_buttons
from app.ui.widgets.theme import GRID


class BatchExportDialog(QDialog):
    """Shows what the first file will be called, and lets nothing be exported that cannot be."""

    def __init__(
        self,
        takes: Sequence[LabTake],
        selected: Collection[int],
        voice_rate: int = 0,
        parent: QWidget | None = None,
        *,
        native: bool = True,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("batchExportDialog")
        self.setWindowTitle(self.tr("Export takes"))
        in_order = sorted(takes, key=lambda take: take.number)
        self._takes = {
            TakeScope.STARRED: [take for take in in_order if take.starred],
            TakeScope.SELECTED: [take for take in in_order if take.number in selected],
            TakeScope.ALL: in_order,
        }
        self._which = self._build_which()
        self._sidecar = self._box(
            "batchSidecarBox",
            self.tr("Also save a &recipe for each (.take.json)"),
            self.tr("A small file with the text, seeds and settings needed to make the take again"),
        )
        self._table = self._box(
            "batchTableBox",
            self.tr("Also save a &table (takes.csv)"),
            self.tr("Seeds, durations and pitch of every take, for a spreadsheet"),
        )
        self._export = QPushButton()
        self._form = SoundForm("batch", voice_rate, self, title=False)
        self._lay_out(native=native)
        self.set_choice(BatchChoice())
        self._which.changed.connect(self._on_changed)
        self._several.changed.connect(self._on_changed)
        self._form.type_changed.connect(self._on_changed)

    def choice(self) -> BatchChoice:
        """What is chosen now."""
        return BatchChoice(
            which=TakeScope(self._which.value()),
            folder=self._several.folder_text,
            template=self._several.template,
            if_exists=IfExists(self._several.if_exists),
            sidecar=self._sidecar.isChecked(),
            table=self._table.isChecked(),
            **self._form.fields(),
        )

    def set_choice(self, choice: BatchChoice) -> None:
        """Propose a choice."""
        self._which.choose(choice.which)
        self._several.choose(choice.folder, choice.if_exists.value)
        self._several.set_template(choice.template)
        self._form.choose(choice)
        self._sidecar.setChecked(choice.sidecar)
        self._table.setChecked(choice.table)
        self._on_changed()

    def takes(self) -> tuple[LabTake, ...]:
        """The takes that are to be exported, in the order of their numbers."""
        return tuple(self._takes[TakeScope(self._which.value())])

    def folder(self) -> Path:
        """Where they are to go, once the dialog is accepted."""
        return self._several.folder() or Path.home()

    @Slot()
    def _on_changed(self) -> None:
        takes = self.takes()
        fine = self._several.check(lambda template: names_of(takes, template), self._form.ending)
        count = len(takes)
        self._export.setText(self.tr("Export %n takes", "", count))
        self._export.setAccessibleName(self._export.text())
        self._export.setEnabled(fine and count > 0)

    # -- building ------------------------------------------------------------------------------

    def _build_which(self) -> OptionRow:
        """With how many each of them are."""
        words = {
            TakeScope.STARRED: (self.tr("&Starred (%1)"), self.tr("All starred takes")),
            TakeScope.SELECTED: (
                self.tr("S&elected (%1)"),
                self.tr("The takes selected in the list"),
            ),
            TakeScope.ALL: (self.tr("&All (%1)"), self.tr("All takes in the list")),
        }
        counts = {which: str(len(takes)) for which, takes in self._takes.items()}
        options = {
            which.value: (text.replace("%1", counts[which]), tip)
            for which, (text, tip) in words.items()
        }
        row = OptionRow("batch", options)
        row.offer([each.value for each in TakeScope if self._takes[each]], hide_others=False)
        return row

    def _box(self, name: str, words: str, tooltip: str) -> QCheckBox:
        box = QCheckBox(words)
        box.setObjectName(name)
        box.setAccessibleName(words.replace("&", ""))
        box.setToolTip(tooltip)
        return box

    def _lay_out(self, *, native: bool) -> None:
        form = form_layout()
        add_row(form, self.tr("Takes"), self._which)
        tip = self.tr(
            "Pattern for the file names. {text} stands for the first words, {take} "
            "for the take's number, {seed} for its seeds, {voice} for the voice, {n} "
            "for the number of exported takes."
        )
        self._several = SeveralFiles("batch", form, tip, self, native=native)
        left, columns = QVBoxLayout(), QHBoxLayout()
        left.setSpacing(GRID)
        left.addLayout(form)
        left.addSpacing(GRID)
        left.addWidget(self._sidecar)
        left.addWidget(self._table)
        left.addStretch(1)
        columns.setSpacing(4 * GRID)
        columns.addLayout(left, 1)
        columns.addLayout(self._form.sound)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 2 * GRID)
        layout.setSpacing(GRID)
        layout.setSizeConstraint(QVBoxLayout.SizeConstraint.SetMinimumSize)  # a note needs room
        layout.addLayout(columns, 1)
        layout.addSpacing(GRID)
        layout.addWidget(self._build_buttons())

    def _build_buttons(self) -> QDialogButtonBox:
        self._export.setObjectName("batchExportButton")
        self._export.setToolTip(self.tr("Export the takes"))
        return answer_buttons(
            self, self._export, "batchCancelButton", self.tr("Cancel without exporting")
        )
