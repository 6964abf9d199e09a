"""The prosody lab: draws takes of a sentence, and makes others from them.

Knows neither widgets nor torch. Whatever a person asks for becomes recipes, one a take; the worker
makes their rhythm, and then they are in the list. `take_renderer.py` makes their sound,
`take_player.py` lets one be heard.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from app.document.document import Line
from app.document.line_request import LineRequest
from app.files.reproduction import Reopened
from app.session.controller import Controller
from app.synthesis.requests import OutlinesRequest, SentencesRequest, VoiceInfo
from app.takes.lab_take import LabTake
from app.takes.recipes import Sampling, TakeRecipe, drawn
from app.takes.take_list import MOST_TAKES, TakeList
from app.takes.take_player import TakePlayer
from app.takes.take_renderer import TakeRenderer
from vits_core.errors import SettingsError, TextError, VitsError
from vits_core.prosody.steering import Noise
from vits_core.records import Outline, Skipped, Utterance
from vits_core.synthesis.take_request import TakeRequest


@dataclass(frozen=True, slots=True)
class _PendingTakes:
    """Recipes whose rhythm the worker is making."""

    recipes: tuple[TakeRecipe, ...]
    voices: tuple[VoiceInfo, ...]
    """Of each, as they were then."""
    what: str
    """Name of the change, for the undo stack."""
    heard: bool
    """The first one is to be heard at once."""
    listen_from: Callable[[Outline], float] | None = None
    done: Callable[[Sequence[LabTake]], None] | None = None
    steered: bool = False
    """It was made by steering its parent."""
    replaces: int | None = None
    """Number of the take whose place in the list it takes."""


class TakeGenerator(QObject):
    """Makes new takes; the list itself is `take_list`."""

    # To the worker, before a request that cannot wait.
    request_coming = Signal()
    # To the worker: SentencesRequest.
    sentences_wanted = Signal(object)
    # To the worker: OutlinesRequest.
    outlines_wanted = Signal(object)
    # To the worker: request number, Path of a take's file.
    reopening_wanted = Signal(int, object)

    # List of ids: takes of these lines are to come; `taken_up`, `failed` or `abandoned` ends it.
    sampling_began = Signal(list)
    # Numbers of takes that are new in the list, the first one first; whether all are to be chosen.
    taken_up = Signal(list, bool)
    # Path of a take's file, Reopened: it is in the list, and this is how it came out.
    reopened = Signal(object, object)
    # LabTake: it was made by steering another one, and has just joined the list; LabTake, or None:
    # in place of this one.
    steered = Signal(object, object)
    # VitsError: what was asked for cannot be done.
    failed = Signal(object)
    # What was being made is not wanted any more.
    abandoned = Signal()

    def __init__(
        self,
        take_list: TakeList,
        renderer: TakeRenderer,
        take_player: TakePlayer,
        controller: Controller,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.take_list = take_list
        self.renderer = renderer
        self.take_player = take_player
        self._controller = controller
        self._held: dict[tuple[str, int], Noise] = {}
        """Noise of a take that is more than its seed, by that seed: while the script has it."""
        self._samplings: dict[int, tuple[Sampling, dict[int, LineRequest]]] = {}
        """What is under way: how it is drawn, and the lines by id."""
        self._pending: dict[int, _PendingTakes] = {}
        self._last_request = 0

    # -- new takes -----------------------------------------------------------------------------

    def sample(self, sampling: Sampling, lines: Sequence[Line]) -> None:
        """Draw takes of lines of the script.

        Both seeds locked would give the same take over and over: `failed` says so.
        """
        if not self._controller.can_speak:
            return
        if sampling.count > 1 and sampling.rhythm_locked and sampling.expression_locked:
            self.failed.emit(
                SettingsError(
                    self.tr("With both seeds locked, every take would be the same"),
                    remedy=self.tr("Unlock the rhythm seed or the expression seed."),
                )
            )
            return
        self._last_request += 1
        self.request_coming.emit()
        wanted = tuple(map(self._controller.line_request, lines))
        self._samplings[self._last_request] = sampling, {each.line: each for each in wanted}
        self.sampling_began.emit([each.line for each in wanted])
        self.sentences_wanted.emit(SentencesRequest(self._last_request, wanted))

    def make(
        self,
        recipes: Sequence[TakeRecipe],
        what: str,
        *,
        heard: bool = True,
        listen_from: Callable[[Outline], float] | None = None,
        done: Callable[[Sequence[LabTake]], None] | None = None,
        steered: bool = False,
        replaces: int | None = None,
    ) -> None:
        """Put the takes of recipes into the list; `what` names the change for the undo stack.

        With `replaces` the one take comes in the place of the one of that number. With `done` they
        are handed to it instead, without a place in the list. Takes of another voice lead nowhere,
        since their tokens mean other phonemes to this one: `failed` says so.
        """
        if not recipes:
            return
        if self._controller.voice is None or not self._controller.can_speak:
            self.failed.emit(
                VitsError(
                    self.tr("No takes were made because no voice is ready"),
                    remedy=self.tr("Wait for a voice to load, then try again."),
                )
            )
            return
        parents = {recipe.parent for recipe in recipes}
        for take in self.take_list.takes:
            if take.number in parents and not self.renderer.can_make(take):
                self.failed.emit(self.renderer.refusal(take))
                return
        voices = [self._voice_of(recipe) for recipe in recipes]
        self._last_request += 1
        self._pending[self._last_request] = _PendingTakes(
            tuple(recipes), tuple(voices), what, heard, listen_from, done, steered, replaces
        )
        self.request_coming.emit()
        self.outlines_wanted.emit(
            OutlinesRequest(
                self._last_request,
                tuple(recipe.request for recipe in recipes),
                tuple(map(self._controller.own_file, voices)),
            )
        )

    def _voice_of(self, recipe: TakeRecipe) -> VoiceInfo:
        """The voice that makes a take: its parent's, that of its line, or the script's."""
        controller, voice = self._controller, None
        if recipe.parent is not None and recipe.parent in self.take_list:
            voice = controller.voice_by_file(self.take_list[recipe.parent].voice)
        elif recipe.voice is not None:
            voice = controller.line_voices.info(recipe.voice)
        voice = voice or controller.voice
        assert voice is not None
        return voice

    def open_take(self, path: Path) -> None:
        """Make a written take again, and put it into the list."""
        if self._controller.can_speak:
            self._last_request += 1
            self.request_coming.emit()
            self.reopening_wanted.emit(self._last_request, path)

    def forget(self) -> None:
        """Another script is to come: what is under way is for none of its lines."""
        self._held.clear()
        self._samplings.clear()
        self._pending.clear()
        self.abandoned.emit()

    def held(self, name: str, seed: int) -> Noise | None:
        """Noise that was taken over from a take together with this seed; "rhythm" or
        "expression"."""
        return self._held.get((name, seed))

    def hold(self, rhythm: Noise, expression: Noise) -> None:
        """Take over the noise of a take, whose seeds the script has from now on: what is locked
        is locked to it."""
        self._held["rhythm", rhythm.seed] = rhythm
        self._held["expression", expression.seed] = expression

    # -- from the worker -----------------------------------------------------------------------

    @Slot(int, list, list)
    def on_sentences_found(
        self,
        request: int,
        sentences: list[tuple[int, Utterance, int | None]],
        skipped: list[Skipped],
    ) -> None:
        if request not in self._samplings:
            return
        sampling, lines = self._samplings.pop(request)
        if not sentences:
            reason = skipped[0].reason if skipped else ""
            self.failed.emit(
                TextError(
                    self.tr("There is nothing to speak here"),
                    where=reason,
                    remedy=self.tr("Place the cursor in a sentence, or select some text."),
                )
            )
            return
        recipes = [
            recipe
            for line, sentence, speaker in sentences
            for recipe in drawn(
                sampling, sentence, lines[line].settings, speaker, line, lines[line].voice
            )
        ]
        count = len(recipes)
        if count > MOST_TAKES:
            words = self.tr("This would make %n takes, but the list holds only %1", "", count)
            self.failed.emit(
                SettingsError(
                    words.replace("%1", str(MOST_TAKES)),
                    remedy=self.tr("Select fewer sentences, or ask for fewer takes."),
                )
            )
            return
        self.make(recipes, self.tr("Sample %n takes", "", count))

    @Slot(int, list)
    def on_outlines_ready(self, request: int, outlines: list[Outline]) -> None:
        if request not in self._pending:
            return
        pending = self._pending.pop(request)
        made = list(zip(pending.recipes, outlines, pending.voices, strict=True))
        if pending.done is not None:
            pending.done([recipe.take(outline, 0, voice) for recipe, outline, voice in made])
            return
        takes = [
            recipe.take(outline, self.take_list.new_number(), voice)
            for recipe, outline, voice in made
        ]
        if pending.steered:
            self._steer(takes[0], pending)
        else:
            self.take_list.add(takes, pending.what)
        self.taken_up.emit([take.number for take in takes], not pending.heard)
        if pending.heard and takes:
            first = takes[0]
            start = pending.listen_from(first.outline) if pending.listen_from else 0.0
            self.take_player.play(first.number, start)

    def _steer(self, take: LabTake, pending: _PendingTakes) -> None:
        """Take it up as one step to undo, with what follows of it."""
        old = next((t for t in self.take_list.takes if t.number == pending.replaces), None)
        self.take_list.stack.beginMacro(pending.what)
        if old is None:
            self.take_list.add([take], pending.what)
        else:
            self.take_list.replace(old.number, take, pending.what)
        self.steered.emit(take, old)
        self.take_list.stack.endMacro()

    @Slot(object, object)
    def on_reopened(self, path: Path, reopened: Reopened) -> None:
        voice = self._controller.voice
        if voice is None:
            return
        takes = []
        for take in reopened.takes:
            recipe = TakeRecipe(
                TakeRequest.of(take), origin=self.tr("from %1").replace("%1", path.name)
            )
            takes.append(recipe.take(take, self.take_list.new_number(), voice))
            self.renderer.keep(takes[-1].number, take)
        self.take_list.add(takes, self.tr("Open take"))
        self.taken_up.emit([take.number for take in takes], True)
        self.take_player.show(takes[0].number)
        self.reopened.emit(path, reopened)

    @Slot(int, object)
    def on_failed(self, request: int, error: VitsError) -> None:
        self._samplings.pop(request, None)
        self._pending.pop(request, None)
        self.failed.emit(error)
