"""One sound being played: samples that may still be arriving, and the playhead that reads them.

`Track.render` runs on PortAudio's thread. It takes no lock and allocates no audio memory; what it
shares with other threads are references and integers, each written by one side only.
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import numpy as np

from app.playback.sample_store import SampleStore
from vits_core.records import FloatArray

if TYPE_CHECKING:
    import soxr

FADE_SAMPLES = 256
"""A pause, a jump or a change of volume is spread over so many samples, so that none clicks."""
AHEAD = 0.15
"""Seconds of sound that must be there before playing starts or goes on, if more is to come. The
device swallows 0.12 s at once; with less, each small piece would be followed by a gap."""


class Track:
    """Samples at `sample_rate` Hz, played at the rate that the device accepts.

    Positions and lengths that go in and out are samples at `sample_rate`.
    """

    def __init__(self, sample_rate: int) -> None:
        self.sample_rate = sample_rate
        self.output_rate = sample_rate
        self.playing = False
        self.paused = False
        """Playing was interrupted, and will go on from there."""
        self.finished = False
        """Playing came to its end."""
        self.ended = False
        """The last sample was handed to the device, though perhaps not heard yet."""
        self.starved = True
        """The playhead is at the end of what there is, and more is to come."""
        self._source = SampleStore()
        self._output = self._source  # the samples at output_rate
        self._fed = 0  # samples of _source that are in _output
        self._resampler: soxr.ResampleStream | None = None
        self._feeding = threading.Lock()  # between append and set_output_rate; render needs none
        self._jump = (0,)  # the newest jump asked for; told apart by identity
        self._jumped = self._jump  # the newest jump made by render
        self._playhead = 0  # next sample of _output
        self._gain: float | None = None  # reached at the end of the last block; None: no fade-in
        self._fade = np.arange(1, FADE_SAMPLES + 1, dtype=np.float32) / FADE_SAMPLES
        self._curve = np.empty_like(self._fade)
        self._silent = 0  # frames handed out since the last sample
        self._origin = 0  # nothing before this can still be waiting in the device's buffer
        self._clock: tuple[float, int] | None = None  # when _output's sample n is heard

    # The owner's side

    @property
    def length(self) -> int:
        return self._source.length

    def append(self, samples: FloatArray) -> None:
        """Add samples, [T_samples]; what is not a number is silence, what is beyond ±1 is cut."""
        clean = np.clip(np.asarray(samples, np.float32).reshape(-1), -1.0, 1.0)
        if np.isnan(clean).any():
            clean[np.isnan(clean)] = 0.0
        self._source.append(clean)
        with self._feeding:
            self._feed()

    def complete(self) -> None:
        """Say that nothing more will be appended."""
        self._source.complete = True
        with self._feeding:
            self._feed()

    def start_at(self, position: int) -> None:
        """Begin at `position`, faded in from the first block on. Only before `render` runs."""
        self._jump = self._jumped = (position,)
        self._playhead = round(position * self.output_rate / self.sample_rate)
        self._origin = self._playhead
        self._gain = 0.0 if self._playhead else None

    def jump(self, position: int) -> None:
        """Go on from `position`, or from the end of what there is."""
        self._jump = (max(0, min(position, self.length)),)
        self.ended = False

    def set_output_rate(self, rate: int) -> None:
        """Prepare to be played at `rate` Hz. Not while `render` may run."""
        if rate == self.output_rate:
            return
        position = self.position
        with self._feeding:
            self.output_rate = rate
            self._fed = 0
            self._resampler = None
            self._output = self._source
            if rate != self.sample_rate:
                import soxr  # most devices take the voice's rate

                self._output = SampleStore()
                self._resampler = soxr.ResampleStream(self.sample_rate, rate, 1, dtype="float32")
            self._feed()
        self._jump = (position,)

    def rest(self) -> None:
        """The stream is closed: go on from what was heard last. Not while `render` may run."""
        position = self.position
        self._clock = None
        self._silent = 0
        if self._gain is not None:
            self._gain = 0.0
        if position != self._to_source(self._playhead):
            self._jump = (position,)

    @property
    def position(self) -> int:
        """The sample that is being heard."""
        jump = self._jump
        if jump is not self._jumped:
            return jump[0]
        heard = self._heard()
        return self._to_source(heard if heard >= 0 else heard % self._output.length)

    @property
    def next_sample(self) -> int:
        """The first sample that the device was not given yet."""
        jump = self._jump
        return jump[0] if jump is not self._jumped else self._to_source(self._playhead)

    @property
    def heard_out(self) -> bool:
        """The last sample was heard."""
        return self.ended and self._heard() == self._playhead

    @property
    def sounding(self) -> bool:
        """Samples have been handed to the open stream."""
        return self._clock is not None

    @property
    def silent_seconds(self) -> float:
        """How long nothing but silence has been handed to the device."""
        return self._silent / self.output_rate

    def _heard(self) -> int:
        """The sample of `_output` that is being heard; negative in a loop's previous round."""
        playhead, clock = self._playhead, self._clock
        if clock is None:
            return playhead
        heard = clock[1] + round((time.perf_counter() - clock[0]) * self.output_rate)
        return max(self._origin, min(heard, playhead))

    def _to_source(self, sample: int) -> int:
        if self._output.complete and sample >= self._output.length:
            return self.length
        if self.output_rate == self.sample_rate:
            return sample
        return min(round(sample * self.sample_rate / self.output_rate), self.length)

    def _feed(self) -> None:
        if self._resampler is None:
            return
        block = np.empty(SampleStore.CHUNK, np.float32)
        while count := self._source.read(self._fed, block):
            self._output.append(self._resampler.resample_chunk(block[:count]))
            self._fed += count
        if self._source.complete and not self._output.complete:
            self._output.append(self._resampler.resample_chunk(block[:0], last=True))
            self._output.complete = True

    # PortAudio's side

    def render(self, out: FloatArray, volume: float, loop: bool, delay: float) -> None:
        """Fill `out`, [frames], whose first sample is heard in `delay` seconds."""
        out.fill(0.0)
        jump = self._jump
        advancing = self.playing and jump is self._jumped
        # What was heard so far is not taken back when the device's delay is told anew.
        self._origin = self._playhead if self._clock is None else self._heard()
        self._clock = (time.perf_counter() + delay, self._playhead + self._silent)
        frames = 0
        if advancing and self.starved and not self._enough():
            pass
        elif advancing or self._gain:
            wanted = out if advancing else out[:FADE_SAMPLES]
            frames, wraps = self._copy(wanted, loop)
            if wraps:  # what is still to be heard of the previous round is before the beginning
                back = wraps * self._output.length
                self._origin -= back
                self._clock = (self._clock[0], self._clock[1] - back)
            self._shape(wanted, volume if advancing else 0.0)
            self.starved = advancing and frames < len(wanted) and not self.ended
        if frames and self._silent:
            self._silent = 0
            self._origin = self._playhead - frames
        if frames < len(out):
            self._silent += len(out) - frames
        if jump is not self._jumped:
            self._playhead = round(jump[0] * self.output_rate / self.sample_rate)
            self._origin = self._playhead
            self._clock = (self._clock[0], self._playhead)
            self._gain = 0.0 if self._playhead else None
            self.ended = False
            self._jumped = jump

    def _enough(self) -> bool:
        complete = self._output.complete
        ahead = self._output.length - self._playhead
        return complete or ahead >= AHEAD * self.output_rate

    def _copy(self, out: FloatArray, loop: bool) -> tuple[int, int]:
        """Copy from the playhead on; return the samples copied and how often it went back."""
        store = self._output
        done = wraps = 0
        while True:
            complete = store.complete
            count = store.read(self._playhead, out[done:])
            done += count
            self._playhead += count
            if done == len(out) or not complete:
                return done, wraps
            if not (loop and store.length):
                self.ended = True
                return done, wraps
            self._playhead = 0
            wraps += 1
            self.ended = False

    def _shape(self, out: FloatArray, gain: float) -> None:
        before = gain if self._gain is None else self._gain
        self._gain = gain
        if before != gain:
            count = min(len(out), FADE_SAMPLES)
            curve = self._curve[:count]
            np.multiply(self._fade[FADE_SAMPLES - count :], gain - before, out=curve)
            np.add(curve, before, out=curve)
            np.multiply(out[:count], curve, out=out[:count])
            out = out[count:]
        if gain != 1.0:
            np.multiply(out, gain, out=out)
