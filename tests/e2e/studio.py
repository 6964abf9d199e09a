"""The real application in a real X11 window, driven with real keys and mouse buttons."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.forked import ForkedMain

ROOT = Path(__file__).parents[2]
SCREENSHOTS = ROOT / "tests" / "screenshots"

Seen = dict[str, Any]


class Studio:
    """One run of the application on the display that $DISPLAY names."""

    def __init__(
        self, folder: Path, *arguments: str, forked: bool = True, **environment: str
    ) -> None:
        """Not `forked`, it is started as a person starts it, which takes seconds longer."""
        self._probe = folder / "probe.json"
        self._probe.unlink(missing_ok=True)
        self.log = folder / "log.txt"
        environment = {
            **{k: v for k, v in os.environ.items() if k != "OMP_NUM_THREADS"},
            "QT_QPA_PLATFORM": "xcb",
            "VITS_STUDIO_PROBE": str(self._probe),
            "VITS_STUDIO_SETTINGS": str(folder / "settings.ini"),
            "VITS_STUDIO_QT_DIALOGS": "1",
            **environment,
        }
        self._process: ForkedMain | subprocess.Popen[bytes]
        if forked:
            self._process = ForkedMain(
                *arguments, out=self.log, errors=self.log, environment=environment
            )
        else:
            with self.log.open("a") as log:
                command = [sys.executable, str(ROOT / "main.py"), *arguments]
                self._process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)

    @property
    def pid(self) -> int:
        return self._process.pid

    def seen(self) -> Seen:
        try:
            return json.loads(self._probe.read_text())  # type: ignore[no-any-return]
        except FileNotFoundError:
            return {}

    def wait_for(self, what: str, condition: Callable[[Seen], object], seconds: float = 60) -> Seen:
        """Wait until the window is seen to be so; says what it was instead if it never is."""
        end = time.monotonic() + seconds
        while True:
            seen = self.seen()
            if seen and condition(seen):
                return seen
            assert self._process.poll() is None, f"it ended: {self.log.read_text()}"
            assert time.monotonic() < end, f"{what}: { ({**seen, 'widgets': ...}) }"
            time.sleep(0.05)

    def wait_until_ready(self) -> Seen:
        return self.wait_for("ready", lambda seen: seen["status"].startswith("Ready"))

    def key(self, *keys: str) -> None:
        """Press keys, such as "ctrl+Return"."""
        _xdotool("key", "--clearmodifiers", *keys)

    def type(self, text: str) -> None:
        _xdotool("type", "--delay", "8", text)

    def move_to(self, name: str, across: float = 0.5, down: float = 0.5) -> None:
        left, top, width, height = self.wait_for(
            f"{name} on the screen", lambda seen: name in seen["widgets"]
        )["widgets"][name]
        x, y = left + across * width, top + down * height
        # Not with --sync: where the mouse is there already, xdotool waits 15 s for it to move.
        _xdotool("mousemove", str(round(x)), str(round(y)))

    def click(self, name: str, across: float = 0.5, down: float = 0.5, button: int = 1) -> None:
        """Click at a share of a widget's width and height."""
        self.move_to(name, across, down)
        _xdotool("click", str(button))

    def screenshot(self, name: str) -> Path:
        """Leave a picture of the whole screen for people to look at."""
        SCREENSHOTS.mkdir(exist_ok=True)
        time.sleep(0.2)
        path = SCREENSHOTS / f"{name}.png"
        subprocess.run(["import", "-window", "root", str(path)], check=True, timeout=30)
        return path

    def end(self, seconds: float = 10) -> int:
        """Wait for it to leave; returns its exit code."""
        return self._process.wait(seconds)

    def terminate(self) -> None:
        """Ask the process to end, as a system that shuts down does."""
        self._process.terminate()

    def kill(self) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait(10)


def _xdotool(*arguments: str) -> None:
    subprocess.run(["xdotool", *arguments], check=True, timeout=60, capture_output=True)
