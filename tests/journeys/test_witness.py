"""The simulation's witness sees each thing that must never happen: here it is made to happen."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from chalicelib import plugins
from chalicelib.auditing import Witness
from chalicelib.care import effects, switches
from chalicelib.message import Message
from chalicelib.records.customers import Customer
from chalicelib.records.imports import Import
from chalicelib.records.touchpoints import Touchpoint
from tests.journeys.world import PHONE, START, World


def claimed(world: World, step: str = "care-tips") -> Touchpoint:
    """A touch that is being sent at this moment, as it should be."""
    world.sale(world.customer(), installed_on=START.date())
    world.run(timedelta(minutes=1))
    touch = world.touches()[f"a1/{step}/1"]
    touch.change([Touchpoint.state.set("sending"), Touchpoint.expires_at.set(world.now + timedelta(days=1))])
    return touch


def seen(world: World, touch: Touchpoint, times: int = 1) -> list[str]:
    outbox = plugins.discover("chalicelib.channels", "CHANNEL")["outbox"]
    witness = Witness(outbox, lambda: world.now)
    for _ in range(times):
        witness.send(world.hands.settings, Message(touch.key, 1, PHONE, "text"))
    return [fault.removeprefix(f"{touch.key} ") for fault in witness.faults]


def test_what_is_right_is_no_fault(world: World) -> None:
    assert seen(world, claimed(world)) == []


def test_twice(world: World) -> None:
    assert seen(world, claimed(world), times=2) == ["went twice"]


def _night(world: World, touch: Touchpoint) -> None:
    world.now = datetime.fromisoformat("2026-03-02T15:00+00:00")


def _too_late(world: World, touch: Touchpoint) -> None:
    touch.change([Touchpoint.expires_at.set(world.now - timedelta(minutes=1))])


def _stop(world: World, touch: Touchpoint) -> None:
    effects.stop_address("sms", PHONE, "stopped", world.now)


def _pause(world: World, touch: Touchpoint) -> None:
    switches.pause("*", "ops", world.now)


def _unreleased(world: World, touch: Touchpoint) -> None:
    Import(*Import.at("i1"), file_name="x", at_moment=world.now, released=False).save()
    touch.change([Touchpoint.import_id.set("i1")])


def _unclaimed(world: World, touch: Touchpoint) -> None:
    touch.change([Touchpoint.state.set("skipped")])


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        (_night, "went outside the window"),
        (_too_late, "went after it had expired"),
        (_stop, "went after STOP"),
        (_pause, "went during a pause"),
        (_unreleased, "went before its import was released"),
        (_unclaimed, "went without a claim"),
    ],
)
def test_each_wrong_is_named(world: World, wrong: Callable, fault: str) -> None:
    touch = claimed(world)
    wrong(world, touch)
    assert seen(world, touch) == [fault]


@pytest.mark.parametrize("step", ["satisfaction", "full-moon"])
def test_an_open_complaint(world: World, step: str) -> None:
    touch = claimed(world, step)
    Customer(touch.pk, "customer").change([Customer.open_complaints.set(1)])
    assert seen(world, touch) == ["went during an open complaint"]
