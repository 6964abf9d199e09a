"""The whole application in one process, offscreen, with the real voice and no sound device."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.session.settings import SettingsStore
from app.shell.application import Application
from app.synthesis.worker import VoiceLoader
from tests.app.conftest import PATIENCE
from tests.app.shell.lent_voice import lend_voice

Open = Callable[..., Application]


@pytest.fixture
def store(tmp_path: Path) -> SettingsStore:
    """What the applications of one test share."""
    return SettingsStore(tmp_path / "settings.ini")


@pytest.fixture
def open_application(qapp: QApplication, store: SettingsStore) -> Iterator[Open]:
    """Build an application, whose voice is lent unless a loader is given."""
    built: list[Application] = []

    def build(load_voice: VoiceLoader = lend_voice) -> Application:
        built.append(Application(qapp, store, native_dialogs=False, load_voice=load_voice))
        return built[-1]

    yield build
    for each in built:
        each.close()  # once their threads have ended, they are deleted


@pytest.fixture
def application(qtbot: QtBot, open_application: Open) -> Application:
    """An application that can speak."""
    application = open_application()
    with qtbot.waitSignal(application.controller.voice_ready, timeout=PATIENCE):
        application.start()
    return application
