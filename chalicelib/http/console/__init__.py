"""The console: the shop's people at their screens, each signed in and with a role."""

from chalicelib.http.console import (
    account,
    assets,
    attention,
    customers,
    entrance,
    figure_rows,
    figures,
    health,
    home,
    house,
    ledgers,
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
    "attention",
    "customers",
    "entrance",
    "figure_rows",
    "figures",
    "health",
    "home",
    "house",
    "ledgers",
    "outbox",
    "people",
    "tasks",
]
