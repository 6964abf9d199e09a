"""Texts that say nothing of their encoding are read, and a guess is told."""

from __future__ import annotations

import pytest

from app.document.reading.encodings import decode, decode_page

GERMAN = "Die Straße führt über die Brücke, und am Ufer blühen Bäume. „So“, sagte sie."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_is_read_without_a_note(encoding: str) -> None:
    assert decode(GERMAN.encode(encoding)) == (GERMAN, "")


@pytest.mark.parametrize(
    ("encoding", "text", "name"),
    [
        ("cp1252", GERMAN, "Windows-1252"),
        ("cp1252", "Grüße", "Windows-1252"),
        ("latin-1", "L'été dernier, nous étions à la mer, près de l'hôtel.", "Windows-1252"),
        ("cp1250", "Zażółć gęślą jaźń. Wczoraj wieczorem poszliśmy na długi spacer.", "1250"),
        ("cp1251", "Вчера вечером мы пошли гулять, а потом вернулись домой.", "Windows-1251"),
        ("koi8_r", "Вчера вечером мы пошли гулять, а потом вернулись домой.", "KOI8-R"),
        ("cp1253", "Χθες το βράδυ πήγαμε μια βόλτα και μετά γυρίσαμε σπίτι.", "Windows-1253"),
        ("gb18030", "昨天晚上我们去散步，然后回家了。天气很好，大家都很高兴。", "GB 18030"),
        ("shift_jis", "昨日の夜、私たちは散歩に行き、それから家に帰りました。", "Shift JIS"),
        ("euc_jp", "昨日の夜、私たちは散歩に行き、それから家に帰りました。", "EUC-JP"),
        ("cp949", "어제 저녁에 우리는 산책을 갔다가 집으로 돌아왔다.", "Korean"),
        ("big5", "昨天晚上我們去散步，然後回家了。天氣很好，大家都很高興。", "Big5"),
        ("mac_roman", GERMAN, "Mac Roman"),
        ("utf-16-le", "Anna came home late.", "UTF-16"),
        ("utf-16-be", "Anna came home late.", "UTF-16"),
    ],
)
def test_other_encodings_are_guessed_and_named(encoding: str, text: str, name: str) -> None:
    decoded = decode(text.encode(encoding))
    assert decoded is not None
    assert decoded[0] == text
    assert name in decoded[1]


def test_what_a_file_declares_goes_before_a_guess() -> None:
    assert decode("Grüße, Żółw".encode("iso8859_2", "replace"), "iso-8859-2") == (
        "Grüße, Żółw",
        "",
    )
    assert decode(GERMAN.encode(), "no-such-encoding") == (GERMAN, "")


@pytest.mark.parametrize(
    ("declaration", "encoding"),
    [
        ('<meta charset="iso-8859-2">', "iso8859_2"),
        ("<META http-equiv=content-type content='text/html; charset=windows-1250'>", "cp1250"),
        ("<?xml version='1.0' encoding='ISO-8859-2'?>", "iso8859_2"),
        ("<meta charset=utf-16>", "utf-8"),
        ("<meta charset=no-such>", "utf-8"),
        ("", "utf-8"),
    ],
)
def test_a_page_is_in_the_encoding_that_it_declares(declaration: str, encoding: str) -> None:
    page = f"{declaration}<p>Żółw"
    assert decode_page(page.encode(encoding)) == (page, "")


def test_latin_1_means_windows_1252_in_a_page() -> None:
    page = "<meta charset='ISO-8859-1'>“So”"
    assert decode_page(page.encode("cp1252")) == (page, "")


@pytest.mark.parametrize("data", [b"\x7fELF\0\0\1\0\0\0", b"\xff\xfea", b"\0" * 9, b"\x89PNG\0\0"])
def test_what_is_no_text_is_none(data: bytes) -> None:
    assert decode(data) is None


def test_a_stray_byte_does_not_make_a_text_unreadable() -> None:
    decoded = decode("A text — with ".encode("cp1252") + b"\x81 a stray byte.")
    assert decoded is not None
    assert "with" in decoded[0]
    assert decoded[1]
