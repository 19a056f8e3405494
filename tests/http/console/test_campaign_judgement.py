"""What whoever writes or approves a campaign is told before it goes, and what is not theirs to read."""

from collections.abc import Callable

import pytest

from chalicelib.care.campaigns import counting, keeping
from chalicelib.care.complaints import filing
from chalicelib.care.complaints.filing import NewComplaint
from chalicelib.records.customers import Customer
from tests.http.console.colleagues import Colleague
from tests.http.console.test_campaigns import written
from tests.http.story import Story

SignedIn = Callable[..., Colleague]


@pytest.fixture
def owners(story: Story) -> list[Customer]:
    """Three with an oak floor in Guangzhou, laid in spring."""
    found = [
        story.buys(
            f"客户{number}", phone=f"+861380000000{number}", order=f"A-{number}", product="实木地板",
            installed_on=story.now.date(),
        )
        for number in range(3)
    ]  # fmt: skip
    story.play(days=1)
    return found


@pytest.fixture
def mei(owners: list[Customer], signed_in: SignedIn) -> Colleague:
    return signed_in("marketing", language="en")


def checked(story: Story, mei: Colleague, **more: str) -> None:
    assert mei.post("/campaigns/new", written(**more)).status == 303
    mei.post("/campaigns/spring-word/check")
    story.play(minutes=3)


def test_who_has_a_complaint_is_counted_and_never_named(
    story: Story, owners: list[Customer], mei: Colleague
) -> None:
    filing.open(NewComplaint(owners[0].id, "起拱", "repair", recorder="李婷"), story.now)
    asked = {"audience.complaint": "yes"}
    looked = mei.post("/campaigns/new", written(do="look", **asked)).text
    assert '<b class="figure">1</b>' in looked
    assert "客户0" not in looked
    checked(story, mei, **asked)
    people = mei.get("/campaigns/spring-word/people").text
    assert '<b class="figure">1</b>' in people
    assert "客户0" not in people
    assert "Who has a complaint is not named here" in people
    assert not counting.found(keeping.get("spring-word")).who


def test_nor_is_who_waits_for_a_complaint_to_be_settled(
    story: Story, owners: list[Customer], mei: Colleague
) -> None:
    filing.open(NewComplaint(owners[0].id, "起拱", "repair", recorder="李婷"), story.now)
    checked(story, mei, cheerful="on")
    people = mei.get("/campaigns/spring-word/people").text
    assert "waits:" in people
    assert "客户0" not in people
    assert "客户1" in people
