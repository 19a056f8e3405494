"""The sample shop: its ledger moved up to today, its last 400 days played, and people who live in it."""

import random
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

from chalicelib import plans, settings
from chalicelib.care import gifts, imports, inbox, staff, switches, tasks
from chalicelib.care.campaigns import sketching
from chalicelib.care.metrics import folding, glancing
from chalicelib.message import Reply
from chalicelib.policies import Outcome
from chalicelib.records import opening, table
from chalicelib.records.memory import Memory
from chalicelib.records.switches import Switch
from chalicelib.records.table import Row
from chalicelib.records.touchpoints import Touchpoint
from chalicelib.rules import timing
from chalicelib.rules.ledgers import Ledger, LedgerRow
from chalicelib.rules.ledgers.synonyms import DATES
from chalicelib.samples import cases
from chalicelib.simulation import Year

LEDGER = Path(__file__).resolve().parents[2] / "samples" / "ledger.csv"
DAYS = 400
EVENING = time(17)
# What a customer says whom a call finds discontented.
GRUMBLE = "走上去有响声"
SEEN_TO = "已和同事核对，情况属实"
PEOPLE = (
    ("何经理", "manager", "+8613000099001", ""),
    ("阿敏", "rep", "+8613000099002", "何经理"),
    ("老周", "rep", "+8613000099003", "何经理"),
    ("小冯", "rep", "+8613000099004", "何经理"),
    ("Winnie", "rep", "+85298000001", "何经理"),
)
STOCK = {"welcome-mat": 120, "visitor-gifts": 300, "floor-care-kit": 150}
WORDS = ("谢谢，装得很好", "请问怎么打蜡？", "收到，谢谢", "师傅很准时", "有一块板有点响，能来看看吗？")


def is_wanted() -> bool:
    """On an empty table only."""
    return not (Switch.read("sample", consistent=True) or opening.is_in_use())


def load_if_empty(now: datetime, progress: Callable[[date], None]) -> bool:
    """On an empty table: play the sample shop in memory, then load all of it. Whether it did."""
    if not is_wanted():
        return False
    switches.load_sample(played(now, progress), now)
    return True


def played(now: datetime, progress: Callable[[date], None]) -> list[Row]:
    """Every row of the shop as it stands this morning; its links lead to where this process serves."""
    ledger = up_to(imports.read(LEDGER.name, LEDGER.read_bytes()), now.date())
    with table.kept_apart(Memory()) as memory:
        _furnish()
        start = now.date() - timedelta(days=DAYS)
        address = settings.read().public_base_url
        year = Year(ledger, imports.judge(ledger), start, DAYS, address)
        life = Life(year)

        def lived(day: date) -> None:
            life.of(day)
            progress(day)

        year.play(lived)
        folding.fold_missing(start, now.date())
        folding.fold_recent(now)
        glancing.look(now)
        sketching.keep_some(now)
        return [Row.from_raw_data(item) for item in memory.items()]


def up_to(ledger: Ledger, today: date) -> Ledger:
    """The same ledger with its last signing yesterday."""
    signed = [row.sale.signed_on for row in ledger.rows if row.sale and row.sale.signed_on]
    shift = today - timedelta(days=1) - max(signed)
    return replace(ledger, rows=tuple(_moved(row, shift) for row in ledger.rows))


def _moved(row: LedgerRow, shift: timedelta) -> LedgerRow:
    if row.sale is None:
        return row
    days = {name: day + shift for name in DATES if (day := getattr(row.sale, name))}
    return replace(row, sale=replace(row.sale, **days))


def _furnish() -> None:
    """Staff, and a cupboard of gifts."""
    for name, role, phone, manager in PEOPLE:
        staff.record(name, {"role": role, "phone": phone, "manager": manager}, sample=True)
    for gift, stock in STOCK.items():
        gifts.add(gift, stock)


class Life:
    """Reps who do most of their tasks, and customers who answer now and then: seeded, so that two
    starts on one day show the same shop."""

    def __init__(self, year: Year):
        self.year = year
        self.answered = 0

    def of(self, day: date) -> None:
        for rep, *_ in PEOPLE:
            self._work(rep, day)
        cases.live(day, self.year.start + timedelta(days=self.year.days), self._evening(day))
        for key, _attempt in self.year.witness.seen[self.answered :]:
            self._answer(key)
        self.answered = len(self.year.witness.seen)

    def _work(self, rep: str, day: date) -> None:
        for task in [*(listing := tasks.of_rep(rep, day)).overdue, *listing.due]:
            dice = random.Random(f"{task.key} {day}")
            if dice.random() < 0.55:
                endings = plans.tasks().outcomes.get(task.do, ())
                ended = dice.choices(endings, [6] + [1] * (len(endings) - 1))[0] if endings else None
                outcome, note = (ended.name, _note(ended)) if ended else ("done", "")
                tasks.finish(task.key, outcome, note, rep, self._evening(day))

    def _evening(self, day: date) -> datetime:
        return timing.at_wall_clock(day, EVENING, self.year.zone)

    def _answer(self, key: str) -> None:
        touch = Touchpoint.by_key(key)
        if touch is None or not touch.owner.startswith("c"):
            return
        dice = random.Random(key)
        text = self._says(touch, dice)
        if text:
            reply = Reply(f"r{zlib.crc32(key.encode()):08x}", touch.address, "", text)
            inbox.replied(touch.channel, reply, self.year.now)

    def _says(self, touch: Touchpoint, dice: random.Random) -> str:
        roll = dice.random()
        if touch.step == "satisfaction" and roll < 0.7:
            return str(dice.choices((5, 4, 3, 2), (10, 6, 2, 1))[0])
        if roll < 0.012:
            return "退订"
        return dice.choice(WORDS) if roll < 0.06 else ""


def _note(ended: Outcome) -> str:
    return GRUMBLE if ended.complaint else SEEN_TO if ended.note else ""
