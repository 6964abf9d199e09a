"""The voice of the session: which one is there, and which is on its way."""

from __future__ import annotations

import dataclasses
from collections import deque

from PySide6.QtCore import QObject, Signal, Slot

from app.synthesis.requests import VoiceInfo
from vits_core.errors import VitsError


class VoiceSession(QObject):
    """Asks for voices and knows the one that speaks."""

    # To the worker, before any request: what it does for later can wait.
    request_coming = Signal()
    # To the worker: path of the voice's file ("" is the default voice), device, precision.
    voice_wanted = Signal(str, str, str)

    # Name of the voice that is being loaded; "" is the default one.
    voice_loading = Signal(str)
    # VoiceInfo of the voice that is ready to speak.
    voice_ready = Signal(object)
    # VitsError; whether another voice is still there to speak.
    voice_failed = Signal(object, bool)
    # Name of the device that took over when memory ran out.
    device_fell_back = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.voice: VoiceInfo | None = None
        self.source = ""
        """Path of the voice's file as it was asked for; "" is the default voice."""
        self.exact = False
        """Voices that are loaded from now on compute all in float32."""
        self.is_stand_in = False
        """The voice that speaks is there because the one that was wanted cannot be loaded."""
        self._loading: deque[tuple[str, str]] = deque()
        """Source and device of each voice that the worker still has to answer for."""
        self._standing_in = False

    @property
    def loading(self) -> bool:
        """A voice is on its way."""
        return bool(self._loading)

    @property
    def can_speak(self) -> bool:
        return self.voice is not None and not self._loading

    def load_voice(self, source: str, device: str) -> None:
        """Load a voice; the one before speaks no more once the new one is ready."""
        self._standing_in = False
        self._loading.append((source, device))
        self.voice_loading.emit(source)
        self.request_coming.emit()
        self.voice_wanted.emit(source, device, "float32" if self.exact else "auto")

    @Slot(object)
    def on_voice_loaded(self, voice: VoiceInfo) -> None:
        self.voice, self.source = voice, self._loading.popleft()[0]
        self.is_stand_in = self._standing_in
        self.voice_ready.emit(voice)

    @Slot(object)
    def on_voice_failed(self, error: VitsError) -> None:
        failed = self._loading.popleft()
        self.voice_failed.emit(error, self.voice is not None)
        if self.voice is None and not self._loading and failed != ("", "auto"):
            # The last session's voice or device is gone; better another one than none.
            self.load_voice("", "auto")
            self._standing_in = True

    @Slot(str)
    def on_device_fell_back(self, device: str) -> None:
        """Memory ran out elsewhere: this device goes on, all in float32."""
        if self.voice is not None:
            self.voice = dataclasses.replace(self.voice, device=device, precision="float32")
        self.device_fell_back.emit(device)
