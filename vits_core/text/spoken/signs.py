"""Signs between numbers that espeak-ng leaves out or names in English, in words of the language."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vits_core.text.spoken.rewrite import Rewrite

_KEYS = ("times", "less", "greater", "at_most", "at_least", "about", "not_equal", "plus_minus",
         "squared", "cubed", "and_")  # fmt: skip
_WORDS = {
    "de": ("mal", "kleiner als", "größer als", "kleiner gleich", "größer gleich", "etwa",
           "ungleich", "plus minus", "hoch zwei", "hoch drei", "und"),
    "fr": ("fois", "inférieur à", "supérieur à", "inférieur ou égal à", "supérieur ou égal à",
           "environ", "différent de", "plus ou moins", "au carré", "au cube", "et"),
    "es": ("por", "menor que", "mayor que", "menor o igual que", "mayor o igual que", "unos",
           "distinto de", "más menos", "al cuadrado", "al cubo", "y"),
    "it": ("per", "minore di", "maggiore di", "minore o uguale a", "maggiore o uguale a", "circa",
           "diverso da", "più o meno", "al quadrato", "al cubo", "e"),
    "pt": ("vezes", "menor que", "maior que", "menor ou igual a", "maior ou igual a", "cerca de",
           "diferente de", "mais ou menos", "ao quadrado", "ao cubo", "e"),
    "ru": ("умножить на", "меньше", "больше", "меньше или равно", "больше или равно", "около",
           "не равно", "плюс-минус", "в квадрате", "в кубе", "и"),
}  # fmt: skip
_LEFT = r"(?:[\d)²³]|(?<![^\W\d_])[^\W\d_])\s?"
_RIGHT = r"\s?(?=[-−]?[\d(]|[^\W\d_](?![^\W\d_]))"
_BEFORE_NUMBER = r"(?:^|[\s(])"
_PATTERNS = {
    "times": rf"{_LEFT}(?P<sign>[×*]){_RIGHT}",
    "less": rf"{_LEFT}(?P<sign><){_RIGHT}|{_BEFORE_NUMBER}(?P<first><)\s?(?=\d)",
    "greater": rf"{_LEFT}(?P<sign>>){_RIGHT}|{_BEFORE_NUMBER}(?P<first>>)\s?(?=\d)",
    "at_most": rf"(?P<sign>[≤⩽])|{_LEFT}(?P<first><=){_RIGHT}",
    "at_least": rf"(?P<sign>[≥⩾])|{_LEFT}(?P<first>>=){_RIGHT}",
    "about": rf"{_BEFORE_NUMBER}(?P<sign>~\s?)(?=\d)|(?P<first>≈)",
    "not_equal": r"(?P<sign>≠)",
    "plus_minus": r"(?P<sign>±)",
    "squared": r"(?<![^\W_])[^\W\d_](?P<sign>²)|\d(?P<first>²)",
    "cubed": r"(?<![^\W_])[^\W\d_](?P<sign>³)|\d(?P<first>³)",
    "and_": r"[^\W\d_]\s?(?P<sign>&)\s?(?=[^\W\d_])",
}
_SIGNS = {
    "times": "×*", "less": "<", "greater": ">", "at_most": "≤⩽<", "at_least": "≥⩾>", "about": "~≈",
    "not_equal": "≠", "plus_minus": "±", "squared": "²", "cubed": "³", "and_": "&",
}  # fmt: skip
_COMPILED = [(key, _SIGNS[key], re.compile(_PATTERNS[key])) for key in _KEYS]


def find_signs(text: str, language: str) -> Iterator[Rewrite]:
    """Signs of `text` between or before numbers, and "&" between words."""
    words = dict(zip(_KEYS, _WORDS[language], strict=True))
    for key, signs, pattern in _COMPILED:
        if any(sign in text for sign in signs):
            for match in pattern.finditer(text):
                group = "sign" if match["sign"] else "first"
                yield Rewrite(*match.span(group), words[key])
