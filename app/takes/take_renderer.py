"""The sounds of the lab's takes: made in the background, one request after the other, and kept."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.session.controller import Controller
from app.synthesis.requests import RenderRequest
from app.synthesis.take_preview import TakePreview
from app.takes.lab_take import LabTake
from app.takes.take_audio_cache import TakeAudioCache
from app.takes.take_list import TakeList
from vits_core.errors import VitsError
from vits_core.records import Take
from vits_core.synthesis.take_request import TakeRequest

AT_ONCE = 4
"""Takes that are requested together: one can be begun while the one before it is finished."""


class TakeRenderer(QObject):
    """Requests what is missing whenever the worker has nothing else to do.

    What somebody waits for comes first, then what the list has no picture of yet.
    """

    # To the worker: RenderRequest.
    takes_wanted = Signal(object)

    # Number of a take whose preview is there now.
    preview_made = Signal(int)
    # Number, Take: the sound that was wanted.
    sound_ready = Signal(int, object)
    # Number, VitsError: it cannot be made.
    failed = Signal(int, object)

    def __init__(
        self,
        take_list: TakeList,
        controller: Controller,
        parent: QObject | None = None,
        *,
        sounds: TakeAudioCache | None = None,
    ) -> None:
        """`sounds` holds what is made, where the usual bound is not wanted."""
        super().__init__(parent)
        self._take_list = take_list
        self._controller = controller
        self._sounds = TakeAudioCache() if sounds is None else sounds
        self.previews: dict[int, TakePreview] = {}
        """By the takes' numbers, also of takes that were removed: they may come back."""
        self._wanted: list[int] = []
        self._failed: set[int] = set()
        self._later: set[int] = set()
        """Takes of earlier sessions that nobody has looked at yet."""
        self._request: RenderRequest | None = None
        self._requested: list[int] = []
        self._numbers = 0
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._go_on)
        take_list.changed.connect(self._soon.start)
        controller.voice_ready.connect(self._drop_sounds)
        controller.device_fell_back.connect(self._drop_sounds)
        controller.settled.connect(self._soon.start)

    def sound(self, number: int) -> Take | None:
        """The sound of a take if it is at hand."""
        return self._sounds.get(number)

    def keep(self, number: int, take: Take) -> None:
        """Keep a sound that was made elsewhere."""
        self._sounds.put(number, take)
        self._soon.start()

    def want(self, number: int) -> None:
        """Make a take's sound before all others; `sound_ready` or `failed` answers, later."""
        if number in self._wanted:
            self._wanted.remove(number)
        self._wanted.insert(0, number)
        self._failed.discard(number)
        if self._request is not None and number not in self._requested:
            self._request.delivery.cancelled.set()  # what it lacks is requested again afterwards
        self._soon.start()

    def leave_for_later(self, numbers: Iterable[int]) -> None:
        """Make no pictures of these before somebody looks at them."""
        self._later |= set(numbers)

    @Slot(int)
    def look_at(self, number: int) -> None:
        """Somebody sees that a take has no picture of its sound."""
        if number in self._later:
            self._later.discard(number)
            self._soon.start()

    def can_make(self, take: LabTake) -> bool:
        """Whether the take's voice is the script's, or that of a line."""
        controller = self._controller
        return controller.can_speak and controller.voice_by_file(take.voice) is not None

    def refusal(self, take: LabTake) -> VitsError:
        """Why a take that `can_make` denies cannot be made."""
        what = self.tr("Take %1 was made with the voice %2, which is not loaded")
        return VitsError(
            what.replace("%1", str(take.number)).replace("%2", take.voice_name),
            where=take.voice,
            remedy=self.tr("Select that voice, then try again."),
        )

    def _lacks(self, take: LabTake) -> bool:
        number = take.number
        return number not in self.previews and number not in self._failed | self._later

    @Slot()
    def _drop_sounds(self) -> None:
        """The voice may compute more exactly than before, or elsewhere: its sounds are made anew
        when they are wanted. Those of other voices stay."""
        voice = self._controller.voice
        if voice is not None:
            others = {take.number for take in self._take_list.takes if take.voice != voice.source}
            self._sounds.drop_all_but(others)

    @Slot()
    def _go_on(self) -> None:
        self._hand_out()
        if self._request is not None or self._controller.busy:
            return
        takes = {take.number: take for take in self._take_list.takes}
        background = [number for number, take in takes.items() if self._lacks(take)]
        numbers = [number for number in self._wanted if number in takes] or background
        makable = [number for number in numbers if self.can_make(takes[number])]
        chosen = [number for number in makable if takes[number].voice == takes[makable[0]].voice][
            :AT_ONCE
        ]
        voice = self._controller.voice_by_file(takes[chosen[0]].voice) if chosen else None
        if voice is not None:
            self._numbers += 1
            requests = tuple(TakeRequest.of(takes[number].outline) for number in chosen)
            self._requested = chosen
            own = self._controller.own_file(voice)
            self._request = RenderRequest(self._numbers, requests, voice=own)
            self.takes_wanted.emit(self._request)

    def _hand_out(self) -> None:
        """Answer for the sounds that are at hand, and for those that nobody can make."""
        for number in list(self._wanted):
            take = self._sounds.get(number)
            if take is not None:
                self._wanted.remove(number)
                self.sound_ready.emit(number, take)
            elif self._controller.loading and number in self._take_list:
                continue  # it may be the take's own voice that comes
            elif number not in self._take_list or not self.can_make(self._take_list[number]):
                self._wanted.remove(number)
                self.failed.emit(number, self._unmakable(number))

    def _unmakable(self, number: int) -> VitsError:
        if number not in self._take_list:
            return VitsError(self.tr("The take is no longer in the list"))
        return self.refusal(self._take_list[number])

    @Slot(int, int, object, object)
    def on_take_made(self, request: int, index: int, take: Take, preview: TakePreview) -> None:
        if self._request is None or self._request.number != request:
            return
        self._request.delivery.room.release()
        number = self._requested[index]
        self.previews[number] = preview
        self._sounds.put(number, take)
        self.preview_made.emit(number)
        if number in self._wanted:
            self._wanted.remove(number)
            self.sound_ready.emit(number, take)

    @Slot(int, int, object)
    def on_take_failed(self, request: int, index: int, error: VitsError) -> None:
        if self._request is not None and self._request.number == request:
            number = self._requested[index]
            self._failed.add(number)
            if number in self._wanted:
                self._wanted.remove(number)
                self.failed.emit(number, error)

    @Slot(int)
    def on_making_ended(self, request: int) -> None:
        if self._request is not None and self._request.number == request:
            self._request = None
            self._soon.start()

    def forget(self) -> None:
        """Other takes are to come, under the same numbers."""
        self.close()
        self._sounds.drop_all_but(())
        self.previews.clear()
        self._wanted.clear()
        self._failed.clear()
        self._later.clear()

    def close(self) -> None:
        """Make nothing more."""
        self._soon.stop()
        if self._request is not None:
            self._request.delivery.cancelled.set()
            self._request = None  # whose end would begin the next one
