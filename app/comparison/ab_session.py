"""Two takes heard against each other, openly or blind: the state of it, without widgets."""

from __future__ import annotations

import random
from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from app.background import BackgroundJobs
from app.comparison.blind_test import BlindResult, BlindTest
from app.comparison.loudness_match import LoudnessMatch
from app.playback.portaudio import LATENCY
from app.playback.state import PlaybackState
from app.takes.lab_take import LabTake
from vits_core.records import Take

LONGEST_STEP = 0.25
"""Seconds between two positions that are told; what is more was a jump, and not heard."""


class AbSession(QObject):
    """Which of two takes sounds, from where on, and how loud.

    The takes are on two sides, 0 and 1. Openly these are A and B; in a blind test chance decides
    in each round which take is on which side, and nothing here tells until the test is over.
    It owns no player: it asks for sound, and is told what became of it.
    """

    # What the properties say is not what they said before.
    changed = Signal()
    # Samples as loud as they are to be, sample rate, second to begin at: to be played instead of
    # what plays now.
    play_wanted = Signal(object, int, float)
    # The player is to fall silent.
    stop_wanted = Signal()
    # BlindResult: a blind test is over.
    finished = Signal(object)
    # VitsError: the sounds could not be measured, and cannot be heard.
    failed = Signal(object)

    def __init__(self, chance: random.Random | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lead = LATENCY
        """Seconds of sound that the device has already when another one is asked for."""
        self.takes: tuple[LabTake, LabTake] | None = None
        """A and B."""
        self.side = 0
        """The side that sounds, or will when `play` is called."""
        self.result: BlindResult | None = None
        """Of the last blind test of these takes."""
        self._chance = chance or random.Random()
        self._pair: LoudnessMatch | None = None
        self._test: BlindTest | None = None
        self._holds_player = False
        self._state = PlaybackState.STOPPED
        self._position = 0.0
        self._jobs = BackgroundJobs(self)
        self._jobs.failed.connect(self.failed)

    # -- what there is to show -----------------------------------------------------------------

    @property
    def ready(self) -> bool:
        """Both can be played."""
        return self._pair is not None

    @property
    def playing(self) -> bool:
        return self._state in (PlaybackState.PLAYING, PlaybackState.WAITING)

    @property
    def decibels(self) -> tuple[float, float]:
        """How much the sounds of A and B are turned down: 0 or less, and 0 for one of them."""
        return self._pair.decibels if self._pair else (0.0, 0.0)

    @property
    def same(self) -> bool:
        """A and B are the same sound, sample for sample."""
        return self._pair is not None and self._pair.same

    @property
    def blind(self) -> bool:
        """A blind test is under way."""
        return self._test is not None

    @property
    def open_take(self) -> tuple[LabTake, Take] | None:
        """The take on the side that sounds, and its sound; None where nobody may know it."""
        if self.takes is None or self._pair is None or self._test is not None:
            return None
        return self.takes[self.side], self._pair.takes[self.side]

    @property
    def progress(self) -> tuple[int, int]:
        """Round of the blind test, counted from 1, and how many there are; 0, 0 without one.

        Once all are answered it is one more than there are.
        """
        return (self._test.round, self._test.rounds) if self._test else (0, 0)

    @property
    def heard(self) -> tuple[bool, bool]:
        """Whether each side was heard in this round of the blind test."""
        return self._test.heard if self._test else (False, False)

    @property
    def answered(self) -> bool:
        """All rounds of the blind test are answered: `end_blind` tells what came of it."""
        return self._test is not None and self._test.over

    @property
    def can_play(self) -> bool:
        """There is something to be heard now."""
        return self.ready and not self.answered

    @property
    def can_take_back(self) -> bool:
        """A round of the blind test is answered: `take_back` takes it back."""
        return self._test is not None and self._test.round > 1

    @property
    def can_prefer(self) -> bool:
        """Both sides were heard in this round: `prefer` and `no_preference` count."""
        return all(self.heard)

    # -- the takes -----------------------------------------------------------------------------

    def begin(self, first: LabTake, second: LabTake) -> None:
        """Compare these two; what was compared before is over, a blind test too."""
        self._reset((first, second))

    def set_sounds(self, first: Take, second: Take) -> None:
        """The sounds of A and B; they can be heard as soon as they are measured."""
        self._jobs.forget()  # a pair before
        self._jobs.run(partial(LoudnessMatch.of, first, second), self._on_matched)

    def refresh(self, takes: Iterable[LabTake]) -> None:
        """Stars and notes may have changed; a take that is not among these is gone, and so the
        comparison is over."""
        if self.takes is None:
            return
        by_number = {take.number: take for take in takes}
        first, second = (by_number.get(take.number) for take in self.takes)
        if first is None or second is None:
            self.end()
        elif (first, second) != self.takes:
            self.takes = first, second
            self.changed.emit()

    @Slot()
    def end(self) -> None:
        """Fall silent, and compare nothing."""
        self._reset(None)

    def close(self) -> None:
        """Wait for what is being measured; has to be called before the end."""
        self._jobs.forget()
        self._jobs.close()

    # -- listening -----------------------------------------------------------------------------

    @Slot()
    def play(self) -> None:
        """Go on where it was paused, or begin at the beginning."""
        if not self.playing:
            self.choose_side(self.side)

    @Slot()
    def stop(self) -> None:
        """Fall silent, and go back to the beginning."""
        if self._state is not PlaybackState.STOPPED:
            self.stop_wanted.emit()
            self.set_state(PlaybackState.STOPPED)

    @Slot()
    def switch(self) -> None:
        """Hear the other side."""
        self.choose_side(1 - self.side)

    @Slot(int)
    def choose_side(self, side: int) -> None:
        """Hear a side: from where the other one is or was paused, or else from the beginning."""
        if self._pair is None or self.answered or (self.playing and side == self.side):
            return
        start = 0.0
        if self._state is not PlaybackState.STOPPED:
            ahead = self.lead if self._state is PlaybackState.PLAYING else 0.0
            here, there = self._take_of(self.side), self._take_of(side)
            start = self._pair.same_second(here, there, self._position + ahead)
        self._ask(side, start)

    @Slot(float)
    def set_position(self, seconds: float) -> None:
        """What is heard now, in seconds of the sound that was asked for last."""
        step, self._position = seconds - self._position, seconds
        heard = self._state is PlaybackState.PLAYING and 0.0 < step < LONGEST_STEP
        if self._test and heard and self._test.hear(self.side, step):
            self.changed.emit()

    @Slot(PlaybackState)
    def set_state(self, state: PlaybackState) -> None:
        """What the player does with the sound that was asked for last."""
        if self._holds_player and state is not self._state:
            self._state = state
            self.changed.emit()

    @Slot()
    def release_player(self) -> None:
        """The player has another sound now; its state and position are none of this one's."""
        self.set_state(PlaybackState.STOPPED)
        self._holds_player = False

    # -- the blind test ------------------------------------------------------------------------

    @Slot(int)
    def begin_blind(self, rounds: int) -> None:
        """Ask so many times which one is better, without telling which is which."""
        if self._pair is not None:
            self.stop()
            shortest = min(take.seconds for take in self._pair.takes)
            self._test = BlindTest(rounds, shortest, self._chance)
            self.result = None
            self.side = 0
            self.changed.emit()

    @Slot(int)
    def prefer(self, side: int) -> None:
        """That side is better: counts, and the next round begins, if both were heard in this.

        The last answer ends nothing yet: until `end_blind` tells, each can be taken back.
        """
        self._vote(side)

    @Slot()
    def no_preference(self) -> None:
        """Neither is better; otherwise as `prefer`."""
        self._vote(None)

    @Slot()
    def take_back(self) -> None:
        """Go back to the round that was answered last: its answer does not count."""
        if self._test is not None and self.can_take_back:
            self._test.take_back()
            self._begin_round()

    @Slot()
    def end_blind(self) -> None:
        """Count the rounds that there were, and tell which take was preferred."""
        if self._test is None or self.takes is None:
            return
        self.stop()
        self.result = self._test.result(self.takes)
        self._test = None
        self.side = 0
        self.changed.emit()
        self.finished.emit(self.result)

    def _vote(self, side: int | None) -> None:
        if self._test is not None and self.can_prefer:
            self._test.vote(side)
            self._begin_round()

    def _begin_round(self) -> None:
        """Let 1 be heard from its beginning if something was: to go on would tell whether the
        sides have changed."""
        was_playing = self.playing
        self.stop()
        self.side = 0
        if was_playing and not self.answered:
            self._ask(0, 0.0)
        else:
            self.changed.emit()

    def _on_matched(self, pair: LoudnessMatch) -> None:
        self._pair = pair
        self.changed.emit()

    def _reset(self, takes: tuple[LabTake, LabTake] | None) -> None:
        self.stop()
        self.release_player()
        self._jobs.forget()
        self.takes = takes
        self.result = self._test = self._pair = None
        self.side = 0
        self.changed.emit()

    def _take_of(self, side: int) -> int:
        return self._test.take_of(side) if self._test else side

    def _ask(self, side: int, start: float) -> None:
        if self._pair is None:
            return
        self.side = side
        self._holds_player = True
        self._position = start
        self._state = PlaybackState.WAITING
        take = self._take_of(side)
        rate = self._pair.takes[take].sample_rate
        self.play_wanted.emit(self._pair.samples(take), rate, start)
        self.changed.emit()
