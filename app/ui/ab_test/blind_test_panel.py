"""The blind test of two takes: started, answered round by round, and its result."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.comparison.blind_test import FEWEST_ROUNDS, MOST_ROUNDS, USUAL_ROUNDS, BlindResult
from app.ui.ab_test.blind_test_text import evidence, verdict
from app.ui.widgets.dialog_buttons import answer_button
from app.ui.widgets.icons import Icons, LabelIcon
from app.ui.widgets.inputs import SpinBox
from app.ui.widgets.theme import GRID

_HEIGHT = 19 * GRID
"""Pixels that are enough for each of its states, so that nothing around it moves."""


class BlindTestPanel(QFrame):
    """Asks which of "1" and "2" is better, and says nothing else until the end."""

    blind_requested = Signal(int)  # so many rounds
    preferred = Signal(int)  # side that is better, 0 or 1
    undecided = Signal()  # neither is better
    taking_back_requested = Signal()  # the last answer is not to count
    blind_ended = Signal()  # the rounds until now are enough
    star_requested = Signal(int)  # number of the take that is to have a star

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self._icons = Icons(self)
        self._winner: int | None = None
        self._progress = self._label("abRoundLabel", "muted")
        self._back = self._build_back()
        self._words = self._label("abBlindWords", "")
        self._words.setWordWrap(True)
        self._bar = self._build_bar()
        self._idle = self._build_idle()
        self._running = self._build_running()
        self._picture = QLabel()
        self._verdict = self._label("abVerdictLabel", "heading")
        self._star = self._build_star()
        self._lay_out()

    # -- the three states ----------------------------------------------------------------------

    def show_idle(self, can_start: bool) -> None:
        """No test is under way."""
        self._show(running=False, result=False)
        self._start.setEnabled(can_start)
        self._words.setText(self.tr("Which one sounds better when you don't know which is which?"))

    def show_round(self, progress: tuple[int, int], can_prefer: bool) -> None:
        """A round is under way; it can be answered when both were heard. Beyond the last one all
        are answered."""
        number, rounds = progress
        done = number > rounds
        self._show(running=True, result=False)
        words = self.tr("Round %1 of %2").replace("%1", str(min(number, rounds)))
        self._progress.setText(words.replace("%2", str(rounds)))
        self._bar.setRange(0, rounds)
        self._bar.setValue(number - 1)
        for vote in self._votes:
            vote.setEnabled(can_prefer)
            vote.setVisible(not done)
        self._end.setVisible(not done)
        self._tell.setVisible(done)
        if done:
            question = self.tr(
                "You have answered every round. You can undo the last answer until you "
                "show the result."
            )
        elif can_prefer:
            question = self.tr("Which one is better?")
        else:
            question = self.tr("Listen to 1 and 2, then choose the better one.")
        self._words.setText(question)

    def set_can_take_back(self, can: bool) -> None:
        """Whether there is an answer."""
        self._back.setEnabled(can)

    def show_result(self, result: BlindResult, starred: bool) -> None:
        """The test is over; `starred` is about the winner."""
        self._show(running=False, result=True)
        self._start.setEnabled(True)
        self._verdict.setText(verdict(result))
        self._words.setText(evidence(result))
        self._words.setVisible(bool(self._words.text()))
        self._words.setToolTip(
            self.tr(
                "p is the probability of a result at least this clear if every answer "
                "were a guess (exact two-sided binomial test)."
            )
        )
        winner = result.winner
        self._winner = None if winner is None else winner.number
        picture = ("mdi6.equal", "muted") if winner is None else ("mdi6.trophy", "warning")
        self._icons.put(LabelIcon(self._picture, 3 * GRID), *picture)
        self._star.setVisible(winner is not None)
        self._star.setEnabled(not starred)
        words = self.tr("Winner starred") if starred else self.tr("Star winner")
        self._star.setText(words)
        self._star.setAccessibleName(words)

    @property
    def words(self) -> str:
        """All that the section says, for those who hear it rather than see it."""
        parts = (self._progress, self._verdict, self._words)
        return ". ".join(part.text() for part in parts if not part.isHidden() and part.text())

    def _show(self, *, running: bool, result: bool) -> None:
        for part in (self._bar, self._progress, self._back, self._running):
            part.setVisible(running)
        self._idle.setVisible(not running)
        for part in (self._picture, self._verdict, self._star):
            part.setVisible(result)
        self._words.show()
        self._words.setToolTip("")

    # -- slots ---------------------------------------------------------------------------------

    @Slot()
    def _on_start_clicked(self) -> None:
        self.blind_requested.emit(self._rounds.value())

    @Slot()
    def _on_vote_clicked(self) -> None:
        self.preferred.emit(int(self.sender().property("side")))

    @Slot()
    def _on_star_clicked(self) -> None:
        if self._winner is not None:
            self.star_requested.emit(self._winner)

    # -- building ------------------------------------------------------------------------------

    def _build_idle(self) -> QWidget:
        self._rounds = SpinBox()
        self._rounds.setObjectName("abRoundsField")
        self._rounds.setRange(FEWEST_ROUNDS, MOST_ROUNDS)
        self._rounds.setValue(USUAL_ROUNDS)
        self._rounds.setAccessibleName(self.tr("Rounds"))
        self._rounds.setToolTip(
            self.tr("Number of comparisons. More rounds make the result more reliable.")
        )
        label = QLabel(self._rounds.accessibleName())
        label.setBuddy(self._rounds)
        self._start = self._button(
            "abStartButton",
            self.tr("Start blind test"),
            self.tr(
                "Listen to both without knowing which is which, and choose the better one each time"
            ),
        )
        self._start.clicked.connect(self._on_start_clicked)
        return _row(label, self._rounds, self._start, None)

    def _build_star(self) -> QPushButton:
        tip = self.tr("Star the winning take in the list")
        star = self._button("abStarButton", self.tr("Star winner"), tip)
        self._icons.put(star, "mdi6.star", "warning")
        star.clicked.connect(self._on_star_clicked)
        return star

    def _build_back(self) -> QPushButton:
        tip = self.tr("Discard your last answer and repeat that round (%1)")
        keys = QKeySequence(QKeySequence.StandardKey.Undo)
        shown = keys.toString(QKeySequence.SequenceFormat.NativeText)
        back = self._button("abBackButton", self.tr("Undo answer"), tip.replace("%1", shown))
        self._icons.put(back, "mdi6.undo")
        back.clicked.connect(self.taking_back_requested)
        return back

    def _build_running(self) -> QWidget:
        first = self._button("abFirstButton", self.tr("1 is better"), self.tr("Prefer 1 (key ←)"))
        neither = self._button(
            "abNeitherButton",
            self.tr("No difference"),
            self.tr("Prefer neither (key ↓)"),
        )
        second = self._button("abSecondButton", self.tr("2 is better"), self.tr("Prefer 2 (key →)"))
        self._votes = (first, neither, second)
        for side, vote in enumerate((first, second)):
            vote.setProperty("side", side)
            vote.clicked.connect(self._on_vote_clicked)
        neither.clicked.connect(self.undecided)
        end = self._end = self._button(
            "abEndButton",
            self.tr("End test"),
            self.tr("Score the rounds so far and show which take you preferred"),
        )
        end.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        tell = self._tell = self._button(
            "abResultButton",
            self.tr("Show result"),
            self.tr("Score all rounds and show which take you preferred (Enter)"),
        )
        tell.setProperty("primary", True)
        for button in (end, tell):
            button.clicked.connect(self.blind_ended)
        return _row(*self._votes, end, tell)

    def _build_bar(self) -> QProgressBar:
        bar = QProgressBar()
        bar.setObjectName("abRoundBar")
        bar.setAccessibleName(self.tr("Completed rounds"))
        bar.setToolTip(self.tr("How many rounds of the blind test you have completed"))
        bar.setTextVisible(False)
        return bar

    def _button(self, name: str, words: str, tip: str) -> QPushButton:
        button = answer_button(words, name, tip)
        # A click leaves the keyboard with the panel, whose keys then go on working.
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _label(self, name: str, role: str) -> QLabel:
        label = QLabel()
        label.setObjectName(name)
        label.setProperty("role", role)
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label

    def _lay_out(self) -> None:
        heading = QLabel(self.tr("Blind test"))
        heading.setProperty("role", "heading")
        result = QHBoxLayout()
        result.setSpacing(GRID)
        result.addWidget(self._picture)
        result.addWidget(self._verdict, 1)
        result.addWidget(self._star)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 3 * GRID // 2, 2 * GRID, 3 * GRID // 2)
        layout.setSpacing(GRID)
        top = QHBoxLayout()
        top.addWidget(heading, 1)
        top.addWidget(self._progress)
        top.addWidget(self._back)
        layout.addLayout(top)
        layout.addWidget(self._bar)
        layout.addLayout(result)
        for part in (self._words, self._idle, self._running):
            layout.addWidget(part)
        layout.addStretch(1)
        self.setMinimumHeight(_HEIGHT)


def _row(*parts: QWidget | None) -> QWidget:
    """Widgets beside each other; None is the gap that takes what is left."""
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(GRID)
    for part in parts:
        if part is None:
            layout.addStretch(1)
        else:
            layout.addWidget(part)
    return row
