"""The thread that owns PortAudio: it opens, watches and closes the stream, and feeds the callback.

PortAudio may take long over opening and closing, or hang. So the thread looks at what is wanted
(`track`, `track.playing`, `device`) and makes it so; nobody waits for it. What went wrong is left
in `error`.
"""

from __future__ import annotations

import threading
import time
from typing import Any

import numpy as np

from app.playback import portaudio
from app.playback.output_devices import INTERVAL, OutputDevices
from app.playback.portaudio import PlaybackError
from app.playback.track import Track

TICK = 0.02
"""Seconds between two looks at an open stream."""
PATIENCE = 1.0
"""Seconds without a callback after which the device counts as lost."""
LONG_CALL = 5.0
"""Seconds in one call to PortAudio after which it counts as hanging."""
TAIL = 0.2
"""Seconds of silence after the last sample, beyond the latency, before the stream is closed."""


class OutputStream:
    """Plays `track` while it wants to be played; the stream is open only then."""

    def __init__(self) -> None:
        self.track = Track(1)
        self.volume = 1.0
        self.loop = False
        self.device: str | None = None
        self.devices = OutputDevices()
        self.error: PlaybackError | None = None
        self.underflows = 0
        self._sounding = self.track  # the track of the last callback
        self._thread: threading.Thread | None = None
        self._wake = threading.Event()
        self._closing = False
        self._calling_since: float | None = None
        self._stream: Any = None
        self._opened: tuple[str | None, int] = (None, 0)  # device and rate that were asked for
        self._stream_rate = 0
        self._latency = 0.0
        self._callbacks = 0
        self._seen = 0
        self._waited = 0.0
        self._mono = np.zeros(1 << 14, np.float32)
        self._other = np.zeros(1 << 14, np.float32)

    def notify(self, start: bool = True) -> None:
        """Look at once what is wanted."""
        if start and self._thread is None and not self._closing:
            # A daemon: PortAudio may never return, and the application must be able to end.
            self._thread = threading.Thread(target=self._run, name="playback", daemon=True)
            self._thread.start()
        self._wake.set()

    def close(self, timeout: float) -> None:
        """Close the stream and end the thread; leave a hanging PortAudio behind."""
        self._closing = True
        self._wake.set()
        if self._thread is not None:
            self._thread.join(timeout)
            if self._thread.is_alive():
                portaudio.forget_at_exit()

    def check_that_it_answers(self) -> None:
        """Fail when a call to PortAudio does not return."""
        since = self._calling_since
        if self.track.playing and since and time.monotonic() - since > LONG_CALL:
            self._fail(self.track, portaudio.silence_of_the_system())

    def _run(self) -> None:
        while not self._closing:
            self._calling_since = time.monotonic()
            try:
                self._follow_wishes()
            except PlaybackError as error:
                self._fail(self.track, error)
            except Exception as error:  # of PortAudio's, whose class may not be loaded
                self._fail(self.track, portaudio.refusal(error, self.device))
            self._calling_since = None
            idle = INTERVAL if self.devices.following else None
            self._wake.wait(idle if self._stream is None else TICK)
            self._wake.clear()
        self._close_stream()

    def _follow_wishes(self) -> None:
        track = self.track
        wanted = (self.device, track.sample_rate)
        if self._stream is not None:
            self._watch(track)
        if self._opened != wanted or self._stream_rate != track.output_rate:
            self._close_stream()
        if self._stream is None:
            if track.playing:
                self._open_stream(track, wanted)
            else:
                self.devices.look()

    def _open_stream(self, track: Track, wanted: tuple[str | None, int]) -> None:
        stream, rate = portaudio.open_stream(*wanted, self._callback, self._wake.set)
        track.set_output_rate(rate)
        self._stream, self._opened = stream, wanted
        self._stream_rate, self._latency = rate, float(stream.latency)
        self._sounding = track
        self._waited, self._seen = 0.0, self._callbacks
        try:
            stream.start()
        except Exception:
            self._close_stream()
            raise
        self.devices.names = portaudio.output_names()

    def _watch(self, track: Track) -> None:
        if self._callbacks != self._seen:
            self._seen, self._waited = self._callbacks, 0.0
        else:  # in looks, not by the clock: a machine that was asleep or busy lost nothing
            self._waited += TICK
        if not self._stream.active or self._waited > PATIENCE:
            if track.playing:
                self._fail(track, portaudio.loss(self.device))
            self._close_stream()
        elif track.playing:
            if track.heard_out:
                track.finished = True
                track.playing = False
        elif self._sounding is track and track.silent_seconds > self._latency + TAIL:
            self._close_stream()

    def _close_stream(self) -> None:
        if self._stream is not None:
            self._stream.abort()  # stop() hangs on a suspended device
            self._stream.close()
            self._stream = None
            self.track.rest()

    def _fail(self, track: Track, error: PlaybackError) -> None:
        if track.sounding:  # what the device had not played yet is played again
            track.jump(track.position - round(portaudio.LATENCY * track.sample_rate))
        track.paused = track.position > 0
        self.error = error  # before the next line: whoever sees it stopped finds the reason
        track.playing = False

    # PortAudio's thread

    def _callback(self, out: Any, frames: int, when: Any, status: Any) -> None:
        self._callbacks += 1
        if status and status.output_underflow:
            self.underflows += 1
        if frames > len(self._mono):  # never seen
            self._mono, self._other = np.zeros((2, frames), np.float32)
        mono, other = self._mono[:frames], self._other[:frames]
        wanted, track = self.track, self._sounding
        delay = max(0.0, when.outputBufferDacTime - when.currentTime)
        replaced = wanted is not track
        if track.output_rate == self._stream_rate:
            volume = 0.0 if replaced else self.volume  # a replaced track fades out …
            track.render(mono, volume, self.loop, delay)
        else:
            mono.fill(0.0)
        if replaced and wanted.output_rate == self._stream_rate:  # … while the new one fades in
            wanted.render(other, self.volume, self.loop, delay)
            np.add(mono, other, out=mono)
        self._sounding = wanted
        out[:] = mono[:, None]
