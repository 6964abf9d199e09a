"""Amounts of money in words: "$3.50" becomes "three dollars and fifty cents"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from vits_core.text.spoken.rewrite import Rewrite

_CURRENCIES = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₽": "RUB", "₩": "KRW"}
_ENGLISH_UNITS = {
    "USD": ("dollar", "dollars", "cent", "cents"),
    "EUR": ("euro", "euros", "cent", "cents"),
    "GBP": ("pound", "pounds", "penny", "pence"),
    "JPY": ("yen", "yen", "", ""),
    "INR": ("rupee", "rupees", "paisa", "paise"),
    "RUB": ("rouble", "roubles", "kopeck", "kopecks"),
    "KRW": ("won", "won", "", ""),
}
_SCALES = {
    "k": "thousand", "thousand": "thousand", "m": "million", "mn": "million", "million": "million",
    "bn": "billion", "b": "billion", "billion": "billion", "tn": "trillion", "trillion": "trillion",
}  # fmt: skip
_CENT_SEPARATORS = (
    ", ", " et ", " y ", " und ", " e ", " en ", " con ", " amb ", " kaj ", " ja ", " și ",
)  # fmt: skip
_SIGN = "[" + "".join(_CURRENCIES) + "]"
_NUMBER = r"\d{1,3}(?:[,.'\u00a0\u202f]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d{1,15}(?:[.,]\d{1,3})?(?!\d)"
_SMALL = r"|\.\d{1,2}(?!\d)"
_SCALE = r"(?:\s?(?P<scale>thousand|million|billion|trillion|k|mn|m|bn|b|tn)(?!\w))?"
_BEFORE = re.compile(
    rf"(?<![\w.,])(?P<minus>[-−])?(?P<prefix>(?-i:US|CA|AU|A|C|NZ))?(?P<sign>{_SIGN})\s?"
    rf"(?P<late_minus>[-−](?=\d))?(?P<number>{_NUMBER}{_SMALL})(?![.,]?\d){_SCALE}",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"(?<![\w.,])(?P<minus>[-−])?(?P<number>{_NUMBER})\s?(?P<sign>{_SIGN})(?!\w)",
    re.IGNORECASE,
)


def find_amounts(text: str, language: str) -> Iterator[Rewrite]:
    """Each amount of money in `text`, in words of the language.

    An amount that num2words cannot say in the language is left out, for espeak to read.
    """
    at = 0
    found = [*_BEFORE.finditer(text), *_AFTER.finditer(text)]
    for match in sorted(found, key=lambda m: m.start()):
        if match.start() < at:
            continue
        reading = _reading(match, language.split("-")[0].split("_")[0].lower())
        if reading is not None:
            at = match.end()
            yield Rewrite(match.start(), at, reading)


def _reading(match: re.Match[str], language: str) -> str | None:
    groups = match.groupdict()
    currency = _CURRENCIES[groups["sign"]]
    amount = _amount(match["number"], language)
    if amount is None:
        return None
    negative = bool(groups["minus"] or groups.get("late_minus"))
    scale = _SCALES.get((groups.get("scale") or "").lower(), "")
    if language == "en":
        words = _english(amount, currency, scale)
        return f"minus {words}" if negative else words
    if scale or negative:
        return None
    return _elsewhere(amount, currency, language)


def _amount(number: str, language: str) -> Decimal | None:
    """The value of digits with separators, which differ between languages."""
    decimal = "." if language in ("en", "zh", "ja", "ko", "hi", "th", "he") else ","
    other = "," if decimal == "." else "."
    if number.startswith("."):  # "$.50"
        number = f"0{number}"
    whole, _, fraction = number.rpartition(decimal)
    if not whole:
        whole, fraction = number, ""
    tail = whole.rsplit(other, 1)
    if not fraction and len(tail) == 2 and len(tail[1]) in (1, 2):
        whole, fraction = tail  # the other decimal sign: "1.50 €"
    digits = re.sub(r"\D", "", whole)
    try:
        return Decimal(f"{digits}.{fraction}" if fraction else digits)
    except InvalidOperation:
        return None


def _english(amount: Decimal, currency: str, scale: str) -> str:
    one, many, small_one, small_many = _ENGLISH_UNITS[currency]
    if scale or amount * 100 % 1 or (amount % 1 and not small_one):
        scaled = f" {scale}" if scale else ""
        return f"{_number(amount)}{scaled} {many}"
    whole, cents = int(amount), int(amount * 100) % 100
    parts = []
    if whole or not cents:
        parts.append(f"{_number(whole)} {one if whole == 1 else many}")
    if cents:
        parts.append(f"{_number(cents)} {small_one if cents == 1 else small_many}")
    return " and ".join(parts)


def _number(amount: Decimal | int) -> str:
    return _in_words(amount, lang="en").replace(",", "")  # a comma would be heard


def _elsewhere(amount: Decimal, currency: str, language: str) -> str | None:
    try:
        words = _in_words(float(amount), lang=language, to="currency", currency=currency)
    # num2words raises whatever its language modules raise on what they lack
    except Exception:
        return None
    if amount % 1 == 0:
        words = _without_cents(words, language, currency)
    return words


def _without_cents(words: str, language: str, currency: str) -> str:
    """num2words says "and zero cents"; a person does not."""
    try:
        one = _in_words(0.01, lang=language, to="currency", currency=currency)
        zero = _in_words(0.0, lang=language, to="currency", currency=currency)
    except Exception:
        return words
    separator = next((s for s in _CENT_SEPARATORS if s in one), None)
    if separator is None or separator not in zero:
        return words
    head, found, tail = words.rpartition(separator)
    return head if found and tail == zero.rpartition(separator)[2] else words


def _in_words(number: Decimal | float, **how: Any) -> str:
    # Its 60 languages are loaded for the first amount, not for the first text.
    from num2words import num2words

    return str(num2words(number, **how))
