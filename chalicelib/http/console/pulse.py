"""What the running program knows of itself, for the health page."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass
class Pulse:
    """`engine` is where the table lives; `next_at` says when each job of the clock runs again;
    `held_up` since when a shard's drain has not come back from a provider."""

    engine: str = ""
    embedded: bool = False
    started_at: datetime | None = None
    ticked_at: datetime | None = None
    taken: int = 0
    faults: int = 0
    held_up: dict[int, datetime] = field(default_factory=dict)
    next_at: dict[str, datetime] = field(default_factory=dict)


PULSE = Pulse()
