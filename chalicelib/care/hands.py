"""What a flow works with besides the table: settings, channels, and a note of what it settled."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from chalicelib import plugins, settings
from chalicelib.records import runs
from chalicelib.records.staff import Shop, Staff
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
