"""Killed anywhere on a complaint's way: whoever was typing types again, and all of it happened once."""

from collections.abc import Callable, Iterator

import pytest

from chalicelib.care import tasks
from chalicelib.care.complaints import agreeing, closing, file, filing, handling, offering
from chalicelib.care.complaints.filing import NewComplaint
from chalicelib.errors import CareError
from chalicelib.records import complaints as records
from chalicelib.records import events
from chalicelib.records.customers import Customer
from chalicelib.records.offers import Offer
from chalicelib.records.table import Row
from chalicelib.rules.offers import Give, amount
from tests.journeys.resolving import DAY, MANAGER, MINUTES, OURS, REP, VERIFIED, people, told, work
from tests.journeys.world import Fuse, World

GIVES = [Give("refund", amount("900", "refund")), Give("apology")]


class Case:
    """A whole case in deeds, each of which can be typed again."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.person = world.customer().id

    def number(self) -> str:
        return records.of_customer([Customer.at(self.person)[0]])[0]

    def deeds(self) -> list[Callable[[], object]]:
        world = self.world
        new = NewComplaint(self.person, "地板起拱", "refund", recorder=REP, key="1")
        return [
            lambda: filing.open(new, world.now),
            self.tick,
            lambda: handling.move(self.number(), "verifying", REP, "", {}, world.now),
            lambda: handling.move(self.number(), "deciding", REP, "", {**VERIFIED, **OURS}, world.now),
            lambda: offering.propose(self.number(), GIVES, "CNY", "", REP, True, world.now, below="x"),
            self.tick,
            lambda: offering.decide(self.number(), True, MANAGER, "looked", world.now),
            self.tick,
            lambda: agreeing.accept(self.number(), 1, "link", "customer", world.now),
            self.tick,
            *[lambda place=place: self.finish(place) for place in range(len(GIVES))],
            self.tick,
            lambda: closing.rate(self.number(), 1, 5, "", "customer", world.now),
            self.tick,
        ]

    def finish(self, place: int) -> None:
        task = sorted(work(self.world, file.get(self.number())), key=lambda task: task.title)[place]
        tasks.finish(task.key, "carried_out", "", REP, self.world.now)

    def tick(self) -> None:
        self.world.run(MINUTES)

    def play(self) -> None:
        for deed in self.deeds():
            while self.world.survive(lambda deed=deed: self.typed(deed)):
                pass
        while self.world.survive(lambda: self.world.run(DAY)):
            pass

    def typed(self, deed: Callable[[], object]) -> None:
        """What was done already is refused, and that is well."""
        try:
            deed()
        except CareError:
            if not self.world.fuse.at:
                raise


def staged(fuse: Fuse) -> Case:
    world = World(Fuse())
    people(world)
    case = Case(world)
    world.fuse = fuse
    Row.engine.fuse = fuse
    return case


@pytest.fixture(scope="module")
def calm() -> Iterator[Fuse]:
    """Of the way of an undisturbed case."""
    case = staged(Fuse())
    case.play()
    held(case)
    yield case.world.fuse
    Row.engine = None


def held(case: Case) -> None:
    one = file.get(case.number())
    assert (one.stage, one.facts["satisfaction"]) == ("closed", "5")
    assert sorted(told(case.world)) == ["agreed", "offer", "received", "satisfied"]
    assert max(case.world.provider.counts.values()) == 1
    assert len(list(Offer.of(one.pk))) == len(one.granted) == 1
    assert [task.state for task in work(case.world, one)] == ["done", "done"]
    assert Customer.find(*Customer.at(case.person)).open_complaints == 0
    assert events.broken_links(one) == []


@pytest.mark.parametrize(("after", "each"), [(False, 1), (True, 3)], ids=["before", "after"])
def test_killed_anywhere_it_all_happens_once(calm: Fuse, after: bool, each: int) -> None:
    """After a call is mostly before the next, so every third place is enough there."""
    places = sorted(calm.places.values())
    assert len(places) > 60
    for at in [at for at, late in calm.deaths(places[::each]) if late == after]:
        case = staged(Fuse(at, after=after))
        case.play()
        try:
            held(case)
        except AssertionError as fault:
            raise AssertionError(f"killed {'after' if after else 'before'} call {at}") from fault
