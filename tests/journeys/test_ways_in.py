"""Anything by any way in, in any order, cut short anywhere: nothing told is unanswered, nothing is two."""

import random
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import pytest

from chalicelib.care import effects, inbox, ratings
from chalicelib.care.complaints import closing, file, filing, handling, intake, sorting
from chalicelib.care.complaints.filing import NewComplaint
from chalicelib.effects import Tell
from chalicelib.errors import CareError
from chalicelib.message import Reply
from chalicelib.records.complaints import Complaint
from chalicelib.records.customers import Customer
from chalicelib.records.table import Row
from chalicelib.records.tellings import Telling
from tests.journeys.world import PHONE, World

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
REP = "阿玲"
SALES = ("a1", "a2", "")
SAID = ("地板裂開", "門壞了，投訴", "還沒人來？", "謝謝", "2", "KKBOFRUH", "")


class Walk:
    def __init__(self, seed: int) -> None:
        self.dice, self.world, self.count = random.Random(seed), World(), 0
        self.world.staff()
        self.person = self.world.customer()
        for order in ("A1", "A2"):
            self.world.sale(self.person, order, installed_on=self.world.now.date())
        self.world.run(9 * DAY)

    def step(self) -> None:
        """One deed, which may die at one of its requests, and may be done again."""
        act = self.dice.choice((self.sms, self.page, self.rate, self.phone, self.handler, self.pass_time))
        self.count += 1
        fuse = self.world.fuse
        fuse.at, fuse.after, fuse.calls = self.dice.choice((0, 0, *range(1, 12))), self.dice.random() < 0.5, 0
        for _ in range(self.dice.randint(1, 2)):
            self.world.survive(lambda: self.try_to(act))
        fuse.at = 0

    def try_to(self, act: Callable[[], None]) -> None:
        with suppress(CareError):
            act()

    def sms(self) -> None:
        sender = self.dice.choice((PHONE, PHONE, "+85299990000"))
        inbox.replied("sms", Reply(f"SM{self.count}", sender, "", self.dice.choice(SAID)), self.world.now)

    def page(self) -> None:
        said = Tell(f"p{self.count}", "page", self.dice.choice(SAID), self.person.id, self.dice.choice(SALES))
        intake.at_once(effects.tell(said, self.world.now), self.world.now)

    def rate(self) -> None:
        touches = [t for t in self.world.touches().values() if t.step == "satisfaction" and t.sent_at]
        if touches:
            ratings.record(touches[0].key, self.dice.randint(1, 5), "", "link", self.world.now)

    def phone(self) -> None:
        new = NewComplaint(self.person.id, "電話", "repair", sale_id=self.dice.choice(SALES), recorder=REP)
        filing.open(new, self.world.now)

    def handler(self) -> None:
        for one in self.world.rows(Complaint):
            if self.dice.random() < 0.5:
                handling.move(one.id, "waiting_for_customer", REP, "when?", {}, self.world.now)
            else:
                handling.move(one.id, "not_ours", REP, "", {"pointed_on": "the maker"}, self.world.now)
                closing.close(one.id, REP, "pointed on", self.world.now)

    def pass_time(self) -> None:
        self.world.run(self.dice.choice((MINUTE, 30 * MINUTE, DAY)))

    def check(self) -> None:
        for row in self.world.rows(Telling):
            assert row.state in ("opened", "joined", "asked"), row.state
            assert row.due_key is None
            if row.state == "asked":
                assert [task for task in self.world.tasks() if row.reference in task.title]
                assert row.reference in [one.reference for one in sorting.waiting()]
            else:
                assert file.get(row.number)
        open_ones = [one for one in self.world.rows(Complaint) if not file.stages()[one.stage].rests]
        assert all(one.owner and one.stage != "received" for one in open_ones)
        assert Customer.find(*Customer.at(self.person.id)).open_complaints == len(open_ones)
        told = Counter(one.sale_id for one in open_ones if one.channel in ("sms", "page", "rating"))
        assert max(told.values(), default=0) <= 1


@pytest.mark.parametrize("seed", range(25))
def test_nothing_told_is_ever_unanswered_or_two(seed: int) -> None:
    walk = Walk(seed)
    try:
        for _ in range(12):
            walk.step()
        walk.world.run(20 * MINUTE)
        walk.check()
    finally:
        Row.engine = None
