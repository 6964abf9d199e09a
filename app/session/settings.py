"""What is kept from one session to the next: QSettings on disk, one frozen dataclass in memory."""

from __future__ import annotations

import base64
import binascii
import math
import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from platformdirs import user_config_path
from PySide6.QtCore import QSettings

from app.files.existing_files import free_path
from vits_core.errors import SettingsError, VitsError
from vits_core.records import ProsodySettings

MAX_SHOWN_SEED = 2**31 - 1
"""The largest seed that the window's fields hold."""


@dataclass(frozen=True, slots=True)
class AppSettings:
    """Everything that is kept; the defaults are those of a first start."""

    text: str = ""
    """The text in the editor."""
    voice: str = ""
    """Where the voice came from; "" is the voice that comes along."""
    speaker_name: str = ""
    """"" is the voice's first speaker."""
    device: str = "auto"
    """Where the model runs; "auto" is CUDA where there is one."""
    noise_scale: float | None = None
    """None is the voice's own value, here and in the next two."""
    duration_noise_scale: float | None = None
    length_scale: float | None = None
    rhythm_seed: int = 1
    expression_seed: int = 42
    rhythm_locked: bool = False
    expression_locked: bool = False
    live: bool = False
    volume: float = 1.0
    loop: bool = False
    exact: bool = False
    """All in float32, where 16 bits would do and be faster."""
    output_device: str = ""
    """Name of the output device; "" is the system's default."""
    export_folder: str = ""
    export_subtype: str = "PCM_16"
    export_rate: int = 0
    """Hz; 0 is the voice's own rate."""
    export_sidecar: bool = False
    """Files of spoken text are described by a sidecar."""
    takes_count: int = 8
    """How many takes are sampled at a time."""
    even_tempo: bool = False
    batch: str = ""
    """How takes are exported, as `TakeFilesController` gives it."""
    theme: str = "system"
    text_size: int = 15
    """Points of the editor's type."""
    geometry: bytes = b""
    """Place and size of the window, as Qt saves it."""
    splitters: bytes = b""
    """How the window's space is shared, as `MainWindow.layout_state` gives it."""

    def prosody(self, default: ProsodySettings) -> ProsodySettings:
        """The settings of the sliders, with the voice's own where nothing was chosen."""
        return ProsodySettings(
            default.noise_scale if self.noise_scale is None else self.noise_scale,
            default.duration_noise_scale
            if self.duration_noise_scale is None
            else self.duration_noise_scale,
            default.length_scale if self.length_scale is None else self.length_scale,
        )


class SettingsStore:
    """Loads and saves `AppSettings` as an INI file, by default in the user's settings folder."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or user_config_path("vits-studio") / "settings.ini"
        self.problem: VitsError | None = None
        """What was wrong with the file that was loaded, and where it is now."""
        self._in_the_way = False

    def load(self) -> AppSettings:
        """The settings of the last session; a value that is damaged falls back to its default.

        A file that has one, or that is damaged otherwise, is renamed, and `problem` says so: the
        person's text may be in it.
        """
        settings, whole = _read(self.path)
        self.problem = None if whole else self._set_aside()
        return settings

    def save(self, settings: AppSettings) -> bool:
        """Write the settings; false if the disk refuses, or if a damaged file is in the way: the
        old file is then as it was.

        QSettings replaces its file by a truncated one on a full disk (QSaveFile does not notice
        a short write), so it writes beside it, and only what reads back whole is renamed.
        """
        if self._in_the_way:
            self.problem = self._set_aside()
        if self._in_the_way:
            return False
        partial = self.path.with_suffix(".partial")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            partial.unlink(missing_ok=True)
            store = QSettings(str(partial), QSettings.Format.IniFormat)
            for each in fields(settings):
                value = getattr(settings, each.name)
                if value is not None:
                    store.setValue(each.name, _written(value))
            store.sync()
            if _read(partial) != (settings, True):
                partial.unlink(missing_ok=True)
                return False
            partial.replace(self.path)
        except OSError:
            return False
        return True

    def _set_aside(self) -> VitsError:
        """Give a damaged file a name of its own; it is never written over."""
        aside = free_path(self.path.with_stem(f"{self.path.stem}.damaged"))
        try:
            self.path.rename(aside)
        except OSError as error:
            self._in_the_way = True
            return VitsError(
                "The settings file is damaged, and it cannot be renamed",
                where=str(self.path),
                remedy=f"Move it elsewhere: until then your text and settings are not saved. "
                f"The system says: {error.strerror}.",
            )
        self._in_the_way = False
        return VitsError(
            "The settings file was damaged, so some of your settings or text may be missing",
            where=str(aside),
            remedy="The file was renamed but not changed. Open it in a text editor to look for "
            "your text.",
        )


def _read(path: Path) -> tuple[AppSettings, bool]:
    """What can be read of a file, and whether that is all of it."""
    store = QSettings(str(path), QSettings.Format.IniFormat)
    whole = _is_whole(path)
    kept: dict[str, Any] = {}
    for key, parse in _PARSERS.items():
        value = store.value(key)
        if value is None:
            continue
        try:
            if not isinstance(value, str):  # commas outside of quotes make it a list
                raise ValueError(value)
            kept[key] = parse(value)
        except (ValueError, SettingsError):
            whole = False
    return AppSettings(**kept), whole


def _is_whole(path: Path) -> bool:
    """Whether a file is as QSettings writes it: entries line by line, the last one ended too.

    QSettings itself makes something of every file.
    """
    try:
        content = path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return True
    except (OSError, UnicodeDecodeError):
        return False
    if not content:
        return True
    *lines, rest = content.replace("\r\n", "\n").split("\n")
    return not rest and all(_LINE.fullmatch(line) for line in lines)


def _written(value: str | bytes | bool | float) -> str:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _bool(value: str) -> bool:
    if value not in ("true", "false"):
        raise ValueError(value)
    return value == "true"


def _bytes(value: str) -> bytes:
    try:
        return base64.b64decode(value, validate=True)
    except binascii.Error as error:
        raise ValueError(value) from error


def _int(low: int, high: int) -> Callable[[str], int]:
    def parse(value: str) -> int:
        number = int(value)
        if not low <= number <= high:
            raise ValueError(value)
        return number

    return parse


def _float(low: float, high: float) -> Callable[[str], float]:
    def parse(value: str) -> float:
        number = float(value)
        if not (math.isfinite(number) and low <= number <= high):
            raise ValueError(value)
        return number

    return parse


def _one_of(*choices: str) -> Callable[[str], str]:
    def parse(value: str) -> str:
        if value not in choices:
            raise ValueError(value)
        return value

    return parse


_LINE = re.compile(r'\s*|[;#].*|\[[^\]]*\]|[\w%\\]+=(?:[^"\\]|\\.|"(?:[^"\\]|\\.)*")*')
"""Of an INI file: nothing, a comment, a section, or a key and its value, quotes closed."""

_PARSERS: dict[str, Callable[[str], Any]] = {
    "text": str,
    "voice": str,
    "speaker_name": str,
    "device": str,
    "noise_scale": _float(0.0, 1.5),
    "duration_noise_scale": _float(0.0, 1.5),
    "length_scale": _float(0.5, 2.0),
    "rhythm_seed": _int(0, MAX_SHOWN_SEED),
    "expression_seed": _int(0, MAX_SHOWN_SEED),
    "rhythm_locked": _bool,
    "expression_locked": _bool,
    "live": _bool,
    "volume": _float(0.0, 1.0),
    "loop": _bool,
    "exact": _bool,
    "output_device": str,
    "export_folder": str,
    "export_subtype": _one_of("PCM_16", "PCM_24", "FLOAT"),
    "export_rate": _int(0, 192_000),
    "export_sidecar": _bool,
    "takes_count": _int(1, 32),
    "even_tempo": _bool,
    "batch": str,
    "theme": _one_of("system", "light", "dark"),
    "text_size": _int(8, 48),
    "geometry": _bytes,
    "splitters": _bytes,
}
