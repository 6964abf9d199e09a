"""Markup between words: emphasis, links, code, HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from html.entities import html5

from vits_core.text.unspoken import ADDRESS, LINE_END, PAUSE, Unspoken

_BLOCK_TAGS = (
    "address|article|aside|blockquote|br|dd|div|dl|dt|figcaption|figure|footer|h[1-6]|header|hr|li|"
    "main|nav|ol|p|pre|section|table|tbody|td|tfoot|th|thead|title|tr|ul"
)
_TAGS = (
    "a|abbr|b|big|body|button|center|cite|code|col|colgroup|del|dfn|em|font|form|head|html|i|iframe|"
    "img|input|ins|kbd|label|link|mark|meta|q|s|samp|script|small|source|span|strike|strong|style|"
    "sub|sup|svg|tt|u|var|video|audio"
)
_ATTRIBUTES = r"""(?:\s+[\w:-]+\s*=\s*(?:"[^"<>]*"|'[^'<>]*'|[^\s"'<>]+))*\s*/?"""
_TOKEN = re.compile(
    rf"""(?=[<&!\[\]\\`*_~=\-\#+>|─-╿▀-▟])(?:
    (?P<comment><!--)
    |<(?P<hidden>script|style)(?![\w-]){_ATTRIBUTES}>
    |(?P<block></?(?:{_BLOCK_TAGS})(?![\w-]){_ATTRIBUTES}>)
    |(?P<tag></?(?:{_TAGS})(?![\w-]){_ATTRIBUTES}>|<!doctype\b[^<>]*>)
    |(?P<address><(?:(?:https?://|mailto:)[^<>\s]+|[\w.+-]{{1,64}}@[\w.-]{{1,255}})>)
    |(?P<entity>&(?:\#\d{{1,7}}|\#x[\da-f]{{1,6}}|[a-z][a-z\d]{{1,30}});)
    |(?P<note>\[\^[^\[\]\n]{{1,99}}\])
    |(?P<open>!?\[)
    |(?P<target>\](?:\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:[^\S\n]+"[^"\n]*")?\)|\[[^\[\]\n]*\]))
    |(?P<shut>\])
    |(?P<escape>\\(?=[*_`\#~\[\]]))
    |(?P<code>`+)
    |(?P<stars>\*+)
    |(?P<bars>_+)
    |(?P<waves>~~+)
    |(?P<line>={{3,}}|-{{4,}}|\#{{3,}}|\+{{4,}}|<{{3,}}|>{{3,}}
        |(?<!\S)[-=~+*_]+[=~][-=~+*_]+(?!\S)|(?<![^\n])~(?=[^\S\n](?!\d))|(?<=[^\S\n])~(?=[^\S\n]*$|\n)|[─-╿▀-▟]+)
    |(?P<cell>(?<=[^\S\n])\|+(?=[^\S\n])))
    """,
    re.VERBOSE | re.IGNORECASE,
)

_URL_SIGN = re.compile(r"[./#:]")
_LONE_CAPITAL = re.compile(r"(?<!\w)[A-Z]$")


def find_inline(text: str) -> Iterator[Unspoken]:
    """What stands between the words of `text` and is not read, in any order."""
    scan = _Scan(text)
    at = 0
    while match := _TOKEN.search(text, at):
        found = list(scan.read(match))
        yield from found
        at = max([match.end(), *(each.stop for each in found)])


class _Scan:
    """One pass over a text, and what was opened in it so far."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._brackets: list[tuple[int, int]] = []
        self._opened: dict[str, int] = {}
        self._absent: set[str] = set()

    def read(self, match: re.Match[str]) -> Iterator[Unspoken]:
        start, stop = match.span()
        match match.lastgroup:
            case "comment":
                yield Unspoken(start, self._end("-->", stop) or stop)
            case "hidden":
                yield Unspoken(start, self._end(f"</{match['hidden']}>", stop) or stop)
            case "block":
                yield Unspoken(start, stop, PAUSE, mask=LINE_END)
            case "address":
                yield Unspoken(start, start + 1)
                yield Unspoken(stop - 1, stop)
            case "entity":
                if match[0][1] == "#" or match[0][1:] in html5:
                    yield Unspoken(start, stop, unescape(match[0]))
            case "open":
                self._brackets.append((start, stop))
            case "shut":
                del self._brackets[-1:]
            case "target":
                yield from self._link(start, stop)
            case "code":
                yield from self._code(start, stop)
            case "stars" | "bars" | "waves":
                if self._is_emphasis(start, stop):
                    yield Unspoken(start, stop)
            case "cell":
                yield Unspoken(start, stop, ",")
            case _:
                yield Unspoken(start, stop)

    def _end(self, ending: str, start: int) -> int | None:
        """Where the next `ending` ends; it is looked for in vain only once."""
        if ending in self._absent:
            return None
        at = self._text.find(ending, start)
        if at < 0:
            self._absent.add(ending)
            return None
        return at + len(ending)

    def _link(self, start: int, stop: int) -> Iterator[Unspoken]:
        """`](address)` or `][name]`; the link's beginning may be on a line of its own."""
        text = self._text
        opened = self._brackets.pop() if self._brackets else None
        index = opened is not None and text[opened[0] - 1 : opened[0]].isalnum()
        if text[start + 1] == "(" and (not index or _URL_SIGN.search(text, start, stop)):
            if opened is not None:
                yield Unspoken(*opened)
            yield Unspoken(start, stop, reason=ADDRESS)
        elif text[start + 1] == "[" and opened is not None and not index:
            yield Unspoken(*opened)
            yield Unspoken(start, stop, reason=ADDRESS)

    def _code(self, start: int, stop: int) -> Iterator[Unspoken]:
        """Ticks, and those that end the code: what is between them is no markup."""
        text = self._text
        if text[start - 1 : start].isalpha() and text[stop : stop + 1].isalpha():
            return  # "Hawai`i"
        yield Unspoken(start, stop)
        line_stop = text.find("\n", stop)
        end = text.find(text[start:stop], stop, line_stop if line_stop >= 0 else len(text))
        if end >= 0:
            yield Unspoken(end, end + stop - start)

    def _is_emphasis(self, start: int, stop: int) -> bool:
        text, width = self._text, stop - start
        sign = text[start:stop]
        before, after = text[start - 1 : start] if start else "", text[stop : stop + 1]
        opens = (not before or not before.isalnum()) and bool(after) and not after.isspace()
        closes = bool(before) and not before.isspace()
        if not opens and not closes:
            return width > 2 or sign == "__" or (width > 1 and not (before and after))
        if opens and not closes:
            if sign == "*" and after == ".":
                return False  # "*.txt"
            self._opened[sign] = start
            return True
        closing = sign in self._opened and "\n\n" not in text[self._opened.pop(sign) : start]
        if after.isalnum() and before.isalnum():
            return closing or (width > 1 and sign[0] == "*" and not (before + after).isdigit())
        if closing or opens:
            return closing or not (before == ")" and after.isalnum())
        if sign == "*":  # "5* hotel", "A* search", "x*(y + 1)"
            return not (before.isdigit() or after == "(" or _LONE_CAPITAL.search(text, 0, start))
        return True
