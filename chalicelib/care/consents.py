"""What customers allow and refuse: recorded with wording and ground, never changed afterwards."""

from collections.abc import Mapping
from datetime import datetime

from chalicelib import plans
from chalicelib.care import effects
from chalicelib.errors import BadInput
from chalicelib.records import events
from chalicelib.records.customers import Customer
from chalicelib.records.events import Payload
from chalicelib.rules import consents as rules
from chalicelib.sentences import Said
from chalicelib.steps import PURPOSES

STATES = ("granted", "refused")
CHANNELS = ("sms", "email")
# What a customer may have or not have; critical words go by contract.
FREE = tuple(purpose for purpose in PURPOSES if purpose != "critical")

# {purpose: {channel: yes or no}}
Choice = Mapping[str, Mapping[str, bool]]


def record(
    customer: Customer, purpose: str, channel: str, state: str, *,
    source: str, who: str, now: datetime, language: str = "",
) -> None:  # fmt: skip
    """Append the event and renew the snapshot in one transaction. `channel` is sms, email or * for all,
    `language` that in which the wording was read, where it was."""
    _check(purpose, channel, state)
    rule = plans.consent().rule(customer.country, purpose)
    facts = {
        "purpose": purpose, "channel": channel, "state": state, "source": source,
        "wording": rule.wording, "ground": "consent" if state == "granted" else "refusal",
        **({"language": language} if language else {}),
    }  # fmt: skip

    def snapshot(current: Customer) -> tuple:
        said = {} if channel == "*" else current.consents.get(purpose, {})
        return (Customer.consents.set({**current.consents, purpose: {**said, channel: state}}),)

    events.append(customer, events.CONSENT, who, facts, now, snapshot)
    if state == "refused" and who == "customer" and source != "reply":  # a reply is counted where it comes in
        effects.heard(customer, "opted_out", now)


def standing(customer: Customer) -> Choice:
    """What may go out today, by what was said or, where nothing was, by the country's policy."""
    policy, country = plans.consent(), customer.country
    return {
        purpose: {
            channel: not rules.may(policy, country, purpose, channel, customer.consents).against
            for channel in CHANNELS
        }
        for purpose in FREE
    }


def closed(customer: Customer) -> dict[str, str]:
    """By channel why nothing goes there, whatever the will: `stopped` on each address, `no_address`, or
    `not_allowed_there` by the country's law; nothing where it is open."""
    known = {
        "sms": [phone for phone in customer.phones if phone not in customer.no_sms],
        "email": list(customer.emails),
    }
    found = {}
    for channel, addresses in known.items():
        if channel == "sms" and not plans.country(customer.country).sms:
            found[channel] = "not_allowed_there"
        elif not addresses:
            found[channel] = "no_address"
        elif all(address in customer.stopped for address in addresses):
            found[channel] = "stopped"
    return found


def choose(
    customer: Customer, wanted: Choice, *, source: str, language: str, who: str, now: datetime
) -> None:
    """Record whatever differs from what stands."""
    before = standing(customer)
    for purpose, by_channel in wanted.items():
        for channel, yes in by_channel.items():
            if before[purpose][channel] != yes:
                state = "granted" if yes else "refused"
                record(customer, purpose, channel, state, source=source, language=language, who=who, now=now)


def refuse_all(customer: Customer, *, source: str, language: str, who: str, now: datetime) -> None:
    """No more of anything that may be refused, on any channel there is or will be."""
    for purpose in FREE:
        if customer.consents.get(purpose) != {"*": "refused"}:
            record(customer, purpose, "*", "refused", source=source, language=language, who=who, now=now)


def _check(purpose: str, channel: str, state: str) -> None:
    for value, known, name in (
        (purpose, PURPOSES, Said("purpose")),
        (channel, (*CHANNELS, "*"), Said("channel")),
        (state, STATES, Said("state")),
    ):
        if value not in known:
            raise BadInput(
                "{text!r} is no {name} of a consent; use one of {known}.",
                text=value,
                name=name,
                known=list(known),
            )


def history(customer: Customer) -> list[dict]:
    """Every consent ever recorded, oldest first."""
    payloads = Payload.in_partition(customer.pk, "payload#")
    return [row.facts for row in payloads if "purpose" in row.facts]
