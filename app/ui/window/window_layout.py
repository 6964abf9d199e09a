"""The widgets of the window in their places."""

from __future__ import annotations

import json

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QSplitter, QVBoxLayout, QWidget

from app.comparison.ab_session import AbSession
from app.ui.ab_test.ab_panel import AbPanel
from app.ui.actions.window_actions import WindowActions
from app.ui.compare.compare_panel import ComparePanel
from app.ui.editor.text_editor import TextEditor
from app.ui.editor.text_panel import TextPanel
from app.ui.plots.plot_panel import PlotPanel
from app.ui.prosody.prosody_panel import ProsodyPanel
from app.ui.script.script_panel import ScriptPanel
from app.ui.takes.take_facts import TakeFacts
from app.ui.takes.takes_panel import TakesPanel
from app.ui.widgets.theme import GRID
from app.ui.window.export_bar import ExportBar
from app.ui.window.message_bar import MessageBar
from app.ui.window.side_panel import SidePanel
from app.ui.window.status_strip import StatusStrip
from app.ui.window.transport_bar import TransportBar
from app.ui.window.voice_bar import VoiceBar
from app.ui.window.work_tabs import View, WorkTabs


class WindowParts:
    """The actions and widgets of the window, made by whoever connects them; needs a
    QApplication."""

    def __init__(self) -> None:
        self.actions = WindowActions()
        self.editor = TextEditor()
        self.text = TextPanel(self.editor)
        self.take_facts = TakeFacts()
        self.script = ScriptPanel(self.take_facts)
        self.takes = TakesPanel(self.actions, self.take_facts)
        self.compare = ComparePanel()
        self.ab = AbPanel(AbSession())
        self.prosody = ProsodyPanel(self.actions)
        self.transport = TransportBar(self.actions)
        self.plots = PlotPanel(self.actions)
        self.voice_bar = VoiceBar(self.actions)
        self.status = StatusStrip()
        self.messages = MessageBar()
        self.export = ExportBar()


class WindowLayout(QWidget):
    """Text and takes beside prosody, the sound below, with splitters between them."""

    def __init__(self, parts: WindowParts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plots = parts.plots
        self._top = _splitter(Qt.Orientation.Horizontal, "topSplitter")
        self.tabs = WorkTabs(self._views(parts))
        self._top.addWidget(_card(self.tabs))
        self._prosody = parts.prosody
        self._side = SidePanel(parts.prosody)
        self._sizes_with_side = [800, 440]
        self._side.collapsed_changed.connect(self._on_side_collapsed)
        self._top.addWidget(self._side)
        self._top.setStretchFactor(0, 1)
        self._top.setSizes(self._sizes_with_side)
        self._main = _splitter(Qt.Orientation.Vertical, "mainSplitter")
        self._main.addWidget(self._top)
        self._main.addWidget(_card(parts.transport, parts.plots))
        self._main.setStretchFactor(0, 2)
        self._main.setStretchFactor(1, 3)
        self._main.setSizes([408, 352])
        middle = QVBoxLayout()
        middle.setContentsMargins(2 * GRID, 0, 2 * GRID, GRID)
        middle.addWidget(self._main)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(parts.voice_bar)
        layout.addWidget(parts.messages)
        layout.addSpacing(GRID // 2)
        layout.addLayout(middle, 1)
        layout.addWidget(parts.export)
        layout.addWidget(parts.status)

    def _views(self, parts: WindowParts) -> tuple[View, ...]:
        return (
            View(parts.text, self.tr("Text"), self.tr("The text to speak (Ctrl+1)"), False),
            View(
                parts.script, self.tr("Script"), self.tr("The text, line by line (Ctrl+2)"), False
            ),
            View(parts.takes, self.tr("Takes"), self.tr("Renditions of a sentence (Ctrl+3)"), True),
            View(parts.compare, self.tr("Compare"), self.tr("Overlaid takes (Ctrl+4)"), True),
            View(
                parts.ab, self.tr("A/B"), self.tr("Two takes in turns, also blind (Ctrl+5)"), True
            ),
        )

    def state(self) -> bytes:
        """How the space is shared between the widgets."""
        collapsed = self._side.collapsed
        state = {
            "top": self._sizes_with_side if collapsed else self._top.sizes(),
            "main": self._main.sizes(),
            "plots": self._plots.shares(),
            "folded": {"prosody": collapsed, "seeds": not self._prosody.shows_seeds()},
        }
        return json.dumps(state).encode()

    def restore(self, state: bytes) -> None:
        """Share the space as `state` says; what is damaged in it is left out."""
        try:
            sizes = json.loads(state or b"{}")
            for name, apply in (
                ("top", self._top.setSizes),
                ("main", self._main.setSizes),
                ("plots", self._plots.set_shares),
            ):
                kept = [int(size) for size in sizes.get(name, [])]
                if len(kept) == 2 and min(kept) >= 0 and sum(kept) > 0:
                    apply(kept)
            folded = sizes.get("folded", {})
            self._side.set_collapsed(folded.get("prosody") is True)
            self._prosody.show_seeds(folded.get("seeds") is not True)
        except (ValueError, TypeError, AttributeError):
            return

    @Slot(bool)
    def _on_side_collapsed(self, collapsed: bool) -> None:
        if collapsed:
            self._sizes_with_side = self._top.sizes()
            self._top.setSizes([sum(self._sizes_with_side), 0])  # as little as it needs
        else:
            self._top.setSizes(self._sizes_with_side)


def _splitter(orientation: Qt.Orientation, name: str) -> QSplitter:
    splitter = QSplitter(orientation)
    splitter.setObjectName(name)
    splitter.setChildrenCollapsible(False)
    splitter.setHandleWidth(GRID)
    return splitter


def _card(*widgets: QWidget) -> QFrame:
    """A rounded frame around widgets that belong together; the last of them may grow."""
    card = QFrame()
    card.setProperty("card", True)
    layout = QVBoxLayout(card)
    layout.setContentsMargins(GRID // 2, GRID // 2, GRID // 2, GRID // 2)
    layout.setSpacing(0)
    for widget in widgets:
        layout.addWidget(widget)
    layout.setStretch(len(widgets) - 1, 1)
    return card
