"""`when` of a season in YAML: read as meant, and refused with the mend."""

from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib.errors import BadPlan
from chalicelib.plans.occasions import read_occasion
from chalicelib.plans.source import Entry
from chalicelib.rules.occasions import Festival, Occasion, Once, Weekday, Yearly

DAY = timedelta(days=1)


def read(**values: Any) -> Occasion:
    return read_occasion(Entry(values, "campaigns/x.yaml, when"))


@pytest.mark.parametrize(
    ("values", "meant"),
    [
        ({"festival": "mid-autumn", "offset": "-3 days"}, Occasion(Festival("mid-autumn"), -3 * DAY)),
        ({"festival": "qingming", "dodge": "skip"}, Occasion(Festival("qingming"), dodge="skip")),
        ({"day": "03-15"}, Occasion(Yearly(3, 15))),
        ({"day": "02-29", "offset": "2 weeks"}, Occasion(Yearly(2, 29), 14 * DAY)),
        ({"weekday": "sunday", "nth": "2", "months": ["5"]}, Occasion(Weekday(6, 2, (5,)))),
        ({"weekday": "friday", "nth": "last"}, Occasion(Weekday(4, -1))),
        ({"once": "2027-05-01"}, Occasion(Once(date(2027, 5, 1)))),
    ],
)
def test_what_is_meant(values: dict, meant: Occasion) -> None:
    assert read(**values) == meant


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "exactly one of festival, day, weekday and once"),
        ({"festival": "mid-autumn", "day": "03-15"}, "exactly one of"),
        ({"festival": "midautumn"}, "did you mean mid-autumn"),
        ({"day": "3-15"}, "write month and day"),
        ({"day": "02-30"}, "write month and day"),
        ({"weekday": "sunday"}, "nth is missing"),
        ({"weekday": "sunday", "nth": "6"}, "use one of"),
        ({"weekday": "sunday", "nth": "1", "months": ["13"]}, "Known: 1, 10, 11, 12"),
        ({"weekday": "Sonntag", "nth": "1"}, "sunday"),
        ({"day": "03-15", "nth": "1"}, "there is no field 'nth'"),
        ({"once": "soon"}, "write a day as 2026-04-05"),
        ({"day": "03-15", "offset": "1 month"}, "write days or weeks"),
        ({"day": "03-15", "offset": "-200 days"}, "keep within 180 days"),
        ({"day": "03-15", "dodge": "maybe"}, "use one of after, before, skip"),
    ],
)
def test_a_mistake_is_refused_with_the_mend(values: dict, said: str) -> None:
    with pytest.raises(BadPlan) as refusal:
        read(**values)
    assert said in str(refusal.value)
    assert str(refusal.value).startswith("campaigns/x.yaml, when")
