"""The shop's decisions as they are shipped."""

from datetime import date, time
from decimal import Decimal

import pytest

from chalicelib import plans

SUNDAY = 6


def test_mainland_china_gets_neither_links_nor_answers_and_the_phone_to_refuse():
    country = plans.country("CN")
    assert (country.sms, country.links, country.replies) == (True, False, False)
    for language in ("zh-Hans", "zh-Hant", "en"):
        ending = country.frames[language].ending("care")
        assert "shop_phone" in ending
        assert "STOP" not in ending
        assert "回T" not in ending


def test_only_countries_whose_answers_arrive_are_told_to_reply():
    for code, country in plans.countries().items():
        for frame in country.frames.values():
            asks = any(word in frame.ending("care") for word in ("STOP", "回T"))
            assert asks == country.replies, code


def test_critical_words_say_nothing_of_opting_out():
    for country in plans.countries().values():
        for frame in country.frames.values():
            assert "STOP" not in frame.ending("critical")
            assert "拒" not in frame.ending("critical")


def test_hong_kong_marketing_names_the_way_out_in_both_languages():
    for frame in plans.country("HK").frames.values():
        assert "Reply STOP" in frame.ending("marketing")
        assert "回STOP" in frame.ending("marketing")


def test_american_sundays_begin_at_noon():
    country = plans.country("US")
    assert country.window == (time(9), time(20))
    assert country.weekday_windows == {SUNDAY: (time(12), time(20))}
    assert len(country.zones) > 1


def test_a_country_without_rules_has_the_default_s():
    assert plans.country("NZ") == plans.country("") == plans.countries()["default"]
    assert plans.country("NZ").zones == ()


def test_the_caps_are_one_a_day_two_a_week_and_one_advertisement_a_week():
    caps = {(cap.purposes, cap.count, cap.days) for cap in plans.country("HK").caps}
    assert caps == {
        (frozenset({"marketing"}), 1, 7),
        (frozenset({"care"}), 2, 7),
        (frozenset({"care", "survey", "marketing"}), 1, 1),
    }


@pytest.mark.parametrize("country", ["CN", "HK", "MO", "TW"])
@pytest.mark.parametrize("day", [date(2025, 4, 4), date(2026, 4, 5), date(2028, 4, 4)])
def test_nothing_cheerful_on_tomb_sweeping_day(country, day):
    assert day in plans.country(country).blackout
    assert day not in plans.country("GB").blackout


@pytest.mark.parametrize("country", ["CN", "HK", "US", "FR", ""])
def test_marketing_needs_a_recorded_yes_and_the_rest_goes_until_refused(country):
    policy = plans.consent()
    assert policy.rule(country, "marketing").opt_in
    for purpose in ("critical", "care", "survey"):
        assert not policy.rule(country, purpose).opt_in
    assert policy.rule(country, "care").ground == "contract"


def test_every_wording_that_a_rule_names_is_kept_in_every_language():
    policy = plans.consent()
    for rules in policy.rules.values():
        for rule in rules.values():
            assert set(policy.wordings[rule.wording]) >= set(plans.shop_defaults().languages)


def test_tiers_fall_with_the_points():
    policy = plans.tiers()
    assert [policy.tier(points) for points in (11, 6, 5, 3, 2, 0, -5)] == ["A", "A", "B", "B", "C", "C", "C"]


def test_every_currency_s_bands_rise_in_points():
    for bands in plans.tiers().spend.values():
        by_least = sorted(bands, key=lambda band: band.least)
        points = [band.worth.points for band in by_least]
        assert points == sorted(set(points))


def test_prices_are_exact_and_a_country_without_one_has_the_default_s():
    prices = plans.prices()
    assert prices.segment("CN").amount == Decimal("0.0420")
    assert prices.segment("FR") == prices.sms["default"]
    assert prices.source
    assert prices.as_of == date(2026, 4, 30)


def test_every_verb_has_a_usual_ending_that_counts_as_carried_out():
    policy = plans.tasks()
    for verb, outcomes in policy.outcomes.items():
        assert outcomes[0].carried_out, verb
    assert policy.outcome("call", "not_reached").carried_out is False
    assert policy.outcome("call", "nonsense") is None
    assert policy.outcome("nonsense", "reached") is None
