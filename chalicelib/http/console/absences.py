"""A colleague's leaves as their page tells them."""

from datetime import date

from chalicelib import clock
from chalicelib.care.tasks import handing
from chalicelib.errors import BadInput
from chalicelib.http.console import desk
from chalicelib.http.console.speech import _
from chalicelib.records.staff import FOR_GOOD, Staff, answering, in_turn
from chalicelib.records.tasks import open_entries


def ahead(who: Staff) -> list[tuple[date, date, str, str, int]]:
    """What of their absences is not over yet: its days, who stands in, who has the work where that one is
    away, too, and how many of their own tasks are due in it. Who left for good is not away."""
    days = [(date.fromisoformat(first), date.fromisoformat(last), other) for first, last, other in who.leave]
    coming = sorted(each for each in days if desk.today() <= each[1] < FOR_GOOD)
    due = [one.due_on for one in open_entries(who.name)] if coming else []
    return [
        (first, last, other, _has_work(other, first), _within(due, first, last))
        for first, last, other in coming
    ]


def _has_work(name: str, first: date) -> str:
    found = answering(in_turn(name, max(first, desk.today()), Staff.named))
    return found.name if found else name


def _within(due: list[date], first: date, last: date) -> int:
    """Of a leave that has begun, what is overdue belongs to it, too."""
    begin, end = handing.of_leave(first, last, clock.now())
    return sum((begin or date.min) <= day <= (end or last) for day in due)


def day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput(_("Give the first and the last day.")) from None
