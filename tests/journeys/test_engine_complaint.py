"""A whole case on the embedded engine, whose transactions have the table's own rules."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from chalicelib import engine as embedded
from chalicelib.care import inbox
from chalicelib.message import Reply
from chalicelib.records import table
from chalicelib.records.complaints import Complaint
from chalicelib.records.table import Row
from chalicelib.records.tellings import Telling
from tests.journeys.engine_world import EngineWorld
from tests.journeys.resolving import people
from tests.journeys.test_complaint_crashes import Case, held
from tests.journeys.world import PHONE, Fuse
from tests.rules.test_attachments import photo


@pytest.fixture(autouse=True)
def _table(engine: str) -> Iterator[None]:
    table.connect("complaints", "us-east-1", engine, embedded.CREDENTIALS)
    Row.create_table(wait=True)
    yield
    Row.delete_table()
    table.connect("aftercare", "us-east-1", None)


def test_a_case_from_the_first_word_to_a_satisfied_yes() -> None:
    world = EngineWorld(Fuse())
    people(world)
    case = Case(world)
    case.play()
    held(case)


def test_a_complaint_told_three_times_with_a_photo_is_one() -> None:
    world = EngineWorld(Fuse())
    world.staff()
    world.sale(world.customer())
    world.provider.media = lambda *_: photo()  # type: ignore[attr-defined]
    for id, text in (("SM1", "地板裂開"), ("SM2", "還沒人來"), ("SM2", "還沒人來")):
        said = Reply(id, PHONE, "", text, media=("u",) if id == "SM2" else (), provider="provider")
        inbox.replied("sms", said, world.now)
    inbox.replied(
        "sms", Reply("SM3", "+85298887777", "", "投訴", media=("u",), provider="provider"), world.now
    )
    world.run(timedelta(minutes=5))
    (one,) = world.rows(Complaint)
    assert (one.stage, len(one.facts["files"])) == ("acknowledged", 1)
    assert sorted(row.state for row in world.rows(Telling)) == ["asked", "joined", "opened"]
    assert not [row for row in world.rows(Telling) if row.media or row.due_key]
