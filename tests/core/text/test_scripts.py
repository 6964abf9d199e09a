from __future__ import annotations

import pytest

from vits_core.text.scripts import foreign_stretches, is_only_spelled


@pytest.mark.parametrize(
    ("word", "language", "spelled"),
    [
        ("你好", "en-us", True), ("你好", "cmn", False), ("カ", "en", True), ("カタ", "ja", False),
        ("Привет", "en", True), ("Привет", "ru", False), ("Привет", "uk", False),
        ("שלום", "en", True), ("α", "en", False), ("αβγ", "en", True), ("été", "en", False),
        ("123", "en", False), ("हिन्दी", "en", False), ("", "en", False),
    ],
)  # fmt: skip
def test_a_script_of_another_language(word: str, language: str, spelled: bool) -> None:
    assert is_only_spelled(word, language) is spelled


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Say 你好，世界 twice.", ["你好，世界"]),
        ("Python编程 — “fun” at 3 Ω…", ["编程"]),
        ("Naïve café, π and 𝐛𝐨𝐥𝐝.", []),
        ("Привет, шалом שלום!", ["Привет,", "шалом", "שלום!"]),
    ],
)
def test_stretches_of_foreign_text_are_found(text: str, found: list[str]) -> None:
    stretches = [text[start:stop] for start, stop in foreign_stretches(text, "en")]
    assert [each.rstrip(",!") for each in stretches] == [each.rstrip(",!") for each in found]
