"""A handler's day at the terminal, complaint by complaint."""

import json
import re
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
    assert [one["what"] for one in said["events"]] == ["opened", "assigned", "answered"]
    assert said["broken_links"] == []


def test_shown_in_words_it_says_who_what_and_what_is_next(terminal: Terminal, number: str) -> None:
    said = terminal.type("complaint", "show", number).stdout
    for words in ("陳大文", "阿玲", "地板起拱", "next news", "The chain of events holds."):
        assert words in said
    for words in (
        "A repair",
        "end customer",
        "Quality",
        "telephone",
        "been told who has it, by",
    ):
        assert words in said
    assert not re.search(r"end_customer|acknowledged_|_at\b|\bNone\b|chain_|'[a-z]+':", said)


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


@pytest.fixture
def decided(terminal: Terminal, number: str) -> str:
    """So far that an offer comes next."""
    terminal.json("complaint", "move", number, "verifying")
    known = ("--fact", "cause=膜", "--fact", "at_fault=yes", "--fact", "loss_direct=900")
    terminal.json("complaint", "move", number, "deciding", *KNOWN, *known)
    return number


def test_from_an_offer_to_a_satisfied_yes(terminal: Terminal, world: World, decided: str) -> None:
    by = ("--who", "阿玲")
    gives = ("--give", "repair:150:三塊", "--give", "apology")
    made = terminal.json("complaint", "offer", decided, *gives, "--effort", "師傅上門兩次", *by)
    assert (made["stage"], made["offer_state"]) == ("offered", "made")
    assert terminal.json("complaint", "decline", decided, "--why", "太少", *by)["stage"] == "deciding"
    terminal.json("complaint", "offer", decided, *gives, *by)
    assert terminal.json("complaint", "agree", decided, "--evidence", "錄音", *by)["stage"] == "agreed"
    world.run(MINUTES)
    file = terminal.json("complaint", "show", decided)
    assert len(file["offers"]) == 2
    assert [task["rep"] for task in file["tasks"]] == ["阿玲", "阿玲"]
    assert "三塊" in terminal.type("complaint", "show", decided).stdout
    assert terminal.json("complaint", "done", decided, "--why", "看過", *by)["stage"] == "checking"
    assert terminal.json("complaint", "rate", decided, "5", "--comment", "好", *by)["stage"] == "closed"
    assert terminal.json("complaint", "list") == []
    assert [one["number"] for one in terminal.json("complaint", "list", "--closed")] == [decided]
    again = terminal.json("complaint", "reopen", decided, "--why", "又響", *by)
    assert (again["stage"], again["owner"]) == ("reopened", "主管")


def test_an_offer_above_the_limit_is_put_before_the_manager(terminal: Terminal, decided: str) -> None:
    offer = ("complaint", "offer", decided, "--give", "refund:800", "--below", "x", "--who", "阿玲")
    assert "主管 may" in terminal.refused(*offer)
    assert terminal.json(*offer, "--ask")["decider"] == "主管"
    why = ("--why", "看過單據", "--who")
    assert "made this offer" in terminal.refused("complaint", "decide", decided, "--yes", *why, "阿玲")
    assert terminal.json("complaint", "decide", decided, "--yes", *why, "主管")["stage"] == "offered"
    assert "Nothing in complaint" in terminal.refused("complaint", "decide", decided, "--no", *why, "主管")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("offer", "{}", "--give", "refund:9", "--currency", "HKD"), "not in HKD"),
        (("offer", "{}", "--give", "refund:-9"), "less than nothing"),
        (("offer", "{}", "--give", "refund:99999999999"), "slip of the pen"),
        (("offer", "{}", "--give", "refund:9:company policy"), "say it kindly"),
        (("agree", "{}", "--evidence", "x"), "No such offer"),
        (("decline", "{}", "--why", "x"), "No such offer"),
        (("done", "{}", "--why", "x"), "cannot become checking"),
        (("rate", "{}", "5"), "Nothing is asked"),
        (("rate", "{}", "6"), "not between 1 and 5"),
        (("close", "{}", "--why", "x"), "cannot become closed"),
        (("reopen", "{}", "--why", "x"), "cannot become reopened"),
        (("note", "{}", "--fact", "shares=us=60 carrier=60"), "100 together"),
        (("note", "{}", "--fact", "loss_direct=much"), "no amount"),
    ],
)
def test_what_nobody_may_promise_or_end_is_refused(
    terminal: Terminal, world: World, decided: str, words: tuple[str, ...], said: str
) -> None:
    before = json.dumps(sorted(map(str, world.stored())))
    assert said in terminal.refused("complaint", *(word.format(decided) for word in words))
    assert json.dumps(sorted(map(str, world.stored()))) == before


def test_graver_higher_and_outside(terminal: Terminal, world: World, number: str) -> None:
    graded = terminal.json("complaint", "grade", number, "severe", "--why", "an old lady fell")
    assert graded["severity"] == "severe"
    assert terminal.json("complaint", "escalate", number, "--why", "wants the boss")["owner"] == "主管"
    day = (world.now + timedelta(days=20)).date().isoformat()
    typed = ("complaint", "outside", number, "court", "--reference", "(2026) 117", "--next", day)
    assert terminal.json(*typed)["routes"][0]["next_on"] == day
    assert terminal.json("complaint", "paper", number, "court", "summons")["routes"][0]["papers"]
    said = terminal.type("complaint", "show", number).stdout
    for words in ("(2026) 117", "summons", day):
        assert words in said
    ended = terminal.json("complaint", "outside-ended", number, "court", "settled at 800")
    assert ended["routes"][0]["outcome"] == "settled at 800"
    assert "is no outside body" in terminal.refused("complaint", "outside", number, "pope")
