"""Writing systems that espeak-ng only spells out when the voice speaks another language."""

from __future__ import annotations

import unicodedata

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
