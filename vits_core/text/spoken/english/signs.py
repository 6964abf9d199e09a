"""Signs that are words in English: "x² ≥ 4" as "x squared greater than or equal to 4".

Only what espeak-ng leaves out or reads otherwise than people do: it knows +, =, %, © and more.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from vits_core.text.spoken.rewrite import Rewrite, apply

_SMALL = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_PLAIN = str.maketrans(f"{_SMALL}⁻⁺", "0123456789-+")
_LEFT = r"(?:[\d)²³]|(?<![^\W\d_])[a-zA-Zα-ω])"
"""The last character of a number, of a bracket, or of a letter that stands for a number."""
_RIGHT = r"(?=[-−]?\.?[\d(√]|[-−]?[a-zA-Zα-ω](?![^\W\d_]))"
_UNITS = "[kcdmnµ]m|ft|in|yd|mi|ha"
_ARROW = r"(?:[→⇒➔➜➝➞⟶]|-{1,3}>|={1,3}>)"
_WORD = r"[^\W\d_]{2,30}"


def _power(match: re.Match[str]) -> str:
    exponent = match["exponent"].translate(_PLAIN)
    if exponent in ("2", "3"):
        return "squared" if exponent == "2" else "cubed"
    sign = {"-": "minus ", "+": "plus "}.get(exponent[0], "")
    return f"to the power of {sign}{exponent.lstrip('+-')}"


def _rating(match: re.Match[str]) -> str:
    """ "★★★★☆" as "4 of 5 stars"; one star alone is no rating but decoration."""
    if match[0] == "★":
        return ""
    full = sum(map(match[0].count, "★⭐"))
    of = match[0].count("☆")
    return f"{full} of {full + of} stars" if of else f"{full} stars"


@dataclass(frozen=True, slots=True)
class _Sign:
    """Reads the group `sign` of a pattern as words."""

    signs: str
    """Characters of which a text with a match has at least one: all else is passed over."""
    pattern: re.Pattern[str]
    spoken: str | Callable[[re.Match[str]], str]

    def __call__(self, text: str) -> Iterator[Rewrite]:
        if any(sign in text for sign in self.signs):
            for match in self.pattern.finditer(text):
                spoken = self.spoken if isinstance(self.spoken, str) else self.spoken(match)
                yield Rewrite(*match.span("sign"), spoken)


def _sign(signs: str, pattern: str, spoken: str | Callable[[re.Match[str]], str]) -> _Sign:
    return _Sign(signs, re.compile(pattern), spoken)


_ALTERNATIVES = re.compile(rf"(?<![\w/.:\\@~=&?-]){_WORD}(?:/{_WORD}){{1,3}}(?![\w/\\@~=&-]|\.\w)")


def _alternatives(text: str) -> Iterator[Rewrite]:
    """ "input/output": words that a person says one after the other."""
    if "/" in text:
        for match in _ALTERNATIVES.finditer(text):
            for slash in re.finditer("/", match[0]):
                at = match.start() + slash.start()
                yield Rewrite(at, at + 1, "")


_ALGEBRA = (
    _sign("*", rf"{_LEFT}\s?(?P<sign>\*\*)\s?{_RIGHT}", "to the power of"),
    _sign("*", rf"{_LEFT}\s?(?P<sign>\*)\s?{_RIGHT}", "times"),
    _sign("x", r"(?:[1-9]|\d\d)(?P<sign>\s?[x]\s?)(?=\d)", "by"),
    _sign("×", r"\d{3}\s?(?P<sign>×)\s?(?=\d{3})", "by"),
    _sign(
        f"{_SMALL}⁻⁺",
        rf"(?:[\d)]|(?<![^\W_])[a-zA-Zα-ω])(?P<sign>(?P<exponent>[⁻⁺]?[{_SMALL}]{{1,3}}))",
        _power,
    ),
    _sign(
        _SMALL,
        rf"(?<![^\W\d_])(?P<sign>(?P<factor>(?!{_UNITS})[a-zA-Z])(?P<base>[a-zA-Zα-ω])"
        rf"(?P<exponent>[{_SMALL}]))",
        lambda m: f"{m['factor']} {m['base']} {_power(m)}",
    ),
    _sign("^", r"[\d)a-zA-Z](?P<sign>\^(?P<exponent>[-+]?\d{1,4}|[a-z](?!\w)))", _power),
    _sign("√", r"(?P<sign>√\s?)(?=[\w(])", "the square root of"),
    _sign("∛", r"(?P<sign>∛\s?)(?=[\w(])", "the cube root of"),
    _sign("≤⩽", "(?P<sign>[≤⩽])", "less than or equal to"),
    _sign("≥⩾", "(?P<sign>[≥⩾])", "greater than or equal to"),
    _sign("≠", "(?P<sign>≠)", "not equal to"),
    _sign("<", r"(?:[\w)]\s?|^|[\s(])(?P<sign><=)(?=\s?-?[\w.(])", "less than or equal to"),
    _sign(">", r"(?:[\w)]\s?|^|[\s(])(?P<sign>>=)(?=\s?-?[\w.(])", "greater than or equal to"),
    _sign("!", r"[\w)]\s?(?P<sign>!=)\s?(?=[\w(])", "not equal to"),
    _sign("=", r"[\w)]\s?(?P<sign>={2,3})\s?(?=[\w(])", "equals"),
    _sign("<♥❤", r"\bI (?P<sign><3|[♥❤]\ufe0f?)(?= \w)", "love"),
    _sign("<", r"[a-z]{2}[.!?]?(?P<sign>(?:\s<3)+)(?=\s*(?:$|[.!?]))", ""),
    _sign("<", rf"{_LEFT}\s?(?P<sign><)\s?{_RIGHT}", "less than"),
    _sign("<", r"\w\s(?P<sign><)\s(?=-?[\w.(])", "less than"),
    _sign("<", r"(?:^|[\s(])(?P<sign><)\s?(?=\.?\d)", "less than"),
    _sign(">", r"[^\W\d]{2}(?P<sign>\s>\s)(?=[A-Z])", ","),  # File > Open
    _sign(">", rf"{_LEFT}\s?(?P<sign>>)\s?{_RIGHT}", "greater than"),
    _sign(">", r"\w\s(?P<sign>>)\s(?=-?[\w.(])", "greater than"),
    _sign(">", r"(?:^|[\s(])(?P<sign>>)\s?(?=\.?\d)", "greater than"),
    _sign("~∼", r"(?:^|[\s(])(?P<sign>[~∼]\s?)(?=[$€£]?\.?\d)", "about"),
    _sign("~", r"(?:[^\W\d]|[.!?])(?P<sign>~+)(?![\w/])", ""),
    _sign("≡", "(?P<sign>≡)", "is identical to"),
    _sign("∈", "(?P<sign>∈)", "is in"),
    _sign("∝", "(?P<sign>∝)", "is proportional to"),
    _sign("‰", "(?P<sign>‰)", "per mille"),
)
_BETWEEN_WORDS = (
    _sign("→⇒➔➜➝➞⟶>", rf"[\w)\"”’.]\s?(?P<sign>{_ARROW})\s(?=[\w(\"“‘])", "to"),
    _sign("→⇒➔➜➝➞⟶", r"\w(?P<sign>[→⇒➔➜➝➞⟶])(?=\w)", "to"),
    _sign("→⇒➔➜➝➞⟶>", rf"(?:^|\s)(?P<sign>{_ARROW})(?=\s)", ""),
    _sign("•·●▪◦", r"\s(?P<sign>[•·●▪◦])(?=\s)", ","),
    _sign("&", r"[A-Z]\s?(?P<sign>&\s?A)(?!\w)", "and eh"),  # "a" would be the article
    _sign("&", r"(?<![\w&])(?P<sign>A\s?&)(?=\s?[A-Z](?!\w))", "eh and"),
    _sign("/", r"(?<![\w/])(?P<sign>[Ss]/he)\b", "she or he"),
    _sign("/", r"(?<!\S)(?P<sign>w/o)(?=\s)", "without"),
    _sign("/", r"(?<!\S)(?P<sign>w/)(?=\s?\w)", "with"),
    _sign("/", r"(?<!\S)(?P<sign>c/o)(?=\s)", "care of"),
    _sign("/", r"(?i)\b(?:he|she|his|hers?|him|yes|no|true|false|on|off|either)(?P<sign>/)"
          r"(?=(?:she|he|hers?|his|him|no|yes|false|true|off|on|or)\b(?![\w/.]))", "or"),
    _sign("/", rf"(?<![\w/.:\\@]){_WORD}(?P<sign>/)(?=(?:second|minute|hour|day|week|month|year|"
          r"person|night|unit|item|head)\b)", "per"),
    _alternatives,
    _sign("★⭐", "(?P<sign>★[★☆]*|(?:⭐\ufe0f?){2,})", _rating),
    _sign("☆", "(?P<sign>☆+)", ""),
)  # fmt: skip
_BEHIND_WORDS = (
    _sign("™®℠", r"[\w.)”\"](?P<sign>\s?[™®℠])", ""),
    _sign("(", r"\w(?P<sign>\s?\(TM\))", ""),
    _sign("(", r"(?P<sign>\([cC]\))(?=\s?(?:\d{4}\b|[A-Z]))", "copyright"),
    _sign("#♯", r"(?<![\w#])[A-G](?P<sign>[#♯])(?![\w#])", "sharp"),
    _sign("♭", r"(?<![\w#])[A-G](?P<sign>♭)(?![\w#])", "flat"),
    _sign(".", r"(?<![\w.])(?P<sign>\.NET)\b", "dot net"),
    _sign(".", r"(?:^|[\s(])(?P<sign>\.)(?=[a-z][a-z\d]{1,4}\b)", "dot"),
)


def find_signs(text: str) -> list[Rewrite]:
    """Each sign of `text` that is a word, by what stands beside it."""
    return apply((*_ALGEBRA, *_BETWEEN_WORDS, *_BEHIND_WORDS), text)
