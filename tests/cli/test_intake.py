"""At the counter and in the mailbox: whose is it, what was handed in, and what is printed for it."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from chalicelib import words
from chalicelib.care import inbox
from chalicelib.care.complaints import file
from chalicelib.message import Reply
from chalicelib.records.customers import Customer
from chalicelib.records.links import Link
from chalicelib.records.staff import Shop
from tests.cli.conftest import Terminal
from tests.journeys.world import MAIL, World

MINUTES = timedelta(minutes=5)


@pytest.fixture
def number(terminal: Terminal, world: World) -> str:
    world.staff()
    world.sale(world.customer())
    said = terminal.json(
        "complaint", "open", world.customer().id, "--words", "抽屜卡住", "--wish", "repair", "--sale", "a1",
        "--who", "阿玲",
    )  # fmt: skip
    world.run(MINUTES)
    return said["number"]


def a_stranger(world: World) -> None:
    inbox.replied("sms", Reply("SM1", "+85298887777", "", "投訴！門壞了"), world.now)


def test_what_nobody_can_place_is_listed_taken_and_gone_from_the_list(
    terminal: Terminal, world: World, number: str
) -> None:
    assert terminal.json("complaint", "told") == []
    a_stranger(world)
    ((reference, words_),) = [(one["reference"], one["words"]) for one in terminal.json("complaint", "told")]
    assert words_ == "投訴！門壞了"
    assert "投訴！門壞了" in terminal.type("complaint", "told", reference).stdout
    taken = terminal.json("complaint", "take", reference, "--customer", world.customer().id)
    assert (taken["state"], taken["number"]) == ("joined", number)
    assert terminal.json("complaint", "told") == []
    assert reference in terminal.refused("complaint", "take", reference, "--customer", world.customer().id)


def test_what_is_nothing_of_ours_is_dismissed(terminal: Terminal, world: World) -> None:
    a_stranger(world)
    (one,) = terminal.json("complaint", "told")
    terminal.json("complaint", "dismiss", one["reference"], "--why", "wrong number")
    assert terminal.json("complaint", "told") == []
    assert "told" in terminal.refused("complaint", "told", "ZZZZZZZZ")


def test_mail_from_files(terminal: Terminal, world: World, number: str, tmp_path: Path) -> None:
    one, other = tmp_path / "one.eml", tmp_path / "two.eml"
    one.write_bytes(
        f"From: {MAIL}\nMessage-ID: <1@x>\nContent-Type: text/plain; charset=utf-8\n\n星期四可以".encode()
    )
    other.write_bytes(f"From: {MAIL}\nPrecedence: bulk\n\nx".encode())
    said = terminal.json("mail", str(one), str(other))
    assert [entry["became"] for entry in said] == ["more", "dropped"]
    assert [event["what"] for event in terminal.json("complaint", "show", number)["events"]][-1] == "told"
    assert terminal.type("mail", str(tmp_path / "none.eml")).exit_code == 2


def test_a_receipt_for_what_was_handed_in(
    terminal: Terminal, world: World, number: str, tmp_path: Path
) -> None:
    html, back = tmp_path / "receipt.html", (world.now + timedelta(days=7)).date()
    given = ("--item", "抽屜<b>", "--condition", "滑軌彎了", "--back", back.isoformat(), "--html", str(html))
    terminal.json("complaint", "drop-off", number, *given, "--who", "阿玲")
    paper = html.read_text()
    for text in (
        number,
        "抽屜&lt;b&gt;",
        "滑軌彎了",
        words.date("zh-Hant", back),
        "陳大文",
        "阿玲",
        "9876 5432",
        "<svg",
    ):
        assert text in paper
    assert "<script" not in paper
    assert "http" not in re.sub(r"xmlns=\S+", "", paper.replace("http://www.w3.org", ""))
    one = file.get(number)
    assert one.finish_by
    assert one.finish_by.date() == back
    assert [line[0] for line in one.promises if not line[3]] == ["news", "finish"]
    assert "already" in terminal.refused("complaint", "drop-off", number, *given)
    assert terminal.json("complaint", "drop-off", number, "--html", str(html))["number"] == number
    terminal.json("complaint", "give-back", number, "--why", "he signed")
    assert "given back" in terminal.refused("complaint", "give-back", number, "--why", "again")


def test_before_the_day_on_the_receipt_breaks_the_customer_hears(
    terminal: Terminal, world: World, number: str, tmp_path: Path
) -> None:
    back = (world.now + timedelta(days=2)).date()
    given = (
        "--item",
        "抽屜",
        "--condition",
        "x",
        "--back",
        back.isoformat(),
        "--html",
        str(tmp_path / "r.html"),
    )
    terminal.json("complaint", "drop-off", number, *given)
    world.run(timedelta(days=4))
    whats = [event["what"] for event in terminal.json("complaint", "show", number)["events"]]
    assert "delayed" in whats
    assert not [line for line in file.get(number).promises if line[3] == "broken"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("--item", "x", "--condition", " ", "--back", "2027-01-01"), "condition"),
        (("--item", "x" * 201, "--condition", "x", "--back", "2027-01-01"), "200 letters"),
        (("--item", "x", "--condition", "x", "--back", "2020-01-01"), "is over"),
        ((), "Nothing was handed in"),
    ],
)
def test_a_receipt_that_says_too_little_is_refused(
    terminal: Terminal, number: str, tmp_path: Path, given: tuple[str, ...], said: str
) -> None:
    html = tmp_path / "receipt.html"
    assert said in terminal.refused("complaint", "drop-off", number, *given, "--html", str(html))
    assert not html.exists()
    assert "item" not in file.get(number).facts


@pytest.mark.parametrize("language", words.languages())
def test_a_poster_leads_to_the_form(terminal: Terminal, world: World, tmp_path: Path, language: str) -> None:
    Shop(*Shop.at("North"), name="North", phone="020-12345678").save()
    html = tmp_path / "poster.html"
    said = terminal.json(
        "complaint", "poster", "--store", "North", "--language", language, "--html", str(html)
    )
    assert said["address"] == "http://localhost:8000/c/complaint?store=North"
    assert "020-12345678" in html.read_text()
    assert f'<html lang="{language}">' in html.read_text()


def test_a_sale_s_own_square_is_the_customer_s_link(
    terminal: Terminal, world: World, number: str, tmp_path: Path
) -> None:
    said = terminal.json("complaint", "poster", "--sale", "a1", "--html", str(tmp_path / "p.html"))
    link = Link.find(*Link.at(said["address"].rpartition("/")[2]))
    assert link
    assert (link.page, link.customer_id) == ("complaint", world.customer().id)


def test_a_sale_is_found_by_what_the_customer_still_knows(terminal: Terminal, world: World) -> None:
    chan = world.customer(estate="雲山花園")
    world.sale(chan, "A1", signed_on=date(2026, 1, 20))
    world.sale(
        chan,
        "A2",
        signed_on=date(2026, 2, 20),
        lines=[{"product": "Oak 12 mm", "quantity": "1", "unit": "m2"}],
    )
    other = world.customer(name="Wong", phones=("+85291110000",), emails=(), estate="海景")
    world.sale(other, "B1", signed_on=date(2026, 2, 3))

    def found(*known: str) -> list[str]:
        return [one["id"] for one in terminal.json("sale", "find", *known)]

    assert found("--phone", "91234567") == ["a2", "a1"]
    assert found("--name", "陳") == ["a2", "a1"]
    assert found("--month", "2026-02") == ["a2", "b1"]
    assert found("--estate", "雲山花園", "--product", "oak") == ["a2"]
    assert found("--product", "實木", "--month", "2026-02") == ["b1"]
    assert found("--name", "wong", "--estate", "海景") == ["b1"]
    assert found("--phone", "90000000") == []
    assert "what the customer knows" in terminal.refused("sale", "find")
    assert "no month" in terminal.refused("sale", "find", "--month", "March")
    assert Customer.find(*Customer.at(chan.id))


def test_not_ours_and_beyond_our_duty_are_counted_apart(
    terminal: Terminal, world: World, number: str
) -> None:
    """Helped all the same, and seen in the month's pack (F1-20, F1-22)."""
    said = terminal.json(
        "complaint", "open", world.customer().id, "--words", "牆發霉", "--wish", "repair", "--key", "2",
        "--who", "阿玲",
    )  # fmt: skip
    world.run(MINUTES)
    for one in (number, said["number"]):
        terminal.json("complaint", "move", one, "not_ours", "--fact", "pointed_on=教他除濕，代約師傅")
    terminal.json("complaint", "note", number, "--fact", "beyond_duty=yes")
    month = terminal.json("complaint", "month", f"{world.now:%Y-%m}")
    assert (month["not_ours"], month["beyond_duty"]) == ([said["number"]], [number])
