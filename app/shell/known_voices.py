"""The voices that were opened here: offered again at the next start, and those that are gone."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from app.session.controller import Controller
from app.synthesis.requests import VoiceInfo
from app.ui.window.message_bar import Message, MessageBar, Severity

DEFAULT_VOICE_NAME = "joe"
MOST_VOICES = 20
KEY, FORGET = "voice-missing", "forget_voice"
"""Ids of the message on a voice whose file is gone, and of its button."""


class KnownVoices(QObject):
    """Path and name of each, the latest first; the default one's path is ""."""

    changed = Signal(str)  # what is to be kept of them

    def __init__(
        self, kept: str, controller: Controller, messages: MessageBar, parent: QObject | None = None
    ) -> None:
        """`kept` is what `changed` told last."""
        super().__init__(parent)
        lines = [line.partition("\t") for line in kept.split("\n")]
        self._names = {path: name or Path(path).stem for path, _, name in lines if path}
        self._controller = controller
        self._messages = messages
        self._asked_about = ""
        controller.voice_ready.connect(self._on_voice_ready)
        controller.line_voices.loaded.connect(self._on_line_voice_loaded)
        messages.action_triggered.connect(self._on_action_triggered)

    def name_of(self, path: str) -> str:
        """What a voice is called: its file's name, until it was opened here."""
        return self._names.get(path, Path(path).stem) if path else DEFAULT_VOICE_NAME

    def entries(self) -> list[tuple[str, str]]:
        """(path, name) of each; names tell apart what is called alike, and what is missing."""
        named = {"": DEFAULT_VOICE_NAME, **self._names}
        everything = list(named.values())
        found = []
        for path, name in named.items():
            words = name
            if path and everything.count(name) > 1:
                words = f"{name} – {Path(path).parent.name}"
            if self._is_missing(path):
                words = self.tr("%1 (missing)").replace("%1", words)
            found.append((path, words))
        return found

    def offer_to_forget(self, path: str) -> bool:
        """Whether a voice's file is gone; says so then, and offers to take it off the list."""
        if not self._is_missing(path):
            return False
        self._asked_about = path
        what = self.tr("The voice %1 is gone (%2).").replace("%1", self.name_of(path))
        remedy = self.tr("Put its file back, or take it off the list.")
        actions = ((FORGET, self.tr("Take off the list")),)
        self._messages.post(
            Message(KEY, what.replace("%2", path), remedy, Severity.WARNING, (), actions)
        )
        return True

    def _is_missing(self, path: str) -> bool:
        return bool(path) and path != self._controller.source and not Path(path).exists()

    def _keep(self) -> None:
        self.changed.emit("\n".join(f"{path}\t{name}" for path, name in self._names.items()))

    @Slot(object)
    def _on_voice_ready(self, voice: VoiceInfo) -> None:
        path = self._controller.source
        if path and not ("\n" in path or "\t" in path):
            before = {each: name for each, name in self._names.items() if each != path}
            self._names = dict([(path, voice.name), *before.items()][:MOST_VOICES])
            self._keep()

    @Slot(str, object)
    def _on_line_voice_loaded(self, path: str, voice: VoiceInfo) -> None:
        if path and path not in self._names and not ("\n" in path or "\t" in path):
            self._names = dict([*list(self._names.items())[: MOST_VOICES - 1], (path, voice.name)])
            self._keep()

    @Slot(str, str)
    def _on_action_triggered(self, key: str, action: str) -> None:
        if (key, action) == (KEY, FORGET):
            self._messages.retract(KEY)
            self._names.pop(self._asked_about, None)
            self._keep()
