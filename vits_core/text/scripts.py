"""Writing systems that espeak-ng only spells out when the voice speaks another language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from enum import StrEnum

SPELLED = "the voice speaks another language and may only spell the letters"
LEFT_OUT = "the voice speaks another language, so it was left out"
"""What is told of text in such a writing system."""
_BEYOND_LATIN = re.compile(r"[^\s\u0000-\u036f]+")


class Foreign(StrEnum):
    """What becomes of text in a writing system that the voice's language does not have."""

    SKIP = "skip"
    SPELL = "spell"


_SPELLED = {
    "CJK": {"zh", "cmn", "yue", "hak"}, "HIRAGANA": {"ja"}, "KATAKANA": {"ja"},
    "ARABIC": {"ar", "fa", "ku", "ps", "sd", "ug", "ur"}, "HEBREW": {"he", "yi"}, "THAI": {"th"},
    "CYRILLIC": {"ba", "be", "bg", "cv", "kk", "ky", "mk", "mn", "ru", "sr", "tg", "tt", "uk"},
    "ETHIOPIC": {"am", "ti"}, "GREEK": {"el", "grc"}, "MONGOLIAN": {"mn"},
}  # fmt: skip
"""Script, as Unicode's names of its letters begin, and the languages that are written in it.
Japanese is not among those of "CJK": espeak has no reading of kanji."""


def is_only_spelled(word: str, language: str) -> bool:
    """Whether espeak names the letters of `word` one by one ("Chinese letter"), as it does for a
    script that the language is not written in. A letter alone ("α") is named rightly.
    """
    letters = [c for c in word if c.isalpha()]
    if not letters or all(c < "\u0370" for c in letters):
        return False
    scripts = {unicodedata.name(c, "").split(" ")[0].split("-")[0] for c in letters}
    if len(letters) == 1 and not scripts & {"CJK", "HIRAGANA", "KATAKANA"}:
        return False
    code = language.split("-")[0].split("_")[0].lower()
    return any(script in _SPELLED and code not in _SPELLED[script] for script in scripts)


def foreign_stretches(text: str, language: str) -> Iterator[tuple[int, int]]:
    """Where text stands of which espeak would only name the letters."""
    for found in _BEYOND_LATIN.finditer(text):
        if is_only_spelled(found[0], language):
            yield found.span()
