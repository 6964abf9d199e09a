"""The Pronunciation Lexicon Specification of the W3C, version 1.0."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree

from vits_core.errors import LexiconError
from vits_core.text.pronunciations import Pronunciation, Pronunciations

_NAMESPACE = "http://www.w3.org/2005/01/pronunciation-lexicon"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def from_pls(data: bytes) -> Pronunciations:
    """Each grapheme of a lexeme with its preferred reading, else its first; a phoneme goes before
    an alias. Raises `LexiconError`."""
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root = fromstring(data, forbid_dtd=False)
    except (ElementTree.ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise LexiconError(f"This is not a PLS lexicon, or it is damaged: {error}") from error
    if _name(root) != "lexicon":
        raise LexiconError(f"This is not a PLS lexicon: it begins with <{_name(root)}>")
    entries: list[Pronunciation] = []
    for lexeme in _children(root, "lexeme"):
        reading, is_phonemes = _reading(root, lexeme)
        for grapheme in _children(lexeme, "grapheme"):
            written = " ".join("".join(grapheme.itertext()).split())
            try:
                language = root.get(_LANGUAGE, "").lower()
                entries.append(Pronunciation(written, reading, is_phonemes, language))
            except ValueError as error:
                raise LexiconError(f'The lexeme "{written[:40]}" is damaged: {error}') from error
    return Pronunciations(tuple(entries))


def _reading(root: ElementTree.Element, lexeme: ElementTree.Element) -> tuple[str, bool]:
    for kind in ("phoneme", "alias"):
        found = list(_children(lexeme, kind))
        if not found:
            continue
        best = next((each for each in found if each.get("prefer") == "true"), found[0])
        alphabet = best.get("alphabet", root.get("alphabet", "ipa")).lower()
        if kind == "phoneme" and alphabet != "ipa":
            raise LexiconError(
                f'The lexicon has phonemes in the alphabet "{alphabet}"',
                remedy='Only "ipa" is supported.',
            )
        return " ".join("".join(best.itertext()).split()), kind == "phoneme"
    raise LexiconError("A lexeme of the lexicon has neither a phoneme nor an alias")


def _children(parent: ElementTree.Element, name: str) -> Iterator[ElementTree.Element]:
    return (child for child in parent if _name(child) == name)


def _name(element: ElementTree.Element) -> str:
    return str(element.tag).rpartition("}")[2]


def to_pls(pronunciations: Pronunciations) -> bytes:
    """One lexicon for all languages is not in the format, so it has that of the entries where it is
    one, and "und" (undetermined) otherwise. Conditions are not in the format either: an entry that
    has one is left out.
    """
    entries = [e for e in pronunciations.entries if not e.before]
    languages = {entry.language for entry in entries}
    language = languages.pop() if len(languages) == 1 else ""
    ElementTree.register_namespace("", _NAMESPACE)
    root = ElementTree.Element(
        f"{{{_NAMESPACE}}}lexicon",
        {"version": "1.0", "alphabet": "ipa", _LANGUAGE: language or "und"},
    )
    for entry in entries:
        lexeme = ElementTree.SubElement(root, f"{{{_NAMESPACE}}}lexeme")
        ElementTree.SubElement(lexeme, f"{{{_NAMESPACE}}}grapheme").text = entry.written
        kind = "phoneme" if entry.phonemes else "alias"
        ElementTree.SubElement(lexeme, f"{{{_NAMESPACE}}}{kind}").text = entry.reading
    ElementTree.indent(root)
    written: bytes = ElementTree.tostring(root, "utf-8", xml_declaration=True)
    return written + b"\n"
