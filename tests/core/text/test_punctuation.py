from __future__ import annotations

import pytest

from vits_core.text.punctuation import marks_between, nearest

PIPER = frozenset(".,;:!?")


@pytest.mark.parametrize(
    ("gap", "mark"),
    [
        (", ", ","), (". ", "."), ("?! ", "?"), (" — ", ","), (" - ", ","), ("… ", ",,"),
        ("。", "."),
        ("，", ","), ("؟ ", "?"), ("” ", ""), (" (", ","), (",” ", ","), ("! ¿", "!"), (" ", ""),
        ("-", ""), ("- ", ""), (" -- ", ","), (" . . . ", ",,"), (" – ", ","), ("--", ","),
        ("... ", ",,"), ("; ", ";"), (": “", ":"),
    ],
)  # fmt: skip
def test_the_nearest_mark_of_the_voice(gap: str, mark: str) -> None:
    assert marks_between(gap, PIPER, ends_text=False) == (mark, "")


@pytest.mark.parametrize(
    ("gap", "mark"), [("…", "."), ("...", "."), (" . . .", "."), ("?”", "?"), (")", "")]
)
def test_marks_at_the_end(gap: str, mark: str) -> None:
    assert marks_between(gap, PIPER, ends_text=True)[0] == mark


def test_a_voice_with_quotes_and_dashes_gets_them() -> None:
    rich = PIPER | set("—…“”()")
    assert marks_between("… “", rich, ends_text=False) == ("…", "“")
    assert marks_between("” — ", rich, ends_text=False) == ("—”", "")
    assert marks_between(" (", rich, ends_text=False) == ("", "(")


def test_a_voice_without_marks_gets_none() -> None:
    assert marks_between("?! (", frozenset(), ends_text=False) == ("", "")
    assert nearest("?", frozenset(".")) == "."
