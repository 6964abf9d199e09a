"""The player as the window sees it: `Playback` with Qt's signals.

It asks `Playback` how things stand on a timer instead of being called from other threads, so no
other thread ever touches a QObject.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from app.playback.playback import Playback, PlaybackState
from vits_core.records import FloatArray

__all__ = ["PlaybackState", "Player"]

POSITION_INTERVAL = 16
"""Milliseconds between two looks at a playing sound."""
IDLE_INTERVAL = 500
"""Milliseconds between two looks at the list of devices."""

_MOVING = (PlaybackState.PLAYING, PlaybackState.WAITING)


class Player(QObject):
    """Plays one sound at a time, which may still be in the making; works without a sound device.

    All positions are seconds from the beginning of the sound.
    """

    state_changed = Signal(PlaybackState)
    """The new state."""
    position_changed = Signal(float)
    """Seconds; what is being heard."""
    finished = Signal()
    """The sound was heard to its end."""
    failed = Signal(object)
    """A `PlaybackError`: the sound cannot be played (any further). `play` tries again."""
    devices_changed = Signal(list)
    """Names of the output devices, the system's default first; empty where there is none."""
    device_selected = Signal(object)
    """Name of the chosen output device, or None for the system's default."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._playback = Playback()
        self._state = PlaybackState.STOPPED
        self._position = 0.0
        self._devices: tuple[str, ...] | None = None
        self._finished = False
        self._moving_timer = QTimer(self)
        self._moving_timer.setInterval(POSITION_INTERVAL)
        self._moving_timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._moving_timer.timeout.connect(self._report)
        self._idle_timer = QTimer(self)
        self._idle_timer.setInterval(IDLE_INTERVAL)
        self._idle_timer.timeout.connect(self._report)

    @property
    def state(self) -> PlaybackState:
        return self._state

    @property
    def position(self) -> float:
        """Seconds; what is being heard."""
        return self._playback.position / self._playback.sample_rate

    @property
    def ahead(self) -> float:
        """Seconds of sound that the device was given and that are not heard yet."""
        position = self._playback.position  # before what was given last, which may grow meanwhile
        ahead = self._playback.next_sample - position
        if ahead < 0:  # the device has the loop's next round already
            ahead += self._playback.length
        return ahead / self._playback.sample_rate

    @property
    def length(self) -> float:
        """Seconds of sound that have been appended."""
        return self._playback.length / self._playback.sample_rate

    @property
    def loop(self) -> bool:
        return self._playback.loop

    @property
    def volume(self) -> float:
        return self._playback.volume

    @property
    def device(self) -> str | None:
        """Name of the output device; None is the system's default."""
        return self._playback.device

    @property
    def devices(self) -> list[str]:
        """Names of the output devices, the system's default first."""
        return list(self._playback.devices)

    @property
    def underflows(self) -> int:
        """How often the device ran dry because samples came too late."""
        return self._playback.underflows

    def begin(self, sample_rate: int) -> None:
        """Stop, and start over with a new, empty sound of `sample_rate` Hz."""
        self._playback.begin(sample_rate)
        self._report()

    def exchange(self, samples: FloatArray, sample_rate: int, seconds: float) -> None:
        """Go on with another, whole sound from there on; cross-faded if something plays."""
        self._playback.exchange(samples, sample_rate, round(seconds * sample_rate))
        self._report()

    def append(self, samples: FloatArray) -> None:
        """Add samples, [T_samples], to the end of the sound, also while it plays."""
        self._playback.append(samples)

    def complete(self) -> None:
        """Say that the sound is whole; playing it ends after its last sample."""
        self._playback.complete()

    def play(self) -> None:
        """Go on from where playing was, or from the beginning after the end."""
        self._playback.play()
        self._report()

    def pause(self) -> None:
        """Fall silent, and stay where playing was."""
        self._playback.pause()
        self._report()

    def stop(self) -> None:
        """Fall silent, and go back to the beginning."""
        self._playback.stop()
        self._report()

    def seek(self, seconds: float) -> None:
        """Go on from there, or from the end of what has been made."""
        self._playback.seek(round(seconds * self._playback.sample_rate))
        self._report()

    def set_loop(self, loop: bool) -> None:
        """Begin again at the end of a complete sound."""
        self._playback.loop = loop

    def set_volume(self, volume: float) -> None:
        """Factor on the samples, from 0 to 1."""
        self._playback.volume = volume

    def set_device(self, name: str | None) -> None:
        """Play to the named device, at once if something plays; None is the system's default."""
        if name != self._playback.device:
            self._playback.device = name
            self.device_selected.emit(name)

    def follow_devices(self) -> None:
        """Look for output devices now and from time to time; loads PortAudio."""
        self._playback.follow_devices()
        self._idle_timer.start()

    def look_for_devices(self) -> None:
        """Look for output devices as soon as nothing plays."""
        self._playback.look_for_devices()

    def close(self) -> None:
        """Fall silent and let go of the device, within 1.5 s even if the device hangs."""
        self._moving_timer.stop()
        self._idle_timer.stop()
        self._playback.close()

    def _report(self) -> None:
        state, error, finished = (
            self._playback.state,
            self._playback.take_error(),
            self._playback.finished,
        )
        if error is not None:
            state = self._playback.state
        position = self.position
        moved, self._position = position != self._position, position
        changed, self._state = state is not self._state, state
        ended, self._finished = finished and not self._finished, finished
        self._run_timer(moved or changed or state in _MOVING)
        if moved:
            self.position_changed.emit(position)
        if changed:
            self.state_changed.emit(state)
        if ended:
            self.finished.emit()
        if error is not None:
            self.failed.emit(error)
        devices = self._playback.devices
        if devices != self._devices and (devices or self._devices):
            self._devices = devices
            self.devices_changed.emit(list(devices))

    def _run_timer(self, moving: bool) -> None:
        if not moving:
            self._moving_timer.stop()
        elif not self._moving_timer.isActive():
            self._moving_timer.start()
