"""The script as a file of the person's own: new, open, save; which one it is, and whether it is
saved."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from app.document.document import Document
from app.document.document_json import SCRIPT_SUFFIX
from app.files.file_names import beginning
from app.session.controller import Controller
from app.session.script import Script
from app.session.script_store import WorkingCopy
from app.shell.lab.composition import Lab
from app.takes.storage.script_file import WrittenScript, read_script, write_script
from app.takes.take_list import Takes
from app.ui.window.file_dialogs import Leave
from app.ui.window.main_window import MainWindow
from app.ui.window.message_bar import Message, MessageBar
from vits_core.errors import VitsError


class ScriptFiles(QObject):
    """Knows the file of the script; asks before what is not saved makes way for another script."""

    # WorkingCopy: the document, its file, or whether it is saved.
    changed = Signal(object)
    # Path of the voice that a script which was opened speaks with.
    voice_wanted = Signal(str)
    # Path of a script that was opened or saved.
    used = Signal(Path)

    def __init__(
        self,
        window: MainWindow,
        messages: MessageBar,
        script: Script,
        lab: Lab,
        controller: Controller,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._messages = messages
        self._script = script
        self._lab = lab
        self._controller = controller
        self._name = ""
        self._path: Path | None = None
        self._saved: tuple[Document, Takes] | None = None
        """As they are in the file, or where nothing is to be saved; None where that is not known,
        but other than now."""
        self._told: WorkingCopy | None = None
        """What is on disk, or on its way there."""

    def restore(self, kept: WorkingCopy) -> None:
        """Take up what the last session had; its takes are in the list already."""
        self._name, self._path = kept.name, Path(kept.file) if kept.file else None
        self._told = kept
        if not kept.modified:
            self._saved = self._now
        self._script.changed.connect(self._tell)
        self._lab.take_list.changed.connect(self._tell)
        self._tell()

    @property
    def modified(self) -> bool:
        """There is something that is not in the script's file."""
        return self._saved != self._now

    @property
    def path(self) -> Path | None:
        """The script's file."""
        return self._path

    @property
    def name(self) -> str:
        """Of the script's file, or of the one that its text is from; "" where there is neither."""
        return self._name if self._path is None else self._path.stem

    # -- what a person asks for ----------------------------------------------------------------

    @Slot()
    def new(self) -> None:
        """Begin with an empty script, by the voice that is there."""
        if self._may_leave():
            voice = self._script.document.voice
            self._begin(WrittenScript(Document(voice=voice)), None)

    @Slot(Path)
    def open(self, path: Path) -> None:
        """Open a script in place of this one; what is wrong with it is told."""
        if not self._may_leave():
            return
        try:
            written = read_script(path)
        except VitsError as error:
            self._messages.post(Message.about("script-file", error))
            return
        voice = self._script.document.voice
        self._begin(written, path)
        self.used.emit(path)
        if written.document.voice != voice:
            self.voice_wanted.emit(written.document.voice)

    @Slot()
    def save(self) -> bool:
        """Write the script to its file, or ask for one; whether it is saved."""
        return self.save_as() if self._path is None else self._write(self._path)

    @Slot()
    def save_as(self) -> bool:
        """Ask for another file, and write the script to it."""
        path = self._window.ask_for_script_target(self._path, self._suggestion())
        return path is not None and self._write(path)

    @Slot(Path)
    def on_text_loaded(self, path: Path) -> None:
        """Another text has taken the place of the script's: it is no longer that of its file."""
        self._name, self._path, self._saved = path.stem, None, None
        self._tell()

    # -- inside --------------------------------------------------------------------------------

    @property
    def _now(self) -> tuple[Document, Takes]:
        return self._script.document, self._lab.take_list.takes

    def _may_leave(self) -> bool:
        """Whether what is not saved may make way: it is saved, or the person does not want it."""
        document, takes = self._now
        if not self.modified or (self._path is None and not document.text.strip() and not takes):
            return True
        answer = self._window.ask_to_save(self._shown_name())
        return answer is Leave.DISCARD or (answer is Leave.SAVE and self.save())

    def _begin(self, written: WrittenScript, path: Path | None) -> None:
        self._messages.retract("script-file")
        self._name, self._path = "", path
        self._lab.begin()
        self._window.undo_stack.clear()
        self._script.restore(written.document)
        self._lab.begin(written.takes)
        self._controller.clear()
        # Its lines may have been found anew, by a later version's rules.
        self._saved = self._now
        self._tell()
        self._window.show_text()

    def _write(self, path: Path) -> bool:
        document, takes = self._now
        try:
            write_script(path, WrittenScript(document, takes))
        except VitsError as error:
            self._messages.post(Message.about("script-file", error))
            return False
        self._messages.retract("script-file")
        self._name, self._path, self._saved = "", path, (document, takes)
        self.used.emit(path)
        self._tell()
        return True

    def _shown_name(self) -> str:
        if self._path is not None:
            return self._path.stem
        return self._name or self.tr("Untitled")

    def _suggestion(self) -> str:
        name = self._name or beginning(self._script.document.text) or self.tr("Untitled")
        return f"{name}{SCRIPT_SUFFIX}"

    @Slot()
    def _tell(self) -> None:
        modified = self.modified
        self._window.set_script_name(self._shown_name(), modified=modified)
        file = "" if self._path is None else str(self._path)
        copy = WorkingCopy(self._script.document, self._name, file, modified)
        if copy != self._told:
            self._told = copy
            self.changed.emit(copy)
