"""The questions that the window asks before it opens or writes a file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from app.ui.export.export_dialog import ExportDialog

ExportTarget = tuple[Path, str, int, bool]
ExportChoice = tuple[str, str, int, bool]


class FileDialogs:
    """Asks for files, and remembers the folder and format that were chosen last."""

    def __init__(self, parent: QWidget, *, native: bool) -> None:
        self._parent = parent
        self._options = QFileDialog.Option(0)
        if not native:
            self._options = QFileDialog.Option.DontUseNativeDialog
        self._folder = ""
        self._text_folder = ""
        self._voice_folder = ""
        self._subtype = "PCM_16"
        self._rate = 0
        self._sidecar = False

    def set_export_choice(
        self, folder: str, subtype: str, rate: int, sidecar: bool = False
    ) -> None:
        self._folder, self._subtype, self._rate, self._sidecar = folder, subtype, rate, sidecar

    def export_choice(self) -> ExportChoice:
        return self._folder, self._subtype, self._rate, self._sidecar

    def text_file(self) -> Path | None:
        """A text file to open, None if the user thinks better of it."""
        translate = QCoreApplication.translate
        kinds = translate("FileDialogs", "Text files (*.txt *.text *.md);;All files (*)")
        path = self._open(translate("FileDialogs", "Open text"), self._text_folder, kinds)
        if path is not None:
            self._text_folder = str(path.parent)
        return path

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
        kinds = translate("FileDialogs", "Takes (*.wav *.take.json);;All files (*)")
        path = self._open(translate("FileDialogs", "Open take"), self._folder, kinds)
        if path is not None:
            self._folder = str(path.parent)
        return path

    def export_target(
        self, voice_rate: int, incomplete: tuple[float, float] | None = None
    ) -> ExportTarget | None:
        """Where to write the audio, in which subtype, at how many Hz (0: the voice's), and whether
        with a sidecar. `incomplete` is for the dialog to tell."""
        dialog = ExportDialog(
            self._subtype,
            self._rate,
            voice_rate,
            self._parent,
            sidecar=self._sidecar,
            incomplete=incomplete,
        )
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        subtype, rate, sidecar = dialog.subtype, dialog.rate, dialog.sidecar
        dialog.deleteLater()
        if not accepted:
            return None
        path = self._save()
        if path is None:
            return None
        self.set_export_choice(str(path.parent), subtype, rate, sidecar)
        return path, subtype, rate, sidecar

    def picture_target(self) -> Path | None:
        """Where to write a picture, as PNG or SVG; the dialog asks before it replaces one."""
        translate = QCoreApplication.translate
        kinds = translate("FileDialogs", "PNG (*.png);;SVG (*.svg)")
        name, kind = QFileDialog.getSaveFileName(
            self._parent,
            translate("FileDialogs", "Save picture"),
            self._folder,
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

    def _save(self) -> Path | None:
        """Where to write a WAV file; the dialog asks before it lets one be replaced."""
        translate = QCoreApplication.translate
        dialog = QFileDialog(
            self._parent, translate("FileDialogs", "Export audio"), self._folder or str(Path.home())
        )
        dialog.setOptions(self._options)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(translate("FileDialogs", "WAV (*.wav)"))
        dialog.setDefaultSuffix("wav")
        dialog.selectFile("speech.wav")
        path = None
        while path is None and dialog.exec() == QDialog.DialogCode.Accepted:
            path = Path(dialog.selectedFiles()[0])
            if path.suffix.lower() != ".wav":  # "Dr. Smith": the dialog's own suffix did not help
                path = path.with_name(f"{path.name}.wav")
                if path.exists():
                    dialog.selectFile(path.name)
                    path = None
        dialog.deleteLater()
        return path

    def _open(self, title: str, folder: str, kinds: str) -> Path | None:
        name, _ = QFileDialog.getOpenFileName(self._parent, title, folder, kinds, "", self._options)
        return Path(name) if name else None
