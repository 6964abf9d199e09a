"""Numbers that are names in English: versions, addresses, codes, routes, verses."""

from __future__ import annotations

import re

from vits_core.text.spoken.english.numbers import (
    DASH,
    cardinal,
    digit_by_digit,
    in_pairs,
)
from vits_core.text.spoken.matching import Parts, find_matches
from vits_core.text.spoken.rewrite import Rewrite, without_overlaps

_START, _END = r"(?<![\w.,/$€£:-])", r"(?![\w%]|[.,:/]\d)"
_STATES = (
    "A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]"
    "|T[NX]|UT|V[AT]|W[AIVY]"
)
_ALSO_WORDS = frozenset({"OR", "IN", "ME", "OK", "HI", "OH", "ID"})
_ZIP = re.compile(rf"(?<!\w)(?P<state>{_STATES}),?\s(?P<zip>\d{{5}}(?:-\d{{4}})?){_END}")
_IP = re.compile(
    r"(?<![\w.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)"
    r"(?::(?P<port>\d{1,5}))?(?!\w|\.\d)"
)
_SOFTWARE = re.compile(
    r"\b(?:Python|Java|Ruby|Perl|PHP|Node(?:\.js)?|Go|Rust|Swift|Kotlin|Scala|GCC|Clang|CUDA|iOS"
    r"|iPadOS|macOS|Android|Windows|Linux|Ubuntu|Debian|Fedora|Firefox|Chrome|Django|PyTorch"
    r"|TensorFlow|NumPy|Qt|HTTP|TLS|SSL|USB|Bluetooth|OpenGL|DirectX|Vulkan|[Vv]ersions?|[Rr]elease"
    r"|[Cc]hapters?|[Ss]ections?|[Ff]igures?|[Tt]ables?)\s$"
)
_VERSION = re.compile(
    r"(?<![\w.,])(?P<v>[vV](?:ersion|er\.|\.)?\s?)?(?P<number>\d{1,4}(?:\.\d{1,4}){1,3})(?![\w%]|[.,:]\d)"
)
_BOOKS = (
    "Genesis|Exodus|Leviticus|Numbers|Deuteronomy|Joshua|Judges|Ruth|Samuel|Kings|Chronicles|Ezra"
    "|Nehemiah|Esther|Job|Psalms?|Proverbs|Ecclesiastes|Isaiah|Jeremiah|Lamentations|Ezekiel|Daniel"
    "|Hosea|Joel|Amos|Obadiah|Jonah|Micah|Nahum|Habakkuk|Zephaniah|Haggai|Zechariah|Malachi|Matthew"
    "|Mark|Luke|John|Acts|Romans|Corinthians|Galatians|Ephesians|Philippians|Colossians"
    "|Thessalonians|Timothy|Titus|Philemon|Hebrews|James|Peter|Jude|Revelation|Surah?|Quran"
)
_VERSE = re.compile(
    rf"(?<!\w)(?:(?P<number>[123])\s)?(?:{_BOOKS})\s(?P<place>(?P<chapter>\d{{1,3}}):"
    rf"(?P<verse>\d{{1,3}}))(?:(?P<dash>{DASH})(?P<last>\d{{1,3}}))?{_END}"
)
_ALWAYS = re.compile(rf"{_START}24/7(?:/365)?{_END}")
_WORLD_WAR = re.compile(r"(?<!\w)WW\s?(?P<number>II|I|2|1)(?!\w)")
_LINES = re.compile(
    rf"{_START}(?P<number>240|360|480|540|576|720|1080|1440|2160|4320)(?P<scan>[pi])(?!\w)"
)
_IN_PAIRS = re.compile(
    r"(?<!\w)(?:Boeing|Airbus|Porsche|BMW|Peugeot|Audi|Mazda|Route|Highway|Interstate|Hwy\.?|Rt\.?"
    r"|Rte\.?|I-|US-|[Rr]oom|[Ff]light|[Ss]uite|Apartment|Apt\.?|[Bb]us|Levi[’']s|Fiat|Boeings|Nokia|HTTP|[Ee]rror)"
    r"\s?(?:A(?=3))?(?P<number>[1-9]\d{2,3})(?P<jet>-\d{1,3})?(?![\w%]|[.,:/-]\d)"
)
_DIGITS = re.compile(
    r"(?<!\w)(?:PIN|[Pp]in|[Cc]ode|[Pp]asscode|[Pp]assword|[Ee]xt\.|[Ee]xtension|[Zz]ip|ZIP)"
    r"(?:\s(?:code|number|is|was|no\.))?:?\s(?P<number>\d{3,10})(?![\w%]|[.,:/-]\d)"
)
_AGENT = re.compile(rf"{_START}007{_END}")


def find_codes(text: str) -> list[Rewrite]:
    """Numbers that count nothing, as people say them."""
    found: list[Rewrite] = []
    found += find_matches(text, _ALWAYS, _always)
    found += find_matches(text, _AGENT, lambda _: "double oh seven")
    found += find_matches(text, _IP, _ip)
    found += find_matches(text, _VERSION, _version)
    found += find_matches(text, _VERSE, _verse)
    found += find_matches(text, _ZIP, _zip)
    found += find_matches(text, _WORLD_WAR, _world_war)
    found += find_matches(text, _LINES, _lines)
    found += find_matches(text, _IN_PAIRS, _named)
    found += find_matches(text, _DIGITS, lambda m: {"number": digit_by_digit(m["number"])})
    return without_overlaps(found)


def _always(match: re.Match[str]) -> str:
    year_round = " three sixty-five" if match[0].endswith("365") else ""
    return f"twenty-four seven{year_round}"


def _ip(match: re.Match[str]) -> str:
    address, _, port = match[0].partition(":")
    spoken = " dot ".join(cardinal(n) for n in address.split("."))
    return f"{spoken} port {cardinal(port)}" if port else spoken


def _version(match: re.Match[str]) -> Parts | None:
    """ "v2.0.1" as "version two point zero point one"; two numbers alone are a decimal."""
    number, before = match["number"], match.string[: match.start()]
    parts = number.split(".")
    named = match["v"] or _SOFTWARE.search(before[-24:])
    padded = any(p.startswith("0") and len(p) > 1 for p in parts)
    if not named and (len(parts) == 2 or padded):
        return None
    spoken = " point ".join(cardinal(p) for p in parts)
    short = match["v"] and len(match["v"].rstrip(". ")) < 4  # "v", "ver."
    return {"v": "version" if short else None, "number": spoken}


def _verse(match: re.Match[str]) -> Parts:
    places = {None: None, "1": "first", "2": "second", "3": "third"}
    parts: dict[str | int, str | None] = {
        "number": places[match["number"]],
        "place": f"{cardinal(match['chapter'])} {cardinal(match['verse'])}",
    }
    if match["last"]:
        parts |= {"dash": "to", "last": cardinal(match["last"])}
    return parts


def _zip(match: re.Match[str]) -> Parts:
    state = match["state"]
    return {
        "state": " ".join(state) if state in _ALSO_WORDS else None,
        "zip": ", ".join(digit_by_digit(d, "oh") for d in match["zip"].split("-")),
    }


def _world_war(match: re.Match[str]) -> str:
    return f"World War {'Two' if match['number'] in ('2', 'II') else 'One'}"


def _lines(match: re.Match[str]) -> str:
    """ "1080p" as "ten eighty p"."""
    return f"{_room(match['number'])} {match['scan']}"


def _named(match: re.Match[str]) -> Parts:
    """ "Boeing 747-400" as "Boeing seven forty-seven four hundred"."""
    jet = match["jet"]
    return {"number": _room(match["number"]), "jet": cardinal(jet[1:]) if jet else None}


def _room(digits: str) -> str:
    """Of a room, a route, an airplane: "747" as "seven forty-seven"."""
    if digits[-2:] == "00":
        return cardinal(digits)
    return in_pairs(digits)
