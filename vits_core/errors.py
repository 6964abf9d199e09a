"""The errors that `vits_core` raises: each says what failed, where, and what to do."""

from __future__ import annotations

from functools import partial
from typing import Any


class VitsError(Exception):
    """Base of every error that a user can act on.

    `what` is one sentence about the failure, `where` the file or the place in the text (may be
    empty), `remedy` one sentence on what to do about it (may be empty).
    """

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        self.what = what
        self.where = where
        self.remedy = remedy
        super().__init__(what, where, remedy)

    def __reduce__(self) -> tuple[Any, ...]:
        """So that it travels between processes."""
        return partial(type(self), where=self.where, remedy=self.remedy), (self.what,)

    def __str__(self) -> str:
        place = f" ({self.where})" if self.where else ""
        advice = f" {self.remedy}" if self.remedy else ""
        return f"{self.what.rstrip('.')}{place}.{advice}"


class SettingsError(VitsError):
    """A prosody setting, seed or speaker is outside of what the voice can do."""


class VoiceError(VitsError):
    """A voice file is missing, damaged, or of a kind that is not supported."""


class TextError(VitsError):
    """A text cannot be read, or nothing in it can be spoken."""


class LexiconError(VitsError):
    """A dictionary of pronunciations cannot be read or saved."""


class PhonemizerError(VitsError):
    """espeak-ng could not be started, or died on a text."""


class LanguageError(PhonemizerError):
    """espeak-ng has no voice of that name."""


class DeviceError(VitsError):
    """A torch device is missing or ran out of memory."""


class AudioFileError(VitsError):
    """An audio file could not be written."""


class TakeFileError(VitsError):
    """The description of a take is missing or cannot be used."""


def as_vits_error(error: Exception) -> VitsError:
    """Any exception as one that names cause and remedy."""
    if isinstance(error, VitsError):
        return error
    if isinstance(error, MemoryError):
        return VitsError(
            "There is not enough memory", remedy="Close other programs, or speak a shorter text."
        )
    return VitsError(
        "Something went wrong inside the application",
        where=f"{type(error).__name__}: {error}",
        remedy="Please report it with this message.",
    )
