"""Tells how a stretch of the text is read, where that is not as it is written."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, Slot
from PySide6.QtWidgets import QToolTip

from app.session.controller import Controller
from app.session.script import Script
from app.ui.editor.text_editor import TextEditor
from vits_core.records import Reading


class ReadingTips(QObject):
    """Shows the tip while the mouse rests on such a stretch in the editor."""

    def __init__(self, editor: TextEditor, script: Script, controller: Controller) -> None:
        super().__init__(editor)
        self._editor = editor
        self._script = script
        self._controller = controller
        editor.tip_wanted.connect(self._on_tip_wanted)

    def reading_at(self, offset: int) -> Reading | None:
        """What is read in place of the characters around an offset of the text."""
        document = self._script.document
        place = document.index_at(offset)
        if place is None:
            return None
        start, text = document.starts[place], document.lines[place].text
        voice = self._controller.voice_of(document.lines[place])
        if voice is None or voice.reads_phonemes or not start <= offset <= start + len(text):
            return None
        # Loaded when the mouse first rests on the text, for which no start has to wait.
        from vits_core.text.readable import make_readable

        readable = make_readable(
            text,
            start,
            voice.language,
            self._controller.reading,
            by_espeak=voice.spells_foreign_text,
        )
        return next((r for r in readable.readings if r.start <= offset <= r.stop), None)

    @Slot(int, QPoint)
    def _on_tip_wanted(self, offset: int, point: QPoint) -> None:
        reading = self.reading_at(offset)
        if reading is None:
            QToolTip.hideText()
        elif reading.spoken:
            QToolTip.showText(point, self.tr("Read as “%1”").replace("%1", reading.spoken))
        else:
            QToolTip.showText(point, self.tr("Not spoken"))
