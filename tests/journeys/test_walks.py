"""Whatever people do to a complaint in whatever order: somebody has it, the clock comes back to it, the
customer hears in time, and nobody promises what is not his to promise."""

from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from itertools import pairwise
from random import Random

import pytest

from chalicelib import plans
from chalicelib.care import tasks
from chalicelib.care.complaints import (
    agreeing,
    carrying,
    closing,
    escalating,
    file,
    giving,
    handling,
    offering,
    outside,
    reviewing,
    telling,
    watching,
)
from chalicelib.care.complaints.reviewing import Review
from chalicelib.errors import CareError
from chalicelib.records import events
from chalicelib.records.complaints import Complaint
from chalicelib.records.customers import Customer
from chalicelib.records.table import Row
from chalicelib.records.touchpoints import Touchpoint
from chalicelib.rules.offers import Give
from tests.journeys.resolving import (
    BOSS,
    DAY,
    HOUR,
    MANAGER,
    MINUTES,
    OPS,
    REP,
    VERIFIED,
    complain,
    people,
    told,
    work,
)
from tests.journeys.world import World

WALKS, STEPS = 30, 70
STAFF = (REP, MANAGER, OPS, BOSS, "路人")
AMOUNTS = ("0", "50", "150", "250", "900", "4000", "7000", "30000")
NEXT = {
    "acknowledged": "verifying", "reopened": "verifying", "verifying": "deciding", "disputed": "deciding",
}  # fmt: skip


class Walk:
    """One complaint or two of one customer, and people who try this and that."""

    def __init__(self, seed: int) -> None:
        self.world, self.luck = World(), Random(seed)
        people(self.world)
        self.one = complain(self.world)
        self.numbers = [self.one.id, complain(self.world, customer_id=self.one.customer_id, key="2").id]
        self.number, self.did = self.one.id, Counter[str]()
        self.made: set[tuple[str, int]] = set()
        self.stages = {number: ["received", "acknowledged"] for number in self.numbers}

    @property
    def now(self):
        return self.world.now

    def who(self) -> str:
        return self.luck.choice(STAFF)

    def step(self) -> None:
        self.number = self.luck.choice(self.numbers)
        aside = self.luck.choice(ASIDE)
        act = self.luck.choice([*ACTS, *[onward] * len(ACTS), aside, aside, let_pass, let_pass])
        try:
            act(self)
            self.did[act.__name__] += 1
        except CareError:
            self.did["refused"] += 1
        self.check()

    def check(self) -> None:
        for number in self.numbers:
            one = file.get(number)
            if one.stage != self.stages[number][-1]:
                self.stages[number].append(one.stage)
            self.owned(one)
            self.watched(one)
            self.allowed(one)
            self.answered(one)
            # What lists go by is what its chain says.
            assert file.noted(one, self.now) == file.running(one, self.now)
        open_ones = [number for number in self.numbers if file.get(number).stage != "closed"]
        assert Customer.find(*Customer.at(self.one.customer_id)).open_complaints == len(open_ones)

    def check_all(self) -> None:
        """Each was answered once, no row failed on its way, the chains hold."""
        assert told(self.world).count("received") == len(self.numbers)
        assert not [row for row in self.world.stored() if "failed" in row or row["failures"]["N"] != "0"]
        assert not [fault for number in self.numbers for fault in events.broken_links(file.get(number))]

    def owned(self, one: Complaint) -> None:
        """One owner, under whom alone it is listed."""
        assert one.owner
        assert one.lookup_pk == ("complaints#closed" if one.stage == "closed" else "complaints#open")
        assert one.lookup_sk.startswith(f"{one.owner}#{one.stage}#")

    def watched(self, one: Complaint) -> None:
        """Due again until it rests; what the customer was promised lies ahead or has been kept."""
        if one.stage == "closed":
            assert not one.due_key
            return
        assert one.due_since
        promised = [by for by in (one.news_by, one.finish_by) if by]
        assert len(promised) == (0 if one.stage == "checking" else 2)
        assert all(
            one.due_since <= telling.warning_of(by) for by in promised if telling.warning_of(by) > self.now
        )
        assert not [line for line in one.promises if line[3] == "broken"]

    def answered(self, one: Complaint) -> None:
        """Once, when its words had gone or somebody had told the customer, and never before."""
        given = [event for event in events.of(one) if event.what == "answered"]
        first = min((touch.sent_at for touch in self.messages(one) if touch.sent_at), default=None)
        assert [event.at_moment for event in given] == ([first] if first else [])
        assert first or self.world.now < file.running(one, self.now)["answer"].due_at

    def messages(self, one: Complaint) -> list[Touchpoint]:
        touches = Row.in_partition(Customer.at(one.customer_id)[0], "touch#")
        return [row for row in touches if row.values.get("complaint_number") == one.id]

    def allowed(self, one: Complaint) -> None:
        """Counted anew, past the program's own account: case and year, open offers included. Both complain of
        one sale, so that they are one case."""
        version = (one.id, int(one.offers))
        if one.offer_state != "made" or version in self.made:
            return
        self.made.add(version)
        offer = giving.last_offer(one)
        step = next(
            (one_ for one_ in plans.compensation().ladder if one_.role == ROLES.get(one.decider)), None
        )
        case = sum((Decimal(line[1]) for line in one.granted), offer.total)
        if offer.total:
            assert step, f"{one.decider} promised {offer.total}"
            assert step.per_case is None or self.elsewhere(one) + case <= step.per_case
            assert offer.beside or not self.elsewhere(one)
            assert step.per_year is None or self.elsewhere(one) + offer.total <= step.per_year
        if offer.total > plans.compensation().four_eyes_above:
            assert one.decider != offer.who

    def elsewhere(self, one: Complaint) -> Decimal:
        """Agreed or on offer in the other complaint; no walk lasts a year."""
        (other,) = (file.get(number) for number in self.numbers if number != one.id)
        pending = giving.last_offer(other) if other.offer_state in ("asked", "made") else None
        stands = pending.total if pending and other.stage != "closed" else Decimal(0)
        return sum((Decimal(line[1]) for line in other.granted), stands)


ROLES = {REP: "rep", MANAGER: "manager", OPS: "ops", BOSS: "admin"}


def onward(walk: Walk) -> None:
    """What a good handler would do next."""
    one = file.get(walk.number)
    if one.stage in NEXT:
        facts = {**VERIFIED, "cause": "x", "at_fault": "yes", "loss_direct": "40000"}
        handling.move(one.id, NEXT[one.stage], walk.who(), "", facts, walk.now)
    elif one.stage == "deciding":
        offer(walk) if one.offer_state != "asked" else decide(walk)
    elif one.stage == "offered":
        accept(walk)
    elif one.stage == "carrying_out":
        finish(walk)
    elif one.stage == "checking":
        rate(walk)
    elif one.stage in ("not_ours", "closed"):
        (review if one.stage == "closed" else close)(walk)


def move(walk: Walk) -> None:
    known = {"pointed_on": "原廠", "route": "消委會"}
    onward_to = sorted(file.moves()[file.get(walk.number).stage])
    handling.move(walk.number, walk.luck.choice(onward_to), walk.who(), "why", known, walk.now)


def note(walk: Walk) -> None:
    facts = walk.luck.choice(
        [
            VERIFIED,
            {"cause": "x", "at_fault": "no"},
            {"at_fault": "yes"},
            {"mood": "x"},
            {"responsible": "warehouse"},
        ]
    )
    handling.note(walk.number, facts, walk.who(), "", walk.now)


def offer(walk: Walk) -> None:
    gives = [Give("refund", Decimal(walk.luck.choice(AMOUNTS))), Give("apology")]
    gives = [give for give in gives if give.amount or give.kind == "apology"]
    beside, below = walk.luck.choice(["", "another room"]), walk.luck.choice(["", "the insurer pays"])
    ask = walk.luck.random() < 0.8
    offering.propose(walk.number, gives, "CNY", "", walk.who(), ask, walk.now, "", beside, below)


def decide(walk: Walk) -> None:
    offering.decide(walk.number, walk.luck.random() < 0.8, walk.who(), "looked at it", walk.now)


def accept(walk: Walk) -> None:
    agreeing.accept(walk.number, walk.luck.choice([0, 0, 1]), "signed", walk.who(), walk.now)


def decline(walk: Walk) -> None:
    agreeing.decline(walk.number, 0, "too little", "customer", walk.now)


def call(walk: Walk) -> None:
    agreeing.call_me(walk.number, 0, walk.now)


def finish(walk: Walk) -> None:
    """Nobody's task is forgotten, but some cannot be done, and some are put off."""
    for task in work(walk.world, file.get(walk.number)):
        if task.state == "open" and walk.luck.random() < 0.2:
            tasks.postpone(task.key, walk.world.day(walk.luck.randint(1, 20)), "parts", REP, walk.now)
        elif task.state == "open":
            outcome = "carried_out" if walk.luck.random() < 0.8 else "not_done"
            tasks.finish(task.key, outcome, "", REP, walk.now)
    walk.world.run(MINUTES)


def done(walk: Walk) -> None:
    carrying.done(walk.number, walk.who(), "seen", walk.now)


def rate(walk: Walk) -> None:
    closing.rate(walk.number, 0, walk.luck.randint(1, 5), "", "customer", walk.now)


def close(walk: Walk) -> None:
    closing.close(walk.number, walk.who(), "why", walk.now)
    walk.did["close"] += 1


def reopen(walk: Walk) -> None:
    closing.open_again(walk.number, "why", walk.who(), walk.now)


def hand_over(walk: Walk) -> None:
    handling.hand_over(walk.number, walk.who(), walk.who(), "why", walk.now)


def news(walk: Walk) -> None:
    watching.tell_news(handling.sayable(walk.number, "師傅星期四上門。"), "師傅星期四上門。", REP, walk.now)


def grade(walk: Walk) -> None:
    severity = walk.luck.choice([*plans.complaints().severities])
    escalating.grade(walk.number, severity, walk.who(), "why", walk.now)


def escalate(walk: Walk) -> None:
    escalating.escalate(walk.number, walk.who(), "why", walk.now)


def go_outside(walk: Walk) -> None:
    body = walk.luck.choice([*plans.review().bodies])
    outside.go(walk.number, body, "117", None, walk.world.day(9), walk.who(), walk.now)


def body_of(walk: Walk) -> str:
    """One that has it, where any has."""
    having = [route["body"] for route in file.get(walk.number).routes if not route["ended_on"]]
    return walk.luck.choice(having or ["court"])


def paper(walk: Walk) -> None:
    outside.paper(walk.number, body_of(walk), "summons", None, walk.world.day(5), walk.who(), walk.now)


def end_outside(walk: Walk) -> None:
    outside.end(walk.number, body_of(walk), "settled", None, walk.who(), walk.now)


def review(walk: Walk) -> None:
    reviewing.review(walk.number, Review("damp", "service"), walk.who(), walk.now)
    walk.did["review"] += 1


def let_pass(walk: Walk) -> None:
    walk.world.run(walk.luck.choice([MINUTES, HOUR, 9 * HOUR, DAY, 3 * DAY]))


ACTS: tuple[Callable[[Walk], None], ...] = (
    move, note, offer, decide, accept, decline, call, finish, done, rate, close, reopen, hand_over, news,
)  # fmt: skip
# What happens beside the way, and not as often.
ASIDE: tuple[Callable[[Walk], None], ...] = (grade, escalate, go_outside, paper, end_outside, review)


@pytest.fixture(scope="module")
def walks() -> list[Walk]:
    found = []
    for seed in range(WALKS):
        walk = Walk(seed)
        for _ in range(STEPS):
            walk.step()
        walk.check_all()
        found.append(walk)
    Row.engine = None
    return found


def test_walks_lead_everywhere_by_arrows_of_the_map_alone(walks: list[Walk]) -> None:
    """The walks themselves hold the rules after each step; here, that they were not all alike."""
    arrows = {pair for walk in walks for path in walk.stages.values() for pair in pairwise(path)}
    assert {there for _, there in arrows} >= {*file.stages()} - {"received", "agreed"}
    did = sum((walk.did for walk in walks), Counter())
    assert not [act.__name__ for act in (*ACTS, *ASIDE) if not did[act.__name__]]
