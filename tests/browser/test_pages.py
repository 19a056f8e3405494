"""The pages in a real browser: everything loads, nothing is blocked or runs, nothing sticks out."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from chalicelib.records.customers import Customer
from chalicelib.records.links import Link
from tests.browser.conftest import AtWork
from tests.http.story import Story

OWN = ("care", "preferences")
PAGES = {"rating": "satisfaction", "checklist": "supervision-checklist", "unsubscribe": "care-tips"}


@pytest.fixture
def wang(story: Story) -> Customer:
    day = story.now.date()
    customer = story.buys("王芳", email="wang@example.com", booked_on=day, installed_on=day)
    story.play(days=9)
    facts = {"purpose": "care", "language": "zh-Hans"}
    for page, step in PAGES.items():
        row = Link(*Link.at(f"{page:a<12}"), page=page, customer_id=customer.id, facts=facts)
        row.touch_key, row.expires_at = story.touch(customer, step).key, story.now + timedelta(days=9)
        row.save()
    for page in OWN:
        row = Link(*Link.at(f"{page:a<12}"), page=page, customer_id=customer.id)
        row.expires_at = story.now + timedelta(days=9)
        row.save()
    return customer


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_browser_has_nothing_to_complain_about(at_work: AtWork, wang: Customer, scheme: str) -> None:
    """No page is wider than a telephone, and none asks for what its own rules forbid."""
    page = at_work("admin", viewport={"width": 360, "height": 740}, color_scheme=scheme)
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(f"{page.url}: {said.text}"))
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
    inside = ["/overview", "/tasks", "/outbox", "/customers", f"/customers/{wang.id}", "/health", "/people"]
    for path in [*inside, "/account", *(f"/c/{page}/{page:a<12}" for page in (*PAGES, *OWN))]:
        page.goto(path)
        expect(page.locator("main h1")).to_be_visible()
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 360, f"{path} is {width} wide"
    assert complaints == []


def test_the_menu_on_a_telephone_begins_at_the_present_page(at_work: AtWork) -> None:
    page = at_work("admin", viewport={"width": 320, "height": 740})
    page.goto("/people")
    expect(page.get_by_role("link", name="People")).to_be_in_viewport(ratio=1)


def test_a_long_page_begins_with_its_matter_on_a_telephone(at_work: AtWork, wang: Customer) -> None:
    """Its parts are folded, and open from the way to them; with room, or without script, all stand open."""
    phone = at_work("admin", viewport={"width": 390, "height": 844})
    phone.goto(f"/customers/{wang.id}")
    past = phone.locator("#past ol.timeline")
    expect(past).to_be_hidden()
    phone.get_by_role("link", name="So far").click()
    expect(past).to_be_visible()
    for room in ({"viewport": {"width": 1280, "height": 860}}, {"java_script_enabled": False}):
        page = at_work("admin", **room)
        page.goto(f"/customers/{wang.id}")
        expect(page.locator("#past ol.timeline")).to_be_visible()


def test_a_long_name_leaves_room_for_the_way_out(at_work: AtWork) -> None:
    page = at_work(
        "rep", "欧阳慕容上官婉儿 Wilhelmina Featherstonehaugh", viewport={"width": 360, "height": 740}
    )
    page.goto("/today")
    button = page.get_by_role("button", name="Sign out")
    expect(button).to_be_in_viewport(ratio=1)
    box = button.bounding_box()
    assert box
    assert box["height"] < 50, "in one line"
