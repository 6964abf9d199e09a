"""The commands of the window, by name."""

from __future__ import annotations

from enum import StrEnum, auto


class Action(StrEnum):
    """What a person can ask of the window, whether by menu, key or button."""

    NEW_SCRIPT = auto()
    NEW_WINDOW = auto()
    OPEN = auto()
    SAVE = auto()
    SAVE_AS = auto()
    OPEN_VOICE = auto()
    EXPORT = auto()
    QUIT = auto()

    UNDO = auto()
    REDO = auto()
    CUT = auto()
    COPY = auto()
    PASTE = auto()
    SELECT_ALL = auto()
    GO_TO_TEXT = auto()

    SPEAK = auto()
    SPEAK_SELECTION = auto()
    READ_FROM = auto()
    NEW_TAKE = auto()
    PLAY = auto()
    STOP = auto()
    LOOP = auto()
    RHYTHM_SEED = auto()
    EXPRESSION_SEED = auto()
    RESET_PROSODY = auto()
    EXACT = auto()

    SAMPLE = auto()
    ALIKE = auto()
    MORPH = auto()
    SWEEP = auto()
    STAR = auto()
    NOTE = auto()
    USE = auto()
    ADOPT = auto()
    DELETE_TAKES = auto()
    COMPARE = auto()
    AB = auto()
    REDRAW_WORD = auto()
    REDRAW_RHYTHM = auto()
    REDRAW_EXPRESSION = auto()
    SLOWER_WORD = auto()
    FASTER_WORD = auto()
    LONGER_SOUND = auto()
    SHORTER_SOUND = auto()
    RELEASE = auto()
    FIT = auto()
    EXPORT_TAKES = auto()
    PICTURE = auto()
    OPEN_TAKE = auto()

    SHOW_TEXT = auto()
    SHOW_TAKES = auto()
    SHOW_COMPARE = auto()
    TEXT_LARGER = auto()
    TEXT_SMALLER = auto()
    TEXT_USUAL = auto()
    PLOT_IN = auto()
    PLOT_OUT = auto()
    PLOT_FIT = auto()
    THEME_SYSTEM = auto()
    THEME_LIGHT = auto()
    THEME_DARK = auto()
    FULL_SCREEN = auto()

    SHORTCUTS = auto()
    ABOUT = auto()
