"""Campaigns as marketing, owners and the clock live through them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from chalicelib import plans
from chalicelib.care import consents, inbox, sales
from chalicelib.care.campaigns import coming, counting, enrolling, estates, keeping
from chalicelib.errors import Conflict, Refused, Uncertain
from chalicelib.message import Reply
from chalicelib.records.campaigns import Campaign, Occurrence
from chalicelib.records.customers import Customer
from chalicelib.records.roster import Enrolment
from chalicelib.records.table import Row
from chalicelib.records.touchpoints import Touchpoint
from chalicelib.rules.campaigns import errors
from tests.journeys.world import Fuse, World

CHINA = ZoneInfo("Asia/Shanghai")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SPRING = datetime(2026, 2, 12, 2, tzinfo=UTC)  # 10:00 in Guangzhou


@pytest.fixture
def world() -> Iterator[World]:
    yield World(start=SPRING)
    Row.engine = None


def owner(world: World, number: int, **facts: object) -> None:
    """With an oak floor, by default in Guangzhou."""
    known = {"name": f"Owner {number}", "phones": (f"+86138000{number:05d}",), "emails": (), "country": "CN"}
    address = {"address": "广州市天河区1号", "language": "zh-CN"}
    customer = world.customer(**{**known, **address, **facts})
    signed = world.day(-100)
    world.sale(customer, f"S{number}", signed_on=signed, signed_at=None, installed_on=signed)


def ready(world: World, name: str) -> Campaign:
    """Taken up, checked, approved and scheduled, by those who may."""
    keeping.take_up(name, "marketing", world.now)
    keeping.check(name, world.now)
    world.run(HOUR)
    keeping.approve(name, "the manager", "", world.now)
    return keeping.schedule(name, "marketing", world.now)


def touches(world: World, name: str) -> list[Touchpoint]:
    return [one for one in world.rows(Touchpoint) if one.campaign == name]


def fire(world: World, name: str, area: str, day: date) -> Occurrence:
    row = keeping.get(name)
    return coming.fire(row, keeping.meant(row), area, day, "Winnie", world.now)


def test_damp_air_declared_by_hand_reaches_its_city_once(world: World) -> None:
    owner(world, 1)
    owner(world, 2)
    owner(world, 3, address="北京市朝阳区2号")
    world.run(HOUR)
    ready(world, "damp-floor")
    fire(world, "damp-floor", "guangzhou", world.day(1))
    world.run(2 * DAY)
    went = touches(world, "damp-floor")
    assert [one.state for one in went] == ["sent", "sent"]
    texts = [text for text in world.provider.texts() if "回潮" in text]
    assert len(texts) == 2
    assert texts[0].startswith("【木安家居】广州2月13日（周五）起回潮，地面可能冒水汽。")
    assert keeping.state(keeping.get("damp-floor")) == "running"
    world.run(10 * DAY)
    (came,) = world.rows(Occurrence)
    assert came.counts == {"sent": 2}
    assert keeping.state(keeping.get("damp-floor")) == "scheduled"


def own(name: str, **facts: object) -> dict:
    """A campaign as somebody would write it."""
    words = {
        "sms": f"Word of {name} for {{{{ customer_name }}}}.",
        "task": f"Call {{{{ customer_name }}}} about {name}.",
    }
    usual: dict = {
        "campaign": name, "about": {"zh-Hans": name, "zh-Hant": name, "en": name}, "purpose": "care",
        "when": {"once": "2026-03-02"}, "audience": {}, "channels": ["sms"], "expires": "3 days",
        "words": {language: dict(words) for language in ("zh-Hans", "zh-Hant", "en")},
    }  # fmt: skip
    return {**usual, **facts}


def approved(world: World, said: dict, by: str = "the manager") -> None:
    keeping.draft(said, "marketing", world.now)
    keeping.check(said["campaign"], world.now)
    world.run(HOUR)
    keeping.approve(said["campaign"], by, "", world.now)


def scheduled(world: World, said: dict) -> None:
    approved(world, said)
    keeping.schedule(said["campaign"], "marketing", world.now)


def local_days(found: list[Touchpoint]) -> list[date]:
    moments = [one.sent_at for one in found if one.sent_at]
    return sorted(moment.astimezone(CHINA).date() for moment in moments)


def texts(world: World, name: str) -> list[str]:
    return [text for text in world.provider.texts() if f"Word of {name}" in text]


# --- when ------------------------------------------------------------------------------------------


def test_a_festival_that_moves_is_kept_for_five_years(world: World) -> None:
    owner(world, 1)
    world.run(HOUR)
    ready(world, "mid-autumn")
    world.run(5 * 365 * DAY)
    went = touches(world, "mid-autumn")
    assert {one.state for one in went} == {"sent"}
    # Mid-Autumn less two days, by the table of six libraries that agree.
    assert local_days(went) == [
        date(2026, 9, 23), date(2027, 9, 13), date(2028, 10, 1), date(2029, 9, 20), date(2030, 9, 10),
    ]  # fmt: skip
    assert [row.on.isoformat() for row in world.rows(Occurrence) if row.state == "planned"] == ["2031-09-29"]


def test_the_29th_of_february_is_the_28th_in_common_years(world: World) -> None:
    said = own("leap", when={"day": "02-29"})
    campaign, _ = plans.judged_campaign(said, "leap")
    days = [one.on for one in coming.ahead(campaign, world.now.date())]
    assert days == [
        date(2026, 2, 28), date(2027, 2, 28), date(2028, 2, 29), date(2029, 2, 28), date(2030, 2, 28),
    ]  # fmt: skip


def test_what_is_fired_at_night_goes_in_the_morning(world: World) -> None:
    owner(world, 1)
    world.run(HOUR)
    ready(world, "damp-floor")
    world.run(datetime(2026, 2, 13, 15, 30, tzinfo=UTC))  # 23:30 in Guangzhou
    fire(world, "damp-floor", "guangdong", date(2026, 2, 14))
    world.run(DAY)
    (touch,) = touches(world, "damp-floor")
    assert touch.sent_at is not None
    assert 9 <= touch.sent_at.astimezone(CHINA).hour < 12
    assert touch.sent_at.astimezone(CHINA).date() == date(2026, 2, 14)


def test_a_day_of_mourning_is_given_way_to(world: World) -> None:
    owner(world, 1)
    world.run(HOUR)
    scheduled(world, own("quiet", when={"once": "2026-04-05"}))
    (coming_,) = world.rows(Occurrence)
    assert (coming_.named_on, coming_.on) == (date(2026, 4, 5), date(2026, 4, 6))
    world.run(datetime(2026, 4, 8, tzinfo=UTC))
    assert local_days(touches(world, "quiet")) == [date(2026, 4, 6)]
    assert keeping.state(keeping.get("quiet")) == "running"
    world.run(20 * DAY)
    assert keeping.state(keeping.get("quiet")) == "done"


# --- whom ------------------------------------------------------------------------------------------


def test_who_comes_and_goes_between_approval_and_the_day(world: World) -> None:
    owner(world, 1)
    owner(world, 2)
    world.run(HOUR)
    scheduled(world, own("spring"))
    sales.call_off("S1", "changed their mind", world.now)
    owner(world, 3)
    world.run(datetime(2026, 3, 1, 8, tzinfo=UTC))  # filled, not sent yet
    assert len(touches(world, "spring")) == 2
    sales.call_off("S2", "changed their mind", world.now)
    world.run(5 * DAY)
    fates = sorted((one.sale_id, one.state, one.reason) for one in touches(world, "spring"))
    assert fates == [("s2", "skipped", "sale_called_off"), ("s3", "sent", "")]


def test_a_new_plan_of_the_sale_leaves_a_campaigns_touch_alone(world: World) -> None:
    owner(world, 1)
    world.run(HOUR)
    scheduled(world, own("spring"))
    world.run(datetime(2026, 3, 1, 8, tzinfo=UTC))
    sales.set_date("S1", "installed", world.day(-50), "", world.now)
    world.run(HOUR)
    assert [one.state for one in touches(world, "spring")] == ["planned"]


def test_the_more_important_of_two_wins_the_day_and_the_other_waits(world: World) -> None:
    for number in range(8):
        owner(world, number)
    world.run(HOUR)
    scheduled(world, own("minor", importance="low", cheerful="yes"))
    scheduled(world, own("major", importance="high", cheerful="yes"))
    world.run(datetime(2026, 3, 8, tzinfo=UTC))
    assert local_days(touches(world, "major")) == [date(2026, 3, 2)] * 8
    assert local_days(touches(world, "minor")) == [date(2026, 3, 3)] * 8
    assert {tuple(one.waits) for one in touches(world, "minor")} == {("frequency_cap",)}


def test_what_would_come_too_late_for_that_expires_with_its_reason(world: World) -> None:
    owner(world, 1)
    world.run(HOUR)
    scheduled(world, own("minor", importance="low", cheerful="yes", expires="10 hours"))
    scheduled(world, own("major", importance="high", cheerful="yes"))
    world.run(datetime(2026, 3, 8, tzinfo=UTC))
    assert [(one.state, one.reason) for one in touches(world, "minor")] == [("skipped", "expired")]
    assert len(texts(world, "major")) == 1


def test_marketing_goes_to_those_alone_who_agreed(world: World) -> None:
    owner(world, 1)
    owner(world, 2)
    world.run(HOUR)
    (first, _) = world.rows(Customer)
    consents.record(first, "marketing", "*", "granted", source="shop", who="阿玲", now=world.now)
    scheduled(world, own("offer", purpose="marketing"))
    found = counting.found(keeping.get("offer"))
    assert (found.meant, dict(found.would)) == (2, {"send sms": 1, "never no_consent": 1})
    world.run(datetime(2026, 3, 8, tzinfo=UTC))
    fates = sorted((one.owner == first.id, one.state, one.reason) for one in touches(world, "offer"))
    assert fates == [(False, "skipped", "no_consent"), (True, "sent", "")]


def test_the_best_tiers_are_called_by_their_own_rep(world: World) -> None:
    owner(world, 1)
    owner(world, 2)
    world.run(HOUR)
    (first, _) = world.rows(Customer)
    first.change([Customer.tier.set("A")])
    scheduled(world, own("greeting", calls=["A"]))
    world.run(datetime(2026, 3, 8, tzinfo=UTC))
    (task,) = [one for one in world.tasks() if one.step == "greeting"]
    assert (task.customer_id, task.do, task.rep) == (first.id, "call", "阿玲")
    assert task.title.startswith("Call Owner")
    assert len(texts(world, "greeting")) == 1


def test_a_tag_is_asked_for_in_whatever_way_it_is_written(world: World) -> None:
    owner(world, 1, tags=("VIP",))
    owner(world, 2, tags=("老客户",))
    world.run(HOUR)
    (first,) = [one for one in world.rows(Customer) if one.tags == ["VIP"]]
    scheduled(world, own("spring", audience={"tags": ["vip "]}))
    world.run(datetime(2026, 3, 8, tzinfo=UTC))
    assert [one.owner for one in touches(world, "spring")] == [first.id]


def household(world: World) -> list[Customer]:
    """Two people of two names with one telephone; which of their shards is drained first is chance."""
    for number, name in enumerate(("陈大文", "王芳")):
        owner(world, number, name=name, phones=("+8613800000009",))
    world.run(HOUR)
    return world.rows(Customer)


def test_two_people_at_one_telephone_get_one_message(world: World) -> None:
    household(world)
    scheduled(world, own("spring"))
    world.run(datetime(2026, 3, 8, tzinfo=UTC))
    assert len(texts(world, "spring")) == 1
    fates = sorted((one.state, one.reason) for one in touches(world, "spring"))
    assert fates == [("sent", ""), ("skipped", "shared_address")]


def test_each_coming_is_told_to_a_household_anew(world: World) -> None:
    household(world)
    scheduled(world, own("spring", when={"day": "03-02"}))
    world.run(datetime(2027, 3, 8, tzinfo=UTC))
    assert len(texts(world, "spring")) == 2


def test_where_the_first_of_two_cannot_be_told_after_all_the_other_is(world: World) -> None:
    household(world)
    scheduled(world, own("spring"))
    world.run(datetime(2026, 3, 1, 9, tzinfo=UTC))
    world.provider.trouble = [(Refused("no", "30007", "content"), False)]
    world.run(datetime(2026, 3, 8, tzinfo=UTC))
    assert len(texts(world, "spring")) == 1
    fates = sorted(one.state for one in touches(world, "spring"))
    assert fates == ["sent", "skipped"]


def test_two_who_are_sent_to_at_the_same_moment_do_not_both_stand_back(world: World) -> None:
    """The first is on its way, its answer still out, when the second is looked at."""
    household(world)
    scheduled(world, own("spring"))
    world.run(datetime(2026, 3, 1, 9, tzinfo=UTC))
    world.provider.trouble = [(Uncertain("no answer"), True)]
    world.run(datetime(2026, 3, 8, tzinfo=UTC))
    assert len(texts(world, "spring")) == 1
    fates = sorted((one.state, one.reason) for one in touches(world, "spring"))
    assert fates == [("sent", ""), ("skipped", "shared_address")]


def test_customers_from_before_the_campaigns_are_reached_all_the_same(world: World) -> None:
    owner(world, 1)
    owner(world, 2)
    world.run(HOUR)
    for row in [row for row in world.stored() if row["kind"]["S"] == "enrolled"][:1]:
        Row.engine.delete_item(row["pk"]["S"], row["sk"]["S"])
    scheduled(world, own("spring"))
    assert counting.found(keeping.get("spring")).meant == 2
    world.run(datetime(2026, 3, 8, tzinfo=UTC))
    assert len(texts(world, "spring")) == 2


def test_the_whole_table_is_looked_through_page_by_page(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(enrolling, "PAGE", 3)
    for number in range(10):
        owner(world, number)
    for row in [row for row in world.stored() if row["kind"]["S"] == "enrolled"]:
        Row.engine.delete_item(row["pk"]["S"], row["sk"]["S"])
    enrolling.begin(world.now)
    world.run(HOUR)
    assert sum(row["kind"]["S"] == "enrolled" for row in world.stored()) == 10
    (looked,) = world.rows(Enrolment)
    assert (looked.done, int(looked.seen), looked.due_key) == (True, 10, None)


# --- who may ---------------------------------------------------------------------------------------


def test_nobody_approves_his_own(world: World) -> None:
    keeping.draft(own("spring"), "Mei", world.now)
    with pytest.raises(Conflict, match="must be checked"):
        keeping.approve("spring", "the manager", "", world.now)
    keeping.check("spring", world.now)
    world.run(HOUR)
    with pytest.raises(Conflict, match="somebody else"):
        keeping.approve("spring", " mei", "", world.now)
    with pytest.raises(Conflict, match="must be approved"):
        keeping.schedule("spring", "Mei", world.now)


def test_what_is_edited_while_it_runs_waits_for_approval_and_nobody_hears_twice(world: World) -> None:
    for number in range(3):
        owner(world, number)
    owner(world, 9, country="GB", phones=("+447400123456",), language="en")
    world.run(HOUR)
    scheduled(world, own("spring"))
    world.run(datetime(2026, 3, 2, 6, tzinfo=UTC))  # China has heard, Britain still sleeps
    assert len(texts(world, "spring")) == 3
    changed = own("spring", expires="4 days")
    changed["words"]["en"]["sms"] = "Word of spring, put better."
    keeping.draft(changed, "marketing", world.now)
    assert keeping.state(keeping.get("spring")) == "draft"
    world.run(DAY)
    waiting = [one for one in touches(world, "spring") if one.state == "planned"]
    assert [one.latest_wait for one in waiting] == ["campaign_not_approved"]
    approved(world, changed)
    world.run(DAY)
    assert len(texts(world, "spring")) == 4
    assert texts(world, "spring")[-1].startswith("Muan Home: Word of spring, put better.")
    assert {one.state for one in touches(world, "spring")} == {"sent"}


def test_a_pause_holds_at_the_next_message_and_a_cancelled_one_never_goes(world: World) -> None:
    owner(world, 1)
    world.run(HOUR)
    scheduled(world, own("spring"))
    world.run(datetime(2026, 3, 1, 8, tzinfo=UTC))
    keeping.pause("spring", "Mei", "the words", world.now)
    world.run(2 * DAY)
    assert not texts(world, "spring")
    keeping.resume("spring", "Mei", "mended", world.now)
    world.run(4 * HOUR)
    assert len(texts(world, "spring")) == 1
    scheduled(world, own("summer", when={"once": "2026-06-06"}))
    keeping.cancel("summer", "Mei", "no need", world.now)
    world.run(datetime(2026, 6, 12, tzinfo=UTC))
    assert not touches(world, "summer")
    with pytest.raises(Conflict, match="another name"):
        keeping.draft(own("summer", when={"once": "2027-06-06"}), "Mei", world.now)


def test_one_that_nobody_approved_in_time_is_told_to_its_owner(world: World) -> None:
    owner(world, 1)
    world.run(HOUR)
    scheduled(world, own("spring", owner="Mei"))
    keeping.draft(own("spring", owner="Mei", expires="1 day"), "marketing", world.now)
    world.run(datetime(2026, 3, 9, tzinfo=UTC))
    assert not touches(world, "spring")
    (told,) = [task for task in world.tasks() if "spring" in task.title]
    assert (told.rep, told.urgent) == ("Mei", True)
    (came,) = world.rows(Occurrence)
    assert (came.state, came.reason) == ("over", "campaign_not_approved")


def test_it_pauses_itself_when_too_much_goes_wrong(world: World) -> None:
    for number in range(30):
        owner(world, number)
    world.run(HOUR)
    scheduled(world, own("spring", owner="Mei"))
    for number in range(30, 40):
        owner(world, number, country="GB", phones=(f"+4474001234{number}",), language="en")
    world.run(datetime(2026, 3, 1, 9, tzinfo=UTC))
    world.provider.trouble = [(Refused("no", "30007", "content"), False)] * 40
    world.run(datetime(2026, 3, 2, 12, tzinfo=UTC))
    row = keeping.get("spring")
    assert (row.paused, keeping.state(row)) == ("errors", "paused")
    (told,) = [task for task in world.tasks() if task.rep == "Mei"]
    assert told.urgent
    held = [one for one in touches(world, "spring") if one.state == "planned"]
    assert 10 <= len(held) <= 40 - errors.FEWEST, "those abroad, and what had not gone when it stopped"


# --- crashes ---------------------------------------------------------------------------------------


def play(fuse: Fuse) -> World:
    world = World(start=datetime(2026, 3, 1, 22, tzinfo=UTC))
    for number in range(2):
        owner(world, number)
    world.run(HOUR)
    world.fuse = Row.engine.fuse = fuse
    said = own("spring")
    acts = [
        lambda: keeping.draft(said, "marketing", world.now),
        lambda: keeping.check("spring", world.now),
        lambda: world.run(HOUR),
        lambda: keeping.approve("spring", "manager", "", world.now) if not _is("approved") else None,
        lambda: keeping.schedule("spring", "marketing", world.now) if not _is("scheduled") else None,
        lambda: world.run(datetime(2026, 3, 2, 8, tzinfo=UTC)),
    ]
    for act in acts:
        if world.survive(act):
            act()
    return world


def _is(what: str) -> bool:
    row = keeping.get("spring")
    return bool(row.approved == row.version if what == "approved" else row.scheduled)


def ending(world: World) -> tuple:
    went = sorted((one.owner, one.state) for one in touches(world, "spring"))
    return went, sorted(texts(world, "spring"))


def test_a_crash_at_any_call_leaves_each_customer_with_one_message() -> None:
    calm_fuse = Fuse()
    calm = ending(play(calm_fuse))  # now: the next world stands in its place
    assert len(calm[1]) == 2
    for at, after in calm_fuse.deaths(calm_fuse.places.values()):
        world = play(Fuse(at, after))
        assert ending(world) == calm, (at, after)
    Row.engine = None


# --- what came of it -------------------------------------------------------------------------------


def test_answers_and_refusals_are_counted_to_the_campaign_that_they_followed(world: World) -> None:
    for number in range(3):
        owner(world, number)
    world.run(HOUR)
    scheduled(world, own("spring"))
    world.run(datetime(2026, 3, 2, 12, tzinfo=UTC))
    for number, text in enumerate(("退订", "谢谢")):
        inbox.replied("sms", Reply(f"IN{number}", f"+86138000{number:05d}", "us", text), world.now)
    inbox.replied("sms", Reply("IN1", "+8613800000001", "us", "谢谢"), world.now)  # the same once more
    world.run(DAY)
    (came,) = world.rows(Occurrence)
    assert came.heard == {"opted_out": 1, "replied": 1}
    assert came.counts == {"sent": 3}


def test_a_quiet_seasons_round_has_its_estates_and_its_way(world: World) -> None:
    for number, door in enumerate(("10座2A", "2座21D", "2座3A")):
        owner(world, number, estate="榕荫里", address=door)
    owner(world, 9, estate="云栖湾")
    world.run(HOUR)
    assert [(one["estate"], one["owners"]) for one in estates.ranked(world.now)] == [
        ("榕荫里", 3), ("云栖湾", 1),
    ]  # fmt: skip
    scheduled(world, own("round", touch="visit", channels=[], audience={"estate": ["榕荫里"]}))
    world.run(datetime(2026, 3, 3, tzinfo=UTC))
    way = estates.route("round", "榕荫里")
    assert [one["address"] for one in way] == ["2座3A", "2座21D", "10座2A"]
    assert {one["rep"] for one in way} == {"阿玲"}
