"""The weather at the screens, with the numbers behind each alert; and care plans to look at."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from chalicelib import plans
from chalicelib.care.campaigns import keeping
from chalicelib.care.weather import declaring
from chalicelib.http.console import line
from chalicelib.records.alerts import Alert
from chalicelib.records.switches import Switch
from chalicelib.retold import kept
from chalicelib.sentences import Labelled, Moment, Said
from chalicelib.steps import CarePlan, Offset
from tests.http.console.colleagues import Colleague
from tests.http.console.test_campaigns import written
from tests.http.story import Story

SignedIn = Callable[..., Colleague]
DAY = timedelta(days=1)


@pytest.fixture
def damp(story: Story) -> date:
    """Guangzhou was told of damp floors; of Beijing nothing is known."""
    first = story.now.date() + 2 * DAY
    numbers = [{"date": str(first), "region": "guangzhou", "hours": 20, "dew": 19.8, "floor": 16.5}]
    Alert(
        *Alert.at("guangzhou", first, "damp-floor"), rule="damp-floor", first_on=first, last_on=first,
        told_on=story.now.date(), said={"en": "dew point above the floor"}, days=numbers, asked=True,
        campaigns={"damp-floor": ""},
    ).save()  # fmt: skip
    said = {
        "day": str(story.now.date()), "regions": ["beijing", "guangzhou"], "told": 1,
        "troubles": {"beijing": "Its file ends too early."},
    }  # fmt: skip
    Switch(*Switch.at("weather"), value=said, at_moment=story.now).save()
    return first


def test_a_reader_of_chinese_is_told_in_chinese_why_something_did_not_come(
    signed_in: SignedIn, damp: date, story: Story
) -> None:
    """Yesterday's rows are older than that, and hold English alone."""
    place = Labelled("guangzhou", plans.climate().regions["guangzhou"].label)
    why = Said(
        "{campaign} came to {area} for {day} before; nobody is told twice.",
        campaign=Labelled("damp-floor", {"zh-Hans": "地面返潮"}), area=place, day=damp,
    )  # fmt: skip
    trouble = Said(
        "{trouble} What is known of {region} is from {moment}",
        trouble="", region=place, moment=Moment(story.now, "Asia/Shanghai"),
    )  # fmt: skip
    alert = Alert.find(*Alert.at("guangzhou", damp, "damp-floor"))
    assert alert
    alert.change([Alert.campaigns.set({"damp-floor": why})])
    row = Switch.find(*Switch.at("weather"))
    assert row
    troubles = {**row.value["troubles"], "guangzhou": kept(trouble)}
    row.change([Switch.value.set({**row.value, "troubles": troubles})])
    chinese = signed_in("marketing", language="zh-Hans").get("/campaigns/weather").text
    day = f"{damp.year}年{damp.month}月{damp.day}日"
    assert f"活动地面返潮已在广州为{day}发过；不会重复通知。" in chinese
    assert "广州最近一次已知的天气是 2026年" in chinese
    assert "Its file ends too early." in chinese
    english = signed_in("marketing", language="en").get("/campaigns/weather").text
    assert "nobody is told twice" in english


@pytest.mark.usefixtures("damp")
def test_each_place_has_what_was_told_with_its_numbers(signed_in: SignedIn) -> None:
    page = signed_in("marketing", language="en").get("/campaigns/weather").text
    for shown in ("Guangzhou", "dew point above the floor", "19.8", "16.5", "Its file ends too early."):
        assert shown in page
    assert "nothing lately" in page, "of Beijing"


def test_what_is_declared_stands_there_and_can_be_taken_back(
    story: Story, signed_in: SignedIn, own_files: Path
) -> None:
    mei = signed_in("marketing", language="en")
    form = {"rule": "typhoon", "area": "guangzhou", "first": str(story.now.date()), "said": "a storm comes"}
    assert mei.post("/campaigns/weather", form).status == 303
    page = mei.get("/campaigns/weather").text
    assert "Take this word back" in page
    assert "a storm comes" in page
    assert mei.staff.name in page
    refused = mei.post("/campaigns/weather", {**form, "first": "tomorrow", "said": "kept"})
    assert (refused.status, 'value="kept"' in refused.text) == (400, True)
    assert mei.post("/campaigns/weather/guangzhou/1/take-back").status == 303
    assert "a storm comes" not in mei.get("/campaigns/weather").text


def test_a_whole_province_is_declared_and_taken_back_at_once(
    story: Story, signed_in: SignedIn, own_files: Path
) -> None:
    mei = signed_in("marketing", language="en")
    form = {"rule": "typhoon", "area": "guangdong", "first": str(story.now.date()), "said": "a storm comes"}
    assert mei.post("/campaigns/weather", form).status == 303
    page = mei.get("/campaigns/weather").text
    assert page.count("a storm comes") == 1, "once, not for each of its places"
    assert '<td data-label="Place">Guangdong</td>' in page
    assert len(declaring.declared("shenzhen")) == 1
    assert mei.post("/campaigns/weather/guangzhou/1/take-back").status == 303
    assert not declaring.declared("shenzhen")


def test_operations_look_on_and_change_nothing(signed_in: SignedIn) -> None:
    ops = signed_in("ops", language="en")
    page = ops.get("/campaigns/weather").text
    assert "Declare what comes" not in page
    assert ops.post("/campaigns/weather", {}).status == 403


def test_a_campaign_that_was_asked_is_called_by_its_name(story: Story, signed_in: SignedIn) -> None:
    mei, first = signed_in("marketing", language="en"), story.now.date()
    mei.post("/campaigns/new", written("desk-oil", **{"when.kind": "weather", "when.weather": "damp-floor"}))
    Alert(
        *Alert.at("guangzhou", first, "damp-floor"), rule="damp-floor", first_on=first, last_on=first,
        told_on=first, said={"en": "dew"}, days=[], asked=True, campaigns={"desk-oil": ""},
    ).save()  # fmt: skip
    looked = {"day": str(first), "regions": ["guangzhou"], "told": 1, "troubles": {}}
    Switch(*Switch.at("weather"), value=looked, at_moment=story.now).save()
    assert '<a href="/campaigns/desk-oil">Spring word</a>' in mei.get("/campaigns/weather").text


def test_without_a_forecast_the_pages_say_so_and_what_to_do(signed_in: SignedIn) -> None:
    mei, admin = signed_in("marketing", language="en"), signed_in("admin", language="en")
    page = mei.get("/campaigns/weather").text
    assert "No forecast is set up" in page
    assert "Each morning the forecast" not in page
    assert "no forecast" in admin.get("/health").text


def test_with_a_forecast_nothing_is_missed(signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEATHER_SOURCE", "open_meteo")
    page = signed_in("marketing", language="en").get("/campaigns/weather").text
    assert "Each morning the forecast" in page
    assert "No forecast is set up" not in page


def test_a_campaign_that_waits_for_a_forecast_says_that_there_is_none(
    story: Story, signed_in: SignedIn
) -> None:
    mei = signed_in("marketing", language="en")
    mei.post("/campaigns/damp-floor/take-up")
    assert "No forecast is set up" in mei.get("/campaigns/damp-floor").text


def test_whoever_declares_what_nobody_waits_for_is_told(
    story: Story, signed_in: SignedIn, own_files: Path
) -> None:
    mei, boss = signed_in("marketing", language="en"), signed_in("manager", language="en")
    form = {"rule": "damp-floor", "area": "guangzhou", "first": str(story.now.date()), "said": "it comes"}
    unheard = mei.post("/campaigns/weather", form).header("Location")
    assert "nobody will be told" in mei.get(unheard).text
    mei.post("/campaigns/damp-floor/take-up")
    mei.post("/campaigns/damp-floor/check")
    story.play(minutes=3)
    boss.post("/campaigns/damp-floor/approve", {"seen": keeping.get("damp-floor").version})
    boss.post("/campaigns/damp-floor/schedule")
    heard = mei.post("/campaigns/weather", form).header("Location")
    assert "nobody will be told" not in mei.get(heard).text


# --- plans -------------------------------------------------------------------------------------------


def test_a_plan_is_drawn_with_a_dot_for_each_step(signed_in: SignedIn) -> None:
    page = signed_in("rep", language="en").get("/plans/flooring").text
    plan = plans.care_plans()["flooring"]
    assert page.count("<circle") == len(plan.steps)
    assert "2 days before: fitting" in page
    assert "There is one version of it so far." in page


def test_what_it_would_do_to_a_sale_is_told_to_whom_it_concerns(story: Story, signed_in: SignedIn) -> None:
    story.buys("Chan", phone="+8613800000001", installed_on=story.now.date())
    story.play(days=1)
    mine = signed_in("rep", language="en").get("/plans/flooring?order=A-1").text
    assert "One month on" in mine
    assert "day not known yet" in mine, "of what hangs on a booking"
    other = signed_in("rep", "小冯", language="en").get("/plans/flooring?order=A-1").text
    assert "not yours to see" in other
    assert "Chan" not in other


def test_two_versions_are_held_against_each_other(
    signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = plans.care_plans()["flooring"]
    first, *rest = now.steps
    before = now._replace(version=0, steps=(first._replace(expires=Offset(1, "days")), *rest[1:]))
    found = {0: before, now.version: now}
    monkeypatch.setattr(plans, "plan_versions", lambda name: sorted(found, reverse=True))
    monkeypatch.setattr(plans, "plan_of", lambda name, version: found.get(version))
    page = signed_in("ops", language="en").get(f"/plans/flooring?version={now.version}&against=0").text
    assert "1 day" in page
    assert "of use for" in page
    assert ">new<" in page
    assert signed_in("ops").get("/plans/flooring?version=9").status == 404


def test_steps_of_one_day_never_hide_each_other() -> None:
    for plan in plans.care_plans().values():
        drawn = line.of(plan)
        places = [(mark.x, mark.y) for mark in drawn.marks]
        for number, (x, y) in enumerate(places):
            assert not [1 for other in places[:number] if abs(other[0] - x) < 12 and abs(other[1] - y) < 12]
            assert 0 <= x <= drawn.width
            assert 0 < y < drawn.height


def test_a_plan_of_one_step_is_drawn_too() -> None:
    plan = plans.care_plans()["flooring"]
    assert len(line.of(CarePlan("one", 1, ("x",), plan.steps[:1])).marks) == 1


@pytest.mark.parametrize(
    ("language", "province", "whole", "city"),
    [("en", "Guangdong", "all of Guangdong", "Shenzhen"), ("zh-Hans", "广东", "广东全省", "深圳"),
     ("zh-Hant", "廣東", "廣東全省", "深圳")],
)  # fmt: skip
def test_places_stand_under_their_province(
    signed_in: SignedIn, language: str, province: str, whole: str, city: str
) -> None:
    page = signed_in("marketing", language=language).get("/campaigns/weather").text
    group = page.split(f'<optgroup label="{province}">')[1].split("</optgroup>")[0]
    assert group.startswith(f'<option value="guangdong">{whole}</option>')
    assert f'<option value="shenzhen">{city}</option>' in group
    assert 'value="xiamen"' not in group
    assert page.count('<option value="beijing">') == 1
