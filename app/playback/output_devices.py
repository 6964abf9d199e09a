"""Keeps the list of output devices up to date without disturbing what plays."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from app.playback import portaudio

INTERVAL = 2.0
"""Seconds between two looks for signs that devices came or went."""


class OutputDevices:
    """The output devices, as PortAudio saw them when it was last started.

    Only starting it again (40 ms, more with many sound cards, which are opened for it) reveals
    changes. So that is done when a cheap sign has changed, or on request, and never while a
    stream is open.
    """

    def __init__(self) -> None:
        self.names: tuple[str, ...] = ()
        """The default first; empty until they were looked for."""
        self.following = False
        """Look for changes from time to time."""
        self.requested = False
        """Look as soon as possible."""
        self._signs: object = None
        self._due = 0.0

    def look(self) -> None:
        """Bring `names` up to date if that is due. No stream may be open."""
        if not (self.requested or (self.following and time.monotonic() >= self._due)):
            return
        self._due = time.monotonic() + INTERVAL
        signs = _signs_of_change()
        if self.requested or signs != self._signs:
            self.requested = False
            self._signs = signs
            try:
                portaudio.start_again()
                self.names = portaudio.output_names()
            except portaudio.PlaybackError:
                self.names = ()  # playing will say why


def _signs_of_change() -> object:
    """Something cheap to read that differs when devices have come or gone.

    On Linux: the sound cards, and the PulseAudio or PipeWire server's socket. On other systems
    nothing is known, and the list is read again only on request.
    """
    if not sys.platform.startswith("linux"):
        return None
    cards = Path("/dev/snd")
    names = tuple(sorted(p.name for p in cards.iterdir())) if cards.is_dir() else ()
    runtime = Path(os.environ.get("XDG_RUNTIME_DIR") or f"/run/user/{os.getuid()}")
    server = os.environ.get("PULSE_SERVER", "").removeprefix("unix:")
    sockets = [Path(server)] if server.startswith("/") else [runtime / "pulse/native"]
    sockets.append(runtime / "pipewire-0")
    return names, tuple(_identity(s) for s in sockets)


def _identity(path: Path) -> int | None:
    try:
        return path.stat().st_ino
    except OSError:
        return None
