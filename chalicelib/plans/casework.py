"""complaints.yaml, duty.yaml and compensation.yaml, read into the values of casework.py."""

from collections.abc import Container
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from chalicelib.casework import (
    CLOCKS,
    Authority,
    CompensationPolicy,
    ComplaintPolicy,
    Duty,
    Remedy,
    Severity,
    WorkCalendar,
)
from chalicelib.plans import fields
from chalicelib.plans.policies import texts
from chalicelib.plans.source import Entry, Folder, read
from chalicelib.policies import Texts, Window
from chalicelib.rules.offers import US

ROLES = ("rep", "manager", "marketing", "ops", "admin")
_LABELS = ("kinds", "wishes", "relations")
_TIMES = ("late_after", "warn_before", "remind_after", "close_after")


def read_complaints(folder: Folder, languages: tuple[str, ...], zone: str) -> ComplaintPolicy:
    entry = read(folder.policies / "complaints.yaml")
    entry.only(("hours", "holidays", "days", "severities", *_LABELS, "rating_opens", *_TIMES))
    severities, warning = entry.under("severities"), hours(entry, "warn_before")
    if not severities.values:
        raise entry.refuse("severities", "name at least one, such as `minor`")
    return ComplaintPolicy(
        calendar=_calendar(entry, zone),
        severities={
            name: _severity(name, severities.under(name), languages, warning) for name in severities.values
        },
        kinds=labels(entry, "kinds", languages),
        wishes=labels(entry, "wishes", languages),
        relations=labels(entry, "relations", languages),
        duty=_roster(folder),
        rating_opens=_rating(entry),
        **{name: hours(entry, name) for name in _TIMES},
    )


def _rating(entry: Entry) -> int:
    found = fields.whole(entry, "rating_opens")
    if found > 5:
        raise entry.refuse("rating_opens", "write a rating of 1 to 5, or 0 where none opens a complaint")
    return found


def hours(entry: Entry, field: str) -> timedelta:
    """Working time: `4 hours`, `90 minutes`. A day is as long as each shop makes it."""
    found = fields.period(entry, field)
    if not found.is_exact:
        raise entry.refuse(field, "write hours or minutes of working time, such as '16 hours'")
    return timedelta(**{found.unit: found.count})


def _severity(name: str, entry: Entry, languages: tuple[str, ...], warning: timedelta) -> Severity:
    entry.only(("label", "news", "superior", *CLOCKS))
    if hours(entry, "news") <= warning:
        raise entry.refuse(
            "news", "make it longer than warn_before, or each news would at once ask for the next"
        )
    return Severity(
        name, {clock: hours(entry, clock) for clock in CLOCKS}, hours(entry, "news"),
        fields.flag(entry, "superior"), texts(entry.under("label"), languages),
    )  # fmt: skip


def labels(entry: Entry, field: str, languages: tuple[str, ...]) -> dict[str, Texts]:
    below = entry.under(field)
    if not below.values:
        raise entry.refuse(field, "name at least one, with its label in each language")
    return {name: texts(below.under(name), languages) for name in below.values}


def _calendar(entry: Entry, zone: str) -> WorkCalendar:
    weekly = entry.under("hours")
    weekly.only(fields.WEEKDAYS)
    found = {fields.WEEKDAYS.index(name): _spans(weekly, name) for name in weekly.values}
    if not any(found.values()):
        raise entry.refuse("hours", "open on at least one weekday, such as `monday: [09:00-18:00]`")
    own = entry.under("days")
    return WorkCalendar(
        zone, found, {_day(own, name): _spans(own, name) for name in own.values}, _public(entry)
    )


def _spans(entry: Entry, field: str) -> tuple[Window, ...]:
    """In order and apart, or an hour would count twice."""
    spans = [fields.window(Entry({field: text}, entry.place), field) for text in entry.listed(field)]
    for (_, before), (after, _) in pairwise(spans):
        if after < before:
            raise entry.refuse(field, "write spans in their order that do not overlap")
    return tuple(spans)


def _day(entry: Entry, name: str) -> date:
    return fields.day(Entry({name: name}, entry.place), name)


def _public(entry: Entry) -> Container[date]:
    """Years are worked out as they are asked for."""
    import holidays  # every country of the world: only who works on a complaint waits for it

    code = entry.text("holidays")
    try:
        return holidays.country_holidays(code)
    except NotImplementedError:
        raise entry.refuse("holidays", "write a country's code, such as CN or HK") from None


def _roster(folder: Folder) -> tuple[Duty, ...]:
    entry = read(folder.policies / "duty.yaml")
    entry.only(("roster",))
    return tuple(_duty(one) for one in entry.each("roster"))


def _duty(entry: Entry) -> Duty:
    entry.only(("from", "to", "who"))
    first, last = fields.day(entry, "from"), fields.day(entry, "to")
    if last < first:
        raise entry.refuse("to", "let it end on or after the day it begins")
    return Duty(first, last, entry.text("who"))


def read_compensation(folder: Folder, languages: tuple[str, ...]) -> CompensationPolicy:
    entry = read(folder.policies / "compensation.yaml")
    entry.only(
        (
            "currency",
            "ladder",
            "decide_within",
            "above_legal",
            "goodwill_share",
            "four_eyes_above",
            "remedies",
            "departments",
            "parties",
        )
    )
    below = entry.under("departments")
    departments = {name: below.text(name, "") for name in below.values}
    return CompensationPolicy(
        currency=entry.text("currency"),
        ladder=_ladder(entry),
        decide_within=hours(entry, "decide_within"),
        above_legal=fields.flag(entry, "above_legal"),
        goodwill_share=fields.amount(entry, "goodwill_share"),
        four_eyes_above=fields.amount(entry, "four_eyes_above"),
        remedies=_remedies(entry, languages, departments),
        departments=departments,
        parties=_parties(entry.under("parties"), languages),
    )


def _parties(entry: Entry, languages: tuple[str, ...]) -> dict[str, Texts]:
    if US not in entry.values:
        raise entry.refuse(US, "name us among the parties: by our share we owe")
    return {party: texts(entry.under(party), languages) for party in entry.values}


def _remedies(entry: Entry, languages: tuple[str, ...], departments: Container[str]) -> dict[str, Remedy]:
    below = entry.under("remedies")
    if not below.values:
        raise entry.refuse("remedies", "name at least one, such as `repair`")
    return {name: _remedy(name, below.under(name), languages, departments) for name in below.values}


def _remedy(name: str, entry: Entry, languages: tuple[str, ...], departments: Container[str]) -> Remedy:
    entry.only(("label", "costs", "restores", "department", "days"))
    department = entry.text("department")
    if department not in departments:
        raise entry.refuse("department", "name one of those under departments")
    return Remedy(
        name, texts(entry.under("label"), languages), fields.flag(entry, "costs"), department,
        fields.whole(entry, "days"), fields.flag(entry, "restores"),
    )  # fmt: skip


def _ladder(entry: Entry) -> tuple[Authority, ...]:
    """Rising, with a last role that may decide everything: otherwise some case nobody could end."""
    steps = tuple(_authority(one) for one in entry.each("ladder"))
    if not steps or steps[-1].per_case is not None or steps[-1].per_year is not None:
        raise entry.refuse("ladder", "let the last role be without limits, such as `- {role: admin}`")
    for lower, higher in pairwise(steps):
        if not (_rises(lower.per_case, higher.per_case) and _rises(lower.per_year, higher.per_year)):
            raise entry.refuse("ladder", f"give {higher.role} no less than {lower.role}, who stands below")
    return steps


def _authority(entry: Entry) -> Authority:
    entry.only(("role", "per_case", "per_year"))
    return Authority(entry.choice("role", ROLES), _limit(entry, "per_case"), _limit(entry, "per_year"))


def _limit(entry: Entry, field: str) -> Decimal | None:
    return fields.amount(entry, field) if field in entry.values else None


def _rises(lower: Decimal | None, higher: Decimal | None) -> bool:
    return higher is None or (lower is not None and lower <= higher)
