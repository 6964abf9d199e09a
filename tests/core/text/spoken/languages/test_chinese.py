from __future__ import annotations

import pytest

from vits_core.text.readable import make_readable
from vits_core.text.spoken.languages.chinese import cardinal


@pytest.mark.parametrize(
    ("number", "spoken"),
    [
        (0, "零"),
        (10, "十"),
        (12, "十二"),
        (20, "二十"),
        (101, "一百零一"),
        (110, "一百一十"),
        (1010, "一千零一十"),
        (10001, "一万零一"),
        (100000, "十万"),
        (1000001, "一百万零一"),
        (100010000, "一亿零一万"),
        (10203040, "一千零二十万三千零四十"),
        (1000000000000, "一万亿"),
    ],
)
def test_numbers_in_characters(number: int, spoken: str) -> None:
    assert cardinal(number) == spoken


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("圆周率是3.14。", "圆周率是三点一四。"),
        ("吃了1/2。", "吃了二分之一。"),
        ("来了2个人", "来了两个人"),
        ("电话是13812345678。", "电话是一三八一二三四五六七八。"),
        ("比分是2:1。", "比分是二比一。"),
        ("第3名，1,234人", "第三名，一千二百三十四人"),
        ("跑了5km", "跑了5公里"),
        ("2019年5月3日", "二零一九年五月三日"),
        ("编号007", "编号零零七"),
        ("A4纸，5G", "A4纸，5G"),
    ],
)
def test_what_is_read(written: str, spoken: str) -> None:
    assert make_readable(written, 0, "zh").mapped.text.replace(" ", "") == spoken
