from __future__ import annotations

import pytest

from tests.core.text.spoken.reading import read


@pytest.mark.parametrize(
    ("language", "written", "spoken"),
    [
        ("de", "am 03.05.2019", "am dritten Mai zweitausendneunzehn"),
        ("de", "2019-05-03", "dritter Mai zweitausendneunzehn"),
        ("de", "der 3. Mai", "der dritte Mai"),
        ("de", "am 3. Mai 1990", "am dritten Mai neunzehnhundertneunzig"),
        ("de", "zum 3. Mal", "zum dritten Mal"),
        ("fr", "le 03/05/2019", "le trois mai deux mille dix-neuf"),
        ("fr", "1 mai 2019", "premier mai deux mille dix-neuf"),
        ("es", "el 3/5/2019", "el tres de mayo de dos mil diecinueve"),
        ("es", "1 de mayo", "primero de mayo"),
        ("it", "3/5/2019", "tre maggio duemiladiciannove"),
        ("it", "1 maggio", "primo maggio"),
        ("pt_BR", "03/05/2019", "três de maio de dois mil e dezenove"),
        ("ru", "03.05.2019", "третьего мая две тысячи девятнадцатого года"),
        ("ru", "3 мая", "третьего мая"),
        ("ru", "9 мая 1945 года", "девятого мая тысяча девятьсот сорок пятого года"),
        ("zh", "2019年5月3日", "二零一九 年 五 月 三 日"),
        ("zh", "2019-05-03", "二零一九年5月3日"),
    ],
)
def test_dates(language: str, written: str, spoken: str) -> None:
    assert read(written, language) == spoken


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "31.13.2019"),
        ("de", "3.14.15"),
        ("de", "Das sind 3. Danach"),
        ("fr", "2 mai"),
        ("ru", "45 мая"),
        ("nl", "03-05-2019"),
    ],
)
def test_what_is_no_date_stays(language: str, text: str) -> None:
    assert read(text, language) == text
