"""What every flow relies on, asked of the engine and of its in-memory twin alike."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from pynamodb.exceptions import QueryError

from chalicelib.records import due, pages, table, tasks, touchpoints, whole
from chalicelib.records.looks import Look
from chalicelib.records.memory import Memory
from chalicelib.records.table import NOW, REST, Row, Write, leave_due, move_due, transact
from chalicelib.records.tasks import Task
from chalicelib.records.touchpoints import Touchpoint
from chalicelib.sentences import Said, named

AT = datetime(2026, 5, 4, 4, tzinfo=UTC)


@pytest.fixture(params=["memory", "engine"], autouse=True)
def store(request: pytest.FixtureRequest) -> Iterator[None]:
    if request.param == "memory":
        table.connect("contract", "us-east-1", None)
        Row.engine = Memory()
    else:
        table.connect("contract", "us-east-1", request.getfixturevalue("engine"))
        Row.create_table(wait=True)
    yield
    if request.param == "engine":
        Row.delete_table()
    table.connect("aftercare", "us-east-1", None)


def touch(number: int = 1, at: datetime = AT, lane: str = REST) -> Touchpoint:
    row = Touchpoint(*Touchpoint.at("c1", f"t{number}"), step="tips", due_at=at)
    row.is_due(at, 3, lane)
    return row


def test_only_the_first_put_creates() -> None:
    assert touch().create()
    assert not touch().create()


@pytest.mark.parametrize("key", [("customer#" + "😀" * 600, "t1"), ("customer#c1", "touch#" + "﷽" * 500)])
def test_what_is_too_long_to_be_a_key_is_not_there(key: tuple[str, str]) -> None:
    """Whoever types an address decides how long it is."""
    assert Touchpoint.find(*key) is None
    assert Touchpoint.find(*key, consistent=True) is None


def test_what_was_put_comes_back_whole() -> None:
    row = touch()
    row.waits = {"window": {"count": 1, "first": "a", "last": "b"}}
    row.create()
    found = Touchpoint.find(row.pk, row.sk, consistent=True)
    assert found is not None
    assert (found.waits, found.due_at, found.due_key, found.attempt) == (row.waits, AT, row.due_key, 0)


def test_a_sentence_is_stored_with_all_that_another_language_needs() -> None:
    """Where a column is for mere texts, it is one."""
    said = Said("{reason} ({code})", reason=named("busy", "Busy"), code=7)
    row = touch()
    row.failed, row.reason = said, said
    row.history = [["2026-05-04T04:00:00.000Z", "Lin", said, "because"]]
    assert row.create()
    row.change([Touchpoint.failed.set(said), Touchpoint.delivery.set(said)])
    found = Touchpoint.find(row.pk, row.sk)
    assert found
    assert found.failed == found.history[0][2] == found.reason == found.delivery == "busy (7)"
    for kept in (found.failed, found.history[0][2]):
        assert (kept.msgid, kept.values) == (said.msgid, said.values)
    assert not isinstance(found.reason, Said)
    assert transact([Write(row, [Touchpoint.address.set(said)])])


def test_a_list_may_be_read_for_those_rows_alone_that_say_something() -> None:
    """A page holds what meets it among as many rows as were read."""
    for number, customers in enumerate((["c1", "c2"], ["c22"], ["c3"], ["c2"])):
        Look.by("s1", AT + timedelta(minutes=number), page=f"/{number}", customers=customers).save()
    either = Look.customers.contains("c2") | Look.customers.contains("c3")
    first = pages.of_partition("looks", "", 3, forward=False, only=either)
    assert [row.page for row in first.rows] == ["/3", "/2"]
    rest = pages.of_partition("looks", "", 3, first.position, forward=False, only=either)
    assert ([row.page for row in rest.rows], rest.position) == (["/0"], None)


def test_a_row_comes_back_as_its_own_class() -> None:
    touch().create()
    Task(
        *Task.at("c1", "k1"), customer_id="c1", do="call", title="x", opened_at=AT, due_on=AT.date()
    ).create()
    assert [type(row) for row in Row.in_partition("customer#c1")] == [Task, Touchpoint]
    assert [row.id for row in Touchpoint.in_partition("customer#c1", "touch#")] == ["t1"]


def test_a_change_holds_only_if_its_condition_does() -> None:
    row = touch()
    row.create()
    assert row.change([Touchpoint.state.set("sent")], Touchpoint.state == "planned")
    assert not row.change([Touchpoint.state.set("planned")], Touchpoint.state == "planned")
    assert row.state == "sent"


def test_a_change_never_makes_a_row() -> None:
    assert not touch().change([Touchpoint.state.set("sent")])
    assert Touchpoint.find("customer#c1", "touch#t1") is None


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        (Touchpoint.attempt < 1, True),
        (Touchpoint.attempt >= 1, False),
        (Touchpoint.state.is_in("sent", "planned"), True),
        (~(Touchpoint.state == "planned"), False),
        (Touchpoint.lease_until.does_not_exist() | (Touchpoint.lease_until < AT), True),
        (Touchpoint.sent_at.exists(), False),
        (Touchpoint.sent_at < AT, False),
        (Touchpoint.step.startswith("ti") & (Touchpoint.state != "sent"), True),
        (Touchpoint.due_at.between(AT, AT), True),
    ],
)
def test_conditions_mean_the_same_everywhere(condition, holds: bool) -> None:  # type: ignore[no-untyped-def]
    row = touch()
    row.create()
    assert row.change([Touchpoint.reason.set("x")], condition) == holds


def test_numbers_count_up_from_what_is_stored() -> None:
    row, other = touch(), touch()
    row.create()
    row.change([Touchpoint.attempt.set(Touchpoint.attempt + 1)])
    other.change([Touchpoint.attempt.set((Touchpoint.attempt | 0) + 1), Touchpoint.rank.add(4)])
    assert (other.attempt, other.rank) == (2, 4)


def test_set_unless_there() -> None:
    row = touch()
    row.create()
    row.change([Touchpoint.sent_at.set(Touchpoint.sent_at | AT)])
    row.change([Touchpoint.sent_at.set(Touchpoint.sent_at | (AT + timedelta(days=1)))])
    assert row.sent_at == AT


def test_due_rows_come_in_order_of_time_up_to_now_by_lane() -> None:
    for number, minutes in ((1, 3), (2, 1), (3, 2), (4, 9)):
        touch(number, AT + timedelta(minutes=minutes)).create()
    touch(5, AT, NOW).create()
    found = [entry.sk for entry in due.keys(3, REST, AT + timedelta(minutes=5))]
    assert found == ["touch#t2", "touch#t3", "touch#t1"]
    assert [entry.sk for entry in due.keys(3, NOW, AT)] == ["touch#t5"]
    assert not list(due.keys(4, REST, AT + timedelta(days=1)))


def test_paging_continues_after_what_was_seen_even_if_it_has_left() -> None:
    for number in range(120):
        touch(number, AT + timedelta(seconds=number)).create()
    keys = due.keys(3, REST, AT + timedelta(hours=1))
    first = [next(keys) for _ in range(60)]
    for entry in first:
        Touchpoint(entry.pk, entry.sk).change(leave_due())
    assert len({entry.sk for entry in [*first, *keys]}) == 120
    assert len(list(due.keys(3, REST, AT + timedelta(hours=1), after=first[-1].due_key))) == 60


def test_rows_settled_one_by_one_do_not_stop_the_paging() -> None:
    """The last row of each page has left the index when the next page is asked for."""
    for number in range(120):
        touch(number, AT + timedelta(seconds=number)).create()
    settled = [
        entry.sk
        for entry in due.keys(3, REST, AT + timedelta(hours=1))
        if Touchpoint(entry.pk, entry.sk).change(leave_due())
    ]
    assert settled == [f"touch#t{number}" for number in range(120)]


def test_a_settled_row_has_left_the_index_and_a_moved_one_stands_elsewhere() -> None:
    row = touch()
    row.create()
    row.change(move_due(row, AT + timedelta(days=1), NOW))
    assert [entry.sk for entry in due.keys(3, NOW, AT + timedelta(days=2))] == ["touch#t1"]
    row.change(leave_due())
    assert not list(due.keys(3, NOW, AT + timedelta(days=2)))
    assert row.due_lane is None


def test_a_transaction_is_all_or_nothing() -> None:
    touch(1).create()
    new = Row.pk.does_not_exist()
    assert not transact([Write(touch(2), condition=new), Write(touch(1), condition=new)])
    assert Touchpoint.find("customer#c1", "touch#t2", consistent=True) is None
    assert transact(
        [Write(touch(2), condition=new), Write(touch(1), (Touchpoint.rank.set(3),), Touchpoint.rank == 0)]
    )
    assert [int(row.rank) for row in Touchpoint.in_partition("customer#c1", "touch#")] == [3, 0]


def test_lookup_finds_rows_in_its_order() -> None:
    for number, day in ((1, 9), (2, 3), (3, 6)):
        task = Task(*Task.at("c1", f"k{number}"), customer_id="c1", do="call", title="x", rep="Ling",
                    opened_at=AT, due_on=AT.date().replace(day=day))  # fmt: skip
        task.listed()
        task.create()
    assert [task.id for task in tasks.of_rep("Ling", "open")] == ["k2", "k3", "k1"]
    assert [task.id for task in tasks.of_rep("Ling", "open", scan_index_forward=False, most=1)] == ["k1"]


def test_an_inner_row_is_claimed_once_until_its_lease_is_over() -> None:
    touch().create()
    row = Touchpoint(*Touchpoint.at("c1", "t1"), due_key=touch().due_key)
    assert due.claim(row, AT)
    assert not due.claim(Touchpoint(row.pk, row.sk, due_key=row.due_key), AT + timedelta(seconds=119))
    again = Touchpoint(row.pk, row.sk, due_key=row.due_key)
    assert due.claim(again, AT + timedelta(seconds=121))
    assert again.attempt == 2


def test_settling_leaves_alone_what_was_made_due_anew() -> None:
    row = touch()
    row.create()
    key = row.due_key
    later = touch()
    later.change(move_due(row, AT + timedelta(days=1)))
    due.settle(row, str(key), None)
    assert [entry.sk for entry in due.keys(3, REST, AT + timedelta(days=2))] == ["touch#t1"]


def test_of_many_threads_one_creates_and_one_claims() -> None:
    created, claimed = [], []

    def work() -> None:
        created.append(touch().create())
        claimed.append(due.claim(Touchpoint(*Touchpoint.at("c1", "t1"), due_key=touch().due_key), AT))

    threads = [threading.Thread(target=work) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (created.count(True), claimed.count(True)) == (1, 1)


def test_threads_lose_no_count_and_tear_no_transaction() -> None:
    touch(1).create()
    new = Row.pk.does_not_exist()
    won: list[bool] = []

    def work(number: int) -> None:
        touch(1).change([Touchpoint.rank.set(Touchpoint.rank + 1)])
        won.append(
            transact([Write(touch(50), condition=new), Write(touch(1), (Touchpoint.uncertain.add(1),))])
        )

    threads = [threading.Thread(target=work, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = Touchpoint.find(*Touchpoint.at("c1", "t1"), consistent=True)
    assert found is not None
    assert (found.rank, found.uncertain, won.count(True)) == (12, 1, 1)


def test_a_row_that_cannot_be_decoded_is_moved_without_being_read() -> None:
    touch().create()
    entry = due.Entry(touch().pk, touch().sk, touch().due_key or "")
    row = due.stored(entry, Broken)
    assert row is not None
    assert row.due_key == entry.due_key
    assert not row.change(leave_due(), Row.due_key == "elsewhere")
    assert row.change([*leave_due(), Row.failures.set(3)], Row.due_key == entry.due_key)
    found = Touchpoint.find(entry.pk, entry.sk, consistent=True)
    assert found is not None
    assert (found.due_key, found.failures, found.step) == (None, 3, "tips")


class Broken(Row):
    @classmethod
    def from_raw_data(cls, data: dict) -> "Broken":
        raise ValueError("written by a later version")


def test_the_whole_table_is_read_page_by_page_each_row_once() -> None:
    for number in range(7):
        touch(number).create()
    Task(
        *Task.at("c1", "k1"), customer_id="c1", do="call", title="x", opened_at=AT, due_on=AT.date()
    ).create()
    seen, position, pages = [], {}, 0
    while pages == 0 or position:
        keys, position = whole.page([Touchpoint], 3, position)
        seen, pages = [*seen, *keys], pages + 1
    assert sorted(seen) == [("customer#c1", f"touch#t{number}") for number in range(7)]
    assert pages >= 3


def test_a_stretch_that_ends_before_it_begins_is_refused() -> None:
    """Whoever asks so has reckoned wrongly; an empty answer would hide it."""
    touch().create()
    with pytest.raises(QueryError):
        list(Row._raw("customer#c1", Row.sk.between("touch#t2", "touch#t1")))


def test_of_what_stands_for_a_person_those_in_some_states_are_left_out() -> None:
    """By the number of a complaint that they are about, too; where a row was moved, the later one counts."""
    for number, (state, case) in enumerate([("planned", "AAAA"), ("sent", "AAAA"), ("planned", "BBBB")]):
        row = touch(number)
        row.state, row.values = state, {"complaint_number": case}
        row.create()
    moved = Touchpoint(*Touchpoint.at("c2", "t1"), step="tips", state="planned", values={"n": "AAAA"})
    moved.create()
    here = ["customer#c1", "customer#c2"]
    assert set(touchpoints.standing(here)) == {"t0", "t1", "t2"}
    assert set(touchpoints.standing(here[:1], "AAAA")) == {"t0", "t1"}
    assert set(touchpoints.standing(here[:1], "AAAA", ("sent", "done"))) == {"t0"}
    assert touchpoints.standing(here, "AAAA", ("sent",))["t1"].owner == "c2"
