"""How long a script of thousands of lines keeps the window waiting: to open, to edit, to save.

    python -m benchmarks.long_script [--lines 3000]

The text is typed into the real editor, which tells the script, on the window's thread. Prints
medians and the slowest of fifty edits in the middle.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import time
from collections.abc import Callable

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtGui import QTextCursor, QUndoStack
from PySide6.QtWidgets import QApplication

from app.document.document_json import document_from_json, document_to_json
from app.session.script import Script
from app.ui.editor.text_editor import TextEditor

SENTENCE = "the quick brown fox jumps over a lazy dog while many people watch it"
EDITS = 50


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
    written = document_to_json(script.document)
    print(f"written: {milliseconds(lambda: document_to_json(script.document)):.0f} ms, ", end="")
    print(f"read: {milliseconds(lambda: document_from_json(written)):.0f} ms")


if __name__ == "__main__":
    main()
