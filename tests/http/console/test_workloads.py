"""In a shop with very many open tasks, lists of everybody's go by what the clock counted; they say so, and
what the reader just did is done there, too."""

import re
from datetime import timedelta
from urllib.parse import quote

import pytest

from chalicelib import jobs
from chalicelib.care import effects, staff, tasks
from chalicelib.care.metrics import workload
from chalicelib.effects import OpenTask
from chalicelib.records.tasks import OPEN
from tests.http.console.colleagues import Colleague
from tests.http.console.conftest import SignedIn
from tests.http.story import Story

LING, BO = "李婷", "王强"
SHOP, COUNTED = "沙田店", "every few minutes"
PAGES = ("/tasks", "/overview", "/hand-over")


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workload, "FEW", 4)


@pytest.fixture
def boss(story: Story, signed_in: SignedIn) -> Colleague:
    """What the clock counted: three of 李婷's overdue, two due today, one of 王强's to come."""
    for name in (LING, BO):
        staff.record(name, {"store": SHOP})
    opened(story, LING, -9, -2, -1, 0, 0)
    opened(story, BO, 3)
    jobs.glance(story.now)
    return signed_in("manager", language="en")


def opened(story: Story, rep: str, *days: int, customer_id: str = "") -> list[str]:
    found = []
    for number, day in enumerate(days):
        reason = f"{rep} {customer_id} {day} {number}"
        ask, title = OpenTask("call", days=day), f"call of {rep} in {day}"
        row = effects.open_task(ask, rep, title, story.now, reason=reason, customer_id=customer_id)
        found.append(row.key)
    return found


def tiles(page: str) -> list[str]:
    return re.findall(r"<b>([^<]+)</b>", page)[:3]


@pytest.mark.parametrize("page", PAGES)
def test_they_say_when_it_was_counted(boss: Colleague, page: str) -> None:
    assert COUNTED in boss.get(page).text.split("The last days")[0]


@pytest.mark.parametrize("page", PAGES)
def test_in_a_shop_with_few_nothing_is_old_and_nothing_is_said(
    story: Story, boss: Colleague, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    monkeypatch.setattr(workload, "FEW", 100)
    jobs.glance(story.now)
    assert COUNTED not in boss.get(page).text.split("The last days")[0]


def test_what_was_just_finished_or_postponed_is_gone_from_everybody_s_list(
    story: Story, boss: Colleague
) -> None:
    page = boss.get("/tasks").text
    assert re.search(rf"{LING}</a>\s*<small>3 overdue, 2 today", page), page
    finished = next(one for one in tasks.open_ones(LING) if "in -2" in one.title)
    assert boss.post(f"/tasks/{finished.key}/finish", {"outcome": "done", "back": "/tasks"}).status == 303
    moved = next(one for one in tasks.open_ones(LING) if "in -1" in one.title)
    tasks.postpone(moved.key, story.now.date() + timedelta(days=4), "asked", LING, story.now)
    page = boss.get("/tasks").text
    assert "in -2" not in page
    assert "in -1" not in page
    assert re.search(rf"{LING}</a>\s*<small>1 overdue, 2 today", page), page


def test_ten_of_each_are_shown_and_stay_ten_while_some_are_done_before_the_next_count(
    story: Story, boss: Colleague
) -> None:
    opened(story, LING, *range(-25, -10))
    jobs.glance(story.now)

    def shown() -> list[str]:
        return re.findall(rf"call of {LING} in (-\d+)", boss.get("/tasks").text)

    assert shown() == [f"{day}" for day in range(-25, -15)]
    for task in tasks.open_ones(LING)[:3]:
        tasks.finish(task.key, "done", "", LING, story.now)
    assert shown() == [f"{day}" for day in range(-22, -12)]


def test_the_overview_counts_what_the_clock_kept(story: Story, boss: Colleague) -> None:
    assert tiles(boss.get("/overview").text) == ["3", "2", "1"]
    opened(story, BO, 0)
    assert tiles(boss.get("/overview").text) == ["3", "2", "1"]
    jobs.glance(story.now + timedelta(minutes=5))
    assert tiles(boss.get("/overview").text) == ["3", "3", "1"]


def test_one_person_s_list_and_a_rep_s_own_are_as_they_are(
    story: Story, boss: Colleague, signed_in: SignedIn
) -> None:
    opened(story, BO, 0)
    for who, page in ((boss, f"/tasks?rep={quote(BO)}"), (signed_in("rep", BO, language="en"), "/tasks")):
        text = who.get(page).text
        assert "in 0" in text
        assert COUNTED not in text


def test_a_stand_in_s_list_of_several_is_as_it_is(story: Story, boss: Colleague, signed_in: SignedIn) -> None:
    today = story.now.date()
    opened(story, LING, 0)
    staff.leave(LING, today, today + timedelta(days=3), BO)
    text = signed_in("rep", BO, language="en").get("/tasks").text
    assert re.search(rf"{LING}</a>\s*<small>3 overdue, 3 today", text), text
    assert COUNTED not in text


def test_whoever_hands_all_over_sees_at_once_where_they_are(boss: Colleague) -> None:
    said = {"from": LING, "to": BO, "how": "all", "why": "she left"}
    answer = boss.post("/hand-over", said)
    assert "moved=5" in answer.header("Location")
    page = boss.get("/hand-over").text
    assert f"{LING} (0)" in page
    assert f"{BO} (6)" in page


def test_who_leads_a_shop_sees_errands_of_nobody_for_its_customers_and_no_others(
    story: Story, boss: Colleague, signed_in: SignedIn
) -> None:
    ours = story.buys("王芳", phone="+8613800138000", rep=LING)
    theirs = story.buys("陈明", phone="+8613800138001", order="A-2", rep="别人")
    story.play(days=1)
    for customer in (ours, theirs):
        opened(story, "", 0, customer_id=customer.id)
    jobs.glance(story.now)
    page = signed_in("manager", "店长", language="en", store=SHOP).get("/tasks").text
    assert ours.id in page
    assert theirs.id not in page
    assert LING in page


def test_colleagues_with_old_tasks_are_known_to_whoever_sees_to_it(
    story: Story, boss: Colleague, signed_in: SignedIn
) -> None:
    text = boss.get("/attention").text
    late = text[text.index('id="late_tasks"') :]
    assert LING in late
    assert BO not in late
    assert f"{(story.now - timedelta(days=9)).day} " in late
    stranger = signed_in("manager", "别店长", language="en", store="别店").get("/attention").text
    assert "late_tasks" not in stranger


@pytest.mark.parametrize("page", [*PAGES, "/attention"])
def test_no_page_of_everybody_s_reads_a_key_for_each_open_task(
    story: Story, boss: Colleague, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many there are."""
    opened(story, LING, *[-1] * 60)
    jobs.glance(story.now)
    read: list[int] = []
    query = story.memory.query

    def noted(pk: str, *args: object, **options: object) -> dict:
        found = query(pk, *args, **options)
        read.append(len(found["Items"]) if pk == OPEN else 0)
        return found

    monkeypatch.setattr(story.memory, "query", noted)
    assert boss.get(page).status == 200
    assert sum(read) <= 30
