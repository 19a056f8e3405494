"""Who comes to a gathering: answered by link, or noted by whoever picked up the telephone."""

from typing import Any
from urllib.parse import quote

from chalice import Response

from chalicelib import clock
from chalicelib.care import search
from chalicelib.care.campaigns import guests, keeping, showing
from chalicelib.care.search import Sees
from chalicelib.errors import BadInput, CareError
from chalicelib.http import door
from chalicelib.http.console import campaign, desk, plain_words, scope
from chalicelib.http.console.desk import CONSOLE, OF_CUSTOMERS
from chalicelib.http.console.seasons import MAY, SEES
from chalicelib.http.console.speech import _
from chalicelib.records.campaigns import Campaign


@CONSOLE.page("/campaigns/{name}/guests", roles=SEES)
def listing(name: str) -> Response:
    row = keeping.get(name)
    return _list(row, door.asked("coming") or guests.latest(row.name))


def _list(row: Campaign, coming: str, status: int = 200, **said: Any) -> Response:
    value = showing.facts(row, clock.now())
    return desk.show(
        "campaign_guests", status, **campaign.around(row, value), comings=value["occurrences"],
        coming=coming, most_people=guests.MOST_PEOPLE, list=_guests(row.name, coming),
        **{"fault": "", "form": {}, "done": door.asked("done"), **said},
    )  # fmt: skip


def _guests(campaign_name: str, coming: str) -> dict[str, Any]:
    """Who comes is known to whoever runs the campaign; by which telephone, to whoever sees the person."""
    found = guests.listed(campaign_name, coming)
    ids = [one["customer"] for one in found["guests"]]
    seen = scope.among(ids) if desk.reader().role in OF_CUSTOMERS else set()
    scope.noted(one for one in ids if one in seen)
    return {
        **found,
        "guests": [one if one["customer"] in seen else {**one, "phone": ""} for one in found["guests"]],
    }


@CONSOLE.deed("/campaigns/{name}/guests", roles=MAY)
def note(name: str) -> Response:
    row, form = keeping.get(name), desk.form()
    coming = form.get("coming", "")
    try:
        _note(row, coming, form)
    except CareError as error:
        return _list(row, coming or guests.latest(name), error.status, fault=plain_words.of(error), form=form)
    return door.see(f"/campaigns/{name}/guests?coming={quote(coming)}&done=noted")


def _note(row: Campaign, coming: str, form: dict[str, str]) -> None:
    """Of one person only: where several share an address, their order tells them apart. A whole number, not
    its end: who runs campaigns need not see customers, and could go through all ends."""
    known = search.exactly(form.get("who", ""), _bound())
    if len(known) != 1:
        raise BadInput(_("Nobody, or more than one, is known by that. Try the order number."))
    people = form.get("people", "").strip()
    if not people.isdecimal():
        raise BadInput(_("Say how many come, as a number."))
    guests.noted(
        row.name,
        coming,
        known[0].id,
        int(people),
        form.get("note", "").strip(),
        desk.reader().name,
        clock.now(),
    )


def _bound() -> Sees | None:
    """Marketing see no customer and still write down who answered them."""
    return scope.bound() if desk.reader().role in OF_CUSTOMERS else None
