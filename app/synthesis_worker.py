"""Owns the model and the device, on a thread of its own.

The only part of the window that imports the torch side of `vits_core`, and it does so when
the first voice is loaded, so that the window is on the screen before.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from vits_core.errors import VitsError
from vits_core.records import ProsodySettings, Take

if TYPE_CHECKING:
    from vits_core.voice import Voice


@dataclass(frozen=True, slots=True)
class VoiceInfo:
    """What the window needs to know of the loaded voice and of the machine."""

    name: str
    source: str
    """Path of the voice's file."""
    sample_rate: int
    hop_length: int
    speakers: tuple[str, ...]
    defaults: ProsodySettings
    device: str
    devices: tuple[tuple[str, str], ...]
    """Each device's name for torch and for people."""


@dataclass(frozen=True, slots=True)
class SpeakRequest:
    """One order to speak; setting `cancelled` ends it before its next sentence."""

    number: int
    text: str
    settings: ProsodySettings
    rhythm_seed: int
    expression_seed: int
    speaker: str | None
    cancelled: threading.Event = field(default_factory=threading.Event)


@dataclass(frozen=True, slots=True)
class SpeakSummary:
    """How an order to speak went."""

    takes: int
    audio_seconds: float
    synthesis_seconds: float


class SynthesisWorker(QObject):
    """Loads voices and speaks; lives on a QThread, and is talked to by queued signals alone."""

    # VoiceInfo of the voice that is ready.
    voice_loaded = Signal(object)
    # VitsError; the voice before it, if any, goes on.
    voice_failed = Signal(object)
    # Request number, Take.
    take_ready = Signal(int, object)
    # Request number, Skipped: a stretch of text that belongs to no take.
    text_skipped = Signal(int, object)
    # Request number, SpeakSummary; not sent for a cancelled request.
    request_finished = Signal(int, object)
    # Request number, VitsError.
    request_failed = Signal(int, object)
    # Name of the device that synthesis fell back to when another ran out of memory.
    device_fell_back = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._voice: Voice | None = None

    @Slot(str, str)
    def load_voice(self, source: str, device: str) -> None:
        """Load a voice ("" is the default one) onto a device, and let go of the one before."""
        try:
            # Imported here: torch takes longer to load than the window.
            from vits_core.voice import load_voice

            voice = load_voice(source or None, device)
        except Exception as error:
            self.voice_failed.emit(_typed(error))
            return
        self._close_voice()
        self._voice = voice
        self.voice_loaded.emit(_describe(voice))
        # While the person reads or types; their first sentence would wait for it otherwise.
        voice.warm_up()

    @Slot(object)
    def speak(self, request: SpeakRequest) -> None:
        """Speak a request's text, one take a sentence."""
        if request.cancelled.is_set() or self._voice is None:
            return
        try:
            self._speak(self._voice, request)
        except Exception as error:
            if not request.cancelled.is_set():
                self.request_failed.emit(request.number, _typed(error))

    @Slot()
    def close(self) -> None:
        """Let go of the voice and its phonemizer."""
        self._close_voice()

    def _speak(self, voice: Voice, request: SpeakRequest) -> None:
        device = voice.device
        takes, seconds = 0, 0.0
        started = time.perf_counter()
        for piece in voice.stream(
            request.text,
            request.settings,
            rhythm_seed=request.rhythm_seed,
            expression_seed=request.expression_seed,
            speaker=request.speaker,
        ):
            if request.cancelled.is_set():
                return
            if isinstance(piece, Take):
                takes += 1
                seconds += piece.seconds
                self.take_ready.emit(request.number, piece)
            else:
                self.text_skipped.emit(request.number, piece)
            if voice.device != device:
                device = voice.device
                self.device_fell_back.emit(str(device))
        summary = SpeakSummary(takes, seconds, time.perf_counter() - started)
        self.request_finished.emit(request.number, summary)

    def _close_voice(self) -> None:
        if self._voice is not None:
            self._voice.close()
            self._voice = None


def _describe(voice: Voice) -> VoiceInfo:
    import torch

    cuda = tuple(
        (f"cuda:{i}", torch.cuda.get_device_name(i)) for i in range(torch.cuda.device_count())
    )
    device = voice.device
    return VoiceInfo(
        name=voice.config.name,
        source=str(voice.source),
        sample_rate=voice.config.sample_rate,
        hop_length=voice.synthesizer.hop_length,
        speakers=tuple(voice.config.speakers),
        defaults=voice.config.defaults,
        device=device.type if device.type == "cpu" else f"cuda:{device.index or 0}",
        devices=(("cpu", "CPU"), *cuda),
    )


def _typed(error: Exception) -> VitsError:
    """Any exception as one that names cause and remedy."""
    if isinstance(error, VitsError):
        return error
    if isinstance(error, MemoryError):
        return VitsError(
            "There is not enough memory", remedy="Close other programs, or speak a shorter text."
        )
    return VitsError(
        "Something went wrong inside the application",
        where=f"{type(error).__name__}: {error}",
        remedy="Please report it with this message.",
    )
