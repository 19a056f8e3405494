"""What a flow works with besides the table: settings, channels, and a note of what it settled."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from chalicelib import plugins, settings
from chalicelib.errors import NotConfigured
from chalicelib.records import runs
from chalicelib.records.staff import Shop, Staff
from chalicelib.records.switches import Switch
from chalicelib.settings import Settings


def _no_pace(provider: str) -> None:
    """Nothing waits: the laptop's outbox and the simulation."""


@dataclass
class Hands:
    """`channels` are the providers by name. `pace` sleeps until a provider may be asked again.
    `settled` collects [touchpoint key, step, outcome, reason, channel, segments, currency, cost],
    `noted` is the last note's."""

    settings: Settings
    channels: Mapping[str, Any]
    pace: Callable[[str], None] = _no_pace
    settled: list[list] = field(default_factory=list)
    noted: list[list] = field(default_factory=list)
    clock: Callable[[], datetime] | None = None
    shops: dict[str, Shop | None] = field(default_factory=dict)
    staff: dict[str, Staff | None] = field(default_factory=dict)

    def shop(self, name: str) -> Shop | None:
        """A store, read once for all that these hands do."""
        if name not in self.shops:
            self.shops[name] = Shop.find(*Shop.at(name)) if name else None
        return self.shops[name]

    def colleague(self, name: str) -> Staff | None:
        """One of the staff, read once likewise."""
        if name not in self.staff:
            self.staff[name] = Staff.find(*Staff.at(name)) if name else None
        return self.staff[name]

    def moment(self, now: datetime) -> datetime:
        """The present where a drain lent its clock, since pacing takes time; else `now`."""
        return self.clock() if self.clock else now

    def provider_for(self, channel: str, sample: bool) -> str:
        """Sample and simulated customers never leave by anything but the outbox."""
        return "outbox" if sample else getattr(self.settings, f"{channel}_channel")

    def allowed_to(self, address: str) -> bool:
        """While trying out, only the addresses in SEND_ONLY_TO get anything."""
        only = [entry.strip() for entry in self.settings.send_only_to.split(",") if entry.strip()]
        return not only or address in only

    def settle(self, *outcome: object) -> None:
        self.settled.append(list(outcome))

    def note(self, shard: int, now: datetime, origin: str = "drain") -> None:
        """Write down what was settled since the last note."""
        runs.note(shard, now, self.settled, origin)
        self.noted = list(self.settled)
        self.settled.clear()


def ready() -> Hands:
    """Hands as the environment configures them."""
    return Hands(settings.read(), plugins.discover("chalicelib.channels", "CHANNEL"))


def note_providers(hands: Hands, now: datetime) -> list[str]:
    """Whoever runs the clock says by what its messages go. What it changes is told, in sentences."""
    uses, before = _providers(hands), Switch.read("providers")
    if uses != before:
        Switch(*Switch.at("providers"), value=uses, at_moment=now).save()
    return [
        f"From now on {kind} goes by {uses[kind]}; until now it went by {provider}."
        for kind, provider in before.items()
        if uses[kind] != provider
    ]


def agree_on_providers(hands: Hands) -> None:
    """A message sent by hand from a place with other settings would go another way, or nowhere."""
    running, ours = Switch.read("providers"), _providers(hands)
    apart = [kind for kind in running if running[kind] != ours[kind]]
    if apart:
        there, here = (", ".join(uses[kind] for kind in apart) for uses in (running, ours))
        wanted = " ".join(f"{kind.upper()}_CHANNEL={running[kind]}" for kind in apart)
        raise NotConfigured(
            "The running system sends by {there}, and from here it would go by {here}. Set {wanted} here, "
            "with what belongs to it.",
            there=there,
            here=here,
            wanted=wanted,
        )


def _providers(hands: Hands) -> dict[str, str]:
    return {kind: hands.provider_for(kind, sample=False) for kind in ("sms", "email")}
