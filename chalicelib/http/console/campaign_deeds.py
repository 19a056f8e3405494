"""What people do with a campaign: have it counted, approve, schedule, hold, end it, say that it comes."""

from collections.abc import Callable
from datetime import date

from chalice import Response

from chalicelib import clock, plans
from chalicelib.care.campaigns import coming, keeping
from chalicelib.errors import BadInput, CareError
from chalicelib.http import door
from chalicelib.http.console import campaign, desk, plain_words
from chalicelib.http.console.desk import CONSOLE
from chalicelib.http.console.seasons import MAY
from chalicelib.http.console.speech import _
from chalicelib.records.campaigns import Campaign


def _done(name: str, what: str, act: Callable[[], object], form: dict[str, str] | None = None) -> Response:
    """Back on its page; where it cannot be, with the reason and what was typed."""
    try:
        act()
    except CareError as error:
        return campaign.page(keeping.get(name), error.status, fault=plain_words.of(error), form=form or {})
    return door.see(f"/campaigns/{name}?done={what}")


@CONSOLE.deed("/campaigns/{name}/check", roles=MAY)
def check(name: str) -> Response:
    """Everybody is counted by the clock, page by page: asking all gates for each takes its time."""
    return _done(name, "counting", lambda: keeping.check(name, clock.now(), desk.reader().name))


@CONSOLE.deed("/campaigns/{name}/approve", roles=MAY)
def approve(name: str) -> Response:
    """Of the version that was looked at."""
    form, who = desk.form(), desk.reader().name
    seen, why = form.get("seen", ""), form.get("why", "").strip()
    return _done(name, "approved", lambda: keeping.approve(name, who, why, clock.now(), seen), form)


@CONSOLE.deed("/campaigns/{name}/schedule", roles=MAY)
def schedule(name: str) -> Response:
    return _done(name, "scheduled", lambda: keeping.schedule(name, desk.reader().name, clock.now()))


@CONSOLE.deed("/campaigns/{name}/pause", roles=MAY)
def pause(name: str) -> Response:
    why = desk.form().get("why", "").strip()
    return _done(name, "paused", lambda: keeping.pause(name, desk.reader().name, why, clock.now()))


@CONSOLE.deed("/campaigns/{name}/resume", roles=MAY)
def resume(name: str) -> Response:
    why = desk.form().get("why", "").strip()
    return _done(name, "resumed", lambda: keeping.resume(name, desk.reader().name, why, clock.now()))


@CONSOLE.page("/campaigns/{name}/cancel", roles=MAY)
def ask_cancel(name: str) -> Response:
    row = keeping.get(name)
    return desk.show("campaign_cancel", name=row.name, about=dict(keeping.meant(row).about))


@CONSOLE.deed("/campaigns/{name}/cancel", roles=MAY)
def cancel(name: str) -> Response:
    return _done(name, "cancelled", lambda: keeping.cancel(name, desk.reader().name, "", clock.now()))


@CONSOLE.deed("/campaigns/{name}/fire", roles=MAY)
def fire(name: str) -> Response:
    """It comes to a region: people there are told in their next hours."""
    row, form = keeping.get(name), desk.form()
    return _done(name, "fired", lambda: _fire(row, form), form)


def _fire(row: Campaign, form: dict[str, str]) -> None:
    """Without an area, or on a day that is none, nobody is told anything."""
    area, said = form.get("area", "").strip(), form.get("said", "").strip()
    if not area:
        raise BadInput(_("Choose where it comes to."))
    words = {plans.shop_defaults().language: said} if said else {}
    who, now = desk.reader().name, clock.now()
    coming.fire(row, keeping.meant(row), area, _day(form.get("on", "")), who, now, words)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput(_("Say on which day it begins there.")) from None
