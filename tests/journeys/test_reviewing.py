"""After closing: reviewed, with what changes by when; a precedent for whoever makes the next offer."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from chalicelib.care import erasure, tasks
from chalicelib.care.complaints import closing, file, handling, precedents, reviewing
from chalicelib.care.complaints.reviewing import Review
from chalicelib.errors import BadInput, Conflict
from chalicelib.records import events
from chalicelib.records.complaints import Complaint
from chalicelib.records.offers import Offer
from chalicelib.records.reviews import Precedent, of_month
from tests.journeys.resolving import (
    MANAGER,
    MINUTES,
    OURS,
    REP,
    accepted,
    carried_out,
    complain,
    looked_into,
    offer,
    open_tasks,
    people,
    settled,
)
from tests.journeys.world import World


@pytest.fixture
def world(world: World) -> World:
    people(world)
    return world


def closed(world: World, *gives: str, product: str = "Oak", cause: str = "damp", **facts: Any) -> Complaint:
    """A complaint that came to this, satisfied and reviewed."""
    one = complain(world, **facts)
    known = {**OURS, "product": product}
    one = offer(world, looked_into(world, one, known), *gives, who=MANAGER, beside="他處")
    one = carried_out(world, accepted(world, one))
    closing.rate(one.id, 0, 5, "", "customer", world.now)
    return reviewing.review(one.id, Review(cause, "service"), MANAGER, world.now)


def again(world: World, first: Complaint, **facts: Any) -> dict[str, Any]:
    return {"customer_id": first.customer_id, "sale_id": "", **facts}


def test_what_changes_has_an_owner_and_a_day(world: World) -> None:
    one = settled(world, complain(world))
    closing.rate(one.id, 0, 5, "", "customer", world.now)
    due = world.day(30)
    new = Review(
        "fitting", "service", REP, "talked to", "a membrane under every floor", MANAGER, due, avoid="haste"
    )
    one = reviewing.review(one.id, new, MANAGER, world.now)
    (task,) = open_tasks(world, "improve")
    assert (task.rep, task.due_on, task.customer_id) == (MANAGER, due, "")
    assert "a membrane under every floor" in task.title
    assert one.id in task.title
    said = events.told(one)[-1]
    assert (said["what"], said["who"], said["says"]["sanction"]) == ("reviewed", MANAGER, "talked to")
    assert not one.due_key
    reviewing.review(one.id, new, MANAGER, world.now)
    assert len(open_tasks(world, "improve")) == 1
    assert tasks.finish(task.key, "improved", "", MANAGER, world.now).state == "done"


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"cause": "bad luck"}, "'bad luck' is no cause; use one of damp"),
        ({"unit": " "}, "which unit"),
        ({"improvement": "more care"}, "needs all three"),
        ({"improvement": "x", "improver": "路人", "due_on": 9}, "nobody called 路人"),
        ({"improvement": "x", "improver": REP, "due_on": -1}, "is over"),
        ({"say": "按规定不行"}, "say it kindly"),
        ({"sanction": "x" * 501}, "sanction is longer than 500"),
    ],
)
def test_a_review_that_would_change_nothing_is_refused(world: World, facts: dict, said: str) -> None:
    one = settled(world, complain(world))
    closing.rate(one.id, 0, 5, "", "customer", world.now)
    before = sorted(map(str, world.stored()))
    days = {"due_on": world.day(facts["due_on"])} if "due_on" in facts else {}
    with pytest.raises(BadInput, match=said):
        reviewing.review(one.id, Review(**{"cause": "damp", "unit": "x", **facts, **days}), REP, world.now)
    assert sorted(map(str, world.stored())) == before


def test_it_is_closed_first_and_reviewed_anew_after_it_came_back(world: World) -> None:
    one = settled(world, complain(world))
    with pytest.raises(Conflict, match="reviewed once it is closed"):
        reviewing.review(one.id, Review("damp", "service"), MANAGER, world.now)
    closing.rate(one.id, 0, 5, "", "customer", world.now)
    one = reviewing.review(one.id, Review("damp", "service"), MANAGER, world.now)
    assert reviewing.is_reviewed(one)
    assert not reviewing.is_reviewed(closing.open_again(one.id, "creaks again", REP, world.now))


def test_like_cases_are_shown_by_cause_product_and_amount(world: World) -> None:
    first = closed(world, "refund:100")
    for amount in (150, 20, 60):
        closed(world, f"refund:{amount}", **again(world, first, key=f"k{amount}"))
        world.now += timedelta(days=400)
    closed(world, "refund:61", product="Elm", **again(world, first, key="elm"))
    closed(world, "refund:62", cause="transport", **again(world, first, key="other"))
    one = looked_into(world, complain(world, **again(world, first, key="now")), {**OURS, "product": "oak "})
    assert precedents.like(one) == []
    one = handling.note(one.id, {"cause_kind": "damp"}, REP, "", world.now)
    found = precedents.like(one, Decimal(70))
    assert [int(each.total) for each in found] == [60, 100, 20, 150, 61]
    one = offer(world, one, "refund:70", beside="another room")
    (made,) = Offer.of(one.pk)
    assert made.precedents == [each.number for each in found]


def test_a_kind_of_cause_is_one_of_the_policys(world: World) -> None:
    one = complain(world)
    with pytest.raises(BadInput, match="cause_kind is 'luck'; write one of damp"):
        handling.note(one.id, {"cause_kind": "luck"}, REP, "", world.now)


def test_a_precedent_says_nothing_of_anybody_and_outlives_them(world: World) -> None:
    one = closed(world, "refund:100")
    row = Precedent.find(*Precedent.at(one.id))
    assert "陳" not in str(row.to_dynamodb_dict())
    assert (row.total, row.gives, row.satisfaction) == (Decimal(100), [["refund", "100.00"]], "5")
    erasure._forget_complaint(one.id, "x", world.now)
    assert Complaint.find(one.pk, one.sk).review == {}
    assert Precedent.find(*Precedent.at(one.id))


def test_reviewed_under_another_cause_it_stands_there_alone(world: World) -> None:
    one = closed(world, "refund:100")
    reviewing.review(one.id, Review("transport", "warehouse"), MANAGER, world.now)
    found = [row for row in world.rows(Precedent)]
    assert [(row.cause, row.lookup_pk) for row in found] == [("transport", "precedents#transport")]


def test_whatever_came_in_stands_in_its_month_by_the_shops_day(world: World) -> None:
    one = complain(world)
    month = f"{world.now:%Y-%m}"
    assert [each.id for each in of_month(month)] == [one.id]
    world.run(MINUTES)
    complain(world, customer_id=one.customer_id)
    assert len(of_month(month)) == 1
    assert file.get(of_month(month)[0].id).stage == "acknowledged"
