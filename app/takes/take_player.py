"""Which take of the lab is heard and shown, and how what is spoken comes into the list."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from app.session.controller import Controller, Passage
from app.takes.lab_take import LabTake
from app.takes.recipes import TakeRecipe
from app.takes.take_list import TakeList
from app.takes.take_renderer import TakeRenderer
from vits_core.records import Outline, Take, TakePart
from vits_core.synthesis.take_request import TakeRequest


class TakePlayer(QObject):
    """Puts takes into the player and the plots, by way of the controller."""

    # Number of the take whose sound is the one in the player and the plots, or None.
    shown_changed = Signal(object)
    # Number of a take that joined the list because it was spoken.
    joined = Signal(int)

    def __init__(
        self,
        take_list: TakeList,
        renderer: TakeRenderer,
        controller: Controller,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.shown: int | None = None
        """The take whose sound is in the player and the plots."""
        self._take_list = take_list
        self._renderer = renderer
        self._controller = controller
        self._presenting = False
        controller.speech_began.connect(self._on_speech_began)
        controller.part_added.connect(self._on_part_added)
        controller.speech_done.connect(self._on_speech_done)

    def play(self, number: int, listen_from: float = 0.0) -> None:
        """Let a take be heard from a second on; what is not made yet is heard as it is made."""
        if number in self._take_list:
            self._put_forward(self._take_list[number], listen_from)

    def show(self, number: int) -> None:
        """Put a take into the player and the plots, silently, if its sound is at hand."""
        if number in self._take_list and self._renderer.sound(number) is not None:
            self._put_forward(self._take_list[number], None)

    def hear(self, take: LabTake) -> None:
        """Let a take be heard that is not in the list."""
        self._set_shown(None)
        self._presenting = True
        self._controller.speak_takes(self._passage(take), (TakeRequest.of(take.outline),))
        self._presenting = False

    def show_heard(self, take: LabTake, sound: Take) -> None:
        """Put a take into the plots whose sound the player has, from somebody else."""
        self._present(take, sound, None, feed_player=False)

    def take_over(self) -> None:
        """Put what `show_heard` shows into the player too, silently: nobody else gives it sound
        now."""
        shown, controller = self.shown, self._controller
        if not controller.feeds_player:
            self._presenting = True
            (sound,) = controller.timeline.takes
            controller.present(controller.passage, sound, controller.spoken_by, None)
            self._presenting = False
            self._set_shown(shown)

    def leave(self) -> None:
        """Take what is shown out of the player and the plots."""
        self._controller.clear()

    def known(self, outline: Outline) -> LabTake | None:
        """The take of the list that is this rendition: the one that is shown, or else one of the
        voice that is loaded."""
        request, voice = TakeRequest.of(outline), self._controller.voice
        same = [take for take in self._take_list.takes if TakeRequest.of(take.outline) == request]
        shown = [take for take in same if take.number == self.shown]
        own = [take for take in same if voice is not None and take.voice == voice.source]
        return next(iter(shown + own), None)

    def take_up(self, take: Take) -> int | None:
        """Put a take that was spoken from the text into the list; returns its number."""
        known = self.known(take)
        if known is not None:
            return known.number
        voice = self._controller.spoken_by
        if voice is None:
            return None
        recipe = TakeRecipe(TakeRequest.of(take), text_start=self._controller.passage.start)
        new = recipe.take(take, self._take_list.new_number(), voice)
        self._renderer.keep(new.number, take)
        self._take_list.add([new], self.tr("New take"))
        self.joined.emit(new.number)
        return new.number

    def _put_forward(self, take: LabTake, listen_from: float | None) -> None:
        sound = self._renderer.sound(take.number)
        if sound is not None:
            self._present(take, sound, listen_from)
        elif self._renderer.can_make(take):
            self._presenting = True
            wanted = (TakeRequest.of(take.outline),)
            self._controller.speak_takes(self._passage(take), wanted, listen_from or 0.0)
            self._presenting = False
            self._set_shown(take.number)
        else:
            self._renderer.want(take.number)  # which says why not

    def _present(
        self, take: LabTake, sound: Take, listen_from: float | None, *, feed_player: bool = True
    ) -> None:
        by = self._controller.voice if self._renderer.can_make(take) else None
        self._presenting = True
        self._controller.present(
            self._passage(take), sound, by, listen_from, feed_player=feed_player
        )
        self._presenting = False
        self._set_shown(take.number)

    def _passage(self, take: LabTake) -> Passage:
        return Passage(take.text, take.text_start, marked=self._is_in_editor(take))

    def _is_in_editor(self, take: LabTake) -> bool:
        utterance = take.outline.utterance
        start = take.text_start
        text = self._controller.text[start + utterance.start : start + utterance.stop]
        return text == utterance.text

    def _set_shown(self, number: int | None) -> None:
        if number != self.shown:
            self.shown = number
            self.shown_changed.emit(number)

    @Slot()
    def _on_speech_began(self) -> None:
        if not self._presenting:
            self._set_shown(None)

    @Slot(object, int, object)
    def _on_part_added(self, part: TakePart, _start: int, _sound: object) -> None:
        # What is presented is at hand, and `shown` is still the take before it.
        if part.take is not None and self.shown is not None and not self._presenting:
            self._renderer.keep(self.shown, part.take)

    @Slot(object)
    def _on_speech_done(self, _summary: object) -> None:
        takes = self._controller.timeline.takes
        if not self._controller.of_lab and len(takes) == 1:
            self._set_shown(self.take_up(takes[0]))
