"""What became of a sale: delivered, booked, installed, called off, on again, taken back."""

from collections.abc import Callable
from datetime import date, datetime

from chalice import Response

from chalicelib import clock
from chalicelib.care import sales
from chalicelib.errors import CareError
from chalicelib.http import door
from chalicelib.http.console import customer, desk, plain_words, scope
from chalicelib.http.console.desk import CONSOLE, DOERS
from chalicelib.http.console.fields import Fields
from chalicelib.http.console.speech import _
from chalicelib.records.sales import Sale

Deed = Callable[[str, date | None, str, datetime, str], Sale]


def _dated(anchor: str) -> Deed:
    return lambda order, day, why, now, seen: sales.set_date(order, anchor, day, why, now, seen)


def _again(order: str, day: date | None, why: str, now: datetime, seen: str) -> Sale:
    return sales.book_again(order, day or desk.today(), why, now, seen)


DEEDS: dict[str, Deed] = {
    **{anchor: _dated(anchor) for anchor in sales.ANCHORS},
    "book_again": _again,
    "call_off": lambda order, _day, why, now, seen: sales.call_off(order, why, now, seen),
    "return": lambda order, _day, why, now, seen: sales.return_all(order, why, now, seen),
}
# All but these are about a day.
ENDINGS = ("call_off", "return")


@CONSOLE.deed("/sales/{order}/became", roles=DOERS)
def became(order: str) -> Response:
    """Its care follows by itself within a minute; pressed twice, the second finds it so already."""
    sale, fields = scope.sale(order), Fields(desk.form())
    owner = scope.customer(sale.customer_id)
    deed = fields.one_of("deed", DEEDS, _("Choose what became of it."))
    day = fields.day("day", "" if deed in ENDINGS else _("Choose a day."))
    why = fields.text(
        "why", _("Say why; whoever looks at this later will want to know.") if deed in ENDINGS else ""
    )
    if not fields.faults and not _is_so(sale, deed, day):
        try:
            DEEDS[deed](sale.id, day, why, clock.now(), fields.said.get("seen", ""))
        except CareError as error:
            fields.faults["deed"] = plain_words.of(error)
    if fields.faults:
        return customer.page_of(
            owner, status=400, sale_said={**fields.said, "order": sale.id}, sale_faults=fields.faults
        )
    return door.see(f"/customers/{owner.id}?done=became")


def _is_so(sale: Sale, deed: str, day: date | None) -> bool:
    """By the button that was pressed before."""
    ended = {"call_off": "called_off", "return": "returned"}
    return sale.state == ended[deed] if deed in ended else deed in sales.ANCHORS and sale.day(deed) == day
