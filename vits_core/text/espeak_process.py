"""The child process in which espeak-ng runs: one request a line on stdin, one answer on stdout.

espeak-ng can abort the process that it runs in (two characters repeated 68 times are enough) and is
not thread safe, so it lives here, alone. This file is run by its path and imports nothing of
vits_core, which keeps its start short. Its argument is espeak's code of the language. A request is
`{"text": …, "events": bool}`; the answer is `{"clauses": [phonemes, …], "events": [[character,
phonemes], …]}` or `{"error": "voice" | "start", "cause": …}`. The end of stdin ends the process, so
it does not outlive its parent.
"""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import signal
import sys
from typing import Any

_UTF8 = 1
_IPA = 0x02
_SYNCHRONOUS = 2
_PHONEME_EVENTS_IN_IPA = 0x03
_DO_NOT_EXIT = 0x8000
_RATE_PARAMETER = 1
_FAST = 449
"""Words a minute: the sound is thrown away. From 450 on espeak stretches time, which is slower."""
_EVENT_END, _EVENT_WORD, _EVENT_PHONEME = 0, 1, 7
_WATCHDOG_SECONDS = 20
"""A request that takes longer ends the process, also when no parent is left to do it."""


class _EventId(ctypes.Union):
    _fields_ = (("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8))


class _Event(ctypes.Structure):
    """`espeak_EVENT` of speak_lib.h."""

    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _EventId),
    )


_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.POINTER(_Event))


class _Espeak:
    """espeak-ng with one voice loaded; phonemizer's wrapper finds the voice and the library."""

    def __init__(self, voice: str) -> None:
        import espeakng_loader
        from phonemizer.backend.espeak.wrapper import EspeakWrapper

        data_path = espeakng_loader.get_data_path()
        EspeakWrapper.set_library(espeakng_loader.get_library_path())
        EspeakWrapper.set_data_path(data_path)
        self._wrapper = EspeakWrapper()
        self._library = self._wrapper._espeak._library
        # The wrapper starts espeak without phoneme events; starting it again turns them on.
        options = _PHONEME_EVENTS_IN_IPA | _DO_NOT_EXIT
        self._library.espeak_Initialize(_SYNCHRONOUS, 0, data_path.encode(), options)
        self._events: list[tuple[int, str]] = []
        self._callback = _Callback(self._on_events)
        self._library.espeak_SetSynthCallback(self._callback)
        self._library.espeak_Synth.argtypes = (
            ctypes.c_char_p, ctypes.c_size_t, ctypes.c_uint, ctypes.c_int,
            ctypes.c_uint, ctypes.c_uint, ctypes.c_void_p, ctypes.c_void_p,
        )  # fmt: skip
        self._set_voice(voice)
        self._library.espeak_SetParameter(_RATE_PARAMETER, _FAST, 0)

    def _set_voice(self, voice: str) -> None:
        """Load the voice by a code that phonemizer lists, or else by what espeak calls it: "fr"."""
        try:
            self._wrapper.set_voice(voice)
        except RuntimeError:
            if self._wrapper._espeak.set_voice_by_name(voice.encode()):
                raise

    def _on_events(self, _wave: int, _samples: int, events: Any) -> int:
        i = 0
        while events[i].type != _EVENT_END:
            event = events[i]
            if event.type == _EVENT_WORD:
                self._events.append((event.text_position - 1, ""))
            elif event.type == _EVENT_PHONEME and self._events:
                position, phonemes = self._events[-1]
                phoneme = event.id.string.decode("utf-8", "ignore")
                self._events[-1] = (position, phonemes + phoneme)
            i += 1
        return 0

    def clauses(self, text: str) -> list[str]:
        """The phonemes of each clause; espeak decides where a clause ends."""
        pointer = ctypes.pointer(ctypes.c_char_p(text.encode("utf-8", "replace")))
        clauses = []
        for _ in range(len(text) + 2):
            if pointer.contents.value is None:
                break
            phonemes = self._wrapper._espeak.text_to_phonemes(pointer, _UTF8, _IPA)
            clauses.append(phonemes.decode("utf-8", "ignore") if phonemes else "")
        return clauses

    def events(self, text: str) -> list[tuple[int, str]]:
        """The character at which espeak began each word, with the phonemes that it spoke there."""
        self._events = []
        encoded = text.encode("utf-8", "replace")
        self._library.espeak_Synth(encoded, len(encoded) + 1, 0, 1, 0, _UTF8, None, None)
        return self._events


def _load(voice: str) -> _Espeak | dict[str, str]:
    """espeak with the voice, or the answer that says why not."""
    try:
        espeak = _Espeak(voice)
        espeak.clauses("a")  # the first text takes longest
    except RuntimeError as error:
        return {"error": "voice" if "voice" in str(error) else "start", "cause": str(error)}
    except (ImportError, OSError) as error:
        return {"error": "start", "cause": str(error)}
    return espeak


def _discard_folder() -> None:
    """Delete phonemizer's copy of the library; Windows refuses while the library is loaded."""
    if folder := os.environ.get("VITS_ESPEAK_FOLDER"):
        shutil.rmtree(folder, ignore_errors=True)


def main() -> None:
    # espeak may print; the answers go through a descriptor of their own.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which closes stdin
    watchdog = getattr(signal, "alarm", lambda _seconds: None)
    loaded = _load(sys.argv[1])
    _discard_folder()  # at once: nothing is left behind, even if both processes are killed
    for line in sys.stdin:
        watchdog(_WATCHDOG_SECONDS)
        answer: dict[str, Any]
        if isinstance(loaded, dict):
            answer = loaded
        else:
            request = json.loads(line)
            text = request["text"]
            events = loaded.events(text) if request["events"] else []
            answer = {"clauses": loaded.clauses(text), "events": events}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()
        watchdog(0)


if __name__ == "__main__":
    try:
        main()
    finally:
        _discard_folder()
        os._exit(0)  # espeak's own clean-up has nothing left to do
