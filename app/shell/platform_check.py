"""Find out before Qt does what a window lacks: Qt would end the process without a word."""

from __future__ import annotations

import ctypes
import os
import sys
from importlib.resources import files
from importlib.util import find_spec

from app.cli.commands import program


def missing_for_a_window() -> str:
    """What to tell a person whose machine cannot open a window; empty when it can."""
    packages = ("PySide6", "pyqtgraph", "qtawesome")
    if not all(map(find_spec, packages)):
        return (
            "the packages that make the window are not installed. "
            'Install them with: python -m pip install "vits-studio[gui]"'
        )
    if not sys.platform.startswith("linux"):
        return ""
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    screens = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if not platform and not screens:
        return (
            "there is no display to open a window on. Start it in a desktop session, "
            f'or speak without a window: {program()} say "Hello" -o hello.wav'
        )
    missing = [package for library, package in _needed_libraries() if not _loads(library)]
    if missing:
        return (
            "system libraries that the window needs are missing. "
            f"On Debian or Ubuntu: sudo apt-get install {' '.join(missing)}"
        )
    return ""


def _needed_libraries() -> list[tuple[str, str]]:
    """(library, Debian package) that the window cannot start without."""
    table = (files("resources") / "system-packages.txt").read_text(encoding="utf-8")
    rows = [line.split() for line in table.splitlines() if line and not line.startswith("#")]
    # PortAudio is missed only when something is to be played; the player says so itself.
    return [
        (name, package)
        for need, kind, name, package in rows
        if need == "run" and kind == "library" and "portaudio" not in name
    ]


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
