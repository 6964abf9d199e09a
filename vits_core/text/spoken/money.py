"""Amounts of money in words: "3,50 €" as "drei Euro und fünfzig Cent".

num2words says whole amounts with their cents. What it lacks is left as digits, for espeak-ng to
read, with the currency's name from the Unicode CLDR, which Babel brings.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache
from typing import Any

from vits_core.text.spoken.languages.numbers import MINUS
from vits_core.text.spoken.matching import find_matches
from vits_core.text.spoken.rewrite import Rewrite, without_overlaps

_CURRENCIES = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₽": "RUB", "₩": "KRW"}
_LOCAL = {"R$": "BRL", "US$": "USD", "₴": "UAH", "zł": "PLN", "руб.": "RUB", "руб": "RUB"}
_CODES = ("USD", "EUR", "GBP", "JPY", "CHF", "CNY", "RUB", "BRL", "PLN", "SEK", "NOK", "DKK", "CZK")
_NAMES = {
    ("pt", "BRL"): ("real", "reais", "centavo", "centavos"),
    ("pt", "USD"): ("dólar", "dólares", "centavo", "centavos"),
    ("pt", "EUR"): ("euro", "euros", "cêntimo", "cêntimos"), ("zh", "CNY"): ("元", "元", "", ""),
}  # fmt: skip
"""What num2words does not say and the CLDR not as people do: one, many, and of hundredths."""
_SCALES = {
    "de": {"Mio.": "Millionen", "Mio": "Millionen", "Mrd.": "Milliarden", "Mrd": "Milliarden"},
    "fr": {"M": "millions", "Md": "milliards", "Mds": "milliards", "millions": "millions"},
    "es": {"M": "millones", "mill.": "millones", "millones": "millones"},
    "it": {"mln": "milioni", "mld": "miliardi", "milioni": "milioni", "miliardi": "miliardi"},
    "pt": {"mi": "milhões", "bi": "bilhões", "milhões": "milhões", "bilhões": "bilhões"},
    "ru": {"млн": "миллионов", "млрд": "миллиардов", "тыс.": "тысяч"},
    "zh": {"万": "万", "亿": "亿", "万亿": "万亿"},
}  # fmt: skip
_CENT_SEPARATORS = (
    ", ", " et ", " y ", " und ", " e ", " en ", " con ", " amb ", " kaj ", " ja ", " și ",
)  # fmt: skip
_OF = {"fr": "d’", "es": "de", "it": "di", "pt": "de"}
"""What stands between a million and the currency."""
_NUMBER = (
    r"\d{1,3}(?:[,.'\u00a0\u202f ]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d{1,15}(?:[.,]\d{1,3})?(?!\d)"
)


def find_amounts(text: str, language: str) -> list[Rewrite]:
    """Each amount of money in `text`, in words of the language.

    An amount for which the language has no words is left out, for espeak-ng to read.
    """
    if not any(c.isdigit() for c in text):
        return []
    code = language.replace("_", "-").partition("-")[0].lower()
    found: list[Rewrite] = []
    for pattern in _patterns(code):
        found += find_matches(text, pattern, lambda m: _reading(m, code))
    return without_overlaps(found)


@cache
def _patterns(code: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """An amount with its currency before it and behind it."""
    signs = sorted([*_CURRENCIES, *_LOCAL, *_CODES], key=len, reverse=True)
    sign = rf"(?P<sign>{'|'.join(re.escape(s) for s in signs)})"
    scales = sorted(_SCALES.get(code, {}), key=len, reverse=True)
    words = "|".join(re.escape(s) for s in scales)
    scale = rf"(?:\s?(?P<scale>{words}))?" if words else r"(?P<scale>(?!))?"
    word = "A-Za-z0-9_" if code == "zh" else r"\w"  # Chinese sets no spaces
    start, end = rf"(?<![{word}.,])(?P<minus>[-−])?", rf"(?![{word}])"
    return (
        re.compile(
            rf"{start}{sign}\s?(?P<late_minus>[-−](?=\d))?(?P<number>{_NUMBER})(?![.,]?\d){scale}{end}"
        ),
        re.compile(rf"{start}(?P<number>{_NUMBER}){scale}\s?{sign}{end}"),
    )


def _reading(match: re.Match[str], code: str) -> str | None:
    sign, scale = match["sign"], match["scale"]
    currency = _CURRENCIES.get(sign) or _LOCAL.get(sign) or sign
    if code == "zh" and sign == "¥":
        currency = "CNY"
    amount = _amount(match["number"], code)
    if amount is None:
        return None
    if scale and amount == 1 and code != "zh":
        return None  # the plural of the scale would be wrong
    if scale:
        words = _scaled(match["number"], _SCALES[code][scale], currency, code)
    else:
        words = _in_words(amount, currency, code) or _named(match["number"], amount, currency, code)
    negative = match["minus"] or match.groupdict().get("late_minus")
    if negative and words is not None:
        minus = MINUS.get(code)
        return None if minus is None else f"{minus} {words}"
    return words


def _amount(number: str, code: str) -> Decimal | None:
    """The value of digits with separators, which differ between languages."""
    decimal = "." if code in ("zh", "ja", "ko", "hi", "th", "he") else ","
    other = "," if decimal == "." else "."
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


def _in_words(amount: Decimal, currency: str, code: str) -> str | None:
    """The whole amount by num2words; None if it does not say this currency in the language."""
    if code == "pt" and (code, currency) in _NAMES:
        return _portuguese(amount, *_NAMES[code, currency])
    try:
        words = _num2words(float(amount), lang=code, to="currency", currency=currency)
    # num2words raises whatever its language modules raise on what they lack
    except Exception:
        return None
    return _without_cents(words, code, currency) if amount % 1 == 0 else words


def _portuguese(amount: Decimal, one: str, many: str, small_one: str, small_many: str) -> str:
    whole, cents = int(amount), int(amount * 100) % 100
    parts = []
    if whole or not cents:
        said = _num2words(whole, lang="pt_BR").replace(",", "")
        of = "de " if whole and whole % 1_000_000 == 0 else ""
        parts.append(f"{said} {of}{one if whole == 1 else many}")
    if cents:
        parts.append(f"{_num2words(cents, lang='pt_BR')} {small_one if cents == 1 else small_many}")
    return " e ".join(parts)


def _named(number: str, amount: Decimal, currency: str, code: str) -> str | None:
    """The digits as they are, and the currency's name behind them."""
    name = _currency_name(currency, str(amount), code)
    return None if name is None else f"{number} {name}"


def _scaled(number: str, scale: str, currency: str, code: str) -> str | None:
    name = _currency_name(currency, "5000000", code)
    if name is None:
        return None
    between = _OF.get(code, "")
    if between.endswith("’") and name[0] not in "aeiouéèh":
        between = "de"
    joined = f"{between}{name}" if between.endswith("’") else f"{between} {name}".strip()
    return f"{number} {scale} {joined}"


@lru_cache(1000)
def _currency_name(currency: str, amount: str, code: str) -> str | None:
    own = _NAMES.get((code, currency))
    if own:
        return own[0] if amount == "1" else own[1]
    # Babel is loaded for the first amount, not for the first text.
    from babel import Locale, UnknownLocaleError
    from babel.numbers import get_currency_name

    try:
        locale = Locale.parse(code)
    except (ValueError, UnknownLocaleError):
        return None
    name = str(get_currency_name(currency, Decimal(amount), locale=locale))
    return None if name == currency else name


def _without_cents(words: str, code: str, currency: str) -> str:
    """num2words says "and zero cents"; a person does not."""
    try:
        one = _num2words(0.01, lang=code, to="currency", currency=currency)
        zero = _num2words(0.0, lang=code, to="currency", currency=currency)
    except Exception:
        return words
    separator = next((s for s in _CENT_SEPARATORS if s in one), None)
    if separator is None or separator not in zero:
        return words
    head, found, tail = words.rpartition(separator)
    return head if found and tail == zero.rpartition(separator)[2] else words


def _num2words(number: Decimal | float, **how: Any) -> str:
    # Its 60 languages are loaded for the first amount, not for the first text.
    from num2words import num2words

    return str(num2words(number, **how))
