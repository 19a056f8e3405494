"""The console: the shop's people at their screens, each signed in and with a role."""

from chalicelib.http.console import (
    account,
    assets,
    customers,
    entrance,
    health,
    home,
    outbox,
    people,
    tasks,
)
from chalicelib.http.console.desk import CONSOLE
from chalicelib.http.console.outbox import OUTBOX

__all__ = [
    "CONSOLE",
    "OUTBOX",
    "account",
    "assets",
    "customers",
    "entrance",
    "health",
    "home",
    "outbox",
    "people",
    "tasks",
]
