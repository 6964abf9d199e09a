"""A virtual display with a window manager, a private sound server, and the application on both."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.e2e.studio import Studio
from tests.sound_server import SoundServer
from tests.virtual_display import virtual_display

Start = Callable[..., Studio]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.display)


@pytest.fixture(scope="session")
def display() -> Iterator[str]:
    """A virtual display with a window manager; $DISPLAY names it."""
    with virtual_display() as name:
        manager = subprocess.Popen(
            ["openbox"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(0.5)
        yield name
        manager.terminate()
        manager.wait(10)


@pytest.fixture
def start_studio(display: str, tmp_path: Path) -> Iterator[Start]:
    """Start the application; calls in one test share their settings. No sound device."""
    started: list[Studio] = []

    def start(*arguments: str, forked: bool = True, **environment: str) -> Studio:
        studio = Studio(tmp_path, *arguments, forked=forked, **environment)
        started.append(studio)
        return studio

    yield start
    for studio in started:
        studio.kill()


@pytest.fixture
def sound() -> Iterator[SoundServer]:
    with SoundServer() as server:
        yield server
