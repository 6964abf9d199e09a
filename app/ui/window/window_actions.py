"""Every action of the window: its words, its shortcut and its place in the menus."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow

from app.ui.widgets.theme import ThemeMode


@dataclass(frozen=True, slots=True)
class _Spec:
    name: str
    text: str
    shortcuts: tuple[str, ...]
    tip: str
    checkable: bool = False


_BREAK = None
_Menu = tuple[_Spec | None, ...]


class WindowActions(QObject):
    """Builds the menus; an action is looked up by its name.

    No shortcut is one that a text field uses (Ctrl+E is "end of line" there, Ctrl+U deletes a
    line), except those of the Edit menu: a text field takes these first, as it should.
    """

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._actions: dict[str, QAction] = {}
        for title, specs in (
            (self.tr("&File"), self._file()),
            (self.tr("&Edit"), self._edit()),
            (self.tr("&Speech"), self._speech()),
            (self.tr("&Takes"), self._takes()),
            (self.tr("&View"), self._view()),
            (self.tr("&Help"), self._help()),
        ):
            self._build_menu(title, specs)
        self._group_themes()

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def by_menu(self) -> list[tuple[str, list[QAction]]]:
        """The title of each menu with its actions, in order."""
        found = []
        for menu in self._window.menuBar().actions():
            inside = menu.menu()
            actions = [] if inside is None else inside.actions()  # type: ignore[attr-defined]
            shown = [action for action in actions if not action.isSeparator()]
            found.append((menu.text().replace("&", ""), shown))
        return found

    def _build_menu(self, title: str, specs: _Menu) -> None:
        menu = self._window.menuBar().addMenu(title)
        menu.setToolTipsVisible(True)
        for spec in specs:
            if spec is _BREAK:
                menu.addSeparator()
                continue
            action = QAction(spec.text, self._window)
            action.setObjectName(f"{spec.name}Action")
            action.setShortcuts([QKeySequence(keys) for keys in spec.shortcuts])
            action.setToolTip(spec.tip)
            action.setStatusTip(spec.tip)
            action.setCheckable(spec.checkable)
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            menu.addAction(action)
            self._actions[spec.name] = action

    def _group_themes(self) -> None:
        group = QActionGroup(self)
        for mode in ThemeMode:
            group.addAction(self._actions[f"theme_{mode.value}"])
        self._actions[f"theme_{ThemeMode.SYSTEM.value}"].setChecked(True)

    def _file(self) -> _Menu:
        return (
            _Spec("open_text", self.tr("&Open text…"), ("Ctrl+O",),
                  self.tr("Replace the text with that of a file")),
            _Spec("open_voice", self.tr("Open &voice…"), ("Ctrl+Shift+O",),
                  self.tr("Load a voice from a file")),
            _BREAK,
            _Spec("export", self.tr("&Export audio…"), ("Ctrl+S", "Ctrl+Shift+E"),
                  self.tr("Save what was spoken as an audio file")),
            _BREAK,
            _Spec("quit", self.tr("&Quit"), ("Ctrl+Q",), self.tr("Leave VITS Studio")),
        )  # fmt: skip

    def _edit(self) -> _Menu:
        return (
            _Spec("undo", self.tr("&Undo"), ("Ctrl+Z",), self.tr("Take back the last edit")),
            _Spec("redo", self.tr("&Redo"), ("Ctrl+Shift+Z", "Ctrl+Y"),
                  self.tr("Make the edit again")),
            _BREAK,
            _Spec("cut", self.tr("Cu&t"), ("Ctrl+X",), self.tr("Move the selection away")),
            _Spec("copy", self.tr("&Copy"), ("Ctrl+C",), self.tr("Copy the selection")),
            _Spec("paste", self.tr("&Paste"), ("Ctrl+V",), self.tr("Insert what was copied")),
            _BREAK,
            _Spec("select_all", self.tr("Select &all"), ("Ctrl+A",), self.tr("Select the text")),
            _Spec("go_to_text", self.tr("&Go to the text"), ("Ctrl+Shift+T",),
                  self.tr("Put the keyboard into the text (Esc leaves it)")),
        )  # fmt: skip

    def _speech(self) -> _Menu:
        return (
            _Spec("speak", self.tr("&Speak"), ("Ctrl+Return", "Ctrl+Enter"),
                  self.tr("Speak the whole text")),
            _Spec("speak_selection", self.tr("Speak se&lection"),
                  ("Ctrl+Shift+Return", "Ctrl+Shift+Enter"), self.tr("Speak what is selected")),
            _Spec("new_take", self.tr("&New take"), ("Ctrl+T",),
                  self.tr("Say it again another way: new seeds where they are not locked")),
            _BREAK,
            _Spec("play", self.tr("&Play or pause"), ("Ctrl+P",),
                  self.tr("Play or pause (Space does it too, outside of the text)")),
            _Spec("stop", self.tr("S&top"), ("Esc", "Ctrl+."),
                  self.tr("Stop speaking, or stop the playback")),
            _Spec("loop", self.tr("&Loop"), ("Ctrl+L",),
                  self.tr("Start over at the end"), checkable=True),
            _BREAK,
            _Spec("rhythm_seed", self.tr("New &rhythm seed"), ("Ctrl+R",),
                  self.tr("Draw another rhythm (seed of the duration predictor's noise)")),
            _Spec("expression_seed", self.tr("New &expression seed"), ("Ctrl+Shift+R",),
                  self.tr("Draw another intonation (seed of the prior's noise)")),
            _Spec("reset_prosody", self.tr("Reset pros&ody"), ("Ctrl+Alt+R",),
                  self.tr("Go back to the voice's own settings")),
            _BREAK,
            _Spec("exact", self.tr("E&xact sound (float32)"), ("Ctrl+Alt+X",),
                  self.tr("Compute all in 32 bits; otherwise the decoder takes 16 where that is "
                          "faster, with noise 38 dB or more below the sound"), checkable=True),
        )  # fmt: skip

    def _takes(self) -> _Menu:
        return (
            _Spec("sample", self.tr("&Sample takes"), ("Ctrl+G",),
                  self.tr("Draw takes of the sentence at the cursor, or of what is selected")),
            _Spec("alike", self.tr("&More like this"), ("Ctrl+M",),
                  self.tr("Takes that sound a little different from the chosen one")),
            _Spec("morph", self.tr("M&orph between two…"), ("Ctrl+Shift+M",),
                  self.tr("Go from one of two chosen takes to the other")),
            _Spec("sweep", self.tr("&Sweep…"), ("Ctrl+Shift+L",),
                  self.tr("The chosen take under many values of one knob")),
            _BREAK,
            _Spec("star", self.tr("S&tar"), ("Ctrl+Shift+S",),
                  self.tr("Give the chosen takes a star, or take it away (S in the list)")),
            _Spec("note", self.tr("&Note…"), ("F2",),
                  self.tr("Write a note on the current take (N in the list)")),
            _Spec("adopt", self.tr("&Use its settings and seeds"), ("Ctrl+Shift+A",),
                  self.tr("Put the settings and seeds of the current take into the panel "
                          "(U in the list)")),
            _Spec("delete_takes", self.tr("&Remove"), ("Ctrl+Shift+D",),
                  self.tr("Take the chosen takes out of the list (Delete in the list)")),
            _BREAK,
            _Spec("compare", self.tr("&Compare"), ("Ctrl+Shift+C",),
                  self.tr("Durations, pitch and spectrum of the chosen takes (C in the list)")),
            _Spec("ab", self.tr("&A/B listening…"), ("Ctrl+Shift+B",),
                  self.tr("Switch between two chosen takes while they play, also blind")),
            _BREAK,
            _Spec("redraw_word", self.tr("Another rendition of the &word"), ("Ctrl+J",),
                  self.tr("New noise for the word at the playhead, or the words that are selected "
                          "in the word row; the others keep theirs")),
            _Spec("redraw_rhythm", self.tr("Another rhythm of the word"), ("Ctrl+Shift+J",),
                  self.tr("New duration noise for these words only")),
            _Spec("redraw_expression", self.tr("Another intonation of the word"),
                  ("Ctrl+Shift+K",), self.tr("New noise of the prior for these words only")),
            _Spec("slower_word", self.tr("Word slo&wer"), ("Alt+Right",),
                  self.tr("Make these words a tenth longer")),
            _Spec("faster_word", self.tr("Word &faster"), ("Alt+Left",),
                  self.tr("Make these words a tenth shorter")),
            _Spec("longer_sound", self.tr("Sound longer"), ("Alt+Up",),
                  self.tr("Make the sound at the playhead one frame longer, and pin it")),
            _Spec("shorter_sound", self.tr("Sound shorter"), ("Alt+Down",),
                  self.tr("Make the sound at the playhead one frame shorter, and pin it")),
            _Spec("release", self.tr("Rel&ease pins"), ("Ctrl+Shift+P",),
                  self.tr("Let these words last as long as the voice finds right; all, if none "
                          "of them is pinned")),
            _Spec("fit", self.tr("F&it to a length…"), ("Ctrl+Shift+F",),
                  self.tr("Make the take last just so many seconds")),
            _BREAK,
            _Spec("export_takes", self.tr("E&xport takes…"), ("Ctrl+Shift+X",),
                  self.tr("The starred, the selected or all, as audio files")),
            _Spec("picture", self.tr("Sa&ve picture…"), ("Ctrl+Alt+P",),
                  self.tr("The chosen takes below one another as a picture, PNG or SVG")),
            _Spec("open_take", self.tr("Open ta&ke…"), ("Ctrl+Alt+O",),
                  self.tr("Make a take again from its file, and say how it compares")),
        )  # fmt: skip

    def _view(self) -> _Menu:
        return (
            _Spec("show_text", self.tr("Te&xt"), ("Ctrl+1",),
                  self.tr("Show the text")),
            _Spec("show_takes", self.tr("Ta&kes"), ("Ctrl+2",),
                  self.tr("Show the takes of a sentence")),
            _Spec("show_compare", self.tr("&Compare"), ("Ctrl+3",),
                  self.tr("Show chosen takes over one another")),
            _BREAK,
            _Spec("text_larger", self.tr("&Larger text"), ("Ctrl++", "Ctrl+="),
                  self.tr("Make the text larger (Ctrl and wheel)")),
            _Spec("text_smaller", self.tr("&Smaller text"), ("Ctrl+-",),
                  self.tr("Make the text smaller (Ctrl and wheel)")),
            _Spec("text_usual", self.tr("&Usual text size"), ("Ctrl+0",),
                  self.tr("Make the text as large as it was at first")),
            _BREAK,
            _Spec("plot_in", self.tr("Zoom &in on the sound"), ("Ctrl+]",),
                  self.tr("Show less of the sound, in more detail")),
            _Spec("plot_out", self.tr("Zoom &out of the sound"), ("Ctrl+[",),
                  self.tr("Show more of the sound")),
            _Spec("plot_fit", self.tr("Show &all of the sound"), ("Ctrl+\\",),
                  self.tr("Show the sound from beginning to end")),
            _BREAK,
            _Spec("theme_system", self.tr("S&ystem's colours"), ("Ctrl+Alt+1",),
                  self.tr("Light or dark, as the system is"), checkable=True),
            _Spec("theme_light", self.tr("Ligh&t"), ("Ctrl+Alt+2",),
                  self.tr("Dark letters on light"), checkable=True),
            _Spec("theme_dark", self.tr("&Dark"), ("Ctrl+Alt+3",),
                  self.tr("Light letters on dark"), checkable=True),
            _BREAK,
            _Spec("full_screen", self.tr("&Full screen"), ("F11",),
                  self.tr("Use the whole screen"), checkable=True),
        )  # fmt: skip

    def _help(self) -> _Menu:
        return (
            _Spec("shortcuts", self.tr("&Keyboard shortcuts"), ("F1",),
                  self.tr("Everything that the keyboard does")),
            _Spec("about", self.tr("&About VITS Studio"), ("Shift+F1",),
                  self.tr("Version and licences")),
        )  # fmt: skip
