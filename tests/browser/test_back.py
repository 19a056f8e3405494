"""The way back to a form: what was written in one that was refused is there, until its writer signs out."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import AtWork
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


def test_the_way_back_from_what_a_form_led_to_is_the_form(at_work: AtWork, story: Story) -> None:
    page = at_work("admin")
    page.goto("/people")
    page.get_by_label("Name").fill("王小明")
    page.get_by_role("button", name="Add").click()
    expect(page.locator("h1")).to_contain_text("王小明")
    back(page)
    expect(page.locator("h1")).to_have_text("People")
