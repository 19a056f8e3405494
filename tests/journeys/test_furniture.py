"""Furniture counts from its delivery; where nobody noted one, from the day on which it was installed."""

from datetime import date, timedelta

import pytest

from chalicelib.care import imports, sales
from chalicelib.records.memory import Memory
from chalicelib.records.sales import Sale
from chalicelib.records.table import Row, kept_apart
from chalicelib.records.touchpoints import Touchpoint
from chalicelib.simulation import Year
from tests.journeys.world import START, World

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ASKED = "ask-delivery-date"
LEDGER = b"""Order,Date,Customer,Phone,Product,Qty,Amount,Delivery Date,Installation Date
F1,2026-03-02,Ann Sofa,+85291230001,Leather sofa,1,5000,,%s
"""


def sold(world: World, **facts: object) -> None:
    world.sale(world.customer(), category="furniture", **facts)
    world.run(HOUR)


def due_on(world: World, step: str, order: str = "a1") -> date | None:
    touch = world.touches().get(f"{order}/{step}/1")
    return touch.due_at.date() if touch and touch.state == "planned" and touch.due_at else None


def test_an_appliance_that_no_fitter_installs_is_in_use_from_its_delivery(world: World) -> None:
    world.sale(world.customer(), category="appliance", delivered_on=START.date())
    world.run(timedelta(minutes=2))
    assert world.touches()["a1/first-use/1"].state == "planned"
    world.run(timedelta(days=9))
    assert [world.touches()[f"a1/{step}/1"].state for step in ("first-use", "satisfaction")] == ["sent"] * 2
    assert world.touches()["a1/filter-cleaning/1"].state == "waiting"


def test_an_appliance_whose_fitter_is_booked_waits_for_him(world: World) -> None:
    world.sale(world.customer(), category="appliance", delivered_on=START.date())
    world.run(timedelta(minutes=2))
    sales.set_date("A1", "booked", world.day(5), "", world.now)
    world.run(timedelta(days=9))
    assert world.touches()["a1/first-use/1"].state == "waiting"
    sales.set_date("A1", "installed", world.now.date(), "", world.now)
    world.run(timedelta(days=1))
    assert world.touches()["a1/first-use/1"].state == "sent"


def test_what_was_installed_was_delivered(world: World) -> None:
    sold(world, installed_on=START.date())
    assert due_on(world, "satisfaction") == START.date() + timedelta(days=7)
    assert due_on(world, ASKED) is None


def test_a_delivery_that_is_known_counts_whatever_was_installed_later(world: World) -> None:
    sold(world, delivered_on=START.date(), installed_on=world.day(3))
    assert due_on(world, "satisfaction") == world.day(7)


def test_a_delivery_that_is_noted_afterwards_moves_what_is_open(world: World) -> None:
    sold(world, installed_on=world.day(3))
    assert due_on(world, "satisfaction") == world.day(10)
    sales.set_date("A1", "delivered", world.day(1), "", world.now)
    world.run(HOUR)
    assert due_on(world, "satisfaction") == world.day(8)


def test_a_booking_alone_is_no_delivery_and_45_days_later_somebody_asks(world: World) -> None:
    sold(world, booked_on=world.day(60))
    assert due_on(world, "satisfaction") is None
    world.run(44 * DAY)
    assert not [task for task in world.tasks() if task.step == ASKED]
    world.run(DAY)
    assert [task.step for task in world.tasks()] == [ASKED]


def test_once_it_is_installed_nobody_asks_for_the_delivery(world: World) -> None:
    sold(world)
    assert due_on(world, ASKED)
    sales.set_date("A1", "installed", world.day(0), "", world.now)
    world.run(50 * DAY)
    assert not [task for task in world.tasks() if task.step == ASKED]
    assert world.touches()["a1/satisfaction/1"].state == "sent"


def test_the_next_year_counts_from_there_too(world: World) -> None:
    sold(world, installed_on=START.date())
    world.run(200 * DAY)
    assert world.touches()["a1/furniture-season/1"].state == "sent"
    again = world.touches()["a1/furniture-season/2"]
    assert again.due_at is not None
    assert again.due_at.date() == date(2027, 9, 2)


@pytest.mark.parametrize(
    ("installed", "counts_from"), [(b"2026-03-02", date(2026, 3, 2)), (b"2026-03-20", None)]
)
def test_a_ledger_with_an_installation_alone(
    world: World, installed: bytes, counts_from: date | None
) -> None:
    """One that lies ahead is a booking, as it is for floors."""
    ledger = imports.read("ledger.csv", LEDGER % installed)
    imports.take(ledger, imports.judge(ledger), LEDGER % installed, world.now)
    world.run(HOUR)
    assert due_on(world, "satisfaction", "f1") == (counts_from and counts_from + timedelta(days=7))
    assert (due_on(world, ASKED, "f1") is None) == bool(counts_from)


def test_in_a_simulated_year_the_booked_day_comes_and_care_follows() -> None:
    ledger = imports.read("ledger.csv", LEDGER % b"2026-03-20")
    with kept_apart(Memory()) as memory:
        report = Year(ledger, imports.judge(ledger), date(2026, 3, 1), 60).play()
        rows = [Row.from_raw_data(item) for item in memory.items()]
    assert {step["step"]: step["sent"] for step in report.steps} == {
        "file-classification": 1, "furniture-first-days": 1, "satisfaction": 1, "tighten-screws": 1,
    }  # fmt: skip
    (asked,) = [row for row in rows if isinstance(row, Touchpoint) and row.step == ASKED]
    assert asked.state == "unplanned"
    (sale,) = [row for row in rows if isinstance(row, Sale)]
    assert (sale.day("delivered"), sale.day("installed")) == (None, date(2026, 3, 20))


def test_booked_and_returned_days_of_a_ledger_are_lived() -> None:
    """One sale is fitted on its booked day, the other comes back before its own."""
    content = (
        b"order,signed,name,phone,product,quantity,booked installation,return date\n"
        b"O1,2026-03-02,Ann Lee,+85291234561,Oak floor,40,2026-03-20,\n"
        b"O2,2026-03-02,Bob Li,+85291234562,Oak floor,30,2026-03-20,2026-03-10\n"
    )
    ledger = imports.read("ledger.csv", content)
    with kept_apart(Memory()) as memory:
        report = Year(ledger, imports.judge(ledger), date(2026, 3, 1), 30).play()
        rows = [Row.from_raw_data(item) for item in memory.items()]
    sent = {step["step"]: step["sent"] for step in report.steps}
    assert (sent["care-tips"], sent["installation-guide"], sent["supervision-checklist"]) == (2, 1, 1)
    found = {row.id: (row.state, row.installed_on) for row in rows if isinstance(row, Sale)}
    assert found == {"o1": ("active", date(2026, 3, 20)), "o2": ("returned", None)}


def test_booked_and_returned_days_of_a_ledger_are_taken_over_and_only_once(world: World) -> None:
    header = "order,signed,name,phone,product,quantity,amount,booked installation,return date\n"
    row = "O1,2026-02-20,Ann Lee,+85291234561,Oak floor,40,400,2026-02-27,"
    for content in (f"{header}{row}\n", *[f"{header}{row}2026-02-28\n"] * 2):
        ledger = imports.read("ledger.csv", content.encode())
        imports.take(ledger, imports.judge(ledger), content.encode(), world.now)
        world.run(HOUR)
    (sale,) = world.rows(Sale)
    assert (sale.booked_on, sale.installed_on, sale.state) == (date(2026, 2, 27), None, "returned")
    assert (sale.amount, len(sale.returns)) == (0, 1)


def test_a_step_speaks_of_what_its_plan_is_for(world: World) -> None:
    """A skirting board that was sold with a washing machine has nothing to clean."""
    content = (
        b"order,signed,name,phone,product,quantity,installed\n"
        b"W1,2026-02-20,Ann Lee,+85291234561,Washing machine,1,2026-02-26\n"
        b"W1,2026-02-20,Ann Lee,+85291234561,Oak skirting,12,2026-02-26\n"
    )
    ledger = imports.read("ledger.csv", content)
    imports.take(ledger, imports.judge(ledger), content, world.now)
    world.run(timedelta(days=100))
    (sale,) = world.rows(Sale)
    assert (sale.products, sale.cared_for) == (["Washing machine", "Oak skirting"], ["Washing machine"])
    texts = [message.text for _, message, _ in world.provider.accepted]
    assert any("Washing machine" in text for text in texts)
    assert not any("skirting" in text for text in texts)
