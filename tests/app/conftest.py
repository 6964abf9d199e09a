"""What the tests of the application share: nothing of a test stays for the next."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from app.background import end_all

PATIENCE = 120_000
"""Milliseconds that a thread may take to end on a busy machine."""


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    """pytest-qt's application, with the strings as the window has them."""
    from app.shell.translations import install_translations

    install_translations(qapp)
    return qapp


@pytest.fixture(autouse=True)
def _no_window_stays() -> Iterator[None]:
    """Delete what was built and closed; a change of the look would style it all again.

    Whatever qtbot closed waits for an event loop that does not run between tests.
    """
    yield
    assert end_all(PATIENCE)  # slow, where the machine is busy
    qt = QApplication.instance()
    if qt is None:
        return
    shell = sys.modules.get("app.shell.application")
    for application in [] if shell is None else qt.findChildren(shell.Application):
        application.window.deleteLater()
        application.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
