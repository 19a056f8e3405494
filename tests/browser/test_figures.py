"""Ops at their figures: from a number to the rows behind it, to the customer, and a file to reckon with."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from chalicelib.care.metrics import folding
from tests.browser.conftest import AtWork
from tests.browser.test_access import faults
from tests.http.story import Story


@pytest.fixture
def shop(story: Story) -> Story:
    day = story.now.date()
    story.buys("王芳", email="wang@example.com", booked_on=day, installed_on=day)
    for _ in range(20):
        story.play(days=1)
        folding.fold_all(story.now)
    return story


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without"])
def test_ops_drill_from_a_figure_to_its_rows_and_take_them_along(
    at_work: AtWork, shop: Story, script: bool
) -> None:
    page = at_work("ops", java_script_enabled=script)
    page.goto("/metrics")
    row = page.get_by_role("row", name="Care tips")
    count = row.get_by_role("link").first.inner_text()
    row.get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Follow-up")
    expect(page.locator("tbody tr")).to_have_count(int(count))
    with page.expect_download() as taken:
        page.get_by_role("button", name="Download all of these rows").click()
    text = Path(taken.value.path()).read_text(encoding="utf-8-sig")
    assert text.splitlines()[0].startswith("day,customer,name")
    assert "王芳" in text
    page.get_by_role("link", name="王芳").first.click()
    expect(page.get_by_role("heading", name="王芳")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("link", name="王芳").first).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path", ["/metrics", "/metrics/rows?figure=kept", "/attention", "/imports", "/settings", "/batches/B1"]
)
def test_no_page_sticks_out_on_a_telephone_or_asks_for_what_is_forbidden(
    at_work: AtWork, shop: Story, path: str, scheme: str
) -> None:
    page = at_work("admin", viewport={"width": 360, "height": 740}, color_scheme=scheme)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(path)
    expect(page.locator("main h1")).to_be_visible()
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert said == []


def test_a_ledger_s_progress_is_seen_without_loading_anew(
    at_work: AtWork, story: Story, tmp_path: Path
) -> None:
    file = tmp_path / "ledger.csv"
    file.write_text(
        "order,customer,phone,category,product,quantity,signed\nSO-1,王芳,13912340001,flooring,橡木,40,2026-03-01\n"
    )
    page = at_work("manager")
    page.goto("/imports")
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    story.play(minutes=5)
    expect(page.get_by_text("lines sold")).to_be_visible()
