"""`aftercare campaign ...` as marketing and its manager type it."""

from datetime import timedelta
from pathlib import Path

import pytest

from chalicelib.records.customers import Customer
from tests.cli.conftest import Terminal
from tests.journeys.world import World

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def owner(world: World) -> None:
    world.sale(world.customer(language="en"), signed_on=world.day(-60), signed_at=None)
    world.run(DAY)


def test_from_a_draft_to_what_became_of_it(terminal: Terminal, world: World) -> None:
    assert "damp-floor" in terminal.type("campaign", "list").stdout
    said = terminal.type("campaign", "check", "damp-floor", "--who", "Mei").stdout
    assert "Of 1 customers it means 1." in said
    assert "1 by sms" in said
    preview = terminal.type("campaign", "preview", "damp-floor").stdout
    assert "Damp air reaches Hong Kong from Wednesday 4 March" in preview
    assert "took it" in terminal.type("campaign", "try", "damp-floor", "--to", "me@example.com").stdout
    assert "不要湿拖" in world.provider.texts()[-1]
    assert "somebody else" in terminal.refused("campaign", "approve", "damp-floor", "--who", "Mei")
    assert terminal.type("campaign", "approve", "damp-floor", "--who", "Winnie").exit_code == 0
    assert "not scheduled" in terminal.refused("campaign", "fire", "damp-floor", "--region", "hong-kong")
    assert terminal.type("campaign", "schedule", "damp-floor").exit_code == 0
    told = terminal.type("campaign", "fire", "damp-floor", "--region", "香港", "--who", "Mei")
    assert "comes to hong-kong" in told.stdout
    assert "already" in terminal.refused("campaign", "fire", "damp-floor", "--region", "hong-kong")
    world.run(2 * DAY)
    assert "1 of 1 reached" in terminal.type("campaign", "show", "damp-floor").stdout
    value = terminal.json("campaign", "show", "damp-floor")
    assert (value["state"], value["occurrences"][0]["reached"]) == ("running", 1)


def test_a_festival_shows_its_next_five_years(terminal: Terminal) -> None:
    value = terminal.json("campaign", "check", "spring-festival", "--who", "Mei")
    assert [day["named"] for day in value["coming"]] == [
        "2027-02-06", "2028-01-26", "2029-02-13", "2030-02-03", "2031-01-23",
    ]  # fmt: skip
    assert value["found"]["complete"]


def test_a_file_of_ones_own_with_a_mistake_is_refused_with_its_place(
    terminal: Terminal, tmp_path: Path
) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("campaign: mine\nabout: {zh-Hans: a, zh-Hant: a, en: a}\npurpose: selling\n")
    assert "purpose is 'selling'" in terminal.refused("campaign", "save", str(path))
    assert "There is no campaign" in terminal.refused("campaign", "show", "mine")


def test_who_says_yes_by_telephone_stands_on_the_guest_list(terminal: Terminal, world: World) -> None:
    (customer,) = world.rows(Customer)
    terminal.type("campaign", "check", "consumer-day", "--who", "Mei")
    terminal.type("campaign", "approve", "consumer-day", "--who", "Winnie")
    terminal.type("campaign", "schedule", "consumer-day")
    said = terminal.type(
        "campaign", "guest", "consumer-day", customer.id, "--people", "2", "--note", "wheelchair"
    )
    assert said.stdout == "Noted: 2 come.\n"
    (guest,) = terminal.json("campaign", "guests", "consumer-day")["guests"]
    assert (guest["name"], guest["people"], guest["note"]) == (customer.name, 2, "wheelchair")
    terminal.type("campaign", "guest", "consumer-day", customer.id, "--people", "0")
    value = terminal.json("campaign", "guests", "consumer-day")
    assert (value["coming"], value["declined"]) == (0, 1)
    assert "0 to 9" in terminal.refused("campaign", "guest", "consumer-day", customer.id, "--people", "12")
    assert "no customer" in terminal.refused("campaign", "guest", "consumer-day", "c1", "--people", "1")
    wrong = terminal.refused(
        "campaign", "guest", "consumer-day", customer.id, "--people", "1", "--coming", "x"
    )
    assert "it comes on: 2027-03-15" in wrong


def test_what_is_no_gathering_has_no_guest_list(terminal: Terminal, world: World) -> None:
    (customer,) = world.rows(Customer)
    terminal.type("campaign", "check", "damp-floor", "--who", "Mei")
    assert "no gathering" in terminal.refused("campaign", "guest", "damp-floor", customer.id, "--people", "1")


def test_older_customers_are_put_in_reach_by_hand(terminal: Terminal) -> None:
    assert terminal.type("campaign", "enrol").stdout == "1 customers are in reach of campaigns.\n"
    assert terminal.json("campaign", "enrol", "--again") == {"done": True, "customers": 1}


def test_tags_are_given_and_taken_away(terminal: Terminal, world: World) -> None:
    (customer,) = world.rows(Customer)
    assert terminal.json("customer", "tag", customer.id, "VIP", "老客户")["tags"] == ["VIP", "老客户"]
    assert terminal.json("customer", "tag", customer.id, "vip", "--remove", "老客户")["tags"] == ["VIP"]
    assert terminal.type("customer", "tag", customer.id).stdout == "VIP\n"
    assert "without commas" in terminal.refused("customer", "tag", customer.id, "a,b")
    assert "shorten" in terminal.refused("customer", "tag", customer.id, "x" * 41)
