"""Rows for the walk through all routes: what stands for each `{name}` of a path, once for a row that is the
reader's own and once for somebody else's. A new route with a new name needs a line in `values`."""

import re
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from chalicelib import files
from chalicelib.care import effects, shops, staff
from chalicelib.care.campaigns import keeping
from chalicelib.care.complaints import filing, intake, items, sorting
from chalicelib.care.complaints.filing import NewComplaint
from chalicelib.care.weather import declaring
from chalicelib.effects import Tell
from chalicelib.files import File
from chalicelib.records import complaints
from chalicelib.records.customers import Customer
from chalicelib.records.extracts import Extract
from chalicelib.records.imports import Import
from chalicelib.records.sales import Sale
from chalicelib.records.staff import Staff
from chalicelib.records.tasks import Task
from tests.http.story import Story

OURS, THEIRS = "天河", "番禺"
REP, OTHER = "李婷", "小冯"


@dataclass
class Example:
    """A customer of a rep of a shop, with all that happened in nine days."""

    story: Story
    customer: Customer
    rep: str

    @property
    def task(self) -> str:
        tasks = Task.in_partition(self.customer.pk, "task#")
        return next(task.key for task in tasks if task.state == "open")

    @property
    def complaint(self) -> str:
        return complaints.of_customer([self.customer.pk])[0]

    @property
    def told(self) -> str:
        return next(row.reference for row in sorting.waiting() if row.customer_id == self.customer.id)

    @property
    def message(self) -> tuple[str, str]:
        row = self.story.messages(self.customer, "email")[0]
        return row.touch_key, row.sk.split("#")[2]

    def seasons(self) -> dict[str, str]:
        """Of nobody in particular: whoever may see campaigns sees them all."""
        return {
            "campaigns.name": "damp-floor", "campaigns.language": "en", "plans.name": "flooring",
            "campaigns.region": "guangzhou",
        }  # fmt: skip

    @property
    def declared(self) -> int:
        day = self.story.now.date()
        return declaring.declare("typhoon", "guangzhou", day, day, "a storm", "Mei", self.story.now)

    @cached_property
    def values(self) -> dict[str, str]:
        """By the path's first word and the name in it."""
        return {
            "customers.id": self.customer.id,
            "tasks.key": self.task,
            "tasks.number": "1",
            "sales.order": next(row.id for row in Sale.by_lookup(self.customer.pk)),
            "touches.key": self.story.touch(self.customer, "full-moon").key,
            "outbox.key": self.message[0],
            "outbox.attempt": self.message[1],
            "complaints.number": self.complaint,
            "complaints.deed": "note",
            "complaints.place": "1",
            "complaints.reference": self.told,
            "overview.day": f"{self.story.now:%Y-%m-%d}",
            "meeting.month": f"{self.story.now:%Y-%m}",
            "people.id": staff.get(self.rep).id,
            "welcome.token": "of nothing",
            "assets.name": "nothing.js",
            "batches.batch": "B1",
            "imports.batch": "i1" if self.rep == REP else "i2",
            "extracts.id": "x1" if self.rep == REP else "x2",
            "settings.shop": OURS,
            "settings.kind": "policies",
            "settings.name": "duty",
            **self.seasons(),
        }


_LIVED: list = []
# No copy of the rows brings back a file that somebody threw away meanwhile.
_FILES: dict[str, File] = {}


def pair(story: Story) -> tuple[Example, Example]:
    """One of each of two shops. They live through their days once a process: each story gets a copy."""
    if not _LIVED:
        _LIVED.append((_lived(story), story.kept()))
    examples, kept = _LIVED[0]
    story.again(kept)
    for key, file in _FILES.items():
        files.put(key, file.content, file.kind)
    return examples


def _lived(story: Story) -> tuple[Example, Example]:
    staff.record(REP, {"store": OURS})
    staff.record(OTHER, {"store": THEIRS})
    day = story.now.date() + timedelta(days=1)
    mine = story.buys("Chan", phone="+85291234567", email="chan@example.com", booked_on=day, installed_on=day)
    theirs = story.buys(
        "Lee", phone="+85297654321", email="lee@example.com", order="B-1", booked_on=day, installed_on=day,
        rep=OTHER,
    )  # fmt: skip
    keeping.take_up("damp-floor", "marketing", story.now)
    story.play(days=9)
    shops.add(OURS, {})
    for name, shop in (("i1", OURS), ("i2", THEIRS)):
        counts = {"rejects": 2, "stores": [shop]}
        Import(*Import.at(name), file_name="ledger.csv", at_moment=story.now, counts=counts).save()
        for kind in ("rejects", "partly"):
            _FILES[f"imports/{name}/{kind}"] = File(b"line,code,sentence,read_as,order\n", "text/csv")
    for name, what in (("何经理", "person"), ("老吴", "figure"), ("Winnie", "person")):
        _asked_for(Staff(*Staff.at(name)).id, what, mine, story)
    for buyer, rep in ((mine, REP), (theirs, OTHER)):
        intake.at_once(
            effects.tell(Tell(f"asks {rep}", "mail", "?", buyer.id, opens=False), story.now), story.now
        )
        _complains(story, buyer, rep)
    return _photographed(Example(story, mine, REP)), _photographed(Example(story, theirs, OTHER))


def _asked_for(staff_id: str, what: str, about: Customer, story: Story) -> None:
    """A file that is ready, each colleague's own under the same name."""
    row = Extract(
        *Extract.at(staff_id, "x1"), what=what, asked={"customer": about.id}, file_name="asked-for.txt",
        asked_at=story.now, ended_at=story.now, state="done",
    )  # fmt: skip
    row.save()
    _FILES[row.whole] = File(b"as if it were one", "text/plain")


def _photographed(example: Example) -> Example:
    """There is a photo with the task."""
    _FILES["tasks/example/photo"] = File(b"as if it were one", "image/png")
    task = Task.by_key(example.task)
    assert task
    task.change([Task.photos.set([["tasks/example/photo", "door.png", "image/png", 17]])])
    return example


def _complains(story: Story, buyer: Customer, rep: str) -> None:
    """With a photo of what is wrong, and the plank itself handed in."""
    _FILES["complaints/example/photo"] = File(b"seen", "image/jpeg")
    photo = ["complaints/example/photo", "photo.jpg", "image/jpeg", 4]
    new = NewComplaint(buyer.id, "It creaks.", "repair", recorder=rep, more={"files": [photo]})
    opened = filing.open(new, story.now)
    story.play(minutes=2)
    items.hand_in(opened.id, "a plank", "bent", story.now.date() + timedelta(days=8), rep, story.now)


def filled(path: str, example: Example) -> str:
    first, known = path.split("/")[1], example.values
    if path.startswith("/campaigns/weather/") and "{number}" in path:
        # Declared weather stands in a file, which no copy of the rows brings back.
        known = {**known, "campaigns.number": str(example.declared)}
    return re.sub(r"{(\w+)}", lambda found: known[f"{first}.{found[1]}"], path)
