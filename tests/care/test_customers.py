"""Who is the same customer, whichever way and in whichever order their names are written."""

import pytest

from chalicelib.care import customers, imports
from chalicelib.care.customers import NewCustomer
from chalicelib.ids import derived, plain_name
from chalicelib.records.customers import Contact, Customer
from tests.care.ledgers import ledger
from tests.journeys.world import MAIL, PHONE, World


def ids(world: World, *names: str) -> list[str]:
    return [world.customer(name=name).id for name in names]


@pytest.mark.parametrize(
    "names",
    [
        ("Mr. Chan Tai Man", "Chan Tai Man", "CHAN Tai-Man", "Tai Man Chan"),
        ("张三", "張三", "张三先生", "张先生"),
        ("Müller", "Mueller", "Muller"),
    ],
)
def test_one_owner_is_one_customer(world: World, names: tuple[str, ...]) -> None:
    assert len(set(ids(world, *names))) == 1
    assert len(world.rows(Customer)) == 1


def test_a_family_stays_several(world: World) -> None:
    assert len(set(ids(world, "陳大文", "陳太", "陳小明", "Lee Siu Ling"))) == 4


def test_a_surname_takes_the_name_that_is_told_later_and_is_nobody_elses(world: World) -> None:
    first = world.customer(name="张先生", emails=())
    assert world.customer(name="张三", emails=()).id == first.id
    assert customers.get(first.id).name == "张三"
    assert world.customer(name="张四", emails=()).id != first.id
    assert world.customer(name="张先生", emails=()).id == first.id
    assert len(world.rows(Customer)) == 2


def test_another_spelling_adds_its_address_and_leaves_the_name(world: World) -> None:
    first = world.customer(name="張三", emails=())
    again = world.customer(name="张三")
    assert (again.id, again.name, again.emails) == (first.id, "張三", [MAIL])


def test_who_was_stored_before_is_found_by_the_old_id(world: World) -> None:
    """Rows written when titles still made another person of somebody."""
    for name in ("Mr. Chan Tai Man", "Chan Tai Man"):
        old = NewCustomer(name=name, phones=(PHONE,), country="HK")
        customers.row(old).save()
    old_ids = [derived("c", PHONE, plain_name(name)) for name in ("Mr. Chan Tai Man", "Chan Tai Man")]
    Contact(*Contact.at("sms", PHONE), customers=old_ids).save()
    names = ("Chan Tai Man", "Mr. Chan Tai Man", "CHAN TAI-MAN")
    found = [world.customer(name=name, emails=()).id for name in names]
    assert found == [old_ids[1], old_ids[0], old_ids[0]]
    assert len(world.rows(Customer)) == 2


def test_an_import_greets_one_owner_by_the_fuller_name(world: World) -> None:
    content = ledger(
        "B1,2026-03-01,張先生,+85291234561,,Oak,B1,10,100,",
        "B2,2026-03-01,张三,+85291234561,,Sofa,B1,1,100,",
        "B3,2026-03-02,Ms. Wong May,+85291234562,,Sofa,B1,1,100,",
        "B4,2026-03-02,Wong May,+85291234562,,Sofa,B1,2,100,",
    )
    read = imports.read("ledger.csv", content)
    done = imports.take(read, imports.judge(read), content, world.now)
    assert done.customers == 2
    assert sorted(one.name for one in world.rows(Customer)) == ["Ms. Wong May", "张三"]
