"""A file that somebody asked for comes out whole wherever it dies, leaves nothing behind, and holds nobody
who was forgotten meanwhile."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from chalicelib import engine as embedded
from chalicelib import extracting, files
from chalicelib.care import erasure, extracts, looks
from chalicelib.care.metrics import folding
from chalicelib.care.metrics.folding import ends
from chalicelib.care.metrics.listing import Wanted
from chalicelib.records import table
from chalicelib.records.customers import Customer
from chalicelib.records.extracts import Extract
from chalicelib.records.staff import Staff
from chalicelib.records.table import Row
from tests.journeys.engine_world import EngineWorld
from tests.journeys.world import Fuse, World

DAYS = 12
NAME, ASKER = "陳大文", "阿玲"
FOLDER = f"extracts/{Staff.id_of(ASKER)}"


@pytest.fixture(scope="module")
def lived() -> World:
    """A floor's first days, counted."""
    made = World()
    made.staff(ASKER)
    day = made.now.date()
    made.sale(made.customer(), installed_on=day, booked_on=day)
    for _ in range(DAYS):
        made.run(timedelta(days=1))
        folding.fold_all(made.now)
    made.keep()
    return made


@pytest.fixture(params=["memory", "engine"])
def world(
    request: pytest.FixtureRequest, lived: World, own_files: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[World]:
    """After those days, of which a file has several parts."""
    monkeypatch.setattr(extracting, "ROWS", 1)
    if request.param == "engine":
        table.connect("extracts", "us-east-1", request.getfixturevalue("engine"), embedded.CREDENTIALS)
        Row.create_table(wait=True)
    made = EngineWorld() if request.param == "engine" else World()
    made.go_on_from(lived)
    yield made
    if request.param == "engine":
        Row.delete_table()
    table.connect("aftercare", "us-east-1", None)


def lying_about() -> set[str]:
    folder = files._path(f"{FOLDER}/x").parent
    return {f"{FOLDER}/{path.parent.name}/{path.stem}" for path in folder.rglob("*.kept")}


def asker(world: World) -> str:
    return world.staff(ASKER).id


def ask(world: World) -> Extract:
    this = f"{world.now:%Y-%m}"
    rows = Wanted("kept", ends(this)[0], ends(this)[1], {})
    return extracts.ask(asker(world), "figure", extracting.asked(rows), "kept.csv", world.now)


def stored(row: Extract) -> Extract:
    found = Extract.find(row.pk, row.sk, consistent=True)
    assert found
    return found


def text(row: Extract) -> str:
    kept = files.get(stored(row).whole)
    assert kept
    return kept.content.decode()


def through(world: World, fuse: Fuse) -> Extract:
    """Asked for, with a fuse in the way of whoever makes it."""
    row = ask(world)
    put_in(world, fuse)
    world.survive(lambda: world.run(timedelta(minutes=1)))
    put_in(world, Fuse())
    world.run(timedelta(minutes=10))
    return row


def put_in(world: World, fuse: Fuse) -> None:
    world.fuse = fuse
    if Row.engine is not None:
        Row.engine.fuse = fuse


def test_wherever_it_dies_the_file_is_the_same(world: World) -> None:
    fuse = Fuse()
    calm = text(through(world, fuse))
    rows = calm.removeprefix("\ufeff").splitlines()
    assert rows[0].startswith("day,customer,name")
    assert len(rows) > 3
    assert len(set(rows)) == len(rows)
    assert "\ufeff" not in calm[1:]
    assert int(stored(ask(world)).parts) == 0, "asked once more it is made anew"
    world.run(timedelta(minutes=10))
    each = fuse.places.values() if isinstance(world, EngineWorld) else range(1, fuse.calls + 1)
    for at, after in fuse.deaths(each):
        row = through(world, Fuse(at, after))
        found = stored(row)
        assert (found.state, int(found.taken), text(row)) == ("done", len(rows) - 1, calm), (at, after)
        assert lying_about() == {found.whole}, (at, after)


def test_asked_again_while_it_is_made_it_is_the_same_one(world: World) -> None:
    assert ask(world).sk == ask(world).sk
    assert len(extracts.of(asker(world))) == 1


def test_it_is_kept_for_a_day(world: World) -> None:
    row = through(world, Fuse())
    world.run(timedelta(hours=23))
    assert text(row)
    world.run(timedelta(hours=2))
    assert Extract.find(row.pk, row.sk, consistent=True) is None
    assert not lying_about()


def test_each_whose_data_is_in_it_can_hear_of_it(world: World) -> None:
    row = through(world, Fuse())
    (customer,) = world.rows(Customer)
    found = {look.page for look in looks.at([customer.id], 9)[0]}
    assert found == {f"/extracts/{row.id}"}


def forget(world: World) -> None:
    (customer,) = world.rows(Customer)
    hands = world.new_hands()
    hands.settings = hands.settings._replace(erasure_key="only for tests")
    erasure.erase(customer.id, "Winnie", world.now, hands)


def test_who_is_forgotten_is_in_no_file_any_more(world: World) -> None:
    row = through(world, Fuse())
    assert NAME in text(row)
    forget(world)
    assert not lying_about(), "not even until it is made anew"
    world.run(timedelta(minutes=1))
    assert NAME not in text(row)
    assert text(row).count("\n") > 3


def test_who_is_forgotten_while_it_is_made_is_not_in_it(world: World) -> None:
    """Also in a part that was read before, and is written after."""
    row = ask(world)

    def slow(row: Extract, now: object) -> extracts.Part:
        made = extracting._figure(row, world.now)
        assert NAME in made.text
        forget(world)
        return made

    extracts.work(stored(row), world.now, slow)
    assert not lying_about()
    world.run(timedelta(minutes=10))
    assert stored(row).state == "done"
    assert NAME not in text(row)


def test_who_is_forgotten_while_a_part_is_written_is_in_none(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last moment there is: the part is named on its row, and not written yet."""
    row, put = ask(world), files.put

    def late(name: str, content: bytes, kind: str) -> None:
        assert NAME in content.decode()
        forget(world)
        put(name, content, kind)

    monkeypatch.setattr(files, "put", late)
    extracts.work(stored(row), world.now, extracting._figure)
    monkeypatch.setattr(files, "put", put)
    assert not lying_about()
    world.run(timedelta(minutes=10))
    assert NAME not in text(row)


def test_what_fails_for_good_leaves_no_file(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    row = ask(world)
    extracts.work(stored(row), world.now, extracting._figure)
    assert lying_about()

    def broken(*_: object) -> None:
        raise RuntimeError("no more")

    monkeypatch.setattr(extracting, "_figure", broken)
    world.run(timedelta(days=2))
    assert stored(row).state == "failed"
    assert not lying_about()
    monkeypatch.undo()
    assert stored(ask(world)).state == "working"
    world.run(timedelta(minutes=10))
    assert text(row)
