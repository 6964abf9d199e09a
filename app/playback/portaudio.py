"""PortAudio, loaded late: its devices, its streams, and its failures in plain words.

PortAudio is not thread safe and learns of new devices only when it is started again, which closes
every stream. So all functions here are called from one thread, and those that may start it again
only while no stream is open.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from enum import Enum
from typing import Any

from vits_core.errors import VitsError

LATENCY = 0.1
"""Seconds of sound that PortAudio keeps ready. The callback needs Python's lock, which a busy
window may hold for some tens of milliseconds."""

StreamCallback = Callable[[Any, int, Any, Any], None]


class PlaybackProblem(Enum):
    """The kinds of `PlaybackError`."""

    NO_LIBRARY = "no library"
    NO_DEVICE = "no device"
    DEVICE_MISSING = "device missing"
    REFUSED = "refused"
    LOST = "lost"
    NOT_ANSWERING = "not answering"


class PlaybackError(VitsError):
    """Sound could not be played; `problem` says of which kind it is."""

    def __init__(
        self, problem: PlaybackProblem, what: str, *, where: str = "", remedy: str = ""
    ) -> None:
        super().__init__(what, where=where, remedy=remedy)
        self.problem = problem


def load_portaudio() -> Any:
    """The sounddevice module.

    Raises `PlaybackError` where it or the PortAudio library, which does the work, is not installed.
    """
    try:
        with _silent_console():
            import sounddevice
    except (OSError, ImportError) as error:
        missing = "the PortAudio library"
        if isinstance(error, ImportError):
            missing = "the package sounddevice"
            remedy = (
                'Install it with: python -m pip install "vits-studio[gui]". '
                "Files can be saved without it."
            )
        elif sys.platform.startswith("linux"):
            remedy = (
                "Install it with: sudo apt install libportaudio2 (Debian, Ubuntu), sudo "
                "dnf install portaudio (Fedora) or sudo pacman -S portaudio (Arch). You "
                "can still export files."
            )
        else:
            remedy = "Reinstall sounddevice with: pip install --force-reinstall sounddevice"
        raise PlaybackError(
            PlaybackProblem.NO_LIBRARY,
            f"Sound cannot be played because {missing} is missing",
            remedy=remedy,
        ) from error
    return sounddevice


def start_again() -> None:
    """Make PortAudio look for devices anew. No stream may be open."""
    sounddevice = load_portaudio()
    with _silent_console():
        while sounddevice._initialized:
            sounddevice._terminate()
        sounddevice._initialize()


@contextlib.contextmanager
def _silent_console() -> Iterator[None]:
    """Keep what ALSA and JACK print while PortAudio tries every device off the terminal.

    They write to the descriptor itself, from C. What other threads write to it meanwhile, some
    40 ms, is lost too.
    """
    try:
        kept = os.dup(2)
    except OSError:  # there is no standard error, as in a program without a console
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def output_names() -> tuple[str, ...]:
    """The names of the output devices, the system's default first."""
    return tuple(_outputs(load_portaudio()))


def forget_at_exit() -> None:
    """Let the process end although PortAudio hangs: do not tidy up after it."""
    sounddevice = sys.modules.get("sounddevice")
    if sounddevice is not None:
        atexit.unregister(sounddevice._exit_handler)


def open_stream(
    device: str | None, sample_rate: int, callback: StreamCallback, finished: Callable[[], None]
) -> tuple[Any, int]:
    """Open an output stream, not yet started, and return it with its rate.

    The rate is the device's own where the device refuses `sample_rate` Hz. PortAudio is started
    again where the device is not known or does not open. `device` None is the system's default.
    Raises `PlaybackError`.
    """
    sounddevice = load_portaudio()
    failure: PlaybackError | None = None
    for attempt in range(2):
        if attempt:
            start_again()
        try:
            return _open(sounddevice, _index(sounddevice, device), sample_rate, callback, finished)
        except PlaybackError as error:
            failure = error
        except sounddevice.PortAudioError as error:
            failure = refusal(error, device)
    assert failure is not None
    raise failure


def refusal(error: Exception, device: str | None) -> PlaybackError:
    """What PortAudio's error means for a person."""
    name = device or "the system's default"
    reason = str(error.args[0]).rpartition(": ")[2] if error.args else type(error).__name__
    host = error.args[2][2] if len(error.args) > 2 else ""
    return PlaybackError(
        PlaybackProblem.REFUSED,
        f"The sound output could not be opened: {host or reason}",
        where=name,
        remedy=(
            "Check that it is connected and not used by another program, or choose another "
            "output. Then play again."
        ),
    )


def loss(device: str | None) -> PlaybackError:
    """The device went away or fell asleep."""
    return PlaybackError(
        PlaybackProblem.LOST,
        "The sound output was disconnected",
        where=device or "the system's default",
        remedy="Check the output or choose another one, then play again.",
    )


def silence_of_the_system() -> PlaybackError:
    """A call to PortAudio does not return."""
    return PlaybackError(
        PlaybackProblem.NOT_ANSWERING,
        "The sound system is not responding",
        remedy="Restart the sound server or reconnect the output, then play again.",
    )


def _open(
    sounddevice: Any,
    index: int,
    sample_rate: int,
    callback: StreamCallback,
    finished: Callable[[], None],
) -> tuple[Any, int]:
    info = sounddevice.query_devices(index)
    rates = (sample_rate, int(info["default_samplerate"]))
    for rate in rates:
        try:
            stream = sounddevice.OutputStream(
                samplerate=rate,
                device=index,
                channels=min(2, info["max_output_channels"]),  # bare hardware may refuse mono
                dtype="float32",
                latency=LATENCY,
                callback=callback,
                finished_callback=finished,
            )
        except sounddevice.PortAudioError as error:
            if rate == rates[-1] or error.args[1:2] != (sounddevice._lib.paInvalidSampleRate,):
                raise
        else:
            return stream, rate
    raise AssertionError("the last rate either opens or raises")


def _index(sounddevice: Any, device: str | None) -> int:
    outputs = _outputs(sounddevice)
    if not outputs:
        raise PlaybackError(
            PlaybackProblem.NO_DEVICE,
            "There is no sound output on this computer",
            remedy="Connect speakers or headphones, then play again. You can still export files.",
        )
    if device is None:
        return next(iter(outputs.values()))
    if device not in outputs:
        raise PlaybackError(
            PlaybackProblem.DEVICE_MISSING,
            "The selected sound output is not connected",
            where=device,
            remedy="Connect it, or choose another output.",
        )
    return outputs[device]


def _outputs(sounddevice: Any) -> dict[str, int]:
    """Output devices of the system's usual host API, the default first."""
    devices = sounddevice.query_devices()
    default = sounddevice.default.device[1]
    usable = [d for d in devices if d["max_output_channels"] > 0]
    if default >= 0:  # Windows lists each device once for every host API
        usable = [d for d in usable if d["hostapi"] == devices[default]["hostapi"]]
    usable.sort(key=lambda d: d["index"] != default)
    outputs: dict[str, int] = {}
    for info in usable:
        outputs.setdefault(info["name"], info["index"])
    return outputs
