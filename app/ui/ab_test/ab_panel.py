"""Two takes beside each other, to be heard in turns, openly or blind."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QKeyEvent,
    QKeySequence,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.comparison.ab_session import AbSession
from app.ui.ab_test.ab_bar import AbBar
from app.ui.ab_test.ab_side import AbSide
from app.ui.ab_test.blind_test_panel import BlindTestPanel
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.focus_frame import FRAME, paint_focus_frame
from app.ui.widgets.icons import Icons
from app.ui.widgets.theme import GRID
from vits_core.errors import VitsError

_WIDE = 90 * GRID
"""Pixels from which on the blind test has room beside the takes."""


class AbPanel(QWidget):
    """Shows an `AbSession` and lets a person steer it, by mouse or by single keys."""

    switch_requested = Signal()
    side_chosen = Signal(int)  # 0 or 1
    play_requested = Signal()
    stop_requested = Signal()
    blind_requested = Signal(int)  # so many rounds
    preferred = Signal(int)  # side that is better, 0 or 1
    undecided = Signal()  # neither side is better
    taking_back_requested = Signal()  # the last answer is not to count
    blind_ended = Signal()  # the rounds until now are enough
    star_requested = Signal(int)  # number of the take that is to have a star
    left = Signal()  # the comparison will be over

    def __init__(self, session: AbSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("abPanel")
        self.setAccessibleName(self.tr("Compare two takes"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._session = session
        self._announced: object = ((0, 0), None)
        self._icons = Icons(self)
        self._sides = (AbSide("A"), AbSide("B"))
        self._bar = AbBar()
        self._blind = BlindTestPanel()
        self._keys_line = QLabel()
        self._keys_line.setObjectName("abKeysLabel")
        self._keys_line.setProperty("role", "muted")
        self._keys_line.setWordWrap(True)
        self._keys_line.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._close = self._build_close()
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        """The two takes, and the blind test."""
        self._pages = QStackedWidget()
        self._keys = self._build_keys()
        self._lay_out()
        self._connect()
        self._draw()

    @property
    def session(self) -> AbSession:
        """What is shown."""
        return self._session

    def end(self) -> None:
        """Compare nothing any more."""
        self.left.emit()  # first, so that who listens still finds the takes
        self._session.end()

    @Slot(object)
    def show_problem(self, error: VitsError) -> None:
        """Say why nothing is heard, until something is."""
        self._bar.set_problem(str(error))
        self._draw()

    # -- keys ----------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        # No action of the window takes the keys away while the panel has the keyboard.
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and self._act_of(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        act = self._act_of(event)
        if act is None:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            act()

    def _act_of(self, event: QKeyEvent) -> Callable[[], None] | None:
        """What a key does here, None where it is the window's."""
        if self._session.takes is None:
            return None
        if self._session.blind:
            # Nobody who answers blind means the list, whose change may end the test.
            if event.matches(QKeySequence.StandardKey.Undo):
                return self.taking_back_requested.emit
            if event.matches(QKeySequence.StandardKey.Redo):
                return lambda: None
        return self._keys.get(_character(event))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        paint_focus_frame(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() >= _WIDE
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        self._columns.setDirection(direction)

    # -- slots ---------------------------------------------------------------------------------

    @Slot()
    def _on_play_clicked(self) -> None:
        if self._session.playing:
            self.stop_requested.emit()
        else:
            self.play_requested.emit()

    @Slot()
    def _on_return(self) -> None:
        if self._session.answered:
            self.blind_ended.emit()

    @Slot()
    def _on_escape(self) -> None:
        if self._session.playing:
            self.stop_requested.emit()
        else:
            self._on_close_clicked()

    @Slot()
    def _on_close_clicked(self) -> None:
        if self._session.blind:
            self.blind_ended.emit()  # what was counted is shown before it is gone
        else:
            self.end()

    # -- drawing -------------------------------------------------------------------------------

    @Slot()
    def _draw(self) -> None:
        session = self._session
        self._pages.setCurrentIndex(0 if session.takes is None else 1)
        for side in (0, 1):
            self._draw_side(side)
        if session.playing:
            self._bar.set_problem("")
        self._bar.set_state(
            ready=session.ready,
            can_play=session.can_play,
            playing=session.playing,
            same=session.same,
            decibels=None if session.blind else session.decibels,
        )
        keys = self.tr("Keys: A and B select, X switches, Space plays and stops.")
        if session.blind:
            keys = self.tr(
                "Keys: 1 and 2 play, X switches, Space plays and stops. ← and → vote for 1 "
                "and 2, ↓ for neither; Ctrl+Z undoes a vote."
            )
        self._keys_line.setText(keys)
        self.setAccessibleDescription(self._keys_line.text())
        self._draw_blind()

    def _draw_side(self, side: int) -> None:
        session = self._session
        chosen = session.can_play and session.side == side
        sounding = chosen and session.playing
        words = self.tr("Selected") if chosen else ""
        if session.blind:
            self._sides[side].show_unknown(str(side + 1))
            words = self.tr("Heard") if session.heard[side] else self.tr("Not heard yet")
            if session.answered:
                words = ""
        elif session.takes is not None:
            self._sides[side].show_take(session.takes[side])
        if sounding:
            words = self.tr("Playing")
        self._sides[side].set_state(words, chosen=chosen, sounding=sounding)
        self._sides[side].set_can_play(session.can_play)

    def _draw_blind(self) -> None:
        session = self._session
        winner = session.result.winner if session.result else None
        if session.blind:
            self._blind.show_round(session.progress, session.can_prefer)
            self._blind.set_can_take_back(session.can_take_back)
        elif session.result is None:
            self._blind.show_idle(session.ready)
        else:
            takes = session.takes or ()
            starred = any(t.starred for t in takes if winner and t.number == winner.number)
            self._blind.show_result(session.result, starred)
        news = (session.progress, session.result)
        if news != self._announced:
            self._announced = news
            self._announce()

    def _announce(self) -> None:
        """Say what is asked now; and take the keyboard off a button that may be gone."""
        focus = QApplication.focusWidget()
        if focus is not None and self.isAncestorOf(focus):
            self.setFocus()
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self._blind.words))

    # -- building ------------------------------------------------------------------------------

    def _build_keys(self) -> dict[str, Callable[[], None]]:
        return {
            "a": lambda: self.side_chosen.emit(0),
            "b": lambda: self.side_chosen.emit(1),
            "x": self.switch_requested.emit,
            " ": self._on_play_clicked,
            "1": lambda: self.side_chosen.emit(0),
            "2": lambda: self.side_chosen.emit(1),
            "←": lambda: self.preferred.emit(0),
            "→": lambda: self.preferred.emit(1),
            "↓": self.undecided.emit,
            "0": self.undecided.emit,
            "\r": self._on_return,
            "\x1b": self._on_escape,
        }

    def _connect(self) -> None:
        session, blind = self._session, self._blind
        session.changed.connect(self._draw)
        for key, side in zip("ab", self._sides, strict=True):
            side.chosen.connect(self._keys[key])
        self._bar.play_clicked.connect(self._on_play_clicked)
        self._bar.switch_clicked.connect(self.switch_requested)
        self._close.clicked.connect(self._on_close_clicked)
        blind.blind_requested.connect(self.blind_requested)
        blind.preferred.connect(self.preferred)
        blind.undecided.connect(self.undecided)
        blind.taking_back_requested.connect(self.taking_back_requested)
        blind.blind_ended.connect(self.blind_ended)
        blind.star_requested.connect(self.star_requested)
        self.switch_requested.connect(session.switch)
        self.side_chosen.connect(session.choose_side)
        self.play_requested.connect(session.play)
        self.stop_requested.connect(session.stop)
        self.blind_requested.connect(session.begin_blind)
        self.preferred.connect(session.prefer)
        self.undecided.connect(session.no_preference)
        self.taking_back_requested.connect(session.take_back)
        self.blind_ended.connect(session.end_blind)

    def _build_empty(self) -> QWidget:
        words = self.tr(
            "Select two takes in the list, and press Ctrl+Shift+B to compare them by ear."
        )
        return EmptyState("mdi6.ab-testing", words, "abEmptyLabel")

    def _build_takes(self) -> QWidget:
        sides = QHBoxLayout()
        sides.setSpacing(2 * GRID)
        for side in self._sides:
            sides.addWidget(side, 1)
        self._columns.setSpacing(2 * GRID)
        self._columns.addLayout(sides, 1)
        self._columns.addWidget(self._blind, 1)
        top = QHBoxLayout()
        top.addWidget(self._bar, 1)
        top.addWidget(self._close)
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        layout.setSpacing(GRID)
        layout.addLayout(top)
        layout.addLayout(self._columns)
        layout.addWidget(self._keys_line)
        layout.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(page)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return scroll

    def _build_close(self) -> QToolButton:
        close = QToolButton()
        close.setObjectName("abCloseButton")
        close.setAccessibleName(self.tr("End the comparison"))
        close.setToolTip(
            self.tr("End the comparison (Esc). A blind test in progress is scored first.")
        )
        close.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._icons.put(close, "mdi6.close", "muted")
        return close

    def _lay_out(self) -> None:
        self._pages.addWidget(self._build_empty())
        self._pages.addWidget(self._build_takes())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(FRAME, FRAME, FRAME, FRAME)
        layout.addWidget(self._pages)


_ARROWS = {Qt.Key.Key_Left: "←", Qt.Key.Key_Right: "→", Qt.Key.Key_Down: "↓"}


def _character(event: QKeyEvent) -> str:
    """What a key types, in small letters, or its arrow; "" with Ctrl, Alt or Meta."""
    held = event.modifiers() & ~(
        Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
    )
    return "" if held else _ARROWS.get(Qt.Key(event.key())) or event.text().lower()
