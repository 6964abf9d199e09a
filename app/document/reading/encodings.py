"""Bytes as text, in whatever encoding they are."""

from __future__ import annotations

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NAMES = {
    "cp1252": "Windows-1252 (Western European)",
    "cp1250": "Windows-1250 (Central European)",
    "iso8859_2": "ISO 8859-2 (Central European)",
    "cp1251": "Windows-1251 (Cyrillic)",
    "koi8_r": "KOI8-R (Cyrillic)",
    "cp1253": "Windows-1253 (Greek)",
    "cp1254": "Windows-1254 (Turkish)",
    "cp1255": "Windows-1255 (Hebrew)",
    "cp1256": "Windows-1256 (Arabic)",
    "shift_jis": "Shift JIS (Japanese)",
    "euc_jp": "EUC-JP (Japanese)",
    "gb18030": "GB 18030 (Chinese)",
    "big5": "Big5 (Chinese)",
    "cp949": "Windows-949 (Korean)",
    "mac_roman": "Mac Roman (Western European)",
    "utf_16_le": "UTF-16",
    "utf_16_be": "UTF-16",
}
"""Those that are guessed, as people know them."""
_COMMONEST = "cp1252"
"""It also stands for Latin-1, which is the same but for control characters."""
_DECLARED = re.compile(
    rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w:.-]+)|<\?xml[^>]+encoding\s*=\s*["']([\w:.-]+)""",
    re.IGNORECASE,
)
_DECLARED_WITHIN = 2048
"""Bytes of a page."""
_SAMPLE = 64 * 1024
"""Bytes that a guess is made from."""


def decode(data: bytes, declared: str = "") -> tuple[str, str] | None:
    """The text, and a note where its encoding was guessed; None for what is no text.

    A byte-order mark decides, then what the file declares, then whether it is UTF-8.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = _decoded(data, encoding)
            return None if text is None else (text, "")
    for encoding in filter(None, (declared, "utf-8")):
        if b"\0" not in data and (text := _decoded(data, encoding)) is not None:
            return text, ""
    guessed = _half_empty(data) if b"\0" in data else _guess(data)
    text = _decoded(data, guessed)
    if text is None or "\0" in text:
        return None
    return text, f"Read as {_NAMES[guessed]}, which is a guess: the file is not UTF-8."


def decode_page(data: bytes) -> tuple[str, str] | None:
    """As `decode`, with what HTML or XML declares of itself."""
    found = _DECLARED.search(data[:_DECLARED_WITHIN])
    declared = (found[1] or found[2]).decode("ascii").lower() if found else ""
    if declared in ("iso-8859-1", "us-ascii"):
        declared = _COMMONEST  # as every browser takes it
    elif declared.startswith("utf"):
        declared = ""  # a byte-order mark decides, and no other would let it be found here
    return decode(data, declared)


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError):
        # No byte is without a meaning there for those who wrote it.
        return data.decode(encoding, errors="replace") if encoding == _COMMONEST else None


def _half_empty(data: bytes) -> str:
    """UTF-16 without a mark: in most scripts every other byte of many characters is 0."""
    even, odd = data[::2].count(0), data[1::2].count(0)
    return "utf_16_le" if odd > even else "utf_16_be"


def _guess(data: bytes) -> str:
    # Here, since nearly all files are UTF-8.
    from charset_normalizer import from_bytes

    candidates = [name for name in _NAMES if not name.startswith("utf")]
    matches = list(from_bytes(data[:_SAMPLE], cp_isolation=candidates))
    if not matches:
        return _COMMONEST
    best = matches[0]
    for match in matches:
        if match.encoding in ("shift_jis", "euc_jp") and _is_japanese(str(match)):
            best = match  # else taken for Korean
            break
    for match in matches:
        nearly = match.chaos - best.chaos < 0.08 and best.coherence - match.coherence < 0.05
        if nearly and _COMMONEST in match.could_be_from_charset:
            return _COMMONEST
    whole = _decoded(data, best.encoding) is not None  # a sample says nothing of the rest
    return best.encoding if whole else _COMMONEST


def _is_japanese(text: str) -> bool:
    """A good part of it is in an alphabet that nothing else is written in."""
    return 5 * sum("\u3040" <= each <= "\u309f" for each in text) > len(text)
