"""Opens files as the text of the script, while the window goes on."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from app.background import BackgroundJobs
from app.session.script import Script
from app.ui.window.message_bar import Message, Severity
from app.ui.window.window_layout import WindowParts
from vits_core.errors import TextError, VitsError

if TYPE_CHECKING:
    from app.document.reading.read_text import ReadText

MOST_CHARACTERS = 4 * 1024 * 1024
"""A long novel has 3 million; more would make the editor slow."""
_KEY = "text-file"
"""Of the message on the file that was opened last."""
_FIT, _FORGET = "fit-times", "forget-times"


class TextOpening(QObject):
    """Reads one file at a time; one that is asked for later takes the place of the one before."""

    # The file whose text is the script's now.
    opened = Signal(Path)
    # How the lines are fitted into their times is to be asked.
    fit_wanted = Signal()

    def __init__(self, script: Script, parts: WindowParts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._script = script
        self._parts = parts
        self._jobs = BackgroundJobs(self)
        self._jobs.failed.connect(self._on_failed)
        parts.messages.action_triggered.connect(self._on_message_action)

    @Slot(Path)
    def open(self, path: Path) -> None:
        """Put a file's text in place of the script's, once it is read; the window says so, or what
        is wrong with the file."""
        self._jobs.forget()
        self._parts.status.show_opening(path.name)
        self._jobs.run(partial(_read, path), partial(self._on_read, path))

    def close(self) -> None:
        """Open nothing more; what is being read is of no use any longer."""
        self._jobs.forget()

    def _on_read(self, path: Path, read: ReadText) -> None:
        self._parts.status.hide_opening()
        headings = {each.start: each.level for each in read.headings}
        self._script.open(read.text, headings, read.cues)
        self._parts.editor.place_caret(0)
        self._parts.messages.retract(_KEY)
        self._tell(" ".join(read.notes), len(read.cues))
        self.opened.emit(path)

    def _tell(self, note: str, cues: int) -> None:
        """Post how a file was read, and that its text has times."""
        actions: tuple[tuple[str, str], ...] = ()
        if cues:
            keep = self.tr("1 cue keeps its time: it is spoken when it was shown.")
            if cues > 1:
                keep = self.tr("%1 cues keep their times: each is spoken when it was shown.")
            note = " ".join(filter(None, (note, keep.replace("%1", str(cues)))))
            actions = (
                (_FIT, self.tr("Fit lines…")),
                (_FORGET, self.tr("Forget the times")),
            )
        if note:
            self._parts.messages.post(Message(_KEY, note, severity=Severity.NOTE, actions=actions))

    @Slot(str, str)
    def _on_message_action(self, key: str, action: str) -> None:
        if (key, action) == (_KEY, _FIT):
            self.fit_wanted.emit()
        elif (key, action) == (_KEY, _FORGET):
            self._script.forget_slots()
            self._parts.messages.retract(_KEY)

    @Slot(object)
    def _on_failed(self, error: VitsError) -> None:
        self._parts.status.hide_opening()
        self._parts.messages.post(Message.about(_KEY, error))


def _read(path: Path) -> ReadText:
    # Here, on its thread, so that the window does not wait for what reads files of every format.
    from app.document.reading.reader import read_text

    read = read_text(path)
    if len(read.text) > MOST_CHARACTERS:
        raise TextError(
            f"The text is longer than {MOST_CHARACTERS // 1024**2} million characters",
            where=str(path),
            remedy="Split it into parts, and open them one at a time; or speak it from the command "
            "line.",
        )
    return read
