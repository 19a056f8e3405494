"""An upload taken in parts leaves what one go leaves, wherever it dies, and tells how far it is."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from chalicelib import files, jobs
from chalicelib.care import dispatch, imports, sales, search, switches, tasks
from chalicelib.care.imports import Options, parts, uploads
from chalicelib.care.sales import NewSale
from chalicelib.errors import BadInput, Conflict, NotFound, Unreadable
from chalicelib.records.customers import Customer
from chalicelib.records.imports import Import
from chalicelib.records.sales import Sale
from chalicelib.records.table import Row, shard_of
from chalicelib.records.tasks import Task
from tests.care.ledgers import ROWS, crowd, ledger
from tests.journeys.world import START, Crash, Fuse, World

PLAIN = Options()
# Where a crash came in between, a row was written or looked at some minutes later, and of two sales to one
# person within a fortnight the other may be planned first, whose touches then stand for both.
MACHINERY = ("due_key", "due_lane", "ended_at", "lease_until", "attempt", "failures", "recent")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:[\d:.]+Z")


@pytest.fixture(autouse=True)
def _small_parts(own_files: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(parts, "PART_ORDERS", 2)
    yield
    Row.engine = None


def _kept(kind: str) -> list[str]:
    folder = files._path("imports/x").parent
    return [f"imports/{path.parent.name}/{kind}" for path in folder.glob(f"*/{kind}.kept")]


PLANNING = (
    "recent", "neighbours", "tier", "tier_reasons", "spend", "currency", "plan", "plan_version",
    "planned_version", "asked_rating",
)  # fmt: skip


def upload(world: World, content: bytes = ledger(), options: Options = PLAIN) -> Import:
    return imports.upload("ledger.csv", content, options, world.now, "till")


def at_once(world: World, content: bytes = ledger()) -> imports.Report:
    read = imports.read("ledger.csv", content)
    return imports.take(read, imports.judge(read), content, world.now)


def rows(world: World) -> dict[tuple[str, str], Any]:
    """What the import wrote, without the moments, and which touches and units came of it."""
    found = {(item["pk"]["S"], item["sk"]["S"]): dict(item) for item in world.stored()}
    return {
        key: {
            name: MOMENT.sub("then", str(value))
            for name, value in item.items()
            if name not in MACHINERY and not key[1].startswith("touch#")
        }
        for key, item in found.items()
        if not key[0].startswith(("run#", "pull#")) and not key[1].startswith("text#")
    }


def test_in_parts_gives_the_same_as_in_one_go() -> None:
    one = World()
    done = at_once(one)
    one.run(timedelta(minutes=30))
    expected = {key: value for key, value in rows(one).items() if key[0] != "import"}
    many = World()
    forget_all()
    batch = upload(many)
    many.run(timedelta(minutes=30))
    assert {key: value for key, value in rows(many).items() if key[0] != "import"} == expected
    there = imports.get(batch.id)
    counts = {name: getattr(done, name) for name in ("rows", "sales", "duplicates", "returns", "rejects")}
    assert {name: there.counts[name] for name in counts} == counts
    assert counts == {"rows": 11, "sales": 5, "duplicates": 2, "returns": 2, "rejects": 2}
    assert (there.state, int(there.taken), int(there.total)) == ("done", 4, 4)


def forget_all() -> None:
    for kind in ("list", "ledger", "rejects"):
        for name in _kept(kind):
            files.remove(name)


def played(fuse: Fuse) -> World:
    """An upload to its end; whoever died does the same again."""
    forget_all()
    world = World()
    world.fuse = Row.engine.fuse = fuse
    for act in (lambda: upload(world), lambda: world.run(START + timedelta(hours=20))):
        while world.survive(act):
            pass
    world.run(START + timedelta(hours=21))
    return world


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("trouble", [Crash, ConnectionResetError])
def test_wherever_it_dies_the_rows_are_the_same(trouble: type[BaseException], after: bool) -> None:
    calm = played(Fuse())
    expected, fuse = rows(calm), calm.fuse
    assert expected
    assert fuse.calls > 60
    calls = [at for at, late in fuse.deaths(range(1, fuse.calls + 1)) if late == after]
    wrong = [at for at in calls if rows(played(Fuse(at, after, trouble))) != expected]
    assert not wrong


def test_who_brought_all_back_within_the_file_hears_nothing(world: World) -> None:
    upload(world)
    while not world.rows(Sale) or "a2" not in {sale.id for sale in world.rows(Sale)}:
        world.run(timedelta(minutes=1))
    sale = sales.get("a2")
    assert (sale.state, int(sale.anchors_version), sale.amount) == ("returned", 1, 0)
    world.run(timedelta(days=20))
    assert "+85291234562" not in {message.to for _, message, _ in world.provider.accepted}


def test_judging_each_part_anew_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The mutant keeps no list: what it took itself looks like a repeat to it."""
    expected = rows(played(Fuse()))
    unpacked = parts._list

    def anew(batch: Import) -> Any:
        read = imports.read(batch.file_name, files.get(uploads.ledger_key(batch.id)).content)  # type: ignore[union-attr]
        return parts.worklist.of(read, imports.judge(read), batch.id, batch.at_moment)

    monkeypatch.setattr(parts, "_list", anew)
    assert rows(played(Fuse())) != expected
    monkeypatch.setattr(parts, "_list", unpacked)


def test_a_command_line_that_died_is_done_again_to_the_same_end() -> None:
    forget_all()
    calm = World()
    fuse = calm.fuse = Row.engine.fuse = Fuse()
    at_once(calm)
    calm.run(START + timedelta(hours=20))
    expected = {key: value for key, value in rows(calm).items() if key[0] != "import"}
    at_once(World(last := Fuse()))
    wrong = []
    for at, after in last.deaths(range(1, last.calls + 1)):
        world = World()
        world.fuse = Row.engine.fuse = Fuse(at, after)
        while world.survive(lambda world=world: at_once(world)):  # type: ignore[misc]
            pass
        world.run(START + timedelta(hours=20))
        found = {key: value for key, value in rows(world).items() if key[0] != "import"}
        wrong += [(at, after)] if found != expected else []
    assert fuse.calls > last.calls > 8
    assert not wrong


def test_an_upload_ends_what_a_dead_command_line_began() -> None:
    world = World()
    world.fuse = Row.engine.fuse = Fuse(8)
    assert world.survive(lambda: at_once(world))
    batch = upload(world)
    assert batch.state == "waiting"
    world.run(timedelta(minutes=30))
    assert imports.get(batch.id).state == "done"
    assert {sale.id for sale in world.rows(Sale)} == {"a1", "a2", "a4", "a5"}


def test_the_same_file_twice_changes_nothing(world: World) -> None:
    batch = upload(world)
    assert upload(world).id == batch.id
    world.run(timedelta(minutes=30))
    before = rows(world)
    assert upload(world).state == "done"
    assert at_once(world).sales == 0
    world.run(timedelta(minutes=30))
    assert rows(world) == before


def test_read_another_way_it_is_another_import(world: World) -> None:
    assert upload(world).id != upload(world, options=Options(country="HK")).id
    assert upload(world).id == at_once(world).import_id


def test_whoever_imports_says_what_language_the_customers_speak(world: World) -> None:
    upload(world, options=Options(country="HK", language="en"))
    world.run(timedelta(minutes=30))
    assert {row.language for row in world.rows(Customer)} == {"en"}


def test_two_who_upload_and_work_at_once_take_each_order_once(world: World) -> None:
    """The second worker's lease has run out for the first: both go on with the same part."""
    batch = upload(world)
    for _ in range(8):
        one, other = imports.get(batch.id), imports.get(batch.id)
        for copy in (one, other):
            imports.work(copy, world.now, world.hands)
        assert upload(world).id == batch.id
    lines = {sale.id: len(sale.lines) for sale in world.rows(Sale)}
    assert lines == {"a1": 2, "a2": 1, "a4": 1, "a5": 1}
    assert [len(sale.returns) for sale in world.rows(Sale) if sale.id == "a4"] == [1]
    assert sales.get("a4").amount == 50


def test_progress_and_rejects(world: World) -> None:
    batch = upload(world)
    with pytest.raises(Conflict, match="under way, 0 of 0"):
        imports.rejects(batch.id)
    for _ in range(3):
        imports.work(imports.get(batch.id), world.now, world.hands)
    assert (imports.get(batch.id).state, int(imports.get(batch.id).taken)) == ("working", 2)
    world.run(timedelta(minutes=30))
    read = imports.read("ledger.csv", ledger())
    Row.engine, theirs = type(Row.engine)(Fuse()), imports.rejects(batch.id)
    assert theirs == imports.reading.ledgers.rejects_csv(read, imports.judge(read), batch.id)
    assert "no_contact" in theirs
    assert "return_without_sale" in theirs


def test_one_drain_goes_on_until_all_is_taken(world: World) -> None:
    batch = upload(world)
    jobs.drain_shard(shard_of(batch.id), lambda: world.now, world.hands)
    assert imports.get(batch.id).state == "done"


def test_a_drain_whose_time_is_over_leaves_the_rest_to_the_next(world: World) -> None:
    """Each look at the clock takes two seconds here."""
    batch, taken = upload(world, crowd(30)), []

    def slow() -> datetime:
        world.now += timedelta(seconds=2)
        return world.now

    while imports.get(batch.id).state != "done":
        began = world.now
        jobs.drain_shard(shard_of(batch.id), slow, world.hands)
        taken.append(int(imports.get(batch.id).taken))
        assert world.now - began < dispatch.BUDGET + parts.PART_TIME
    assert len(taken) > 2
    assert taken == sorted(set(taken))


def test_what_falls_due_while_it_is_taken_does_not_wait_for_its_end(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch, seen, take_part = upload(world), [], parts._part
    facts = {"do": "call", "opened_at": world.now, "due_on": world.now.date()}
    task = Task(*Task.at("", "urgent"), title="urgent", **facts)
    task.is_due(world.now, shard_of(batch.id))

    def noting(row: Import, now: datetime, hands: Any) -> datetime:
        seen.append(f"part from {int(row.taken)}")
        if len(seen) == 1:
            task.create()
        return take_part(row, now, hands)

    monkeypatch.setattr(tasks, "remind", lambda row, now, hands: seen.append(row.title))
    monkeypatch.setattr(parts, "_part", noting)
    jobs.drain_shard(shard_of(batch.id), lambda: world.now, world.hands)
    assert seen == ["part from 0", "urgent", "part from 2"]


def test_a_month_later_nothing_of_the_file_is_kept(world: World) -> None:
    batch = upload(world)
    world.run(timedelta(hours=1))
    assert files.get(uploads.ledger_key(batch.id)) is None
    assert files.get(uploads.list_key(batch.id)) is None
    assert files.get(uploads.rejects_key(batch.id))
    world.run(timedelta(days=31))
    assert files.get(uploads.rejects_key(batch.id)) is None
    assert imports.get(batch.id).due_key is None
    with pytest.raises(NotFound, match="aftercare import"):
        imports.rejects(batch.id)


@pytest.mark.parametrize(
    ("name", "content", "options", "refusal"),
    [
        ("a.csv", b"", PLAIN, Unreadable),
        ("a.xlsx", b"PK\x03\x04 broken", PLAIN, Unreadable),
        ("a.csv", b"what,ever\n1,2\n", PLAIN, BadInput),
        ("a.csv", ledger(), Options(mapping={"nowhere": "order"}), BadInput),
        ("a.csv", ledger(), Options(country="Atlantis"), BadInput),
        ("a.csv", ledger(), Options(language="tlh"), BadInput),
    ],
)
def test_what_cannot_be_read_is_refused_at_once_and_not_kept(
    world: World, name: str, content: bytes, options: Options, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal, match=r"\w{4,}"):
        imports.upload(name, content, options, world.now)
    assert not world.stored()
    assert not _kept("ledger")


def test_a_crowd_is_held_from_the_first_sale_on(world: World) -> None:
    batch = upload(world, crowd(30))
    world.run(timedelta(hours=3))
    there = imports.get(batch.id)
    assert there.counts["held"]["messages"] > 20
    assert not there.released
    assert not world.provider.accepted


@pytest.mark.parametrize("steps", range(6))
def test_a_release_while_it_is_working_holds(world: World, steps: int) -> None:
    batch = upload(world, crowd(30))
    for _ in range(steps):
        imports.work(imports.get(batch.id), world.now, world.hands)
    switches.release(batch.id, "ops", world.now)
    world.run(timedelta(hours=12))
    there = imports.get(batch.id)
    assert (there.state, there.released) == ("done", True)
    assert len(world.provider.accepted) >= 30


def test_a_refused_order_fails_the_import_with_what_to_do(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = sales.record

    def picky(new: Any, now: Any, backs: Any = ()) -> bool:
        if new.order == "A4":
            raise BadInput("Order A4 is odd.")
        return record(new, now, backs)

    monkeypatch.setattr(sales, "record", picky)
    batch = upload(world)
    world.run(timedelta(minutes=30))
    there = imports.get(batch.id)
    assert there.state == "failed"
    assert there.reason == "Order A4 is odd. What was taken stays: correct the file and bring it in again."
    assert int(there.taken) == 2
    with pytest.raises(Conflict, match="A4 is odd"):
        imports.rejects(batch.id)
    monkeypatch.setattr(sales, "record", record)
    upload(world)
    world.run(timedelta(minutes=30))
    assert imports.get(batch.id).state == "done"
    assert len(world.rows(Sale)) == 4


def test_a_file_that_breaks_the_program_stops_nobody_else(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge = parts.judge

    def broken(read: Any, now: datetime) -> Any:
        if len(read.rows) == 11:
            raise ZeroDivisionError
        return judge(read, now)

    monkeypatch.setattr(parts, "judge", broken)
    bad, good = upload(world), upload(world, crowd(3))
    world.run(timedelta(minutes=2))
    assert imports.get(good.id).state == "done"
    world.run(timedelta(hours=30))
    assert imports.get(bad.id).state == "failed"
    assert "bring the file in again" in imports.get(bad.id).reason
    assert [task.do for task in world.rows(Task) if bad.id in task.title] == ["fix"]
    monkeypatch.setattr(parts, "judge", judge)
    upload(world)
    world.run(timedelta(hours=1))
    assert imports.get(bad.id).state == "done"


def test_an_installation_of_the_shop_s_today_is_no_booking() -> None:
    at_six = datetime(2026, 3, 9, 22, tzinfo=UTC)
    new = NewSale("A1", "c1", date(2026, 3, 1), [], installed_on=date(2026, 3, 10))
    assert sales.as_of(new, at_six).installed_on == date(2026, 3, 10)
    assert sales.as_of(new, at_six - timedelta(hours=7)).installed_on is None


def test_next_year_s_order_of_the_same_number_is_not_another_customer_s() -> None:
    """Numbers that begin anew each year gave the one's sofa to the other, and nobody was told."""
    world = World()
    at_once(world, ledger("1,2025-03-01,Ann Lee,+85291234561,,Oak,B1,10,100,"))
    rows = ["1,2026-03-01,Bob Li,+85291234562,,Sofa,B2,1,900,", "1,2025-03-01,Ann Lee,,,Oak,B1,-4,-40,"]
    done = at_once(world, ledger(*rows))
    assert (done.sales, done.customers, done.returns, done.reject_reasons) == (
        0, 0, 1, {"order_of_another": 1},
    )  # fmt: skip
    assert [line["product"] for line in sales.get("1").lines] == ["Oak"]


PEOPLE = "order,signed,name,phone,email,language,address,estate,rep,product,quantity,installed"


def _people(*rows: str) -> bytes:
    return "\n".join([PEOPLE, *rows, ""]).encode()


def test_what_one_row_says_is_not_lost_by_another_that_is_silent() -> None:
    world = World()
    at_once(
        world,
        _people(
            "1,2026-01-05,Ann Lee,+8613800001111,,en,1 Tianhe Road,Vanke,,Oak,50,",
            "1,2026-01-05,Ann Lee,+8613800001111,,,,,Mei,Skirting,60,2026-02-20",
            "2,2026-02-05,Ann Lee,+8613800001111,,,,,,Sofa,1,",
        ),
    )
    (ann,) = search.find("+8613800001111")
    assert (ann.language, ann.address, ann.estate, ann.rep) == ("en", "1 Tianhe Road", "Vanke", "Mei")
    assert (str(sales.get("1").installed_on), sales.get("1").rep) == ("2026-02-20", "Mei")


def test_a_day_of_another_row_is_never_before_the_order_s_own() -> None:
    world = World()
    rows = [
        "1,2026-01-10,Ann Lee,+8613800001111,,,,,,Oak,50,",
        "1,2026-01-05,Ann Lee,,,,,,,Ash,60,2026-01-08",
    ]
    at_once(world, _people(rows[0], rows[1].replace("Lee,,", "Lee,+8613800001111,")))
    assert sales.get("1").installed_on is None


def test_whose_first_row_has_no_telephone_is_written_to_as_their_number_s_country_does() -> None:
    world = World()
    at_once(
        world,
        _people(
            "1,2026-01-05,Ann Lee,,ann@example.com,,,,,Oak,50,",
            "2,2026-02-05,Ann Lee,+85261234567,ann@example.com,,,,,Sofa,1,",
        ),
    )
    (ann,) = search.find("+85261234567")
    assert (ann.country, ann.language) == ("HK", "zh-HK")


def test_days_that_a_later_ledger_brings_are_told_and_not_taken() -> None:
    """Somebody may have put them right by hand; but nobody would know that the ledger says more now."""
    world = World()
    before = at_once(world, ledger(*(row.replace("2026-02-20", "") for row in ROWS)))
    again = at_once(world, ledger())
    assert [note for note in before.notes if "Known already" in note] == []
    (note,) = [note for note in again.notes if "Known already" in note]
    assert "the orders “A4”." in note
    assert sales.get("A4").installed_on is None
    sales.set_date("A4", "installed", date(2026, 2, 20), "", world.now)
    assert not [note for note in at_once(world, ledger()).notes if "Known already" in note]


def test_an_order_fitted_on_two_days_is_no_news_the_second_time() -> None:
    world = World()
    rows = [f"A1,2026-02-01,Ann Lee,+85291234561,,Oak,B{n},10,100,2026-02-1{n}" for n in (1, 2)]
    assert at_once(world, ledger(*rows)).notes == at_once(world, ledger(*rows)).notes == []


def test_a_sale_signed_for_years_ahead_is_left_behind() -> None:
    """Its touches would never come, and nobody would know."""
    world = World()
    read = imports.read("ledger.csv", ledger("A1,2062-03-01,Ann Lee,+85291234561,,Oak,B1,10,100,"))
    (one,) = imports.judge(read, world.now)
    assert one.why
    assert one.why.code == "signed_ahead"
    batch = upload(world, ledger("A1,2062-03-01,Ann Lee,+85291234561,,Oak,B1,10,100,"))
    world.run(timedelta(minutes=2))
    assert imports.get(batch.id).counts["rejects"] == 1
