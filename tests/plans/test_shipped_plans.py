"""The care that everyone gets who bought something: what the trade asks for is there."""

from datetime import date, timedelta

import pytest

from chalicelib import plans
from chalicelib.steps import Offset, Step


@pytest.fixture(scope="module")
def floor() -> dict[str, Step]:
    plan = plans.plan_for("flooring")
    assert plan
    return {step.name: step for step in plan.steps}


def test_nothing_shipped_is_complained_about():
    assert plans.check_all() == []


@pytest.mark.parametrize("category", ["flooring", "furniture", "appliance"])
def test_every_kind_of_goods_has_a_plan(category):
    plan = plans.plan_for(category)
    assert plan
    assert plan is plans.care_plans()[plan.name]
    assert plans.plan_of(plan.name, plan.version) == plan


def test_goods_without_a_plan_have_none():
    assert plans.plan_for("carpets") is None
    assert plans.plan_of("flooring", 99) is None


def test_the_ten_cares_of_one_sale_are_in_the_flooring_plan(floor):
    served = {step.practice for step in floor.values()}
    assert {f"F1-{number}" for number in (27, 28, 29, 30, 31, 32, 33, 34, 36)} <= served


def test_care_tips_come_minutes_after_signing(floor):
    step = floor["care-tips"]
    assert (step.anchor, step.after, step.channels) == ("signed", Offset(5, "minutes"), ("sms", "email"))


def test_the_guide_comes_before_the_fitter_and_never_after(floor):
    step = floor["installation-guide"]
    booked = date(2026, 3, 10)
    due_on = booked + step.after.times(1)
    assert due_on == date(2026, 3, 8)
    assert step.expires.unit == "hours"
    assert timedelta(hours=step.expires.count) < booked - due_on


def test_the_full_moon_is_one_month_with_words_and_a_gift(floor):
    words, gift = floor["full-moon"], floor["full-moon-gift"]
    assert words.after == gift.after == Offset(1, "months")
    assert words.gift == gift.gift
    assert words.cheerful
    assert gift.cheerful


def test_the_birthday_comes_every_year_and_an_agreed_visit_follows_the_call(floor):
    call, visit = floor["birthday-call"], floor["birthday-inspection"]
    assert call.after == call.repeat == Offset(1, "years")
    assert visit.anchor == "outcome:birthday-call"
    assert visit.on_outcome == ("reached",)


def test_a_missing_installation_date_is_asked_for_after_45_days(floor):
    step = floor["ask-installation-date"]
    assert (step.after, step.when, step.urgent) == (Offset(45, "days"), {"missing": ("installed",)}, False)


def test_satisfaction_is_asked_before_the_full_moon(floor):
    day = date(2026, 1, 31)
    assert day + floor["satisfaction"].after.times(1) < day + floor["full-moon"].after.times(1)


def test_no_plan_of_care_carries_marketing():
    assert {step.purpose for plan in plans.care_plans().values() for step in plan.steps} == {"care", "survey"}


def test_steps_that_open_a_task_are_in_the_same_morning_s_list(floor):
    for name in ("neighbour-notice", "house-warming", "full-moon-gift", "birthday-call"):
        assert floor[name].at < plans.tasks().digest_at


def test_other_goods_get_a_shorter_plan():
    for category in ("furniture", "appliance"):
        plan = plans.plan_for(category)
        assert plan
        assert 5 <= len(plan.steps) <= 7


def test_a_word_before_the_warranty_ends_comes_thirty_days_before_the_year_is_out():
    plan = plans.plan_for("appliance")
    step = plan and plan.step("warranty-end")
    assert step
    installed = date(2026, 5, 1)
    assert date(2027, 5, 1) - (installed + step.after.times(1)) == timedelta(days=30)
