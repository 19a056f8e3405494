"""The pack for the sales meeting: its numbers can be counted again, and it names no customer."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest

from chalicelib import plans, words
from chalicelib.care.complaints import closing, file, months, reviewing
from chalicelib.care.complaints.filing import CHANNELS
from chalicelib.care.complaints.months import before
from chalicelib.care.complaints.reviewing import Review
from chalicelib.http import papers
from chalicelib.words import rendering
from tests.cli.conftest import Terminal
from tests.journeys.resolving import (
    MANAGER,
    OURS,
    REP,
    accepted,
    carried_out,
    complain,
    looked_into,
    offer,
    people,
)
from tests.journeys.world import World

LANGUAGES = plans.shop_defaults().languages


@pytest.fixture
def two_months(world: World) -> list[str]:
    """Damp oak twice: last month, and this month with what was learnt; besides, one that is open."""
    people(world)
    first = complain(world)
    one = {"customer_id": first.customer_id, "sale_id": ""}
    settle(world, first.id)
    last = f"{world.now:%Y-%m}"
    world.run(timedelta(days=35))
    settle(world, complain(world, **one, key="2", about="quality").id)
    complain(world, **one, key="3", about="delivery", severity="severe", channel="sms")
    return [last, f"{world.now:%Y-%m}"]


def settle(world: World, number: str) -> None:
    known = {**OURS, "product": "晨光橡木", "cause_kind": "damp"}
    one = offer(world, looked_into(world, file.get(number), known), "refund:100", who=MANAGER, beside="他處")
    one = carried_out(world, accepted(world, one))
    closing.rate(one.id, 0, 4, "", "customer", world.now)
    new = Review(
        "damp", "service", REP, "", "membrane under every floor", MANAGER, world.day(20), "我先量濕度", "太趕"
    )
    reviewing.review(one.id, new, MANAGER, world.now)


def test_its_numbers_can_be_counted_again(terminal: Terminal, two_months: list[str]) -> None:
    pack = terminal.json("complaint", "month", two_months[1])
    assert (pack["came_in"]["count"], pack["came_in"]["before"], pack["is_over"]) == (2, 1, False)
    assert {one["name"]: one["count"] for one in pack["about"]} == {"quality": 1, "delivery": 1}
    (again,) = [one for one in pack["recurs"] if one["name"] == "damp"]
    assert (again["product"], again["count"], again["before"]) == ("晨光橡木", 1, [1, 0])
    for name in ("about", "severities", "channels", "stages"):
        counted = [number for one in pack[name] for number in one["numbers"]]
        assert sorted(counted) == sorted(pack["came_in"]["numbers"])
        assert [one["count"] for one in pack[name]] == [len(one["numbers"]) for one in pack[name]]
    for number in pack["came_in"]["numbers"]:
        assert terminal.json("complaint", "show", number)["opened_at"].startswith(two_months[1])
    assert (pack["paid"]["total"], pack["paid"]["goodwill"]) == ("100.00", "0")
    assert [one["improvement"] for one in pack["learnt"]] == ["membrane under every floor"]


def test_in_words_it_says_the_same(terminal: Terminal, two_months: list[str]) -> None:
    said = terminal.type("complaint", "month", two_months[1]).stdout
    for text in ("2 complaints so far; the month before 1", "100.00 CNY", "damp", "晨光橡木", "membrane"):
        assert text in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_as_a_page_it_is_ready_to_print(
    terminal: Terminal, two_months: list[str], tmp_path: Path, language: str
) -> None:
    place = tmp_path / "pack.html"
    typed = ("complaint", "month", two_months[1], "--html", str(place), "--language", language)
    assert terminal.type(*typed).exit_code == 0
    said = place.read_text(encoding="utf-8")
    pack = terminal.json("complaint", "month", two_months[1])
    for number in pack["came_in"]["numbers"]:
        assert number in said
    assert {"en": "Damp", "zh-Hans": "受潮", "zh-Hant": "受潮"}[language] in said
    assert "我先量濕度" in said
    assert not re.search(r"陳大文|None|Undefined|\{\{|<script", said)
    assert REP not in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_month_without_complaints_asks_whether_that_is_so(
    terminal: Terminal, world: World, language: str
) -> None:
    pack = terminal.json("complaint", "month", before(f"{world.now:%Y-%m}", 3))
    assert (pack["came_in"]["count"], pack["is_over"], pack["recurs"]) == (0, True, [])
    said = papers.month(months.pack(pack["month"], world.now), language)
    assert {"en": "written down", "zh-Hans": "没记下来", "zh-Hant": "沒有記下"}[language] in said


@pytest.mark.parametrize("month", ["2026-13", "october", "2026-1", "2099-01", ""])
def test_what_is_no_month_that_has_begun_is_refused(terminal: Terminal, month: str) -> None:
    assert "month" in terminal.refused("complaint", "month", month)


def test_a_page_that_cannot_be_written_is_said(terminal: Terminal, world: World, tmp_path: Path) -> None:
    typed = terminal.type(
        "complaint", "month", f"{world.now:%Y-%m}", "--html", str(tmp_path / "no" / "x.html")
    )
    assert (typed.exit_code, "cannot be written" in typed.stderr) == (2, True)
    assert "use one of" in terminal.refused("complaint", "month", f"{world.now:%Y-%m}", "--language", "de")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_stage_and_way_in_has_its_word(language: str) -> None:
    told = rendering.environment(words.TEMPLATES, "html").get_template(f"print/words.{language}.html").module
    assert set(told.stage) == set(file.stages())
    assert set(told.channel) == {*CHANNELS, "other"}
    assert set(told.ended) == {"kept", "moved", "broken"}


def test_a_review_is_typed_and_shown(terminal: Terminal, world: World, two_months: list[str]) -> None:
    number = terminal.json("complaint", "month", two_months[0])["came_in"]["numbers"][0]
    like = terminal.type("complaint", "precedents", number).stdout
    assert "Damp" in like
    typed = ("--cause", "damp", "--unit", "service", "--sanction", "none", "--who", MANAGER)
    assert terminal.json("complaint", "review", number, *typed)["review"]["sanction"] == "none"
    assert "sanction" in terminal.type("complaint", "show", number).stdout
    assert "needs all three" in terminal.refused("complaint", "review", number, *typed, "--improve", "x")


def test_what_to_say_is_at_hand(terminal: Terminal) -> None:
    said = terminal.json("complaint", "script", "--language", "zh-Hans")
    assert len(said["moments"]) >= 5
    assert "您会不会用" in said["never"]
    assert json.dumps(said, ensure_ascii=False).count("您希望这件事怎么解决") == 1
