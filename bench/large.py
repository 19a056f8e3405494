"""A large shop, put into the journal of an embedded engine, which takes it up when it starts: many times as
quick as by requests, of which it takes a few hundred rows a second.

Each customer has a sale with a unit and a message that went; some have an open task, more have had one, some
a complaint, and what goes on in three days is counted. A folder that was filled once may be used again.
"""

import json
import os
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from bench import stage
from chalicelib import clock, engine
from chalicelib.care.metrics import folding, glancing, workload
from chalicelib.records import runs, table
from chalicelib.records.complaints import Case, Complaint
from chalicelib.records.customers import Contact, Customer
from chalicelib.records.roster import Enrolled
from chalicelib.records.sales import Sale, Unit
from chalicelib.records.table import Row, shard_of
from chalicelib.records.tasks import Task
from chalicelib.records.touchpoints import Touchpoint
from chalicelib.rules import names

MANY = 100_000
REPS, STORES, ESTATES, BATCHES = 30, 5, 400, 200
# One customer in so many has an address that is looked up, an open task, a complaint, an open one, and was
# written to within the last three days. Of so many, as many have a task that is done.
PHONED, ASKED, COMPLAINED, COMPLAINS, WRITTEN_TO = 10, 25, 33, 165, 9
DONE_OF, DONE = 25, 9
FAMILIES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平"
STAGES = ("acknowledged", "verifying", "deciding", "offered", "agreed", "carrying_out", "checking")
PART, A_LINE = 2_000, 500


class Shop(NamedTuple):
    """When it was filled, and which process the engine is."""

    at: datetime
    pid: int


@contextmanager
def running(many: int, folder: Path | None = None) -> Iterator[Shop]:
    with TemporaryDirectory() as passing:
        data = folder or Path(passing)
        if not (data / "shop.json").exists():
            _made(data, many)
        said = json.loads((data / "shop.json").read_text())
        with engine.start(data) as endpoint:
            table.connect("bench", "us-east-1", endpoint, engine.CREDENTIALS)
            if said["many"] != many:
                raise SystemExit(f"{data} holds {said['many']} customers")
            pid = json.loads((data / "engine.json").read_text())["pid"]
            yield Shop(datetime.fromisoformat(said["at"]), pid)


def _made(data: Path, many: int) -> None:
    began, now = time.perf_counter(), clock.now()
    with engine.start(data) as endpoint, stage.new_table(endpoint):
        pass
    starts = range(0, many, PART)
    with (data / "journal").open("ab") as journal, ProcessPoolExecutor(os.cpu_count()) as workers:
        for lines in workers.map(partial(_lines, many=many, now=now), starts):
            journal.write(lines)
    with engine.start(data) as endpoint:
        table.connect("bench", "us-east-1", endpoint, engine.CREDENTIALS)
        counted(many, now)
    (data / "shop.json").write_text(json.dumps({"many": many, "at": now.isoformat()}))
    print(f"{many} customers took {time.perf_counter() - began:.0f} s to fill in", file=sys.stderr)


def _lines(begin: int, many: int, now: datetime) -> bytes:
    """As engine/journal.py writes them: [number of the table, row, whether it is put]."""
    numbers = range(begin, min(many, begin + PART))
    put = [[0, row.serialize(), 1] for number in numbers for row in recorded(number, now)]
    return b"".join(json.dumps(put[at : at + A_LINE]).encode() + b"\n" for at in range(0, len(put), A_LINE))


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
    if number % DONE_OF <= DONE:
        yield _task(number, id, now)
    if number % COMPLAINED == 0:
        yield from _complaint(number, id, now)


def _task(number: int, id: str, now: datetime) -> Task:
    open_now, turn = number % ASKED == 0, number // ASKED
    due_on = now.date() + timedelta(turn % 20 - 5 if open_now else -(turn % 360) - 1)
    task = Task(
        *Task.at(id, "kbig"), customer_id=id, do="call", title="x", rep=f"rep{turn % REPS}", opened_at=now,
        due_on=due_on, state="open" if open_now else "done", done_at=None if open_now else now,
    )  # fmt: skip
    task.listed()
    return task


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


def counted(many: int, now: datetime) -> None:
    """What the drains noted in three days, folded as the clock does."""
    written_to = range(0, many, WRITTEN_TO)
    for begin in range(0, len(written_to), 20):
        numbers = written_to[begin : begin + 20]
        at = now - timedelta(hours=numbers[0] % 70)
        settled = [
            [f"cbig{number:010d}.tbig", "care-tips", "sent", "", "sms", 1, "CNY", "0.3"] for number in numbers
        ]
        runs.note(shard_of(f"cbig{numbers[0]:010d}"), at, settled)
    folding.fold_recent(now, 4)
    glancing.look(now)
    workload.keep(now)
