"""Between the lab and its widgets: what a person asks for there, and what they see of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, QPoint, Slot

from app.document.document import Line
from app.playback.playback import PlaybackState
from app.playback.player import Player
from app.session.controller import Controller
from app.session.script import Script
from app.shell.lab.steering_controller import WORD_STEP, SteeringController
from app.takes import recipes
from app.takes.lab_take import LabTake
from app.takes.recipes import Sampling, TakeRecipe
from app.takes.script_takes import ScriptTakes
from app.takes.take_generator import TakeGenerator
from app.ui.actions.action import Action
from app.ui.window.main_window import MainWindow
from app.ui.window.message_bar import Message
from app.ui.window.window_layout import WindowParts
from vits_core.errors import VitsError
from vits_core.prosody.steering import Draw, Noise

ALIKE_DEGREES = 25.0
"""Of a quarter turn: clearly another take, and clearly the same idea."""

_WORD_ACTIONS = (
    Action.REDRAW_WORD, Action.REDRAW_RHYTHM, Action.REDRAW_EXPRESSION, None,
    Action.SLOWER_WORD, Action.FASTER_WORD, None,
    Action.LONGER_SOUND, Action.SHORTER_SOUND, None,
    Action.RELEASE, Action.FIT,
)  # fmt: skip
_TAKE_ACTIONS = (
    Action.USE, Action.STAR, Action.NOTE, Action.ADOPT, None,
    Action.ALIKE, Action.MORPH, Action.SWEEP, Action.COMP, None,
    Action.COMPARE, Action.AB, None,
    Action.EXPORT_TAKES, Action.PICTURE, None,
    Action.DELETE_TAKES,
)  # fmt: skip


class TakeListController(QObject):
    """Shows the list of takes, and passes on what is asked of it."""

    def __init__(
        self,
        window: MainWindow,
        parts: WindowParts,
        script: Script,
        controller: Controller,
        generator: TakeGenerator,
        script_takes: ScriptTakes,
        player: Player,
        steering: SteeringController,
    ) -> None:
        super().__init__(window)
        self._steering = steering
        self._window = window
        self._parts = parts
        self._script = script
        self._controller = controller
        self._generator = generator
        self._script_takes = script_takes
        self._player = player
        self._parents: dict[int, int | None] = {}
        """Of each take that was ever in the list."""
        self._listed: set[int] = set()
        self._connect()

    def current(self) -> LabTake | None:
        """The take that the keyboard is on."""
        chosen = self._parts.takes.chosen()
        return self._generator.take_list[chosen[0]] if chosen else None

    def sampling(self, count: int) -> Sampling:
        """As the panel says: what is locked is locked to its seeds, or to a take's noise that was
        taken over with them."""
        rhythm_locked, expression_locked = self._parts.prosody.locks()
        rhythm, expression = self._controller.seeds
        return Sampling(
            count,
            self._noise("rhythm", rhythm),
            self._noise("expression", expression),
            rhythm_locked,
            expression_locked,
            self._parts.takes.even_tempo(),
        )

    def _noise(self, name: str, seed: int) -> Noise:
        return self._generator.held(name, seed) or Draw(seed)

    # -- building ------------------------------------------------------------------------------

    def _connect(self) -> None:
        generator, take_list = self._generator, self._generator.take_list
        panel, below = self._parts.takes, self._parts.script.takes
        take_list.changed.connect(self._on_take_list_changed)
        generator.renderer.preview_made.connect(self._on_preview_made)
        generator.renderer.failed.connect(self._on_making_failed)
        generator.taken_up.connect(self._on_taken_up)
        generator.take_player.joined.connect(self._on_joined)
        generator.failed.connect(self._on_failed)
        generator.take_player.shown_changed.connect(self._parts.take_facts.set_shown)
        self._parts.take_facts.preview_missed.connect(generator.renderer.look_at)
        panel.sample_requested.connect(self._on_sample_requested)
        for takes in (panel, below):
            takes.play_requested.connect(generator.take_player.play)
            takes.star_requested.connect(self._on_star_requested)
            takes.note_changed.connect(self._on_note_changed)
            takes.delete_requested.connect(self._on_delete_requested)
            takes.use_requested.connect(self._on_use_requested)
            takes.menu_requested.connect(self._on_takes_menu_requested)
        panel.chosen_changed.connect(self._on_chosen_changed)
        self._window.action(Action.USE).triggered.connect(self._on_use_requested)
        self._script_takes.changed.connect(self._parts.take_facts.set_uses)
        self._script_takes.failed.connect(self._on_failed)
        self._window.action(Action.ADOPT).triggered.connect(self._on_adopt_requested)
        self._window.action(Action.ALIKE).triggered.connect(self._on_alike_requested)
        self._connect_steering()

    def _connect_steering(self) -> None:
        steering, action = self._steering, self._window.action
        for each, do in {
            Action.REDRAW_WORD: partial(steering.redraw, rhythm=True, expression=True),
            Action.REDRAW_RHYTHM: partial(steering.redraw, rhythm=True, expression=False),
            Action.REDRAW_EXPRESSION: partial(steering.redraw, rhythm=False, expression=True),
            Action.SLOWER_WORD: partial(steering.scale, WORD_STEP),
            Action.FASTER_WORD: partial(steering.scale, 1 / WORD_STEP),
            Action.LONGER_SOUND: partial(steering.nudge, 1),
            Action.SHORTER_SOUND: partial(steering.nudge, -1),
            Action.RELEASE: steering.release,
        }.items():
            action(each).triggered.connect(lambda _=False, do=do: do())
        self._parts.plots.words_menu_requested.connect(self._on_words_menu_requested)

    @Slot(object)
    def _on_words_menu_requested(self, point: QPoint) -> None:
        self._window.pop_up(_WORD_ACTIONS, point)

    @Slot(object)
    def _on_takes_menu_requested(self, point: QPoint) -> None:
        self._window.pop_up(_TAKE_ACTIONS, point)

    # -- what is asked for ---------------------------------------------------------------------

    @Slot(int)
    def _on_sample_requested(self, count: int) -> None:
        self._parts.messages.retract("lab")
        self._generator.sample(self.sampling(count), self._lines_at_hand())

    def _lines_at_hand(self) -> Sequence[Line]:
        """The lines that are selected in the script, or touched by the selection of the text."""
        document = self._script.document
        if self._window.shows_lines():
            return [document[line] for line in self._parts.script.chosen()]
        return document.touched(*self._parts.editor.selection_or_caret())

    @Slot()
    def _on_alike_requested(self) -> None:
        take = self.current()
        if take is None:
            return
        rhythm_locked, expression_locked = self._parts.prosody.locks()
        requests = recipes.alike(
            take.outline,
            self._parts.takes.count(),
            ALIKE_DEGREES,
            rhythm=not rhythm_locked,
            expression=not expression_locked or rhythm_locked,
        )
        origin = self.tr("like %1").replace("%1", str(take.number))
        self._generator.make(
            [TakeRecipe(each, take.line, origin, take.number) for each in requests],
            self.tr("More like take %1").replace("%1", str(take.number)),
        )

    @Slot(list, bool)
    def _on_star_requested(self, numbers: list[int], starred: bool) -> None:
        what = self.tr("Add star") if starred else self.tr("Remove star")
        self._generator.take_list.set_starred(numbers, starred, what)

    @Slot(int, str)
    def _on_note_changed(self, number: int, note: str) -> None:
        if self._generator.take_list[number].note != note:
            self._generator.take_list.set_note(number, note, self.tr("Edit note"))

    @Slot(list)
    def _on_delete_requested(self, numbers: list[int]) -> None:
        count = len(numbers)
        self._generator.take_list.remove(numbers, self.tr("Remove %n takes", "", count))

    @Slot()
    def _on_use_requested(self) -> None:
        take = self.current()
        if take is not None:
            self._parts.messages.retract("lab")
            line = self._parts.script.takes.line_of(take.number)
            self._script_takes.toggle(take, line if self._window.shows_lines() else None)

    @Slot()
    def _on_adopt_requested(self) -> None:
        """Put settings and seeds of the current take into the panel."""
        take = self.current()
        if take is None:
            return
        outline = take.outline
        self._generator.hold(outline.rhythm, outline.expression)
        self._controller.take_up(
            outline.settings,
            (outline.rhythm.seed, outline.expression.seed),
            self.tr("Use settings of take %1").replace("%1", str(take.number)),
        )

    @Slot(list)
    def _on_chosen_changed(self, numbers: list[int]) -> None:
        quiet = self._player.state is not PlaybackState.PLAYING and not self._controller.busy
        if len(numbers) == 1 and quiet and numbers[0] != self._generator.take_player.shown:
            self._generator.take_player.show(numbers[0])

    # -- what happened -------------------------------------------------------------------------

    @Slot()
    def _on_take_list_changed(self) -> None:
        takes, shown = self._generator.take_list.takes, self._generator.take_player.shown
        listed, self._listed = self._listed, {take.number for take in takes}
        self._parts.takes.set_takes(takes)
        back = [t.number for t in takes if t.number in self._parents and t.number not in listed]
        if back and listed <= self._listed:  # their removal was undone
            self._choose(back)
        self._on_preview_made()
        if shown is not None and shown not in self._generator.take_list:
            # Its making was undone: what it was made from is what it is about now.
            parent = self._parents.get(shown)
            if parent is not None and parent in self._generator.take_list:
                self._choose([parent])
                self._generator.take_player.show(parent)

    @Slot()
    def _on_preview_made(self) -> None:
        takes = self._generator.take_list.takes
        self._parents.update({take.number: take.parent for take in takes})
        previews = self._generator.renderer.previews
        self._parts.take_facts.set_previews(
            {take.number: previews[take.number] for take in takes if take.number in previews}
        )

    @Slot(list, bool)
    def _on_taken_up(self, numbers: list[int], choose_all: bool) -> None:
        """Show them below their lines, or else in the list of takes."""
        self._parts.messages.retract("lab")
        chosen = numbers if choose_all else numbers[:1]
        below = self._window.shows_lines() and self._parts.script.list.show_takes(numbers, chosen)
        if not below:
            self._window.show_takes()
        self._choose(chosen)

    def _choose(self, numbers: list[int]) -> None:
        self._parts.takes.choose(numbers)
        self._parts.script.takes.choose(numbers)

    @Slot(int)
    def _on_joined(self, number: int) -> None:
        """What was spoken does not come to the front by itself."""
        if self._window.shows_takes():
            self._parts.takes.choose([number])

    @Slot(int, object)
    def _on_making_failed(self, _number: int, error: VitsError) -> None:
        self._on_failed(error)

    @Slot(object)
    def _on_failed(self, error: VitsError) -> None:
        self._parts.messages.post(Message.about("lab", error))
