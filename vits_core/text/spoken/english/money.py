"""Amounts of money in English: "$3.50" as "three dollars and fifty cents"."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from vits_core.text.spoken.english.numbers import DASH, NUMBER, cardinal, decimal
from vits_core.text.spoken.matching import Parts, find_matches
from vits_core.text.spoken.rewrite import Rewrite, without_overlaps

_SIGNS = {
    "$": ("dollar", "dollars", "cent", "cents"), "€": ("euro", "euros", "cent", "cents"),
    "£": ("pound", "pounds", "penny", "pence"), "¥": ("yen", "yen", "", ""),
    "₹": ("rupee", "rupees", "paisa", "paise"), "₽": ("ruble", "rubles", "kopeck", "kopecks"),
    "₩": ("won", "won", "", ""), "₿": ("bitcoin", "bitcoin", "", ""),
    "₺": ("lira", "lira", "kurus", "kurus"), "₴": ("hryvnia", "hryvnias", "kopeck", "kopecks"),
    "₪": ("shekel", "shekels", "agora", "agorot"), "฿": ("baht", "baht", "satang", "satang"),
}  # fmt: skip
"""One, many, and the same of their hundredths."""
_DOLLARS = {
    "US": "US", "CA": "Canadian", "C": "Canadian", "AU": "Australian", "A": "Australian",
    "NZ": "New Zealand", "HK": "Hong Kong", "S": "Singapore",
}  # fmt: skip
_CODES = (
    "USD|EUR|GBP|JPY|CHF|CNY|RMB|CAD|AUD|NZD|INR|RUB|KRW|SEK|NOK|DKK|PLN|CZK|HUF|TRY|BRL|MXN|ZAR"
    "|HKD|SGD|ILS|THB|UAH|BTC"
)
_SCALES = {
    "k": "thousand", "thousand": "thousand", "m": "million", "mn": "million", "mm": "million",
    "mil": "million", "million": "million", "bn": "billion", "b": "billion", "billion": "billion",
    "tn": "trillion", "t": "trillion", "trillion": "trillion",
}  # fmt: skip
_SIGN = f"[{''.join(_SIGNS)}]"
_SCALE = r"(?:[\s-]?(?P<{}>thousand|million|billion|trillion|mil|mn|mm|bn|tn|[kmbt])(?![\w'’]))?"
_DOLLAR = rf"(?:(?-i:{'|'.join(sorted(_DOLLARS, key=len, reverse=True))})(?=\$))?"
_PER = (
    r"(?:(?P<slash>/)"
    r"(?=(?:an?|each|hour|hr|day|week|wk|month|mo|year|yr|night|person|kg|lb|mile)\b))?"
)
_BEFORE = re.compile(
    rf"(?<![\w.,])(?P<amount>(?P<minus>[-–−])?(?P<country>{_DOLLAR})(?P<sign>{_SIGN})\s?"
    rf"(?P<late_minus>[-−](?=\d))?(?P<number>{NUMBER})(?![.,]?\d){_SCALE.format('scale')})"
    rf"(?:\s?(?P<dash>{DASH})\s?(?P<last_amount>{_SIGN}?(?P<last>{NUMBER})"
    rf"(?![.,]?\d|/){_SCALE.format('last_scale')}(?![\w%])))?{_PER}",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"(?<![\w.,])(?P<amount>(?P<minus>[-−])?(?P<number>\d{{1,9}},\d\d(?!\d)|{NUMBER})"
    rf"{_SCALE.format('scale')}\s?(?P<sign>{_SIGN})(?!\w))",
    re.IGNORECASE,
)
_CENTS = re.compile(rf"(?<![\w.,])(?P<number>{NUMBER})(?P<cents>\s?¢)")
_CODE_AFTER = re.compile(
    rf"(?<![\w.,])(?P<number>{NUMBER})(?:\s(?:million|billion|trillion|thousand))?\s?(?P<code>{_CODES})(?!\w)"
)
_CODE_BEFORE = re.compile(
    rf"(?<!\w)(?P<all>(?P<code>{_CODES})\s?(?P<number>{NUMBER})(?![.,]?\d)"
    rf"(?:\s?(?P<scale>million|billion|trillion|thousand|mn|bn|tn|[mMkKB])(?!\w))?)"
)
_ARTICLE = re.compile(r"(?:^|[\s(“\"])an?\s$", re.IGNORECASE)
_NOUN = re.compile(
    r"-[a-z]|\s(?!(?:in|of|for|from|to|or|and|per|a|an|on|at|is|was|off|more|less)\b)[a-z]"
)
_PRICED = re.compile(
    r"\s(?:bill|note|coin|fee|fine|tax|ticket|budget|prize|grant|loan|deal|check|cheque|discount"
    r"|coupon|donation|deposit|fund|investment|lawsuit|price tag|gift card)s?\b"
)


def find_amounts(text: str) -> list[Rewrite]:
    """Amounts with the sign or the code of a currency, and ranges of them."""
    if not any(c.isdigit() for c in text):
        return []
    found: list[Rewrite] = []
    found += find_matches(text, _BEFORE, _before)
    found += find_matches(text, _AFTER, _after)
    found += find_matches(text, _CENTS, _cents)
    found += find_matches(text, _CODE_AFTER, _code_after)
    found += find_matches(text, _CODE_BEFORE, _code_before)
    return without_overlaps(found)


def _before(match: re.Match[str]) -> Parts | None:
    number, last, sign = match["number"], match["last"], match["sign"]
    if not _is_sayable(number) or (last and not _is_sayable(last)):
        return None
    parts: dict[str | int, str | None] = {"slash": "per" if match["slash"] else None}
    scale, last_scale = _scale(match["scale"]), _scale(match["last_scale"])
    country = _DOLLARS[match["country"].upper()] if match["country"] else ""
    negative = "minus " if match["minus"] or match["late_minus"] else ""
    if not last:
        spoken = _amount(number, scale, sign, country, describes=_describes(match))
        return parts | {"amount": f"{negative}{spoken}"}
    if "." in number + last and not scale and not last_scale:
        first = _amount(number, "", sign, country)
    else:
        first = _worded(number, "" if scale == last_scale else scale)
    last_spoken = _amount(last, last_scale, sign, country)
    return parts | {"amount": f"{negative}{first}", "dash": "to", "last_amount": last_spoken}


def _after(match: re.Match[str]) -> Parts | None:
    number = match["number"]
    if re.search(r",\d\d$", number):
        number = number.replace(",", ".")  # "3,50 €" as on the continent
    if not _is_sayable(number):
        return None
    negative = "minus " if match["minus"] else ""
    scale, describes = _scale(match["scale"]), _describes(match)
    return {"amount": f"{negative}{_amount(number, scale, match['sign'], describes=describes)}"}


def _cents(match: re.Match[str]) -> Parts:
    return {"cents": "cent" if match["number"] == "1" else "cents"}


def _code_after(match: re.Match[str]) -> Parts:
    return {"code": _currency(match["code"], "1" if match[0].startswith("1 ") else "2")}


def _code_before(match: re.Match[str]) -> Parts | None:
    number, scale = match["number"], _scale(match["scale"])
    if not _is_sayable(number):
        return None
    return {
        "all": f"{_worded(number, scale)} {_currency(match['code'], number if not scale else '2')}"
    }


def _describes(match: re.Match[str]) -> bool:
    """Whether the amount tells of what follows, as in "a $20 bill"."""
    before, after = (
        match.string[max(0, match.start() - 5) : match.start()],
        match.string[match.end() :],
    )
    article = _ARTICLE.search(before) and _NOUN.match(after)
    return bool(article) or bool(_PRICED.match(after))


def _amount(
    number: str, scale: str, sign: str, country: str = "", *, describes: bool = False
) -> str:
    """ "3.50" and "$" as "three dollars and fifty cents", or "three dollar and fifty cent"."""
    one, many, small_one, small_many = _SIGNS[sign]
    if describes:
        many, small_many = one, small_one
    if country:
        one, many = f"{country} {one}", f"{country} {many}"
    value = Decimal(number.replace(",", ""))
    if scale or value * 100 % 1 or (value % 1 and not small_one):
        return f"{_worded(number, scale)} {many}"
    whole, cents = int(value), int(value * 100) % 100
    parts = []
    if whole or not cents:
        parts.append(f"{cardinal(whole)} {one if whole == 1 else many}")
    if cents:
        parts.append(f"{cardinal(cents)} {small_one if cents == 1 else small_many}")
    return " and ".join(parts)


def _worded(number: str, scale: str) -> str:
    return f"{decimal(number)} {scale}".strip()


def _scale(written: str | None) -> str:
    return _SCALES[written.lower()] if written else ""


def _is_sayable(number: str) -> bool:
    return len(number.replace(",", "")) <= 18


@cache
def _currency(code: str, number: str) -> str:
    """The currency's name in the form for the number: "Swiss francs"."""
    # Babel is loaded for the first currency, not for the first text.
    from babel.numbers import get_currency_name

    name = get_currency_name(
        "CNY" if code == "RMB" else code, Decimal(number.replace(",", "")), locale="en_US"
    )
    return str(name)
