"""People found by the beginning of their names, however these are written."""

from datetime import timedelta

import pytest

from chalicelib.care import amending, customers, erasure, search
from chalicelib.care.customers import correcting
from chalicelib.care.hands import Hands
from chalicelib.care.merging import merge
from chalicelib.errors import Conflict
from chalicelib.records import events
from chalicelib.records.customers import Customer
from chalicelib.records.roster import Enrolled
from chalicelib.settings import Settings
from tests.journeys.world import PHONE, World

HOUR = timedelta(hours=1)
WHO, WHY = "李婷", "she told me on the phone"


def found(text: str) -> list[str]:
    return [one.name for one in search.find(text)]


@pytest.mark.parametrize("typed", ["陳大文", "陈大文", "陈大", "陈", "陈先生", " 陳 "])
def test_a_chinese_name_is_found_by_its_beginning_in_either_writing(world: World, typed: str) -> None:
    world.customer(name="陳大文先生")
    world.customer(name="王芳", phones=("+85291110000",), emails=())
    assert found(typed) == ["陳大文先生"]


@pytest.mark.parametrize("typed", ["Chan", "chan tai", "CHAN TAI-MAN", "Mr. Chan", "Chán"])
def test_so_is_a_latin_one(world: World, typed: str) -> None:
    world.customer(name="Mr. Chan Tai Man")
    world.customer(name="Tai Siu Ling", phones=("+85291110000",), emails=())
    assert found(typed) == ["Mr. Chan Tai Man"]


def test_who_came_with_a_sale_is_named_by_its_planning(world: World) -> None:
    """Recording a sale has a budget of writes; a minute later they are found."""
    world.sale(world.customer(name="Ho Siu Ming"))
    Enrolled(*Enrolled.at(world.rows(Customer)[0].id)).save()
    assert found("Ho Siu") == []
    world.run(HOUR)
    assert found("Ho Siu") == ["Ho Siu Ming"]


def test_a_long_list_comes_in_pages_by_name(world: World) -> None:
    for number in range(7):
        world.customer(name=f"Chan {number}", phones=(f"+8529111000{number}",), emails=())
    first, position = search.by_name("chan", most=3)
    rest, end = search.by_name("chan", most=10, after=position)
    assert [one.name for one in [*first, *rest]] == [f"Chan {number}" for number in range(7)]
    assert end is None


def test_a_corrected_name_is_found_and_the_wrong_one_no_longer(world: World) -> None:
    customer = world.customer(name="陳大文")
    amending.amend(customer, {"name": "程大文"}, why=WHY, who=WHO, now=world.now)
    assert (found("程"), found("陳")) == (["程大文"], [])


def test_who_was_merged_is_found_by_either_name(world: World) -> None:
    old, into = world.customer(name="Chan Mei"), world.customer(name="Wong Mei", phones=("+85291110000",))
    merge(old.id, into.id, "married", WHO, world.now)
    assert (found("Chan"), found("Wong")) == (["Wong Mei"], ["Wong Mei"])


def test_nobody_is_found_by_a_name_that_was_forgotten(world: World) -> None:
    customer = world.customer(name="陳大文")
    erasure.erase(customer.id, WHO, world.now, Hands(Settings(erasure_key="k"), {}))
    assert found("陳") == []
    assert not any("陈大文" in str(item) or "陳大文" in str(item) for item in world.stored())


# --- put right, with the reason kept ---------------------------------------------------------------


def said(customer: Customer) -> list[tuple[str, str, dict]]:
    return [(one["what"], one["who"], one["says"]) for one in events.told(customers.get(customer.id))]


def test_what_was_put_right_says_what_it_was_who_and_why(world: World) -> None:
    customer = world.customer()
    amending.amend(customer, {"language": "en", "estate": "海怡半島"}, why=WHY, who=WHO, now=world.now)
    correcting.correct_address(customer.id, PHONE, "+85261234567", world.now, why="two digits", who=WHO)
    assert said(customer) == [
        ("amended", WHO, {
            "from": {"language": "zh-HK", "estate": ""}, "to": {"language": "en", "estate": "海怡半島"},
            "why": WHY,
        }),
        ("corrected", WHO, {"channel": "sms", "from": PHONE, "to": "+85261234567", "why": "two digits"}),
    ]  # fmt: skip
    now = customers.get(customer.id)
    assert (now.language, now.phones) == ("en", ["+85261234567"])
    assert found("海怡半島") == [customer.name]
    assert events.broken_links(now) == []


def test_what_stays_as_it_is_leaves_no_trace(world: World) -> None:
    customer = world.customer()
    amending.amend(customer, {"language": "zh-HK"}, why=WHY, who=WHO, now=world.now)
    assert said(customer) == []


def test_what_somebody_else_changed_meanwhile_is_not_written_over(world: World) -> None:
    mine, also_mine, theirs = world.customer(), world.customer(), world.customer()
    amending.amend(theirs, {"address": "12 Peak Road"}, why=WHY, who=WHO, now=world.now)
    with pytest.raises(Conflict):
        amending.amend(mine, {"address": "21 Peak Road"}, why=WHY, who=WHO, now=world.now)
    with pytest.raises(Conflict):
        amending.amend(also_mine, {"address": "21 Peak Road"})
    assert customers.get(mine.id).address == "12 Peak Road"
