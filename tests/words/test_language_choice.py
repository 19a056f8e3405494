"""Which language a customer is written to in, and how days and lists are written in it."""

import csv
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib import words


@pytest.mark.parametrize(
    ("wanted", "language"),
    [
        ("zh-TW", "zh-Hant"),
        ("zh-HK", "zh-Hant"),
        ("zh-MO", "zh-Hant"),
        ("zh_Hant_HK", "zh-Hant"),
        ("zh-CN", "zh-Hans"),
        ("zh-SG", "zh-Hans"),
        ("zh", "zh-Hans"),
        ("ZH-hans", "zh-Hans"),
        ("en-GB", "en"),
        ("en_US", "en"),
        (" en ", "en"),
        ("fr", "zh-Hant"),
        ("", "zh-Hant"),
    ],
)
def test_a_wish_finds_its_language_or_the_shop_s(wanted, language):
    assert words.language_for(wanted, "zh-Hant") == language


@given(st.text(max_size=10))
def test_whatever_is_wished_the_answer_is_a_language_with_words(wanted):
    assert words.language_for(wanted, "en") in words.languages()


def test_a_footer_makes_a_language(tmp_path):
    (tmp_path / "mail").mkdir()
    (tmp_path / "mail" / "footer.fr.md").write_text("{{ shop_phone }}")
    assert words.languages(tmp_path) == ("fr",)
    assert words.language_for("fr-CA", "en", tmp_path) == "fr"
    assert words.language_for("zh-TW", "en", tmp_path) == "en"


def test_a_day_soon_to_come_is_told_with_its_weekday():
    day = date(2026, 3, 12)
    assert words.near_date("zh-Hans", day) == "3月12日（周四）"
    assert words.near_date("zh-Hant", day) == "3月12日（星期四）"
    assert words.near_date("en", day) == "Thursday 12 March"


def test_days_are_written_as_the_language_writes_them():
    day = date(2026, 3, 9)
    assert words.date("zh-Hans", day) == words.date("zh-Hant", day) == "2026年3月9日"
    assert words.date("en", day) == "9 March 2026"


@pytest.mark.parametrize(
    ("language", "names", "text"),
    [
        ("zh-Hans", ["橡木", "石塑", "踢脚线"], "橡木、石塑和踢脚线"),
        ("zh-Hant", ["實木", "腳線"], "實木及腳線"),
        ("en", ["oak", "ash", "skirting"], "oak, ash and skirting"),
        ("en", ["oak"], "oak"),
        ("en", [], ""),
    ],
)
def test_lists_are_joined_as_the_language_joins_them(language, names, text):
    assert words.listing(language, names) == text


def test_a_sale_that_names_no_goods_still_says_what_they_are() -> None:
    assert words.listing("zh-Hans", [], "appliance") == "电器"
    assert words.listing("en", [], "flooring") == "flooring"


@pytest.mark.parametrize(
    ("language", "names", "category", "text"),
    [
        ("en", ["洗衣机"], "appliance", "washing machine"),
        ("zh-Hant", ["洗衣机", "抽油烟机"], "appliance", "洗衣機及抽油煙機"),
        ("zh-Hans", ["实木"], "flooring", "实木地板"),
        ("en", ["hydro kettle"], "appliance", "hydro kettle"),
    ],
)
def test_goods_are_called_what_the_reader_calls_them(language, names, category, text):
    assert words.listing(language, names, category) == text


@pytest.mark.parametrize(
    ("language", "names", "text"),
    [
        ("en", ["竹木拼花"], "flooring"),
        ("zh-Hant", ["竹木复合", "软木层板"], "地板"),
        ("zh-Hans", ["竹木複合"], "地板"),
        ("zh-Hant", ["竹木複合"], "竹木複合"),
        ("zh-Hans", ["竹木复合", "竹木复合"], "竹木复合"),
    ],
)
def test_goods_that_the_reader_cannot_read_are_called_by_their_kind(language, names, text):
    assert words.listing(language, names, "flooring") == text


@pytest.mark.parametrize(
    ("language", "name", "can"),
    [
        ("en", "Mr Ma", True),
        ("en", "马师傅", False),
        ("zh-Hant", "马师傅", False),
        ("zh-Hant", "馬師傅", True),
        ("zh-Hant", "傢俬枱", True),
        ("zh-Hans", "馬師傅", False),
        ("zh-Hans", "Mr 马", True),
    ],
)
def test_a_name_is_shown_in_the_reader_s_own_script_only(language, name, can):
    assert words.readable(language, name) == can


def test_all_goods_have_a_name_that_each_reader_can_read():
    rows = list(csv.DictReader((words.TEMPLATES / "goods.csv").read_text(encoding="utf-8").splitlines()))
    assert rows
    for row in rows:
        for language in words.languages():
            assert row[language], row["ledger"]
            assert words.readable(language, row[language]), row
