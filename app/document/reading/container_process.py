"""Reads files that are more than text (DOCX, EPUB, PDF) in a child process.

Anybody may have made them: what unpacks to gigabytes, never ends or crashes a library ends there,
and the window stays responsive while a long book is taken apart.

This file is also what the child runs, by its path. Its arguments are the kind and the file; it
prints one JSON object, a `ReadText` or an `error`, and ends when its standard input does.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

if __name__ == "__main__":
    # As the parent has it: its own tree, whatever else is installed.
    sys.path.insert(0, str(Path(__file__).parents[3]))

from app.document.reading.read_text import MAX_CHARACTERS, Cue, Heading, ReadText
from vits_core.errors import TextError

MAX_SECONDS = 600
"""A PDF takes about a tenth of a second a page."""
MAX_MEMORY = 2 * 2**30
"""Bytes."""
INSTALL = 'Install what reads it: pip install "vits-studio[documents]"'


def read_container(path: Path, kind: str) -> ReadText:
    """The text of a file of this kind: "docx", "epub" or "pdf". Raises `TextError`."""
    command = [sys.executable, "-P", __file__, kind, str(path.absolute())]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    ) as child:
        assert child.stdout is not None
        end = threading.Timer(MAX_SECONDS, child.kill)
        end.daemon = True  # leaving does not wait for it
        end.start()
        try:
            answer = child.stdout.read(8 * MAX_CHARACTERS)
        finally:
            end.cancel()
            child.kill()
    try:
        return _told(json.loads(answer))
    except (ValueError, TypeError, KeyError) as error:
        raise TextError(
            "The file takes more memory or time to read than a text of its size should",
            remedy="It is damaged, or made to do harm. Save it anew as another kind of file.",
        ) from error


def _told(answer: dict[str, Any]) -> ReadText:
    if "error" in answer:
        what, remedy = answer["error"]
        raise TextError(what, remedy=remedy)
    return ReadText(
        answer["text"],
        tuple(Heading(**each) for each in answer["headings"]),
        tuple(Cue(**each) for each in answer["cues"]),
        tuple(answer["notes"]),
    )


# -- in the child ----------------------------------------------------------------------------------


def main() -> None:
    # The answer goes through a descriptor of its own; what libraries print goes nowhere.
    answers = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(2, 1)
    threading.Thread(target=_end_with, args=(sys.stdin.buffer,), daemon=True).start()
    _limit_memory()
    try:
        told: dict[str, Any] = asdict(_read(sys.argv[1], Path(sys.argv[2])))
    except TextError as error:
        told = {"error": (error.what, error.remedy)}
    except ImportError:
        told = {"error": ("What reads this kind of file is not installed", INSTALL)}
    except OSError as error:
        told = {"error": (f"The file could not be read: {error.strerror or error}", "")}
    except (MemoryError, RecursionError):
        return
    except Exception as error:  # what damaged data does to the readers has no common type
        what = f"The file is damaged, or its like is not known yet ({type(error).__name__})"
        told = {"error": (what, "Save it anew, or as another kind of file, and open that.")}
    json.dump(told, answers)
    answers.flush()


def _read(kind: str, path: Path) -> ReadText:
    # Each here, since each loads libraries of its own.
    if kind == "pdf":
        from app.document.reading.pdf_file import read_pdf

        return read_pdf(path)
    if kind == "docx":
        from app.document.reading.word_file import read_docx

        return read_docx(path)
    from app.document.reading.epub_file import read_epub

    return read_epub(path)


def _end_with(stream: IO[bytes]) -> None:
    """Nobody waits for an answer once whoever asked is gone."""
    stream.read()
    os._exit(1)


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    with contextlib.suppress(OSError, ValueError):  # a lower limit is in force
        resource.setrlimit(resource.RLIMIT_DATA, (MAX_MEMORY, MAX_MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
    os._exit(0)  # nothing is left to tidy; a structure nested deeply enough would crash here
