"""Is everything running? The engine, the clock, the channels."""

from datetime import date
from typing import Any

from chalice import Response

from chalicelib import clock
from chalicelib.care.hands import Hands, ready
from chalicelib.care.weather import looking, warning
from chalicelib.errors import CareError
from chalicelib.http.console import desk, plain_words
from chalicelib.http.console.desk import CONSOLE
from chalicelib.http.console.pulse import PULSE
from chalicelib.records.imports import Import
from chalicelib.records.switches import Switch

LATE_SECONDS = 180


@CONSOLE.page("/health", roles=("ops", "admin"))
def health() -> Response:
    hands = ready()
    table = _table()
    facts = {
        "engine": PULSE.engine,
        "embedded": PULSE.embedded,
        "table": hands.settings.table_name,
        "answers": table,
        "started_at": PULSE.started_at,
        "ticked_at": PULSE.ticked_at,
        "on_time": _on_time(),
        "held_up": sorted(PULSE.held_up.items()),
        "taken": PULSE.taken,
        "faults": PULSE.faults,
        "next_at": sorted(PULSE.next_at.items()),
        "has_forecast": looking.has_forecast(),
        "say": plain_words.said,
        "weather": _weather() if table else {},
        "channels": [channel(hands, kind) for kind in ("sms", "email")],
        "held": [batch.id for batch in Import.in_partition("import") if not batch.released] if table else [],
        "send_only_to": bool(hands.settings.send_only_to),
        "public_base_url": hands.settings.public_base_url,
    }
    return desk.show("health", 200 if table else 503, **facts)


def _weather() -> dict[str, Any]:
    """What was seen this morning, if anything was."""
    found = warning.last_run()
    return {**found, "day": date.fromisoformat(found["day"])} if found.get("day") else found


def _table() -> bool:
    try:
        Switch.read("shards")
    except Exception:
        return False
    return True


def _on_time() -> bool:
    last = PULSE.ticked_at or PULSE.started_at
    return last is not None and (clock.now() - last).total_seconds() < LATE_SECONDS


def channel(hands: Hands, kind: str) -> dict[str, Any]:
    """Which provider carries this kind, and what it still lacks."""
    name = hands.provider_for(kind, sample=False)
    try:
        if name not in hands.channels:
            raise CareError(
                "There is no channel {name!r}; known are {channels}.",
                name=name,
                channels=sorted(hands.channels),
            )
        hands.channels[name].check(hands.settings)
    except CareError as error:
        return {"kind": kind, "provider": name, "fault": plain_words.of(error)}
    return {"kind": kind, "provider": name, "fault": ""}
