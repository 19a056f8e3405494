"""A witness beside the outbox who checks each message against what must never happen, by rules of his
own: he reads the rows as they stand and does not ask the code that decided."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib import plans
from chalicelib.message import Found, Message, Receipt
from chalicelib.records.customers import Contact, Customer
from chalicelib.records.imports import Import
from chalicelib.records.switches import Switch
from chalicelib.records.touchpoints import Touchpoint
from chalicelib.settings import Settings

OWN_ACT = timedelta(hours=1)


class Witness:
    """Looks like a channel. `seen` are the messages that left, `faults` a sentence per violation."""

    name = "outbox"
    carries = frozenset({"sms", "email"})
    confirms = "none"
    patience = 0

    def __init__(self, channel: Any, clock: Callable[[], datetime]):
        self._channel, self._clock = channel, clock
        self.seen: list[tuple[str, int]] = []
        self.faults: list[str] = []
        self._went: set[str] = set()

    def find(self, settings: Settings, message: Message) -> Found:
        return self._channel.find(settings, message)

    def send(self, settings: Settings, message: Message) -> Receipt:
        receipt = self._channel.send(settings, message)
        self.seen.append((message.key, message.attempt))
        self.faults += [f"{message.key} {fault}" for fault in self._wrong(message, self._clock())]
        self._went.add(message.key)
        return receipt

    def _wrong(self, message: Message, now: datetime) -> list[str]:
        touch = Touchpoint.by_key(message.key)
        if touch is None:
            return ["went without a row"]
        found = ["went twice"] if message.key in self._went else []
        if touch.state != "sending":
            found.append("went without a claim")
        if touch.expires_at and now > touch.expires_at:
            found.append("went after it had expired")
        channel = "email" if "@" in message.to else "sms"
        contact = Contact.find(*Contact.at(channel, message.to))
        if contact and contact.stopped:
            found.append("went after STOP")
        customer = Customer.find(*Customer.at(touch.owner)) if touch.owner.startswith("c") else None
        return [*found, *self._against(touch, customer, now)] if customer else found

    def _against(self, touch: Touchpoint, customer: Customer, now: datetime) -> list[str]:
        found = []
        if not self._in_window(touch, customer, now):
            found.append("went outside the window")
        if customer.open_complaints and (touch.purpose in ("survey", "marketing") or self._cheerful(touch)):
            found.append("went during an open complaint")
        if Switch.read("paused"):
            found.append("went during a pause")
        batch = Import.find(*Import.at(touch.import_id)) if touch.import_id else None
        if batch and not batch.released:
            found.append("went before its import was released")
        return found

    def _cheerful(self, touch: Touchpoint) -> bool:
        plan = plans.plan_of(touch.plan, int(touch.plan_version)) if touch.plan else None
        step = plan.step(touch.step) if plan else None
        return touch.purpose == "care" and bool(step and step.cheerful)

    def _in_window(self, touch: Touchpoint, customer: Customer, now: datetime) -> bool:
        """Minutes of the local day, reckoned here anew."""
        country = plans.country(customer.country)
        zones = (customer.zone,) if customer.zone else country.zones or (plans.shop_defaults().zone,)
        if touch.purpose == "critical" and customer.acted_at and now - customer.acted_at <= OWN_ACT:
            return True
        return all(self._open(now.astimezone(ZoneInfo(zone)), country) for zone in zones)

    def _open(self, local: datetime, country: Any) -> bool:
        start, end = country.weekday_windows.get(local.weekday(), country.window)
        hour = local.time()
        return start <= hour < end if start < end else hour >= start or hour < end
