"""Phonemes as people type them, in the signs that espeak-ng has for them."""

from __future__ import annotations

import re

_LIGATURES = str.maketrans(
    {
        "ʤ": "dʒ", "ʧ": "tʃ", "ʣ": "dz", "ʦ": "ts", "ʥ": "dʑ", "ʨ": "tɕ",
        "ǳ": "dz", "ʪ": "ls", "ʫ": "lz", "\u0361": None, "\u035c": None, "‿": None,
    }
)  # fmt: skip
"""Ligatures, which espeak has no use for, and ties."""
_PRIMARY = re.compile(r"['’ʼ`´](?=[^\W\d_])")
_SECONDARY = re.compile(r"(?<![^\w\s]),(?=[^\W\d_])")
_LENGTH = re.compile(r"(?<=[^\W\d_]):(?=\w|[.,;!?ˈˌ]|$)")
_SYLLABLE = re.compile(r"(?<=[^\W\d_])[.·](?=[^\W\d_])")


def understood(phonemes: str) -> str:
    """`phonemes`, a word without spaces, with the signs of the International Phonetic Alphabet.

    Ligatures are parted and ties left out. `'` and `,` before a letter are primary and secondary
    stress, `:` behind one is length, and a dot between two divides syllables, which has no sound.
    Marks at the end of a word stay marks.

    >>> understood("ʤə,pæ'ni:z.")
    'dʒəˌpæˈniːz.'
    """
    plain = phonemes.translate(_LIGATURES)
    plain = _PRIMARY.sub("ˈ", plain)
    plain = _SECONDARY.sub("ˌ", plain)
    plain = _LENGTH.sub("ː", plain)
    return _SYLLABLE.sub("", plain)
