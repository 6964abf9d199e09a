"""Names for many files, from a template such as "{text} {take}"."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Mapping

from vits_core.errors import SettingsError

LONGEST_TEXT = 40
"""Characters of a text that its file's name begins with."""
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')
_RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|com\d|lpt\d)(\.|$)")


def file_name(template: str, values: Mapping[str, str | int]) -> str:
    """The template with its {fields} filled in, fit to be a file's name on every system.

    Numbers can be formatted: {n:03}.

    Raises `SettingsError` for a template that cannot be filled.
    """
    try:
        fields = {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}
    except ValueError as error:
        raise SettingsError(
            f"The file name pattern “{template}” is incomplete",
            remedy="Close every brace. For a literal brace, type {{ or }}.",
        ) from error
    if unknown := fields - set(values):
        raise SettingsError(
            f"The file name has no {{{min(unknown)}}}",
            remedy="Use " + ", ".join(f"{{{name}}}" for name in values) + ".",
        )
    try:
        name = portable(template.format(**values))
    except (ValueError, LookupError) as error:
        raise SettingsError(
            f"The file name pattern “{template}” cannot be filled: {error}",
            remedy="Write numbers as {n} or {n:03}, and all else without a colon.",
        ) from error
    if not name:
        raise SettingsError(
            f"The file name pattern “{template}” gives an empty name",
            remedy=f"Choose one such as {' '.join(f'{{{name}}}' for name in [*values][:2])}.",
        )
    return name


def portable(name: str) -> str:
    """The name without what some system does not have in names; "" where nothing is left."""
    name = " ".join(_FORBIDDEN.sub(" ", name).split()).strip(". ")
    return f"_{name}" if _RESERVED.match(name) else name


def fields_of(
    text: str, take: str, seeds: tuple[int, int], voice: str, count: int
) -> dict[str, str]:
    """The fields of one take's name; `seeds` are those of rhythm and expression, and `count` is
    how many are written together."""
    return {
        "text": beginning(text) or "take",
        "take": take,
        "seed": f"{seeds[0]}-{seeds[1]}",
        "voice": voice,
        "n": str(count),
    }


def names_apart(
    template: str, files: Iterable[Mapping[str, str | int]], apart: str = ""
) -> list[str]:
    """The names of files with these fields, all different, without a suffix.

    Raises `SettingsError` for a template that cannot be filled or gives two files the same name,
    also for a system to which "A" and "a" are the same; `apart` tells which field helps, of the
    files of takes "" will do.
    """
    names: list[str] = []
    seen: set[str] = set()
    for fields in files:
        name = file_name(template, fields)
        if name.casefold() in seen:
            # Takes of which only a word was drawn anew have the same seeds.
            remedy = apart or ("{take}" if "{seed}" in template else "{take} or {seed}")
            what = "files" if apart else "takes"
            raise SettingsError(
                f"Several {what} would be named “{name}”", remedy=f"Add {remedy} to the pattern."
            )
        seen.add(name.casefold())
        names.append(name)
    return names


def beginning(text: str) -> str:
    """The first words of a text, for its file's name."""
    plain = " ".join(_FORBIDDEN.sub(" ", text).split())
    if len(plain) > LONGEST_TEXT:
        plain = plain[:LONGEST_TEXT].rsplit(" ", 1)[0]
    return plain.strip(".,;:!?… ")


def stamp(seconds: float) -> str:
    """A time for the name of a file, such as 00-01-02.345."""
    whole, thousandths = divmod(round(seconds * 1000), 1000)
    hours, rest = divmod(whole, 3600)
    return f"{hours:02}-{rest // 60:02}-{rest % 60:02}.{thousandths:03}"
