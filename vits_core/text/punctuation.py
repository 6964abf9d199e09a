"""Punctuation by how it sounds: which mark of the voice stands for what is written.

A voice knows only the marks that it was trained with. A Piper voice was trained with the six that
end espeak's clauses; the rows of `"`, `(`, `)`, `-` and `'` in its table are there but never met a
sound (in the default voice they are as long as those of the unused ids), so a dash becomes a comma
and quotes, which have no sound, disappear.
"""

from __future__ import annotations

import re

NEAREST: dict[str, tuple[str, ...]] = {
    ".": (".",), "?": ("?", "."), "!": ("!", "."), ",": (",", ";"), ";": (";", ","),
    ":": (":", ","),
    "…": ("…", "."), "—": ("—", ",", ";"), "(": ("(", ","), ")": (")", ","),
    '"': ('"',), "“": ("“", '"'), "”": ("”", '"'), "«": ("«", '"'), "»": ("»", '"'),
    "¿": ("¿",), "¡": ("¡",), "-": ("-",), "'": ("'",),
}  # fmt: skip
"""The marks that stand for each, best first; none of them at hand: no sound."""

SPELLINGS = {
    "。": ".", "．": ".", "｡": ".", "।": ".", "॥": ".", "۔": ".", "᙮": ".", "።": ".", "‥": "…",
    "⋯": "…", "？": "?", "؟": "?", "\u037e": "?", "！": "!", "‼": "!", "⁇": "?", "⁈": "?", "⁉": "!",
    "，": ",", "、": ",", "،": ",", "､": ",", "·": ",", "•": ",", "；": ";", "؛": ";", "：": ":",
    "–": "—", "―": "—", "‒": "—", "⸺": "—", "⸻": "—", "−": "—", "（": "(", "）": ")",
    "[": "(", "]": ")", "{": "(", "}": ")", "【": "(", "】": ")",
    "„": "“", "‟": "“", "‹": "«", "›": "»", "「": "“", "」": "”", "『": "“", "』": "”",
    "《": "«", "》": "»", "＂": '"', "‘": "'", "’": "'", "‚": "'", "´": "'", "`": "'",
}  # fmt: skip
"""Other ways to write a mark of `NEAREST`."""

_ENDING = "?!….;:,—"
"""Marks that end a clause, the strongest first."""
_ENCLOSING = '()"“”«»¿¡'
_DASH = re.compile(r"(?<=\s)-+(?=\s)|--+|(?<=\s)-+$")
"""Hyphens that are a dash; not the one of "pre- and post-war"."""
_DOTS = re.compile(r"\.(?:\s?\.)+")
_HESITATION = 2
"""Commas that an ellipsis lasts as long as: 0.28 s in the default voice, where one lasts 0.22 s, a
semicolon no longer, and a full stop that is not the last mark 0.15 s."""
_PUNCTUATION = set(NEAREST) | set(SPELLINGS)


def is_mark(character: str) -> bool:
    """Whether the character is punctuation that is heard as a pause or not at all."""
    return character in _PUNCTUATION


def marks_between(gap: str, available: frozenset[str], *, ends_text: bool) -> tuple[str, str]:
    """What the punctuation between two words becomes: marks after the first, before the second.

    `gap` is all that stands between the words. At most one mark ends the clause, the strongest;
    quotes and brackets follow if the voice has them. A full stop that belongs to an abbreviation
    has to be taken out of `gap` before.
    """
    gap = _DOTS.sub("…", _DASH.sub("—", gap))
    written = [SPELLINGS.get(c, c) for c in gap]
    ending = min((c for c in written if c in _ENDING), key=_ENDING.index, default="")
    hesitates = ending == "…" and "…" not in available and not ends_text
    if hesitates:
        ending = ","  # the speaker goes on
    aside = any(c in "()" for c in written) and any(c.isspace() for c in written)
    if not ending and not ends_text and aside and not available & {"(", ")"}:
        ending = ","
    closing, opening, spaced = nearest(ending, available), "", False
    if hesitates:
        closing *= _HESITATION
    for c in written:
        spaced = spaced or c.isspace()
        if c not in _ENCLOSING:
            continue
        mark = nearest(c, available - {","})
        if spaced or c in "(“«¿¡":
            opening += mark
        else:
            closing += mark
    return closing, opening


def nearest(mark: str, available: frozenset[str]) -> str:
    """The mark of the voice that sounds most like `mark`, "" if none does."""
    return next((m for m in NEAREST.get(mark, ()) if m in available), "")
