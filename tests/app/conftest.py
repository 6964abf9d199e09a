"""What the tests of the application share: no window of a test stays for the next."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication


@pytest.fixture(autouse=True)
def _no_window_stays() -> Iterator[None]:
    """Delete what was built and closed; a change of the look would style it all again.

    Whatever qtbot closed waits for an event loop that does not run between tests.
    """
    yield
    from app.shell.application import Application

    qt = QApplication.instance()
    left = [child for child in qt.children() if isinstance(child, Application)] if qt else []
    for application in left:
        application.window.deleteLater()
        application.deleteLater()
    if qt:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
