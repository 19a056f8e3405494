"""The `when` of a season as YAML writes it, read into an occasion."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from chalicelib.plans import fields
from chalicelib.plans.source import Entry
from chalicelib.rules.occasions import NAMES, Festival, Occasion, Once, Weekday, Yearly
from chalicelib.rules.occasions.dates import DODGES, Rule
from chalicelib.rules.occasions.days import LAST
from chalicelib.sentences import Said

LONGEST_OFFSET = timedelta(days=180)
_NTH = ("1", "2", "3", "4", "5", "last")
_MONTHS = tuple(str(month) for month in range(1, 13))


def read_occasion(entry: Entry) -> Occasion:
    """`{festival: mid-autumn, offset: -3 days}`, `{day: 03-15}`, `{weekday: saturday, nth: 2, months: [5]}`,
    `{once: 2027-05-01}`; each may have an `offset`, and a `dodge` for days of mourning."""
    given = [kind for kind in _READERS if kind in entry.values]
    if len(given) != 1:
        raise entry.refuse("festival", Said("give exactly one of festival, day, weekday and once"))
    own = (given[0], "nth", "months") if given == ["weekday"] else given
    entry.only((*own, "offset", "dodge"))
    return Occasion(_READERS[given[0]](entry), _offset(entry), entry.choice("dodge", DODGES, "after"))


def _festival(entry: Entry) -> Festival:
    return Festival(entry.choice("festival", NAMES))


def _yearly(entry: Entry) -> Yearly:
    day = fields.day_of_year(entry.text("day"))
    if day is None:
        raise entry.refuse("day", Said("write month and day, such as '03-15'"))
    return Yearly(*day)


def _weekday(entry: Entry) -> Weekday:
    nth = entry.choice("nth", _NTH)
    return Weekday(
        fields.WEEKDAYS.index(entry.choice("weekday", fields.WEEKDAYS)),
        LAST if nth == "last" else int(nth),
        tuple(int(month) for month in entry.choices("months", _MONTHS)),
    )


def _once(entry: Entry) -> Once:
    return Once(fields.day(entry, "once"))


def _offset(entry: Entry) -> timedelta:
    if "offset" not in entry.values:
        return timedelta()
    offset = fields.whole_days(entry, "offset")
    if offset is None:
        raise entry.refuse("offset", Said("write days or weeks, such as '-3 days'"))
    if abs(offset) > LONGEST_OFFSET:
        raise entry.refuse("offset", Said("keep within {most} days", most=LONGEST_OFFSET.days))
    return offset


_READERS: Mapping[str, Callable[[Entry], Rule]] = {
    "festival": _festival,
    "day": _yearly,
    "weekday": _weekday,
    "once": _once,
}
