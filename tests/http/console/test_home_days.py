"""The overview's last days lead to what they count, each reader to what concerns whom they see."""

import re
from datetime import timedelta

import pytest

from chalicelib import jobs
from chalicelib.care import staff
from chalicelib.care.metrics import went
from chalicelib.records import runs
from chalicelib.records.customers import Customer
from tests.http.console.conftest import SignedIn
from tests.http.console.examples import OTHER, OURS, REP, THEIRS
from tests.http.story import Story


@pytest.fixture
def days(story: Story) -> tuple[Customer, Customer]:
    """Two customers of reps of two shops, and four days."""
    staff.record(REP, {"store": OURS})
    staff.record(OTHER, {"store": THEIRS})
    day = story.now.date() + timedelta(days=1)
    mine = story.buys("Chan", email="chan@example.com", booked_on=day, installed_on=day)
    theirs = story.buys(
        "Lee", email="lee@example.com", order="B-1", rep=OTHER, booked_on=day, installed_on=day
    )
    story.play(days=4)
    jobs.glance(story.now)
    return mine, theirs


NUMBER = re.compile(r'<td class="n"[^>]*><a href="(/overview/[\d-]+\?what=\w+)">(\d+)</a>')


def test_each_number_leads_to_as_many_rows(days: tuple[Customer, Customer], signed_in: SignedIn) -> None:
    ops = signed_in("ops", language="en")
    numbers = NUMBER.findall(ops.get("/overview").text)
    assert len({place.rpartition("=")[2] for place, _ in numbers}) >= 2
    for place, number in numbers:
        assert ops.get(place).text.count("<tr><td") == int(number), place


def test_a_manager_comes_to_what_concerns_their_own_customers(
    days: tuple[Customer, Customer], signed_in: SignedIn
) -> None:
    mine, theirs = days
    boss = signed_in("manager", "何经理", OURS, language="en")
    pages = [boss.get(place).text for place, _ in NUMBER.findall(boss.get("/overview").text)]
    assert any(f'href="/customers/{mine.id}"' in page for page in pages)
    assert not any(theirs.id in page or "Lee" in page for page in pages)
    assert "what concerns customers of yours" in pages[0]
    link = re.search(r'href="(/customers/c\w+)"', "".join(pages))
    assert link
    assert boss.get(link[1]).status == 200


def test_another_shop_s_flood_hides_no_manager_s_own(story: Story, signed_in: SignedIn) -> None:
    staff.record(REP, {"store": OURS})
    mine = story.buys("Chan", phone="+8613800138000")
    other = Customer(*Customer.at("cother"), name="Lee", store=THEIRS)
    other.save()

    def sent(who: Customer, count: int) -> None:
        lines = [
            [f"{who.id}.t{number}", "care-tips", "sent", "", "sms", 1, "", "0"] for number in range(count)
        ]
        runs.note(0, story.now, lines)
        story.now += timedelta(minutes=1)

    sent(mine, 1)
    sent(other, went.MOST + 20)
    jobs.glance(story.now)
    boss = signed_in("manager", "何经理", OURS, language="en")
    assert "They count all shops together" in boss.get("/overview").text
    page = boss.get(f"/overview/{story.now.date()}").text
    assert f'href="/customers/{mine.id}"' in page
    assert "the latest of each shop are kept, 200 in all" in page
    assert "They count all shops" not in signed_in("ops", language="en").get("/overview").text


def test_a_day_of_just_as_many_as_are_kept_speaks_of_no_more(story: Story, signed_in: SignedIn) -> None:
    lines = [[f"s{n}.t1", "care-tips", "sent", "", "sms", 1, "", "0"] for n in range(went.MOST)]
    runs.note(0, story.now, lines)
    jobs.glance(story.now)
    page = signed_in("ops", language="en").get(f"/overview/{story.now.date()}").text
    assert page.count("<tr><td") == went.MOST
    assert "There were more" not in page


def test_what_failed_says_why(story: Story, signed_in: SignedIn) -> None:
    buyer = story.buys("Chan", phone="+8613800138000")
    lines = [[f"{who}.t1", "care-tips", "failed", "expired", "sms", 0, "", "0"] for who in (buyer.id, "s1")]
    runs.note(0, story.now, lines)
    jobs.glance(story.now)
    place = f"/overview/{story.now.date()}?what=failed"
    page = signed_in("ops", language="en").get(place).text
    rows = re.findall(r"<tr><td.*?</tr>", page)
    assert len(rows) == 2
    assert "Chan" in rows[1]
    assert "its time had passed" in rows[1]
    assert "a colleague" in rows[0]
    boss = signed_in("manager", "何经理", OURS, language="en").get(place).text
    assert "Nothing here" in boss


@pytest.mark.parametrize("place", ["/overview/yesterday", "/overview/2026-03-11?what=all"])
def test_what_is_no_day_or_kind_is_not_there(signed_in: SignedIn, place: str) -> None:
    assert signed_in("ops").get(place).status == 404


def test_of_a_day_long_ago_nothing_is_kept(signed_in: SignedIn) -> None:
    assert "more than a week ago" in signed_in("ops", language="en").get("/overview/2025-01-01").text


@pytest.mark.parametrize(("role", "leads"), [("admin", True), ("manager", True), ("ops", False)])
def test_before_the_first_ledger_whoever_may_send_one_is_led_there(
    signed_in: SignedIn, role: str, leads: bool
) -> None:
    page = signed_in(role, language="en").get("/overview").text
    empty = page[page.index("No ledger has been read yet.") :]
    assert ('<a class="button" href="/imports">Send a ledger</a>' in empty) == leads
