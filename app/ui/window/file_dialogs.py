"""The questions that the window asks before it opens or writes a file."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum, auto
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox, QWidget

from app.document.document_json import SCRIPT_SUFFIX
from app.document.reading import formats
from app.export.parts import ExportSource, Layout
from app.files.existing_files import companions
from app.files.file_names import beginning
from app.files.output_checks import writable_types
from app.ui.export.export_dialog import ExportDialog
from app.ui.export.sound_choice import ExportChoice
from vits_core.audio.file_types import TYPES


class Leave(Enum):
    """What a person wants of a script that is not saved when another one is to come."""

    SAVE = auto()
    DISCARD = auto()
    STAY = auto()


class FileDialogs:
    """Asks for files, and remembers the folder and format that were chosen last."""

    def __init__(self, parent: QWidget, *, native: bool) -> None:
        self._parent = parent
        self._options = QFileDialog.Option(0)
        if not native:
            self._options = QFileDialog.Option.DontUseNativeDialog
        self._choice = ExportChoice()
        self._document_folder = ""
        self._voice_folder = ""

    def set_export_choice(self, choice: ExportChoice) -> None:
        self._choice = choice

    def export_choice(self) -> ExportChoice:
        return self._choice

    def document_file(self) -> Path | None:
        """A script or a text to open, None if the user thinks better of it."""
        translate = QCoreApplication.translate
        script = (SCRIPT_SUFFIX,)
        kinds = (
            (translate("FileDialogs", "Scripts and texts"), (*script, *formats.ALL)),
            (translate("FileDialogs", "Scripts"), script),
            (translate("FileDialogs", "Plain text"), formats.PLAIN),
            (translate("FileDialogs", "Markdown"), formats.MARKDOWN),
            (translate("FileDialogs", "Web pages"), formats.HTML),
            (translate("FileDialogs", "Word documents"), formats.WORD),
            (translate("FileDialogs", "E-books"), formats.EPUB),
            (translate("FileDialogs", "PDF"), formats.PDF),
            (translate("FileDialogs", "Subtitles"), formats.SUBTITLES),
        )
        filters = [f"{name} ({' '.join(f'*{each}' for each in kind)})" for name, kind in kinds]
        filters.append(translate("FileDialogs", "All files (*)"))
        title = translate("FileDialogs", "Open")
        path = self._open(title, self._document_folder, ";;".join(filters))
        if path is not None:
            self._document_folder = str(path.parent)
        return path

    def script_target(self, path: Path | None, suggestion: str) -> Path | None:
        """Where to save a script: by default where it is, or under the suggested name; the dialog
        asks before it lets a file be replaced."""
        translate = QCoreApplication.translate
        folder = Path(self._document_folder) if self._document_folder else Path.home()
        dialog = QFileDialog(self._parent, translate("FileDialogs", "Save script"))
        dialog.setOptions(self._options)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(f"{translate('FileDialogs', 'Scripts')} (*{SCRIPT_SUFFIX})")
        dialog.setDefaultSuffix(SCRIPT_SUFFIX.removeprefix("."))
        dialog.setDirectory(str(path.parent if path is not None else folder))
        dialog.selectFile(path.name if path is not None else suggestion)
        target = None
        if dialog.exec() == QDialog.DialogCode.Accepted:
            target = Path(dialog.selectedFiles()[0])
            self._document_folder = str(target.parent)
        dialog.deleteLater()
        return target

    def leave(self, name: str) -> Leave:
        """What is to become of changes that are not saved."""
        translate = QCoreApplication.translate
        box = QMessageBox(self._parent)
        box.setObjectName("leaveDialog")
        box.setIcon(QMessageBox.Icon.Question)
        words = translate("FileDialogs", "Save the changes to “%1”?")
        box.setText(words.replace("%1", name))
        box.setInformativeText(
            translate("FileDialogs", "Otherwise the changes and the takes made since are lost.")
        )
        button = QMessageBox.StandardButton
        box.setStandardButtons(button.Save | button.Discard | button.Cancel)
        box.setDefaultButton(button.Save)
        answer = box.exec()
        box.deleteLater()
        return {button.Save: Leave.SAVE, button.Discard: Leave.DISCARD}.get(
            button(answer), Leave.STAY
        )

    def voice_file(self) -> Path | None:
        """A voice's file to open."""
        translate = QCoreApplication.translate
        kinds = translate(
            "FileDialogs", "Voices (*.onnx *.pth *.pt *.ckpt *.safetensors);;All files (*)"
        )
        path = self._open(translate("FileDialogs", "Open voice"), self._voice_folder, kinds)
        if path is not None:
            self._voice_folder = str(path.parent)
        return path

    def take_file(self) -> Path | None:
        """A written take to open: its sound, or the description beside it."""
        translate = QCoreApplication.translate
        kinds = translate("FileDialogs", "Takes (%1 *.take.json);;All files (*)")
        kinds = kinds.replace("%1", " ".join(f"*{ending}" for ending in TYPES))
        path = self._open(translate("FileDialogs", "Open take"), self._choice.folder, kinds)
        if path is not None:
            self._choice = replace(self._choice, folder=str(path.parent))
        return path

    def export_target(
        self, source: ExportSource, *, selection: bool = False
    ) -> tuple[Path, ExportChoice] | None:
        """Where to write the audio, and how: a file, or for several files their folder. With
        `selection` that of what is selected is proposed."""
        native = not self._options & QFileDialog.Option.DontUseNativeDialog
        choice = replace(self._choice, selection=selection)
        dialog = ExportDialog(choice, source, self._parent, native=native)
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        choice, path = dialog.choice(), dialog.folder()
        dialog.deleteLater()
        if not accepted:
            return None
        if choice.layout == Layout.ONE:
            path = self._save(choice, source.title)
            if path is not None:
                choice = replace(choice, folder=str(path.parent), ending=path.suffix.lower())
        if path is None:
            return None
        self._choice = replace(choice, title="", selection=False)
        return path, choice

    def picture_target(self) -> Path | None:
        """Where to write a picture, as PNG or SVG; the dialog asks before it replaces one."""
        translate = QCoreApplication.translate
        kinds = translate("FileDialogs", "PNG (*.png);;SVG (*.svg)")
        name, kind = QFileDialog.getSaveFileName(
            self._parent,
            translate("FileDialogs", "Save picture"),
            self._choice.folder,
            kinds,
            "",
            self._options,
        )
        if not name:
            return None
        path = Path(name)
        if path.suffix.lower() not in (".png", ".svg"):
            path = path.with_name(path.name + (".svg" if "svg" in kind else ".png"))
        return path

    def _save(self, choice: ExportChoice, title: str) -> Path | None:
        """Where to write a file of a type, or of another one whose ending was typed; nothing is
        replaced before its person was asked."""
        translate = QCoreApplication.translate
        kind = choice.kind
        dialog = QFileDialog(
            self._parent,
            translate("FileDialogs", "Export audio"),
            choice.folder or str(Path.home()),
        )
        dialog.setOptions(self._options)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(f"{kind.name} (*{kind.ending})")
        dialog.setDefaultSuffix(kind.ending.removeprefix("."))
        dialog.selectFile(f"{beginning(title) or 'speech'}{kind.ending}")
        endings = {each.ending for each in writable_types()}
        path = None
        while path is None and dialog.exec() == QDialog.DialogCode.Accepted:
            path = Path(dialog.selectedFiles()[0])
            if path.suffix.lower() not in endings:  # "Dr. Smith": the dialog's suffix did not help
                path = path.with_name(f"{path.name}{kind.ending}")
                if path.exists():
                    dialog.selectFile(path.name)
                    path = None
            if path is not None and not self._may_replace_beside(path, choice):
                dialog.selectFile(path.name)
                path = None
        dialog.deleteLater()
        return path

    def _may_replace_beside(self, path: Path, choice: ExportChoice) -> bool:
        """Whether files that go with a new sound may take the place of others; those beside an
        older sound of that name go with it."""
        files = companions(path, sidecar=choice.sidecar, labels=choice.label_endings)
        there = [file.name for file in files if file.exists()]
        if path.exists() or not there:
            return True
        words = QCoreApplication.translate("FileDialogs", "Replace “%1”?")
        button = QMessageBox.StandardButton
        answer = QMessageBox.question(
            self._parent,
            QCoreApplication.translate("FileDialogs", "Export audio"),
            words.replace("%1", "”, “".join(there)),
            button.Yes | button.No,
            button.No,
        )
        return answer == button.Yes

    def _open(self, title: str, folder: str, kinds: str) -> Path | None:
        name, _ = QFileDialog.getOpenFileName(self._parent, title, folder, kinds, "", self._options)
        return Path(name) if name else None
