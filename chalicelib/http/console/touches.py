"""What colleagues do by hand to a touch that is to come, and to what a customer wants to hear."""

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib import clock
from chalicelib.care import consents
from chalicelib.care.hands import ready
from chalicelib.care.touchpoints import people
from chalicelib.errors import BadInput, CareError
from chalicelib.http.console import desk, plain_words, scope
from chalicelib.http.console.errands import Faulty
from chalicelib.http.console.fields import Fields
from chalicelib.http.console.speech import _
from chalicelib.records.customers import Customer
from chalicelib.records.touchpoints import parts

MORNING = time(10)


def changed(key: str) -> tuple[Customer, Faulty | None]:
    """Sent now, postponed or skipped, with who and why; every gate is asked as always."""
    customer, fields = scope.customer(parts(key)[0]), Fields(desk.form())
    why = fields.text("why", _("Say why; whoever looks at this later will want to know."))
    deed = fields.one_of("deed", _DEEDS, _("Choose what to do."))
    day = fields.day("day", _("Choose another day.") if deed == "postpone" else "")
    said = {**fields.said, "touch": key}
    if fields.faults:
        return customer, Faulty(key, said, fields.faults)
    try:
        _DEEDS[deed](key, day, why, desk.reader().name, clock.now())
    except CareError as error:
        return customer, Faulty(key, said, {"why": plain_words.of(error)}, error.status)
    return customer, None


def _send(key: str, day: Any, why: str, who: str, now: datetime) -> None:
    people.send_now(key, why, who, now, ready())


def _postpone(key: str, day: Any, why: str, who: str, now: datetime) -> None:
    """In the morning of that day on the shop's clock; the customer's own hours are asked then."""
    at = datetime.combine(day, MORNING, tzinfo=ZoneInfo(str(desk.zone())))
    people.postpone(key, at, why, who, now)


def _skip(key: str, day: Any, why: str, who: str, now: datetime) -> None:
    people.skip(key, why, who, now, ready())


_DEEDS = {"send": _send, "postpone": _postpone, "skip": _skip}


def consent(customer: Customer) -> Fields:
    """Written down with how one knows; never changed afterwards, only outweighed."""
    fields = Fields(desk.form())
    purpose = fields.one_of("purpose", consents.FREE, _("Choose the purpose."))
    channel = fields.one_of("channel", (*consents.CHANNELS, "*"), _("Choose the way."))
    state = fields.one_of("state", consents.STATES, _("Choose what they say."))
    source = fields.text("source", _("Say how you know, such as: on the telephone today."))
    if not fields.faults:
        try:
            consents.record(
                customer, purpose, channel, state, source=source, who=desk.reader().name, now=clock.now()
            )
        except BadInput as error:
            fields.faults["purpose"] = plain_words.of(error)
    return fields
