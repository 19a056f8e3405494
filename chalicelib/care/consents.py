"""What customers allow and refuse: recorded with wording and ground, never changed afterwards."""

from datetime import datetime

from chalicelib import plans
from chalicelib.errors import BadInput
from chalicelib.records import events
from chalicelib.records.customers import Customer
from chalicelib.records.events import Payload
from chalicelib.steps import PURPOSES

STATES = ("granted", "refused")


def record(
    customer: Customer, purpose: str, channel: str, state: str, *, source: str, who: str, now: datetime
) -> None:
    """Append the event and renew the snapshot in one transaction. `channel` is sms, email or * for all."""
    _check(purpose, channel, state)
    rule = plans.consent().rule(customer.country, purpose)
    facts = {
        "purpose": purpose, "channel": channel, "state": state, "source": source,
        "wording": rule.wording, "ground": "consent" if state == "granted" else "refusal",
    }  # fmt: skip

    def snapshot(current: Customer) -> tuple:
        said = {} if channel == "*" else current.consents.get(purpose, {})
        return (Customer.consents.set({**current.consents, purpose: {**said, channel: state}}),)

    events.append(customer, "consent", who, facts, now, snapshot)


def _check(purpose: str, channel: str, state: str) -> None:
    for value, known, name in (
        (purpose, PURPOSES, "purpose"),
        (channel, ("sms", "email", "*"), "channel"),
        (state, STATES, "state"),
    ):
        if value not in known:
            raise BadInput(f"{value!r} is no {name} of a consent; use one of {', '.join(known)}.")


def history(customer: Customer) -> list[dict]:
    """Every consent ever recorded, oldest first."""
    payloads = Payload.in_partition(customer.pk, "payload#")
    return [row.facts for row in payloads if "purpose" in row.facts]
