"""What becomes of files that are there already, where others would get their names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path

from vits_core.errors import AudioFileError
from vits_core.provenance.sidecar import sidecar_path


class IfExists(StrEnum):
    """What becomes of a file whose name is taken."""

    NUMBER = "number"
    """It gets the next number that is free."""
    OVERWRITE = "overwrite"
    SKIP = "skip"
    """The old one stays, the new one is not written."""
    FAIL = "fail"


def beside(path: Path, ending: str) -> Path:
    """The file of that ending that goes with a sound at `path`."""
    return path.with_name(path.stem + ending)


def companions(path: Path, *, sidecar: bool, labels: Sequence[str] = ()) -> list[Path]:
    """The files that are written for a sound at `path` besides; `labels` are their endings."""
    files = [beside(path, ending) for ending in labels]
    return [*files, sidecar_path(path)] if sidecar else files


def in_the_way(path: Path, *, sidecar: bool, labels: Sequence[str] = ()) -> Path | None:
    """What is there already of a sound at `path` and its companions."""
    files = (path, *companions(path, sidecar=sidecar, labels=labels))
    return next((file for file in files if file.exists()), None)


def to_stay(
    path: Path, policy: IfExists, *, sidecar: bool, labels: Sequence[str] = ()
) -> Path | None:
    """The file on whose account a sound is not even to be made; None if it is to be written."""
    if policy in (IfExists.SKIP, IfExists.FAIL):
        return in_the_way(path, sidecar=sidecar, labels=labels)
    return None


def refusal(path: Path, remedy: str) -> AudioFileError:
    """Says that a file stays under `IfExists.FAIL`."""
    return AudioFileError("The file already exists", where=str(path), remedy=remedy)


def place_for(
    path: Path,
    policy: IfExists,
    *,
    sidecar: bool = False,
    labels: Sequence[str] = (),
    taken: Iterable[Path] = (),
) -> Path:
    """Where a sound that is made goes: it replaces something under `IfExists.OVERWRITE` alone, and
    never what is `taken` by others."""
    if policy is IfExists.OVERWRITE:
        return path
    taken = set(taken)
    place = free_path(path, taken)
    while in_the_way(place, sidecar=sidecar, labels=labels) is not None:
        taken.add(place)
        place = free_path(path, taken)
    return place


def free_path(wanted: Path, taken: Iterable[Path] = ()) -> Path:
    """The path itself, or with the first number behind its name that makes it free."""
    taken = set(taken)
    path, number = wanted, 1
    while path in taken or path.exists():
        number += 1
        path = wanted.with_stem(f"{wanted.stem} {number}")
    return path
