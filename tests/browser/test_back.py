"""The way back to a form: what was written in one that was refused is there, until its writer signs out or
another signs in; what was shown once is not."""

import pytest
from playwright.sync_api import Page, expect

from chalicelib.care import accounts, staff
from tests.browser.conftest import AtWork
from tests.browser.test_entrance import choose
from tests.http.story import Story

WRITTEN = "Chan Tai Man"
# One of fields alone, one that brings files.
FORMS = {"/sales/new": "order", "/complaints/new?unknown=1": "words"}


def refused(page: Page, form: str) -> None:
    """Sent with next to nothing in it, past what the browser itself would find missing."""
    page.goto(form)
    page.locator("[name=name]").fill(WRITTEN)
    page.evaluate("document.querySelectorAll('form').forEach(form => form.noValidate = true)")
    with page.expect_response(lambda answer: answer.request.method == "POST") as sent:
        page.locator(f"form:has([name={FORMS[form]}]) button").last.click()
    assert sent.value.status == 400
    expect(page.locator("[name=name]")).to_have_value(WRITTEN)


def back(page: Page) -> None:
    page.evaluate("setTimeout(() => history.back())")


@pytest.mark.parametrize("form", FORMS)
def test_what_was_refused_is_still_there_on_the_way_back(at_work: AtWork, story: Story, form: str) -> None:
    page = at_work("admin")
    refused(page, form)
    page.get_by_role("link", name="People").first.click()
    expect(page.locator("h1")).to_have_text("People")
    back(page)
    expect(page.locator("[name=name]")).to_have_value(WRITTEN)


def test_once_its_writer_has_signed_out_nobody_goes_back_to_it(at_work: AtWork, story: Story) -> None:
    page = at_work("admin")
    refused(page, "/sales/new")
    page.goto("/account")
    page.get_by_role("button", name="Sign out", exact=True).first.click()
    expect(page.locator("h1")).to_have_text("Sign in")
    back(page)  # to the account
    page.wait_for_url("**/sign-in?next=/account")
    back(page)
    expect(page.locator("body")).to_contain_text("Confirm Form Resubmission")
    assert WRITTEN not in page.content()


def test_once_another_has_signed_in_nobody_goes_back_to_it(at_work: AtWork, story: Story) -> None:
    """Its writer's session ended by itself."""
    page = at_work("admin")
    refused(page, "/sales/new")
    page.context.clear_cookies()
    other = staff.record("Ada", {"role": "rep"})
    choose(page, f"/welcome/{accounts.invite(other, story.now)}", "ada@shop.example")
    expect(page.get_by_role("link", name="Ada")).to_be_visible()
    back(page)  # to where the password was chosen
    page.wait_for_url("**/welcome/*")
    back(page)
    expect(page.locator("body")).to_contain_text("Confirm Form Resubmission")
    assert WRITTEN not in page.content()


def test_an_invitation_is_not_there_on_the_way_back(at_work: AtWork, story: Story) -> None:
    page = at_work("admin")
    page.goto(f"/people/{staff.record('王小明', {'role': 'rep'}).id}")
    page.get_by_role("button", name="Invite").click()
    expect(page.locator("code.long")).to_contain_text("/welcome/")
    page.goto("/account")
    back(page)
    expect(page.locator("body")).to_contain_text("Confirm Form Resubmission")
    assert "/welcome/" not in page.content()


def test_the_way_back_from_what_a_form_led_to_is_the_form(at_work: AtWork, story: Story) -> None:
    page = at_work("admin")
    page.goto("/people")
    page.get_by_label("Name").fill("王小明")
    page.get_by_role("button", name="Add").click()
    expect(page.locator("h1")).to_contain_text("王小明")
    back(page)
    expect(page.locator("h1")).to_have_text("People")
