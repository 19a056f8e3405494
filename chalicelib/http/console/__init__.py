"""The console: the shop's people at their screens, each signed in and with a role."""

from chalicelib.http.console import (
    account,
    assets,
    correcting,
    customer,
    customers,
    entrance,
    errands,
    handover,
    health,
    home,
    joining,
    leaving,
    outbox,
    outcomes,
    people,
    selling,
    tasks,
    today,
)
from chalicelib.http.console.desk import CONSOLE
from chalicelib.http.console.outbox import OUTBOX

__all__ = [
    "CONSOLE",
    "OUTBOX",
    "account",
    "assets",
    "correcting",
    "customer",
    "customers",
    "entrance",
    "errands",
    "handover",
    "health",
    "home",
    "joining",
    "leaving",
    "outbox",
    "outcomes",
    "people",
    "selling",
    "tasks",
    "today",
]
