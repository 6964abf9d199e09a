"""Errors and notes under the toolbar: seen, but never in the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.ui.widgets.colours import current_colours
from app.ui.widgets.icons import Icons, LabelIcon
from app.ui.widgets.theme import GRID
from vits_core.errors import VitsError


class Severity(StrEnum):
    """How bad it is."""

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"


_LOOKS = {
    Severity.NOTE: ("mdi6.information", "accent"),
    Severity.WARNING: ("mdi6.alert", "warning"),
    Severity.ERROR: ("mdi6.alert-circle", "bad"),
}


@dataclass(frozen=True, slots=True)
class Message:
    """One thing to tell. A later message of the same key takes its place."""

    key: str
    what: str
    remedy: str = ""
    severity: Severity = Severity.ERROR
    details: tuple[str, ...] = ()
    """Lines that unfold on request."""
    actions: tuple[tuple[str, str], ...] = ()
    """(id, label) of each button."""

    @classmethod
    def about(
        cls,
        key: str,
        error: VitsError,
        severity: Severity = Severity.ERROR,
        actions: tuple[tuple[str, str], ...] = (),
    ) -> Message:
        """An error in words: what failed, where, and what to do about it."""
        place = f" ({error.where})" if error.where else ""
        what = f"{error.what.rstrip('.')}{place}."
        return cls(key, what, error.remedy, severity, actions=actions)


class MessageBar(QWidget):
    """Shows the latest of its messages; dismissing it brings back the one before."""

    action_triggered = Signal(str, str)  # key of the message, id of the action

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("messageBar")
        self.setAccessibleName(self.tr("Messages"))
        self._messages: list[Message] = []
        self._icons = Icons(self)
        self._picture = QLabel()
        self._icon = LabelIcon(self._picture, 2 * GRID + 4)
        self._words = QLabel()
        self._words.setObjectName("messageLabel")
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._more = QLabel()
        self._more.setProperty("role", "muted")
        self._buttons = QHBoxLayout()
        self._unfold = QPushButton(self.tr("Details"))
        self._unfold.setObjectName("messageDetailsButton")
        self._unfold.setAccessibleName(self.tr("Details"))
        self._unfold.setToolTip(self.tr("Show more about this message"))
        self._unfold.setCheckable(True)
        self._close = QToolButton()
        self._close.setObjectName("messageCloseButton")
        self._close.setAccessibleName(self.tr("Close this message"))
        self._close.setToolTip(self.tr("Close this message"))
        self._icons.put(self._close, "mdi6.close", "muted")
        self._details = self._build_details()
        self._lay_out()
        self._unfold.toggled.connect(self._details.setVisible)
        self._close.clicked.connect(self._on_close_clicked)
        self.hide()

    # -- setters -------------------------------------------------------------------------------

    def post(self, message: Message) -> None:
        """Show a message in front of the others."""
        self._messages = [m for m in self._messages if m.key != message.key] + [message]
        self._draw()

    def retract(self, key: str) -> None:
        """Take back the message of this key, if it is there: what it told of is over."""
        self._messages = [m for m in self._messages if m.key != key]
        self._draw()

    def messages(self) -> Sequence[Message]:
        """What is kept, the one that shows last."""
        return tuple(self._messages)

    # -- slots ---------------------------------------------------------------------------------

    @Slot()
    def _on_close_clicked(self) -> None:
        self._messages.pop()
        self._draw()

    @Slot()
    def _on_action_clicked(self) -> None:
        button = self.sender()
        action = str(button.property("action"))
        self.action_triggered.emit(str(button.property("key")), action)

    # -- drawing and building ------------------------------------------------------------------

    def _draw(self) -> None:
        self.setVisible(bool(self._messages))
        if not self._messages:
            return
        message = self._messages[-1]
        name, colour = _LOOKS[message.severity]
        self._icons.put(self._icon, name, colour)
        self._words.setText(" ".join(filter(None, (message.what, message.remedy))))
        rest = len(self._messages) - 1
        self._more.setText(self.tr("+ %1 more").replace("%1", str(rest)) if rest else "")
        self._details.setPlainText("\n".join(message.details))
        lines = min(6, len(message.details))
        self._details.setFixedHeight(lines * self.fontMetrics().lineSpacing() + 2 * GRID)
        self._unfold.setVisible(bool(message.details))
        self._unfold.setChecked(False)
        self._draw_actions(message)
        self.update()

    def _draw_actions(self, message: Message) -> None:
        while (item := self._buttons.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for action, label in message.actions:
            button = QPushButton(label)
            button.setObjectName(f"message_{action}_Button")
            button.setAccessibleName(label)
            button.setToolTip(label)
            button.setProperty("key", message.key)
            button.setProperty("action", action)
            button.clicked.connect(self._on_action_clicked)
            self._buttons.addWidget(button)

    def _build_details(self) -> QPlainTextEdit:
        details = QPlainTextEdit()
        details.setObjectName("messageDetails")
        details.setAccessibleName(self.tr("Details"))
        details.setToolTip(self.tr("More about this message. You can copy the text."))
        details.setReadOnly(True)
        details.setTabChangesFocus(True)
        details.hide()
        return details

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(GRID)
        line.addWidget(self._picture)
        line.addWidget(self._words, 1)
        line.addWidget(self._more)
        line.addLayout(self._buttons)
        line.addWidget(self._unfold)
        line.addWidget(self._close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, GRID // 2, GRID, GRID // 2)
        layout.setSpacing(GRID // 2)
        layout.addLayout(line)
        layout.addWidget(self._details)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        if not self._messages:
            return
        colours = current_colours()
        edge = QColor(getattr(colours, _LOOKS[self._messages[-1].severity][1]))
        ground = QColor(edge)
        ground.setAlphaF(0.18 if colours.dark else 0.10)
        painter = QPainter(self)
        painter.fillRect(self.rect(), ground)
        painter.fillRect(0, 0, GRID // 2, self.height(), edge)
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
