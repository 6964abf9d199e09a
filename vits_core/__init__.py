"""VITS as a library: a text becomes speech that can be steered, seen and saved.

    from vits_core import load_voice

    with load_voice() as voice:
        voice.speak("Hello there.").save("hello.wav")

docs/library.md shows the rest. What is named here is loaded when it is first used, so that
`import vits_core` brings neither torch nor numpy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from vits_core.audio.file_format import AudioFormat as AudioFormat
    from vits_core.audio.file_format import LoudnessTarget as LoudnessTarget
    from vits_core.audio.file_format import Tags as Tags
    from vits_core.audio.file_format import WrittenFile as WrittenFile
    from vits_core.audio.file_types import Quality as Quality
    from vits_core.errors import AudioFileError as AudioFileError
    from vits_core.errors import DeviceError as DeviceError
    from vits_core.errors import LanguageError as LanguageError
    from vits_core.errors import LexiconError as LexiconError
    from vits_core.errors import PhonemizerError as PhonemizerError
    from vits_core.errors import SettingsError as SettingsError
    from vits_core.errors import TakeFileError as TakeFileError
    from vits_core.errors import TextError as TextError
    from vits_core.errors import VitsError as VitsError
    from vits_core.errors import VoiceError as VoiceError
    from vits_core.labels.times import PhonemeTime as PhonemeTime
    from vits_core.labels.times import SentenceTime as SentenceTime
    from vits_core.labels.times import SpeechTimes as SpeechTimes
    from vits_core.labels.times import WordTime as WordTime
    from vits_core.lexicons.files import read_lexicon as read_lexicon
    from vits_core.lexicons.files import write_lexicon as write_lexicon
    from vits_core.records import ProsodySettings as ProsodySettings
    from vits_core.records import Reading as Reading
    from vits_core.records import Skipped as Skipped
    from vits_core.records import Take as Take
    from vits_core.records import TakePart as TakePart
    from vits_core.speech import Speech as Speech
    from vits_core.text.pronunciations import Pronunciation as Pronunciation
    from vits_core.text.pronunciations import Pronunciations as Pronunciations
    from vits_core.text.reading_options import ReadingOptions as ReadingOptions
    from vits_core.voice import Voice as Voice
    from vits_core.voice import load_voice as load_voice

__version__ = "0.1.0"

_NAMES = {
    "audio.file_types": ("Quality",),
    "audio.file_format": ("AudioFormat", "LoudnessTarget", "Tags", "WrittenFile"),
    "errors": (
        "AudioFileError",
        "DeviceError",
        "LanguageError",
        "LexiconError",
        "PhonemizerError",
        "SettingsError",
        "TakeFileError",
        "TextError",
        "VitsError",
        "VoiceError",
    ),
    "labels.times": ("PhonemeTime", "SentenceTime", "SpeechTimes", "WordTime"),
    "lexicons.files": ("read_lexicon", "write_lexicon"),
    "records": ("ProsodySettings", "Reading", "Skipped", "Take", "TakePart"),
    "speech": ("Speech",),
    "text.pronunciations": ("Pronunciation", "Pronunciations"),
    "text.reading_options": ("ReadingOptions",),
    "voice": ("Voice", "load_voice"),
}
_HOME = {name: module for module, names in _NAMES.items() for name in names}

__all__ = ["__version__", *_HOME]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
