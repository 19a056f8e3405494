"""Whom a ledger names to a customer, and whom it does not."""

import pytest

from chalicelib import words


@pytest.mark.parametrize(
    "cell",
    [
        "外包队",
        "外包隊",
        "廠家安裝",
        "厂家",
        "客户自理",
        "自理",
        "待定",
        "未安排",
        "无",
        "-",
        "TBC",
        "n/a",
        "Contractor",
    ],
)
@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
def test_a_word_for_nobody_is_no_name(cell: str, language: str) -> None:
    assert words.person(language, cell) == ""


@pytest.mark.parametrize(
    ("language", "cell", "told"),
    [
        ("zh-Hans", "王师傅", "王师傅"),
        ("zh-Hant", "阿榮", "阿榮"),
        ("en", "Ben Nair", "Ben Nair"),
        ("en", "王师傅", ""),
        ("zh-Hant", "王师傅", ""),
        ("zh-Hans", "安装二队", "安装二队"),
    ],
)
def test_a_name_is_told_to_whoever_can_read_it(language: str, cell: str, told: str) -> None:
    assert words.person(language, cell) == told
