"""Asks what becomes of text in a writing system that the voice's language does not have."""

from __future__ import annotations

from PySide6.QtCore import QLocale, QObject, Slot

from app.session.controller import Controller
from app.session.script import Script
from app.ui.actions.action import Action
from app.ui.window.main_window import MainWindow
from app.ui.window.message_bar import Message, MessageBar, Severity
from vits_core.text.scripts import Foreign

KEY = "foreign-text"
OTHER_VOICE = "other_voice"
"""Ids of the message, and of the button that is no `Foreign`."""
MOST_QUOTED = 100
"""Stretches of text that the message shows."""


class ForeignTextQuestion(QObject):
    """Asks while the speech is made, which leaves such text out until somebody answers; the answer
    holds for this window's session."""

    def __init__(
        self, window: MainWindow, messages: MessageBar, script: Script, controller: Controller
    ) -> None:
        super().__init__(window)
        self._window = window
        self._messages = messages
        self._script = script
        self._controller = controller
        controller.speech_wanted.connect(self._on_speech_wanted)
        controller.voice_ready.connect(self._on_voice_ready)
        messages.action_triggered.connect(self._on_action_triggered)

    @Slot()
    def _on_speech_wanted(self) -> None:
        if self._controller.foreign is not None:
            return
        language, stretches = self._stretches()
        if not stretches:
            self._messages.retract(KEY)
            return
        actions = (
            (Foreign.SKIP, self.tr("Leave it out")),
            (Foreign.SPELL, self.tr("Spell it")),
            (OTHER_VOICE, self.tr("Choose another voice…")),
        )
        what = self._words(language, sum(map(len, stretches)))
        details = tuple(stretches[:MOST_QUOTED])
        self._messages.post(Message(KEY, what, "", Severity.WARNING, details, actions))

    def _words(self, language: str, count: int) -> str:
        """`count` is of characters."""
        locale = QLocale(language)
        name = QLocale.languageToString(locale.language())
        words = self.tr(
            "This voice speaks %1. It can only spell %n characters of this text; they are left out "
            "for now.",
            "",
            count,
        )
        return words.replace("%1", name)

    def _stretches(self) -> tuple[str, list[str]]:
        """The parts of the text that the voices of their lines cannot read, and the language of
        the first of these voices."""
        document = self._script.document
        spoken = [(self._controller.voice, document.text)]
        if document.voices:
            spoken = [(self._controller.voice_of(line), line.text) for line in document]
        language, found = "", list[str]()
        for voice, text in spoken:
            parts = () if voice is None else voice.only_spelled(text)
            for start, stop in parts:
                language = language or (voice.language if voice is not None else "")
                found.append(text[start:stop])
        return language, found

    @Slot()
    def _on_voice_ready(self) -> None:
        self._messages.retract(KEY)

    @Slot(str, str)
    def _on_action_triggered(self, key: str, action: str) -> None:
        if key != KEY:
            return
        if action == OTHER_VOICE:
            self._window.action(Action.OPEN_VOICE).trigger()
            return
        self._messages.retract(KEY)
        self._controller.set_foreign(Foreign(action))
        if action == Foreign.SPELL:
            self._controller.speak_again()
