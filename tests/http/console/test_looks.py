"""Who looked at a customer's data is told to those who answer for it."""

import re
from datetime import timedelta

import pytest

from chalicelib.care import looks
from chalicelib.http.console import CONSOLE, OUTBOX
from chalicelib.http.console.desk import OF_CUSTOMERS
from chalicelib.http.console.looks import PAGES, named
from chalicelib.records.customers import Customer
from tests.http.console.conftest import SignedIn
from tests.http.story import Story


@pytest.fixture
def chan(story: Story) -> Customer:
    return story.buys("Chan", phone="+85291234567")


def test_whoever_answers_for_it_reads_who_looked_when_and_at_which_page(
    story: Story, chan: Customer, signed_in: SignedIn
) -> None:
    rep = signed_in("rep", "李婷")
    rep.get(f"/customers/{chan.id}")
    story.play(hours=2)
    rep.get("/customers?q=Chan")
    for role in ("ops", "admin"):
        story.play(minutes=1)
        who = signed_in(role, language="en")
        page = who.get(f"/customers/{chan.id}/looks").text
        rows = re.findall(r"<tr><th scope=\"row\">(.*?)</tr>", page, re.S)
        assert [("李婷" in row, "List of customers" in row) for row in rows][-2] == (True, True)
        assert [("李婷" in row, "Customer’s page" in row) for row in rows][-1] == (True, True)
        assert f"/customers/{chan.id}/looks" in who.get(f"/customers/{chan.id}").text
    assert "looks" not in rep.get(f"/customers/{chan.id}").text


def test_what_one_colleague_looked_at_stands_by_name(
    story: Story, chan: Customer, signed_in: SignedIn
) -> None:
    rep, admin = signed_in("rep", "李婷"), signed_in("admin", language="zh-Hant")
    rep.get(f"/customers/{chan.id}")
    story.play(minutes=1)
    page = admin.get(f"/people/{rep.staff.id}/looks").text
    assert f'<a href="/customers/{chan.id}">Chan</a>' in page
    assert "客戶頁" in page
    assert f"/people/{rep.staff.id}/looks" in admin.get(f"/people/{rep.staff.id}").text
    assert looks.at([chan.id], 9)[0][0].page == f"/people/{rep.staff.id}/looks"


def test_who_opened_nothing_is_not_told_as_if_nobody_had_looked_at_them(signed_in: SignedIn) -> None:
    rep = signed_in("rep", "李婷").staff
    page = signed_in("admin", language="en").get(f"/people/{rep.id}/looks").text
    assert "Nothing looked at." in page
    assert "Nobody looked." not in page


def test_a_merged_customer_s_looks_stay(story: Story, chan: Customer, signed_in: SignedIn) -> None:
    other = story.buys("Chan", phone="+85297654321", order="B-2")
    looks.note(signed_in("rep", "李婷").staff.id, f"/customers/{other.id}", [other.id], story.now)
    chan.change([Customer.merged_from.set([other.id])])
    assert "李婷" in signed_in("admin").get(f"/customers/{chan.id}/looks").text


def test_a_long_list_is_read_to_its_end_and_each_look_once(
    story: Story, chan: Customer, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though most of it is about others, and however much of it is read at once."""
    monkeypatch.setattr(looks, "AT_ONCE", 7)
    monkeypatch.setattr(looks, "ROUNDS", 2)
    busy, calm = signed_in("rep", "李婷"), signed_in("rep", "小冯")
    for minute in range(40):
        at = story.now + timedelta(minutes=minute)
        looks.note(busy.staff.id, f"/complaints/{minute}", [chan.id if minute % 9 == 0 else "cother"], at)
        if minute % 20 == 0:
            looks.note(calm.staff.id, f"/sales/{minute}", [chan.id], at)
    told, after = looks.at([chan.id], 2)
    while after:
        more, after = looks.at([chan.id], 2, after)
        told += more
    assert [look.page for look in told] == [
        "/complaints/36", "/complaints/27", "/sales/20", "/complaints/18", "/complaints/9",
        *(look.page for look in told[-2:]),
    ]  # fmt: skip
    assert {look.page for look in told[-2:]} == {"/complaints/0", "/sales/0"}
    assert len(told) == 7


def test_a_part_of_the_list_in_which_they_are_not_leads_on(
    story: Story, chan: Customer, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looks, "AT_ONCE", 2)
    rep, admin = signed_in("rep", "李婷"), signed_in("admin", language="en")
    looks.note(rep.staff.id, f"/customers/{chan.id}", [chan.id], story.now)
    for minute in range(1, 9):
        looks.note(rep.staff.id, f"/complaints/{minute}", ["cother"], story.now + timedelta(minutes=minute))
    page = admin.get(f"/customers/{chan.id}/looks").text
    assert "Nobody in this part of the list." in page
    assert "Nobody looked." not in page
    assert "李婷" in admin.get(re.search(r'rel="next" href="([^"]*)"', page)[1]).text


@pytest.mark.parametrize("language", ["en", "zh-Hans", "zh-Hant"])
def test_the_pages_of_a_long_list_lead_on(
    story: Story, chan: Customer, signed_in: SignedIn, language: str
) -> None:
    rep, admin = signed_in("rep", "李婷"), signed_in("admin", language=language)
    for minute in range(60):
        looks.note(rep.staff.id, f"/complaints/{minute}", [chan.id], story.now + timedelta(minutes=minute))
    first = admin.get(f"/people/{rep.staff.id}/looks").text
    assert first.count('<th scope="row">') == 50
    following = re.search(r'rel="next" href="([^"]*)"', first)
    assert following
    second = admin.get(following[1]).text
    assert second.count('<th scope="row">') == 10
    assert 'rel="next"' not in second


def test_every_page_that_may_show_somebody_has_a_name() -> None:
    """Pages that stand in the way of each other are named by the first that fits, so that none is left."""
    may_show = [
        route.path
        for route in (*CONSOLE.declared, *OUTBOX.declared)
        if route.roles & OF_CUSTOMERS and route.path.split("/")[1] in {one.split("/")[0] for one, _ in PAGES}
    ]
    silent = ("/batches", "/people", "/plans", "/metrics", "/imports", "/extracts", "/campaigns")
    asked = [path for path in may_show if not path.startswith(silent)]
    assert len(asked) > 20
    patterns = [re.sub(r"{\w+}", "x", path) for path in asked]
    fitting = [any(_fits(pattern, path) for pattern, _ in PAGES) for path in patterns]
    assert [path for path, fits in zip(asked, fitting, strict=True) if not fits] == []


def _fits(pattern: str, path: str) -> bool:
    return re.fullmatch(pattern.replace("*", "[^/]+"), path.strip("/")) is not None


def test_an_address_of_which_nothing_is_known_stays_as_it_is() -> None:
    assert named("/nothing/like/it") == "/nothing/like/it"
