"""A colleague's open tasks for the calendar of their telephone. Calendar programs sign in nowhere and often
fetch through others' servers, so nothing is in it that would be missed there: a name and where to go."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from chalice import Response

from chalicelib import clock, plans, settings, words
from chalicelib.care import calendars, tasks
from chalicelib.errors import NotFound
from chalicelib.http import door, limits
from chalicelib.http.door import Door
from chalicelib.records.customers import Customer
from chalicelib.records.referrals import Referral
from chalicelib.records.table import Row
from chalicelib.records.tasks import Task

if TYPE_CHECKING:
    from icalendar import Event

CALENDARS = Door(__name__, door.problem)
FETCHED = timedelta(hours=1)
LASTS = timedelta(hours=1)
MOST = 300


@CALENDARS.route("/calendar/{staff_id}/{file}", methods=["GET"])
def feed(staff_id: str, file: str) -> Response:
    now, visitor = clock.now(), door.visitor()
    limits.GUESSES.take(visitor, now, 0)
    try:
        staff = calendars.owner(staff_id, file.removesuffix(".ics"))
    except NotFound:
        limits.GUESSES.take(visitor, now)
        raise
    rows = tasks.open_ones(staff.name, most=MOST)
    text = _written(rows, _about(rows), staff.language or plans.shop_defaults().language)
    return Response(text, headers={"Content-Type": "text/calendar; charset=utf-8"})


def _about(rows: list[Task]) -> dict[str, Customer | Referral]:
    """By task whom it is about: a customer, or the friend whom they sent."""
    keys = {row.key: _place(row) for row in rows if row.customer_id}
    found = Row.many(sorted(set(keys.values())))
    stored = {key: found.get(place) for key, place in keys.items()}
    return {key: row for key, row in stored.items() if isinstance(row, Customer | Referral)}


def _place(row: Task) -> tuple[str, str]:
    return Referral.at_key(row.friend) if row.friend else Customer.at(row.customer_id)


def _written(rows: Iterable[Task], people: dict[str, Customer | Referral], language: str) -> str:
    from icalendar import Calendar

    spoken = words.language_for(language, plans.shop_defaults().language)
    calendar = Calendar()
    head = {
        "prodid": "-//Aftercare//tasks//EN", "version": "2.0", "method": "PUBLISH",
        "x-wr-calname": plans.shop_defaults().name[spoken], "x-published-ttl": "PT1H",
        "refresh-interval": FETCHED,
    }  # fmt: skip
    for name, value in head.items():
        calendar.add(name, value)
    for row in rows:
        calendar.add_component(_event(row, people.get(row.key), spoken))
    return str(calendar.to_ical().decode())


def _event(row: Task, person: Customer | Referral | None, language: str) -> "Event":
    from icalendar import Event

    verb, name = plans.tasks().verb(row.do, language), person.name if person else ""
    facts: dict[str, Any] = {
        "uid": f"{row.key}@aftercare", "dtstamp": row.opened_at, "sequence": len(row.history),
        "summary": f"{verb} · {name}" if name else verb, **_hours(row), "class": "PRIVATE",
        "url": f"{settings.read().public_base_url.rstrip('/')}/today#{row.key}",
    }  # fmt: skip
    if isinstance(person, Customer) and (person.estate or person.address):
        facts["location"] = " ".join(filter(None, (person.estate, person.address)))
    event = Event()
    for one, value in facts.items():
        event.add(one, value)
    return event


def _hours(row: Task) -> dict[str, Any]:
    """The agreed hour, in UTC so that no program has to know our zone; else the whole day."""
    if not row.at_time:
        return {"dtstart": row.due_on, "dtend": row.due_on + timedelta(days=1), "transp": "TRANSPARENT"}
    hour, minute = map(int, row.at_time.split(":"))
    zone = ZoneInfo(plans.shop_defaults().zone)
    begins = datetime(row.due_on.year, row.due_on.month, row.due_on.day, hour, minute, tzinfo=zone)
    return {"dtstart": begins.astimezone(UTC), "dtend": begins.astimezone(UTC) + LASTS}
