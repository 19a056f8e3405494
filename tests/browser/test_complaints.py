"""A complaint from its coming in to its closing: a manager at work, the customer in a second browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from chalicelib.care.complaints import file, filing, handling
from chalicelib.care.complaints.filing import NewComplaint
from chalicelib.records.complaints import Complaint
from chalicelib.records.customers import Customer
from chalicelib.records.table import Row
from tests.browser.conftest import AtWork
from tests.http.story import Story

REP = "李婷"
LINK = re.compile(r"/l/[a-z2-7]{12}")


@pytest.fixture
def wang(story: Story) -> Customer:
    return story.buys("王芳", phone="+8613800138000", email="wang@example.com", installed_on=story.now.date())


def test_a_long_case_has_its_matter_in_sight_and_its_history_a_fold_away(
    at_work: AtWork, story: Story, wang: Customer
) -> None:
    """Nothing is lost: what is folded opens with a key, without script, and on paper."""
    one = lain(story, wang)
    page = at_work("manager", viewport={"width": 1280, "height": 860})
    page.goto(f"/complaints/{one.id}")
    expect(page.get_by_role("heading", name="What comes next")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollHeight") < 3 * 860
    older, first = page.locator("#older-entries > summary"), page.locator("#record li").last
    expect(first).to_be_hidden()
    page.emulate_media(media="print")
    expect(first).to_be_visible()
    page.emulate_media(media="screen")
    expect(first).to_be_hidden()
    older.focus()
    page.keyboard.press("Enter")
    expect(first).to_be_visible()
    plain = at_work("manager", java_script_enabled=False)
    plain.goto(f"/complaints/{one.id}")
    plain.locator("#older-entries > summary").click()
    expect(plain.locator("#record li").last).to_be_visible()


def test_what_is_printed_holds_what_is_folded_where_a_browser_needs_script_for_it(
    at_work: AtWork, story: Story, wang: Customer
) -> None:
    page = at_work("manager")
    page.goto(f"/complaints/{lain(story, wang).id}")
    older, move = page.locator("#older-entries"), page.locator("details.move:not([open])").first
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(older).to_have_attribute("open", "")
    assert move.get_attribute("open") is None
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert older.get_attribute("open") is None


def lain(story: Story, buyer: Customer) -> Complaint:
    """A complaint of which much was noted."""
    filing.open(NewComplaint(buyer.id, "It creaks.", "repair", recorder=REP), story.now)
    story.play(minutes=2)
    one = the_case(story)
    for number in range(40):
        handling.note(one.id, {"cause": f"Board {number} creaks."}, REP, "", story.now)
    return one


def the_case(story: Story) -> Complaint:
    (one,) = [row for row in map(Row.from_raw_data, story.memory.items()) if type(row) is Complaint]
    return file.get(one.id)


def linked(story: Story, wang: Customer) -> str:
    """The page in the last mail to her."""
    mails = sorted(story.messages(wang, "email"), key=lambda one: one.at_moment)
    return LINK.findall(mails[-1].text)[0]


def send(page: Page, form: str, button: str, **said: str) -> None:
    """Open one of the forms, fill it in, and send it."""
    move = page.locator(f"details#{form}")
    if move.get_attribute("open") is None:
        move.locator("summary").first.click()
    for name, text in said.items():
        field = move.locator(f'[name="{name}"]')
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(text)
        else:
            field.fill(text)
    move.get_by_role("button", name=button, exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("written into the record")


def test_from_the_counter_to_a_satisfied_yes(at_work: AtWork, story: Story, wang: Customer) -> None:
    page = at_work("manager")
    page.goto("/complaints")
    page.get_by_role("link", name="Write down a complaint").click()
    page.get_by_label("Telephone, mail address or order number").fill("13800138000")
    page.get_by_role("button", name="Look", exact=True).first.click()
    page.get_by_role("link", name="This customer complains").click()
    page.get_by_label("What do they want to come of it?").select_option("repair")
    page.get_by_label("What they said, in their words").fill("客厅三块地板起拱了")
    page.get_by_role("button", name="Write it down").click()
    expect(page.locator("h1")).to_contain_text("客厅三块地板起拱了")
    story.play(minutes=2)

    page.reload()
    send(page, "move-verifying", "Begin")
    send(
        page, "move-deciding", "To the decision", nature="受潮", degree="三块", scope="客厅", opinion="漏水",
        verified_by=REP, verified_what="含水率 14%",
    )  # fmt: skip
    send(page, "facts", "Keep", cause="防潮膜未铺好", at_fault="yes", loss_direct="3000", cause_kind="damp")
    offer = {"kind-1": "repair", "amount-1": "600", "words-1": "三块地板", "kind-2": "apology"}
    send(page, "offer", "Make the offer", **offer, effort="师傅上门两次")
    story.play(minutes=2)

    customer = at_work("", language="zh-CN", viewport={"width": 360, "height": 740})
    customer.goto(linked(story, wang))
    expect(customer.locator("main")).to_contain_text("三块地板")
    customer.locator('label:has(input[value="accept"])').click()
    customer.get_by_role("button").first.click()
    expect(customer.locator("form")).to_have_count(0)
    story.play(minutes=5)
    page.reload()
    expect(page.locator("main")).to_contain_text("Being carried out")
    expect(page.locator("main")).to_contain_text("Agreement to print")

    send(page, "done", "Ask the customer whether all is well", why="seen by the manager")
    story.play(minutes=2)
    customer.goto(linked(story, wang))
    customer.locator('label:has(input[value="5"])').click()
    customer.get_by_role("button").first.click()
    expect(customer.locator("form")).to_have_count(0)
    story.play(minutes=2)
    page.reload()
    one = the_case(story)
    assert (one.stage, one.facts["satisfaction"]) == ("closed", "5")
    expect(page.locator("main")).to_contain_text("Closed")
    send(page, "review", "Keep the review", cause="damp", unit="安装部")
    assert the_case(story).review["unit"] == "安装部"


def test_a_double_click_and_a_second_tab_do_nothing_twice(
    at_work: AtWork, story: Story, wang: Customer
) -> None:
    page = at_work("manager")
    page.goto(f"/complaints/new?customer={wang.id}")
    page.get_by_label("What do they want to come of it?").select_option("repair")
    page.get_by_label("What they said, in their words").fill("起拱")
    page.get_by_role("button", name="Write it down").dblclick()
    expect(page.locator("h1")).to_contain_text("起拱")
    number = the_case(story).id
    story.play(minutes=2)
    other = page.context.new_page()
    for tab in (page, other):
        tab.goto(f"/complaints/{number}")
    send(page, "move-verifying", "Begin")
    other.locator("details#move-verifying").get_by_role("button", name="Begin", exact=True).click()
    expect(other.get_by_role("alert")).to_contain_text("Somebody changed this")
    events = [one for one in story.memory.items() if one.get("what", {}).get("S") == "verifying"]
    assert len(events) == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_telephone_nothing_sticks_out(
    at_work: AtWork, story: Story, wang: Customer, scheme: str
) -> None:
    page = at_work("admin", viewport={"width": 360, "height": 740}, color_scheme=scheme)
    page.goto(f"/complaints/new?customer={wang.id}")
    page.get_by_label("What do they want to come of it?").select_option("repair")
    page.get_by_label("What they said, in their words").fill("起拱")
    page.get_by_role("button", name="Write it down").click()
    story.play(minutes=2)
    number = the_case(story).id
    faults: list[str] = []
    page.on("console", lambda said: faults.append(f"{page.url}: {said.text}"))
    places = (
        "/complaints", f"/complaints/{number}", "/complaints/new", f"/complaints/new?customer={wang.id}",
        "/complaints/told", "/meeting", f"/meeting/{story.now:%Y-%m}",
    )  # fmt: skip
    for path in places:
        page.goto(path)
        expect(page.locator("h1")).to_be_visible()
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 360, f"{path} is {width} wide"
    assert faults == []
