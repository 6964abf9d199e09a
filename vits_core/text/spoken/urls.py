"""Addresses of the web and of e-mail, as people say them: "example dot com slash path"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from vits_core.text.spoken.rewrite import Rewrite

_LONGEST_QUERY = 16
_LONGEST_PATH = 80
"""Characters: of longer ones a listener keeps nothing, so they are cut, and that is told."""
_NO_WORDS = re.compile(r"(?=[^/]*\d)[\w%.~+-]{24,}")
_URL = re.compile(
    r"(?<![\w@/.])(?:(?:https?|ftp)://(?:[^\s/@<>\"]{1,99}@)?(?:www\d?\.)?|www\d?\.)(?P<host>[\w-]+(?:\.[\w-]+)*)"
    r"(?::(?P<port>\d{1,5}))?(?P<path>/[^\s<>\"”’|?#]*)?(?P<query>[?#][^\s<>\"”’|]*)?",
    re.IGNORECASE,
)
_EMAIL = re.compile(
    r"(?<![\w@/.+-])(?P<name>[\w+-]{1,64}(?:\.[\w+-]{1,64}){0,8})@(?P<host>[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,24})(?![\w@])"
)
_TRAILING = ".,;:!?)]}*_'…"
_SAID_TLD = ("com", "org", "net", "gov", "info", "biz", "app", "dev", "edu", "me", "co", "to", "so")


@dataclass(frozen=True, slots=True)
class _Signs:
    """What the signs of addresses are called."""

    dot: str
    slash: str
    at: str
    dash: str
    underscore: str
    plus: str = "plus"
    port: str = "port"
    query: str = "?"
    equals: str = "="
    and_: str = "&"
    hash: str = "hash"


_SIGNS = {
    "en": _Signs("dot", "slash", "at", "dash", "underscore", query="question mark", equals="equals",
                 and_="and"),
    "de": _Signs("Punkt", "Slash", "ätt", "Minus", "Unterstrich", port="Port",
                 query="Fragezeichen", equals="gleich", and_="und", hash="Raute"),
    "fr": _Signs("point", "slash", "arobase", "tiret", "tiret bas",
                 query="point d’interrogation", equals="égal", and_="et", hash="dièse"),
    "es": _Signs("punto", "barra", "arroba", "guion", "guion bajo", "más", "puerto",
                 "signo de interrogación", "igual", "y", "almohadilla"),
    "it": _Signs("punto", "barra", "chiocciola", "trattino", "trattino basso", "più", "porta",
                 "punto interrogativo", "uguale", "e", "cancelletto"),
    "pt": _Signs("ponto", "barra", "arroba", "hífen", "sublinhado", "mais", "porta",
                 "interrogação", "igual", "e", "cerquilha"),
    "ru": _Signs("точка", "слэш", "собака", "дефис", "подчёркивание", "плюс", "порт",
                 "вопросительный знак", "равно", "и", "решётка"),
}  # fmt: skip


def find_addresses_of_web(text: str, language: str) -> Iterator[Rewrite]:
    """Each address in `text`; what of it is cut has no sound."""
    signs, at = _SIGNS[language], 0
    if "://" in text or "www" in text.lower():
        for match in _URL.finditer(text):
            yield from _emails(text, at, match.start(), signs)
            yield from _url(match, signs)
            at = match.end()
    yield from _emails(text, at, len(text), signs)


def _emails(text: str, start: int, stop: int, signs: _Signs) -> Iterator[Rewrite]:
    if text.find("@", start, stop) >= 0:
        for match in _EMAIL.finditer(text, start, stop):
            spoken = f"{_name(match['name'], signs)} {signs.at} {_host(match['host'], signs)}"
            yield Rewrite(*match.span(), spoken)


def _url(match: re.Match[str], signs: _Signs) -> Iterator[Rewrite]:
    stop = match.end() - _trailing(match[0])
    path_start = match.end("host") if match["port"] is None else match.end("port")
    rest = match.string[path_start:stop]
    sign_of_query = re.search("[?#]", rest)
    path = rest[: sign_of_query.start()] if sign_of_query else rest
    query = rest[len(path) :]
    kept = _kept(path)
    spoken = _host(match["host"], signs)
    if match["port"]:
        spoken += f" {signs.port} {match['port']}"
    spoken += _path(kept, signs)
    if len(kept) == len(path) and len(query) <= _LONGEST_QUERY:
        kept, spoken = rest, spoken + _query(query, signs)
    said = path_start + len(kept)
    yield Rewrite(match.start(), said, spoken)
    if said < stop:
        yield Rewrite(said, stop, "")


def _trailing(url: str) -> int:
    """How many characters at the end belong to the sentence."""
    tail = url[len(url.rstrip(_TRAILING)) :]
    closing = tail.find(")")
    if closing >= 0:
        stop = len(url) - len(tail) + closing + 1
        if url.count("(", 0, stop) == url.count(")", 0, stop):
            return len(url) - stop
    return len(tail)


def _kept(path: str) -> str:
    """The part of a path that can be said."""
    code = _NO_WORDS.search(path[: 2 * _LONGEST_PATH])
    stop = min(len(path), _LONGEST_PATH, code.start() if code else len(path))
    if stop < len(path):
        stop = max(path.rfind("/", 0, stop), 0)
    return path[:stop]


def _host(host: str, signs: _Signs) -> str:
    *labels, last = host.split(".")
    labels = [_name(label, signs) for label in labels]
    short = len(last) == 2 and last.lower() not in _SAID_TLD and last.isalpha()
    return f" {signs.dot} ".join([*labels, ".".join(last.upper()) if short else last])


def _name(name: str, signs: _Signs) -> str:
    for sign, word in ((".", signs.dot), ("-", signs.dash), ("_", signs.underscore),
                       ("+", signs.plus)):  # fmt: skip
        name = name.replace(sign, f" {word} ")
    return " ".join(name.split())


def _path(path: str, signs: _Signs) -> str:
    words = re.sub(r"[-_+~,;:()=&%]+", " ", unquote(path.rstrip("/")))
    return f" {' '.join(_named(words, signs).split())}" if words else ""


def _named(words: str, signs: _Signs) -> str:
    return words.replace("/", f" {signs.slash} ").replace(".", f" {signs.dot} ")


def _query(query: str, signs: _Signs) -> str:
    words = _named(re.sub(r"[-_+~,;:()%]+", " ", unquote(query)), signs)
    for sign, word in (("?", signs.query), ("=", signs.equals), ("&", signs.and_),
                       ("#", signs.hash)):  # fmt: skip
        words = words.replace(sign, f" {word} ")
    return f" {' '.join(words.split())}" if words else ""
