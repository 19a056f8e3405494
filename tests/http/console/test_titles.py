"""A task's title in the language of whoever reads it, wherever it stands."""

from collections.abc import Callable

import pytest

from chalicelib.care import effects, staff
from chalicelib.care.complaints import agreeing, filing, offering
from chalicelib.care.complaints.filing import NewComplaint
from chalicelib.care.tasks import finish, handing, morning
from chalicelib.care.touchpoints import closing
from chalicelib.records.customers import Customer
from chalicelib.records.table import Row
from chalicelib.records.tasks import Task
from chalicelib.records.touchpoints import Touchpoint
from chalicelib.rules.offers import Give
from tests.http.console.conftest import SignedIn
from tests.http.console.test_complaints import decided
from tests.http.story import Story

REP, OTHER = "李婷", "Ann"
ENGLISH, CHINESE = "Call 王芳 now: a new complaint", "马上联系王芳：新投诉"
Readers = tuple[Callable[[str], str], Callable[[str], str]]


@pytest.fixture
def wang(story: Story) -> Customer:
    """Whoever complains by SMS finds nobody of ours there, so that a colleague is asked to call."""
    staff.record(REP, {"phone": "+8613800138000"})
    return story.buys("王芳", phone="+8613800138001", installed_on=story.now.date())


@pytest.fixture
def task(story: Story, wang: Customer) -> Task:
    new = NewComplaint(wang.id, words="地板起拱", wish="repair", sale_id="a-1", recorder=REP, channel="sms")
    filing.open(new, story.now)
    story.play(minutes=2)
    (found,) = [one for one in Task.in_partition(wang.pk, "task#") if "地板起拱" in one.title]
    return found


@pytest.fixture
def pages(signed_in: SignedIn) -> Readers:
    english, chinese = (
        signed_in("admin", "Winnie", language="en"),
        signed_in("manager", "何经理", language="zh-Hans"),
    )
    return (lambda place: english.get(place).text), (lambda place: chinese.get(place).text)


def said_in(page: str) -> tuple[bool, bool]:
    """In English, and in Chinese."""
    return ENGLISH in page, CHINESE in page


def places(task: Task) -> list[str]:
    return [f"/today?rep={REP}", "/tasks", f"/tasks?rep={REP}", f"/customers/{task.customer_id}"]


def test_each_reader_has_it_in_their_own_language_on_every_page(pages: Readers, task: Task) -> None:
    english, chinese = pages
    for place in places(task):
        assert said_in(english(place)) == (True, False), place
        assert said_in(chinese(place)) == (False, True), place


def test_work_that_was_agreed_stands_on_the_case_in_its_reader_s_language(
    story: Story, pages: Readers, wang: Customer
) -> None:
    one = decided(story, wang)
    offering.propose(one.id, [Give("apology")], "CNY", "", REP, False, story.now, below="保险已赔")
    agreeing.accept(one.id, 0, "letter", "customer", story.now)
    story.play(minutes=2)
    english, chinese = (page(f"/complaints/{one.id}") for page in pages)
    assert f"Complaint {one.id} of 王芳, as agreed: apology" in english
    assert f"Complaint {one.id} of 王芳, as agreed" not in chinese
    assert f"投诉{one.id}（王芳），按商定办理：致歉" in chinese


def test_what_was_done_is_told_to_its_reader_as_well(story: Story, pages: Readers, task: Task) -> None:
    finish(task.key, "reached", "", REP, story.now)
    for place in (f"/tasks?rep={REP}", f"/customers/{task.customer_id}"):
        assert [said_in(page(place)) for page in pages] == [(True, False), (False, True)], place


def test_a_title_from_before_they_could_be_told_stands_as_it_was(pages: Readers, task: Task) -> None:
    task.change([Task.title.set("马上联系王芳：旧的写法")])
    for place in places(task):
        for page in pages:
            assert "马上联系王芳：旧的写法" in page(place), place


def test_what_nobody_has_is_told_under_what_needs_attention(story: Story, pages: Readers) -> None:
    closing.tell_operator("twilio", "20003", story.now)
    english, chinese = pages
    assert "Check the settings of twilio" in english("/attention")
    assert "Check the settings" not in chinese("/attention")
    assert "检查twilio的设置" in chinese("/attention")


def to_colleague(name: str, said: str = "task_title") -> list[str]:
    rows = Row.in_partition(f"staff#{staff.get(name).id}", "touch#")
    return [row.values[said] for row in rows if isinstance(row, Touchpoint) and said in row.values]


def test_whoever_takes_it_over_hears_of_it_in_their_own_language(story: Story, task: Task) -> None:
    assert [CHINESE in said for said in to_colleague(REP)] == [True]
    staff.record(OTHER, {"phone": "+8613800138002", "language": "en"})
    handing.hand_over(REP, OTHER, "on leave", "何经理", story.now)
    story.play(minutes=2)
    (said,) = to_colleague(OTHER)
    assert said.startswith(ENGLISH)


def test_the_morning_s_list_is_in_its_reader_s_language(story: Story, task: Task) -> None:
    staff.record(REP, {"language": "en"})
    assert list(morning.digest(story.now, effects.shop_day(story.now))) == [REP]
    (listed,) = to_colleague(REP, "task_lines")
    assert said_in(listed) == (True, False)
