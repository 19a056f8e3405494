"""The console: the shop's people at their screens, each signed in and with a role."""

from chalicelib.http.console import (
    account,
    assets,
    campaign,
    campaign_deeds,
    campaign_editor,
    customers,
    entrance,
    guest_lists,
    health,
    home,
    outbox,
    people,
    plans,
    seasons,
    tasks,
    weather,
)
from chalicelib.http.console.desk import CONSOLE
from chalicelib.http.console.outbox import OUTBOX

__all__ = [
    "CONSOLE",
    "OUTBOX",
    "account",
    "assets",
    "campaign",
    "campaign_deeds",
    "campaign_editor",
    "customers",
    "entrance",
    "guest_lists",
    "health",
    "home",
    "outbox",
    "people",
    "plans",
    "seasons",
    "tasks",
    "weather",
]
