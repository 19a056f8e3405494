"""Photos as telephones take them, on the forms of customers and colleagues."""

import base64
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from chalicelib import files
from chalicelib.care import links
from chalicelib.care.hands import ready
from chalicelib.records.customers import Customer
from tests.browser.conftest import AtWork
from tests.browser.test_complaints import the_case
from tests.http.story import Story

PHONE = {"width": 360, "height": 740}
# Drawing takes as long as it takes, on a machine that has other things to do.
PATIENCE = 60_000
# Grain, which no format makes small.
GRAIN = """([width, height]) => {
  const sheet = Object.assign(document.createElement("canvas"), { width, height });
  const brush = sheet.getContext("2d");
  const grain = brush.createImageData(width, height);
  for (let at = 0, state = 7; at < grain.data.length; at++) {
    state = (state * 16807) % 2147483647;
    grain.data[at] = at % 4 === 3 ? 255 : (state >> 8) & 255;
  }
  brush.putImageData(grain, 0, 0);
  return sheet.toDataURL("image/jpeg", 0.95).split(",")[1];
}"""


@pytest.fixture
def large(at_work: AtWork, own_files: Path) -> dict[str, object]:
    page = at_work()
    page.goto("/c/complaint")
    content = base64.b64decode(page.evaluate(GRAIN, [1600, 1200]))
    assert len(content) > 1_000_000
    return {"name": "IMG_0001.HEIC.jpeg", "mimeType": "image/jpeg", "buffer": content}


@pytest.fixture
def wang(story: Story) -> Customer:
    return story.buys("王芳", phone="+8613800138000", email="wang@example.com", installed_on=story.now.date())


def complained(page: Page, story: Story, wang: Customer) -> Locator:
    """The form, filled in but for the photos."""
    url, _ = links.give(wang, "care", story.now, ready())
    page.goto("/c/complaint/" + url.rpartition("/")[2])
    page.get_by_label("发生了什么").fill("有一块板翘了")
    return page.get_by_label("照片或文件")


def test_a_photo_of_a_telephone_is_made_small_enough_on_the_customer_s_page(
    at_work: AtWork, story: Story, wang: Customer, large: dict[str, object]
) -> None:
    page = at_work(viewport=PHONE)
    photos = complained(page, story, wang)
    expect(page.get_by_text("太大的照片会自动缩小")).to_be_visible()
    photos.set_input_files([large])
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_text("一并收到照片或文件1个")).to_be_visible(timeout=PATIENCE)
    story.play(minutes=2)
    ((key, name, kind, size),) = the_case(story).facts["files"]
    assert (name, kind) == ("IMG_0001.HEIC.jpg", "image/jpeg")
    kept = files.get(key)
    assert kept
    assert len(kept.content) == size <= 700_000


def test_what_cannot_be_made_smaller_is_told_before_it_is_sent_and_nothing_is_lost(
    at_work: AtWork, story: Story, wang: Customer
) -> None:
    page = at_work(viewport=PHONE)
    photos = complained(page, story, wang)
    paper = {"name": "offer.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-" + b" " * 4_000_000}
    photos.set_input_files([paper])
    expect(page.locator("[name=photos]:invalid")).to_have_count(1)
    page.get_by_role("button", name="提交").click()
    assert "合计超过了4 MB" in photos.evaluate("one => one.validationMessage")
    assert page.get_by_label("发生了什么").input_value() == "有一块板翘了"
    photos.set_input_files([{**paper, "buffer": b"%PDF-1.7"}])
    expect(page.locator("[name=photos]:invalid")).to_have_count(0)


def test_without_script_the_page_says_what_it_takes(at_work: AtWork, story: Story, wang: Customer) -> None:
    page = at_work(java_script_enabled=False)
    complained(page, story, wang)
    expect(page.get_by_text("合计不超过4 MB")).to_be_visible()
    expect(page.get_by_text("太大的照片会自动缩小")).to_be_hidden()


def test_a_rep_s_photo_is_made_small_enough_on_the_card_of_a_task(
    at_work: AtWork, story: Story, wang: Customer, large: dict[str, object]
) -> None:
    story.play(days=10)
    page = at_work("rep", viewport=PHONE)
    page.goto("/today")
    page.get_by_text("Note, photo, next time").first.click()
    photos = page.get_by_label("Photo").first
    photos.set_input_files([large])
    page.wait_for_function(
        "one => [...one.files].every(file => file.size <= 700000)",
        arg=photos.element_handle(),
        timeout=PATIENCE,
    )
    assert photos.evaluate("one => one.files[0].type") == "image/jpeg"


def test_a_browser_that_presses_no_button_by_itself_sends_the_photo_as_it_is(
    at_work: AtWork, story: Story, wang: Customer, large: dict[str, object]
) -> None:
    page = at_work(viewport=PHONE)
    page.add_init_script("delete HTMLFormElement.prototype.requestSubmit")
    complained(page, story, wang).set_input_files([large])
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_text("一并收到照片或文件1个")).to_be_visible(timeout=PATIENCE)


def test_what_is_too_heavy_does_not_go_by_a_button_that_asks_for_nothing_else(
    at_work: AtWork, story: Story, wang: Customer
) -> None:
    page = at_work(viewport=PHONE)
    photos = complained(page, story, wang)
    photos.set_input_files(
        [{"name": "offer.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-" + b" " * 4_000_000}]
    )
    expect(page.locator("[name=photos]:invalid")).to_have_count(1)
    button = page.get_by_role("button", name="提交")
    button.evaluate("one => one.formNoValidate = true")
    button.click()
    expect(page.get_by_label("发生了什么")).to_have_value("有一块板翘了")
    assert page.url.rpartition("/")[0].endswith("/c/complaint")
