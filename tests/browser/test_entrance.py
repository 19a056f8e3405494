"""Getting in and out as people do it: the first admin, an invitation in a second browser, the back button,
two tabs, a double click, a link that was stolen."""

import re

from playwright.sync_api import Page, expect

from chalicelib.care import accounts, staff
from tests.browser.conftest import AtWork
from tests.http.story import Story

GOOD = "four words that nobody knows"
PHONE = {"width": 390, "height": 800}


def choose(page: Page, link: str, email: str, name: str = "") -> None:
    page.goto(link)
    if name:
        page.get_by_label("Your name").fill(name)
    page.get_by_label("Mail address").fill(email)
    page.get_by_label("New password").fill(GOOD)
    page.get_by_role("button", name="Save and go in").click()


def sign_in(page: Page, email: str, password: str = GOOD) -> None:
    page.get_by_label("Mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()


def test_from_the_first_link_to_a_colleague_at_work(at_work: AtWork, story: Story) -> None:
    admin = at_work(viewport=PHONE)
    choose(admin, f"/welcome/{accounts.first(story.now)}", "winnie@shop.example", "Winnie")
    expect(admin.locator("h1")).to_have_text("Overview")

    admin.get_by_role("link", name="People").click()
    admin.get_by_label("Name").fill("王小明")
    admin.get_by_role("button", name="Add").click()
    admin.get_by_role("button", name="Invite").click()
    link = admin.locator("code.long").inner_text()
    assert re.fullmatch(r"http://localhost:\d+/welcome/[\w-]{32}", link)

    rep = at_work(viewport=PHONE, java_script_enabled=False)
    choose(rep, link.partition("8000")[2], "ming@shop.example")
    expect(rep.locator("h1")).to_be_visible()
    expect(rep.get_by_role("link", name="王小明")).to_be_visible()
    expect(rep.get_by_role("link", name="People")).to_have_count(0)


def test_a_stolen_link_opens_nothing_once_it_was_used(at_work: AtWork, story: Story) -> None:
    link = f"/welcome/{accounts.first(story.now)}"
    choose(at_work(), link, "winnie@shop.example", "Winnie")
    thief = at_work()
    thief.goto(link)
    expect(thief.locator("h1")).to_have_text("This link has been used")
    thief.goto("/overview")
    expect(thief.locator("h1")).to_have_text("Sign in")


def test_signing_in_by_keyboard_leads_back_to_the_page_that_was_asked_for(
    at_work: AtWork, story: Story
) -> None:
    choose(at_work(), f"/welcome/{accounts.first(story.now)}", "winnie@shop.example", "Winnie")
    page = at_work()
    page.goto("/customers?q=Chan")
    page.get_by_label("Mail address").focus()
    page.keyboard.type("winnie@shop.example")
    page.keyboard.press("Tab")
    page.keyboard.type("not this one")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Mail address")).to_have_value("winnie@shop.example")
    page.get_by_label("Password", exact=True).focus()
    page.keyboard.type(GOOD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/customers\?q=Chan$"))


def test_after_signing_out_the_back_button_shows_nothing(at_work: AtWork) -> None:
    page = at_work("admin")
    page.goto("/people")
    page.goto("/account")
    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(page.get_by_role("status")).to_have_text("You are signed out.")
    page.go_back()
    expect(page.locator("h1")).to_have_text("Sign in")


def test_what_was_written_in_one_tab_outlives_signing_out_in_the_other(at_work: AtWork, story: Story) -> None:
    page = at_work()
    choose(page, f"/welcome/{accounts.first(story.now)}", "winnie@shop.example", "Winnie")
    page.goto("/people")
    other = page.context.new_page()
    other.goto("/account")
    other.get_by_role("button", name="Sign out", exact=True).click()
    expect(other.get_by_role("status")).to_be_visible()

    page.get_by_label("Name").fill("陈晨")
    page.get_by_role("button", name="Add").click()
    expect(page.locator("h1")).to_have_text("Not sent yet")
    assert not staff.is_known("陈晨")
    sign_in(page, "winnie@shop.example")
    page.get_by_role("button", name="Send it now").click()
    expect(page.locator("h1")).to_contain_text("陈晨")


def test_a_double_click_adds_one_colleague(at_work: AtWork) -> None:
    page = at_work("admin")
    page.goto("/people")
    page.get_by_label("Name").fill("陈晨")
    page.get_by_role("button", name="Add").dblclick()
    page.wait_for_url("**/people/*")
    page.wait_for_load_state("networkidle")
    assert [one.name for one in staff.everybody()].count("陈晨") == 1
    page.goto("/people")
    expect(page.get_by_role("link", name="陈晨")).to_have_count(1)
