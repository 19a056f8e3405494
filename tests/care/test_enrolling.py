"""Rows from before they were listed as they are now are found again, once for each table."""

from datetime import date

import pytest

from chalicelib import jobs
from chalicelib.care import looks
from chalicelib.care.campaigns import enrolling
from chalicelib.care.hands import ready
from chalicelib.care.metrics import workload
from chalicelib.records import board, roster, whole
from chalicelib.records import complaints as records
from chalicelib.records.attributes import instant
from chalicelib.records.complaints import Complaint
from chalicelib.records.customers import Contact, Customer
from chalicelib.records.looks import Look
from chalicelib.records.memory import Memory
from chalicelib.records.roster import Enrolled, Enrolment
from chalicelib.records.sales import Sale, of_each
from chalicelib.records.table import Row, kept_apart
from chalicelib.records.tasks import Task, of_rep, open_entries
from tests.http.story import BEGIN


@pytest.fixture(autouse=True)
def table() -> object:
    with kept_apart(Memory()) as memory:
        yield memory


def task(number: int, state: str) -> Task:
    row = Task(
        *Task.at("c1", f"k{number}"), customer_id="c1", do="call", title="x", rep="Ling", opened_at=BEGIN,
        due_on=date(2026, 3, number), state=state,
    )  # fmt: skip
    row.lookup_pk, row.lookup_sk = f"rep#Ling#{state}", f"2026-03-0{number}#k{number}"
    row.save()
    return row


def complaint(number: str, stage: str, sale: str = "") -> None:
    row = Complaint(
        *Complaint.at(number), customer_id="c1", severity="minor", about="other", opened_at=BEGIN,
        owner="Ling", stage=stage, sale_id=sale,
    )  # fmt: skip
    row.lookup_pk, row.lookup_sk = "complaints#Ling", f"{stage}#2026-03-02#{number}"
    row.save()


def gone_through(row: Enrolment) -> Enrolment:
    while enrolling.work(row, BEGIN, ready()):
        pass
    return row


def test_tasks_and_complaints_stand_together_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(enrolling, "PAGE", 2)
    Enrolment(*Enrolment.at(), done=True).save()
    task(2, "open")
    task(3, "done")
    complaint("AAAA", "verifying")
    complaint("BBBB", "closed")
    assert not of_rep("Ling", "open")
    assert gone_through(enrolling.begin(BEGIN)).done
    assert [row.id for row in of_rep("Ling", "open")] == ["k2"]
    assert [row.id for row in of_rep("Ling", "done")] == ["k3"]
    assert workload.of(open_entries()).days["Ling"] == {date(2026, 3, 2): 1}
    assert [one.key for one in board.entries()] == [Complaint.at("AAAA")]
    assert [row.id for row in records.of_owner("Ling")] == ["AAAA", "BBBB"]


def test_who_looked_stands_together_afterwards() -> None:
    """Each colleague's were a partition of their own."""
    Enrolment(*Enrolment.at(), done=True).save()
    for key in (instant(BEGIN), f"{instant(BEGIN)}#x1#2"):
        Look("looks#s1", key, page="/today", customers=["c1"]).save()
    before = table_of_looks()
    gone_through(enrolling.begin(BEGIN))
    assert [(row.pk, row.staff_id, row.at_moment, row.page) for row in table_of_looks()] == [
        ("looks", "s1", BEGIN, "/today"), ("looks", "s1", BEGIN, "/today"),
    ]  # fmt: skip
    assert len(before) == len(looks.at(["c1"], 9)[0]) == len(looks.by("s1", 9).rows) == 2


def table_of_looks() -> list[Look]:
    return list(whole.rows(Look))


def test_an_older_table_is_gone_through_within_minutes_of_the_upgrade() -> None:
    Enrolment(*Enrolment.at(), done=True).save()
    jobs.glance(BEGIN)
    row = Enrolment.find(*Enrolment.at())
    assert row
    assert (int(row.edition), bool(row.done), row.due_since) == (enrolling.EDITION, False, BEGIN)


def test_it_is_done_once(table: Memory) -> None:
    row = gone_through(enrolling.begin(BEGIN))
    before = table.items()
    assert enrolling.begin(BEGIN).done
    assert table.items() == before
    assert int(row.edition) == enrolling.EDITION


def test_what_was_finished_meanwhile_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the reading and the writing."""
    Enrolment(*Enrolment.at(), done=True).save()
    row = task(2, "open")
    change = Row.change

    def overtaken(one: Row, *what: object) -> bool:
        if isinstance(one, Task):
            Task(row.pk, row.sk).update([Row.lookup_pk.set("rep#Ling#done"), Task.state.set("done")])
        return change(one, *what)  # type: ignore[arg-type]

    monkeypatch.setattr(Row, "change", overtaken)
    gone_through(enrolling.begin(BEGIN))
    assert not list(open_entries())


def test_older_telephones_are_found_by_their_end_and_mail_addresses_by_none() -> None:
    Enrolment(*Enrolment.at(), done=True, edition=3).save()
    for channel, address in (("sms", "+85291116789"), ("email", "6789@example.com")):
        Contact(*Contact.at(channel, address), customers=["c1"]).save()
    Contact(*Contact.at("sms", "+85291226789"), stopped="STOP").save()  # nobody's
    gone_through(enrolling.begin(BEGIN))
    assert Contact.ending("6789", 9) == ([Contact.at("sms", "+85291116789")], None)


def test_older_complaints_name_their_shop_that_of_the_sale_before_the_customer_s() -> None:
    Enrolment(*Enrolment.at(), done=True, edition=3).save()
    Customer(*Customer.at("c1"), name="Chan", store="Tsuen Wan").save()
    Sale(
        *Sale.at("a1"),
        order="a1",
        customer_id="c1",
        signed_on=BEGIN.date(),
        entered_at=BEGIN,
        store="Sha Tin",
    ).save()
    for number, stage, sale in (
        ("AAAA", "verifying", "a1"),
        ("BBBB", "verifying", ""),
        ("CCCC", "closed", ""),
    ):
        complaint(number, stage, sale)
    gone_through(enrolling.begin(BEGIN))
    assert sorted((one.key[0], one.store) for one in board.entries()) == [
        ("complaint#AAAA", "shatin"), ("complaint#BBBB", "tsuenwan"),
    ]  # fmt: skip
    closed = board.closed_ones(lambda store, owner: store == "tsuenwan", 9)
    assert [(row.id, row.store) for row in closed.rows] == [("CCCC", "tsuenwan")]


def bought(customer_id: str, order: str) -> None:
    Sale(
        *Sale.at(order), order=order, customer_id=customer_id, signed_on=BEGIN.date(), entered_at=BEGIN,
        lookup_pk=f"customer#{customer_id}", lookup_sk=f"2026-03-02#{order}",
    ).save()  # fmt: skip


def on_the_roster(customer_id: str) -> list[str] | None:
    entry = Enrolled.find(*Enrolled.at(customer_id))
    assert entry
    return entry.sales


def test_what_older_customers_bought_is_noted_and_what_planning_noted_stays() -> None:
    for name in ("c1", "c2", "c3"):
        Customer(*Customer.at(name), name="Chan").save()
    for name, order in (("c1", "a1"), ("c1", "a2"), ("c2", "b1")):
        bought(name, order)
    Enrolled(*Enrolled.at("c1")).save()
    Enrolled(*Enrolled.at("c2"), sales=["b1", "b2"]).save()
    gone_through(enrolling.begin(BEGIN))
    assert [on_the_roster(name) for name in ("c1", "c2", "c3")] == [["a1", "a2"], ["b1", "b2"], []]


def test_a_dealer_s_many_sales_are_asked_for_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roster, "MOST_SALES", 1)
    roster.keep("c1", "chan", ["a1", "a2"])
    assert on_the_roster("c1") is None
    for order in ("a1", "a2"):
        bought("c1", order)
    assert [sale.id for sale in of_each({"c1": None})["c1"]] == ["a1", "a2"]


def test_a_sale_that_the_index_has_not_yet_is_not_forgotten() -> None:
    roster.keep("c1", "chan", ["a1"])
    roster.keep("c1", "chan", ["a2"])
    assert on_the_roster("c1") == ["a1", "a2"]
