"""May this purpose use this channel with this person's recorded will?"""

from collections.abc import Mapping
from typing import NamedTuple

from chalicelib.policies import ConsentPolicy

# Errands by which somebody of ours turns to the customer.
APPROACHES = ("call", "visit")
CHANNELS = ("sms", "email")


class Allowed(NamedTuple):
    """Either what speaks against it (`refused`, `no_consent`) or the ground it rests on."""

    against: str = ""
    ground: str = ""


def may(
    policy: ConsentPolicy, country: str, purpose: str, channel: str, recorded: Mapping[str, Mapping[str, str]]
) -> Allowed:
    """A word about this channel outweighs one about all channels (`*`)."""
    rule = policy.rule(country, purpose)
    said = recorded.get(purpose, {})
    will = said.get(channel) or said.get("*", "")
    if will == "granted":
        return Allowed(ground="consent")
    if will == "refused":
        return Allowed(against="refused")
    return Allowed(against="no_consent") if rule.opt_in else Allowed(ground=rule.ground)


def against_errand(kind: str, purpose: str, recorded: Mapping[str, Mapping[str, str]]) -> str:
    """Whoever stopped care by every channel was promised that nothing more comes: no call, no visit."""
    said = recorded.get(purpose, {})
    stopped = all((said.get(channel) or said.get("*", "")) == "refused" for channel in CHANNELS)
    return "refused" if kind in APPROACHES and purpose == "care" and stopped else ""
