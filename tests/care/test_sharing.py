"""Two customers at one address, looked at in the same moment: one of them goes, never both, never neither."""

import pytest

from chalicelib.care import effects
from chalicelib.care.touchpoints import sharing
from chalicelib.records.customers import Contact
from chalicelib.records.touchpoints import Touchpoint
from tests.journeys.world import World

PHONE = "+8613800000009"


@pytest.fixture
def pair(world: World) -> list[Touchpoint]:
    """The same coming of a campaign for both, each on its way to the telephone."""
    people = [world.customer(name=name, phones=(PHONE,), emails=()) for name in ("陈大文", "王芳")]
    rows = [
        Touchpoint(
            *Touchpoint.at(one.id, "t1"), step="spring", campaign="spring", state="sending", address=PHONE
        )
        for one in people
    ]
    for row in rows:
        row.save()
    return rows


def seen() -> Contact:
    found = effects.contact_of("sms", PHONE)
    assert found
    return found


def test_of_two_who_saw_the_address_free_one_goes(pair: list[Touchpoint]) -> None:
    views = [seen(), seen()]
    turns = [sharing.turn(touch, view) for touch, view in zip(pair, views, strict=True)]
    assert turns == ["ours", "wait"]
    pair[0].change([Touchpoint.state.set("sent")])
    assert sharing.turn(pair[1], seen()) == "theirs"
    assert sharing.turn(pair[0], seen()) == "ours", "tried again after a doubt"


@pytest.mark.parametrize(
    ("change", "turn"),
    [
        ([Touchpoint.state.set("skipped")], "ours"),
        ([Touchpoint.state.set("failed")], "ours"),
        ([Touchpoint.state.set("sent"), Touchpoint.address.set("a@example.com")], "ours"),
        ([Touchpoint.state.set("planned")], "wait"),
        ([Touchpoint.state.set("sent")], "theirs"),
    ],
)
def test_the_other_goes_where_the_first_one_s_did_not_get_here(
    pair: list[Touchpoint], change: list, turn: str
) -> None:
    assert sharing.turn(pair[0], seen()) == "ours"
    pair[0].change(change)
    assert sharing.turn(pair[1], seen()) == turn


def test_an_address_remembers_the_last_comings_and_no_more(world: World, pair: list[Touchpoint]) -> None:
    for number in range(sharing.REMEMBERED + 5):
        pair[0].sk = f"touch#t{number}"
        sharing.turn(pair[0], seen())
    assert list(seen().told) == [f"t{number}" for number in range(5, sharing.REMEMBERED + 5)]


def test_what_no_campaign_sends_and_who_shares_nothing_is_not_asked(
    world: World, pair: list[Touchpoint]
) -> None:
    pair[0].campaign = None
    assert sharing.turn(pair[0], seen()) == "ours"
    assert seen().told == {}
    alone = world.customer(name="林", phones=("+8613800000001",), emails=())
    own = Touchpoint(*Touchpoint.at(alone.id, "t1"), step="spring", campaign="spring")
    contact = effects.contact_of("sms", "+8613800000001")
    assert sharing.turn(own, contact) == "ours"
    assert contact is not None
    assert contact.told == {}
