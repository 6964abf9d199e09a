"""Comping: a take is put together from words that a person picks in the rows of several takes."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from app.shell.lab.steering_controller import shortly_before
from app.takes.comping import Mismatch, comped, is_spliced, mismatch, sources, word_tokens
from app.takes.lab_take import LabTake
from app.takes.recipes import TakeRecipe
from app.takes.take_generator import TakeGenerator
from app.ui.actions.action import Action
from app.ui.takes.comp_marks import CompView
from app.ui.takes.take_colours import MOST_LOOKS
from app.ui.window.main_window import MainWindow
from app.ui.window.message_bar import Message, Severity
from app.ui.window.window_layout import WindowParts
from vits_core.errors import SettingsError
from vits_core.records import Outline
from vits_core.synthesis.take_request import TakeRequest

_KEY = "comp"


class CompingController(QObject):
    """Keeps which word is of which take, and has the comp made anew with each that is picked.

    A take's number names a sound, so each comp has a number of its own; it takes the place of the
    one before in the list.
    """

    def __init__(self, window: MainWindow, parts: WindowParts, generator: TakeGenerator) -> None:
        super().__init__(generator)
        self._parts = parts
        self._generator = generator
        self._take_list = generator.take_list
        self._action = window.action(Action.COMP)
        self._base: LabTake | None = None
        """The take that words are put into, while comping."""
        self._comp: int | None = None
        """Number of the take that is put together, once it is in the list."""
        self._words: dict[int, int] = {}
        """The place of each word that is of another take, and that one's number."""
        self._numbers: list[int] = []
        """Those that the comp has had."""
        self._pending: tuple[TakeRequest, dict[int, int]] | None = None
        """The comp that is being made, and its words."""
        self._first = 0
        """The first word that the last pick changed."""
        self._action.toggled.connect(self._on_toggled)
        for takes in (parts.takes, parts.script.takes):
            takes.comp_requested.connect(self._action.toggle)
            takes.word_picked.connect(self._on_word_picked)
        self._take_list.changed.connect(self._on_take_list_changed)
        generator.taken_up.connect(self._on_taken_up)
        generator.failed.connect(self._on_failed)
        generator.abandoned.connect(self._on_failed)

    # -- the mode ------------------------------------------------------------------------------

    @Slot(bool)
    def _on_toggled(self, on: bool) -> None:
        chosen = self._parts.takes.chosen()
        if on and self._base is None and chosen:
            self._begin(self._take_list[chosen[0]])
        elif self._base is not None and not on:
            self._base = self._comp = self._pending = None
            self._words, self._numbers = {}, []
            self._parts.messages.retract(_KEY)
        self._action.setChecked(self._base is not None)
        self._show()

    def _begin(self, take: LabTake) -> None:
        """Put words into a take; one that was put together before is gone on with."""
        self._base = take
        if (
            not is_spliced(take.outline)
            or take.parent is None
            or take.parent not in self._take_list
        ):
            return
        self._base, self._comp = self._take_list[take.parent], take.number
        if None in sources(take.outline, self._fitting()):
            self._base, self._comp = take, None  # steered since then: what it is now is the base
            return
        self._numbers = [take.number]
        self._words = self._words_of(take.outline)

    def _fitting(self) -> list[LabTake]:
        """The takes whose words fit; the base first, other comps last."""
        base = self._base
        assert base is not None
        others = [
            take
            for take in self._take_list.takes
            if take.number not in (base.number, self._comp) and mismatch(base, take) is None
        ]
        return [base, *sorted(others, key=lambda take: is_spliced(take.outline))]

    def _words_of(self, comp: Outline) -> dict[int, int]:
        """The words of a comp that are not the base's; those of takes that left the list are its
        own."""
        base, own = self._base, self._comp
        assert base is not None
        assert own is not None
        found = enumerate(sources(comp, self._fitting()))
        return {
            word: own if number is None else number
            for word, number in found
            if number != base.number
        }

    def _show(self) -> None:
        comp = self._view()
        self._parts.takes.set_comp(comp)
        self._parts.script.takes.set_comp(comp)

    def _view(self) -> CompView | None:
        base = self._base
        if base is None:
            return None
        count = len(word_tokens(base.outline.utterance))
        slots = {take.number: at % MOST_LOOKS for at, take in enumerate(self._fitting())}
        numbers = tuple(self._words.get(word, base.number) for word in range(count))
        shown = tuple(number if number in slots else None for number in numbers)
        return CompView(base.number, self._comp, shown, slots)

    # -- picking -------------------------------------------------------------------------------

    @Slot(int, int, bool)
    def _on_word_picked(self, number: int, word: int, onwards: bool) -> None:
        base = self._base
        if base is None or number not in self._take_list:
            return
        take = base if number == self._comp else self._take_list[number]
        reason = mismatch(base, take)
        if reason is not None:
            self._refuse(take, reason)
            return
        count = len(word_tokens(base.outline.utterance))
        picked = range(word, count if onwards else word + 1)
        back = all(self._words.get(each, base.number) == take.number for each in picked)
        wanted = base.number if back else take.number
        words = dict(self._words) | dict.fromkeys(picked, wanted)
        words = {each: source for each, source in words.items() if source != base.number}
        if words == self._words:
            return
        changed = {each for each, _ in words.items() ^ self._words.items()}
        self._first, self._words = min(changed), words
        self._tell_of_scale(take)
        self._show()
        self._make()

    def _refuse(self, take: LabTake, reason: Mismatch) -> None:
        why = {
            Mismatch.WORDS: self.tr("Take %1 has other words than take %2"),
            Mismatch.VOICE: self.tr("Take %1 is of another voice than take %2"),
            Mismatch.SPEAKER: self.tr("Take %1 is of another speaker than take %2"),
        }[reason]
        base = "" if self._base is None else str(self._base.number)
        self._generator.failed.emit(
            SettingsError(
                why.replace("%1", str(take.number)).replace("%2", base),
                remedy=self.tr("Click words of takes of the same line."),
            )
        )

    def _tell_of_scale(self, take: LabTake) -> None:
        """Intonation strays as far as in the base: a take has one noise scale."""
        base = self._base
        assert base is not None
        own, scale = take.outline.settings.noise_scale, base.outline.settings.noise_scale
        if own == scale:
            self._parts.messages.retract(_KEY)
            return
        what = self.tr("The words of take %1 are spoken with expressiveness %2, that of take %3.")
        words = what.replace("%1", str(take.number)).replace("%2", f"{scale:.2f}")
        words = words.replace("%3", str(base.number))
        self._parts.messages.post(Message(_KEY, words, severity=Severity.NOTE))

    # -- making --------------------------------------------------------------------------------

    def _make(self) -> None:
        """Make the comp, unless one is being made: that one's end makes the next."""
        base = self._base
        if base is None or self._pending is not None:
            return
        outlines = {word: self._outline(number) for word, number in self._words.items()}
        request = comped(base.outline, outlines)
        tokens = word_tokens(base.outline.utterance)
        changed = tuple(token for word in sorted(self._words) for token in tokens[word])
        recipe = TakeRecipe(request, base.line, self._origin(base), base.number, changed)
        start = shortly_before(tokens[self._first].start)
        self._pending = request, dict(self._words)
        text = base.outline.utterance.words[self._first].text
        what = self.tr("Comp “%1”").replace("%1", text)
        self._generator.make([recipe], what, listen_from=start, steered=True, replaces=self._comp)

    def _outline(self, number: int) -> Outline:
        """Of a take that words are of; the comp has them still where that one has left the list."""
        for each in (number, self._comp):
            if each is not None and each in self._take_list:
                return self._take_list[each].outline
        assert self._base is not None
        return self._base.outline

    def _origin(self, base: LabTake) -> str:
        numbers = dict.fromkeys((base.number, *(self._words[each] for each in sorted(self._words))))
        listed = ", ".join(str(each) for each in numbers if each != self._comp)
        return self.tr("comp of %1").replace("%1", listed)

    @Slot(list, bool)
    def _on_taken_up(self, numbers: list[int], _all: bool) -> None:
        if self._pending is None or not numbers or numbers[0] not in self._take_list:
            return
        request, words = self._pending
        take = self._take_list[numbers[0]]
        if TakeRequest.of(take.outline) != request:
            return  # another take that was made meanwhile
        self._pending = None
        picked_meanwhile = self._words != words
        self._numbers.append(take.number)
        self._words = {
            word: take.number if source == self._comp else source
            for word, source in self._words.items()
        }
        self._comp = take.number
        self._show()
        if picked_meanwhile:
            self._make()

    @Slot()
    def _on_failed(self) -> None:
        if self._pending is not None:
            self._pending = None
            self._follow_list()

    @Slot()
    def _on_take_list_changed(self) -> None:
        if self._base is not None and self._pending is None:
            self._follow_list()

    def _follow_list(self) -> None:
        """Go on from what is there: a pick may have been undone, or a take removed."""
        if self._base is None:
            return
        if self._base.number not in self._take_list:
            self._action.setChecked(False)
            return
        before = self._comp
        present = (each for each in reversed(self._numbers) if each in self._take_list)
        self._comp = next(present, None)
        comp = None if self._comp is None else self._take_list[self._comp]
        self._words = {} if comp is None else self._words_of(comp.outline)
        self._show()
        if comp is not None and comp.number != before:
            self._parts.takes.choose([comp.number])
            self._parts.script.takes.choose([comp.number])
            self._generator.take_player.show(comp.number)
