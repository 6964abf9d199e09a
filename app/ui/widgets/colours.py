"""The colours of the light and the dark look: one accent, neutral greys.

Widgets ask `current_colours()` whenever they paint, and again after `QEvent.PaletteChange`; nothing
keeps a colour across a switch.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication


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
    found: str
    """Behind words that were found."""
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
    found="#ffe08a",
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
    found="#6b5200",
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
