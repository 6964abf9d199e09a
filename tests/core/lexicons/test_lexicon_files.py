from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vits_core.errors import LexiconError
from vits_core.lexicons.files import READABLE, WRITABLE, read_lexicon, write_lexicon
from vits_core.lexicons.json_lexicon import from_json, to_json
from vits_core.lexicons.pls_lexicon import from_pls, to_pls
from vits_core.lexicons.table_lexicon import from_table, to_table
from vits_core.text.pronunciations import Pronunciation, Pronunciations

RICH = Pronunciations(
    (
        Pronunciation("Nguyen", "ˈwɪn", phonemes=True, language="en"),
        Pronunciation("Polish", "Pole-ish", match_case=True),
        Pronunciation("live", "lyve, now", language="en-us", before="music"),
        Pronunciation("C++ “x”", "see; plus\tplus"),
        Pronunciation("*", ""),
    )
)

words = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=9)
entries = st.builds(
    Pronunciation, words, words, st.booleans(), st.sampled_from(["", "en", "de-at"]),
    st.booleans(), st.one_of(st.just(""), words),
)  # fmt: skip
dictionaries = st.lists(entries, max_size=5).map(tuple).map(Pronunciations)


@pytest.mark.parametrize("suffix", [".json", ".csv"])
def test_a_dictionary_comes_back(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"words{suffix}"
    write_lexicon(path, RICH)
    assert read_lexicon(path) == RICH


@given(dictionaries)
def test_any_dictionary_comes_back(dictionary: Pronunciations) -> None:
    assert from_json(to_json(dictionary)) == dictionary
    assert from_table(to_table(dictionary)) == dictionary


def test_a_file_is_readable_in_a_diff() -> None:
    assert b'\n{"written": "Polish", "reading": "Pole-ish", "match_case": true},\n' in to_json(RICH)


def test_a_lexicon_of_the_w3c_is_read() -> None:
    pls = b"""<?xml version="1.0" encoding="UTF-8"?>
        <lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon"
            alphabet="ipa" xml:lang="en-GB">
          <meta name="a" content="b"/>
          <lexeme>
            <grapheme>judgment</grapheme><grapheme>judgement</grapheme>
            <phoneme>\xcb\x88d\xca\x92\xca\x8cd\xca\x92m\xc9\x99nt</phoneme>
            <phoneme prefer="true">\xcb\x88d\xca\x92\xca\x8cd\xca\x92.m\xc9\x99nt</phoneme>
          </lexeme>
          <lexeme><grapheme>W3C</grapheme><alias>World Wide Web
            Consortium</alias></lexeme>
        </lexicon>"""
    assert from_pls(pls).entries == (
        Pronunciation("judgment", "ˈdʒʌdʒ.mənt", phonemes=True, language="en-gb"),
        Pronunciation("judgement", "ˈdʒʌdʒ.mənt", phonemes=True, language="en-gb"),
        Pronunciation("W3C", "World Wide Web Consortium", language="en-gb"),
    )


def test_what_is_written_as_pls_comes_back_without_conditions() -> None:
    english = [Pronunciation("a", "b <&>", language="en"), Pronunciation("c", "d", True, "en")]
    conditional = Pronunciation("e", "f", language="en", before="g")
    written = to_pls(Pronunciations((*english, conditional)))
    assert from_pls(written).entries == tuple(english)


def test_a_dictionary_of_voicevox_is_read() -> None:
    data = b"""{"0a1b": {"surface": "test", "pronunciation": "\\u30c6\\u30b9\\u30c8",
        "accent_type": 1, "priority": 5}}"""
    assert from_json(data).entries == (Pronunciation("test", "テスト", language="ja"),)


@pytest.mark.parametrize(
    ("table", "entry"),
    [
        (b"kubectl,cube control\n", Pronunciation("kubectl", "cube control")),
        (b"\xef\xbb\xbfphonemes;written\n\xc9\x99;a\n", Pronunciation("a", "ə", phonemes=True)),
        (b"written\trespelling\n\n Nguyen \t win \n", Pronunciation("Nguyen", "win")),
    ],
)
def test_tables_as_people_make_them(table: bytes, entry: Pronunciation) -> None:
    assert from_table(table).entries == (entry,)


BOMB = b"""<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<lexicon alphabet="ipa"><lexeme><grapheme>&b;</grapheme><alias>b</alias></lexeme></lexicon>"""


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.json", b"{", "damaged"),
        ("a.json", b"[1]", "not a dictionary"),
        ("a.json", b'{"a": {"b": 1}}', "no dictionary"),
        ("a.json", b'{"format": "vits-studio pronunciations", "format_version": 2}', "newer"),
        (
            "a.json",
            b'{"format": "vits-studio pronunciations", "format_version": 1, "entries":'
            b'[{"written": "a", "reading": "b"}, {"written": "", "reading": "b"}]}',
            "Entry 2",
        ),
        (
            "a.json",
            b'{"format": "vits-studio pronunciations", "format_version": 1, "entries":'
            b'[{"written": 1, "reading": "b"}]}',
            "written of entry 1",
        ),
        ("a.pls", b"<lexicon>", "damaged"),
        ("a.pls", b"<html/>", "begins with <html>"),
        ("a.pls", BOMB, "damaged"),
        (
            "a.pls",
            b'<lexicon alphabet="x-sampa"><lexeme><grapheme>a</grapheme><phoneme>{</phoneme>'
            b"</lexeme></lexicon>",
            "x-sampa",
        ),
        ("a.pls", b"<lexicon><lexeme><grapheme>a</grapheme></lexeme></lexicon>", "neither"),
        ("a.csv", b"\xff\xfe", "UTF-8"),
        ("a.csv", b"written,sound\na,b\n", '"sound"'),
        ("a.csv", b"a,b\na,b,c\n", "Row 2"),
        ("a.csv", b"written,respelling,phonemes\na,b,c\n", "Row 2"),
        ("a.csv", b"written,match_case\na,maybe\n", "maybe"),
        ("a.docx", b"", "no kind"),
    ],
)
def test_what_is_no_dictionary_is_refused_with_the_reason(
    name: str, data: bytes, words: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(LexiconError) as caught:
        read_lexicon(path)
    assert words in str(caught.value)
    assert caught.value.where == str(path)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="cannot be read"):
        read_lexicon(tmp_path / "none.json")


def test_a_name_without_a_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"\.json"):
        write_lexicon(tmp_path / "words", RICH)
    assert set(WRITABLE) <= set(READABLE)
