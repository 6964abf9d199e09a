"""A virtual display with a window manager, a private sound server, and the application on both."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.e2e.studio import Studio
from tests.sound_server import SoundServer

Start = Callable[..., Studio]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.display)


@pytest.fixture(scope="session")
def display() -> Iterator[str]:
    """An X11 display of 1280 x 800 with a window manager; $DISPLAY names it."""
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x800x24", "-nolisten", "tcp"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as announced:
        name = f":{announced.readline().strip()}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DISPLAY", name)
        manager = subprocess.Popen(
            ["openbox"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(0.5)
        yield name
        manager.terminate()
        manager.wait(10)
    server.terminate()
    server.wait(10)


@pytest.fixture
def start_studio(display: str, tmp_path: Path) -> Iterator[Start]:
    """Start the application; calls in one test share their settings. No sound device."""
    started: list[Studio] = []

    def start(*arguments: str, **environment: str) -> Studio:
        studio = Studio(tmp_path, *arguments, **environment)
        started.append(studio)
        return studio

    yield start
    for studio in started:
        studio.kill()


@pytest.fixture
def sound() -> Iterator[SoundServer]:
    with SoundServer() as server:
        yield server
