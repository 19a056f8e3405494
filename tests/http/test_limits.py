"""Guessing at links and hammering at forms end soon, for the guilty alone, and pass again."""

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.http import limits
from chalicelib.http.limits import Buckets, Limit, TooMany
from chalicelib.records.customers import Customer
from chalicelib.records.links import Link
from tests.http.browser import Browser
from tests.http.story import Story

NOW = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
TOKEN = "abcdefghijkl"


@pytest.fixture
def chan(story: Story) -> Customer:
    return story.buys("陳大文", phone="+85291234567", email="chan@example.com", country="HK")


def give(story: Story, customer: Customer, page: str) -> None:
    facts = {"purpose": "care", "language": "en"}
    row = Link(*Link.at(TOKEN), page=page, customer_id=customer.id, facts=facts)
    row.expires_at = story.now + timedelta(days=30)
    row.save()


def tried(buckets: Buckets, who: str, now: datetime, times: int) -> int:
    done = 0
    for _ in range(times):
        try:
            buckets.take(who, now)
        except TooMany:
            break
        done += 1
    return done


def test_a_bucket_gives_its_burst_and_then_one_by_one() -> None:
    buckets = Buckets(Limit(5, 10))
    assert tried(buckets, "a", NOW, 9) == 5
    assert tried(buckets, "b", NOW, 9) == 5
    assert tried(buckets, "a", NOW + timedelta(seconds=9), 9) == 0
    assert tried(buckets, "a", NOW + timedelta(seconds=21), 9) == 2
    assert tried(buckets, "a", NOW + timedelta(days=1), 9) == 5


def test_a_clock_set_back_gives_nothing_and_takes_nothing() -> None:
    buckets = Buckets(Limit(2, 10))
    tried(buckets, "a", NOW, 1)
    assert tried(buckets, "a", NOW - timedelta(hours=1), 9) == 1


def test_it_says_when_to_come_again() -> None:
    buckets = Buckets(Limit(1, 30))
    buckets.take("a", NOW)
    with pytest.raises(TooMany) as refused:
        buckets.take("a", NOW + timedelta(seconds=10))
    assert refused.value.retry_after == 20


def test_memory_stays_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_KEPT", 10)
    buckets = Buckets(Limit(1, 1000))
    for n in range(50):
        buckets.take(n, NOW)
    assert len(buckets._kept) == 10


def test_who_guesses_is_held_up_and_nobody_else(story: Story, browser: Browser, chan: Customer) -> None:
    give(story, chan, "preferences")
    guesses = [browser.get(f"/l/{n:a>12}") for n in range(40)]
    assert [answer.status for answer in guesses] == [404] * 20 + [429] * 20
    held_up = guesses[-1]
    assert int(held_up.header("Retry-After")) > 0
    assert "020-55500100" in held_up.text
    assert browser.get(f"/l/{TOKEN}").status == 429
    browser.address = "203.0.113.7"
    assert browser.get(f"/l/{TOKEN}").status == 303
    browser.address = "127.0.0.1"
    story.now += timedelta(seconds=10)
    assert browser.get(f"/l/{TOKEN}").status == 303


def test_one_link_changes_something_ten_times_at_most_at_once(
    story: Story, browser: Browser, chan: Customer
) -> None:
    give(story, chan, "preferences")
    answers = [browser.post(f"/c/preferences/{TOKEN}", {"language": "en"}).status for _ in range(12)]
    assert answers == [200] * 10 + [429] * 2
    assert browser.get(f"/c/preferences/{TOKEN}").status == 200


def test_a_mail_provider_may_unsubscribe_many_from_one_address(
    story: Story, browser: Browser, chan: Customer
) -> None:
    for n in range(100):
        row = Link(*Link.at(f"{n:b>12}"), page="unsubscribe", customer_id=chan.id)
        row.facts, row.expires_at = {"purpose": "care", "language": "en"}, story.now + timedelta(days=30)
        row.save()
    answers = {browser.post(f"/l/{n:b>12}", {"List-Unsubscribe": "One-Click"}).status for n in range(100)}
    assert answers == {200}


def test_expired_links_among_them_do_not_hold_up_a_provider_s_presses(
    story: Story, browser: Browser, chan: Customer
) -> None:
    give(story, chan, "unsubscribe")
    pressed = [browser.post(f"/l/{n:b>12}", {"List-Unsubscribe": "One-Click"}).status for n in range(320)]
    assert pressed == [404] * 300 + [429] * 20
    story.now += timedelta(seconds=2)
    assert browser.post(f"/l/{TOKEN}", {"List-Unsubscribe": "One-Click"}).status == 200


def test_behind_a_tunnel_each_visitor_counts_for_himself(browser: Browser, story: Story) -> None:
    for n in range(25):
        browser.get(f"/l/{n:a>12}", **{"X-Forwarded-For": "10.0.0.1, 198.51.100.4"})
    assert browser.get("/l/zzzzzzzzzzzz", **{"X-Forwarded-For": "198.51.100.4"}).status == 429
    assert browser.get("/l/zzzzzzzzzzzz", **{"X-Forwarded-For": "198.51.100.5"}).status == 404


def test_a_stranger_cannot_name_another_as_the_visitor(browser: Browser, story: Story) -> None:
    browser.address = "203.0.113.7"
    statuses = [
        browser.get(f"/l/{n:a>12}", **{"X-Forwarded-For": f"198.51.100.{n}"}).status for n in range(30)
    ]
    assert statuses[-1] == 429
