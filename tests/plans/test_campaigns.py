"""A campaign as it is written: each mistake is told with its place, its line and its mend."""

from pathlib import Path
from typing import Any

import pytest

from chalicelib import plans
from chalicelib.errors import BadPlan
from chalicelib.plans.campaign_words import needed
from chalicelib.plans.source import SCHEDULES

LANGUAGES = ("zh-Hans", "zh-Hant", "en")
PRESETS = sorted(plans.presets())


def said(**facts: Any) -> dict[str, Any]:
    usual: dict[str, Any] = {
        "campaign": "spring", "about": dict.fromkeys(LANGUAGES, "Spring"), "purpose": "care",
        "when": {"hand": "yes"}, "audience": {}, "channels": ["sms"], "expires": "3 days",
        "words": {language: {"sms": "Hello {{ customer_name }}."} for language in LANGUAGES},
    }  # fmt: skip
    return {**usual, **facts}


def worded(**parts: str) -> dict[str, Any]:
    """With these texts in English."""
    found = said()
    found["words"]["en"] = {"sms": "Hello.", **parts}
    return found


def faults(written: dict[str, Any]) -> list[str]:
    try:
        return plans.judged_campaign(written, "here")[1]
    except BadPlan as problem:
        return [str(problem)]


def test_a_plain_one_is_in_order() -> None:
    assert faults(said()) == []


def test_a_language_that_nobody_of_the_audience_reads_may_stay_empty() -> None:
    """The audience says so itself, so that nobody ever gets another one; what is begun has to be whole, and
    colleagues are asked in each."""
    words = {"zh-Hans": {"sms": "您好。"}, "zh-Hant": {}, "en": {}}
    of_one = {"audience": {"language": ["zh-Hans"]}, "words": words}
    assert faults(said(**of_one)) == []
    assert faults(said(audience={}, words=words))
    half = {**of_one, "channels": ["sms", "email"]}
    whole = {"sms": "您好。", "subject": "您好", "email": "您好。"}
    assert faults(said(**{**half, "words": {**words, "zh-Hans": whole}})) == []
    assert faults(said(**{**half, "words": {**words, "zh-Hans": whole, "en": {"sms": "Hello."}}}))
    assert faults(said(**of_one, touch="call", channels=[]))


@pytest.mark.parametrize("name", PRESETS)
def test_what_comes_with_the_program_is_in_order_and_speaks_every_language(name: str) -> None:
    campaign, wrong = plans.judged_campaign(plans.presets()[name], name)
    assert wrong == []
    assert {language: set(needed(campaign)) <= set(campaign.words[language]) for language in LANGUAGES} == (
        dict.fromkeys(LANGUAGES, True)
    )
    assert campaign.practice in ("F1-26", "F1-35", "F1-36", "F1-37", "F1-38", "F1-39")


def test_every_weather_alert_has_a_campaign() -> None:
    answered = {plans.presets()[name]["when"].get("weather") for name in PRESETS}
    assert {rule.name for rule in plans.climate().rules} <= answered


def test_check_reads_the_files_of_a_folder_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "p.yaml").write_text((SCHEDULES / "plans" / "furniture.yaml").read_text())
    (tmp_path / "campaigns").mkdir()
    text = (SCHEDULES / "campaigns" / "typhoon.yaml").read_text()
    (tmp_path / "campaigns" / "storm.yaml").write_text(text.replace("care\n", "kare\n"))
    (told,) = plans.check_all(tmp_path)
    assert "storm.yaml: purpose is 'kare'; did you mean care?" in told


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"campaign": "Spring!"}, "here: campaign is 'Spring!'; use small letters"),
        ({"campaign": "full-moon"}, "a step of a care plan is called so"),
        ({"purpose": ""}, "here: purpose is missing"),
        ({"when": {}}, "here, when: festival is missing; give exactly one"),
        ({"when": {"festival": "easter"}}, "here, when: festival is 'easter'"),
        ({"when": {"weather": "rain"}}, "here, when: weather is 'rain'"),
        ({"when": {"weather": "typhoon", "once": "2026-03-01"}}, "there is no field 'once'"),
        ({"audience": {"tier": ["Z"]}}, "here, audience: tier is [Z]"),
        ({"audience": {"material": ["gold"]}}, "here, audience: material is [gold]"),
        ({"audience": {"region": ["atlantis"]}}, "here, audience: region is [atlantis]"),
        ({"audience": {"quiet_for": "90 days"}}, "write 1 to 35 days"),
        ({"audience": {"age": {"least": "2 years", "most": "1 year"}}}, "let `most` be more"),
        ({"audience": {"colour": "red"}}, "there is no field 'colour'"),
        ({"channels": []}, "here: channels is []; a message needs at least one"),
        ({"expires": "90 days"}, "keep within 60 days"),
        ({"touch": "call"}, "channels is [sms]; a call is a person's"),
        ({"budget": {"amount": "-3", "currency": "USD"}}, "here, budget: amount is '-3'"),
        ({"words": {"en": {"sms": "Hello."}}}, "here, words, zh-Hans: sms is missing"),
        ({"words": {"fr": {"sms": "Bonjour"}}}, "there is no field 'fr'"),
    ],
)
def test_a_field_that_makes_no_sense_is_named(facts: dict[str, Any], told: str) -> None:
    assert any(told in sentence for sentence in faults(said(**facts))), faults(said(**facts))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Hello {{ name }}", "line 1: there is no value 'name'"),
        ("Hello {{ customer_name.__class__ }}", "line 1: something is taken out of a value by a dot"),
        ("{{ customer_name['a'] }}", "something is taken out of a value by brackets"),
        ("{% for x in products %}{{ x }}{% endfor %}", "there is a loop"),
        ("{{ range(9) }}", "something is called as a function"),
        ("{{ 'a' * 999999999 }}", "Mul is not allowed"),
        ("{% set x = 1 %}", "Assign is not allowed"),
        ("{% include 'mail/frame.html' %}", "Include is not allowed"),
        ("{{ customer_name|attr('x') }}", "there is no filter 'attr'"),
        ("{{ '%0999d'|format(1) }}", "there is no filter 'format'"),
        ("Hello {{ customer_name", "line 1 cannot be read"),
        ("Hello\nBcc: everybody@example.com", "line 2: more than one line could begin a header"),
        ("Hello\r\nBcc: x", "invisible character (U+000D)"),
        ("Hello\u2028there", "invisible character (U+2028)"),
        ("Hello, act now", "line 1 says 'act now'"),
        ("Look at https://example.com", "an address stands in it"),
        ("x" * 700, "SMS segments in"),
        ("{{ link }}", "there is no value 'link'"),
    ],
)
def test_words_that_may_not_go_are_refused_with_their_line(text: str, told: str) -> None:
    wrong = faults(worded(sms=text))
    assert any(told in sentence and "words, en, sms" in sentence for sentence in wrong), wrong


def test_a_line_deep_in_a_letter_is_named() -> None:
    written = worded(subject="Hello", email="Dear you,\n\nfirst\n{{ nobody }}\nlast: hurry")
    wrong = faults({**written, "channels": ["email", "sms"]})
    assert any("email: line 4: there is no value 'nobody'" in sentence for sentence in wrong)
    assert any("email: line 5 says 'hurry'" in sentence for sentence in wrong)


def test_a_header_cannot_be_smuggled_into_a_subject() -> None:
    wrong = faults(worded(subject="Hello\nBcc: a@example.com", email="Dear you"))
    assert any("words, en, subject: line 2" in sentence for sentence in wrong)


def test_plain_values_filters_and_choices_are_free() -> None:
    text = (
        "{% if city and not reason %}{{ city|upper }}{% else %}{{ customer_name|default('you') }}{% endif %}"
    )
    assert faults(worded(sms=text)) == []
