from __future__ import annotations

import pytest

from vits_core.text.scripts import is_only_spelled


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
