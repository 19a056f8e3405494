"""How often a page asks the table: a handful of times, however large the shop. Pages are found by themselves
in what the routes declare."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from chalicelib import jobs, plans
from chalicelib.care import customers, effects, looks, search, staff
from chalicelib.care.complaints import filing
from chalicelib.care.complaints.filing import NewComplaint
from chalicelib.care.customers import NewCustomer
from chalicelib.care.metrics import folding
from chalicelib.effects import OpenTask
from chalicelib.http import limits
from chalicelib.http.console import drafts
from chalicelib.http.console.desk import Declared
from chalicelib.local.gateway import Gateway
from chalicelib.records import runs
from chalicelib.records.campaigns import Campaign
from chalicelib.records.customers import Customer
from chalicelib.records.imports import Import
from chalicelib.records.links import Link
from chalicelib.records.sales import Sale
from chalicelib.records.touchpoints import Touchpoint
from tests.http.browser import Browser
from tests.http.console import colleagues, examples
from tests.http.console.colleagues import Colleague
from tests.http.console.examples import OURS, REP, Example
from tests.http.console.test_walk import DEEDS, PAGES, name_of
from tests.http.story import Story

VERBS = (
    "get_item", "put_item", "update_item", "delete_item", "query", "batch_get_item", "batch_write_item",
    "scan", "transact",
)  # fmt: skip
# One of them for signing in and one to note who looked.
HANDFUL = 8
# What these write as well: a complaint with its messages and tasks, an invitation; then they show the page.
WRITERS = {"/complaints/told/{reference}/take": 24, "/people/{id}/invite": 11}
# The task itself, and then the whole day again, with its cases: as a page that day asks eight times.
WRITERS |= {"/tasks/{key}/report": 9, "/tasks/{key}/appoint": 9}
LISTS = (
    "/customers?q=C", "/customers?q=2000", "/customers?q=9990", "/customers?q=60009990",
    "/complaints/new?q=22000", "/customers?estate=云山花园", "/customers", "/complaints?show=closed",
    "/complaints",
    "/complaints?stage=acknowledged", "/complaints/told", f"/tasks?rep={REP}", "/tasks", "/hand-over",
    f"/today?rep={REP}", "/today", "/metrics?by=rep", "/metrics/rows?figure=kept",
    "/extracts", "/batches/B1", "/overview", "/overview/2026-03-11", "/overview/2026-03-20",
    "/outbox", "/attention", "/people",
    "/meeting", "/imports",
)  # fmt: skip
OF_A_PERSON = ("care", "preferences", "complaint", "friend")
MORE, STANDS_IN = 6, "小陈"


@contextmanager
def counted(story: Story, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Each request to the table by its verb."""
    asked: list[str] = []

    def noted(verb: str, ask: Any, *args: object, **options: object) -> object:
        asked.append(verb)
        return ask(*args, **options)

    with monkeypatch.context() as watched:
        for verb in VERBS:
            watched.setattr(story.memory, verb, partial(noted, verb, getattr(story.memory, verb)))
        yield asked


def enter(gateway: Gateway, role: str) -> Colleague:
    name, store = (REP, OURS) if role == "rep" else ("", OURS if role == "manager" else "")
    who = colleagues.employ(role, name, store)
    return Colleague(gateway, staff=who, token=colleagues.begin(who))


@pytest.fixture
def example(story: Story) -> Example:
    found, _ = examples.pair(story)
    folding.fold_recent(story.now, 12)
    jobs.glance(story.now)
    return found


@pytest.mark.parametrize("route", PAGES, ids=lambda route: route.path)
def test_a_page_asks_a_handful_of_times(
    route: Declared, gateway: Gateway, story: Story, example: Example, monkeypatch: pytest.MonkeyPatch
) -> None:
    for role in sorted(route.roles or {"admin"}):
        who, url = enter(gateway, role), examples.filled(route.path, example)
        with counted(story, monkeypatch) as asked:
            who.get(url)
        assert len(asked) <= HANDFUL, (role, asked)


@pytest.mark.parametrize("route", DEEDS, ids=name_of)
def test_a_form_that_is_sent_empty_asks_a_handful_of_times(
    route: Declared, gateway: Gateway, story: Story, example: Example, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Most of them show their page again with what is missing; some need nothing more and are done."""
    for role in sorted(route.roles):
        limits.forget()
        who, url = enter(gateway, role), examples.filled(route.path, example)
        with counted(story, monkeypatch) as asked:
            who.post(url, {})
        assert len(asked) <= WRITERS.get(route.path, HANDFUL), (role, asked)


@pytest.mark.parametrize("page", OF_A_PERSON)
@pytest.mark.parametrize("away", [False, True])
def test_a_customer_s_page_asks_a_handful_of_times(
    page: str, away: bool, gateway: Gateway, story: Story, example: Example, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever sold it may be away."""
    staff.record(STANDS_IN, {"role": "rep", "phone": "+8613800138009"})
    leave = [[f"{story.now.date()}", "2027-12-31", STANDS_IN]] if away else []
    staff.record(REP, {}).note_leave(leave)
    until = story.now + timedelta(days=9)
    Link(*Link.at("abcdefghijkl"), page=page, customer_id=example.customer.id, expires_at=until).save()
    with counted(story, monkeypatch) as asked:
        answer = Browser(gateway).get(f"/c/{page}/abcdefghijkl")
    assert answer.status == 200
    assert (STANDS_IN in answer.text) == (away and page == "care")
    assert len(asked) <= HANDFUL, asked


@pytest.fixture
def grown(story: Story, example: Example) -> Iterator[tuple[Example, Any]]:
    """The shop, and what makes several times as much of it."""

    def grow() -> None:
        for number in range(MORE):
            rep = f"colleague {number}"
            staff.record(rep, {"store": OURS, "role": "rep"})
            _sold(story, number, rep if number % 2 else REP)
        story.play(days=9)
        for number in range(MORE):
            _complained(story, number)
        folding.fold_recent(story.now, 12)
        jobs.glance(story.now)

    return example, grow


def _sold(story: Story, number: int, rep: str) -> None:
    day = story.now.date() + timedelta(days=1)
    story.buys(
        f"Chan {number}", phone=f"+85292{number}22000", email=f"chan{number}@example.com",
        order=f"G-{number}", booked_on=day, installed_on=day, rep=rep,
    )  # fmt: skip


def _complained(story: Story, number: int) -> None:
    (buyer,) = search.find(f"G-{number}")
    filing.open(NewComplaint(buyer.id, f"It creaks {number}.", "repair", sale_id=f"g-{number}"), story.now)
    story.play(minutes=2)


@pytest.mark.parametrize("role", ["admin", "manager", "rep"])
def test_a_list_asks_no_more_often_in_a_larger_shop(
    role: str, gateway: Gateway, story: Story, grown: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of customers, sales, colleagues, tasks and complaints there are several times as many."""
    who = enter(gateway, role)

    def each() -> dict[str, int]:
        found = {}
        for page in LISTS:
            with counted(story, monkeypatch) as asked:
                if who.get(page).status == 200:
                    found[page] = len(asked)
        return found

    small = each()
    grown[1]()
    large = each()
    assert len(large) >= 8
    assert {page: count for page, count in large.items() if count > HANDFUL} == {}
    # Some more where a list was empty before: its rows, whom they are about, and that these were looked at.
    assert {page: count for page, count in large.items() if count > small.get(page, count) + 3} == {}


def test_a_rep_s_search_asks_a_handful_of_times_however_many_others_fit(
    gateway: Gateway, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    """None of them theirs, or one, sorted after all others."""
    for number in range(60):
        _known(f"Ho {number}", f"+861380{number:03}6789", "somebody else")
    who, pages = enter(gateway, "rep"), ["/customers?q=6789", "/complaints/new?q=6789"]
    for found in (False, True):
        for page in [*pages, *(["/customers?q=Ho"] if found else [])]:
            with counted(story, monkeypatch) as asked:
                assert ("Ho last" in who.get(page).text) == found
            assert len(asked) <= HANDFUL, (page, asked)
        _known("Ho last", "+8613999996789", REP)


def test_a_month_s_pack_asks_no_more_for_many_complaints_of_many_sales(
    gateway: Gateway, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(MORE):
        buyer = story.buys(f"Ho {number}", phone=f"+86138000067{number:02}", order=f"H-{number}")
        new = NewComplaint(buyer.id, "It creaks.", "repair", sale_id=f"h-{number}", recorder=REP)
        filing.open(new, story.now)
    for role in ("manager", "ops"):
        who = enter(gateway, role)
        with counted(story, monkeypatch) as asked:
            page = who.get(f"/meeting/{story.now:%Y-%m}")
        assert page.status == 200
        assert len(asked) <= HANDFUL, (role, asked)


def _known(name: str, phone: str, rep: str) -> None:
    new = NewCustomer(name, phones=(phone,), country="CN", rep=rep, sample=True)
    customers.find_or_create(new, datetime(2026, 3, 1, tzinfo=UTC))


def test_whatever_holds_what_is_to_come_is_read_at_once_for_its_customer(
    gateway: Gateway, story: Story, example: Example, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planned for one customer: messages of several campaigns, imports, sales and complaints."""
    for number in range(MORE):
        _planned(story, example, number)
    until = story.now + timedelta(days=9)
    Link(*Link.at("abcdefghijkl"), page="care", customer_id=example.customer.id, expires_at=until).save()
    who = enter(gateway, "admin")
    for reader, page in (
        (who, f"/customers/{example.customer.id}"),
        (Browser(gateway), "/c/care/abcdefghijkl"),
    ):
        with counted(story, monkeypatch) as asked:
            assert reader.get(page).status == 200
        assert len(asked) <= HANDFUL, asked


def _planned(story: Story, example: Example, number: int) -> None:
    due = story.now + timedelta(days=3 + number)
    Import(*Import.at(f"l{number}"), file_name="a.csv", at_moment=story.now).save()
    sale = Sale(
        *Sale.at(f"x{number}"), order=f"x{number}", customer_id=example.customer.id, rep=REP,
        signed_on=story.now.date(), entered_at=story.now,
        lookup_pk=example.customer.pk, lookup_sk=f"{number}",
    )  # fmt: skip
    sale.save()
    touch = Touchpoint(
        *Touchpoint.at(example.customer.id, f"x{number}"), step="care-tips", plan="flooring", plan_version=1,
        sale_id=sale.id, import_id=f"l{number}", due_at=due, purpose="care",
        values={"complaint_number": example.complaint},
    )  # fmt: skip
    touch.is_due(due, 1)
    touch.save()


def test_who_looked_is_asked_no_more_often_however_many_colleagues_did(
    gateway: Gateway, story: Story, example: Example, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(40):
        looks.note(enter(gateway, "rep").staff.id, f"/x/{number}", [example.customer.id, "c2"], story.now)
    who = enter(gateway, "admin")
    for page in (f"/customers/{example.customer.id}/looks", f"/people/{who.staff.id}/looks"):
        with counted(story, monkeypatch) as asked:
            assert who.get(page).status == 200
        assert len(asked) <= HANDFUL, asked


def test_a_campaign_that_is_looked_at_asks_no_more_often_in_a_larger_shop(
    gateway: Gateway, story: Story, grown: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whom it would reach is counted among some customers, with what each of them bought."""
    form = {**drafts.form_of(plans.presets()["spring-festival"]), "do": "look"}
    who = enter(gateway, "marketing")

    def looked() -> int:
        with counted(story, monkeypatch) as asked:
            assert "Chan" in who.post("/campaigns/new", dict(form)).text
        assert len(asked) <= HANDFUL, asked
        return len(asked)

    small = looked()
    grown[1]()
    assert looked() == small


KINDS = {"uncertain", "failed", "unreachable", "import_rejects", "campaign_approval", "nobody", "late_case"}


@pytest.mark.parametrize("role", ["admin", "manager"])
def test_what_needs_attention_is_found_in_a_handful_of_requests_whatever_there_is(
    role: str, gateway: Gateway, story: Story, grown: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Many of each: messages of every kind, ledgers, campaigns, tasks that nobody has, late cases."""
    grown[1]()
    for number in range(40):
        for reason in ("uncertain_timeout", "failed_30003", "no_address"):
            _ended_badly(story, grown[0].customer.id, f"{reason}{number}", reason)
        Import(*Import.at(f"b{number}"), file_name="a.csv", at_moment=story.now, counts={"rejects": 1}).save()
        Campaign(*Campaign.at(f"c{number}"), version="v1", checked="v1", saved_by="Mei").save()
        effects.open_task(OpenTask("fix", days=0), "", f"fault {number}", story.now, reason=f"{number}")
    story.now += timedelta(days=3)
    jobs.glance(story.now)
    who = enter(gateway, role)
    with counted(story, monkeypatch) as asked:
        page = who.get("/attention").text
    assert len(asked) <= HANDFUL, asked
    shown = {kind for kind in KINDS if f'id="{kind}"' in page}
    assert shown == (KINDS if role == "admin" else KINDS - {"nobody", "import_rejects"})


def test_who_leads_a_shop_sees_all_its_late_cases_in_a_handful_of_requests_whoever_has_them(
    gateway: Gateway, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(40):
        buyer = story.buys(f"Ho {number}", phone=f"+852922201{number:02d}", order=f"H-{number}")
        buyer.change([Customer.store.set(OURS)])
        case = filing.open(NewComplaint(buyer.id, f"It creaks {number}.", "repair"), story.now)
        case.owner = "colleague of no shop"
        case.lookup_pk, case.lookup_sk = case.listed(case.stage, case.owner)
        case.save()
    story.now += timedelta(days=15)
    who = enter(gateway, "manager")
    with counted(story, monkeypatch) as asked:
        page = who.get("/overview").text
    assert len(asked) <= HANDFUL, asked
    assert re.search(r"#late_case[^<]*<b>40</b>", page)


def _ended_badly(story: Story, owner: str, name: str, reason: str) -> None:
    touch = Touchpoint(
        *Touchpoint.at(owner, name), step="care-tips", state="failed", reason=reason, due_at=story.now,
        settled_at=story.now,
    )  # fmt: skip
    touch.save()
    runs.note(0, story.now, [[touch.key, touch.step, "failed", reason, "sms", 0, "", "0"]])
