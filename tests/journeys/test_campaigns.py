"""Campaigns as marketing, owners and the clock live through them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from chalicelib.care.campaigns import coming, keeping
from chalicelib.records.campaigns import Campaign, Occurrence
from chalicelib.records.table import Row
from chalicelib.records.touchpoints import Touchpoint
from tests.journeys.world import World

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SPRING = datetime(2026, 2, 12, 2, tzinfo=UTC)  # 10:00 in Guangzhou


@pytest.fixture
def world() -> Iterator[World]:
    yield World(start=SPRING)
    Row.engine = None


def owner(world: World, number: int, **facts: object) -> None:
    """With an oak floor, by default in Guangzhou."""
    known = {"name": f"Owner {number}", "phones": (f"+86138000{number:05d}",), "emails": (), "country": "CN"}
    address = {"address": "广州市天河区1号", "language": "zh-CN"}
    customer = world.customer(**{**known, **address, **facts})
    signed = world.day(-100)
    world.sale(customer, f"S{number}", signed_on=signed, signed_at=None, installed_on=signed)


def ready(world: World, name: str) -> Campaign:
    """Taken up, checked, approved and scheduled, by those who may."""
    keeping.take_up(name, "marketing", world.now)
    keeping.check(name, world.now)
    world.run(HOUR)
    keeping.approve(name, "the manager", "", world.now)
    return keeping.schedule(name, "marketing", world.now)


def touches(world: World, name: str) -> list[Touchpoint]:
    return [one for one in world.rows(Touchpoint) if one.campaign == name]


def fire(world: World, name: str, area: str, day: date) -> Occurrence:
    row = keeping.get(name)
    return coming.fire(row, keeping.meant(row), area, day, "Winnie", world.now)


def test_damp_air_declared_by_hand_reaches_its_city_once(world: World) -> None:
    owner(world, 1)
    owner(world, 2)
    owner(world, 3, address="北京市朝阳区2号")
    world.run(HOUR)
    ready(world, "damp-floor")
    fire(world, "damp-floor", "guangzhou", world.day(1))
    world.run(2 * DAY)
    went = touches(world, "damp-floor")
    assert [one.state for one in went] == ["sent", "sent"]
    texts = [text for text in world.provider.texts() if "回潮" in text]
    assert len(texts) == 2
    assert texts[0].startswith("【木安家居】广州2月13日（周五）起回潮，地面可能冒水汽。")
    assert keeping.state(keeping.get("damp-floor")) == "running"
    world.run(10 * DAY)
    (came,) = world.rows(Occurrence)
    assert came.counts == {"sent": 2}
    assert keeping.state(keeping.get("damp-floor")) == "scheduled"
