"""Keeps the script: puts back that of the last session, and saves changes."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Slot

from app.document.document import Document
from app.session.earlier_settings import earlier_document
from app.session.script import Script
from app.session.script_store import ScriptStore
from app.takes.storage.autosaver import Autosaver
from app.ui.window.message_bar import Message, MessageBar, Severity
from vits_core.errors import VitsError


class ScriptPersistence(QObject):
    """What was typed and chosen is on disk within two seconds."""

    def __init__(
        self, folder: Path, script: Script, messages: MessageBar, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._script = script
        self._messages = messages
        self._store = ScriptStore(folder / "script.json")
        self._saver = Autosaver[Document](self._store.write, self)
        self._saver.saved.connect(lambda: messages.retract("script-unsaved"))
        self._saver.failed.connect(lambda error: self._tell("script-unsaved", error))

    def restore(self, settings: Path) -> None:
        """Put back the document; where there is none, what an earlier version kept among its
        settings."""
        (document, problem), script = self._store.read(), self._script
        if problem is not None:
            self._tell("script-lost", problem)
        if document is None:
            script.restore(earlier_document(settings))
            self._on_changed()
        else:
            script.restore(document)
        script.changed.connect(self._on_changed)

    def close(self) -> None:
        """Write what is not on disk yet; what comes afterwards is not kept."""
        self._script.changed.disconnect(self._on_changed)
        self._saver.flush()

    @Slot()
    def _on_changed(self) -> None:
        self._saver.schedule(self._script.document)

    def _tell(self, key: str, error: VitsError) -> None:
        self._messages.post(Message.about(key, error, Severity.WARNING))
