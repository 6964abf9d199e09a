"""The look of the window: light, dark, or as the system has it."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from app.ui.widgets.colours import DARK, LIGHT, Colours, is_dark
from app.ui.widgets.style_sheet import style_sheet

GRID = 8
"""Every distance in the window is a multiple of these pixels (or a half of them)."""


class ThemeMode(StrEnum):
    """Which of the two looks the user asked for."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


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
