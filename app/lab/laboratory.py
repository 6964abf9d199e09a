"""The prosody lab: draws takes of a sentence, steers them, and lets one be heard.

Knows neither widgets nor torch. Whatever a person asks for becomes plans, one a take; the worker
makes their rhythm, and then they are in the list. `take_maker.py` makes their sound.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from app.controller import Controller, Passage
from app.lab.lab_take import LabTake
from app.lab.library import Library
from app.lab.plans import Plan, Sampling, drawn
from app.lab.reopening import Reopened
from app.lab.take_maker import TakeMaker
from app.orders import FindOrder, OutlineOrder, VoiceInfo
from vits_core.errors import SettingsError, TextError, VitsError
from vits_core.records import Outline, Skipped, Take, TakePart, Utterance
from vits_core.steering import Noise
from vits_core.take_request import TakeRequest


@dataclass(frozen=True, slots=True)
class _Ordered:
    """Plans whose rhythm the worker is making."""

    plans: tuple[Plan, ...]
    what: str
    """Name of the change, for the undo stack."""
    heard: bool
    """The first one is to be heard at once."""
    listen_from: Callable[[Outline], float] | None = None
    done: Callable[[Sequence[LabTake]], None] | None = None


class Laboratory(QObject):
    """Makes new takes and lets them be heard; the list itself is `library`."""

    # To the worker, before an order that cannot wait.
    order_coming = Signal()
    # To the worker: FindOrder.
    sentences_wanted = Signal(object)
    # To the worker: OutlineOrder.
    outlines_wanted = Signal(object)
    # To the worker: order number, Path of a take's file.
    reopening_wanted = Signal(int, object)

    # Numbers of takes that are new in the list, the first one first; whether all are to be chosen.
    taken_up = Signal(list, bool)
    # Number of a take that joined the list because it was spoken.
    joined = Signal(int)
    # Path of a take's file, Reopened: it is in the list, and this is how it came out.
    reopened = Signal(object, object)
    # VitsError: what was asked for cannot be done.
    failed = Signal(object)
    # Number of the take whose sound is the one in the player and the plots, or None.
    shown_changed = Signal(object)

    def __init__(
        self,
        library: Library,
        maker: TakeMaker,
        controller: Controller,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.library = library
        self.maker = maker
        self._controller = controller
        self.shown: int | None = None
        """The take whose sound is in the player and the plots."""
        self._held: dict[str, Noise] = {}
        """Noise of a take that is more than its seed, while the panel shows that seed."""
        self._samplings: dict[int, tuple[Sampling, Passage]] = {}
        self._ordered: dict[int, _Ordered] = {}
        self._orders = 0
        self._presenting = False
        controller.speech_began.connect(self._on_speech_began)
        controller.part_added.connect(self._on_part_added)
        controller.speech_done.connect(self._on_speech_done)

    # -- new takes -----------------------------------------------------------------------------

    def sample(self, sampling: Sampling, passage: Passage, caret: int | None) -> None:
        """Draw takes of the sentence at a character of the passage, or of all its sentences.

        Both seeds locked would give the same take over and over: `failed` says so.
        """
        if not self._controller.can_speak:
            return
        if sampling.count > 1 and sampling.rhythm_locked and sampling.expression_locked:
            self.failed.emit(
                SettingsError(
                    self.tr("With both seeds locked all takes would be the same"),
                    remedy=self.tr("Unlock the rhythm seed or the expression seed."),
                )
            )
            return
        self._orders += 1
        self._samplings[self._orders] = (sampling, passage)
        self.order_coming.emit()
        speaker = self._controller.speaker
        self.sentences_wanted.emit(FindOrder(self._orders, passage.text, caret, speaker))

    def make(
        self,
        plans: Sequence[Plan],
        what: str,
        *,
        heard: bool = True,
        listen_from: Callable[[Outline], float] | None = None,
        done: Callable[[Sequence[LabTake]], None] | None = None,
    ) -> None:
        """Put planned takes into the list; `what` names the change for the undo stack.

        With `done` they are handed to it instead, without a place in the list. Takes of another
        voice lead nowhere, since their tokens mean other phonemes to this one: `failed` says so.
        """
        if not plans:
            return
        if not self._controller.can_speak:
            self.failed.emit(
                VitsError(
                    self.tr("No takes were made, since no voice is ready"),
                    remedy=self.tr("Wait until one is, and ask again."),
                )
            )
            return
        parents = {plan.parent for plan in plans}
        for take in self.library.takes:
            if take.number in parents and not self.maker.can_make(take):
                self.failed.emit(self.maker.refusal(take))
                return
        self._orders += 1
        self._ordered[self._orders] = _Ordered(tuple(plans), what, heard, listen_from, done)
        self.order_coming.emit()
        self.outlines_wanted.emit(OutlineOrder(self._orders, tuple(p.request for p in plans)))

    def open_take(self, path: Path) -> None:
        """Make a written take again, and put it into the list."""
        if self._controller.can_speak:
            self._orders += 1
            self.order_coming.emit()
            self.reopening_wanted.emit(self._orders, path)

    def leave(self) -> None:
        """Take what is shown out of the player and the plots."""
        self._controller.clear()

    def held(self, name: str, seed: int) -> Noise | None:
        """Noise that was taken over from a take together with this seed; "rhythm" or
        "expression"."""
        noise = self._held.get(name)
        return noise if noise is not None and noise.seed == seed else None

    def hold(self, rhythm: Noise, expression: Noise) -> None:
        """Take over the noise of a take, whose seeds the panel shows from now on: what is locked
        is locked to it."""
        self._held = {"rhythm": rhythm, "expression": expression}

    def take_of(
        self, plan: Plan, outline: Outline, number: int, by: VoiceInfo | None = None
    ) -> LabTake | None:
        """A plan whose rhythm is made, as a take of the list; by the loaded voice if `by` does not
        say otherwise."""
        voice = by or self._controller.voice
        if voice is None:
            return None
        return LabTake(
            number=number,
            outline=outline,
            voice=voice.source,
            voice_name=voice.name,
            text_start=plan.text_start,
            origin=plan.origin,
            parent=plan.parent,
            changed=plan.changed,
        )

    # -- listening -----------------------------------------------------------------------------

    def play(self, number: int, listen_from: float = 0.0) -> None:
        """Let a take be heard from a second on; what is not made yet is heard as it is made."""
        if number in self.library:
            self._put_forward(self.library[number], listen_from)

    def show(self, number: int) -> None:
        """Put a take into the player and the plots, silently, if its sound is at hand."""
        if number in self.library and self.maker.sound(number) is not None:
            self._put_forward(self.library[number], None)

    def hear(self, take: LabTake) -> None:
        """Let a take be heard that is not in the list."""
        self._set_shown(None)
        self._presenting = True
        passage = Passage(take.text, take.text_start, marked=self._is_in_editor(take))
        self._controller.speak_takes(passage, (TakeRequest.of(take.outline),))
        self._presenting = False

    def _put_forward(self, take: LabTake, listen_from: float | None) -> None:
        sound = self.maker.sound(take.number)
        passage = Passage(take.text, take.text_start, marked=self._is_in_editor(take))
        self._presenting = True
        if sound is not None:
            by = self._controller.voice if self.maker.can_make(take) else None
            self._controller.present(passage, sound, by, listen_from)
        elif self.maker.can_make(take):
            wanted = (TakeRequest.of(take.outline),)
            self._controller.speak_takes(passage, wanted, listen_from or 0.0)
        else:
            self.maker.want(take.number)  # which says why not
        self._presenting = False
        if sound is not None or self.maker.can_make(take):
            self._set_shown(take.number)

    def _is_in_editor(self, take: LabTake) -> bool:
        utterance = take.outline.utterance
        start = take.text_start
        text = self._controller.text[start + utterance.start : start + utterance.stop]
        return text == utterance.text

    def _set_shown(self, number: int | None) -> None:
        if number != self.shown:
            self.shown = number
            self.shown_changed.emit(number)

    # -- from the worker -----------------------------------------------------------------------

    @Slot(int, list, list, object)
    def on_sentences_found(
        self, order: int, sentences: list[Utterance], skipped: list[Skipped], speaker: int | None
    ) -> None:
        sampling, passage = self._samplings.pop(order)
        if not sentences:
            reason = skipped[0].reason if skipped else ""
            self.failed.emit(
                TextError(
                    self.tr("There is nothing to speak here"),
                    where=reason,
                    remedy=self.tr("Put the cursor into a sentence, or select some text."),
                )
            )
            return
        plans = [
            plan
            for sentence in sentences
            for plan in drawn(sampling, sentence, speaker, passage.start)
        ]
        what = self.tr("Sample %1 takes").replace("%1", str(len(plans)))
        self.make(plans, what)

    @Slot(int, list)
    def on_outlines_ready(self, order: int, outlines: list[Outline]) -> None:
        ordered = self._ordered.pop(order)
        pairs = list(zip(ordered.plans, outlines, strict=True))
        if ordered.done is not None:
            loose = [self.take_of(plan, outline, 0) for plan, outline in pairs]
            ordered.done([take for take in loose if take is not None])
            return
        numbered = (
            self.take_of(plan, outline, self.library.new_number()) for plan, outline in pairs
        )
        takes = [take for take in numbered if take is not None]
        self.library.add(takes, ordered.what)
        self.taken_up.emit([take.number for take in takes], not ordered.heard)
        if ordered.heard and takes:
            first = takes[0]
            start = ordered.listen_from(first.outline) if ordered.listen_from else 0.0
            self.play(first.number, start)

    @Slot(object, object)
    def on_reopened(self, path: Path, reopened: Reopened) -> None:
        numbers = []
        for take in reopened.takes:
            plan = Plan(TakeRequest.of(take), origin=self.tr("from %1").replace("%1", path.name))
            new = self.take_of(plan, take, self.library.new_number())
            if new is not None:
                numbers.append(new)
                self.maker.keep(new.number, take)
        self.library.add(numbers, self.tr("Open take"))
        self.taken_up.emit([take.number for take in numbers], True)
        if numbers:
            self.show(numbers[0].number)
        self.reopened.emit(path, reopened)

    @Slot(int, object)
    def on_failed(self, order: int, error: VitsError) -> None:
        self._samplings.pop(order, None)
        self._ordered.pop(order, None)
        self.failed.emit(error)

    # -- what is spoken otherwise --------------------------------------------------------------

    @Slot()
    def _on_speech_began(self) -> None:
        if not self._presenting:
            self._set_shown(None)

    @Slot(object, int, object)
    def _on_part_added(self, part: TakePart, _start: int, _sound: object) -> None:
        # What is presented is at hand, and `shown` is still the take before it.
        if part.take is not None and self.shown is not None and not self._presenting:
            self.maker.keep(self.shown, part.take)

    @Slot(object)
    def _on_speech_done(self, _summary: object) -> None:
        takes = self._controller.timeline.takes
        if not self._controller.of_lab and len(takes) == 1:
            self._set_shown(self.take_up(takes[0]))

    def known(self, outline: Outline) -> LabTake | None:
        """The take of the list that is this rendition: the one that is shown, or else one of the
        voice that is loaded."""
        request, voice = TakeRequest.of(outline), self._controller.voice
        same = [take for take in self.library.takes if TakeRequest.of(take.outline) == request]
        shown = [take for take in same if take.number == self.shown]
        own = [take for take in same if voice is not None and take.voice == voice.source]
        return next(iter(shown + own), None)

    def take_up(self, take: Take) -> int | None:
        """Put a take that was spoken from the text into the list; returns its number."""
        known = self.known(take)
        if known is not None:
            return known.number
        request = TakeRequest.of(take)
        plan = Plan(request, text_start=self._controller.passage.start)
        number = self.library.new_number()
        new = self.take_of(plan, take, number, self._controller.spoken_by)
        if new is None:
            return None
        self.maker.keep(number, take)
        self.library.add([new], self.tr("New take"))
        self.joined.emit(number)
        return number
