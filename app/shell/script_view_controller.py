"""Between the script and the list of its lines: what a person asks for there, and what they see."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QObject, QPoint, Qt, Slot

from app.document.delivery import Delivery
from app.document.document import ChosenTake
from app.playback.player import Player
from app.playback.state import PlaybackState
from app.session.controller import Controller
from app.session.line_states import LineStates, TakeSketch
from app.session.script import Script
from app.synthesis.take_preview import TakePreview
from app.takes.script_takes import ScriptTakes
from app.takes.take_list import MOST_TAKES
from app.takes.take_renderer import TakeRenderer
from app.ui.actions.action import Action
from app.ui.script.line_settings_dialog import LineSettingsDialog
from app.ui.script.line_words import voice_name
from app.ui.window.main_window import MainWindow
from app.ui.window.message_bar import Message, Severity
from app.ui.window.window_layout import WindowParts
from vits_core.records import Outline

_LINE_ACTIONS = (
    Action.PLAY_LINES, Action.READ_FROM, None, Action.SAMPLE, Action.LINE_TAKES, None,
    Action.EDIT_LINE, Action.LINE_SETTINGS, Action.DOUBLE_LINES, Action.JOIN_LINES, None,
    Action.RAISE_LINES, Action.LOWER_LINES, None,
    Action.REMOVE_LINES, None,
    Action.EXPORT_LINES, Action.FIT_TIMES,
)  # fmt: skip
_MESSAGE = "lines"
_NO_PEAKS = np.zeros(0, np.float32)


class ScriptViewController(QObject):
    """Shows the script line by line, and passes on what is asked of its lines.

    While the lines are in front, the cursor of the text is where the current line begins, so that
    whatever begins at the cursor begins there.
    """

    def __init__(
        self,
        window: MainWindow,
        parts: WindowParts,
        script: Script,
        controller: Controller,
        player: Player,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._parts = parts
        self._script = script
        self._controller = controller
        self._player = player
        self._silenced: list[int] = []
        """The lines that were selected when the playback was paused."""
        self._voices: Callable[[], list[tuple[str, str]]] = list
        self.states = LineStates(controller, self)
        self._connect()

    def offer_voices(self, voices: Callable[[], list[tuple[str, str]]]) -> None:
        """Offer these for lines: path and name of each."""
        self._voices = voices

    def follow_takes(self, script_takes: ScriptTakes, renderer: TakeRenderer) -> None:
        """Show of a chosen take what the list of takes knows of it."""

        @lru_cache(MOST_TAKES)  # the same object again, by which its row knows its picture
        def sketch(outline: Outline, preview: TakePreview | None) -> TakeSketch:
            peaks = (_NO_PEAKS, _NO_PEAKS) if preview is None else (preview.lows, preview.highs)
            return TakeSketch(outline, *peaks)

        def sketch_of(chosen: ChosenTake) -> TakeSketch | None:
            take = script_takes.take_of(chosen)
            if take is None:
                return None
            preview = renderer.previews.get(take.number)
            if preview is None:
                renderer.look_at(take.number)
            return sketch(take.outline, preview)

        self.states.find_sketches(sketch_of)
        script_takes.changed.connect(lambda _: self._parts.script.refresh())
        renderer.preview_made.connect(lambda _: self._parts.script.refresh())

    def _connect(self) -> None:
        panel, lines = self._parts.script, self._parts.script.list
        panel.show_statuses(self.states.status)
        self.states.changed.connect(panel.refresh)
        self.states.all_changed.connect(panel.refresh)
        self._script.changed.connect(self._on_script_changed)
        self._parts.editor.zoom_changed.connect(panel.set_point_size)
        panel.set_point_size(self._parts.editor.point_size())
        panel.chosen_changed.connect(self._on_chosen_changed)
        panel.text_edited.connect(self._script.rewrite_line)
        lines.split_requested.connect(self._script.split_line)
        lines.play_requested.connect(self._on_play_requested)
        lines.read_from_requested.connect(self._on_read_from_requested)
        lines.remove_requested.connect(self._script.remove_lines)
        lines.double_requested.connect(self._script.double_lines)
        lines.paste_requested.connect(self._on_paste_requested)
        lines.join_requested.connect(self._on_join_requested)
        lines.move_requested.connect(self._script.move_lines)
        lines.settings_requested.connect(self._on_settings_requested)
        lines.menu_requested.connect(self._on_menu_requested)
        self._window.view_changed.connect(self._on_view_changed)
        self._window.speak_lines_requested.connect(self._controller.speak_lines)
        self._player.position_changed.connect(self._on_position_changed)
        self._player.state_changed.connect(self._on_player_state_changed)

    # -- what is asked for ---------------------------------------------------------------------

    @Slot(list)
    def _on_play_requested(self, lines: list[int]) -> None:
        """Hear these lines; or silence them, or go on where they were silenced."""
        if self._player.state in (PlaybackState.PLAYING, PlaybackState.WAITING):
            self._player.pause()
        elif self._player.state is PlaybackState.PAUSED and lines == self._silenced:
            self._window.play_requested.emit()
        else:
            self._controller.speak_lines(lines)

    @Slot(int)
    def _on_read_from_requested(self, line: int) -> None:
        self._controller.speak_from(self._script.document.span(line)[0])

    @Slot(str)
    def _on_paste_requested(self, text: str) -> None:
        before = {line.id for line in self._script.document}
        self._script.insert_lines(self._parts.script.current(), text)
        new = [line.id for line in self._script.document if line.id not in before]
        self._parts.script.choose(new)

    @Slot(list)
    def _on_join_requested(self, lines: list[int]) -> None:
        document = self._script.document
        if len(lines) == 1:
            behind = document.index(lines[0]) + 1
            lines = [*lines, *(line.id for line in document.lines[behind : behind + 1])]
        self._parts.messages.retract(_MESSAGE)
        if not self._script.join_lines(lines):
            words = self.tr("These lines cannot be joined")
            remedy = self.tr(
                "Select lines that follow one another and are not too long for a sentence."
            )
            self._parts.messages.post(Message(_MESSAGE, words, remedy, Severity.NOTE))

    @Slot(list)
    def _on_settings_requested(self, ids: list[int]) -> None:
        controller, document = self._controller, self._script.document
        lines = [document[line] for line in ids]
        settings, (rhythm, expression) = controller.settings, controller.seeds
        script = Delivery(
            controller.speaker,
            settings.noise_scale,
            settings.duration_noise_scale,
            settings.length_scale,
            rhythm,
            expression,
            controller.source,
        )
        gap = replace(lines[0], gap=None).silence(settings.length_scale)
        voices = self._voices()
        offered = {path for path, _ in voices}
        voices += [(path, voice_name(path) or "") for path in sorted(document.voices - offered)]
        dialog = LineSettingsDialog(lines, script, gap, (), self._window, voices=voices)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        what = self.tr("Change settings of lines")
        dialog.accepted.connect(lambda: self._script.deliver_lines(ids, dialog.changed, what))
        self._follow_voice(dialog)
        dialog.open()

    def _follow_voice(self, dialog: LineSettingsDialog) -> None:
        """Offer the speakers of the voice that is chosen in the dialog, as soon as they are
        known."""
        line_voices = self._controller.line_voices

        def show_speakers() -> None:
            path = dialog.voice()
            line_voices.want(path)
            voice = line_voices.info(path)
            dialog.set_speakers(() if voice is None else voice.speakers)

        def open_voice() -> None:
            path = self._window.ask_for_voice()
            if path is not None:
                dialog.choose_voice(str(path), path.stem)

        show_speakers()
        dialog.voice_changed.connect(show_speakers)
        dialog.open_voice_requested.connect(open_voice)
        line_voices.changed.connect(show_speakers)
        dialog.finished.connect(lambda: line_voices.changed.disconnect(show_speakers))

    @Slot(object)
    def _on_menu_requested(self, point: QPoint) -> None:
        self._window.pop_up(_LINE_ACTIONS, point)

    # -- the cursor and the current line -------------------------------------------------------

    @Slot()
    def _on_script_changed(self) -> None:
        self._parts.script.set_document(self._script.document)
        self._place_caret()

    @Slot(list)
    def _on_chosen_changed(self, _lines: list[int]) -> None:
        self._place_caret()

    def _place_caret(self) -> None:
        """Put the cursor of the text where the selected lines are."""
        if not self._window.shows_lines():
            return
        document, panel = self._script.document, self._parts.script
        chosen = [line for line in panel.chosen() if line in document]
        current = panel.current()
        if len(chosen) > 1 and document.index(chosen[-1]) - document.index(chosen[0]) < len(chosen):
            start, stop = document.span(chosen[0])[0], document.span(chosen[-1])[1]
            self._parts.editor.place_caret(start, stop)
        elif current is not None and current in document:
            self._parts.editor.place_caret(document.span(current)[0])

    @Slot()
    def _on_view_changed(self) -> None:
        """Go to the lines at the cursor, where it is elsewhere than they were."""
        if not self._window.shows_lines():
            return
        editor, document = self._parts.editor, self._script.document
        lines = [line.id for line in document.touched(*editor.selection_or_caret())]
        if not set(lines) <= set(self._parts.script.chosen()):
            self._parts.script.choose(lines)

    # -- what sounds ---------------------------------------------------------------------------

    @Slot(float)
    def _on_position_changed(self, seconds: float) -> None:
        timeline, document = self._controller.timeline, self._script.document
        line, heard = timeline.line_at(seconds), timeline.at(seconds)
        silent = self._player.state is PlaybackState.STOPPED
        if silent or line is None or heard is None or line not in document:
            self._parts.script.set_spoken(None)
            return
        word = heard[1]
        inside = word is not None and document[line].text[word.start : word.stop] == word.text
        span = (word.start, word.stop) if word is not None and inside else (0, 0)
        self._parts.script.set_spoken(line, span)

    @Slot(object)
    def _on_player_state_changed(self, state: PlaybackState) -> None:
        if state is PlaybackState.PAUSED:
            self._silenced = self._parts.script.chosen()
        self._on_position_changed(self._player.position)
