"""Presets on disk: a JSON file each, so that they can be given to others."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from app.files.file_names import beginning, file_name
from vits_core.errors import AudioFileError, SettingsError, VitsError
from vits_core.records import ProsodySettings

FORMAT = "vits-studio preset"
FORMAT_VERSION = 1
SUFFIX = ".json"
MAX_BYTES = 64 * 1024
"""A preset has 200; more is another kind of file."""


_NO_PRESET = (
    ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError
)  # fmt: skip
"""What comes of reading something else."""


class PresetError(VitsError):
    """A preset cannot be read, written or named so."""


@dataclass(frozen=True, slots=True)
class Preset:
    """Prosody settings under a name. Raises `PresetError` for a name that is not plain."""

    name: str
    settings: ProsodySettings

    def __post_init__(self) -> None:
        if not self.name or self.name != plain_name(self.name):
            raise PresetError(
                f"“{self.name}” cannot be the name of a preset",
                remedy="Use letters, digits and punctuation, on a single line.",
            )


def plain_name(text: str) -> str:
    """A name as it is kept: on one line, without control characters; it may come out empty.

    Composed, since "é" is one code point from one keyboard or disk and two from another.
    """
    composed = unicodedata.normalize("NFC", text)
    shown = (" " if unicodedata.category(c) in ("Cc", "Cs") else c for c in composed)
    return " ".join("".join(shown).split())


def preset_file_name(name: str) -> str:
    """A name for a preset's file, fit for every system; several presets may get the same."""
    return file_name("{name}", {"name": beginning(name) or "preset"}) + SUFFIX


class PresetStore:
    """A folder of presets. The name in a file counts, not the file's own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def load(self) -> tuple[list[Preset], list[VitsError]]:
        """All presets by name, and what is wrong with the files that hold none; these stay."""
        presets: dict[str, Preset] = {}
        problems: list[VitsError] = []
        for path in self._files():
            try:
                preset = self.read(path)
            except PresetError as error:
                problems.append(error)
                continue
            if presets.setdefault(preset.name, preset) != preset:
                problems.append(
                    PresetError(
                        f"Another file also contains a preset named “{preset.name}”",
                        where=str(path),
                        remedy="Rename one of them inside its file, or delete the file.",
                    )
                )
        return sorted(presets.values(), key=by_name), problems

    def save(self, preset: Preset) -> None:
        """Write a preset, in place of the one of the same name; raises `PresetError`."""
        path = next(self._holding(preset.name), None) or self._free_path(preset.name)
        self.export(preset, path)

    def delete(self, name: str) -> None:
        """Remove the preset of that name, if there is one; raises `PresetError`."""
        for path in self._holding(name):
            try:
                path.unlink(missing_ok=True)
            except OSError as error:
                raise PresetError(
                    f"The preset “{name}” could not be deleted: {error.strerror}",
                    where=str(path),
                    remedy="Make the folder writable, or delete the file yourself.",
                ) from error

    def read(self, path: Path) -> Preset:
        """The preset in any file; raises `PresetError`."""
        try:
            if not path.is_file():  # a pipe would keep us waiting
                raise FileNotFoundError(0, "the file does not exist")
            with path.open("rb") as file:
                content = file.read(MAX_BYTES + 1)
        except (OSError, ValueError) as error:
            raise PresetError(
                f"The preset could not be read: {getattr(error, 'strerror', None) or error}",
                where=str(path),
                remedy="Check that the file exists and that you have permission to read it.",
            ) from error
        try:
            return _preset(content)
        except VitsError as error:
            raise PresetError(error.what, where=str(path), remedy=error.remedy) from error

    def export(self, preset: Preset, path: Path) -> None:
        """Write a preset to any file, all of it or nothing; raises `PresetError`."""
        # Here, so that the window does not wait for the libraries that write files.
        from vits_core.audio.files import make_folder, write_whole

        data = {
            "format": FORMAT,
            "format_version": FORMAT_VERSION,
            "name": preset.name,
            "settings": asdict(preset.settings),
        }
        content = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
        try:
            make_folder(path.parent)
            write_whole(path, content.encode())
        except AudioFileError as error:
            raise PresetError(
                f"The preset “{preset.name}” could not be saved. {error.what}",
                where=error.where,
                remedy=error.remedy or "Choose another folder.",
            ) from error

    def _files(self) -> list[Path]:
        return sorted(self.folder.glob(f"*{SUFFIX}"))

    def _holding(self, name: str) -> Iterator[Path]:
        for path in self._files():
            try:
                if self.read(path).name == name:
                    yield path
            except PresetError:
                continue

    def _free_path(self, name: str) -> Path:
        """A file that is not there, on a disk either that holds “a” and “A” for the same."""
        taken = {path.name.casefold() for path in self.folder.glob("*")}
        wanted = path = self.folder / preset_file_name(name)
        number = 1
        while path.name.casefold() in taken:
            number += 1
            path = wanted.with_stem(f"{wanted.stem} {number}")
        return path


def by_name(preset: Preset) -> tuple[str, str]:
    """The order of presets: capitals do not matter, unless nothing else tells two apart."""
    return preset.name.casefold(), preset.name


def _preset(content: bytes) -> Preset:
    try:
        if len(content) > MAX_BYTES:
            raise ValueError("too large")
        data = json.loads(content)
        if data["format"] != FORMAT:
            raise ValueError(data["format"])
        if data["format_version"] > FORMAT_VERSION:
            raise PresetError(
                "The preset was saved by a newer version of VITS Studio",
                remedy="Update VITS Studio.",
            )
        names = [field.name for field in fields(ProsodySettings)]
        settings = ProsodySettings(**{name: _number(data["settings"][name]) for name in names})
        return Preset(plain_name(data["name"]), settings)
    except SettingsError as error:
        raise PresetError(f"In the preset, {error.what}", remedy=error.remedy) from error
    except _NO_PRESET as error:
        raise PresetError(
            "The file is not a preset",
            remedy="Choose a preset file exported by VITS Studio.",
        ) from error


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{value!r} is not a number")
    return float(value)
