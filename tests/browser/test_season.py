"""回南天 at the screens: a marketer takes the campaign up, changes and checks it, another colleague approves
it, and the day it is declared it reaches its city, while the first one looks on."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from chalicelib.care.campaigns import keeping
from chalicelib.records.customers import Customer
from chalicelib.records.table import Row
from tests.browser.conftest import AtWork, press
from tests.http.story import Story

DAY = timedelta(days=1)


@pytest.fixture
def owners(story: Story) -> list[Customer]:
    """Two with an oak floor in Guangzhou, one in Beijing."""
    homes = {"陈一": "广州市天河区1号", "林二": "广州市越秀区2号", "王三": "北京市朝阳区3号"}
    found = []
    for number, (name, home) in enumerate(homes.items()):
        customer = story.buys(
            name, phone=f"+861380000000{number}", order=f"A-{number}", product="实木地板",
            installed_on=story.now.date() - 60 * DAY, signed_on=story.now.date() - 80 * DAY,
        )  # fmt: skip
        customer.change([Customer.address.set(home)])
        found.append(customer)
    story.play(hours=3)
    return found


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without"])
@pytest.mark.usefixtures("owners")
def test_from_the_shelf_to_what_it_reached(story: Story, at_work: AtWork, script: bool) -> None:
    mei = at_work("marketing", "小美", language="zh-CN", java_script_enabled=script)
    boss = at_work("manager", "何经理", language="zh-CN", java_script_enabled=script)

    mei.goto("/campaigns")
    mei.get_by_role("button", name="选用 回南天提醒").click()
    expect(mei.get_by_role("heading", level=1)).to_contain_text("回南天提醒")
    mei.get_by_role("link", name="修改活动", exact=True).click()
    mei.get_by_label("费用上限").fill("20")
    mei.get_by_label("货币").fill("usd")
    press(mei, "只看效果")
    expect(mei.locator("#preview")).to_contain_text("3 位，共3位顾客")
    expect(mei.locator("#preview .bubble").first).to_contain_text("起回潮")
    press(mei, "存为草稿")
    press(mei, "检查会发给谁")
    expect(mei.get_by_role("heading", name="正在统计")).to_be_visible()
    story.play(minutes=3)
    if not script:
        mei.reload()
    expect(mei.get_by_text("需要别人批准")).to_be_visible()
    expect(mei.locator("main")).to_contain_text("位，共3位顾客")
    mei.get_by_role("link", name="发给谁", exact=True).click()
    expect(mei.locator("main")).to_contain_text("陈一")
    assert mei.get_by_role("button", name="批准").count() == 0

    boss.goto("/campaigns/damp-floor/words")
    expect(boss.locator(".bubble").first).to_contain_text("起回潮")
    boss.goto("/campaigns/damp-floor")
    boss.get_by_label("看过哪些内容").fill("三种语言的短信")
    press(boss, "批准")
    press(boss, "排期")
    expect(boss.get_by_role("heading", level=1)).to_contain_text("已排期")

    mei.goto("/campaigns/damp-floor")
    mei.get_by_label("来到哪里").select_option(label="广州")
    press(mei, "宣布")
    expect(mei.get_by_role("status")).to_contain_text("已宣布")
    expect(mei.locator(".came")).to_contain_text("由小美宣布")
    story.play(hours=26)
    mei.goto("/campaigns/damp-floor")
    came = mei.locator(".came")
    expect(came).to_contain_text("广州")
    expect(came.locator("div", has_text=re.compile("^送达2$"))).to_be_visible()
    texts = [
        row for row in map(Row.from_raw_data, story.memory.items()) if "回潮" in getattr(row, "text", "")
    ]
    assert len(texts) == 2


def test_what_is_typed_is_shown_as_it_is_typed(story: Story, at_work: AtWork, owners: list[Customer]) -> None:
    mei = at_work("marketing", viewport={"width": 1300, "height": 900})
    mei.goto("/campaigns/new")
    for field, text in {
        "Short name": "autumn-wax", "What staff call it: English": "Oil for autumn",
        "What staff call it: Simplified Chinese": "秋季护木",
        "What staff call it: Traditional Chinese": "秋季護木",
    }.items():  # fmt: skip
        mei.get_by_label(field).fill(text)
    for summary in ("Simplified Chinese", "Traditional Chinese"):
        mei.locator("summary", has_text=summary).click()
    boxes = mei.get_by_label("SMS optional", exact=True)
    for number in range(3):
        boxes.nth(number).fill("秋天到了，{{ products }}上一次护木油。")
    preview = mei.locator("#preview")
    expect(preview).to_contain_text("of 3 customers")
    expect(preview.locator(".bubble").first).to_contain_text("上一次护木油")
    mei.get_by_label("Tags").fill("VIP")
    expect(preview).to_contain_text("without its tags")
    boxes.nth(0).fill("{{ customer.name }}")
    expect(preview).to_contain_text("taken out of a value by a dot")
    assert not keeping.every(), "looking keeps nothing"


def test_two_tabs_and_an_old_page_approve_nothing_by_chance(
    story: Story, at_work: AtWork, owners: list[Customer]
) -> None:
    mei, boss = at_work("marketing", "小美"), at_work("manager", "何经理")
    mei.goto("/campaigns")
    mei.get_by_role("button", name="Take up Damp floors in spring").click()
    press(mei, "Check whom it would reach")
    story.play(minutes=3)
    boss.goto("/campaigns/damp-floor")
    mei.goto("/campaigns/damp-floor/edit")
    mei.get_by_label("Of use for: how many").fill("3")
    press(mei, "Keep as a draft")
    press(mei, "Check whom it would reach")
    story.play(minutes=3)
    press(boss, "Approve")
    expect(boss.get_by_role("alert")).to_contain_text("was changed by")
    other = boss.context.new_page()
    other.goto("/campaigns/damp-floor")
    press(boss, "Approve")
    expect(boss.get_by_role("heading", level=1)).to_contain_text("approved")
    press(other, "Approve")
    expect(other.get_by_role("alert")).to_contain_text(
        "approved this version of Damp floors in spring already"
    )
