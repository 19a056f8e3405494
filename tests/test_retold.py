"""A sentence that was stored is told later in each language, its values as that language writes them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.errors import NoWeather
from chalicelib.retold import MARK, kept, told
from chalicelib.sentences import Joined, Labelled, Moment, Money, Said, named
from chalicelib.words import speaking

AT = datetime(2026, 3, 2, 1, 15, tzinfo=UTC)
HERE = "Asia/Hong_Kong"
STAGE = named("carrying out", "Being carried out")
REGION = Labelled("guangzhou", {"zh-Hans": "广州", "en": "Guangzhou"})
EITHER = Joined([Said("everything"), Money(Decimal(5), "CNY")], " or ")
# (the value; where programs read it; on the page of an English and of a Chinese reader).
VALUES = [
    ("A{1}", "A{1}", "A{1}", "A{1}"),
    (7, "7", "7", "7"),
    (Decimal("12000.50"), "12000.50", "12,000.5", "12,000.5"),
    (date(2026, 3, 2), "2026-03-02", "2 Mar 2026", "2026年3月2日"),
    (AT, "2026-03-02T01:15:00.000Z", "2 Mar 2026, 09:15", "2026年3月2日 09:15"),
    (Moment(AT, HERE), f"2026-03-02 09:15 ({HERE})", "2 Mar 2026, 09:15", "2026年3月2日 09:15"),
    (
        Moment(AT, "Europe/London"), "2026-03-02 01:15 (Europe/London)", "2 Mar 2026, 01:15 (London)",
        "2026年3月2日 01:15 (伦敦)",
    ),
    (Money(Decimal("1200.50"), "HKD"), "1200.50 HKD", "HK$1,200.50", "HK$1,200.50"),
    (STAGE, "carrying out", "Being carried out", "办理中"),
    (REGION, "guangzhou", "Guangzhou", "广州"),
    (["a", "b"], "a, b", "a, b", "a、b"),
    (EITHER, "everything or 5 CNY", "everything or CN¥5.00", "不限金额或¥5.00"),
    (None, "None", "None", "None"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "english", "read", "chinese"), VALUES, ids=range(len(VALUES)))
def test_every_kind_of_value_is_told_again(value: object, english: str, read: str, chinese: str) -> None:
    stored = kept(Said("use one of {known}", known=value))
    assert type(stored) is str
    again = told(stored)
    assert again == f"use one of {english}"
    assert kept(again) == stored
    assert speaking.said("en", again, HERE) == f"use one of {read}"
    assert speaking.said("zh-Hans", again, HERE) == f"请从以下选择：{chinese}"


def test_a_refusal_within_a_sentence_is_told_in_its_language() -> None:
    refused = NoWeather("{paid} wants a subscription's key: set OPEN_METEO_KEY.", paid="x.com").said
    since = Said(
        "{trouble} What is known of {region} is from {moment}",
        trouble=refused, region=REGION, moment=Moment(AT, HERE),
    )  # fmt: skip
    again = speaking.said("zh-Hans", told(kept(Said("{since}.", since=since))), HERE)
    first = "x.com需要订阅密钥：请设置 OPEN_METEO_KEY。"
    assert again == f"{first}广州最近一次已知的天气是 2026年3月2日 09:15。"


@pytest.mark.parametrize("text", ["", "It was refused.", "a {brace}", "There is a 100 % chance", "没有"])
def test_what_older_rows_hold_is_told_as_it_stands(text: str) -> None:
    assert told(text) == text
    assert kept(text) == text
    assert speaking.said("zh-Hans", told(text)) == text


def test_a_mere_sentence_of_ours_needs_no_more_than_its_english() -> None:
    stored = kept(Said("it died each time"))
    assert stored == "it died each time"
    assert speaking.said("zh-Hant", told(stored)) == "每次都中途停止"


BROKEN = [MARK, f"{MARK}{{}}", f"{MARK}[1]", f"{MARK}7", f'{MARK}{{"said": 1}}', f'{MARK}{{"said": "a"}}']


@given(text=st.one_of(st.text(), st.sampled_from(BROKEN)))
def test_no_text_is_taken_for_a_sentence_that_was_stored(text: str) -> None:
    assert told(kept(text)) == text


@pytest.mark.parametrize("text", BROKEN)
def test_what_only_looks_like_one_is_a_text(text: str) -> None:
    assert told(text) == text


@given(text=st.text(), other=st.text())
def test_values_come_back_as_they_were(text: str, other: str) -> None:
    said = Said("{name} and {other!r}, {name}", name=text, other=[other, text])
    assert told(kept(said)) == said
