"""Keeps the script: puts back that of the last session, and saves changes."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Slot

from app.files.autosaver import Autosaver
from app.files.window_files import WindowFiles
from app.session.earlier_settings import earlier_document
from app.session.script_store import ScriptStore, WorkingCopy
from app.ui.window.message_bar import Message, MessageBar, Severity
from vits_core.errors import VitsError

NAME = "script.json"


class ScriptPersistence(QObject):
    """What was typed and chosen is on disk within two seconds."""

    def __init__(
        self, files: WindowFiles, messages: MessageBar, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._messages = messages
        self._store = ScriptStore(files.path(NAME))
        self._saver = Autosaver[WorkingCopy](self._store.write, self)
        self._saver.saved.connect(lambda: messages.retract("script-unsaved"))
        self._saver.failed.connect(lambda error: self._tell("script-unsaved", error))
        self._closed = False

    def kept(self, settings: Path) -> WorkingCopy:
        """What the last session left; where there is nothing, what an earlier version kept among
        its settings."""
        kept, problem = self._store.read()
        if problem is not None:
            self._tell("script-lost", problem)
        if kept is None:
            kept = WorkingCopy(earlier_document(settings))
            self.keep(kept)
        return kept

    @Slot(object)
    def keep(self, copy: WorkingCopy) -> None:
        """Have this on disk soon."""
        if not self._closed:
            self._saver.schedule(copy)

    def close(self) -> None:
        """Write what is not on disk yet; what comes afterwards is not kept."""
        self._closed = True
        self._saver.flush()

    def _tell(self, key: str, error: VitsError) -> None:
        self._messages.post(Message.about(key, error, Severity.WARNING))
