"""The strip at the bottom: what the application is doing, and what is under the pointer."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QWidget

from app.ui.widgets.activity_indicator import ActivityIndicator
from app.ui.widgets.colours import current_colours
from app.ui.widgets.theme import GRID
from app.ui.widgets.time_text import clock

_PROGRESS_STEPS = 1000


@dataclass(frozen=True, slots=True)
class _Shown:
    """One state."""

    text: str
    detail: str = ""
    busy: bool = False
    progress: float | None = None
    tone: str = "muted"


class StatusStrip(QWidget):
    """Names every state, in words; the present one is kept until the next is shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusStrip")
        self.setAccessibleName(self.tr("Status"))
        self._dot = ActivityIndicator()
        self._result = ""  # of the speech that was made last
        self._opening = ""  # name of the file that is being opened, in front of any state
        self._fitted: float | None = None  # share of the lines
        self._state = QLabel()
        self._state.setObjectName("statusLabel")
        self._detail = QLabel()
        self._detail.setObjectName("statusDetailLabel")
        self._detail.setProperty("role", "muted")
        self._progress = QProgressBar()
        self._progress.setObjectName("statusProgress")
        self._progress.setAccessibleName(self.tr("Progress"))
        self._progress.setToolTip(self.tr("How much of the current task is done"))
        self._progress.setRange(0, _PROGRESS_STEPS)
        self._progress.setTextVisible(False)
        self._progress.setFixedWidth(16 * GRID)
        self._cursor = QLabel()
        self._cursor.setObjectName("cursorLabel")
        self._cursor.setProperty("role", "muted")
        self._cursor.setTextFormat(Qt.TextFormat.PlainText)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2 * GRID, GRID // 2, 2 * GRID, GRID // 2)
        layout.setSpacing(GRID)
        for part in (self._dot, self._state, self._progress, self._detail):
            layout.addWidget(part)
        layout.addStretch(1)
        layout.addWidget(self._cursor)
        self.setFixedHeight(4 * GRID)
        self.show_starting()

    def state_text(self) -> str:
        """What the strip says, for those who read it rather than see it."""
        return " · ".join(part for part in (self._state.text(), self._detail.text()) if part)

    # -- a file that is being opened ---------------------------------------------------------------

    def show_opening(self, name: str) -> None:
        """A file is being read, whatever else goes on, until `hide_opening`."""
        self._opening = name
        self._draw()

    def hide_opening(self) -> None:
        """Show again what else goes on."""
        self._opening = ""
        self._draw()

    # -- lines that are fitted into their times ------------------------------------------------

    @Slot(object)
    def show_fitting(self, share: float | None) -> None:
        """So many of the lines are fitted, from 0 to 1, while nothing else goes on; None is the end
        of it."""
        self._fitted = share
        self._draw()

    # -- the states ----------------------------------------------------------------------------

    def show_starting(self) -> None:
        """The window is up, the voice's machinery is not yet."""
        self._show(self.tr("Starting…"), busy=True)

    def show_loading_voice(self, name: str) -> None:
        self._show(self.tr("Loading voice %1…").replace("%1", name), busy=True)

    def show_no_voice(self) -> None:
        self._show(self.tr("No voice loaded. Choose Open voice…"), tone="warning")

    def show_ready(self, voice: str, sample_rate: int) -> None:
        """A voice of this name and rate (Hz) is loaded and nothing is going on."""
        detail = f"{voice} · {sample_rate / 1000:g} kHz"
        self._show(self.tr("Ready"), detail=detail, tone="good")

    def show_speaking(self, share: float) -> None:
        """So much of the text is made, from 0 to 1."""
        self._result = ""
        self._show(self.tr("Speaking…"), busy=True, progress=share or None)

    def show_waiting(self) -> None:
        """The playback has caught up with what is being made."""
        self._show(self.tr("Buffering…"), busy=True)

    def show_playing(self) -> None:
        self._show(self.tr("Playing"), detail=self._result, tone="accent")

    def show_paused(self) -> None:
        self._show(self.tr("Paused"), detail=self._result, tone="accent")

    def show_done(self, seconds: float, times_real_time: float | None) -> None:
        """So many seconds of speech are there, made so many times faster than they last; None for
        what was there before."""
        if times_real_time is None:
            words = self.tr("%1 s, made earlier")
        else:
            words = self.tr("%1 s spoken, %2× real time")
        times = times_real_time or 0.0
        factor = f"{times:.0f}" if times >= 10 else f"{times:.1f}"
        self._result = words.replace("%1", f"{seconds:.1f}").replace("%2", factor)
        self._show(self.tr("Done"), detail=self._result, tone="good")

    def show_cancelled(self) -> None:
        self._show(self.tr("Stopped"), tone="muted")

    def show_exported(self, name: str) -> None:
        self._show(self.tr("Saved"), detail=name, tone="good")

    def show_failed(self, what: str) -> None:
        """Something failed; the message bar says the rest."""
        self._show(self.tr("Failed"), detail=what, tone="bad")

    # -- the pointer ---------------------------------------------------------------------------

    @Slot(float, object, str, str)
    def show_cursor(self, seconds: float, hz: float | None, phoneme: str, word: str) -> None:
        """What is under the pointer in the picture of the sound."""
        parts = [clock(seconds, 3)]
        if word:
            parts.append(word)
        if phoneme:
            parts.append(f"/{phoneme}/")
        if hz is not None:
            parts.append(f"{hz:.0f} Hz")
        self._cursor.setText("    ".join(parts))

    @Slot()
    def clear_cursor(self) -> None:
        self._cursor.clear()

    def _show(
        self,
        text: str,
        *,
        detail: str = "",
        busy: bool = False,
        progress: float | None = None,
        tone: str = "muted",
    ) -> None:
        self._shown = _Shown(text, detail, busy, progress, tone)
        self._draw()

    def _draw(self) -> None:
        shown = self._shown
        if self._opening:
            text = self.tr("Opening %1…").replace("%1", self._opening)
            shown = _Shown(text, busy=True)
        elif self._fitted is not None and not shown.busy:
            text = self.tr("Fitting lines to their times…")
            shown = _Shown(text, busy=True, progress=self._fitted)
        self._state.setText(shown.text)
        self._detail.setText(shown.detail)
        self._dot.show_state(shown.busy, shown.tone)
        self._progress.setVisible(shown.progress is not None)
        if shown.progress is not None:
            # At each new value it would paint the whole window at once, not when there is time.
            self._progress.setUpdatesEnabled(False)
            self._progress.setValue(round(shown.progress * _PROGRESS_STEPS))
            self._progress.setUpdatesEnabled(True)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, QColor(current_colours().border))
        painter.end()
