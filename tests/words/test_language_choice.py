"""Which language a customer is written to in, and how days and lists are written in it."""

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


def test_days_are_written_as_the_language_writes_them():
    day = date(2026, 3, 9)
    assert words.date("zh-Hans", day) == words.date("zh-Hant", day) == "2026年3月9日"
    assert words.date("en", day) == "9 March 2026"


@pytest.mark.parametrize(
    ("language", "names", "text"),
    [
        ("zh-Hans", ["实木", "石塑", "踢脚线"], "实木、石塑和踢脚线"),
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
