"""Asks where several files are to go, and how they are called."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFormLayout, QLabel, QLineEdit, QWidget

from app.files.existing_files import IfExists
from app.ui.export.field_note import FieldNote
from app.ui.export.folder_field import FolderField
from app.ui.widgets.inputs import ComboBox
from app.ui.widgets.theme import GRID
from vits_core.errors import SettingsError


class SeveralFiles(QObject):
    """Puts its rows into a dialog's form, and says what the first file will be called."""

    changed = Signal()  # folder or names are others

    def __init__(
        self, prefix: str, form: QFormLayout, pattern_tip: str, parent: QWidget, *, native: bool
    ) -> None:
        """Object names begin with `prefix`; `pattern_tip` says what names can be made of."""
        super().__init__(parent)
        self._form = form
        self._folder = FolderField(prefix, native=native)
        self._folder_note = FieldNote(self._folder.line)
        self._template = self._build_template(prefix, pattern_tip)
        self._template_note = FieldNote(self._template)
        self._if_exists = self._build_if_exists(prefix)
        self._rows: list[QWidget] = []
        for words, row, buddy, note in (
            (self.tr("&Folder"), self._folder, self._folder.line, self._folder_note),
            (self.tr("File &names"), self._template, self._template, self._template_note),
            (self.tr("&If a file exists"), self._if_exists, self._if_exists, None),
        ):
            label = QLabel(words)
            label.setBuddy(buddy)
            label.setFixedHeight(row.sizeHint().height())
            self._rows.append(row if note is None else note.below(row))
            form.addRow(label, self._rows[-1])
        self._folder.changed.connect(self.changed)
        self._template.textChanged.connect(self.changed)

    def set_visible(self, visible: bool) -> None:
        """Ask at all."""
        for row in self._rows:
            self._form.setRowVisible(row, visible)

    def choose(self, folder: str, if_exists: str) -> None:
        """Propose a folder, "" the user's own, and one of `IfExists`."""
        self._folder.set_text(folder or str(Path.home()))
        self._if_exists.setCurrentIndex(max(0, self._if_exists.findData(if_exists)))

    def set_template(self, template: str) -> None:
        """Propose a pattern for the names."""
        self._template.setText(template)

    @property
    def template(self) -> str:
        return self._template.text()

    @property
    def if_exists(self) -> str:
        """One of `IfExists`."""
        return str(self._if_exists.currentData())

    @property
    def folder_text(self) -> str:
        """The folder as it was typed."""
        return self._folder.text()

    def folder(self) -> Path | None:
        """Where the files go; None for what is no whole path."""
        return self._folder.path()

    def check(self, names_of: Callable[[str], list[str]], ending: str) -> bool:
        """Whether folder and pattern can be used; what is wrong is shown, or else the first of the
        names that a pattern gives."""
        return all([self._check_folder(), self._check_names(names_of, ending)])

    def _check_folder(self) -> bool:
        wrong = self._folder.path() is None
        if wrong:
            self._folder_note.show_wrong(self.tr("Choose a folder, or type its full path."))
        else:
            self._folder_note.show_fine("")
        return not wrong

    def _check_names(self, names_of: Callable[[str], list[str]], ending: str) -> bool:
        try:
            names = names_of(self.template)
        except SettingsError as error:
            self._template_note.show_wrong(str(error))
            return False
        words = self.tr("The first file will be “%1”.") if len(names) > 1 else self.tr(
            "The file will be “%1”."
        )  # fmt: skip
        self._template_note.show_fine(words.replace("%1", f"{names[0]}{ending}") if names else "")
        return True

    def _build_template(self, prefix: str, tip: str) -> QLineEdit:
        template = QLineEdit()
        template.setObjectName(f"{prefix}TemplateField")
        template.setMinimumWidth(40 * GRID)
        template.setAccessibleName(self.tr("File names"))
        template.setToolTip(tip)
        return template

    def _build_if_exists(self, prefix: str) -> ComboBox:
        picker = ComboBox()
        picker.setObjectName(f"{prefix}IfExistsPicker")
        picker.setAccessibleName(self.tr("If a file exists"))
        picker.setToolTip(self.tr("What to do if a file of that name already exists"))
        for policy, words in {
            IfExists.NUMBER: self.tr("Add a number to the name"),
            IfExists.OVERWRITE: self.tr("Replace the existing file"),
            IfExists.SKIP: self.tr("Keep the existing file and make no new one"),
            IfExists.FAIL: self.tr("Keep the existing file and report an error"),
        }.items():
            picker.addItem(words, policy.value)
        return picker
