"""What the tests of widgets share: the wheel, and the look of the application."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

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
