"""The decision to send: the gates that say never, and the latest of those that say wait."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.policies import Cap
from chalicelib.rules import timing
from chalicelib.rules.sending import Case, Never, Send, Wait, Way, decide

CANTON = "Asia/Shanghai"
SOME = datetime(2026, 1, 1)  # noqa: DTZ001 - Hypothesis draws naive ones
NOON = datetime(2026, 5, 4, 4, tzinfo=UTC)  # a Monday, 12:00 in Canton
NIGHT = datetime(2026, 5, 4, 15, tzinfo=UTC)  # 23:00
CARE = Case(
    "care", "t1", NOON + timedelta(days=7), (CANTON,), (time(9), time(20)), (Way("sms", "+8613800138000"),)
)
EVERYTHING = Cap(frozenset({"care", "survey", "marketing"}), 1, 1)
MARKETING = Cap(frozenset({"marketing"}), 1, 7)


def when(decision: object) -> datetime:
    assert isinstance(decision, Wait), decision
    return decision.until.astimezone(ZoneInfo(CANTON))


def test_nothing_against_it_goes_by_the_first_way_for_four_hours() -> None:
    assert decide(CARE, NOON) == Send(CARE.ways[0], 4 * 3600)


def test_the_provider_may_try_only_until_the_window_closes() -> None:
    evening = datetime(2026, 5, 4, 11, 30, tzinfo=UTC)
    decision = decide(CARE, evening)
    assert isinstance(decision, Send)
    assert decision.valid_for == 1800


def test_with_less_than_ten_minutes_left_it_waits_for_the_morning() -> None:
    decision = decide(CARE, datetime(2026, 5, 4, 11, 51, tzinfo=UTC))
    assert when(decision).date() == date(2026, 5, 5)
    assert isinstance(decision, Wait)
    assert decision.reason == "window"


@pytest.mark.parametrize("state", ["returned", "called_off"])
def test_a_sale_that_is_no_more_gets_nothing(state: str) -> None:
    assert decide(CARE._replace(sale_state=state), NOON) == Never(f"sale_{state}")


def test_a_campaign_that_says_nothing_in_the_reader_s_language_sends_no_other() -> None:
    assert decide(CARE._replace(campaign="campaign_unspoken"), NOON) == Never("campaign_unspoken")


def test_too_late_is_never_and_so_is_a_wait_that_would_end_too_late() -> None:
    assert decide(CARE._replace(expires_at=NOON - timedelta(minutes=1)), NOON) == Never("expired")
    assert decide(CARE._replace(expires_at=NIGHT + timedelta(hours=1)), NIGHT) == Never("expired")


@pytest.mark.parametrize("against", ["stopped", "refused", "no_consent", "not_allowed_there", "no_address"])
def test_without_any_open_way_the_reason_is_told(against: str) -> None:
    assert decide(CARE._replace(ways=(Way("sms", "", against),)), NOON) == Never(against)


def test_a_closed_way_gives_way_to_the_next() -> None:
    mail = Way("email", "a@example.com")
    decision = decide(CARE._replace(ways=(Way("sms", "", "stopped"), mail)), NOON)
    assert isinstance(decision, Send)
    assert decision.way == mail


def test_a_refusal_is_told_before_a_missing_address() -> None:
    ways = (Way("sms", "", "no_address"), Way("email", "a@example.com", "refused"))
    assert decide(CARE._replace(ways=ways), NOON) == Never("refused")


def test_at_night_it_waits_for_the_window_with_jitter() -> None:
    decision = decide(CARE, NIGHT)
    assert time(9) <= when(decision).time() < time(11)


def test_critical_words_have_no_jitter_and_go_at_night_only_on_the_customers_own_act() -> None:
    critical = CARE._replace(purpose="critical")
    assert when(decide(critical, NIGHT)).time() == time(9)
    asked = critical._replace(own_act_at=NIGHT - timedelta(minutes=59))
    assert decide(asked, NIGHT) == Send(CARE.ways[0], 3600)
    assert isinstance(decide(asked._replace(own_act_at=NIGHT - timedelta(minutes=61)), NIGHT), Wait)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [({"released": False}, "not_released"), ({"paused": frozenset({"*"})}, "paused"),
     ({"paused": frozenset({"sms"})}, "paused")],
)  # fmt: skip
def test_what_only_a_person_can_end_is_looked_at_once_a_day(changes: dict, reason: str) -> None:
    decision = decide(CARE._replace(**changes), NOON)
    assert isinstance(decision, Wait)
    assert (decision.reason, decision.known_end) == (reason, False)
    assert timedelta(hours=12) < decision.until - NOON < timedelta(hours=24)


def test_a_pause_of_another_channel_holds_nothing() -> None:
    assert isinstance(decide(CARE._replace(paused=frozenset({"email"})), NOON), Send)


@pytest.mark.parametrize(
    ("purpose", "cheerful", "held"),
    [("survey", False, True), ("marketing", False, True), ("care", True, True), ("care", False, False),
     ("critical", True, False)],
)  # fmt: skip
def test_an_open_complaint_holds_what_would_hurt(purpose: str, cheerful: bool, held: bool) -> None:
    decision = decide(CARE._replace(purpose=purpose, cheerful=cheerful, open_complaint=True), NOON)
    assert isinstance(decision, Wait) == held


def test_a_blackout_day_is_let_pass_but_not_for_critical_words() -> None:
    mourning = CARE._replace(blackout=frozenset({date(2026, 5, 4), date(2026, 5, 5)}))
    assert when(decide(mourning, NOON)).date() == date(2026, 5, 6)
    assert isinstance(decide(mourning._replace(purpose="critical"), NOON), Send)


def test_one_counted_message_a_day_of_the_customers_own_calendar() -> None:
    just_before_midnight = datetime(2026, 5, 3, 15, 59, tzinfo=UTC)
    case = CARE._replace(purpose="survey", caps=(EVERYTHING,), recent=((just_before_midnight, "care"),))
    assert isinstance(decide(case, NOON), Send)
    today = case._replace(recent=((NOON - timedelta(hours=2), "care"),))
    assert when(decide(today, NOON)).date() == date(2026, 5, 5)


def test_plain_care_neither_counts_nor_waits_for_caps() -> None:
    assert isinstance(decide(CARE._replace(caps=(EVERYTHING,), recent=((NOON, "survey"),)), NOON), Send)


def test_marketing_waits_seven_calendar_days() -> None:
    sent = ((NOON - timedelta(days=2), "marketing"),)
    case = CARE._replace(
        purpose="marketing", caps=(MARKETING,), recent=sent, expires_at=NOON + 30 * timing.DAY
    )
    assert when(decide(case, NOON)).date() == date(2026, 5, 9)


def test_the_latest_wait_counts_and_all_gates_hold_at_its_end() -> None:
    case = CARE._replace(purpose="survey", caps=(EVERYTHING,), recent=((NIGHT - timedelta(hours=3), "care"),),
                   blackout=frozenset({date(2026, 5, 5)}))  # fmt: skip
    assert when(decide(case, NIGHT)).date() == date(2026, 5, 6)


def test_a_sunday_has_its_own_window() -> None:
    case = CARE._replace(weekday_windows={6: (time(12), time(20))}, expires_at=None)
    sunday_ten = datetime(2026, 5, 3, 2, tzinfo=UTC)
    assert time(12) <= when(decide(case, sunday_ten)).time() < time(14)


@given(
    at=st.datetimes(SOME, SOME.replace(year=2027)),
    purpose=st.sampled_from(["care", "survey", "marketing"]),
    cheerful=st.booleans(),
    zone=st.sampled_from([CANTON, "America/New_York", "Europe/Paris", "Australia/Lord_Howe"]),
    sent=st.lists(st.integers(0, 20 * 24), max_size=5),
    dark=st.sets(st.integers(0, 10), max_size=4),
)
def test_when_a_wait_ends_it_may_be_sent(  # type: ignore[no-untyped-def]
    at, purpose, cheerful, zone, sent, dark
) -> None:
    now = at.replace(tzinfo=UTC)
    case = CARE._replace(
        purpose=purpose, cheerful=cheerful, zones=(zone,), caps=(EVERYTHING, MARKETING),
        expires_at=None, recent=tuple((now - timedelta(hours=hours), purpose) for hours in sent),
        blackout=frozenset(timing.local_date(now, zone) + timedelta(days=n) for n in dark),
    )  # fmt: skip
    decision = decide(case, now)
    if isinstance(decision, Wait):
        assert decision.until > now
        assert isinstance(decide(case, decision.until), Send)
