"""Settings: shops that an admin changes, files that anybody may check, senders as they are set up."""

import pytest

from chalicelib import plans
from chalicelib.care import shops
from chalicelib.words import speaking
from tests.http.console.conftest import SignedIn
from tests.http.story import Story


def test_an_admin_adds_a_shop_and_mends_it(story: Story, signed_in: SignedIn) -> None:
    admin = signed_in("admin", language="en")
    assert admin.post("/settings/shops", {"name": "沙田", "phone": "25550200", "country": "hk"}).status == 303
    (shop,) = shops.everyone()
    assert (shop.phone, shop.country) == ("+85225550200", "HK")
    page = admin.get("/settings").text
    place = page.split('href="/settings/shops/')[1].split('"')[0]
    answer = admin.post(
        f"/settings/shops/{place}", {"phone": "25550300", "zone": "Asia/Hong_Kong", "country": "HK"}
    )
    assert answer.status == 303
    assert shops.get("沙田").phone == "+85225550300"


@pytest.mark.parametrize(
    "wrong", [{"zone": "Moon/Base"}, {"phone": "12"}, {"language": "xx"}, {"country": "ZZ"}]
)
def test_what_makes_no_sense_is_refused_and_kept_in_the_form(
    story: Story, signed_in: SignedIn, wrong: dict[str, str]
) -> None:
    answer = signed_in("admin", language="en").post("/settings/shops", {"name": "沙田", **wrong})
    assert answer.status in (400, 422)
    assert 'value="沙田"' in answer.text
    assert f'id="{next(iter(wrong))}-fault"' in answer.text
    assert 'id="name-fault"' not in answer.text
    assert shops.everyone() == []


def test_a_shop_s_country_is_chosen_by_its_name_and_an_earlier_choice_stays(signed_in: SignedIn) -> None:
    shops.add("老店", {"country": "JP"})
    admin = signed_in("admin", language="zh-CN")
    page = admin.get("/settings").text
    assert '<option value="SG">新加坡</option>' in page
    place = "/settings/shops/" + page.split('href="/settings/shops/')[1].split('"')[0]
    assert '<option value="JP" selected>日本</option>' in admin.get(place).text
    assert admin.post(place, {"country": "JP", "language": "en"}).status == 303
    assert admin.post(place, {"country": "ZZ"}).status == 400


def test_ops_read_but_do_not_change(story: Story, signed_in: SignedIn) -> None:
    ops = signed_in("ops", language="en")
    assert "Add a shop" not in ops.get("/settings").text
    assert ops.post("/settings/shops", {"name": "沙田"}).status == 403


def test_every_file_in_force_stands_there_with_its_version_and_opens(
    story: Story, signed_in: SignedIn
) -> None:
    ops = signed_in("ops", language="en")
    page = ops.get("/settings").text
    for one in plans.in_force():
        assert f">{one.file}</td>" in page
        assert one.version in page
    text = ops.get("/settings/files/policies/consent").text
    assert "purposes" in text or "countries" in text
    assert ops.get("/settings/files/policies/..%2F..%2Fsecrets").status == 404


def test_no_secret_is_on_the_page(story: Story, signed_in: SignedIn) -> None:
    assert "only for tests" not in signed_in("admin", language="en").get("/settings").text


def test_plans_in_force_stand_under_the_names_of_their_goods(signed_in: SignedIn) -> None:
    page = signed_in("admin", language="zh-CN").get("/settings").text
    assert "护理计划 · 家电" in page
    assert "· appliance" not in page


@pytest.mark.parametrize(
    ("language", "called"), [("en", "Hong Kong SAR China"), ("zh-Hans", "中国香港特别行政区"),
                             ("zh-Hant", "中國香港特別行政區")],
)  # fmt: skip
def test_a_country_is_called_the_same_on_each_page(
    story: Story, signed_in: SignedIn, language: str, called: str
) -> None:
    shops.add("旺角店", {"country": "HK"})
    buyer = story.buys("Chan", phone="+85291234567")
    who = signed_in("admin", language=language)
    for place in ("/imports", "/settings", "/sales/new", f"/customers/{buyer.id}/correct"):
        assert called in who.get(place).text, place


def test_what_is_listed_is_joined_as_the_language_does() -> None:
    joined = [speaking.listed(language, ["甲", "乙"]) for language in ("en", "zh-Hans", "zh-Hant")]
    assert joined == ["甲, 乙", "甲、乙", "甲、乙"]


def test_a_button_that_was_pressed_twice_adds_one_shop(signed_in: SignedIn) -> None:
    admin = signed_in("admin", language="en")
    form = {"name": "沙田", "phone": "25550200", "country": "hk"}
    assert [admin.post("/settings/shops", form).status for _ in range(2)] == [303, 303]
    other = admin.post("/settings/shops", {**form, "phone": "25550201"})
    assert (other.status, "There is a shop 沙田 already" in other.text) == (409, True)
