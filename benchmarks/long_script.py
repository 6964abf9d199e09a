"""How long a script of thousands of lines keeps the window waiting: to open, to edit, to scroll, to
save.

    python -m benchmarks.long_script [--lines 3000]

The text is typed into the real editor, which tells the script, on the window's thread; then the
list of its lines is in front. Prints medians and the slowest of fifty.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import time
from collections.abc import Callable
from functools import partial

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtGui import QTextCursor, QUndoStack
from PySide6.QtWidgets import QApplication

from app.document.document_json import document_from_json, document_to_json
from app.document.edit import Edit
from app.session.line_states import LineState, LineStatus, TakeSketch
from app.session.script import Script
from app.synthesis.take_preview import TakePreview
from app.takes.lab_take import LabTake
from app.ui.editor.text_editor import TextEditor
from app.ui.script.script_panel import ScriptPanel
from app.ui.takes.take_facts import TakeFacts
from tests.app.ui.made_take import made_take

SENTENCE = "the quick brown fox jumps over a lazy dog while many people watch it"
EDITS = 50
OPEN = 25
"""Lines with eight takes each."""
SKETCH = TakeSketch.of(made_take(repeats=5))


def text_of(lines: int) -> str:
    """Paragraphs of five sentences each."""
    draw, words = random.Random(1), SENTENCE.split()
    sentences = [
        " ".join(draw.choices(words, k=draw.randint(4, 18))).capitalize() + "."
        for _ in range(lines)
    ]
    paragraphs = [" ".join(sentences[first : first + 5]) for first in range(0, lines, 5)]
    return "\n\n".join(paragraphs)


def milliseconds(do: Callable[[], object]) -> float:
    started = time.perf_counter()
    do()
    return (time.perf_counter() - started) * 1000


def open_takes(panel: ScriptPanel, facts: TakeFacts, script: Script) -> None:
    """Open eight takes each below lines all over the script, as many takes as a list holds."""
    document, sound = script.document, made_take(repeats=5)
    lines = [document.lines[round(n * (len(document) - 1) / (OPEN - 1))].id for n in range(OPEN)]
    by_line = {
        line: tuple(
            LabTake(
                number=8 * place + n + 1,
                outline=sound.without_sound(),
                voice="",
                voice_name="",
                line=line,
            )
            for n in range(8)
        )
        for place, line in enumerate(lines)
    }
    numbers = (take.number for takes in by_line.values() for take in takes)
    facts.set_previews(dict.fromkeys(numbers, TakePreview.of(sound)))
    panel.list.set_takes(by_line)
    opened = [milliseconds(partial(panel.takes.open_line, line)) for line in lines]
    print(f"takes opened: {statistics.median(opened):.1f} ms, at most {max(opened):.1f} ms")


def measure_lines(qt: QApplication, editor: TextEditor, script: Script) -> None:
    """With the list of lines in front, and the text behind it."""
    facts = TakeFacts()
    panel = ScriptPanel(facts)
    panel.show_statuses(lambda _: LineStatus(LineState.MADE, (SKETCH,)))
    panel.set_document(script.document)
    script.changed.connect(lambda: panel.set_document(script.document))
    panel.resize(900, 600)
    editor.hide()
    panel.show()
    line = script.document.lines[len(script.document) // 2].id
    panel.choose([line])
    qt.processEvents()

    def edit(words: str) -> None:
        script.rewrite_line(line, words)
        qt.processEvents()  # which paints it

    edits = [milliseconds(partial(edit, f"Other words {n}.")) for n in range(EDITS)]
    print(f"a line edited: {statistics.median(edits):.1f} ms, at most {max(edits):.1f} ms")
    moves = [milliseconds(partial(script.move_lines, [line], (-1) ** n)) for n in range(EDITS)]
    print(f"a line moved: {statistics.median(moves):.1f} ms, at most {max(moves):.1f} ms")
    bar, view = panel.list.verticalScrollBar(), panel.list.viewport()

    def scroll(share: float) -> None:
        bar.setValue(round(share * bar.maximum()))
        view.repaint()

    turns = [milliseconds(partial(scroll, n / EDITS)) for n in range(EDITS)]
    print(f"a page scrolled: {statistics.median(turns):.1f} ms, at most {max(turns):.1f} ms")
    open_takes(panel, facts, script)
    for name in ("first", "again"):
        turns = [milliseconds(partial(scroll, n / OPEN)) for n in range(OPEN)]
        median, most = statistics.median(turns), max(turns)
        print(f"a page with open takes scrolled, {name}: {median:.1f} ms, at most {most:.1f} ms")
    step = bar.singleStep() / bar.maximum()
    turns = [milliseconds(partial(scroll, 0.5 + n * step)) for n in range(EDITS)]
    print(f"a notch of the wheel: {statistics.median(turns):.1f} ms, at most {max(turns):.1f} ms")
    edits = [milliseconds(partial(edit, f"Other words {-n}.")) for n in range(EDITS)]
    print(f"a line edited: {statistics.median(edits):.1f} ms, at most {max(edits):.1f} ms")
    replace_all = [Edit(start, start + 3, "a") for start in script.document.starts]
    print(f"replaced in all lines: {milliseconds(lambda: script.replace(replace_all)):.0f} ms")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=3000)
    lines = parser.parse_args().lines
    qt = QApplication([])
    editor, script = TextEditor(), Script(QUndoStack())
    editor.edited.connect(script.edit)
    script.text_changed.connect(editor.apply)
    script.set_front_end("en", reads_phonemes=False)
    editor.resize(900, 600)
    editor.show()
    qt.processEvents()
    text = text_of(lines)
    print(f"open: {milliseconds(lambda: editor.set_text(text)):.0f} ms, ", end="")
    print(f"{len(script.document)} lines of {len(text)} characters")
    cursor = editor.textCursor()
    cursor.setPosition(len(text) // 2)
    editor.setTextCursor(cursor)
    edits = [milliseconds(lambda: editor.insertPlainText("x")) for _ in range(EDITS)]
    print(f"a key in the middle: {statistics.median(edits):.1f} ms, at most {max(edits):.1f} ms")
    cursor.setPosition(len(text) // 2)
    cursor.movePosition(QTextCursor.MoveOperation.NextBlock, QTextCursor.MoveMode.KeepAnchor, 4)
    editor.setTextCursor(cursor)
    print(f"two paragraphs cut: {milliseconds(editor.cut):.1f} ms, ", end="")
    print(f"and pasted elsewhere: {milliseconds(editor.paste):.1f} ms")
    measure_lines(qt, editor, script)
    written = document_to_json(script.document)
    print(f"written: {milliseconds(lambda: document_to_json(script.document)):.0f} ms, ", end="")
    print(f"read: {milliseconds(lambda: document_from_json(written)):.0f} ms")


if __name__ == "__main__":
    main()
