"""Light and dark: one accent colour, neutral greys, and what follows from them.

Widgets ask `current_colours()` whenever they paint, and again after `QEvent.PaletteChange`; nothing
keeps a colour across a switch.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from app.ui.widgets.style_sheet import style_sheet

GRID = 8
"""Every distance in the window is a multiple of these pixels (or a half of them)."""


class ThemeMode(StrEnum):
    """Which of the two looks the user asked for."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Colours:
    """The colours of one look, as `#rrggbb`."""

    dark: bool
    window: str
    base: str
    raised: str
    """Buttons and fields."""
    hover: str
    border: str
    text: str
    muted: str
    """Captions, units, axis labels."""
    faint: str
    """Disabled text and placeholders."""
    accent: str
    accent_hover: str
    on_accent: str
    shade: str
    """Behind the sentence that is being spoken."""
    good: str
    warning: str
    bad: str
    colour_map: str
    """pyqtgraph's name of the perceptual map that the spectrogram uses."""


LIGHT = Colours(
    dark=False,
    window="#f3f4f8",
    base="#ffffff",
    raised="#ffffff",
    hover="#e9ebf4",
    border="#d5d8e4",
    text="#1c2033",
    muted="#5c6379",
    faint="#8a90a3",
    accent="#4754d1",
    accent_hover="#3a46bb",
    on_accent="#ffffff",
    shade="#e6e8fb",
    good="#1a7f48",
    warning="#9a5b00",
    bad="#c02a2a",
    colour_map="CET-L17",
)

DARK = Colours(
    dark=True,
    window="#1c1e28",
    base="#14161e",
    raised="#282b39",
    hover="#323648",
    border="#363a4c",
    text="#e7e9f2",
    muted="#a0a6ba",
    faint="#757b90",
    accent="#8f9bff",
    accent_hover="#a6b0ff",
    on_accent="#12142c",
    shade="#2a2e52",
    good="#62cd90",
    warning="#eab54f",
    bad="#ff8078",
    colour_map="magma",
)


def is_dark(palette: QPalette) -> bool:
    """Whether a palette writes light on dark."""
    window = palette.color(QPalette.ColorRole.Window)
    return window.lightness() < palette.color(QPalette.ColorRole.WindowText).lightness()


def current_colours() -> Colours:
    """The colours that go with the application's palette as it is now.

    Not a widget's own: a style sheet with a transparent background makes that one look black.
    """
    return _colours_now(QApplication.palette().cacheKey())


@lru_cache(maxsize=4)
def _colours_now(palette_key: int) -> Colours:  # noqa: ARG001
    # To look into a palette takes longer than to paint the little that asks for its colours.
    return DARK if is_dark(QApplication.palette()) else LIGHT


def palette_of(colours: Colours) -> QPalette:
    """A whole Qt palette made of the few colours of one look."""
    role = QPalette.ColorRole
    palette = QPalette(QColor(colours.raised), QColor(colours.window))
    everywhere = {
        role.Window: colours.window,
        role.WindowText: colours.text,
        role.Base: colours.base,
        role.AlternateBase: colours.window,
        role.Text: colours.text,
        role.Button: colours.raised,
        role.ButtonText: colours.text,
        role.BrightText: colours.bad,
        role.ToolTipBase: colours.raised,
        role.ToolTipText: colours.text,
        role.PlaceholderText: colours.faint,
        role.Highlight: colours.accent,
        role.HighlightedText: colours.on_accent,
        role.Accent: colours.accent,
        role.Link: colours.accent,
        role.LinkVisited: colours.accent,
        role.Mid: colours.border,
    }
    for each, name in everywhere.items():
        palette.setColor(each, QColor(name))
    for each in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, each, QColor(colours.faint))
    palette.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(colours.border))
    return palette


class Theme(QObject):
    """Gives the application one of the two looks, and changes it when the system does."""

    changed = Signal(bool)  # whether the look is now the dark one

    def __init__(self, application: QApplication, mode: ThemeMode = ThemeMode.SYSTEM) -> None:
        super().__init__(application)
        self._application = application
        self._system_dark = is_dark(application.style().standardPalette())
        self._mode = mode
        application.setStyle("Fusion")
        application.styleHints().colorSchemeChanged.connect(self._on_color_scheme_changed)
        self._apply()

    @property
    def mode(self) -> ThemeMode:
        return self._mode

    @property
    def dark(self) -> bool:
        """Whether the dark look is the one that shows."""
        if self._mode is not ThemeMode.SYSTEM:
            return self._mode is ThemeMode.DARK
        scheme = self._application.styleHints().colorScheme()
        if scheme is Qt.ColorScheme.Unknown:  # a desktop that does not say
            return self._system_dark
        return scheme is Qt.ColorScheme.Dark

    @Slot(str)
    def set_mode(self, mode: str) -> None:
        """Take one of `ThemeMode`'s values."""
        self._mode = ThemeMode(mode)
        self._apply()

    @Slot()
    def _on_color_scheme_changed(self) -> None:
        if self._mode is ThemeMode.SYSTEM:
            self._apply()

    def _apply(self) -> None:
        colours = DARK if self.dark else LIGHT
        self._application.setPalette(palette_of(colours))
        self._application.setStyleSheet(style_sheet(colours))
        self.changed.emit(colours.dark)
