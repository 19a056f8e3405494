"""Three households complain of one batch: from its page all who have goods of it are written to, those who
complain as well, once a colleague has approved the words."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from chalicelib.care.complaints import filing
from chalicelib.care.complaints.filing import NewComplaint
from chalicelib.records.customers import Customer
from chalicelib.records.sales import Sale
from tests.browser.conftest import AtWork, press
from tests.http.story import Story

# As the editor has them: the reader's own language first.
WORDS = (
    "Your {{ products }} may warp. Call {{ shop_phone }} and we send somebody to look.",
    "您买的{{ products }}可能会起拱，请打{{ shop_phone }}，我们派人来看。",
    "您買的{{ products }}可能會拱起，請致電{{ shop_phone }}，我們派人來看。",
)


@pytest.fixture
def households(story: Story) -> list[Customer]:
    """Three who complain, one who has not noticed yet, one with goods of another batch."""
    found = []
    for number in range(5):
        buyer = story.buys(f"客户{number}", phone=f"+861391234000{number}", order=f"A-{number}")
        found.append(buyer)
        if number < 3:
            new = NewComplaint(
                buyer.id, "起拱", "repair", about="quality", recorder="李婷", sale_id=f"a-{number}"
            )
            filing.open(new, story.now)
    other = Sale.find(*Sale.at("a-4"))
    assert other
    other.change([Sale.lines.set([{**other.lines[0], "batch": "B2"}])])
    story.play(hours=3)
    return found


def test_from_the_batch_s_page_to_its_owners_telephones(
    story: Story, at_work: AtWork, households: list[Customer]
) -> None:
    boss, mei = at_work("manager", "何经理"), at_work("marketing", "小美")
    boss.goto("/batches/B1")
    boss.get_by_role("link", name="Write to this batch’s owners").click()
    expect(boss.get_by_role("note")).to_contain_text("those as well who have complained")
    for summary in ("Simplified Chinese", "Traditional Chinese"):
        boss.locator("summary", has_text=summary).click()
    boxes = boss.get_by_label("SMS optional", exact=True)
    for number, text in enumerate(WORDS):
        boxes.nth(number).fill(text)
    boss.get_by_label("E-mail", exact=True).uncheck()
    expect(boss.locator("#preview")).to_contain_text("4 of 5 customers")
    press(boss, "Keep as a draft")
    press(boss, "Check whom it would reach")
    story.play(minutes=3)
    mei.goto("/campaigns/batch-b1")
    press(mei, "Approve")
    press(mei, "Schedule")
    expect(mei.get_by_role("heading", level=1)).to_contain_text("scheduled")
    story.play(hours=40)
    warned = [any("可能会起拱" in one.text for one in story.messages(buyer)) for buyer in households]
    assert warned == [True, True, True, True, False]
    boss.goto("/batches/B1")
    boss.get_by_role("link", name="batch-b1").click()
    expect(boss.locator(".came")).to_contain_text(f"{story.now - timedelta(days=1):%-d}")
