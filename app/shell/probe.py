"""Writes down where every named widget is and what the window says, for whoever drives it.

On only when $VITS_STUDIO_PROBE names a file. End-to-end tests press real keys and mouse buttons;
this tells them where to aim and what came of it.
"""

from __future__ import annotations

import json
import time
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPoint, QTimer, Slot
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from app.document.document import Line
from app.playback.player import Player
from app.shell.lab.composition import Lab
from app.takes.lab_take import LabTake
from app.ui.window.window_layout import WindowParts

INTERVAL = 100
"""Milliseconds between two looks."""


class Probe(QObject):
    """Keeps a JSON file up to date: widgets' rectangles on the screen, texts and states."""

    def __init__(
        self, path: Path, parts: WindowParts, player: Player, lab: Lab, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._lab = lab
        self._path = path
        self._parts = parts
        self._player = player
        self._moments: dict[str, float] = {}
        parts.voice_bar.installEventFilter(self)
        (self._speak,) = parts.voice_bar.findChildren(QPushButton, "speakButton")
        self._speak.installEventFilter(self)
        self._timer = QTimer(self, interval=INTERVAL)
        self._timer.timeout.connect(self._on_timeout)
        self._timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            # By then the paint that has begun here is on the screen.
            QTimer.singleShot(0, self, lambda: self._note("painted"))
        elif event.type() == QEvent.Type.EnabledChange and self._speak.isEnabled():
            self._note("can_speak")
        return super().eventFilter(watched, event)

    def _note(self, what: str) -> None:
        """Keep when something was so for the first time, on the clock that processes share."""
        self._moments.setdefault(what, time.monotonic())

    @Slot()
    def _on_timeout(self) -> None:
        partial = self._path.with_suffix(".partial")
        partial.write_text(json.dumps(self._seen()), encoding="utf-8")
        partial.replace(self._path)

    def _seen(self) -> dict[str, object]:
        focus = QApplication.focusWidget()
        sentence, word = self._parts.editor.spoken()
        return {
            "widgets": {w.objectName(): _place(w) for w in _shown_widgets()},
            "focus": focus.objectName() if focus else "",
            "status": self._parts.status.state_text(),
            "messages": [f"{m.what} {m.remedy}".strip() for m in self._parts.messages.messages()],
            "text": self._parts.editor.text(),
            "spoken_sentence": sentence,
            "spoken_word": word,
            "player": self._player.state.value,
            "position": self._player.position,
            "length": self._player.length,
            "view": self._parts.plots.view(),
            "seeds": self._parts.prosody.seeds(),
            "takes": [_described(take) for take in self._lab.take_list.takes],
            "previews": len(self._lab.renderer.previews),
            "shown": self._lab.generator.take_player.shown,
            "chosen": self._parts.takes.chosen(),
            "open_lines": self._parts.script.takes.lines(),
            "in_script": sorted(self._parts.take_facts.uses),
            "chosen_lines": self._parts.script.chosen(),
            "spoken_line": self._parts.script.spoken(),
            "lines": [_noted(line) for line in self._parts.script.shown() if _is_special(line)],
            "moments": self._moments,
        }


def _described(take: LabTake) -> dict[str, object]:
    return {
        "number": take.number,
        "starred": take.starred,
        "note": take.note,
        "parent": take.parent,
        "text": take.text,
        "seconds": take.outline.seconds,
        "durations": take.outline.durations.tolist(),
        "pins": take.outline.timing.pins,
        "seeds": (take.outline.rhythm_seed, take.outline.expression_seed),
        "noise_scale": take.outline.settings.noise_scale,
    }


def _is_special(line: Line) -> bool:
    """There is more to a line than its words, which are in the text."""
    return bool(line.heading) or line.slot is not None or line.chosen is not None


def _noted(line: Line) -> dict[str, object]:
    return {
        "id": line.id,
        "text": line.text,
        "heading": line.heading,
        "slot": None if line.slot is None else (line.slot.start, line.slot.stop),
        "chosen": None if line.chosen is None else repr(line.chosen.request),
    }


def _shown_widgets() -> list[QWidget]:
    return [w for w in QApplication.allWidgets() if w.objectName() and w.isVisible()]


def _place(widget: QWidget) -> list[int]:
    """Left, top, width and height on the screen."""
    corner = widget.mapToGlobal(QPoint(0, 0))
    return [corner.x(), corner.y(), widget.width(), widget.height()]
