"""A shop's day at the terminal, command by command."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from chalicelib import plans, plugins
from chalicelib.care import inbox
from chalicelib.message import Receipt, Reply
from chalicelib.records.customers import Customer
from chalicelib.records.links import Link
from chalicelib.records.roster import Enrolled
from chalicelib.records.switches import Switch
from chalicelib.records.table import Row
from tests.cli.conftest import Terminal
from tests.journeys.world import MAIL, PHONE, World

LEDGER = """订单号,签单日期,客户姓名,电话,产品,数量,金额
K1,2026-03-01,陈静,13800138000,橡木地板,60,12800
K2,2026-03-01,李强,不知道,橡木地板,60,12800
"""


@pytest.fixture
def sold(world: World) -> World:
    world.staff()
    world.sale(world.customer(), installed_on=world.day(0))
    world.run(timedelta(hours=1))
    return world


def key(world: World, step: str) -> str:
    return world.touches()[f"a1/{step}/1"].key


def test_due_lists_what_comes_with_when_and_why(terminal: Terminal, sold: World) -> None:
    listed = terminal.json("due", "--days", "10")
    survey = next(one for one in listed if one["step"] == "satisfaction")
    assert survey["next"] == "send"
    assert survey["channel"] == "sms"
    assert survey["words"] == "it is not due yet"
    assert [one["due_at"] for one in listed] == sorted(one["due_at"] for one in listed)


def test_due_for_people_names_them_and_the_reason(terminal: Terminal, sold: World) -> None:
    terminal.type("pause")
    said = terminal.type("due", "--days", "10", "--customer", PHONE).stdout
    assert "陳大文" in said
    assert "sending is paused" in said


def test_due_gives_both_times_of_a_line_on_the_customers_clock_and_names_it(
    terminal: Terminal, world: World
) -> None:
    far = world.customer(name="Ann O'Neil", phones=("+12125552671",), emails=(), country="US", language="en",
                         zone="America/New_York")  # fmt: skip
    world.sale(far, installed_on=world.day(0))
    world.sale(world.customer(), "B1", installed_on=world.day(0))
    world.run(timedelta(hours=1))
    said = terminal.type("due", "--days", "10").stdout.splitlines()
    for name, zone in (("Ann O'Neil", "America/New_York"), ("陳大文", "Asia/Hong_Kong")):
        (line,) = [line for line in said if name in line and "satisfaction" in line]
        when = line.partition("  ")[0]
        assert when.endswith(zone)
        assert f"goes at {when}: it is not due yet" in line


def test_nothing_due_is_said_in_words(terminal: Terminal, world: World) -> None:
    assert terminal.type("due").stdout == "Nothing is due.\n"


def test_show_tells_the_whole_story(terminal: Terminal, sold: World) -> None:
    said = terminal.json("touchpoint", "show", key(sold, "care-tips"))
    assert said["state"] == "sent"
    text = said["messages"][0]["text"]
    assert text in sold.provider.texts()
    assert text in terminal.type("touchpoint", "show", key(sold, "care-tips")).stdout


def test_send_now_sends_and_a_second_time_refuses(terminal: Terminal, sold: World) -> None:
    words = ("touchpoint", "send-now", key(sold, "satisfaction"), "--why", "she asked", "--who", "阿玲")
    assert terminal.json(*words)["state"] == "sent"
    assert "sent" in terminal.refused(*words)
    assert sold.provider.counts[key(sold, "satisfaction")] == 1


def test_a_closed_gate_is_told_in_words(terminal: Terminal, sold: World) -> None:
    terminal.type("pause", "sms")
    said = terminal.refused("touchpoint", "send-now", key(sold, "satisfaction"), "--why", "x")
    assert "sending is paused" in said


def test_a_refused_send_now_says_what_comes_instead(terminal: Terminal, sold: World) -> None:
    survey = key(sold, "satisfaction")
    planned = terminal.json("touchpoint", "show", survey)["due_at"]
    sold.run(timedelta(hours=14))
    said = terminal.refused("touchpoint", "send-now", survey, "--why", "x")
    assert "outside the hours" in said
    assert "Nothing was changed; it stays planned for 2026-03-" in said
    assert "try again from 2026-03-03 0" in said
    assert terminal.json("touchpoint", "show", survey)["due_at"] == planned
    terminal.type("pause", "sms")
    assert "try again once that has ended" in terminal.refused("touchpoint", "send-now", survey, "--why", "x")


def test_postpone_reads_the_shops_clock(terminal: Terminal, sold: World) -> None:
    said = terminal.json(
        "touchpoint", "postpone", key(sold, "satisfaction"), "--to", "2026-03-12T18:30", "--why", "away"
    )
    assert said["due_at"] == "2026-03-12T10:30:00.000Z"


def test_skip_keeps_who_and_why(terminal: Terminal, sold: World) -> None:
    said = terminal.json(
        "touchpoint", "skip", key(sold, "satisfaction"), "--why", "just spoke", "--who", "阿玲"
    )
    assert said["state"] == "cancelled"
    assert said["history"][0][1:] == ["阿玲", "skipped", "just spoke"]


def test_resend_corrects_the_customer_too(terminal: Terminal, sold: World) -> None:
    said = terminal.json(
        "touchpoint", "resend", key(sold, "care-tips"), "--to", "6123 4567", "--why", "digits swapped"
    )
    assert said["address"] == "+85261234567"
    assert terminal.json("customer", "find", "+85261234567")[0]["phones"] == ["+85261234567"]


def test_customers_are_found_by_whatever_is_at_hand(terminal: Terminal, sold: World) -> None:
    found = {terminal.json("customer", "find", text)[0]["id"] for text in (PHONE, MAIL.upper(), "A1")}
    assert len(found) == 1


def test_a_number_written_in_groups_is_found(terminal: Terminal, sold: World) -> None:
    groups = [PHONE[at : at + 4] for at in range(0, len(PHONE), 4)]
    assert terminal.json("customer", "find", *groups) == terminal.json("customer", "find", PHONE)


def test_a_bare_number_of_another_country_is_found(terminal: Terminal, sold: World) -> None:
    assert terminal.json("customer", "find", PHONE.removeprefix("+852"))[0]["phones"] == [PHONE]


def test_nobody_found_is_a_refusal(terminal: Terminal, world: World) -> None:
    assert "Nobody is known" in terminal.refused("customer", "find", "nobody@example.com")


def test_customer_show_holds_sales_and_touches(terminal: Terminal, sold: World) -> None:
    known = terminal.json("customer", "find", PHONE)[0]["id"]
    said = terminal.json("customer", "show", known)
    assert [sale["id"] for sale in said["sales"]] == ["a1"]
    assert "陳大文" in terminal.type("customer", "show", known).stdout
    assert {"care-tips", "birthday-call"} <= {touch["step"] for touch in said["touchpoints"]}


def test_a_link_to_a_page_of_ones_own_is_made_by_hand(terminal: Terminal, sold: World) -> None:
    known = terminal.json("customer", "find", PHONE)[0]["id"]
    for page in ("care", "preferences"):
        made = terminal.json("customer", "link", known, "--page", page)
        row = Link.find(*Link.at(made["url"].rpartition("/")[2]))
        assert row is not None
        assert (row.page, row.customer_id) == (page, known)
        assert row.facts["language"] in plans.shop_defaults().languages
    assert terminal.type("customer", "link", known, "--page", "rating").exit_code == 2


def test_nobody_who_was_erased_or_never_was_gets_a_link(terminal: Terminal, sold: World) -> None:
    known = terminal.json("customer", "find", PHONE)[0]["id"]
    row = Customer.find(*Customer.at(known))
    assert row is not None
    row.change([Customer.erased_at.set(sold.now)])
    for nobody in (known, "cnobody"):
        refused = terminal.type("customer", "link", nobody, "--page", "care")
        assert (refused.exit_code, "/l/" in refused.output) == (1, False)
        assert nobody in refused.output


def test_an_export_is_json_with_or_without_the_flag(terminal: Terminal, sold: World) -> None:
    known = terminal.json("customer", "find", PHONE)[0]["id"]
    assert json.loads(terminal.type("customer", "export", known).stdout)["customer"]["id"] == known


def test_erasing_asks_first(terminal: Terminal, sold: World) -> None:
    known = terminal.json("customer", "find", PHONE)[0]["id"]
    said = terminal.type("customer", "erase", known, stdin="n\n")
    assert said.exit_code == 1
    assert terminal.json("customer", "find", PHONE)


def test_erasing_without_a_key_names_the_setting(terminal: Terminal, sold: World) -> None:
    known = terminal.json("customer", "find", PHONE)[0]["id"]
    assert "ERASURE_KEY" in terminal.refused("customer", "erase", known, "--yes")


def test_merging_tells_what_moved(terminal: Terminal, sold: World) -> None:
    other = sold.customer(name="陳太", phones=("+85261234567",), emails=())
    known = terminal.json("customer", "find", "A1")[0]["id"]
    said = terminal.json("customer", "merge", known, other.id, "--why", "one person")
    assert (said["customer_id"], said["sales"]) == (other.id, 1)


def test_a_sale_from_the_counter_to_its_return(terminal: Terminal, world: World) -> None:
    record = (
        "sale",
        "record",
        "--order",
        "C7",
        "--name",
        "陈静",
        "--phone",
        "138 0013 8000",
        "--product",
        "Oak",
    )
    assert terminal.json(*record)["new"]
    assert not terminal.json(*record)["new"]
    world.run(timedelta(hours=1))
    assert world.provider.accepted[0][1].to == "+8613800138000"
    assert terminal.json("sale", "book", "C7", "--on", "2026-03-20")["booked_on"] == "2026-03-20"
    assert terminal.json("sale", "call-off", "C7", "--why", "changed her mind")["state"] == "called_off"
    assert terminal.json("sale", "book-again", "C7", "--on", "2026-03-25")["state"] == "active"
    assert terminal.json("sale", "install", "C7", "--on", "2026-03-02")["installed_on"] == "2026-03-02"
    assert terminal.json("sale", "return", "C7", "--why", "wrong colour")["state"] == "returned"


def test_a_day_before_the_signing_is_refused(terminal: Terminal, sold: World) -> None:
    assert "before the signing" in terminal.refused("sale", "deliver", "A1", "--on", "2025-01-01")


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--category", "boats", "use one of appliance, flooring, furniture"),
        ("--language", "xx", "use one of en, zh-Hans, zh-Hant"),
        ("--booked", "2026-01-01", "before the signing"),
    ],
)
def test_a_sale_that_could_not_be_cared_for_is_refused(
    terminal: Terminal, world: World, option: str, value: str, said: str
) -> None:
    sale = ("sale", "record", "--order", "C8", "--name", "陈静", "--phone", "13800138000", option, value)
    assert said in terminal.refused(*sale)
    assert not [row for row in world.stored() if row["pk"]["S"].startswith("sale#")]


SO_8 = ("sale", "record", "--order", "SO-8", "--signed", "2026-03-01", "--product", "Oak")


def test_a_sale_that_is_typed_twice_is_one(terminal: Terminal, world: World) -> None:
    first = terminal.json(*SO_8, "--name", "Test", "--phone", "138 0013 8000")
    again = terminal.json(*SO_8, "--name", "Test", "--phone", "+86 13800138000")
    assert (first["new"], again["new"], again["id"]) == (True, False, first["id"])


@pytest.mark.parametrize(
    "other", [("--name", "Test2"), ("--name", "Test", "--quantity", "2"), ("--name", "Test", "--rep", "Li")]
)
def test_a_known_order_with_other_contents_is_refused_and_nobody_is_written(
    terminal: Terminal, world: World, other: tuple[str, ...]
) -> None:
    terminal.json(*SO_8, "--name", "Test", "--phone", "138 0013 8000")
    before = sorted(map(str, Row.engine.items()))
    said = terminal.refused(*SO_8, *other, "--phone", "138 0013 8000")
    assert "Order SO-8 is recorded already" in said
    assert "number of its own" in said
    assert sorted(map(str, Row.engine.items())) == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("install", "A1", "--on", "2036-01-01"), "cannot have been installed on 2036-01-01"),
        (("deliver", "A1", "--on", "2026-03-04"), "cannot have been delivered on 2026-03-04"),
        (
            (*SO_8[1:3], "SO-9", "--name", "T", "--phone", "13800138000", "--signed", "2027-03-05"),
            "a year ahead",
        ),
    ],
)
def test_what_is_still_to_come_has_not_happened(
    terminal: Terminal, sold: World, words: tuple[str, ...], said: str
) -> None:
    assert said in terminal.refused("sale", *words)


def test_tomorrow_may_be_today_where_the_goods_are(terminal: Terminal, sold: World) -> None:
    assert terminal.json("sale", "deliver", "A1", "--on", "2026-03-03")["delivered_on"] == "2026-03-03"


def test_what_is_installed_has_no_booking_to_move(terminal: Terminal, sold: World) -> None:
    said = terminal.refused("sale", "book", "A1", "--on", "2026-03-20")
    assert "installed on 2026-03-02, so there is no booking to set or move" in said


def test_a_reps_list_and_its_end(terminal: Terminal, sold: World) -> None:
    sold.run(timedelta(days=1))
    listed = terminal.json("tasks", "--rep", "阿玲")
    gift = next(one for part in listed.values() for one in part if one["step"] == "house-warming")
    assert "阿玲" in terminal.type("tasks", "--rep", "阿玲").stdout
    assert "cannot end as" in terminal.refused("tasks", "finish", gift["id"], "--outcome", "eaten")
    assert terminal.json("tasks", "postpone", gift["id"], "--to", "2026-03-09", "--why", "away")["due_on"]
    assert terminal.json("tasks", "finish", gift["id"], "--outcome", "handed_over")["state"] == "done"
    assert terminal.json("tasks", "--rep", "阿玲")["done"][0]["outcome"] == "handed_over"
    assert "ends with a score" in terminal.refused("tasks", "finish", gift["id"], "--score", "5")


def test_all_tasks_of_a_colleague_are_handed_over(terminal: Terminal, sold: World) -> None:
    sold.run(timedelta(days=1))
    count = sum(map(len, terminal.json("tasks", "--rep", "阿玲").values()))
    typed = ("tasks", "hand-over", "阿玲", "--to", "李强", "--why", "she left")
    assert "nobody called 李强" in terminal.refused(*typed)
    terminal.json("staff", "set", "李强")
    assert terminal.json(*typed) == {"moved": count, "complaints": 0, "left": 0}
    assert sum(map(len, terminal.json("tasks", "--rep", "李强").values())) == count > 0


def test_who_was_recorded_before_names_were_looked_up_is_found_afterwards(
    terminal: Terminal, sold: World
) -> None:
    for entry in sold.rows(Enrolled):
        entry.named("")
        entry.save()
    assert "陳" in terminal.refused("customer", "find", "陳")
    assert terminal.json("campaign", "enrol", "--again")["done"]
    assert terminal.json("customer", "find", "陳")


def test_staff_their_leave_and_who_stands_in(terminal: Terminal, world: World) -> None:
    terminal.json("staff", "set", "王芳", "--phone", "+8613800138000")
    assert "nobody called 李强" in terminal.refused(
        "staff", "leave", "王芳", "--from", "2026-03-10", "--to", "2026-03-12", "--stand-in", "李强"
    )
    terminal.json("staff", "set", "李强")
    terminal.json(
        "staff", "leave", "王芳", "--from", "2026-03-10", "--to", "2026-03-12", "--stand-in", "李强"
    )
    leaves = {one["name"]: one["leave"] for one in terminal.json("staff", "list")}
    assert leaves == {"李强": [], "王芳": [["2026-03-10", "2026-03-12", "李强"]]}


def test_due_of_nobody_is_refused(terminal: Terminal, world: World) -> None:
    assert "Nobody is known by 'nobody'" in terminal.refused("due", "--customer", "nobody")


def test_consent_shows_which_address_is_stopped(terminal: Terminal, sold: World) -> None:
    inbox.replied("sms", Reply("r1", PHONE, "", "STOP"), sold.now)
    customer = sold.customer().id
    assert terminal.json("consent", "show", customer)["stopped"] == {PHONE: "stopped"}
    said = terminal.type("consent", "show", customer).stdout
    assert f"{PHONE} gets nothing at all: its owner asked for that." in said


def test_a_manager_whom_nobody_knows_is_told_of(terminal: Terminal, world: World) -> None:
    said = terminal.type("staff", "set", "阿榮", "--manager", "老闆")
    assert (said.exit_code, "Nobody called 老闆 is among the staff yet" in said.stderr) == (0, True)
    terminal.type("staff", "set", "老闆")
    assert not terminal.type("staff", "set", "阿榮", "--manager", "老闆").stderr


def test_consent_is_recorded_and_shown_with_its_ground(terminal: Terminal, sold: World) -> None:
    known = terminal.json("customer", "find", PHONE)[0]["id"]
    options = ("--purpose", "marketing", "--state", "granted", "--source", "order form")
    assert terminal.json("consent", "record", known, *options)["now"] == {"marketing": {"*": "granted"}}
    assert terminal.json("consent", "show", known)["history"][0]["source"] == "order form"


def test_pause_and_resume_by_channel(terminal: Terminal, world: World) -> None:
    terminal.type("pause", "sms")
    assert Switch.read("paused") == {"sms": True}
    terminal.type("resume", "sms")
    assert Switch.read("paused") == {}
    assert "no channel" in terminal.refused("pause", "pigeon")


def test_gifts_come_into_the_cupboard(terminal: Terminal, world: World) -> None:
    assert terminal.json("gift", "stock", "welcome-mat", "40")["stock"] == 40
    assert terminal.json("gift", "stock", "welcome-mat", "2", "--out")["stock"] == 38
    assert {one["gift"]: one["stock"] for one in terminal.json("gift", "list")}["welcome-mat"] == 38
    assert "There is no gift" in terminal.refused("gift", "stock", "pony", "1")


def test_plans_are_shown_and_checked(terminal: Terminal, tmp_path: Path) -> None:
    assert [one["plan"] for one in terminal.json("plan", "show")]
    assert terminal.json("plan", "show", "flooring")["steps"][0]["practice"]
    (tmp_path / "bad.yaml").write_text("name: bad\nversion: one\n")
    said = terminal.type("plan", "check", str(tmp_path), "--json")
    assert said.exit_code == 1
    assert json.loads(said.stdout)["problems"]
    assert not terminal.opened


def test_a_channel_is_tried_without_a_table(terminal: Terminal) -> None:
    said = terminal.json("channel", "test", "outbox", "--to", PHONE, "--text", "Hello")
    assert said["state"] == "delivered"
    assert said["id"]
    assert not terminal.opened


def test_a_channel_without_its_settings_names_them(terminal: Terminal) -> None:
    assert "TWILIO_ACCOUNT_SID" in terminal.refused("channel", "test", "twilio", "--to", PHONE, "--text", "x")
    assert "no channel 'pigeon'" in terminal.refused(
        "channel", "test", "pigeon", "--to", PHONE, "--text", "x"
    )


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that a channel was called with; each has all the settings it wants."""
    called: list[str] = []
    for one in plugins.discover("chalicelib.channels", "CHANNEL").values():
        monkeypatch.setattr(type(one), "check", lambda self, settings: None)
        monkeypatch.setattr(
            type(one), "send", lambda self, settings, message: called.append(message.to) or Receipt("r1")
        )
    return called


@pytest.mark.parametrize(
    ("channel", "address", "said"),
    [
        ("twilio", "a@example.com", "twilio carries SMS and cannot reach 'a@example.com'; give a number"),
        ("smtp", PHONE, f"smtp carries mail and cannot reach '{PHONE}'; give a mail address."),
        ("ses", PHONE, "ses carries mail and cannot reach"),
        ("twilio", "91234567", "'91234567' is no telephone number; write it with its country code"),
        ("outbox", "91234567", "'91234567' is no telephone number; write it with its country code"),
        ("outbox", "+447911999999", "+447911999999 is no number that is in use in GB"),
        ("outbox", "ann@", "'ann@' is no mail address; write it as name@example.com."),
    ],
)
def test_an_address_that_a_channel_cannot_reach_is_refused_before_any_call(
    terminal: Terminal, calls: list[str], channel: str, address: str, said: str
) -> None:
    assert said in terminal.refused("channel", "test", channel, "--to", address, "--text", "x")
    assert calls == []


@pytest.mark.parametrize(
    ("channel", "address", "reached"),
    [
        ("twilio", "+852 9123 4567", PHONE),
        ("smtp", MAIL, MAIL),
        ("outbox", MAIL, MAIL),
        ("outbox", PHONE, PHONE),
    ],
)
def test_an_address_that_a_channel_reaches_is_written_as_it_takes_it(
    terminal: Terminal, calls: list[str], channel: str, address: str, reached: str
) -> None:
    terminal.json("channel", "test", channel, "--to", address, "--text", "x")
    assert calls == [reached]


@pytest.mark.parametrize(
    "words",
    [
        ("staff", "set", "Winnie", "--role", "rep", "--phone", "+447911999999"),
        ("sale", "record", "--order", "S1", "--name", "Ann", "--phone", "+447911999999"),
    ],
)
def test_a_number_with_its_country_code_that_is_none_is_told_so(
    terminal: Terminal, world: World, words: tuple[str, ...]
) -> None:
    assert "+447911999999 is no number that is in use in GB; compare it digit by digit." in terminal.refused(
        *words
    )
    assert not world.stored()


def test_metrics_count_what_went(terminal: Terminal, sold: World) -> None:
    counts = terminal.json("metrics", "show")["counts"]
    assert ["care-tips", "sent", "", "sms", 1] in [line[:5] for line in counts]
    assert "care-tips" in terminal.type("metrics", "show").stdout
    assert terminal.json("metrics", "rebuild") == {"changed_days": []}


def test_an_audit_that_finds_nothing_is_exit_0(terminal: Terminal, sold: World) -> None:
    assert terminal.json("audit")["broken"] == []


def test_an_audit_that_finds_something_is_exit_1(terminal: Terminal, sold: World) -> None:
    known = sold.customer()
    known.update([type(known).consents.set({"survey": {"*": "granted"}})])
    said = terminal.type("audit")
    assert said.exit_code == 1
    assert "BROKEN" in said.stdout


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "ledger.csv"
    path.write_text(LEDGER, encoding="utf-8")
    return path


def test_a_dry_run_writes_nothing(terminal: Terminal, world: World, ledger: Path) -> None:
    said = terminal.json("import", str(ledger), "--dry-run")
    assert (said["rows"], said["sales"], said["rejects"]) == (2, 1, 1)
    assert not world.tasks()
    assert sorted(ledger.parent.iterdir()) == [ledger]


def test_an_import_that_no_plan_cares_for_is_refused_whole(
    terminal: Terminal, world: World, ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plans, "plan_for", lambda category: None)
    assert "No care plan is for 'flooring'" in terminal.refused("import", str(ledger))
    assert not world.stored()


def test_an_import_puts_rejects_beside_the_ledger(terminal: Terminal, world: World, ledger: Path) -> None:
    assert terminal.json("import", str(ledger))["reject_reasons"]
    assert "K2" in (ledger.parent / "ledger.csv.rejects.csv").read_text(encoding="utf-8-sig")
    assert terminal.json("import", str(ledger))["duplicates"] == 1


def test_rejects_that_somebody_is_mending_are_not_overwritten(
    terminal: Terminal, world: World, ledger: Path
) -> None:
    first, second = (ledger.with_name(f"ledger.csv.rejects{n}.csv") for n in ("", "-2"))
    terminal.json("import", str(ledger))
    terminal.json("import", str(ledger))
    assert not second.exists()
    written = first.read_bytes()
    first.write_bytes(mended := written.replace("不知道".encode(), b"13800138001"))
    for _ in range(2):
        said = terminal.type("import", str(ledger)).stderr
        assert "they are in" in said
        assert "ledger.csv.rejects-2.csv, each" in said
        assert "ledger.csv.rejects.csv was changed since and stays" in said
    assert (first.read_bytes(), second.read_bytes()) == (mended, written)
    assert len(list(ledger.parent.iterdir())) == 3


def test_lines_and_sales_are_told_apart(terminal: Terminal, world: World, ledger: Path) -> None:
    line = "K1,2026-03-01,陈静,13800138000,橡木地板,6,1280"
    ledger.write_text(f"{LEDGER}{line}\n", encoding="utf-8")
    said = terminal.json("import", str(ledger), "--dry-run")
    assert (said["sales"], said["orders"], said["rows"]) == (2, 1, 3)
    words = terminal.type("import", str(ledger), "--dry-run").stdout
    assert words.startswith("Would take 2 lines of 1 sale to 1 customer from 3 rows: 0 duplicates")


def test_what_is_not_read_is_said(terminal: Terminal, world: World, ledger: Path) -> None:
    ledger.write_text(LEDGER.replace("金额", "颜色"), encoding="utf-8")
    assert "Not read: the column “颜色”." in terminal.type("import", str(ledger), "--dry-run").stderr
    assert terminal.json("import", str(ledger))["columns_left_out"] == ["颜色"]


def test_a_file_whose_most_rows_fail_is_doubted_first(terminal: Terminal, world: World, ledger: Path) -> None:
    ledger.write_text(f"{LEDGER.rstrip()}\nK3,,,none\n", encoding="utf-8")
    said = terminal.type("import", str(ledger), "--dry-run").stdout
    assert said.startswith("Most rows could not be taken: 2 of 3. Is it the right file?")


def test_the_progress_of_an_import_is_not_on_stdout(terminal: Terminal, world: World, ledger: Path) -> None:
    said = terminal.type("import", str(ledger), "--json")
    json.loads(said.stdout)
    assert "Read as" in said.stderr


def test_an_unknown_import_cannot_be_released(terminal: Terminal, world: World) -> None:
    assert "There is no import i1" in terminal.refused("release", "i1")


def test_a_year_is_played_in_a_table_of_its_own(terminal: Terminal, ledger: Path) -> None:
    words = ("simulate", "--ledger", str(ledger), "--from", "2026-03-01", "--days", "40")
    said = terminal.json(*words)
    assert said["violations"] == 0
    assert said["messages"] > 0
    assert terminal.json(*words) == said
    assert "陈静" in terminal.type(*words, "--customer", "13800138000").stdout
    assert not terminal.opened
