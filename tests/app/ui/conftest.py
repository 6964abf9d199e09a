"""What the tests of widgets share: the wheel, unwanted keys, and the look of the application."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.ui.actions.window_actions import WindowActions
from app.ui.widgets.theme import Theme

Turn = Callable[..., None]


@pytest.fixture
def turn_wheel() -> Turn:
    """Turn the wheel over a widget by so many notches."""

    def turn(
        widget: QWidget,
        notches: float,
        at: QPointF | None = None,
        modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    ) -> None:
        place = at or QPointF(widget.rect().center())
        event = QWheelEvent(
            place,
            widget.mapToGlobal(place),
            QPoint(),
            QPoint(0, round(120 * notches)),
            Qt.MouseButton.NoButton,
            modifiers,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(widget, event)

    return turn


class Behind(QWidget):
    """Where keys arrive that a widget in front of it does not want."""

    def __init__(self) -> None:
        super().__init__()
        self.keys: list[int] = []

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.keys.append(event.key())


@pytest.fixture
def behind(qtbot: QtBot) -> Behind:
    behind = Behind()
    qtbot.addWidget(behind)
    return behind


@pytest.fixture
def actions(qapp: QApplication) -> WindowActions:
    """The actions of a window, without the window."""
    return WindowActions()


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    """Switches the look; what was there before comes back."""
    palette, sheet = qapp.palette(), qapp.styleSheet()
    theme = Theme(qapp)
    yield theme
    theme.deleteLater()
    qapp.setStyleSheet(sheet)
    qapp.setPalette(palette)
