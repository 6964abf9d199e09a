"""Steering a take by its words and sounds: each change makes a new take, heard at once."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Slot

from app.session.controller import Controller
from app.takes import recipes
from app.takes.audible_changes import changed_stretches, resized
from app.takes.lab_take import LabTake
from app.takes.recipes import TakeRecipe
from app.takes.take_generator import TakeGenerator
from app.ui.window.window_layout import WindowParts
from vits_core.errors import SettingsError
from vits_core.records import Outline, Word
from vits_core.synthesis.take_request import TakeRequest

LEAD = 0.3
"""Seconds before a change from which the new take is heard."""
WORD_STEP = 1.1
"""Factor by which a word becomes longer or shorter at a time."""
PRESSES_PAUSE = 250
"""Milliseconds without a press that end a row of them: it makes one take, also of a key held."""


class SteeringController(QObject):
    """Turns what is done to words and sounds in the picture into takes."""

    def __init__(
        self, parts: WindowParts, controller: Controller, generator: TakeGenerator
    ) -> None:
        super().__init__(generator)
        self._plots = parts.plots
        self._controller = controller
        self._generator = generator
        self._nudged: tuple[Outline, int, int, int] | None = None
        """The sound that is being nudged, as tokens, and the frames that it is to last."""
        self._scaled: tuple[LabTake, tuple[Word, ...], float] | None = None
        self._last_sound: tuple[int, ...] = ()
        """The tokens of what was nudged last: pressed again while the new take is heard, the key
        means the same ones, wherever the playhead is by then."""
        self._pause = QTimer(self, singleShot=True, interval=PRESSES_PAUSE)
        self._pause.timeout.connect(self._on_pressed)
        self._plots.seek_requested.connect(self._forget)
        self._plots.sound_resized.connect(self._on_sound_resized)
        generator.take_player.shown_changed.connect(self._on_shown_changed)
        controller.voice_ready.connect(self._on_voice_ready)

    # -- words ---------------------------------------------------------------------------------

    def redraw(self, *, rhythm: bool, expression: bool) -> None:
        """Give the chosen words new noise; the others keep theirs."""
        chosen = self._chosen()
        if chosen is None:
            return
        take, words = chosen
        tokens = _tokens(words)
        self._plots.keep_words()  # pressed again while the new take is heard, the key means them
        request = recipes.another(take.outline, tokens, rhythm=rhythm, expression=expression)
        self._make(
            take, request, tokens, self.tr("“%1” said differently").replace("%1", _words(words))
        )

    def scale(self, factor: float) -> None:
        """Let the chosen words last longer by a factor."""
        if self._scaled is None:
            chosen = self._chosen()
            if chosen is None:
                return
            self._plots.keep_words()
            self._scaled = (*chosen, 1.0)
        take, words, before = self._scaled
        self._scaled = take, words, before * factor
        self._pause.start()

    def release(self) -> None:
        """Let the chosen words last as long as is predicted; all, if none of them is pinned."""
        outline = self._plots.take_at_playhead()
        take = None if outline is None else self._take_of(outline)
        if take is None:
            return
        steered = {t for t, _ in (*take.outline.timing.pins, *take.outline.timing.stretches)}
        found = self._plots.chosen_words()
        chosen = steered.intersection(_tokens(found[1])) if found is not None else set()
        tokens = tuple(sorted(chosen or steered))
        if tokens:
            request = recipes.released(take.outline, tokens)
            self._make(take, request, tokens, self.tr("pins released"))

    def fit(self, seconds: float) -> None:
        """Let the take at the playhead last so many seconds."""
        outline = self._plots.take_at_playhead()
        take = None if outline is None else self._take_of(outline)
        if take is not None:
            everything = tuple(range(len(take.outline.durations)))
            words = self.tr("fitted to %1 s").replace("%1", f"{seconds:.2f}")
            self._make(take, recipes.fitted(take.outline, seconds), everything, words)

    def fitting(self) -> tuple[float, float, float] | None:
        """Length of the take that would be fitted, and its least and greatest length."""
        outline = self._plots.take_at_playhead()
        return None if outline is None else (outline.seconds, *recipes.fitting_range(outline))

    # -- sounds --------------------------------------------------------------------------------

    def nudge(self, frames: int) -> None:
        """Let the sound at the playhead last so many frames longer, and pin it."""
        if self._nudged is None:
            take, found = self._take_of_last_sound(), self._plots.sound_at_playhead()
            if take is not None:
                found = take.outline, take.changed[0], take.changed[-1] + 1
            if found is None:
                return
            outline, first, stop = found
            self._nudged = outline, first, stop, int(outline.durations[first:stop].sum())
        outline, first, stop, before = self._nudged
        self._nudged = outline, first, stop, max(stop - first, before + frames)
        self._pause.start()

    def _take_of_last_sound(self) -> LabTake | None:
        """The take at the playhead, if the last row of presses made it."""
        outline = self._plots.take_at_playhead()
        take = None if outline is None else self._generator.take_player.known(outline)
        nudged = self._last_sound
        return take if take is not None and nudged and take.changed == nudged else None

    @Slot()
    def _on_pressed(self) -> None:
        """Make one take of a row of presses."""
        nudged, self._nudged = self._nudged, None
        scaled, self._scaled = self._scaled, None
        if nudged is not None:
            self._last_sound = tuple(range(nudged[1], nudged[2]))
            self._on_sound_resized(*nudged)
        if scaled is not None and not math.isclose(scaled[2], 1.0):
            take, words, factor = scaled
            tokens = _tokens(words)
            self._last_sound = ()
            longer = self.tr("“%1” slower") if factor > 1 else self.tr("“%1” faster")
            request = recipes.stretched(take.outline, tokens, factor)
            self._make(take, request, tokens, longer.replace("%1", _words(words)))

    @Slot()
    def _forget(self) -> None:
        """The playhead was put somewhere else."""
        self._last_sound = ()

    @Slot(object, int, int, int)
    def _on_sound_resized(self, outline: Outline, first: int, stop: int, frames: int) -> None:
        take = self._take_of(outline)
        if take is None or frames == int(outline.durations[first:stop].sum()):
            return
        request = recipes.pinned(outline, resized(outline, first, stop, frames))
        label = "".join(outline.utterance.symbols[first:stop]).strip()
        milliseconds = round(frames * outline.frame_seconds * 1000)
        words = self.tr("%1 set to %2 ms") if label else self.tr("gap set to %2 ms")
        words = words.replace("%1", label).replace("%2", str(milliseconds))
        self._make(take, request, tuple(range(first, stop)), words)

    # -- the parts -----------------------------------------------------------------------------

    def _chosen(self) -> tuple[LabTake, tuple[Word, ...]] | None:
        """The take that is shown, and its words that are chosen; says so where there are none."""
        found = self._plots.chosen_words()
        if found is None:
            self._generator.failed.emit(
                SettingsError(
                    self.tr("No word at the playhead"),
                    remedy=self.tr("Click a word in the words row below the plots."),
                )
            )
            return None
        outline, words = found
        take = self._take_of(outline)
        return None if take is None else (take, words)

    def _take_of(self, outline: Outline) -> LabTake | None:
        """The lab's take with this outline; one that was just spoken is put into the list."""
        known = self._generator.take_player.known(outline)
        if known is not None:
            return known
        request = TakeRequest.of(outline)
        for take in self._controller.timeline.takes:
            if TakeRequest.of(take) == request:
                number = self._generator.take_player.take_up(take)
                return None if number is None else self._generator.take_list[number]
        return None

    def _make(
        self, take: LabTake, request: TakeRequest, tokens: tuple[int, ...], words: str
    ) -> None:
        origin = self.tr("%1: %2").replace("%1", str(take.number)).replace("%2", words)
        recipe = TakeRecipe(request, take.line, origin, take.number, tokens)
        start = shortly_before(min(tokens))
        self._generator.make([recipe], words, listen_from=start, steered=True)

    @Slot(object)
    def _on_shown_changed(self, number: int | None) -> None:
        """Shade what differs from the take that this one was made from."""
        take_list = self._generator.take_list
        self._plots.set_changed(())
        if number is None or number not in take_list:
            return
        take = take_list[number]
        if take.parent is None or take.parent not in take_list:
            return
        voice = self._controller.voice
        before = take_list[take.parent].outline
        redrawn = take.changed if before.expression != take.outline.expression else ()
        reach = voice.reach_frames if voice is not None else 0
        self._plots.set_changed(changed_stretches(before, take.outline, redrawn, reach))

    @Slot()
    def _on_voice_ready(self) -> None:
        self._plots.set_steerable(True)


def shortly_before(token: int) -> Callable[[Outline], float]:
    """From which second on a take is heard of which a token has changed."""

    def second(take: Outline) -> float:
        frame = take.frame_seconds
        return max(0.0, float(take.token_edges[token]) * frame - LEAD)

    return second


def _tokens(words: tuple[Word, ...]) -> tuple[int, ...]:
    return tuple(t for word in words for t in range(word.token_start, word.token_stop))


def _words(words: tuple[Word, ...]) -> str:
    texts = [word.text for word in words]
    return texts[0] if len(texts) == 1 else f"{texts[0]} … {texts[-1]}"
