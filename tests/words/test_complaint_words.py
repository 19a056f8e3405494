"""What a complaint's customer hears, in every language and by each channel, filled and nearly empty."""

import re

import pytest

from chalicelib import plans, plugins, words
from chalicelib.plans.specimens import longest, shortest
from chalicelib.rules import segments

NEWS = ("complaint-news", "complaint-delay")
TOLD = {stage.tells for stage in plugins.discover("chalicelib.stages", "STAGE").values() if stage.tells}
READY = sorted({*TOLD, *NEWS, "complaint-change", "complaint-closed", "complaint-handler"})
LANGUAGES = plans.shop_defaults().languages
FULL = {
    "complaint_number": "KKBOFRUH",
    "understood": "x" * 200,
    "handler_name": "歐陽慧敏女士",
    "handler_phone": "+86 130 0010 0000",
    "news_by": "22 September 2026",
    "finish_by": "22 September 2026",
    "note": "",
    "offer": "",
    "details": "",
    "effort": "",
    "goodwill": "CNY 12,000.50",
    "done_by": "",
    "item": "",
    "again": "1",
}
BARE = {**dict.fromkeys(FULL, ""), **{name: FULL[name] for name in ("complaint_number", "handler_phone")}}
OFFERS = {
    "en": ("replacement, refund CNY 12,000.50, visit and apology", "Wednesday 30 September"),
    "zh-Hans": ("换货或补货、退款12,000.50元、登门拜访和致歉", "11月22日（周日）"),
    "zh-Hant": ("更換或補貨、退款12,000.50元人民幣、登門拜訪及致歉", "11月22日（星期日）"),
}
EVERY = [(step, language) for step in READY for language in LANGUAGES]


def values(filled, language: str, code: str) -> dict[str, str | int]:
    offer, day = OFFERS[language]
    own = {**FULL, "offer": offer, "details": offer, "done_by": day} if filled is longest else BARE
    return {**filled(language, plans.shop_defaults()), **own, "can_reply": int(plans.country(code).replies)}


def test_the_values_are_those_that_are_written_down() -> None:
    assert set(FULL) == set(words.COMPLAINT_VALUES)


@pytest.mark.parametrize("step", READY)
def test_each_has_words_in_every_language_by_both_channels(step: str) -> None:
    assert {name: set(found) for name, found in words.available(step).items()} == {
        "sms": set(LANGUAGES),
        "email": set(LANGUAGES),
    }


@pytest.mark.parametrize("code", ["CN", "HK", "US"])
@pytest.mark.parametrize("filled", [longest, shortest])
@pytest.mark.parametrize(("step", "language"), EVERY)
def test_an_sms_names_number_and_phone_and_keeps_to_four_segments(step, language, filled, code) -> None:
    said = words.sms(step, language, values(filled, language, code), plans.country(code), "critical")
    assert "KKBOFRUH" in said
    assert "+86 130 0010 0000" in said
    assert segments.count(said).segments <= 4
    assert not re.search(r"[{}]|None|Undefined|退订|STOP", said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_handed_in_is_named_with_the_day_it_is_back(language: str) -> None:
    item, day = "drawer, oak", OFFERS[language][1]
    given = {**values(longest, language, "HK"), "item": item, "done_by": day}
    sms = words.sms("complaint-change", language, given, plans.country("HK"), "critical")
    mail = words.email("complaint-change", language, given)
    for said in (sms, mail.text):
        assert item in said
        assert day in said
    assert segments.count(sms).segments <= 4


@pytest.mark.parametrize("filled", [longest, shortest])
@pytest.mark.parametrize(("step", "language"), EVERY)
def test_a_mail_says_the_same_and_no_unkind_word(step, language, filled) -> None:
    mail = words.email(step, language, values(filled, language, "HK"))
    assert "KKBOFRUH" in mail.subject
    assert "+86 130 0010 0000" in mail.text
    assert not re.search(r"[{}]|None|Undefined", mail.text)
    assert not [phrase for phrase in plans.banned().get(language, ()) if phrase in mail.text.casefold()]
