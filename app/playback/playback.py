"""Plays sound that may still be in the making, without Qt: for the window and the command line."""

from __future__ import annotations

import time

from app.playback.output_stream import TICK, OutputStream
from app.playback.portaudio import PlaybackError, PlaybackProblem
from app.playback.state import PlaybackState
from app.playback.track import Track
from vits_core.records import FloatArray

__all__ = ["Playback", "PlaybackError", "PlaybackProblem", "PlaybackState"]


class Playback:
    """A player of one sound at a time; positions and lengths are samples of that sound.

    All methods belong to one thread and return at once, `wait` and `close` apart. Pausing,
    stopping, seeking and the volume are heard after the device's latency, a tenth of a second.
    """

    def __init__(self) -> None:
        self._output = OutputStream()

    def __enter__(self) -> Playback:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def begin(self, sample_rate: int) -> None:
        """Start over with a new, empty sound of `sample_rate` Hz."""
        self._track.playing = False
        self._output.track = Track(sample_rate)

    def exchange(self, samples: FloatArray, sample_rate: int, position: int) -> None:
        """Go on with another, whole sound from its sample `position` on; cross-faded if that has
        the same rate and something plays."""
        track = Track(sample_rate)
        if sample_rate == self._track.sample_rate:
            track.set_output_rate(self._track.output_rate)
        track.append(samples)
        track.complete()
        track.start_at(max(0, min(position, track.length)))
        track.playing = True
        before, self._output.track = self._track, track
        before.playing = False
        self._output.error = None
        self._output.notify()

    def append(self, samples: FloatArray) -> None:
        """Add samples, [T_samples], to the end of the sound, also while it plays."""
        self._track.append(samples)

    def complete(self) -> None:
        """Say that the sound is whole; playing it ends after its last sample."""
        self._track.complete()

    def play(self) -> None:
        """Go on from where playing was, or from the beginning after the end."""
        track = self._track
        if track.ended:
            track.jump(0)
        track.paused = track.finished = False
        track.playing = True
        self._output.error = None
        self._output.notify()

    def pause(self) -> None:
        """Fall silent, and stay where playing was."""
        if self._track.playing:
            self._track.paused = True
            self._track.playing = False

    def stop(self) -> None:
        """Fall silent, and go back to the beginning."""
        self._track.playing = False
        self._track.jump(0)
        self._track.paused = self._track.finished = False

    def seek(self, position: int) -> None:
        """Go on from the sample `position`, or from the end of what has been made."""
        self._track.jump(position)
        self._track.finished = False

    def look_for_devices(self) -> None:
        """Bring `devices` up to date as soon as nothing plays."""
        self._output.devices.requested = True
        self._output.notify()

    def follow_devices(self) -> None:
        """Keep `devices` up to date from now on."""
        self._output.devices.following = True
        self._output.notify()

    def wait(self) -> None:
        """Return when the sound has been heard to its end, or was stopped.

        Raises `PlaybackError` when it cannot be played (any further).
        """
        while True:
            state = self.state
            if (error := self.take_error()) is not None:
                raise error
            if state in (PlaybackState.STOPPED, PlaybackState.PAUSED):
                return
            time.sleep(TICK)

    def close(self, timeout: float = 1.5) -> None:
        """Fall silent and let go of the device; wait at most `timeout` seconds for it."""
        self._track.playing = False
        self._output.close(timeout)

    def take_error(self) -> PlaybackError | None:
        """What went wrong since the last `play` or call of this."""
        self._output.check_that_it_answers()
        error, self._output.error = self._output.error, None
        return error

    @property
    def state(self) -> PlaybackState:
        track, paused = self._track, self._track.paused
        if track.playing:
            waiting = track.starved or not track.sounding
            return PlaybackState.WAITING if waiting else PlaybackState.PLAYING
        return PlaybackState.PAUSED if paused else PlaybackState.STOPPED

    @property
    def finished(self) -> bool:
        """The sound was heard to its end, and nothing was asked for since."""
        return self._track.finished

    @property
    def position(self) -> int:
        """The sample that is being heard."""
        return self._track.position

    @property
    def next_sample(self) -> int:
        """The first sample that the device was not given yet; a sound that is exchanged at it
        goes on without a repetition."""
        return self._track.next_sample

    @property
    def length(self) -> int:
        """Samples that have been appended."""
        return self._track.length

    @property
    def sample_rate(self) -> int:
        return self._track.sample_rate

    @property
    def volume(self) -> float:
        """Factor on the samples, from 0 to 1."""
        return self._output.volume

    @volume.setter
    def volume(self, volume: float) -> None:
        self._output.volume = min(1.0, max(0.0, volume))

    @property
    def loop(self) -> bool:
        """Begin again at the end of a complete sound."""
        return self._output.loop

    @loop.setter
    def loop(self, loop: bool) -> None:
        self._output.loop = loop

    @property
    def device(self) -> str | None:
        """Name of the output device; None is the system's default."""
        return self._output.device

    @device.setter
    def device(self, name: str | None) -> None:
        self._output.device = name
        self._output.notify(start=False)

    @property
    def devices(self) -> tuple[str, ...]:
        """Names of the output devices, the default first; empty until they were looked for."""
        return self._output.devices.names

    @property
    def underflows(self) -> int:
        """How often the device ran dry because samples came too late."""
        return self._output.underflows

    @property
    def _track(self) -> Track:
        return self._output.track
