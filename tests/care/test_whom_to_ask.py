"""Whom a customer is told to ask: nobody who is away that day, but who stands in, else the shop."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from chalicelib.care import effects
from chalicelib.care.complaints import file, filing, handling, telling, watching
from chalicelib.care.complaints.filing import NewComplaint
from chalicelib.care.tasks import handing
from chalicelib.effects import OpenTask
from chalicelib.records.complaints import Complaint
from chalicelib.records.staff import FOR_GOOD, Staff, to_ask
from tests.journeys.world import START, World

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=5)
TODAY = date(2026, 3, 9)
EVER = FOR_GOOD.isoformat()


def colleague(name: str, phone: str, *leave: list[str]) -> Staff:
    return Staff(*Staff.at(name), name=name, phone=phone, leave=list(leave))


AWAY, BACK = ["2026-03-01", "2026-03-20"], ["2026-03-01", "2026-03-08"]


@pytest.mark.parametrize(
    ("leave", "other", "asked"),
    [
        ([], [], ("阿玲", "1")),
        ([[*BACK, "小陳"]], [], ("阿玲", "1")),
        ([[*AWAY, "小陳"]], [], ("小陳", "2")),
        ([["2026-03-09", EVER, "小陳"]], [], ("小陳", "2")),
        ([[*AWAY, "小陳"]], [[*AWAY, "主管"]], ("主管", "")),
        ([[*AWAY, "小陳"]], [[*AWAY, "阿玲"]], ("", "")),
        ([[*AWAY, "nobody we know"]], [], ("", "")),
        ([[*AWAY, ""]], [], ("", "")),
    ],
)
def test_whoever_stands_in_is_asked_as_far_as_anybody_does(
    leave: list, other: list, asked: tuple[str, str]
) -> None:
    staff = {"阿玲": colleague("阿玲", "1", *leave), "小陳": colleague("小陳", "2", *other)}
    staff["主管"] = colleague("主管", "")
    assert to_ask("阿玲", TODAY, staff.get) == asked


LATER = ["2026-03-05", "2026-03-12"]


@pytest.mark.parametrize(
    ("stands_in", "asked", "until"),
    [
        ([], "小陳", "2026-03-20"),
        ([[*BACK, "主管"]], "小陳", "2026-03-20"),
        ([[*LATER, "主管"]], "主管", "2026-03-12"),
        ([["2026-03-02", EVER, "主管"]], "主管", "2026-03-20"),
        ([[*LATER, "阿玲"]], "", ""),  # both are away
        ([[*LATER, "nobody we know"]], "", ""),
    ],
)
def test_whom_customers_are_told_to_ask_gets_the_work_and_sees_it(
    world: World, stands_in: list, asked: str, until: str
) -> None:
    """Who stands in is on leave, too, and another stands in for that one."""
    everybody = [colleague("阿玲", "1", [*AWAY, "小陳"]), colleague("小陳", "2", *stands_in)]
    everybody.append(colleague("主管", "3"))
    for one in everybody:
        one.save()
    assert to_ask("阿玲", TODAY, Staff.named)[0] == asked
    on_duty = effects.on_duty("阿玲", TODAY)
    assert on_duty == (asked or "小陳")  # nobody is there: it waits for the last of them
    sees = {one.name: handing.away_to(one.name, everybody, TODAY).get("阿玲") for one in everybody}
    assert {name for name, last in sees.items() if last} == {on_duty}
    assert str(sees[on_duty]) == (until or LATER[1])


def test_a_leave_begins_at_the_shop_s_midnight_for_tasks_as_for_customers(world: World) -> None:
    for one in (colleague("阿玲", "1", ["2026-03-10", "2026-03-20", "小陳"]), colleague("小陳", "2")):
        one.save()
    night = datetime(2026, 3, 9, 17, tzinfo=UTC)  # one in the morning, in Guangzhou
    for at, name in ((night - 2 * HOUR, "阿玲"), (night, "小陳")):
        assert effects.open_task(OpenTask("call", days=1), "阿玲", "x", at, reason=f"{at}").rep == name
        assert to_ask("阿玲", effects.shop_day(at), Staff.named)[0] == name


def test_one_whom_only_a_ledger_names_has_a_name_and_no_telephone() -> None:
    assert to_ask("阿玲", TODAY, lambda name: None) == ("阿玲", "")
    assert to_ask("", TODAY, lambda name: pytest.fail("nobody is looked for")) == ("", "")


def on_leave(world: World, first: date, last: date) -> None:
    world.staff(leave=[[first.isoformat(), last.isoformat(), "小陳"]])
    world.staff("小陳", phone="+85261112222")


def mails(world: World) -> list[str]:
    return [message.text for _, message, _ in world.provider.accepted if "@" in message.to]


@pytest.mark.parametrize(("begins", "named"), [(0, "小陳（6111 2222）"), (90, "阿玲（9876 5432）")])
def test_what_goes_out_during_a_leave_names_who_stands_in(world: World, begins: int, named: str) -> None:
    """Planned long before."""
    on_leave(world, START.date() + begins * DAY, START.date() + 99 * DAY)
    world.sale(world.customer(phones=("+85223456789",)), booked_on=world.day(9), installed_on=world.day(9))
    world.run(20 * DAY)
    (guide,) = [text for text in mails(world) if "導購" in text or "顧問" in text][:1]
    assert named in guide


def case(world: World, stands_in: str = "小陳") -> Complaint:
    """Taken while its handler was there, who is away since."""
    world.staff()
    new = NewComplaint(world.customer().id, "客廳地板起拱了", "repair", recorder="阿玲")
    one = filing.open(new, world.now)
    world.run(MINUTE)
    world.staff("小陳", phone="+85261112222")
    world.staff(leave=[[START.date().isoformat(), "2026-03-05", stands_in]])
    world.hands = world.new_hands()  # as each drain has its own
    return one


def said(world: World, one: Complaint) -> str:
    """What the customer hears next."""
    before = len(world.provider.accepted)
    watching.tell_news(file.get(one.id), "師傅星期四上門。", "小陳", world.now)
    world.run(MINUTE)
    return "".join(message.text for _, message, _ in world.provider.accepted[before:])


def test_so_does_what_a_complaint_s_customer_hears_and_the_case_stays_where_it_is(world: World) -> None:
    one = case(world)
    text = said(world, one)
    assert "小陳" in text
    assert "6111 2222" in text
    assert not re.search(r"\b9876\b", text)
    assert file.get(one.id).owner == "阿玲"


def test_where_nobody_stands_in_the_shop_s_number_is_given(world: World) -> None:
    text = said(world, case(world, "nobody we know"))
    assert "+86 20 5550 0100" in text
    assert not re.search(r"\b9876\b", text)


def test_a_case_s_page_names_them_and_its_papers_who_has_it(world: World) -> None:
    """What is printed is kept beyond the leave."""
    one = file.get(case(world).id)
    moments = (world.now, None, world.now + 9 * DAY)
    page, paper, after = (telling.who_and_when(one, "zh-Hant", "HK", at) for at in moments)
    assert (page["handler_name"], page["handler_phone"]) == ("小陳", "6111 2222")
    assert (paper["handler_name"], paper["handler_phone"]) == ("阿玲", "9876 5432")
    assert after == paper


def test_who_is_handed_a_case_while_away_is_announced_by_who_answers(world: World) -> None:
    one = case(world)
    world.staff("師傅", phone="+85263334444", leave=[[START.date().isoformat(), "2026-03-20", "小陳"]])
    handling.hand_over(one.id, "師傅", "阿玲", "knows floors", world.now)
    world.run(MINUTE)
    assert any("由今天起由小陳（6111 2222）負責" in text for text in world.provider.texts())
