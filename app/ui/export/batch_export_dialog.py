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
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.files.existing_files import IfExists
from app.takes.export.batch_options import names_of
from app.takes.lab_take import LabTake
from app.ui.export.batch_choice import BatchChoice, TakeScope
from app.ui.export.field_note import FieldNote
from app.ui.export.folder_field import FolderField
from app.ui.export.sound_form import SoundForm, form_layout
from app.ui.export.take_scope_picker import TakeScopePicker
from app.ui.widgets.dialog_buttons import answer_buttons
from app.ui.widgets.inputs import ComboBox
from app.ui.widgets.theme import GRID
from vits_core.errors import SettingsError


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
        self._which = TakeScopePicker({which: len(those) for which, those in self._takes.items()})
        self._folder = FolderField("batch", native=native)
        self._folder_note = FieldNote(self._folder.line)
        self._template = self._build_template()
        self._template_note = FieldNote(self._template)
        self._if_exists = self._build_if_exists()
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
        self._lay_out()
        self.set_choice(BatchChoice())
        self._which.changed.connect(self._on_changed)
        self._folder.changed.connect(self._on_changed)
        self._template.textChanged.connect(self._on_changed)
        self._form.type_changed.connect(self._on_changed)

    def choice(self) -> BatchChoice:
        """What is chosen now."""
        return BatchChoice(
            which=self._which.which(),
            folder=self._folder.text(),
            template=self._template.text(),
            if_exists=IfExists(self._if_exists.currentData()),
            sidecar=self._sidecar.isChecked(),
            table=self._table.isChecked(),
            **self._form.fields(),
        )

    def set_choice(self, choice: BatchChoice) -> None:
        """Propose a choice."""
        self._which.choose(choice.which)
        self._folder.set_text(choice.folder or str(Path.home()))
        self._template.setText(choice.template)
        self._if_exists.setCurrentIndex(max(0, self._if_exists.findData(choice.if_exists.value)))
        self._form.choose(choice)
        self._sidecar.setChecked(choice.sidecar)
        self._table.setChecked(choice.table)
        self._on_changed()

    def takes(self) -> tuple[LabTake, ...]:
        """The takes that are to be exported, in the order of their numbers."""
        return tuple(self._takes[self._which.which()])

    def folder(self) -> Path:
        """Where they are to go, once the dialog is accepted."""
        return self._folder.path() or Path.home()

    # -- checks --------------------------------------------------------------------------------

    @Slot()
    def _on_changed(self) -> None:
        fine = all([self._folder_is_fine(), self._names_are_fine()])
        count = len(self.takes())
        self._export.setText(self.tr("Export %n takes", "", count))
        self._export.setAccessibleName(self._export.text())
        self._export.setEnabled(fine and count > 0)

    def _folder_is_fine(self) -> bool:
        if self._folder.path() is None:
            self._folder_note.show_wrong(self.tr("Choose a folder, or type its full path."))
            return False
        self._folder_note.show_fine("")
        return True

    def _names_are_fine(self) -> bool:
        """Also shows what the first one will be."""
        try:
            names = names_of(self.takes(), self._template.text())
        except SettingsError as error:
            self._template_note.show_wrong(str(error))
            return False
        first = self.tr("The file will be “%1”.")
        if len(names) != 1:
            first = self.tr("The first file will be “%1”.")
        name = f"{names[0]}{self._form.ending}" if names else ""
        self._template_note.show_fine(first.replace("%1", name) if names else "")
        return True

    # -- building ------------------------------------------------------------------------------

    def _build_template(self) -> QLineEdit:
        template = QLineEdit()
        template.setObjectName("batchTemplateField")
        template.setMinimumWidth(40 * GRID)
        template.setAccessibleName(self.tr("File names"))
        template.setToolTip(
            self.tr(
                "Pattern for the file names. {text} stands for the first words, {take} "
                "for the take's number, {seed} for its seeds, {voice} for the voice, {n} "
                "for the number of exported takes."
            )
        )
        return template

    def _build_if_exists(self) -> ComboBox:
        picker = ComboBox()
        picker.setObjectName("batchIfExistsPicker")
        picker.setAccessibleName(self.tr("If a file exists"))
        picker.setToolTip(self.tr("What to do if a file of that name already exists"))
        for policy, words in {
            IfExists.NUMBER: self.tr("Add a number to the name"),
            IfExists.OVERWRITE: self.tr("Replace the existing file"),
            IfExists.SKIP: self.tr("Keep the existing file and skip the take"),
            IfExists.FAIL: self.tr("Keep the existing file and report an error"),
        }.items():
            picker.addItem(words, policy.value)
        return picker

    def _box(self, name: str, words: str, tooltip: str) -> QCheckBox:
        box = QCheckBox(words)
        box.setObjectName(name)
        box.setAccessibleName(words.replace("&", ""))
        box.setToolTip(tooltip)
        return box

    def _lay_out(self) -> None:
        form = form_layout()
        for words, row, buddy, note in (
            (self.tr("Takes"), self._which, self._which, None),
            (self.tr("&Folder"), self._folder, self._folder.line, self._folder_note),
            (self.tr("File &names"), self._template, self._template, self._template_note),
            (self.tr("&If a file exists"), self._if_exists, self._if_exists, None),
        ):
            label = QLabel(words)
            label.setBuddy(buddy)
            label.setFixedHeight(row.sizeHint().height())
            form.addRow(label, row if note is None else note.below(row))
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
