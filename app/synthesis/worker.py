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
from collections import deque
from collections.abc import Callable
from contextlib import closing
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QObject, Signal, Slot

from app.document.cast import Cast
from app.document.fitting import fits_of
from app.document.line_takes import utterances_of
from app.document.rhythms import LineRhythms
from app.files.reproduction import reopened
from app.synthesis.requests import (
    FitRequest,
    LinesRequest,
    OutlinesRequest,
    RenderRequest,
    SentencesRequest,
    SpeakRequest,
    SpeakSummary,
    Urgency,
)
from app.synthesis.take_preview import TakePreview
from app.synthesis.take_rendering import lines_made, made, spoken
from app.synthesis.voice_info import voice_info
from vits_core.audio import pitch
from vits_core.errors import VitsError, as_vits_error
from vits_core.records import Outline, Skipped, Utterance

if TYPE_CHECKING:
    from vits_core.voice import Voice

VoiceLoader: TypeAlias = "Callable[[str | None, str, str], Voice]"
"""Takes source, device and precision, as `vits_core.voice.load_voice` does; on the worker's thread.
"""
FIT_INTERVAL = 0.2
"""Seconds between two notes on how far the lines are fitted."""
NICENESS = 5
"""A third of the window's share where they want the same core."""


class SynthesisWorker(QObject):
    """Loads voices and speaks; lives on a QThread, and is talked to by queued signals alone."""

    # VoiceInfo of the voice that is ready.
    voice_loaded = Signal(object)
    # VitsError; the voice before it, if any, goes on.
    voice_failed = Signal(object)
    # Path of a voice's file as it was asked for, VoiceInfo: it can speak lines of its own. It comes
    # once more where the voice goes on elsewhere.
    line_voice_loaded = Signal(str, object)
    # Path of a voice's file, VitsError: lines of its own are not spoken.
    line_voice_failed = Signal(str, object)
    # VitsError: the voice is loaded, but what is done ahead for it went wrong.
    preparing_failed = Signal(object)
    # Request number, id of the line (None for a take that was wanted), TakePart.
    part_ready = Signal(int, object, object)
    # Request number, id of the line, Skipped: a stretch of it that belongs to no take.
    text_skipped = Signal(int, object, object)
    # Request number, SpeakSummary; not sent for a cancelled request.
    request_finished = Signal(int, object)
    # Request number, VitsError.
    request_failed = Signal(int, object)
    # Name of the device that synthesis fell back to when another ran out of memory.
    device_fell_back = Signal(str)
    # Request number, list of (id of a line, an Utterance of it, its speaker's id or None), Skipped
    # list.
    sentences_found = Signal(int, list, list)
    # Request number, Outline list: the rhythm of each take that was asked for.
    outlines_ready = Signal(int, list)
    # Request number, LineFit by the lines' ids, or None where something urgent came, or VitsError.
    lines_fitted = Signal(int, object)
    # Request number, the share of the lines that is fitted.
    fit_progressed = Signal(int, float)
    # Path of a take's file, Reopened: the take was made again.
    take_reopened = Signal(object, object)
    # Request number, VitsError: sentences, outlines or a written take could not be made.
    lab_failed = Signal(int, object)
    # Request number, index of the take, Take, TakePreview.
    take_made = Signal(int, int, object, object)
    # Request number, index of the take, VitsError; those after it are made all the same.
    take_failed = Signal(int, int, object)
    # Request number; what was not made had to make room for something urgent.
    making_ended = Signal(int)
    # Request number, id of the line, tuple of its Takes, tuple of Skipped: all of a line is made.
    line_made = Signal(int, int, tuple, tuple)
    # Request number, id of the line, VitsError; those after it are made all the same.
    line_failed = Signal(int, int, object)
    # Request number; what was not made had to make room for something urgent.
    lines_ended = Signal(int)

    def __init__(self, load: VoiceLoader | None = None) -> None:
        super().__init__()
        self._load = load or load_voice
        self._cast: Cast | None = None
        self._rhythms: LineRhythms | None = None
        """Of the lines that have slots."""
        self._devices: dict[str, str] = {}
        """Where the window believes voices to be, by the paths of their files."""
        self._urgency = Urgency()

    def hurry(self) -> None:
        """Say that a request is on its way that cannot wait; may be called on any thread."""
        self._urgency.announce()

    @Slot(str, str, str)
    def load_voice(self, source: str, device: str, precision: str) -> None:
        """Load a voice ("" is the default one) onto a device, and let go of the one before."""
        self._urgency.meet()
        try:
            voice = self._load(source or None, device, precision)
            info = voice_info(voice)
            self._close_voices()
        except Exception as error:
            self.voice_failed.emit(as_vits_error(error))
            return
        self._cast = Cast(voice, lambda path: self._load(path, device, precision))
        self._rhythms = LineRhythms(self._cast)
        self._devices = {info.source: str(voice.device)}
        self.voice_loaded.emit(info)
        try:
            self._prepare(voice)
        except Exception as error:  # it may speak all the same
            self.preparing_failed.emit(as_vits_error(error))

    @Slot(object)
    def load_line_voices(self, sources: tuple[str, ...]) -> None:
        """Load voices that lines have of their own, as the document's was loaded."""
        self._urgency.meet()
        if self._cast is None:
            return
        for source in sources:
            try:
                voice = self._cast.voice(source)
                info = voice_info(voice)
            except Exception as error:
                self.line_voice_failed.emit(source, as_vits_error(error))
                continue
            self._devices[info.source] = str(voice.device)
            self.line_voice_loaded.emit(source, info)
            try:
                self._prepare(voice)
            except Exception as error:
                self.preparing_failed.emit(as_vits_error(error))

    def _prepare(self, voice: Voice) -> None:
        """Do ahead what the first sentence would wait for."""
        _give_way()  # before the voice starts its threads, which are then as modest
        # While the person reads or types; their first sentence would wait for it otherwise.
        voice.warm_up(self._urgency.presses)
        if not self._urgency.presses():
            pitch.load()
        # What came with the voice stays as well: a first import brings 100 000 objects of torch's.
        gc.freeze()

    @Slot(object)
    def speak(self, request: SpeakRequest) -> None:
        """Speak what is requested, one take a sentence, each in parts."""
        self._urgency.meet()
        if request.delivery.cancelled.is_set() or self._cast is None:
            return
        try:
            self._speak(self._cast, request)
        except Exception as error:
            if not request.delivery.cancelled.is_set():
                self.request_failed.emit(request.number, as_vits_error(error))

    @Slot(object)
    def find_sentences(self, request: SentencesRequest) -> None:
        """Make lines ready to be spoken."""
        self._urgency.meet()
        cast = self._cast
        if cast is None:
            return
        try:
            lines = {line.line: line for line in request.lines}
            found = list(utterances_of(cast, request.lines))
            sentences = [
                (line, piece, cast.voice(lines[line].voice).speaker_id(lines[line].speaker))
                for line, piece in found
                if isinstance(piece, Utterance)
            ]
            skipped = [piece for _, piece in found if isinstance(piece, Skipped)]
            self.sentences_found.emit(request.number, sentences, skipped)
        except Exception as error:
            self.lab_failed.emit(request.number, as_vits_error(error))

    @Slot(object)
    def outline(self, request: OutlinesRequest) -> None:
        """Make the rhythm of takes."""
        self._urgency.meet()
        if self._cast is None:
            return
        try:
            self.outlines_ready.emit(request.number, _outlines(self._cast, request))
        except Exception as error:
            self.lab_failed.emit(request.number, as_vits_error(error))

    @Slot(object)
    def fit(self, request: FitRequest) -> None:
        """Find out how lines are spoken in their slots, until something urgent comes."""
        if self._cast is None or self._rhythms is None:
            return
        try:
            found: object = fits_of(
                self._cast,
                self._rhythms,
                request.lines,
                request.bounds,
                self._urgency.presses,
                self._telling(request),
            )
        except Exception as error:
            found = as_vits_error(error)
        self.lines_fitted.emit(request.number, found)

    def _telling(self, request: FitRequest) -> Callable[[int], None]:
        """Tells of a long fit how far it is, now and then."""
        told = time.monotonic()
        lines = len(request.lines)

        def tell(done: int) -> None:
            nonlocal told
            if time.monotonic() - told >= FIT_INTERVAL:
                told = time.monotonic()
                self.fit_progressed.emit(request.number, done / lines)

        return tell

    @Slot(int, object)
    def reopen(self, request: int, path: Path) -> None:
        """Make a take again from what was written of it."""
        self._urgency.meet()
        if self._cast is None:
            return
        try:
            again = reopened(self._cast.main, path, self._urgency.presses)
            if again is None:
                raise VitsError(
                    f"{path.name} was not opened because something else was requested",
                    remedy="Open it again.",
                )
            self._tell_devices()
            self.take_reopened.emit(path, again)
        except Exception as error:
            self.lab_failed.emit(request, as_vits_error(error))

    @Slot(object)
    def make(self, request: RenderRequest) -> None:
        """Make whole takes, one after the other, until something urgent comes."""

        def interrupted() -> bool:
            return self._urgency.presses() or request.delivery.cancelled.is_set()

        done = 0
        while done < len(request.requests) and self._cast is not None:
            try:
                voice = self._cast.voice(request.voice)
                for take in made(voice, request.requests[done:], interrupted):
                    preview = TakePreview.of(take)
                    if not request.delivery.wait_for_room():
                        break
                    # First, since the window lets go of what another device made.
                    self._tell_devices()
                    self.take_made.emit(request.number, done, take, preview)
                    done += 1
                break
            except Exception as error:
                self.take_failed.emit(request.number, done, as_vits_error(error))
                done += 1
        self.making_ended.emit(request.number)

    @Slot(object)
    def make_lines(self, request: LinesRequest) -> None:
        """Make whole lines, one after the other, until something urgent comes."""

        def interrupted() -> bool:
            return self._urgency.presses() or request.cancelled.is_set()

        due, together = deque(request.lines), True
        while due and self._cast is not None and not interrupted():
            lines = tuple(due) if together else (due[0],)
            together = True
            try:
                for takes, skipped in lines_made(self._cast, lines, interrupted):
                    self._tell_devices()
                    self.line_made.emit(request.number, due.popleft().line, takes, skipped)
            except Exception as error:
                # The next line is begun before this one is whole: which of the two was it?
                together = len(lines) == 1
                if together:
                    self.line_failed.emit(request.number, due.popleft().line, as_vits_error(error))
        self.lines_ended.emit(request.number)

    @Slot()
    def close(self) -> None:
        """Let go of the voices and their phonemizers."""
        self._close_voices()

    def _speak(self, cast: Cast, request: SpeakRequest) -> None:
        delivery = request.delivery
        takes, seconds = 0, 0.0
        started = time.perf_counter()
        stream = spoken(cast, request)
        with closing(stream):  # which ends what is being made
            for line, piece in stream:
                if delivery.cancelled.is_set():
                    return
                if isinstance(piece, Skipped):
                    self.text_skipped.emit(request.number, line, piece)
                elif not delivery.wait_for_room():
                    return
                else:
                    takes += piece.take is not None
                    seconds += len(piece.waveform) / piece.outline.sample_rate
                    self.part_ready.emit(request.number, line, piece)
                self._tell_devices()
        summary = SpeakSummary(takes, seconds, time.perf_counter() - started)
        self.request_finished.emit(request.number, summary)

    def _tell_devices(self) -> None:
        """Say so where what was made last had to be made on another device."""
        if self._cast is None:
            return
        for voice in self._cast.loaded:
            source, device = str(voice.source), str(voice.device)
            if self._devices.setdefault(source, device) == device:
                continue
            self._devices[source] = device
            if voice is self._cast.main:
                self.device_fell_back.emit(device)
            else:
                self.line_voice_loaded.emit(source, voice_info(voice))

    def _close_voices(self) -> None:
        if self._cast is not None:
            self._cast.close()
            self._cast.main.close()
            self._cast = self._rhythms = None


def _outlines(cast: Cast, request: OutlinesRequest) -> list[Outline]:
    """The rhythm of takes, those of each voice at once."""
    voices = request.voices or (None,) * len(request.requests)
    found: dict[int, Outline] = {}
    for source in dict.fromkeys(voices):
        places = [place for place, each in enumerate(voices) if each == source]
        requests = [request.requests[place] for place in places]
        made = cast.voice(source).synthesizer.outlines(requests)
        found.update(zip(places, made, strict=True))
    return [found[place] for place in range(len(voices))]


def load_voice(source: str | None, device: str, precision: str) -> Voice:
    """`vits_core.voice.load_voice`; brings torch at the first call."""
    voice: Voice = _voice_module().load_voice(source, device, precision)
    return voice


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
