"""A/B listening in the window: its panel, the player, and the sounds of the two takes."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from app.playback.player import Player
from app.session.controller import Controller
from app.session.playable import PairSound
from app.takes.lab_take import LabTake
from app.takes.same_place import same_second
from app.takes.take_generator import TakeGenerator
from app.ui.actions.action import Action
from app.ui.window.main_window import MainWindow
from app.ui.window.window_layout import WindowParts
from vits_core.records import FloatArray, Take


class AbController(QObject):
    """Shows two takes in their view, and lends it the player until something else is heard.

    The plots show the take that sounds, but in a blind test: there they would tell which it is.
    """

    def __init__(
        self,
        window: MainWindow,
        parts: WindowParts,
        controller: Controller,
        generator: TakeGenerator,
        player: Player,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._takes = parts.takes
        self._plots = parts.plots
        self._controller = controller
        self._generator = generator
        self._player = player
        self._blind = False
        """The plots tell nothing, for a blind test is under way."""
        self.panel = parts.ab
        self.session = parts.ab.session
        self._connect(parts)

    def open(self, first: int, second: int) -> None:
        """Compare two takes of the list."""
        take_list = self._generator.take_list
        self.session.begin(take_list[first], take_list[second])
        for number in (first, second):
            self._generator.renderer.want(number)
        self._window.show_ab()

    def close(self) -> None:
        """Fall silent; has to be called before the end."""
        self.session.end()
        self.session.close()

    def _connect(self, parts: WindowParts) -> None:
        session, panel, player = self.session, self.panel, self._player
        self._window.action(Action.AB).triggered.connect(self._on_ab_requested)
        self._window.action(Action.SHOW_AB).triggered.connect(self._on_show_requested)
        parts.compare.ab_requested.connect(self.open)
        self._generator.take_list.changed.connect(
            lambda: session.refresh(self._generator.take_list.takes)
        )
        self._generator.renderer.sound_ready.connect(self._on_sound_ready)
        self._controller.speech_began.connect(self._on_speech_began)
        session.changed.connect(self._on_session_changed)
        session.play_wanted.connect(self._on_play_wanted)
        session.stop_wanted.connect(player.stop)
        player.position_changed.connect(self._on_position_changed)
        player.state_changed.connect(session.set_state)
        session.failed.connect(panel.show_problem)
        player.failed.connect(panel.show_problem)
        panel.star_requested.connect(self._on_star_requested)
        panel.left.connect(self._on_left)

    @Slot()
    def _on_ab_requested(self) -> None:
        chosen = sorted(self._takes.chosen())
        if len(chosen) == 2:
            self.open(chosen[0], chosen[1])

    @Slot()
    def _on_show_requested(self) -> None:
        if self.session.takes is None:
            self._on_ab_requested()
        self._window.show_ab()

    @Slot(int, object)
    def _on_sound_ready(self, _number: int, _take: Take) -> None:
        takes = self.session.takes
        if takes is not None and not self.session.ready:
            first, second = (self._generator.renderer.sound(take.number) for take in takes)
            if first is not None and second is not None:
                self.session.set_sounds(first, second)

    @Slot(object, int, float)
    def _on_play_wanted(self, samples: FloatArray, sample_rate: int, start: float) -> None:
        take = self.session.open_take
        if take is None:
            self._empty_plots()  # before the sound comes, since it ends what plays
        self._player.exchange(samples, sample_rate, start)
        if take is not None:
            self._show(*take)

    @Slot()
    def _on_session_changed(self) -> None:
        """Hide what would tell, as long as it would; and leave the player in order at the end."""
        session = self.session
        blind, self._blind = self._blind, session.blind
        if self._blind and not blind:
            words = self.tr("Hidden during a blind test: the plots would give the take away")
            self._plots.set_empty_words(words)
            self._player.stop()  # it would give away which of the two this is
            self._empty_plots()
        elif blind and not self._blind:
            self._plots.set_empty_words(None)
            take = session.open_take
            if take is not None and self._generator.take_player.shown is None:
                self._generator.take_player.show(take[0].number)
        if session.takes is None:
            self._generator.take_player.take_over()

    def _empty_plots(self) -> None:
        """Show nothing of what sounds."""
        if len(self._controller.timeline) or self._controller.busy:
            self._controller.clear(in_player=PairSound())

    def _show(self, take: LabTake, sound: Take) -> None:
        """Show the take that sounds; a view that was chosen stays with its phonemes."""
        shown, view = self._controller.timeline.takes, self._plots.chosen_view()
        self._generator.take_player.show_heard(take, sound)
        if view is not None and len(shown) == 1:
            self._plots.set_view(*(same_second(shown[0], sound, second) for second in view))

    @Slot(float)
    def _on_position_changed(self, seconds: float) -> None:
        if self.session.takes is None:
            return
        self.session.lead = self._player.ahead
        self.session.set_position(seconds)

    @Slot()
    def _on_speech_began(self) -> None:
        if self._controller.in_player != PairSound():
            self.session.release_player()

    @Slot(int)
    def _on_star_requested(self, number: int) -> None:
        if number in self._generator.take_list:
            self._generator.take_list.set_starred([number], True, self.tr("Add star"))

    @Slot()
    def _on_left(self) -> None:
        takes = self.session.takes
        self.session.end()
        if (
            takes is not None
            and self._generator.take_player.shown is None
            and takes[0].number in self._generator.take_list
        ):
            self._generator.take_player.show(takes[0].number)
        self._window.show_takes()
