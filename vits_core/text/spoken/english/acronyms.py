"""Capitals in English: what is spelled, what is a word, and what is only loud.

espeak-ng guesses by the letters and by how many words of the sentence are in capitals: it says
"fack" for FAQ, and spells NEW where a person stresses it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from vits_core.text.spoken.rewrite import Rewrite, apply

_SPELLED = (
    "ACLU|AFAIK|AOL|ASMR|ATV|BYOB|CLI|COPD|ETA|FAQ|FDIC|FWIW|GOP|HVAC|IDE|IDK|IMDB|IMO|LSD"
    "|NYC|OECD|RFID|RIP|ROI|UAE|UFC|USMC|USPS|VAT|VIP|YMCA"
)
_PLURALS = (
    "API|ATM|CD|CEO|CFO|CIO|CPU|CTO|CV|DJ|DM|DVD|EMT|ETF|EV|FAQ|GP|GPU|HMO|HR|ID|IDE|IP|IPO|ISP|KPI"
    "|LCD|LED|LLM|LP|MP|MRI|MVP|NDA|NFT|NGO|OEM|PC|PDF|PhD|POW|PR|RV|SDK|SSD|STD|SUV|TV|UFO|URL|UTI"
    "|VIP|VPN"
)
_OWNERS = "BBC|CIA|CNN|EU|FBI|IBM|UK|UN|USA|CDC|FDA|FCC|NBA|NFL|MIT|HBO|NBC|CBS|ABC|BMW|IRS|NSA"
_WORDS = {
    "RAM": "ram", "ROM": "rom", "SIM": "sim", "PIN": "pin", "LAN": "lan", "WAN": "wan",
    "ZIP": "zip", "DOS": "doss", "TED": "ted", "SaaS": "sass", "PaaS": "pass", "LaTeX": "lay tek",
    "TeX": "tek", "UNESCO": "you nesco", "GNU": "guh-noo", "nginx": "engine X", "NGINX": "engine X",
}  # fmt: skip
_LOUD = (
    "AGO|ALL|AND|ANY|ARE|ASK|ATE|BAD|BED|BIG|BOX|BOY|BUT|BUY|CAN|CRY|CUT|DAY|DID|DIE|DOG|DRY|DUE|EAT"
    "|END|FAR|FEW|FOR|FUN|GET|GOD|GOT|GUN|GUY|HAD|HAS|HER|HEY|HIM|HIS|HIT|HOT|HOW|HUG|ITS|JOB|JOY|KEY"
    "|KID|LET|LIE|LOT|LOW|MAN|MAY|MEN|MOM|NEW|NOT|NOW|ODD|OFF|OLD|ONE|OUR|OUT|OWN|PAY|PUT|RED|RUN|SAD"
    "|SAW|SAY|SEE|SET|SHE|SIT|SIX|SKY|SON|TEN|THE|TOO|TOP|TRY|TWO|USE|WAR|WAS|WAY|WET|WHY|WIN|WON|WOW"
    "|YES|YET|YOU|IF|NO|SO|TO|GO|UP|WE|HE|ME|MY|DO|HI|OH|ON|OF|IN|AT|IS|BY|AN|AS|OR"
)
_LETTERS = {
    "A": "ays", "B": "bees", "C": "sees", "D": "dees", "E": "ease", "F": "effs", "G": "jeez",
    "H": "aitches", "I": "eyes", "J": "jays", "K": "kays", "L": "ells", "M": "ems", "N": "ens",
    "O": "ohs", "P": "peas", "Q": "cues", "R": "ars", "S": "esses", "T": "tees", "U": "yous",
    "V": "vees", "W": "double-yous", "X": "exes", "Y": "wise", "Z": "zees",
}  # fmt: skip
_START, _END = r"(?<![\w.@#/-])", r"(?![\w@/]|[.'’]\w|-\d)"
_SPELLING = re.compile(rf"{_START}(?:{_SPELLED}){_END}")
_SEVERAL = re.compile(rf"{_START}(?P<name>{_PLURALS})s{_END}")
_OWNED = re.compile(rf"{_START}(?P<name>{_PLURALS}|{_OWNERS})['’]s(?!\w)")
_WORD = re.compile(rf"{_START}(?:{'|'.join(_WORDS)}){_END}")
_LOUDLY = re.compile(rf"(?<![\w.@#/&-])(?<!, )(?:{_LOUD})(?![\w@/&]|\s\d{{5}}|[.'’]\w|-\w)")
_IT = re.compile(r"(?<![\w.-])(?:IT|US)(?![\w-]|\.\w)")
_HEALTH = re.compile(r"(?<=\b[Tt]he )WHO(?=['’]s|\s+(?!(?:is|are|was|were|had|has)\s\w+ing))\b")
_NAMES_A_COUNTRY = re.compile(r"\b(?:THE|AMERICAN?|MEXICO|CANADA|CHINA|UK)\s+(?:AND\s+)?$")
_HASHTAG = re.compile(r"(?<![\w&#/.])#(?![0-9a-fA-F]{6}\b)(?=[^\W\d_])")


def find_acronyms(text: str) -> list[Rewrite]:
    """Words in capitals that espeak-ng would read otherwise than people do, and hashtags."""
    return apply((_plurals, _spelled, _words, _loud, _hashtags), text)


def _plurals(text: str) -> Iterator[Rewrite]:
    """ "DVDs" as "D.V dees"; espeak drops the s now and then."""
    for pattern in (_SEVERAL, _OWNED):
        for match in pattern.finditer(text):
            name = match["name"].upper()
            yield Rewrite(*match.span(), f"{'.'.join(name[:-1])} {_LETTERS[name[-1]]}")


def _spelled(text: str) -> Iterator[Rewrite]:
    for pattern in (_SPELLING, _HEALTH):
        for match in pattern.finditer(text):
            yield Rewrite(*match.span(), ".".join(match[0]))


def _words(text: str) -> Iterator[Rewrite]:
    for match in _WORD.finditer(text):
        yield Rewrite(*match.span(), _WORDS[match[0]])


def _loud(text: str) -> Iterator[Rewrite]:
    """Ordinary words that are stressed, and it and us where all is in capitals."""
    whole = text.isupper() and len(text.split()) > 2
    for match in () if whole else _LOUDLY.finditer(text):
        yield Rewrite(*match.span(), match[0].lower())
    for match in _IT.finditer(text) if whole else ():
        if match[0] == "IT" or not _NAMES_A_COUNTRY.search(text[: match.start()][-20:]):
            yield Rewrite(*match.span(), match[0].lower())


def _hashtags(text: str) -> Iterator[Rewrite]:
    for match in _HASHTAG.finditer(text):
        yield Rewrite(*match.span(), "hashtag")
