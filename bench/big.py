"""Lists and searches over a large shop on the embedded engine: python -m bench.big [CUSTOMERS], else 100,000.

Each customer has a sale with a unit and a message that went; some have an open task or a complaint, and what
goes on in three days is counted. Takes minutes, so that it is no part of `make bench`.
"""

import os
import sys
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import islice
from urllib.parse import quote

from bench import pages, shop, stage
from bench.shop import Asking
from chalicelib import clock, engine, local, settings
from chalicelib.care import staff
from chalicelib.care.metrics import folding, glancing
from chalicelib.local.gateway import Gateway
from chalicelib.records import runs
from chalicelib.records.complaints import Case, Complaint
from chalicelib.records.customers import Contact, Customer
from chalicelib.records.roster import Enrolled
from chalicelib.records.sales import Sale, Unit
from chalicelib.records.table import Row, shard_of
from chalicelib.records.tasks import Task
from chalicelib.records.touchpoints import Touchpoint
from chalicelib.rules import names
from tests.http.console import colleagues
from tests.http.console.colleagues import Colleague

REPS, STORES, ESTATES, BATCHES = 30, 5, 400, 200
# One customer in so many has an address that is looked up, an open task, an open or a closed complaint, and
# was written to within the last three days.
PHONED, ASKED, COMPLAINS, COMPLAINED, WRITTEN_TO = 10, 25, 100, 20, 9
FAMILIES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平"
STAGES = ("acknowledged", "verifying", "deciding", "offered", "agreed", "carrying_out", "checking")
LISTS = (
    "/customers", "/customers?q=王", "/customers?q=王伟", "/customers?q=+8613800000010",
    "/customers?estate=estate7", "/complaints", "/complaints?stage=deciding", "/complaints?show=closed",
    "/tasks", "/tasks?rep=rep7", "/today", "/overview", "/hand-over", "/attention", "/metrics",
    "/metrics?by=rep", "/metrics/rows?figure=kept", "/people", "/batches/B1",
    "/outbox", "/campaigns",
)  # fmt: skip
PEOPLE = (("admin", "老板", ""), ("manager", "何经理", "store1"), ("rep", "rep7", "store2"))


def recorded(number: int, now: datetime) -> Iterator[Row]:
    name = FAMILIES[number % 20] + GIVEN[number // 20 % 20] + GIVEN[number // 400 % 20]
    id, rep, store = f"cbig{number:010d}", f"rep{number % REPS}", f"store{number % STORES}"
    phone, batch, day = f"+86138{number:08d}", f"B{number % BATCHES}", now.date() - timedelta(number % 360)
    yield Customer(
        *Customer.at(id), name=name, phones=[phone], rep=rep, store=store, estate=f"estate{number % ESTATES}",
        sellers=[[store, rep]], country="CN", language="zh-CN", sample=True,
        lookup_pk=f"estate#estate{number % ESTATES}", lookup_sk=id,
    )  # fmt: skip
    entry = Enrolled(*Enrolled.at(id))
    entry.named(names.spelling(name))
    yield entry
    line = {**stage.LINE, "batch": batch}
    sale = Sale(
        *Sale.at(f"big{number}"), order=f"BIG{number}", customer_id=id, signed_on=day, installed_on=day,
        lines=[line], entered_at=now, rep=rep, store=store, category="flooring", planned_version=1,
        lookup_pk=f"customer#{id}", lookup_sk=f"{day}",
    )  # fmt: skip
    yield sale
    yield Unit(
        *Unit.at(sale.id, 1), customer_id=id, line=line, lookup_pk=f"batch#{batch}", lookup_sk=f"{sale.id}#1"
    )
    yield _touch(number, id, now)
    yield from _more(number, id, phone, now)


def _touch(number: int, id: str, now: datetime) -> Touchpoint:
    at = now - timedelta(hours=number % 70)
    return Touchpoint(
        *Touchpoint.at(id, "tbig"), sale_id=f"big{number}", plan="flooring", plan_version=1, step="care-tips",
        due_at=at, sent_at=at, settled_at=at, state="sent", channel="sms", expires_at=at + timedelta(days=7),
    )  # fmt: skip


def _more(number: int, id: str, phone: str, now: datetime) -> Iterator[Row]:
    if number % PHONED == 0:
        yield Contact(*Contact.at("sms", phone), customers=[id])
    if number % ASKED == 0:
        due_on = now.date() + timedelta(number // ASKED % 20 - 5)
        task = Task(
            *Task.at(id, "kbig"), customer_id=id, do="call", title="x", rep=f"rep{number // ASKED % REPS}",
            opened_at=now, due_on=due_on,
        )  # fmt: skip
        task.listed()
        yield task
    if number % COMPLAINED == 0:
        yield from _complaint(number, id, now)


def _complaint(number: int, id: str, now: datetime) -> Iterator[Row]:
    name, open_now = f"{number:08d}", number % COMPLAINS == 0
    row = Complaint(
        *Complaint.at(name), customer_id=id, severity="minor", about="other", opened_at=now,
        owner=f"rep{number // COMPLAINED % REPS}",
        stage=STAGES[number // COMPLAINS % len(STAGES)] if open_now else "closed",
    )  # fmt: skip
    row.lookup_pk, row.lookup_sk = row.listed(row.stage, row.owner)
    yield row
    yield Case(*Case.at(id, name), opened_at=now)


def _parts(numbers: Iterable[int], most: int) -> Iterator[list[int]]:
    left = iter(numbers)
    while part := list(islice(left, most)):
        yield part


def fill(many: int, now: datetime) -> None:
    def put(numbers: list[int]) -> None:
        shop.put([row.serialize() for number in numbers for row in recorded(number, now)])

    with ThreadPoolExecutor(4) as workers:
        for _ in workers.map(put, _parts(range(many), 500)):
            pass


def counted(many: int, now: datetime) -> None:
    """What the drains noted in three days, folded as the clock does."""
    for numbers in _parts(range(0, many, WRITTEN_TO), 20):
        at = now - timedelta(hours=numbers[0] % 70)
        settled = [
            [f"cbig{number:010d}.tbig", "care-tips", "sent", "", "sms", 1, "CNY", "0.3"] for number in numbers
        ]
        runs.note(shard_of(f"cbig{numbers[0]:010d}"), at, settled)
    folding.fold_recent(now, 4)
    glancing.look(now)


def asked(gateway: Gateway) -> Iterator[Asking]:
    for number in range(REPS):
        staff.record(f"rep{number}", {"store": f"store{number % STORES}", "role": "rep"})
    for role, name, store in (
        ("admin", "老板", ""),
        ("manager", "何经理", "store1"),
        ("rep", "rep7", "store2"),
    ):
        who = colleagues.employ(role, name, store)
        signed_in = Colleague(gateway, staff=who, token=colleagues.begin(who))
        for page in LISTS:
            yield Asking(signed_in, role, page, quote(page, safe="/?=&%").replace("+", "%2B"))
            yield from _following(signed_in, role, page)


def _following(who: Colleague, role: str, page: str) -> Iterator[Asking]:
    """The second page of a list and one far down, by the links on the pages."""
    url = quote(page, safe="/?=&%").replace("+", "%2B")
    for turned in range(1, 6):
        found = pages.NEXT.search(who.get(url).text)
        if not found:
            return
        url = found[1].replace("&amp;", "&")
        if turned in (1, 5):
            yield Asking(who, role, f"{page}, page {turned + 1}", url)


def main() -> None:
    os.environ.update(engine.CREDENTIALS)
    settings.assume(link_secret="bench")
    many, now = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000, clock.now()
    with stage.embedded():
        for what, do in (("filling", fill), ("counting", counted)):
            began = time.perf_counter()
            do(many, now)
            print(f"{what} {many} customers took {time.perf_counter() - began:.0f} s", file=sys.stderr)
        pages.show([pages.cost(asking) for asking in asked(Gateway(local.program())) if _is_open(asking)])


def _is_open(asking: Asking) -> bool:
    return asking.who.get(asking.url).status == 200


if __name__ == "__main__":
    main()
