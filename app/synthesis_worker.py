"""Owns the model and the device, on a thread of its own.

The only part of the window that imports the torch side of `vits_core`, and it does so when
the first voice is loaded, so that the window is on the screen before.
"""

from __future__ import annotations

import gc
import os
import sys
import threading
import time
from contextlib import closing
from dataclasses import dataclass, field
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from vits_core.errors import VitsError
from vits_core.records import ProsodySettings, Skipped

if TYPE_CHECKING:
    from vits_core.voice import Voice

IN_FLIGHT = 1
"""Parts that may wait at a time for the window to take them."""
NICENESS = 5
"""A third of the window's share where they want the same core."""
CANCEL_INTERVAL = 0.1
"""Seconds between two looks at a cancellation while there is no room."""


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
    """One order to speak; setting `cancelled` ends it before its next part.

    The worker takes a place in `room` for each part that it sends, and who gets the part gives the
    place back. So what was made before, and is there at once, does not come all at once: the window
    has time for its person in between.
    """

    number: int
    text: str
    settings: ProsodySettings
    rhythm_seed: int
    expression_seed: int
    speaker: str | None
    cancelled: threading.Event = field(default_factory=threading.Event)
    room: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(IN_FLIGHT))


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
    # Request number, TakePart.
    part_ready = Signal(int, object)
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
        self._awaited = threading.Event()

    def hurry(self) -> None:
        """Say that an order is on its way; may be called on any thread."""
        self._awaited.set()

    @Slot(str, str, str)
    def load_voice(self, source: str, device: str, precision: str) -> None:
        """Load a voice ("" is the default one) onto a device, and let go of the one before."""
        self._awaited.clear()
        try:
            voice: Voice = _voice_module().load_voice(source or None, device, precision)
        except Exception as error:
            self.voice_failed.emit(_typed(error))
            return
        self._close_voice()
        self._voice = voice
        self.voice_loaded.emit(_describe(voice))
        _give_way()  # before the voice starts its threads, which are then as modest
        # While the person reads or types; their first sentence would wait for it otherwise.
        voice.warm_up(self._awaited.is_set)
        # What came with the voice stays as well: a first import brings 100 000 objects of torch's.
        gc.freeze()

    @Slot(object)
    def speak(self, request: SpeakRequest) -> None:
        """Speak a request's text, one take a sentence, each in parts."""
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
        stream = voice.stream(
            request.text,
            request.settings,
            rhythm_seed=request.rhythm_seed,
            expression_seed=request.expression_seed,
            speaker=request.speaker,
        )
        with closing(stream):  # which ends what is being made
            for piece in stream:
                if request.cancelled.is_set():
                    return
                if isinstance(piece, Skipped):
                    self.text_skipped.emit(request.number, piece)
                elif not _room_for(request):
                    return
                else:
                    takes += piece.take is not None
                    seconds += len(piece.waveform) / piece.outline.sample_rate
                    self.part_ready.emit(request.number, piece)
                if voice.device != device:
                    device = voice.device
                    self.device_fell_back.emit(str(device))
        summary = SpeakSummary(takes, seconds, time.perf_counter() - started)
        self.request_finished.emit(request.number, summary)

    def _close_voice(self) -> None:
        if self._voice is not None:
            self._voice.close()
            self._voice = None


@cache
def _voice_module() -> ModuleType:
    """`vits_core.voice`, loaded at the first call: torch takes longer than the window.

    Torch makes 200 000 objects, and all of them stay. To look through them for garbage takes a
    tenth of its import, and later 0.15 s each time, during which nothing else in Python runs: not
    the window, nor the sound. So the collector leaves them out, then and for ever.
    """
    gc.disable()
    try:
        from vits_core import voice
    finally:
        gc.freeze()
        gc.enable()
    return voice


def _give_way() -> None:
    """Let the window and the sound go first on this thread and those that it starts.

    Making speech keeps all cores busy for seconds on end. Only on Linux has each thread a niceness
    of its own.
    """
    if sys.platform == "linux":
        thread = threading.get_native_id()
        if os.getpriority(os.PRIO_PROCESS, thread) < NICENESS:
            os.setpriority(os.PRIO_PROCESS, thread, NICENESS)


def _room_for(request: SpeakRequest) -> bool:
    """Wait until another part may be sent; false when none is wanted any more."""
    while not request.room.acquire(timeout=CANCEL_INTERVAL):
        if request.cancelled.is_set():
            return False
    return True


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
