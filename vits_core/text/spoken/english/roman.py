"""Roman numerals in English, where a word beside them tells that they are some."""

from __future__ import annotations

import re

from vits_core.text.spoken.english.numbers import DASH, cardinal, ordinal
from vits_core.text.spoken.matching import Parts, find_matches
from vits_core.text.spoken.rewrite import Rewrite, without_overlaps

_NUMERAL = r"(?=[IVXLCDM])(?:M{0,3})(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?!\w)"
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_LABELS = (
    "War|Act|Scene|Part|Chapter|Book|Volume|Vol\\.|Section|Article|Title|Appendix|Canto|Phase|Type"
    "|Class|Level|Tier|Grade|Stage|Figure|Fig\\.|Table|Plate|Symphony|Concerto|Sonata|Opus|Op\\."
    "|Super Bowl|WrestleMania|Olympiad|Episode|Final Fantasy|Rocky|Mark|Mk|Apollo|Vatican|Schedule"
    "|Amendment|Psalm|Corps|Zone|Unit|Lesson|Lecture|Season|Round|Model|Group|Factor|Catch"
)
_CHAPTERS = {"article", "chapter", "section", "title", "part", "psalm", "book", "canto"}
_LABELLED = re.compile(
    rf"(?<!\w)(?P<label>{_LABELS})s?\s(?P<numeral>{_NUMERAL})"
    rf"(?:\s?(?P<dash>{DASH}|,?\s(?:and|to|or)\s)\s?(?P<last>{_NUMERAL}))?",
    re.IGNORECASE,
)
_NAMES = (
    "Henry|Adrian|Felix|Humbert|Edward|Richard|James|George|William|Charles|John|Louis|Philip|Francis|Frederick|Wilhelm"
    "|Alexander|Nicholas|Catherine|Elizabeth|Mary|Anne|Pius|Benedict|Leo|Paul|Gregory|Innocent"
    "|Clement|Urban|Sixtus|Julius|Boniface|Celestine|Ivan|Peter|Otto|Napoleon|Ferdinand|Alfonso"
    "|Juan Carlos|Felipe|Carlos|Gustav|Christian|Harald|Haakon|Olav|Carl|Robert|David"
    "|Constantine|Theodosius|Justinian|Valentinian|Ramesses|Rameses|Ramses|Thutmose|Amenhotep"
    "|Seti|Ptolemy|Cleopatra|Darius|Xerxes|Artaxerxes|Cyrus|Mehmed|Murad|Selim|Suleiman|Leopold"
    "|Albert|Baudouin|Maximilian|Rudolf|Joseph|Franz Joseph|Umberto|Victor Emmanuel|Vittorio"
    "|Pedro|Manuel|Afonso|Sancho|Margrethe|Margaret|Isabella|Eric|Canute|Stephen|Sigismund"
    "|Casimir|Augustus|Stanislaus|Bela|Ladislaus|Nikolai|Abdul Hamid|Mohammed|Hassan|Rama"
    "|John Paul|Rainier|Charlemagne|Pepin|Childeric|Theodoric|Lothair|Conrad|Baldwin|Amalric"
)
_REGNAL = re.compile(
    rf"(?<!\w)(?P<name>{_NAMES})\s(?P<numeral>{_NUMERAL})(?P<possessive>['’]s)?(?!\.\w)"
)
_GIVEN_NAMES = (
    "Henry|John|James|Robert|William|George|Charles|Thomas|Edward|Richard|Samuel|Joseph|David"
    "|Daniel|Michael|Peter|Paul|Benjamin|Andrew|Alexander|Walter|Arthur|Frederick|Francis|Harold"
    "|Howard|Lawrence|Nelson|Oliver|Philip|Theodore|Donald|Kenneth|Stephen|Steven|Mark|Douglas"
    "|Sammy|Martin|Cornelius|Adlai|Davis|Robertson|Marshall|Griffin|Gary|Odell|Jerry|Larry"
)
_FULL_NAME = re.compile(
    rf"(?<!\w)(?:{_GIVEN_NAMES})\s(?:[A-Z]\.\s)?[A-Z][a-z]+,?\s(?P<numeral>I{{2,3}}|IV|VI?)"
    r"(?=$|[.,;:!?)]|['’]s|\s[a-z])"
)
"""A person named like father and grandfather: "Henry Ford II"."""
_AFTER_TITLE = re.compile(
    rf"(?<!\w)(?:King|Queen|Pope|Emperor|Empress|Tsar|Czar|Kaiser|Sultan|Prince|Duke|Pharaoh)\s"
    rf"[A-Z][a-z]+\s(?P<numeral>{_NUMERAL})"
)
_CENTURY = re.compile(
    rf"(?<!\w)(?P<numeral>{_NUMERAL})(?:th)?(?=\s(?:century|centuries|dynasty)\b)"
)
_INTRAVENOUS = re.compile(
    r"\b(?:[Aa]n|(?:[Tt]he|[Oo]n)(?=\sIV\s(?:drip|line|bag)))\s(?P<letters>IV)\b"
)
_MANY = re.compile(
    r"(?<![\w.'’-])(?P<numeral>X{1,3}(?:IX|IV|VI{0,3}|I{1,3})|VI{1,3}|I{2,3}|IV|IX)(?![\w.'’-])"
)
_INITIAL = re.compile(r"\.\s[A-Z]|['’]")
_LABEL_ENDS = re.compile(r"$|[.,;:)\]]|\s?[-–—]|\sand\s[IVX]+\b")
_PRONOUN_ENDS = re.compile(
    r"$|[.,;:!?)\]”\"]|\s(?:of|and|or|is|was|to|in|began|begins|ended|ends|covers|tells|deals)\b"
    r"|\s?[-–—]"
)


def find_roman_numerals(text: str) -> list[Rewrite]:
    """Numerals behind "World War", "chapter" and the like, and behind the names of rulers.

    Others stay: "I", "MIX", "CV" and "vitamin C" are none.
    """
    found: list[Rewrite] = []
    found += find_matches(text, _INTRAVENOUS, lambda _: {"letters": "I V"})
    found += find_matches(text, _LABELLED, _labelled)
    found += find_matches(text, _REGNAL, _regnal)
    found += find_matches(text, _AFTER_TITLE, _regnal)
    found += find_matches(text, _FULL_NAME, _regnal)
    found += find_matches(text, _CENTURY, _century)
    found += find_matches(text, _MANY, _alone)
    return without_overlaps(found)


def value(numeral: str) -> int:
    """ "XIV" as 14."""
    total, last = 0, 0
    for letter in reversed(numeral.upper()):
        here = _VALUES[letter]
        total += here if here >= last else -here
        last = max(last, here)
    return total


def _labelled(match: re.Match[str]) -> Parts | None:
    numeral, last, label = match["numeral"], match["last"], match["label"].rstrip(".")
    if not _is_numeral(numeral) or (label.islower() and len(numeral) == 1 and numeral in "LCDM"):
        return None
    single = len(numeral) == 1 and numeral in "LCDM"
    if single and (label.lower() not in _CHAPTERS or _INITIAL.match(match.string, match.end())):
        return None  # "Mark L. Lester"
    if numeral == "I" and not _ends_there(match):
        return None  # "the chapter I read"
    parts: dict[str | int, str | None] = {"numeral": cardinal(value(numeral))}
    if last and _is_numeral(last) and last != "I":  # "chapter IV, and I agree"
        dash = match["dash"]
        parts |= {
            "dash": None if dash.strip(" ,").isalpha() else "to",
            "last": cardinal(value(last)),
        }
    return parts


def _ends_there(match: re.Match[str]) -> bool:
    """Whether what follows "I" shows that it is not the pronoun."""
    if match["label"][0].isupper() and match["label"].lower() in ("war", "super bowl"):
        return True
    rest = match.string[match.end("numeral") :]
    if match["label"].islower():
        return bool(_LABEL_ENDS.match(rest))  # "the book I was reading"
    return bool(_PRONOUN_ENDS.match(rest))


def _regnal(match: re.Match[str]) -> Parts | None:
    numeral = match["numeral"]
    if not _is_numeral(numeral) or value(numeral) > 30:
        return None
    if numeral == "I" and not _is_a_ruler(match):
        return None
    return {"numeral": f"the {ordinal(value(numeral))}"}


def _is_a_ruler(match: re.Match[str]) -> bool:
    """Whether "I" numbers the name before it: "Elizabeth I was", but not "James I think"."""
    title = re.search(
        r"(?:King|Queen|Pope|Emperor|Empress|Tsar|Czar|Kaiser|Sultan|Prince)\s(?:\w+\s)?$",
        match.string[max(0, match.start("numeral") - 40) : match.start("numeral")],
    )
    rest = match.string[match.end("numeral") :]
    return bool(title) or bool(re.match(r"['’]s\b|\s(?:of|was|reigned|ruled|died)\b|\)", rest))


def _century(match: re.Match[str]) -> str | None:
    numeral = match["numeral"]
    return ordinal(value(numeral)) if _is_numeral(numeral) and value(numeral) < 31 else None


def _alone(match: re.Match[str]) -> str | None:
    """ "II" to "IX" and "XII" to "XXXIX" are nothing else, behind a name above all."""
    before = match.string[: match.start()]
    if not re.search(r"[A-Z][\w’']*\s$", before[-24:]):
        return None
    return cardinal(value(match["numeral"]))


def _is_numeral(letters: str) -> bool:
    return letters.isupper() or re.fullmatch("[ivx]{2,}", letters) is not None
