"""Which takes the lines of the script speak with, and how they come to do so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum, auto

from PySide6.QtCore import QObject, Signal, Slot

from app.document.document import ChosenTake, Line
from app.session.controller import Controller
from app.session.script import Script
from app.takes.lab_take import LabTake
from app.takes.take_list import TakeList, Takes
from vits_core.errors import SettingsError
from vits_core.synthesis.take_request import TakeRequest


class Use(Enum):
    """What becomes of a take that someone chose for a line."""

    IN_SCRIPT = auto()
    OTHER_WORDS = auto()
    """The line has other words now, and does not speak with it."""
    OTHER_VOICE = auto()
    """It is of another voice than the one that speaks now."""


class ScriptTakes(QObject):
    """Puts takes of the list into the script, and says which of them are in it."""

    # Mapping of the takes' numbers to their `Use`; the others are not in the script.
    changed = Signal(object)
    # Others belong to the lines: `by_line` is another mapping than before.
    lines_changed = Signal()
    # SettingsError: a take cannot be used, and why.
    failed = Signal(object)

    def __init__(
        self,
        script: Script,
        take_list: TakeList,
        controller: Controller,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._script = script
        self._take_list = take_list
        self._controller = controller
        self.by_line: Mapping[int, Takes] = {}
        """The takes of the list that belong to a line, by its id; in the order of the list."""
        self._seen: tuple[object, ...] = ()
        self._indexed: tuple[LabTake, ...] = ()
        self._by_request: dict[tuple[str, TakeRequest], list[LabTake]] = {}
        """The takes of the list, as it was when it was looked at last; equal ones together."""
        script.changed.connect(self._tell)
        take_list.changed.connect(self._tell)
        controller.voice_ready.connect(self._tell)
        controller.line_voices.changed.connect(self._tell)

    def take_of(self, chosen: ChosenTake) -> LabTake | None:
        """The take of the list that was chosen; the oldest, where several are the same."""
        return next(reversed(self._takes_of(chosen)), None)

    def _takes_of(self, chosen: ChosenTake) -> Sequence[LabTake]:
        takes = self._take_list.takes
        if self._indexed is not takes:
            self._indexed, self._by_request = takes, {}
            for each in takes:
                key = each.voice, TakeRequest.of(each.outline)
                self._by_request.setdefault(key, []).append(each)
        return self._by_request.get((chosen.voice, chosen.request), ())

    def use(self, take: LabTake, line: int) -> None:
        """Let a line speak with a take; `failed` says so where they have other words."""
        wanted = self._script.document[line]
        if wanted.text != take.outline.utterance.text:
            self._refuse(take)
        elif not _is(wanted.chosen, take):
            self._use(wanted, take)

    def toggle(self, take: LabTake, line: int | None = None) -> None:
        """Let a line, or else the take's own, speak with it, or with the document's settings
        again."""
        wanted = self._line_of(take) if line is None else self._script.document[line]
        if wanted is None:
            self._refuse(take)
        elif _is(wanted.chosen, take):
            what = self.tr("Stop using take %1 in the script").replace("%1", str(take.number))
            self._script.choose(wanted.id, None, what)
        else:
            self.use(take, wanted.id)

    @Slot(object, object)
    def follow(self, take: LabTake, replaced: LabTake | None = None) -> None:
        """Let a line speak with a take that was steered, unless someone chose another one than it
        was steered from, or than the one whose place it took in the list."""
        line = self._line_of(take)
        if line is None:
            return
        before = [replaced] if replaced is not None else []
        if take.parent is not None and take.parent in self._take_list:
            before.append(self._take_list[take.parent])
        if line.chosen is None or any(_is(line.chosen, each) for each in before):
            self._use(line, take)

    def _refuse(self, take: LabTake) -> None:
        what = self.tr("The script has no line with the words of take %1")
        remedy = self.tr("Sample takes of the line as it is now.")
        self.failed.emit(SettingsError(what.replace("%1", str(take.number)), remedy=remedy))

    def _use(self, line: Line, take: LabTake) -> None:
        what = self.tr("Use take %1 in the script").replace("%1", str(take.number))
        self._script.choose(line.id, ChosenTake(TakeRequest.of(take.outline), take.voice), what)

    def _line_of(self, take: LabTake) -> Line | None:
        """The line that a take renders: its own, or else the first one of the same words."""
        document, text = self._script.document, take.outline.utterance.text
        if take.line is not None and take.line in document and document[take.line].text == text:
            return document[take.line]
        return next((line for line in document if line.text == text), None)

    @Slot()
    def _tell(self) -> None:
        chosen = [(each, each.chosen) for each in self._script.document if each.chosen is not None]
        by_line = self._grouped(chosen)
        if by_line != self.by_line:
            self.by_line = by_line
            self.lines_changed.emit()
        voices = [self._controller.voice_of(line) for line, _ in chosen]
        seen = (
            *((line.id, take, line.is_stale) for line, take in chosen),
            self._take_list.takes,
            *(None if voice is None else voice.source for voice in voices),
        )
        if seen == self._seen:
            return  # something else of the script has changed
        self._seen = seen
        uses: dict[int, Use] = {}
        for (line, take), voice in zip(chosen, voices, strict=True):
            use = Use.OTHER_WORDS if line.is_stale else Use.IN_SCRIPT
            if voice is not None and take.voice != voice.source:
                use = Use.OTHER_VOICE
            for each in self._takes_of(take):
                if uses.get(each.number) is not Use.IN_SCRIPT:
                    uses[each.number] = use
        self.changed.emit(uses)

    def _grouped(self, chosen: Sequence[tuple[Line, ChosenTake]]) -> dict[int, Takes]:
        """Each take goes to the line that it was made for, or else to the first one of the same
        words, and to those that were told to speak with it."""
        document, takes = self._script.document, self._take_list.takes
        lines: dict[int, set[int]] = {take.number: set() for take in takes}
        strays = []
        for take in takes:
            if take.line is not None and take.line in document:
                lines[take.number].add(take.line)
            else:
                strays.append(take)
        firsts = {line.text: line.id for line in reversed(document.lines)} if strays else {}
        for take in strays:
            if (first := firsts.get(take.outline.utterance.text)) is not None:
                lines[take.number].add(first)
        for line, choice in chosen:
            for take in self._takes_of(choice):
                lines[take.number].add(line.id)
        grouped: dict[int, list[LabTake]] = {}
        for take in takes:
            for each in lines[take.number]:
                grouped.setdefault(each, []).append(take)
        return {line: tuple(group) for line, group in grouped.items()}


def _is(chosen: ChosenTake | None, take: LabTake) -> bool:
    return (
        chosen is not None
        and chosen.voice == take.voice
        and chosen.text == take.outline.utterance.text
        and chosen.request == TakeRequest.of(take.outline)
    )
