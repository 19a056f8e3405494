"""The after-sales telephone is that of the customer's own shop, written as its neighbours write it."""

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.care import consents, disclosing, effects, exports
from chalicelib.care.complaints import file, filing, items
from chalicelib.care.complaints.filing import NewComplaint
from chalicelib.http import papers
from chalicelib.records.staff import Shop
from tests.journeys.world import World

MINUTE = timedelta(minutes=2)


@pytest.fixture
def world(world: World) -> World:
    Shop(*Shop.at("旺角"), name="旺角", phone="23456789", zone="Asia/Hong_Kong").save()
    return world


@pytest.mark.parametrize(
    ("phone", "zone", "country", "reader", "written"),
    [
        ("23456789", "Asia/Hong_Kong", "", "HK", "23456789"),
        ("23456789", "Asia/Hong_Kong", "", "CN", "+852 2345 6789"),
        ("23456789", "", "HK", "CN", "+852 2345 6789"),
        ("+85223456789", "", "", "HK", "2345 6789"),
        ("020-55500100", "Asia/Shanghai", "", "HK", "+86 20 5550 0100"),
        ("", "", "", "HK", "+86 20 5550 0100"),
        ("", "", "", "CN", "020-55500100"),
    ],
)
def test_a_number_is_written_for_who_dials_it(
    phone: str, zone: str, country: str, reader: str, written: str
) -> None:
    store = Shop(*Shop.at("x"), name="x", phone=phone, zone=zone, country=country)
    assert effects.shop_phone(store, reader) == written


@pytest.mark.parametrize("sold_there", [True, False])
def test_papers_carry_the_number_of_the_customer_s_own_shop(world: World, sold_there: bool) -> None:
    world.staff(phone="")
    person = world.customer(store="旺角")
    world.sale(person, store="旺角" if sold_there else "")
    one = filing.open(NewComplaint(person.id, "起拱", "repair", sale_id="a1", recorder="阿玲"), world.now)
    world.run(MINUTE)
    items.hand_in(one.id, "地板一塊", "裂了", world.now.date().replace(day=20), "阿玲", world.now)
    assert "23456789" in papers.drop_off(file.get(one.id))
    assert any("23456789" in text for text in world.provider.texts())


def test_what_is_kept_about_a_person_shows_numbers_as_they_write_them(world: World) -> None:
    person = world.customer(store="旺角")
    now = datetime(2026, 3, 2, tzinfo=UTC)
    page = disclosing.page(exports.export(person.id, now), consents.standing(person), now)
    assert "9123 4567" in page
    assert "+852" not in page
    assert "23456789" in page
