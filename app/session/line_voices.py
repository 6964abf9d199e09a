"""The voices that lines of the script have of their own: what is known of them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from app.session.script import Script
from app.session.voice_session import VoiceSession
from app.synthesis.requests import VoiceInfo
from vits_core.errors import VitsError


class LineVoices(QObject):
    """Has each loaded once a line asks for it; one that cannot be is tried again when its file has
    changed. Voices are named by the paths that lines have."""

    # To the worker: tuple of paths.
    voices_wanted = Signal(object)

    # Path, VoiceInfo: a voice can speak.
    loaded = Signal(str, object)
    # Something else is known of the voices.
    changed = Signal()
    # Path, VitsError: lines are not spoken.
    failed = Signal(str, object)

    def __init__(
        self, script: Script, session: VoiceSession, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._script = script
        self._session = session
        self._known: dict[str, VoiceInfo] = {}
        self._failed: dict[str, tuple[VitsError, int | None]] = {}
        """What was wrong with each, and when its file was changed last before that."""
        self._asked: set[str] = set()
        script.changed.connect(self._on_script_changed)
        session.voice_ready.connect(self._on_voice_ready)
        session.voice_failed.connect(self._on_script_changed)

    def info(self, source: str) -> VoiceInfo | None:
        """A voice; None as long as it is not loaded."""
        if source == self._session.source:
            return self._session.voice
        return self._known.get(source)

    def by_file(self, path: str) -> VoiceInfo | None:
        """The voice of a file, if a line has it."""
        return next((voice for voice in self._known.values() if voice.source == path), None)

    def problem(self, source: str) -> VitsError | None:
        """Why a voice cannot be loaded."""
        return self._failed[source][0] if source in self._failed else None

    def ready(self) -> bool:
        """Whether nothing of what lines have is on its way; what is missing is asked for."""
        self.want(*self._script.document.voices)
        return self._asked.isdisjoint(self._script.document.voices)

    def want(self, *sources: str) -> None:
        """Find out about voices, such as one that a person is about to choose."""
        if not self._session.can_speak:
            return
        missing = tuple(sorted(each for each in sources if self._is_missing(each)))
        if missing:
            self._asked.update(missing)
            self._session.request_coming.emit()
            self.voices_wanted.emit(missing)

    def _is_missing(self, source: str) -> bool:
        if source in self._asked or self.info(source) is not None:
            return False
        return source not in self._failed or self._failed[source][1] != _changed_at(source)

    @Slot(str, object)
    def on_loaded(self, source: str, voice: VoiceInfo) -> None:
        self._asked.discard(source)
        self._failed.pop(source, None)
        same = [each for each, known in self._known.items() if known.source == voice.source]
        self._known.update(dict.fromkeys((source, *same), voice))
        self.changed.emit()
        self.loaded.emit(source, voice)

    @Slot(str, object)
    def on_failed(self, source: str, error: VitsError) -> None:
        self._asked.discard(source)
        self._known.pop(source, None)
        self._failed[source] = error, _changed_at(source)
        self.changed.emit()
        self.failed.emit(source, error)

    @Slot()
    def _on_script_changed(self) -> None:
        self.want(*self._script.document.voices)

    @Slot()
    def _on_voice_ready(self) -> None:
        """The document's is another one, or elsewhere, and those of lines were let go of."""
        self._known.clear()
        self._failed.clear()
        self._asked.clear()
        self.changed.emit()
        self._on_script_changed()


def _changed_at(source: str) -> int | None:
    """When a file was changed last, in nanoseconds; None where there is none."""
    try:
        return Path(source).expanduser().stat().st_mtime_ns
    except (OSError, RuntimeError, ValueError):
        return None
