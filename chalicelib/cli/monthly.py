"""`complaint month` and `complaint audit`: what a month's complaints say, and whether all was honest."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from chalicelib import clock
from chalicelib.care.complaints import auditing, months
from chalicelib.cli.frame import Desk, pass_desk
from chalicelib.cli.options import write_text
from chalicelib.cli.reviewing import complaint, known_language
from chalicelib.cli.showing import columns
from chalicelib.http import papers

__all__ = ["complaint"]

MONTH = click.argument("month", metavar="MONTH")
LISTS = ("about", "causes", "products", "severities", "channels", "stages", "satisfaction")
APART = ("reopened", "outside", "not_ours", "beyond_duty", "reported_late", "passed_on", "unreviewed")


@complaint.command()
@MONTH
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False), help="A page to print, there.")
@click.option("--language", default="", help="Of that page; default: the shop's.")
@pass_desk
def month(desk: Desk, month: str, html: Path | None, language: str) -> None:
    """The pack for the sales meeting: what came in, what recurs, what was learnt, what to say and avoid.

    \b
    aftercare complaint month 2026-10
    aftercare complaint month 2026-10 --html october.html --language en
    """
    chosen = known_language(language)
    with desk.table():
        value = months.pack(month, clock.now())
    if html:
        write_text(html, papers.month(value, chosen))
    desk.answer(value, [f"Written to {html}."] if html else _told(value))


def _told(pack: dict[str, Any]) -> Iterator[str]:
    came_in, paid = pack["came_in"], pack["paid"]
    so_far = "" if pack["is_over"] else " so far"
    yield f"{pack['month']}: {came_in['count']} complaints{so_far}; the month before {came_in['before']}."
    yield f"agreed: {paid['total']} {paid['currency']}, of that goodwill {paid['goodwill']}"
    for name in LISTS:
        rows = [(one["name"], one["count"], " ".join(one["numbers"])) for one in pack[name]]
        yield from ["", *columns(rows, (name, "count", "complaints"))] if rows else []
    rows = [
        (one["name"], one["product"], one["count"], *one["before"], " ".join(one["numbers"]))
        for one in pack["recurs"]
    ]
    yield from ["", *columns(rows, ("recurs", "product", "now", "-1", "-2", "complaints"))] if rows else []
    promises = [(one["name"], one["promises"], " ".join(one["numbers"])) for one in pack["promises"]]
    yield from ["", *columns(promises, ("promises", "count", "complaints"))] if promises else []
    yield from ["", *columns([(_named(name), len(pack[name]), " ".join(pack[name])) for name in APART])]
    learnt = [(one["number"], one["cause"], one["unit"], one["improvement"]) for one in pack["learnt"]]
    yield from ["", *columns(learnt, ("learnt from", "cause", "unit", "what changes"))] if learnt else []


def _named(name: str) -> str:
    return name.replace("_", " ")


@complaint.command()
@MONTH
@click.option("--auditor", "auditors", multiple=True, help="Gets the tasks of the sample; several in turn.")
@pass_desk
def audit(desk: Desk, month: str, auditors: tuple[str, ...]) -> None:
    """Look at a month that is over for honesty: a sample that nobody could foresee, late reports, amounts
    far above the usual, handlers and customers who meet often, broken chains. Needs AUDIT_KEY.

    Whoever had a part in a complaint does not get its task; name several people, and the next one does.

    \b
    aftercare complaint audit 2026-10
    aftercare complaint audit 2026-10 --auditor 陈总 --auditor 李婷
    """
    with desk.table() as hands:
        key, now = hands.settings.audit_key, clock.now()
        value = auditing.assign(month, key, auditors, now) if auditors else auditing.audit(month, key, now)
    desk.answer(value, _found(value))


def _found(value: dict[str, Any]) -> Iterator[str]:
    yield f"{value['month']}: {value['complaints']} complaints, list {value['list']}"
    yield f"look at again: {' '.join(value['sample']) or 'none came in'}"
    given = list(value.get("auditors", {}).items())
    yield from ["", *columns(given, ("complaint", "looked at again by")), ""] if given else []
    yield f"usually paid within the year: {value['usual']} {value['currency']}"
    late = [(one["number"], one["recorder"], one["hours"]) for one in value["reported_late"]]
    yield from ["", *columns(late, ("reported late", "by", "hours"))] if late else []
    high = [(one["number"], one["handler"], one["customer"], one["amount"]) for one in value["unusual"]]
    yield from ["", *columns(high, ("unusual", "offered by", "to", "amount"))] if high else []
    for name, title in (("handlers", "handler"), ("generous", "far above others"), ("pairs", "often met")):
        rows = [
            (one["handler"], one["customer"], len(one["numbers"]), one["total"], one["usual"],
             " ".join(one["numbers"])) for one in value[name]
        ]  # fmt: skip
        heads = (title, "customer", "cases", "total", "usually", "complaints")
        yield from ["", *columns(rows, heads)] if rows else []
    yield from ["", *(f"BROKEN: {fault}" for fault in value["broken"])] if value["broken"] else []
