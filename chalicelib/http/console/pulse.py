"""What the running program knows of itself, for the health page."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass
class Pulse:
    """`engine` is where the table lives; `next_at` says when each job of the clock runs again."""

    engine: str = ""
    embedded: bool = False
    started_at: datetime | None = None
    ticked_at: datetime | None = None
    taken: int = 0
    faults: int = 0
    next_at: dict[str, datetime] = field(default_factory=dict)


PULSE = Pulse()
