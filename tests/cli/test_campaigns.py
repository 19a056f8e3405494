"""`aftercare campaign ...` as marketing and its manager type it."""

from datetime import timedelta
from pathlib import Path

import pytest

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
