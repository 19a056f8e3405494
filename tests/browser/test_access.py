"""Every page by axe's rules (WCAG 2.2 AA), in light and dark, at a desk and on a telephone; by keyboard."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from chalicelib.care import accounts
from chalicelib.http.console import CONSOLE, OUTBOX
from tests.browser.conftest import AtWork
from tests.http.console import examples
from tests.http.console.examples import Example
from tests.http.story import Story

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
INSIDE = [
    one.path
    for one in (*CONSOLE.declared, *OUTBOX.declared)
    if one.method == "GET" and one.roles and one.path != "/"
]
SIZES = {"desk": {"width": 1280, "height": 900}, "telephone": {"width": 360, "height": 740}}
POLICY = "content-security-policy"
REACHABLE = "main :is(a, button, select, input:not([type=hidden]):not([tabindex]))"
# Shows where the focus is: an outline that somebody can see. A frame's own page shows it within.
SEEN = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const style = getComputedStyle(at);
  return [at.outerHTML.slice(0, 80), style.outlineStyle, parseFloat(style.outlineWidth)];
}"""


@pytest.fixture
def example(story: Story) -> Example:
    return examples.pair(story)[0]


def faults(page: Page) -> list[str]:
    found = Axe().run(page, options=OPTIONS).response["violations"]
    return [f"{page.url}: {one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]


def places(page: Page, example: Example) -> Iterator[str]:
    """All that is a page of ours: neither a file nor a letter in its frame, which is its reader's own."""
    for path in INSIDE:
        place = examples.filled(path, example)
        headers = page.request.get(place).headers
        if headers["content-type"].startswith("text/html") and "sandbox" not in headers[POLICY]:
            yield place


@pytest.mark.parametrize(("size", "scheme"), [("desk", "dark"), ("telephone", "light")])
def test_axe_finds_nothing(at_work: AtWork, example: Example, size: str, scheme: str) -> None:
    page = at_work("admin", viewport=SIZES[size], color_scheme=scheme)
    found: list[str] = []
    for place in places(page, example):
        page.goto(place)
        found += faults(page)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_before_signing_in_and_where_something_is_wrong(
    at_work: AtWork, story: Story, scheme: str
) -> None:
    page = at_work(viewport=SIZES["telephone"], color_scheme=scheme)
    found: list[str] = []
    for place in ("/sign-in", "/forgotten", f"/welcome/{accounts.first(story.now)}", "/welcome/nothing"):
        page.goto(place)
        found += faults(page)
    page.goto("/sign-in")
    page.get_by_label("Mail address").fill("nobody@shop.example")
    page.get_by_label("Password").fill("whatever it was")
    page.get_by_role("button", name="Sign in").click()
    found += faults(page)
    assert not found, "\n".join(found)


def test_the_focus_is_always_seen(at_work: AtWork, example: Example) -> None:
    """From the top to the end by Tab, on each page: everything that can be pressed is reached, and shows."""
    page = at_work("admin", viewport=SIZES["desk"])
    for place in places(page, example):
        page.goto(place)
        to_reach = page.locator(REACHABLE).locator("visible=true").count()
        reached = 0
        for _ in range(min(to_reach, 25) + 20):
            page.keyboard.press("Tab")
            at = page.evaluate(SEEN)
            if at is None:
                break
            reached += 1
            if at[0].startswith("<iframe"):
                continue
            assert at[1] != "none", f"{place}: the focus cannot be seen at {at[0]}"
            assert at[2] >= 2, f"{place}: the focus is too thin at {at[0]}"
        assert reached >= min(to_reach, 25), place
