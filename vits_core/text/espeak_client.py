"""The parent's side of espeak-ng: starts the child process, asks it, and replaces it if it dies."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import weakref
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vits_core.errors import LanguageError, PhonemizerError

_CHILD = Path(__file__).with_name("espeak_process.py")
_START_SECONDS = 30.0
_REQUEST_SECONDS = 10.0
_MAX_KILLS = 3
"""A text on which the child is killed from outside this often is to blame (out of memory)."""
_LANGUAGE_FLAG = re.compile(r"\([a-z]{2,}(?:-[a-z0-9]+)*\)")
_REMEDY = "Reinstall the packages phonemizer and espeakng-loader."


class EspeakDiedError(Exception):
    """espeak-ng aborted or hung on a text; `args[0]` says which, in words for people."""

    def __init__(self, what: str, *, took_too_long: bool = False) -> None:
        super().__init__(what)
        self.took_too_long = took_too_long


@dataclass(frozen=True, slots=True)
class EspeakReading:
    """What espeak makes of a text."""

    clauses: tuple[str, ...]
    """IPA with stress, words separated by spaces, one entry a clause; language flags removed."""
    events: tuple[tuple[int, str], ...]
    """The character at which espeak began to read a word, and the phonemes that it read there."""


class EspeakClient:
    """espeak-ng in a child process, for one language. Threads may share it.

    A child that dies or hangs is replaced at the next call. `close` ends the child; a client that
    is garbage collected or left open at exit ends it too.
    """

    def __init__(self, voice: str) -> None:
        self._voice = voice
        self._lock = threading.Lock()
        self._child: _Child | None = None
        self._closed = False

    def start(self) -> None:
        """Start the child without waiting until it is ready."""
        with self._lock:
            self._running()

    def read(self, text: str, *, events: bool = True) -> EspeakReading:
        """Phonemes of `text`, which should be at most a few hundred characters.

        Without `events` espeak need not plan the sound, which is ten times faster.

        Raises `EspeakDiedError` if the text kills espeak or takes too long, `PhonemizerError` if
        espeak cannot be started or does not know the voice.
        """
        with self._lock:
            answer = self._ask({"text": text, "events": events})
        if "error" in answer:
            raise self._error(answer)
        return EspeakReading(
            tuple(" ".join(_LANGUAGE_FLAG.sub("", clause).split()) for clause in answer["clauses"]),
            tuple((at, _LANGUAGE_FLAG.sub("", phonemes)) for at, phonemes in answer["events"]),
        )

    def close(self) -> None:
        """End the child and wait for it. Does not wait for a call that another thread makes."""
        self._closed = True
        child = self._child
        if child is not None:
            child.end()

    @property
    def process_id(self) -> int | None:
        """The child's process id, None while none runs."""
        child = self._child
        return child.process.pid if child is not None and child.process.poll() is None else None

    def _running(self) -> _Child:
        if self._closed:
            raise PhonemizerError("The phonemizer was closed")
        if self._child is None or self._child.process.poll() is not None:
            if self._child is not None:
                self._child.end()
            self._child = _Child(self._voice)
            if self._closed:  # by another thread, meanwhile
                self._child.end()
        return self._child

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        kills = 0
        while True:
            child = self._running()
            try:
                return child.ask(request)
            except EspeakDiedError:
                child.end()
                if self._closed:
                    raise PhonemizerError("The phonemizer was closed") from None
                kills += child.was_killed
                if child.was_killed and kills < _MAX_KILLS:
                    continue  # from outside: the text is not to blame
                if not child.has_answered and not self._can_answer():
                    raise PhonemizerError(
                        "espeak-ng exits as soon as it starts", remedy=_REMEDY
                    ) from None
                raise

    def _can_answer(self) -> bool:
        child = self._running()
        try:
            child.ask({"text": "a", "events": True})
        except EspeakDiedError:
            child.end()
            return False
        return True

    def _error(self, answer: dict[str, Any]) -> PhonemizerError:
        if answer["error"] == "voice":
            return LanguageError(
                f'espeak-ng has no voice "{self._voice}"',
                remedy=(
                    "Choose a voice for another language, or correct espeak.voice in its JSON file."
                ),
            )
        return PhonemizerError(f"espeak-ng cannot be started: {answer['cause']}", remedy=_REMEDY)


class _Child:
    """One process; its folder holds phonemizer's copy of the library and goes when it ends."""

    def __init__(self, voice: str) -> None:
        folder = tempfile.mkdtemp(prefix="vits-espeak-")
        environment = os.environ | dict.fromkeys(
            ("TMPDIR", "TEMP", "TMP", "VITS_ESPEAK_FOLDER"), folder
        )
        try:
            self.process = subprocess.Popen(
                # -P: the folder of the script must not hide installed packages
                [sys.executable, "-P", str(_CHILD), voice],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            shutil.rmtree(folder, ignore_errors=True)
            raise PhonemizerError(
                f"The process for espeak-ng cannot be started: {error.strerror}",
                where=sys.executable,
                remedy=_REMEDY,
            ) from error
        self.has_answered = False
        self.was_killed = False
        self._end = weakref.finalize(self, _end_process, self.process, folder)

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        stdin, stdout = self.process.stdin, self.process.stdout
        assert stdin is not None
        assert stdout is not None
        seconds = _REQUEST_SECONDS if self.has_answered else _START_SECONDS
        late = threading.Event()

        def give_up() -> None:
            late.set()
            self.process.kill()

        timer = threading.Timer(seconds, give_up)
        timer.daemon = True
        timer.start()
        try:
            stdin.write(json.dumps(request).encode() + b"\n")
            stdin.flush()
            line = stdout.readline()
        except (OSError, ValueError):  # a broken or closed pipe
            line = b""
        finally:
            timer.cancel()
        if not line.endswith(b"\n"):
            self.was_killed = not late.is_set() and self._ended_by_outsider()
            if late.is_set():
                raise EspeakDiedError("took too long", took_too_long=True)
            raise EspeakDiedError("crashed")
        self.has_answered = True
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _ended_by_outsider(self) -> bool:
        try:
            code = self.process.wait(timeout=1.0)
        except subprocess.TimeoutExpired:
            return False
        return -code in (getattr(signal, "SIGKILL", 9), signal.SIGTERM)

    def end(self) -> None:
        self._end()


def _end_process(process: subprocess.Popen[bytes], folder: str) -> None:
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            try:
                pipe.close()
            except (OSError, RuntimeError):  # unsent bytes; or another thread is reading
                continue
    shutil.rmtree(folder, ignore_errors=True)
