"""A rep's morning on a telephone, without JavaScript; buttons pressed twice, two tabs, the way back."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from chalicelib.care import search, staff, tasks
from chalicelib.care.complaints import offering
from chalicelib.records.customers import Customer
from chalicelib.records.sales import Sale
from chalicelib.records.tasks import Task
from tests.browser.conftest import AtWork
from tests.http.console.test_absence import asked
from tests.http.story import Story
from tests.rules.test_attachments import photo

REP, BOSS = "李婷", "何经理"
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def wang(story: Story) -> Customer:
    staff.record(REP, {"phone": "+8613800138000"})
    day = story.now.date() + timedelta(days=2)
    customer = story.buys("王芳", phone="+8613900139000", order="SO-1", booked_on=day, installed_on=day)
    story.play(days=10)
    return customer


def house_warming() -> Task:
    rows = [*tasks.open_ones(REP), *tasks.done_ones(REP, 20)]
    return next(row for row in rows if row.step == "house-warming")


def no_wider_than_the_telephone(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_a_morning_on_the_road(at_work: AtWork, wang: Customer, tmp_path: Path) -> None:
    page = at_work("rep", viewport=PHONE, language="zh-CN", java_script_enabled=False)
    page.goto("/")
    expect(page.locator("h1")).to_contain_text("今天")
    stop = page.locator(f'[id="{house_warming().key}"]')
    expect(stop).to_contain_text("要带去：红脚垫和迎宾糖果")
    expect(stop.get_by_role("link", name="致电 139 0013 9000")).to_have_attribute(
        "href", "tel:+8613900139000"
    )
    expect(stop.get_by_role("link", name="地图")).to_have_attribute(
        "href", re.compile("^https://uri.amap.com/")
    )

    # Nobody at home: another evening is agreed, and the card says so.
    stop.get_by_text("备注、照片、下次时间").click()
    stop.get_by_label("备注").fill("敲门没人，邻居说晚上在 🙂")
    stop.get_by_label("下次日期").fill(
        (tasks.get(house_warming().key).due_on + timedelta(days=11)).isoformat()
    )
    stop.get_by_label(re.compile("^时间")).fill("18:30")
    stop.get_by_role("button", name="客户未收").click()
    expect(page.get_by_role("status")).to_have_text(re.compile("^已记下：客户未收，3月\\d+日.* 18:30再联系$"))
    assert (house_warming().state, house_warming().at_time) == ("open", "18:30")
    assert house_warming().history[-1][3] == "敲门没人，邻居说晚上在 🙂"

    # She is at home after all: handed over, with a photo of the mat.
    taken = tmp_path / "门垫.jpg"
    taken.write_bytes(photo())
    page.locator("details.later > summary").click()
    stop.get_by_text("备注、照片、下次时间").click()
    stop.get_by_label("照片").set_input_files(taken)
    stop.get_by_role("button", name="已送到").click()
    expect(page.get_by_role("status")).to_have_text("已记下：已送到")
    done = house_warming()
    assert (done.state, done.outcome, done.done_by) == ("done", "handed_over", REP)
    page.goto(f"/tasks/{done.key}/photos/1")
    expect(page.get_by_role("img", name="门垫.jpg")).to_be_visible()

    # It stands in her file.
    page.goto(f"/customers/{wang.id}")
    expect(page.locator("ol.timeline")).to_contain_text("已送到")
    no_wider_than_the_telephone(page)


def test_a_button_pressed_twice_notes_it_once(at_work: AtWork, wang: Customer) -> None:
    page = at_work("rep", viewport=PHONE)
    page.goto("/today")
    page.locator(f'[id="{house_warming().key}"]').get_by_role("button", name="Handed over").dblclick()
    page.wait_for_url("**/today?noted=*")
    expect(page.get_by_role("status")).to_have_text("Noted: Handed over")
    assert len([line for line in house_warming().history if line[2] == "done"]) == 1


def test_in_two_tabs_the_second_is_told_and_keeps_its_words(at_work: AtWork, wang: Customer) -> None:
    first = at_work("rep", viewport=PHONE)
    second = first.context.new_page()
    place = f'[id="{house_warming().key}"]'
    for page in (first, second):
        page.goto("/today")
    first.locator(place).get_by_text("Another day or hour").click()
    first.locator(place).get_by_label("Agreed hour").fill("17:00")
    first.locator(place).get_by_label("Why").fill("asked for it")
    first.locator(place).get_by_role("button", name="Move").click()
    first.wait_for_load_state()
    second.locator(place).get_by_text("Note, photo, next time").click()
    second.locator(place).get_by_label("Note").fill("二号楼保安不让进")
    second.locator(place).get_by_role("button", name="Not accepted").click()
    expect(second.get_by_text("This task was changed since you opened the page.")).to_be_visible()
    expect(second.locator(place).get_by_label("Note")).to_have_value("二号楼保安不让进")
    assert house_warming().state == "open"
    second.locator(place).get_by_role("button", name="Not accepted").click()
    second.wait_for_url("**/today?noted=*")
    assert house_warming().outcome == "declined"


def test_back_after_a_deed_shows_the_day_as_it_is(at_work: AtWork, wang: Customer) -> None:
    page = at_work("rep", viewport=PHONE)
    page.goto("/today")
    page.locator(f'[id="{house_warming().key}"]').get_by_role("button", name="Handed over").click()
    page.wait_for_url("**/today?noted=*")
    page.go_back()
    expect(page.locator("h1")).to_contain_text("Today")
    expect(page.locator(f'[id="{house_warming().key}"]')).to_have_count(0)


def test_at_the_counter_a_sale_is_recorded_in_chinese_and_found(at_work: AtWork, wang: Customer) -> None:
    page = at_work("rep", viewport=PHONE, language="zh-TW")
    page.goto("/customers")
    page.get_by_role("search").get_by_role("link", name="登記銷售").click()
    for part in ("買方其他資料", "銷售其他資料"):
        page.get_by_text(part).click()
    for label, text in (
        ("姓名", "歐陽小芳"), ("電話", "9123 4567"), ("屋苑", "海怡半島"), ("訂單號", "門市-0007"),
        ("產品名稱（客戶怎樣稱呼）", "晨光橡木"), ("批次", "B7"), ("數量", "40"), ("合計", "12,800.50"),
    ):  # fmt: skip
        page.get_by_label(label).first.fill(text)
    page.get_by_label("國家或地區").select_option("HK")
    page.get_by_label("簽單日期").fill("2026-03-10")
    page.get_by_role("button", name="登記").click()
    expect(page.get_by_role("status")).to_contain_text("銷售已登記")
    expect(page.locator("h1")).to_contain_text("歐陽小芳")
    no_wider_than_the_telephone(page)
    (buyer,) = search.find("門市-0007")
    assert [sale.order for sale in Sale.by_lookup(buyer.pk)] == ["門市-0007"]


def test_everything_on_the_card_is_reached_by_keys(at_work: AtWork, wang: Customer) -> None:
    page = at_work("rep")
    page.goto("/today")
    button = page.locator(f'[id="{house_warming().key}"]').get_by_role("button", name="Handed over")
    for _ in range(80):
        page.keyboard.press("Tab")
        if button.evaluate("one => one === document.activeElement"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/today?noted=*")
    assert house_warming().state == "done"


def test_what_lies_before_a_manager_is_decided_where_it_is_and_leaves_the_day(
    at_work: AtWork, story: Story, wang: Customer
) -> None:
    page = at_work("manager", BOSS, viewport=PHONE)
    one = asked(story, wang, BOSS, sale="so-1")
    page.goto("/today")
    (card,) = page.locator("li.errand", has_text=one.id).all()
    expect(card.get_by_role("button", name="Decided")).to_be_hidden()
    no_wider_than_the_telephone(page)
    card.get_by_role("link", name="Decide the offer").click()
    page.wait_for_url(f"**/complaints/{one.id}#decide")
    form = page.locator("#decide")
    form.get_by_label("May it be offered?").select_option("yes")
    form.get_by_label("What you looked at, and why you decide so").fill("the photos")
    form.get_by_role("button", name="Write it down").click()
    expect(page.get_by_role("status")).to_contain_text("written into the record")
    page.goto("/today")
    expect(page.locator("li.errand", has_text=one.id)).to_have_count(0)


def test_by_hand_it_ends_with_a_word_alone(at_work: AtWork, story: Story, wang: Customer) -> None:
    page = at_work("manager", BOSS, viewport=PHONE)
    one = asked(story, wang, BOSS, sale="so-1")
    page.goto("/today")
    card = page.locator("li.errand", has_text=one.id)
    card.get_by_text("End it by hand").click()
    card.get_by_role("button", name="Decided").click()
    expect(card.get_by_label("What came of it")).to_be_focused()
    card.get_by_label("What came of it").fill("told him to offer less")
    card.get_by_role("button", name="Decided").click()
    expect(page.get_by_role("status")).to_have_text("Noted: Decided")


def test_the_printed_paper_leads_back(at_work: AtWork, story: Story, wang: Customer) -> None:
    page = at_work("manager", BOSS, viewport=PHONE)
    one = asked(story, wang, BOSS, sale="so-1")
    offering.decide(one.id, True, BOSS, "looked", story.now)
    page.goto(f"/complaints/{one.id}/agreement")
    back = page.get_by_role("link", name="Back to the complaint")
    page.emulate_media(media="print")
    expect(back).to_be_hidden()
    page.emulate_media(media="screen")
    back.click()
    page.wait_for_url(f"**/complaints/{one.id}")
