"""The audit of a month: drawn when it is over, by a key that handlers do not have; what stands out."""

from datetime import timedelta

import pytest

from chalicelib.care.complaints import closing, file
from chalicelib.records import events
from chalicelib.records.reviews import Arrival
from tests.cli.conftest import Terminal
from tests.journeys.resolving import (
    BOSS,
    MANAGER,
    REP,
    accepted,
    carried_out,
    complain,
    looked_into,
    offer,
    people,
)
from tests.journeys.world import World

KEY = "lots that only auditors know"


@pytest.fixture
def audited(world: World) -> str:
    """A month that is over: four small repairs of one customer by one rep, and one large refund."""
    people(world)
    first = complain(world)
    for order in ("B1", "B2", "B3", "B4"):
        world.sale(world.customer(), order, rep=REP)
    same = {"customer_id": first.customer_id}
    cases = [first, *(complain(world, **same, sale_id=f"b{place}") for place in (1, 2, 3))]
    for one in cases:
        paid(world, one.id, "repair:90", REP)
    late = complain(world, **same, sale_id="b4", learned_at=world.now - timedelta(days=9))
    paid(world, late.id, "refund:900", MANAGER)
    month = f"{world.now:%Y-%m}"
    world.run(timedelta(days=35))
    world.hands.settings = world.hands.settings._replace(audit_key=KEY)
    return month


def paid(world: World, number: str, give: str, who: str) -> None:
    one = offer(world, looked_into(world, file.get(number)), give, who=who, beside="他處")
    one = carried_out(world, accepted(world, one))
    closing.rate(one.id, 0, 5, "", "customer", world.now)


def test_it_lists_what_somebody_else_should_look_at(terminal: Terminal, audited: str) -> None:
    said = terminal.json("complaint", "audit", audited)
    assert (said["complaints"], len(said["sample"])) == (5, 3)
    assert said == {**terminal.json("complaint", "audit", audited), "drawn_at": said["drawn_at"]}
    assert [(one["recorder"], one["hours"]) for one in said["reported_late"]] == [(REP, 216)]
    assert [(one["handler"], one["amount"]) for one in said["unusual"]] == [(MANAGER, "900.00")]
    assert [(one["handler"], one["total"]) for one in said["pairs"]] == [(REP, "360.00")]
    assert said["usual"] == "90.00"
    assert said["broken"] == []


def test_each_of_the_sample_is_a_task_of_somebody_who_had_no_part_in_it(
    terminal: Terminal, world: World, audited: str
) -> None:
    """The rep had all of them, the manager one; each is given once, however often it is asked for."""
    for _ in range(2):
        said = terminal.json("complaint", "audit", audited, "--auditor", MANAGER, "--auditor", BOSS)
    assert sorted(said["auditors"]) == sorted(said["sample"])
    assert len([task for task in world.tasks() if task.do == "audit"]) == len(said["sample"])
    for number, name in said["auditors"].items():
        had_part = {event.who for event in events.of(file.get(number))}
        assert name not in had_part
        assert [task.rep for task in world.tasks() if task.do == "audit" and number in task.title] == [name]


def test_whoever_had_a_part_in_all_of_it_audits_nothing(
    terminal: Terminal, world: World, audited: str
) -> None:
    assert "had a part in" in terminal.refused("complaint", "audit", audited, "--auditor", REP)
    assert "nobody called 路人" in terminal.refused("complaint", "audit", audited, "--auditor", "路人")
    assert not [task for task in world.tasks() if task.do == "audit"]


def test_in_words_it_says_the_same(terminal: Terminal, audited: str) -> None:
    said = terminal.type("complaint", "audit", audited).stdout
    for text in ("5 complaints", "look at again:", "900.00", "216", "often met", REP):
        assert text in said
    assert KEY not in said


def test_another_key_draws_other_lots(terminal: Terminal, world: World, audited: str) -> None:
    drawn = set()
    for key in range(8):
        world.hands.settings = world.hands.settings._replace(audit_key=f"{KEY} {key}")
        drawn.add(tuple(terminal.json("complaint", "audit", audited)["sample"]))
    assert len(drawn) > 1


def test_it_is_not_drawn_before_the_month_is_over_nor_without_a_key_worth_the_name(
    terminal: Terminal, world: World, audited: str
) -> None:
    assert "not over" in terminal.refused("complaint", "audit", f"{world.now:%Y-%m}")
    for key in ("", "short"):
        world.hands.settings = world.hands.settings._replace(audit_key=key)
        assert "AUDIT_KEY" in terminal.refused("complaint", "audit", audited)


def test_what_was_changed_or_taken_out_afterwards_is_found(
    terminal: Terminal, world: World, audited: str
) -> None:
    number = terminal.json("complaint", "audit", audited)["sample"][0]
    one = file.get(number)
    payload = events.Payload.find(*events.Payload.at(one.pk, 2))
    payload.change([events.Payload.facts.set({"why": "nicer"})])
    assert number in terminal.json("complaint", "audit", audited)["broken"][0]
    Arrival(*Arrival.at(audited, number)).delete()
    assert f"complaint {number} is missing in the list of {audited}" in terminal.type("audit").stdout


def test_the_same_words_are_salted_anew_each_time(world: World) -> None:
    people(world)
    one = complain(world)
    rows = list(events.Payload.in_partition(one.pk, "payload#"))
    assert len({row.salt for row in rows}) == len(rows)
    world.customer()
    again = World()
    people(again)
    other = complain(again)
    twin = events.Payload.find(*events.Payload.at(other.pk, 1))
    assert (twin.pk, twin.facts) == (rows[0].pk, rows[0].facts)
    assert twin.salt != rows[0].salt
