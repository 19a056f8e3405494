"""The month's pack for the sales meeting, ready to print."""

from datetime import timedelta

from chalice import Response

from chalicelib import clock, plans
from chalicelib.care.complaints import months
from chalicelib.errors import BadInput
from chalicelib.http import papers
from chalicelib.http.console import desk, printing, scope
from chalicelib.http.console.desk import CONSOLE
from chalicelib.http.console.speech import _
from chalicelib.records.complaints import Complaint

LEADERS = ("manager", "ops", "admin")
SHOWN = 12


@CONSOLE.page("/meeting", roles=LEADERS)
def listing() -> Response:
    first = desk.today().replace(day=1)
    found = [first]
    while len(found) < SHOWN:
        found.append((found[-1] - timedelta(days=1)).replace(day=1))
    language = desk.reader_language()
    scripts = [(one.label[language], one.say[language]) for one in plans.scripts()]
    return desk.show("meeting", months=found, scripts=scripts, never=plans.banned().get(language, ()))


@CONSOLE.page("/meeting/{month}", roles=LEADERS)
def pack(month: str) -> Response:
    """Nobody is named in it but who sees to a change."""
    try:
        found = months.pack(month, clock.now())
    except BadInput:
        raise desk.nothing_here() from None
    opens = _opened_by_the_reader(found["came_in"]["numbers"])
    paper = papers.month(found, desk.reader_language(), opens)
    return printing.answer(paper, "/meeting", _("Back to the months"))


def _opened_by_the_reader(numbers: list[str]) -> set[str]:
    """Of all shops' complaints, those whose page is the reader's to see."""
    if not scope.has_one_shop():
        return set(numbers)
    found = Complaint.many([Complaint.at(one) for one in numbers]).values()
    rows = [row for row in found if isinstance(row, Complaint)]
    theirs = scope.among(row.customer_id for row in rows)
    return {
        row.id for row in rows
        if row.customer_id in theirs or scope.sees("", row.owner, row.decider, row.recorder)
    }  # fmt: skip
