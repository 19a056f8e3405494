"""The console: the shop's people at their screens, each signed in and with a role."""

from chalicelib.http.console import (
    account,
    assets,
    complaint,
    complaint_new,
    complaints,
    customers,
    entrance,
    health,
    home,
    meeting,
    outbox,
    people,
    tasks,
    told,
)
from chalicelib.http.console.desk import CONSOLE
from chalicelib.http.console.outbox import OUTBOX

__all__ = [
    "CONSOLE",
    "OUTBOX",
    "account",
    "assets",
    "complaint",
    "complaint_new",
    "complaints",
    "customers",
    "entrance",
    "health",
    "home",
    "meeting",
    "outbox",
    "people",
    "tasks",
    "told",
]
