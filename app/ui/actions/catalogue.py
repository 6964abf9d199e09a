"""What each action says, which keys it has, and when it is offered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject

from app.playback.state import PlaybackState
from app.ui.actions.action import Action
from app.ui.actions.window_state import WindowState

Rule = Callable[[WindowState], bool]


def _always(_: WindowState) -> bool:
    return True


def _can_speak(state: WindowState) -> bool:
    return state.can_speak


def _has_audio(state: WindowState) -> bool:
    return state.has_audio


def _some_lines(state: WindowState) -> bool:
    return state.chosen_lines > 0


def _has_times(state: WindowState) -> bool:
    return state.has_times


def _some_chosen(state: WindowState) -> bool:
    return state.chosen_takes > 0


def _two_chosen(state: WindowState) -> bool:
    return state.chosen_takes == 2


@dataclass(frozen=True, slots=True)
class Spec:
    """An action as a person meets it."""

    action: Action
    text: str
    """With its mnemonic."""
    keys: tuple[str, ...]
    tip: str
    rule: Rule = _always
    icon: str = ""
    """On its buttons, as qtawesome names it."""
    label: str = ""
    """On its buttons, if it is not the text."""
    more_keys: str = ""
    """Keys that do the same in some widget, in words."""
    checkable: bool = False
    instead: tuple[Rule, Spec] | None = None
    """How it looks while a rule holds."""


Menu = tuple[str, Sequence[Spec | None]]
"""A title, and actions with lines between them."""


class Catalogue(QObject):
    """Every action of the window, in its menu.

    No shortcut is one that a text field uses (Ctrl+E is "end of line" there, Ctrl+U deletes a
    line), except those of the Edit menu: a text field takes these first, as it should.
    """

    def menus(self) -> tuple[Menu, ...]:
        return (
            (self.tr("&File"), self._file()),
            (self.tr("&Edit"), self._edit()),
            (self.tr("&Speech"), self._speech()),
            (self.tr("&Lines"), self._lines()),
            (self.tr("&Takes"), self._takes()),
            (self.tr("&View"), self._view()),
            (self.tr("&Help"), self._help()),
        )

    def _file(self) -> Sequence[Spec | None]:
        return (
            Spec(Action.NEW_SCRIPT, self.tr("&New script"), ("Ctrl+N",),
                 self.tr("Begin with an empty script")),
            Spec(Action.NEW_WINDOW, self.tr("New &window"), ("Ctrl+Shift+N",),
                 self.tr("Open another window, with a script of its own")),
            Spec(Action.OPEN, self.tr("&Open…"), ("Ctrl+O",),
                 self.tr("Open a script, or replace the text with that of a file")),
            Spec(Action.SAVE, self.tr("&Save script"), ("Ctrl+S",),
                 self.tr("Save the script with its takes")),
            Spec(Action.SAVE_AS, self.tr("Save script &as…"), ("Ctrl+Alt+S",),
                 self.tr("Save the script to another file")),
            None,
            Spec(Action.OPEN_VOICE, self.tr("Open &voice…"), ("Ctrl+Shift+O",),
                 self.tr("Load a voice from a file")),
            None,
            Spec(Action.EXPORT, self.tr("&Export audio…"), ("Ctrl+Shift+E",),
                 self.tr("Save the whole text as an audio file; what is not spoken yet is made "
                         "first"), _can_speak,
                 icon="mdi6.export-variant", label=self.tr("Export…")),
            None,
            Spec(Action.QUIT, self.tr("&Quit"), ("Ctrl+Q",), self.tr("Quit VITS Studio")),
        )  # fmt: skip

    def _edit(self) -> Sequence[Spec | None]:
        return (
            Spec(Action.UNDO, self.tr("&Undo"), ("Ctrl+Z",), self.tr("Undo the last change")),
            Spec(Action.REDO, self.tr("&Redo"), ("Ctrl+Shift+Z", "Ctrl+Y"),
                 self.tr("Redo the change that was undone last")),
            None,
            Spec(Action.CUT, self.tr("Cu&t"), ("Ctrl+X",),
                 self.tr("Move the selection to the clipboard")),
            Spec(Action.COPY, self.tr("&Copy"), ("Ctrl+C",),
                 self.tr("Copy the selection to the clipboard")),
            Spec(Action.PASTE, self.tr("&Paste"), ("Ctrl+V",), self.tr("Insert the clipboard")),
            None,
            Spec(Action.SELECT_ALL, self.tr("Select &all"), ("Ctrl+A",),
                 self.tr("Select the whole text, or all takes")),
            None,
            Spec(Action.FIND, self.tr("&Find…"), ("Ctrl+F",),
                 self.tr("Find words in the text or in its lines")),
            Spec(Action.FIND_NEXT, self.tr("Find &next"), ("F3",),
                 self.tr("Go to the next place of the words that are sought"),
                 more_keys=self.tr("Enter in the find field")),
            Spec(Action.FIND_PREVIOUS, self.tr("Find pre&vious"), ("Shift+F3",),
                 self.tr("Go to the place before of the words that are sought"),
                 more_keys=self.tr("Shift+Enter in the find field")),
            Spec(Action.REPLACE, self.tr("R&eplace…"), ("Ctrl+H",),
                 self.tr("Find words, and put others in their place")),
            None,
            Spec(Action.GO_TO_TEXT, self.tr("&Go to text"), ("Ctrl+Shift+T",),
                 self.tr("Put the cursor into the text; Esc leaves it")),
        )  # fmt: skip

    def _speech(self) -> Sequence[Spec | None]:
        pause = Spec(Action.PLAY, self.tr("&Pause"), ("Ctrl+P",), self.tr("Pause the playback"),
                     icon="mdi6.pause", more_keys=self.tr("Space"))  # fmt: skip
        return (
            Spec(Action.SPEAK, self.tr("&Speak"), ("Ctrl+Return", "Ctrl+Enter"),
                 self.tr("Speak the whole text"), _can_speak, icon="mdi6.account-voice"),
            Spec(Action.SPEAK_SELECTION, self.tr("Speak sele&ction"),
                 ("Ctrl+Shift+Return", "Ctrl+Shift+Enter"), self.tr("Speak the selected text"),
                 rule=lambda state: state.can_speak and state.has_selection),
            Spec(Action.READ_FROM, self.tr("Rea&d from the cursor"), ("Ctrl+D",),
                 self.tr("Speak the text from the word at the cursor on"), _can_speak,
                 more_keys=self.tr("Ctrl+click")),
            Spec(Action.NEW_TAKE, self.tr("&New take"), ("Ctrl+T",),
                 self.tr("Say it differently: new seeds wherever they are not locked"),
                 _can_speak, icon="mdi6.dice-multiple-outline"),
            None,
            Spec(Action.PLAY, self.tr("&Play"), ("Ctrl+P",), self.tr("Play the speech"),
                 _has_audio, icon="mdi6.play", more_keys=self.tr("Space"),
                 instead=(lambda state: state.plays, pause)),
            Spec(Action.STOP, self.tr("S&top"), ("Esc", "Ctrl+."),
                 self.tr("Silence the speech and make no more of it; once more goes back to its "
                         "beginning"), icon="mdi6.stop",
                 rule=lambda state: state.busy or state.playback is not PlaybackState.STOPPED),
            Spec(Action.LOOP, self.tr("&Loop"), ("Ctrl+L",), self.tr("Play over and over"),
                 icon="mdi6.repeat", checkable=True),
            Spec(Action.PREVIOUS_LINE, self.tr("Previous line"), ("F7",),
                 self.tr("Go back to the beginning of the line, or to the line before"),
                 _can_speak, icon="mdi6.skip-previous"),
            Spec(Action.NEXT_LINE, self.tr("Next line"), ("F8",),
                 self.tr("Go on to the next line"), _can_speak, icon="mdi6.skip-next"),
            Spec(Action.PREVIOUS_SECTION, self.tr("Previous section"), ("Shift+F7",),
                 self.tr("Go back to the heading before"), _can_speak),
            Spec(Action.NEXT_SECTION, self.tr("Next section"), ("Shift+F8",),
                 self.tr("Go on to the next heading"), _can_speak),
            None,
            Spec(Action.RHYTHM_SEED, self.tr("New &rhythm seed"), ("Ctrl+R",),
                 self.tr("Draw another rhythm (the seed of the duration predictor's noise)"),
                 icon="mdi6.dice-5-outline", label=self.tr("New")),
            Spec(Action.EXPRESSION_SEED, self.tr("New &expression seed"), ("Ctrl+Shift+R",),
                 self.tr("Draw another intonation (the seed of the prior's noise)"),
                 icon="mdi6.dice-5-outline", label=self.tr("New")),
            Spec(Action.RESET_PROSODY, self.tr("Reset pros&ody"), ("Ctrl+Alt+R",),
                 self.tr("Restore the voice's own settings")),
            None,
            Spec(Action.EXACT, self.tr("E&xact sound (float32)"), ("Ctrl+Alt+X",),
                 self.tr("Compute everything in 32 bits; otherwise the decoder uses 16 where that "
                         "is faster, with noise at least 38 dB below the speech"), checkable=True),
            Spec(Action.AS_WRITTEN, self.tr("Read numbers as &written"), ("Ctrl+Alt+W",),
                 self.tr("Leave numbers, dates, amounts and abbreviations to espeak-ng instead of "
                         "reading them as people say them"), checkable=True),
        )  # fmt: skip

    def _lines(self) -> Sequence[Spec | None]:
        return (
            Spec(Action.PLAY_LINES, self.tr("&Play these lines"), (),
                 self.tr("Speak the selected lines and no others"),
                 rule=lambda state: state.can_speak and state.chosen_lines > 0,
                 more_keys=self.tr("Space in the script")),
            Spec(Action.LINE_TAKES, self.tr("Show or hide &takes"), (),
                 self.tr("Show the takes of the current line below it, or no longer"),
                 _some_lines, more_keys=self.tr("Right, Left in the script")),
            Spec(Action.EDIT_LINE, self.tr("&Edit line"), (),
                 self.tr("Type other words for the current line; Ctrl+Enter splits it at the "
                         "cursor, Esc leaves it as it was"), _some_lines,
                 more_keys=self.tr("Enter in the script")),
            Spec(Action.LINE_SETTINGS, self.tr("&Settings of these lines…"), (),
                 self.tr("Give the selected lines their own speaker, speed, seeds or gap"),
                 _some_lines, more_keys=self.tr("S in the script")),
            None,
            Spec(Action.DOUBLE_LINES, self.tr("&Duplicate"), (),
                 self.tr("Put copies of the selected lines behind them"), _some_lines,
                 more_keys=self.tr("D in the script")),
            Spec(Action.JOIN_LINES, self.tr("&Join"), (),
                 self.tr("Make one line of the selected ones, or of the current one and the next; "
                         "a full stop between them becomes a comma"), _some_lines,
                 more_keys=self.tr("J in the script")),
            Spec(Action.RAISE_LINES, self.tr("Move &up"), (),
                 self.tr("Move the selected lines up by one"), _some_lines,
                 more_keys=self.tr("Alt+Up in the script")),
            Spec(Action.LOWER_LINES, self.tr("Move do&wn"), (),
                 self.tr("Move the selected lines down by one"), _some_lines,
                 more_keys=self.tr("Alt+Down in the script")),
            None,
            Spec(Action.REMOVE_LINES, self.tr("&Remove"), (),
                 self.tr("Take the selected lines out of the script"), _some_lines,
                 more_keys=self.tr("Delete in the script")),
            None,
            Spec(Action.EXPORT_LINES, self.tr("E&xport these lines…"), ("Ctrl+Alt+E",),
                 self.tr("Save the selected lines as one audio file or several"),
                 rule=lambda state: state.can_speak and state.chosen_lines > 0,
                 icon="mdi6.export-variant"),
            Spec(Action.FIT_TIMES, self.tr("F&it lines to their times…"), ("Ctrl+Alt+F",),
                 self.tr("How much faster or slower lines may be spoken to fit the times that "
                         "came with their subtitles"), _has_times),
        )  # fmt: skip

    def _takes(self) -> Sequence[Spec | None]:
        return (
            Spec(Action.SAMPLE, self.tr("&Sample takes"), ("Ctrl+G",),
                 self.tr("Sample takes of the sentence at the cursor or of the selection, with new "
                         "noise wherever a seed is not locked"),
                 _can_speak, icon="mdi6.dice-multiple-outline", label=self.tr("Sample"),
                 more_keys=self.tr("G in the script")),
            Spec(Action.ALIKE, self.tr("&More like this"), ("Ctrl+M",),
                 self.tr("Sample takes that differ a little from the selected one"),
                 _some_chosen, icon="mdi6.blur-radial"),
            Spec(Action.MORPH, self.tr("M&orph between two…"), ("Ctrl+Shift+M",),
                 self.tr("Blend two selected takes"),
                 _two_chosen, icon="mdi6.transition", label=self.tr("Morph")),
            Spec(Action.SWEEP, self.tr("Swee&p…"), ("Ctrl+Shift+L",),
                 self.tr("Vary one setting of the selected take step by step"),
                 _some_chosen, icon="mdi6.stairs", label=self.tr("Sweep")),
            Spec(Action.COMP, self.tr("Comp wor&ds of takes"), ("Ctrl+Alt+K",),
                 self.tr("Put a take together from words of several: click the words to use"),
                 _some_chosen, icon="mdi6.content-cut", label=self.tr("Comp"),
                 more_keys=self.tr("K in the list"), checkable=True),
            None,
            Spec(Action.STAR, self.tr("S&tar"), ("Ctrl+Shift+S",),
                 self.tr("Star or unstar the selected takes"),
                 _some_chosen, more_keys=self.tr("S in the list")),
            Spec(Action.NOTE, self.tr("&Note…"), ("F2",),
                 self.tr("Write a note on the current take"),
                 _some_chosen, more_keys=self.tr("N in the list")),
            Spec(Action.USE, self.tr("Use &in script"), ("Ctrl+I",),
                 self.tr("Let the script speak its line with the current take, or no longer"),
                 _some_chosen, icon="mdi6.text-box-check-outline",
                 more_keys=self.tr("I in the list")),
            Spec(Action.ADOPT, self.tr("&Use its settings and seeds"), ("Ctrl+Shift+A",),
                 self.tr("Copy the current take's settings and seeds to the prosody panel"),
                 _some_chosen, more_keys=self.tr("U in the list")),
            Spec(Action.DELETE_TAKES, self.tr("&Remove"), ("Ctrl+Shift+D",),
                 self.tr("Remove the selected takes from the list"),
                 _some_chosen, more_keys=self.tr("Delete in the list")),
            None,
            Spec(Action.COMPARE, self.tr("&Compare"), ("Ctrl+Shift+C",),
                 self.tr("Compare the durations, pitch and spectra of the selected takes"),
                 _some_chosen, icon="mdi6.chart-line-variant", more_keys=self.tr("C in the list")),
            Spec(Action.AB, self.tr("&A/B listening"), ("Ctrl+Shift+B",),
                 self.tr("Switch between two selected takes while they play, blind if you like"),
                 _two_chosen, icon="mdi6.alphabetical-variant", label=self.tr("A/B listening")),
            None,
            Spec(Action.REDRAW_WORD, self.tr("Say this word differentl&y"), ("Ctrl+J",),
                 self.tr("Draw new noise for the word at the playhead, or for the words selected "
                         "in the word row; the others keep theirs"), _has_audio),
            Spec(Action.REDRAW_RHYTHM, self.tr("New rhythm for this word"), ("Ctrl+Shift+J",),
                 self.tr("Draw new duration noise for these words only"), _has_audio),
            Spec(Action.REDRAW_EXPRESSION, self.tr("New intonation for this word"),
                 ("Ctrl+Shift+K",), self.tr("Draw new prior noise for these words only"),
                 _has_audio),
            Spec(Action.SLOWER_WORD, self.tr("Slo&wer word"), ("Alt+Right",),
                 self.tr("Make these words a tenth longer"), _has_audio),
            Spec(Action.FASTER_WORD, self.tr("&Faster word"), ("Alt+Left",),
                 self.tr("Make these words a tenth shorter"), _has_audio),
            Spec(Action.LONGER_SOUND, self.tr("&Longer sound"), ("Alt+Up",),
                 self.tr("Lengthen the sound at the playhead by one frame, and pin it"),
                 _has_audio),
            Spec(Action.SHORTER_SOUND, self.tr("S&horter sound"), ("Alt+Down",),
                 self.tr("Shorten the sound at the playhead by one frame, and pin it"),
                 _has_audio),
            Spec(Action.RELEASE, self.tr("Rel&ease pins"), ("Ctrl+Shift+P",),
                 self.tr("Give these words the voice's own durations again, or all words if none "
                         "of these is pinned"), _has_audio),
            Spec(Action.FIT, self.tr("Fit to len&gth…"), ("Ctrl+Shift+F",),
                 self.tr("Make the take last a given number of seconds"), _has_audio),
            None,
            Spec(Action.EXPORT_TAKES, self.tr("E&xport takes…"), ("Ctrl+Shift+X",),
                 self.tr("Save the starred takes, the selected ones or all as audio files"),
                 rule=lambda state: state.takes > 0,
                 icon="mdi6.export-variant", label=self.tr("Export takes")),
            Spec(Action.PICTURE, self.tr("Sa&ve picture…"), ("Ctrl+Alt+P",),
                 self.tr("Save a picture of the selected takes as PNG or SVG"), _some_chosen),
            Spec(Action.OPEN_TAKE, self.tr("Open ta&ke…"), ("Ctrl+Alt+O",),
                 self.tr("Make a take again from its file, and check that it is the same")),
        )  # fmt: skip

    def _view(self) -> Sequence[Spec | None]:
        return (
            Spec(Action.SHOW_TEXT, self.tr("Te&xt"), ("Ctrl+1",), self.tr("Show the text")),
            Spec(Action.SHOW_SCRIPT, self.tr("Sc&ript"), ("Ctrl+2",),
                 self.tr("Show the text line by line")),
            Spec(Action.SHOW_TAKES, self.tr("Ta&kes"), ("Ctrl+3",), self.tr("Show the takes")),
            Spec(Action.SHOW_COMPARE, self.tr("&Compare"), ("Ctrl+4",),
                 self.tr("Show the selected takes on top of one another")),
            Spec(Action.SHOW_AB, self.tr("A/&B"), ("Ctrl+5",),
                 self.tr("Show the two takes that are compared by ear")),
            None,
            Spec(Action.TEXT_LARGER, self.tr("&Larger text"), ("Ctrl++", "Ctrl+="),
                 self.tr("Enlarge the text"), more_keys=self.tr("Ctrl+wheel")),
            Spec(Action.TEXT_SMALLER, self.tr("&Smaller text"), ("Ctrl+-",),
                 self.tr("Reduce the text"), more_keys=self.tr("Ctrl+wheel")),
            Spec(Action.TEXT_USUAL, self.tr("&Usual text size"), ("Ctrl+0",),
                 self.tr("Restore the usual text size")),
            None,
            Spec(Action.PLOT_IN, self.tr("Zoom &in on the sound"), ("Ctrl+]",),
                 self.tr("Show less of the sound in more detail"), _has_audio,
                 icon="mdi6.magnify-plus-outline"),
            Spec(Action.PLOT_OUT, self.tr("Zoom &out of the sound"), ("Ctrl+[",),
                 self.tr("Show more of the sound"), _has_audio,
                 icon="mdi6.magnify-minus-outline"),
            Spec(Action.PLOT_FIT, self.tr("Show &all of the sound"), ("Ctrl+\\",),
                 self.tr("Show the sound from beginning to end"), _has_audio,
                 icon="mdi6.arrow-expand-horizontal"),
            None,
            Spec(Action.THEME_SYSTEM, self.tr("Follow the s&ystem"), ("Ctrl+Alt+1",),
                 self.tr("Light or dark, like the rest of the system"), checkable=True),
            Spec(Action.THEME_LIGHT, self.tr("Ligh&t"), ("Ctrl+Alt+2",),
                 self.tr("Dark text on a light background"), checkable=True),
            Spec(Action.THEME_DARK, self.tr("&Dark"), ("Ctrl+Alt+3",),
                 self.tr("Light text on a dark background"), checkable=True),
            None,
            Spec(Action.FULL_SCREEN, self.tr("&Full screen"), ("F11",),
                 self.tr("Fill the whole screen"), checkable=True),
        )  # fmt: skip

    def _help(self) -> Sequence[Spec | None]:
        return (
            Spec(Action.SHORTCUTS, self.tr("&Keyboard shortcuts"), ("F1",),
                 self.tr("List everything the keyboard does")),
            Spec(Action.ABOUT, self.tr("&About VITS Studio"), ("Shift+F1",),
                 self.tr("Show version and licences")),
        )  # fmt: skip
