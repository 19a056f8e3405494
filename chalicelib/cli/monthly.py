"""`complaint month` and `complaint audit`: what a month's complaints say, and whether all was honest."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click

from chalicelib import clock, plans, words
from chalicelib.care import effects
from chalicelib.care.complaints import auditing, months
from chalicelib.cli.frame import Desk, pass_desk
from chalicelib.cli.options import write_text
from chalicelib.cli.reviewing import complaint, known_language
from chalicelib.cli.showing import columns

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
        write_text(html, page(value, chosen))
    desk.answer(value, [f"Written to {html}."] if html else _told(value))


def page(pack: dict[str, Any], language: str) -> str:
    policy, shop = plans.complaints(), plans.shop_defaults()
    severities = {name: one.label for name, one in policy.severities.items()}
    named = {"about": policy.kinds, "severities": severities, "causes": plans.review().causes}
    labels = {what: {name: label[language] for name, label in names.items()} for what, names in named.items()}
    money = {
        name: words.money(language, pack["paid"][name], pack["paid"]["currency"])
        for name in ("total", "goodwill")
    }
    values = {
        "pack": pack, "labels": labels, "paid": money["total"], "goodwill": money["goodwill"],
        "shop_name": shop.name[language],
        "drawn_on": words.date(language, effects.shop_day(pack["drawn_at"])),
        "days": {one["number"]: _day(language, one["due_on"]) for one in pack["learnt"]},
        "scripts": [{"label": one.label[language], "say": one.say[language]} for one in plans.scripts()],
        "never": plans.banned().get(language, ()),
    }  # fmt: skip
    return words.page("month", language, values, folder="print")


def _day(language: str, day: str) -> str:
    return words.date(language, date.fromisoformat(day)) if day else ""


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
@pass_desk
def audit(desk: Desk, month: str) -> None:
    """Look at a month that is over for honesty: a sample that nobody could foresee, late reports, amounts
    far above the usual, handlers and customers who meet often, broken chains. Needs AUDIT_KEY."""
    with desk.table() as hands:
        value = auditing.audit(month, hands.settings.audit_key, clock.now())
    desk.answer(value, _found(value))


def _found(value: dict[str, Any]) -> Iterator[str]:
    yield f"{value['month']}: {value['complaints']} complaints, list {value['list']}"
    yield f"look at again: {' '.join(value['sample']) or 'none came in'}"
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
