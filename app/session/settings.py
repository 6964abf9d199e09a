"""What is kept from one session to the next: QSettings on disk, one frozen dataclass in memory."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from types import NoneType
from typing import Annotated, Any, get_args, get_type_hints

from platformdirs import user_config_path
from PySide6.QtCore import QSettings

from app.files.existing_files import IfExists, free_path
from vits_core.audio.file_format import LOUDNESS_RANGE, TRUE_PEAK, TRUE_PEAK_RANGE
from vits_core.audio.file_types import SUBTYPES, TYPES, Quality
from vits_core.errors import VitsError

MAX_SHOWN_SEED = 2**31 - 1
"""The largest seed that the window's fields hold."""


@dataclass(frozen=True, slots=True)
class Within:
    """What a setting may be: a number from the lowest to the highest."""

    low: float
    high: float

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class AppSettings:
    """How the application is set up, whatever the script; the defaults are those of a first start.

    The annotations say what a file may hold, and within which bounds.
    """

    device: str = "auto"
    """Where the model runs; "auto" is CUDA where there is one."""
    rhythm_locked: bool = False
    expression_locked: bool = False
    live: bool = False
    volume: Annotated[float, Within(0.0, 1.0)] = 1.0
    loop: bool = False
    exact: bool = False
    """All in float32, where 16 bits would do and be faster."""
    as_written: bool = False
    """Numbers, dates and the like are left to espeak-ng."""
    output_device: str = ""
    """Name of the output device; "" is the system's default."""
    export_folder: str = ""
    export_ending: Annotated[str, tuple(TYPES)] = ".wav"
    export_subtype: Annotated[str, SUBTYPES] = "PCM_16"
    export_quality: Annotated[str, tuple(str(each) for each in Quality)] = "standard"
    export_rate: Annotated[int, Within(0, 192_000)] = 0
    """Hz; 0 is the voice's own rate."""
    export_loudness: Annotated[float, Within(*LOUDNESS_RANGE)] | None = None
    """LUFS; None is as the voice speaks."""
    export_true_peak: Annotated[float, Within(*TRUE_PEAK_RANGE)] = TRUE_PEAK
    """dBTP."""
    export_artist: str = ""
    """"" is the voice's name."""
    export_album: str = ""
    export_comment: str = ""
    export_license: str = ""
    export_layout: Annotated[str, ("one", "lines", "sections", "stems")] = "one"
    """One file, one a line, one a section or one a slot."""
    export_line_template: str = "{n:03} {text}"
    """How files are named that hold one line each; the next those of one section or one slot."""
    export_section_template: str = "{n:02} {section}"
    export_stem_template: str = "{n:03}_{start}"
    export_if_exists: Annotated[str, tuple(str(each) for each in IfExists)] = "number"
    export_labels: str = ""
    """Endings of the files of subtitles and times beside a sound, with blanks between them."""
    export_sidecar: bool = False
    """Files of spoken text are described by a sidecar."""
    takes_count: Annotated[int, Within(1, 32)] = 8
    """How many takes are sampled at a time."""
    even_tempo: bool = False
    batch: str = ""
    """How takes are exported, as `TakeFilesController` gives it."""
    recent: str = ""
    """Paths of the scripts that were used last, a line each, the latest first."""
    voices: str = ""
    """The voices that were opened, as `KnownVoices` gives them."""
    theme: Annotated[str, ("system", "light", "dark")] = "system"
    text_size: Annotated[int, Within(8, 48)] = 15
    """Points of the editor's type."""
    geometry: bytes = b""
    """Place and size of the window, as Qt saves it."""
    splitters: bytes = b""
    """How the window's space is shared, as `MainWindow.layout_state` gives it."""


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
                remedy=f"Move it elsewhere: until then your settings are not saved. "
                f"The system says: {error.strerror}.",
            )
        self._in_the_way = False
        return VitsError(
            "The settings file was damaged, so some of your settings may be missing",
            where=str(aside),
            remedy="The file was renamed but not changed. Your script and takes are not affected.",
        )


def _read(path: Path) -> tuple[AppSettings, bool]:
    """What can be read of a file, and whether that is all of it."""
    store = QSettings(str(path), QSettings.Format.IniFormat)
    whole = _is_whole(path)
    kept: dict[str, Any] = {}
    for key, kind in _kinds().items():
        value = store.value(key)
        if value is None:
            continue
        try:
            if not isinstance(value, str):  # commas outside of quotes make it a list
                raise ValueError(value)
            kept[key] = _parsed(value, kind)
        except ValueError:
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


@cache
def _kinds() -> dict[str, Any]:
    """Annotation of each setting."""
    return get_type_hints(AppSettings, include_extras=True)


def _parsed(value: str, kind: Any) -> Any:
    """Inverse of `_written`; raises ValueError for what a setting of this kind cannot be."""
    arguments = get_args(kind)
    if NoneType in arguments:  # that is written as no entry at all
        return _parsed(value, arguments[0])
    if arguments:
        base, allowed = arguments
        found = _parsed(value, base)
        if found not in allowed:
            raise ValueError(value)
        return found
    if kind is bool:
        return bool(("false", "true").index(value))
    if kind is bytes:
        return base64.b64decode(value, validate=True)
    return kind(value)


_LINE = re.compile(r'\s*|[;#].*|\[[^\]]*\]|[\w%\\]+=(?:[^"\\]|\\.|"(?:[^"\\]|\\.)*")*')
"""Of an INI file: nothing, a comment, a section, or a key and its value, quotes closed."""
