"""Which take of the lab is heard and shown, and how what is spoken comes into the list."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from app.session.controller import Controller
from app.session.playable import PairSound, Playable, ScriptSound, TakeSound
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
        wanted = (TakeRequest.of(take.outline),)
        voice = self._controller.voice_by_file(take.voice)
        self._controller.speak_takes(TakeSound(None), wanted, take.line, voice)

    def show_heard(self, take: LabTake, sound: Take) -> None:
        """Put a take into the plots whose sound the player has, from somebody else."""
        self._present(take, sound, None, in_player=PairSound())

    def take_over(self) -> None:
        """Put what `show_heard` shows into the player too, silently: nobody else gives it sound
        now."""
        controller = self._controller
        if controller.in_player == controller.shown:
            return
        for sound in controller.timeline.takes:
            line = controller.timeline.last_line
            controller.present(controller.shown, sound, controller.shown_voice, line, None)
            return
        controller.clear()

    def known(self, outline: Outline) -> LabTake | None:
        """The take of the list that is this rendition: the one that is shown, or else one of the
        voice that speaks."""
        request, voice = TakeRequest.of(outline), self._controller.voice_of_shown(outline)
        same = [take for take in self._take_list.takes if TakeRequest.of(take.outline) == request]
        shown = [take for take in same if take.number == self.shown]
        own = [take for take in same if voice is not None and take.voice == voice.source]
        return next(iter(shown + own), None)

    def take_up(self, take: Take) -> int | None:
        """Put a take that was spoken from the text into the list; returns its number."""
        known = self.known(take)
        if known is not None:
            return known.number
        voice = self._controller.voice_of_shown(take)
        if voice is None:
            return None
        line = self._controller.timeline.line_of(take)
        recipe = TakeRecipe(TakeRequest.of(take), line=line)
        if take.voice_rate is None:
            new = recipe.take(take, self._take_list.new_number(), voice)
            self._renderer.keep(new.number, take)
        else:  # its own sound is made when somebody looks at it
            new = recipe.take(take.as_made(), self._take_list.new_number(), voice)
        self._take_list.add([new], self.tr("New take"))
        self.joined.emit(new.number)
        return new.number

    def _put_forward(self, take: LabTake, listen_from: float | None) -> None:
        sound = self._renderer.sound(take.number)
        if sound is not None:
            self._present(take, sound, listen_from)
        elif self._renderer.can_make(take):
            wanted = (TakeRequest.of(take.outline),)
            sound_of, voice = TakeSound(take.number), self._controller.voice_by_file(take.voice)
            self._controller.speak_takes(sound_of, wanted, take.line, voice, listen_from or 0.0)
        else:
            self._renderer.want(take.number)  # which says why not

    def _present(
        self,
        take: LabTake,
        sound: Take,
        listen_from: float | None,
        *,
        in_player: Playable | None = None,
    ) -> None:
        by = self._controller.voice_by_file(take.voice) if self._renderer.can_make(take) else None
        self._controller.present(
            TakeSound(take.number), sound, by, take.line, listen_from, in_player=in_player
        )

    def _set_shown(self, number: int | None) -> None:
        if number != self.shown:
            self.shown = number
            self.shown_changed.emit(number)

    @Slot(object)
    def _on_speech_began(self, playable: Playable) -> None:
        self._set_shown(playable.number if isinstance(playable, TakeSound) else None)

    @Slot(object, int, object)
    def _on_part_added(self, part: TakePart, _start: int, _sound: object) -> None:
        take = part.take
        if take is not None and take.voice_rate is None and self.shown is not None:
            self._renderer.keep(self.shown, take)

    @Slot(object)
    def _on_speech_done(self, _summary: object) -> None:
        controller, takes = self._controller, self._controller.timeline.takes
        # To hear lines of the script one after the other is no reason to fill the list.
        picked = controller.speaks_picked_lines
        if isinstance(controller.shown, ScriptSound) and len(takes) == 1 and not picked:
            self._set_shown(self.take_up(takes[0]))
