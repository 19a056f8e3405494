"""The morning's list to everybody who has something due: whole by mail, its beginning by SMS."""

from collections.abc import Iterator
from datetime import date, datetime

from chalicelib import plans, settings, words
from chalicelib.care.tasks import language_of, notice, of_rep
from chalicelib.ids import derived
from chalicelib.records.staff import Staff
from chalicelib.records.tasks import Task
from chalicelib.rules import phones

LISTED = 12
# By SMS: the first few, each as long as a glance takes. Chinese says as much in half the letters.
FIRST = 3
LONGEST, LONGEST_CHINESE = 44, 22
PAGE = "/today"


def digest(now: datetime, day: date) -> Iterator[str]:
    """Yields the names of those who were told."""
    for staff in Staff.in_partition("staff"):
        listing = of_rep(staff.name, day)
        tasks = [*listing.overdue, *listing.due]
        if not tasks or not (staff.phone or staff.email):
            continue
        values = {
            "task_count": len(tasks), "overdue_count": len(listing.overdue),
            "task_lines": _lines(tasks, language_of(staff)), "more_count": max(0, len(tasks) - LISTED),
            "first_lines": _first(tasks, language_of(staff)), "today_url": _page(staff),
        }  # fmt: skip
        if notice(staff, "task-digest", derived("t", "digest", day.isoformat()), values, now):
            yield staff.name


def _lines(tasks: list[Task], language: str) -> str:
    """Each task begins with a dash; what its title says on further lines follows it."""
    first = tasks[:LISTED]
    lines = ((words.near_date(language, task.due_on), task.title_in(language)) for task in first)
    return "\n".join(f"- {day} {title}" for day, title in lines)


def _first(tasks: list[Task], language: str) -> str:
    most = LONGEST_CHINESE if language.startswith("zh") else LONGEST
    whole = (task.title_in(language) for task in tasks[:FIRST])
    titles = (next(iter(title.splitlines()), "").strip(" .。") for title in whole)
    return "\n".join(title if len(title) <= most else f"{title[: most - 1]}…" for title in titles)


def _page(staff: Staff) -> str:
    """Where their country lets an SMS carry an address, and there is one."""
    base = settings.read().public_base_url.rstrip("/")
    country = phones.country_of(staff.phone) if staff.phone else ""
    return f"{base}{PAGE}" if base and country and plans.country(country).links else ""
