"""The takes that are laid over each other: which line is whose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPointF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QIcon, QKeyEvent, QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QToolButton, QWidget

from app.ui.takes.take_colours import MOST_LOOKS, take_pen
from app.ui.widgets.colours import current_colours
from app.ui.widgets.icons import Icons
from app.ui.widgets.theme import GRID

_SWATCH = QSize(4 * GRID, 2 * GRID)
_LINE = 3.25 * GRID
_PLAY_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_DROP_KEYS = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


@dataclass(frozen=True, slots=True)
class LegendTake:
    """What the legend says of a take."""

    number: int
    slot: int
    """Which of the looks its line has (`take_look`)."""
    label: str
    description: str
    """For tooltip and screen reader."""


class CompareLegend(QWidget):
    """A button for each take, and a smaller one that takes it out of the comparison.

    The buttons are there once and for all, so that the keyboard stays where it is when a take goes.
    """

    play_requested = Signal(int)  # number of the take
    drop_requested = Signal(int)  # number of the take that is to leave the comparison
    pointed_at = Signal(object)  # slot of the take that the pointer or the keyboard is on, or None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("compareLegend")
        self.setAccessibleName(self.tr("Takes in the comparison"))
        self._takes: tuple[LegendTake, ...] = ()
        self._icons = Icons(self)
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setHorizontalSpacing(GRID)
        self._layout.setVerticalSpacing(0)
        self._layout.setColumnStretch(MOST_LOOKS, 1)
        self._columns = 0
        self._entries = [self._build_entry(place) for place in range(MOST_LOOKS)]
        self.set_takes(())

    def set_takes(self, takes: Sequence[LegendTake]) -> None:
        """Show these, at most `MOST_LOOKS`, in this order."""
        self._takes = tuple(takes)
        focus = self.focusWidget()
        for place, (entry, button, drop) in enumerate(self._entries):
            shown = place < len(takes)
            if shown:
                self._fill(button, drop, takes[place])
            elif focus in (button, drop) and takes:
                self._entries[len(takes) - 1][1].setFocus()
            entry.setVisible(shown)
        self._arrange()

    def _fill(self, button: QToolButton, drop: QToolButton, take: LegendTake) -> None:
        button.setText(take.label)
        wide = button.fontMetrics().horizontalAdvance(take.label)
        button.setFixedWidth(_SWATCH.width() + wide + 2 * GRID)
        button.setIcon(swatch(take.slot, self.devicePixelRatioF()))
        button.setAccessibleName(
            self.tr("Play take %1: %2")
            .replace("%1", str(take.number))
            .replace("%2", take.description)
        )
        button.setToolTip(
            self.tr("%1\nClick or press Enter to play it, Delete to remove it.").replace(
                "%1", take.description
            )
        )
        leave = self.tr("Remove take %1 from the comparison").replace("%1", str(take.number))
        drop.setAccessibleName(leave)
        drop.setToolTip(leave)

    def minimumSizeHint(self) -> QSize:
        return QSize(20 * GRID, super().minimumSizeHint().height())

    def _arrange(self) -> None:
        """In one line, or in two where there is no room for that."""
        entries = [entry for entry, _, _ in self._entries]
        shown = entries[: len(self._takes)]
        wide = sum(entry.sizeHint().width() + GRID for entry in shown) - GRID
        columns = MOST_LOOKS if wide <= self.width() else (len(shown) + 1) // 2
        if columns != self._columns:
            self._columns = columns
            for place, entry in enumerate(entries):
                self._layout.addWidget(entry, place // columns, place % columns)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    # -- events --------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.set_takes(self._takes)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if isinstance(event, QKeyEvent) and event.key() in (*_PLAY_KEYS, *_DROP_KEYS):
            if kind == QEvent.Type.ShortcutOverride:  # Delete here deletes nothing in the list
                event.accept()
                return True
            if kind == QEvent.Type.KeyPress:
                self._press(watched, event.key())
                return True
        elif kind in (QEvent.Type.Enter, QEvent.Type.FocusIn):
            take = self._take_of(watched)
            self.pointed_at.emit(None if take is None else take.slot)
        elif kind in (QEvent.Type.Leave, QEvent.Type.FocusOut):
            self.pointed_at.emit(None)
        return super().eventFilter(watched, event)

    def _press(self, button: QObject, key: int) -> None:
        take = self._take_of(button)
        if take is not None and key in _DROP_KEYS:
            self.drop_requested.emit(take.number)
        elif isinstance(button, QToolButton):
            button.click()

    @Slot()
    def _on_clicked(self) -> None:
        take = self._take_of(self.sender())
        if take is not None:
            self.play_requested.emit(take.number)

    @Slot()
    def _on_drop_clicked(self) -> None:
        take = self._take_of(self.sender())
        if take is not None:
            self.drop_requested.emit(take.number)

    def _take_of(self, button: QObject) -> LegendTake | None:
        shown = zip(self._takes, self._entries, strict=False)
        return next((take for take, entry in shown if button in entry), None)

    # -- building ------------------------------------------------------------------------------

    def _build_entry(self, place: int) -> tuple[QWidget, QToolButton, QToolButton]:
        entry = QWidget(self)
        inside = QHBoxLayout(entry)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        button = QToolButton()
        button.setObjectName(f"compareTake{place + 1}Button")
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setIconSize(_SWATCH)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.clicked.connect(self._on_clicked)
        button.installEventFilter(self)
        drop = QToolButton()
        drop.setObjectName(f"compareDrop{place + 1}Button")
        drop.setIconSize(QSize(GRID + 4, GRID + 4))
        drop.setFixedWidth(2 * GRID + 4)
        drop.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        drop.clicked.connect(self._on_drop_clicked)
        drop.installEventFilter(self)
        self._icons.put(drop, "mdi6.close", "muted")
        inside.addWidget(button)
        inside.addWidget(drop)
        return entry, button, drop


def swatch(slot: int, ratio: float) -> QIcon:
    """A piece of the take's line."""
    picture = QPixmap(_SWATCH * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(take_pen(slot, current_colours(), 2.0))
    middle = _SWATCH.height() / 2
    painter.drawLine(QPointF(0, middle), QPointF(_LINE, middle))
    painter.end()
    return QIcon(picture)
