"""Whom a campaign means: what they own, where they live, who they are."""

from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib import plans
from chalicelib.campaigns import Audience
from chalicelib.rules.campaigns import audience
from chalicelib.rules.campaigns.audience import Owned, Person
from chalicelib.steps import Offset

TODAY = date(2026, 3, 1)
FLOOR = Owned("a1", "flooring", ("Oak 12", "Forest"), "Forest", "B7", "solid_wood", date(2025, 3, 1))
SOFA = Owned("a2", "furniture", ("Sofa",), "Lounge", "", "leather", date(2026, 1, 1))


def match(wanted: Audience, regions: tuple[str, ...] = (), **facts: Any) -> audience.Match:
    climate = plans.climate()
    known = {"owned": [FLOOR, SOFA], "region": climate.regions["guangzhou"], "country": "CN"}
    return audience.match(wanted, Person(**{**known, **facts}), regions, TODAY)


def test_everybody_who_owns_anything_newest_first() -> None:
    assert match(Audience()).sales == ("a2", "a1")
    assert match(Audience(), owned=[]).why_not == "goods"


@pytest.mark.parametrize(
    ("wanted", "sales"),
    [
        (Audience(category=("flooring",)), ("a1",)),
        (Audience(product=("oak 12",)), ("a1",)),
        (Audience(series=("ＬＯＵＮＧＥ",)), ("a2",)),
        (Audience(material=("leather", "fabric")), ("a2",)),
        (Audience(batch=("B7",)), ("a1",)),
        (Audience(batch=("ｂ 7",)), ("a1",)),
        (Audience(least_age=Offset(1, "years")), ("a1",)),
        (Audience(most_age=Offset(2, "months")), ("a2",)),
        (Audience(category=("flooring",), material=("leather",)), ()),
    ],
)
def test_one_thing_must_fit_in_everything(wanted: Audience, sales: tuple[str, ...]) -> None:
    assert match(wanted).sales == sales


@pytest.mark.parametrize(
    ("wanted", "facts", "why_not"),
    [
        (Audience(region=("guangdong",)), {}, ""),
        (Audience(region=("CN",)), {"region": None}, ""),
        (Audience(region=("beijing",)), {}, "region"),
        (Audience(region=("beijing",)), {"region": None}, "region_unknown"),
        (Audience(estate=("Cloud Bay",)), {"estate": "cloudbay"}, ""),
        (Audience(estate=("Cloud Bay",)), {"estate": "Other"}, "estate"),
        (Audience(tier=("A",)), {"tier": "B"}, "tier"),
        (Audience(language=("en",)), {"language": "zh-Hans"}, "language"),
        (Audience(tags=("advocate",)), {"tags": ("vip", "advocate")}, ""),
        (Audience(tags=("Advocate",)), {"tags": ("ADVOCATE ",)}, ""),
        (Audience(tags=("advocate",)), {}, "tags"),
        (Audience(complaint="no"), {"has_complaint": True}, "complaint"),
        (Audience(complaint="yes"), {}, "complaint"),
        (Audience(quiet_for=timedelta(days=7)), {"heard_on": date(2026, 2, 23)}, "last_contact"),
        (Audience(quiet_for=timedelta(days=7)), {"heard_on": date(2026, 2, 22)}, ""),
    ],
)
def test_who_they_are(wanted: Audience, facts: dict[str, Any], why_not: str) -> None:
    assert match(wanted, **facts).why_not == why_not


def test_where_it_comes_to_is_where_they_must_live() -> None:
    assert match(Audience(), regions=("guangzhou", "foshan")).sales
    assert match(Audience(), regions=("beijing",)).why_not == "region"


@pytest.mark.parametrize(
    ("names", "made_of"),
    [
        (("实木复合",), "engineered_wood"),
        (("实木", "SM-7105"), "solid_wood"),
        (("SPC石塑",), "vinyl"),
        (("Engineered Oak",), "engineered_wood"),
        (("布艺沙发",), "fabric"),
        (("抽油烟机",), "unknown"),
    ],
)
def test_a_name_tells_what_a_thing_is_made_of(names: tuple[str, ...], made_of: str) -> None:
    assert audience.material(names, plans.materials()) == made_of


@pytest.mark.parametrize(
    ("texts", "country", "place"),
    [
        (("广州市天河区1号",), "CN", "guangzhou"),
        (("", "", "深圳店"), "CN", "shenzhen"),
        (("南京市广州路5号",), "CN", "nanjing"),
        (("12 Beijing Road, Shanghai",), "CN", "beijing"),  # the place that is named first
        (("Somewhere",), "HK", "hong-kong"),
        (("Somewhere",), "CN", None),
        (("广州",), "TW", "taipei"),  # a street there, since the number is of Taiwan
    ],
)
def test_an_address_tells_where_they_live(texts: tuple[str, ...], country: str, place: str | None) -> None:
    found = audience.region(texts, country, plans.climate())
    assert (found.name if found else None) == place
