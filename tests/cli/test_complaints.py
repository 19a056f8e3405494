"""A handler's day at the terminal, complaint by complaint."""

import json
from datetime import timedelta

import pytest

from chalicelib.records.complaints import Complaint
from chalicelib.records.events import Payload
from tests.cli.conftest import Terminal
from tests.journeys.world import World

MINUTES = timedelta(minutes=5)
KNOWN = (
    "--fact", "nature=受潮", "--fact", "degree=三塊", "--fact", "scope=客廳", "--fact", "opinion=漏水",
    "--fact", "verified_by=阿玲", "--fact", "verified_what=含水率 14%",
)  # fmt: skip


@pytest.fixture
def number(terminal: Terminal, world: World) -> str:
    """An acknowledged complaint of 陳大文 about his floor, which 阿玲 has."""
    world.staff(manager="主管")
    world.staff("主管", role="manager", phone="+85290000001")
    world.sale(world.customer())
    said = terminal.json(
        "complaint", "open", world.customer().id, "--words", "地板起拱", "--wish", "repair", "--sale", "a1",
        "--about", "quality", "--fact", "mood=生氣", "--who", "阿玲",
    )  # fmt: skip
    world.run(MINUTES)
    return said["number"]


def test_opened_listed_and_shown(terminal: Terminal, number: str) -> None:
    assert [one["number"] for one in terminal.json("complaint", "list")] == [number]
    assert terminal.json("complaint", "list", "--owner", "主管") == []
    said = terminal.json("complaint", "show", number.lower())
    assert (said["stage"], said["owner"], said["customer"]["name"]) == ("acknowledged", "阿玲", "陳大文")
    assert {one["clock"] for one in said["clocks"]} == {"answer", "visit", "decision", "finish"}
    assert [one["what"] for one in said["events"]] == ["opened", "acknowledged"]
    assert said["broken_links"] == []


def test_shown_in_words_it_says_who_what_and_what_is_next(terminal: Terminal, number: str) -> None:
    said = terminal.type("complaint", "show", number).stdout
    for words in ("陳大文", "阿玲", "地板起拱", "news", "The chain of events holds."):
        assert words in said


def test_moved_and_noted_with_what_is_known(terminal: Terminal, number: str) -> None:
    assert terminal.json("complaint", "move", number, "verifying")["stage"] == "verifying"
    assert "note: nature" in terminal.refused("complaint", "move", number, "deciding")
    assert "nature" in terminal.json("complaint", "show", number)["to_be_known"][0]
    assert terminal.json("complaint", "note", number, *KNOWN)["facts"]["nature"] == "受潮"
    met = terminal.json("complaint", "note", number, "--happened", "arrived")["clocks"]
    assert next(one for one in met if one["clock"] == "visit")["met_at"]
    assert terminal.json("complaint", "move", number, "deciding")["stage"] == "deciding"


def test_news_reaches_the_customer(terminal: Terminal, world: World, number: str) -> None:
    before = terminal.json("complaint", "show", number)["news_by"]
    world.run(timedelta(days=1))
    assert terminal.json("complaint", "news", number, "師傅星期四上門。")["news_by"] > before
    world.run(MINUTES)
    assert any("師傅星期四上門。" in text for text in world.provider.texts())


def test_handed_over_it_is_counted(terminal: Terminal, number: str) -> None:
    said = terminal.json("complaint", "hand-over", number, "主管", "--why", "on leave")
    assert (said["owner"], said["hand_overs"]) == ("主管", 1)
    assert [one["number"] for one in terminal.json("complaint", "list", "--owner", "主管")] == [number]


def test_a_wait_says_what_the_customer_is_asked_and_what_goes_on_afterwards(
    terminal: Terminal, world: World, number: str
) -> None:
    terminal.json("complaint", "move", number, "verifying")
    wait = ("complaint", "move", number, "waiting_for_customer")
    assert "only with a reason" in terminal.refused(*wait)
    assert terminal.json(*wait, "--why", "photos")["back_to"] == "verifying"
    assert "from there it goes to verifying" in terminal.refused("complaint", "move", number, "deciding")
    assert terminal.json("complaint", "move", number, "verifying")["stage"] == "verifying"
    world.run(MINUTES)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("show", "NOSUCH"), "There is no complaint NOSUCH"),
        (("move", "{}", "heaven"), "There is no stage 'heaven'"),
        (("move", "{}", "closed"), "by `aftercare complaint close` alone"),
        (("move", "{}", "offered"), "by `aftercare complaint offer` alone"),
        (("move", "{}", "deciding"), "from there it goes to"),
        (("note", "{}"), "nothing to note"),
        (("note", "{}", "--fact", "offer=a million"), "cannot be noted by hand"),
        (("note", "{}", "--fact", "satisfaction=5"), "cannot be noted by hand"),
        (("note", "{}", "--fact", "weather=fine"), "is no fact of a complaint"),
        (("note", "{}", "--fact", "at_fault=perhaps"), "write one of yes, no, partly"),
        (("note", "{}", "--happened", "rain"), "nothing that can happen"),
        (("note", "{}", "--fact", "nature=" + "x" * 2001), "longer than 2000"),
        (("news", "{}", "  "), "nothing to tell"),
        (("news", "{}", "x" * 201), "longer than 200"),
        (("hand-over", "{}", "阿玲", "--why", "x"), "has complaint"),
        (("hand-over", "{}", "路人", "--why", "x"), "nobody called 路人"),
        (("hand-over", "{}", "主管", "--why", " "), "Say why"),
        (("list", "--stage", "heaven"), "There is no stage 'heaven'"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_changes_nothing(
    terminal: Terminal, world: World, number: str, words: tuple[str, ...], said: str
) -> None:
    before = json.dumps(sorted(map(str, world.stored())))
    assert said in terminal.refused("complaint", *(word.format(number) for word in words))
    assert json.dumps(sorted(map(str, world.stored()))) == before


def test_an_unkind_phrase_does_not_go_to_a_customer(terminal: Terminal, number: str) -> None:
    assert "say it kindly" in terminal.refused("complaint", "news", number, "Do you even know how to use it?")


def test_what_was_changed_afterwards_is_seen(terminal: Terminal, number: str) -> None:
    one = Payload.find(*Payload.at(Complaint.at(number)[0], 1))
    assert one
    one.change([Payload.facts.set({"words": "nothing"})])
    assert "BROKEN" in terminal.type("complaint", "show", number).stdout
    assert terminal.json("complaint", "show", number)["broken_links"]
