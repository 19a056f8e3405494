"""The big switches: pause and resume sending, release an import; and bringing forward what waited."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import islice

from chalicelib.care import effects
from chalicelib.care.hands import Hands
from chalicelib.errors import BadInput, Conflict, NotFound
from chalicelib.records import due, table
from chalicelib.records.attributes import instant
from chalicelib.records.imports import Import
from chalicelib.records.pulls import Pull, shards
from chalicelib.records.switches import Switch
from chalicelib.records.table import NOW, REST, Row, move_due, save_all
from chalicelib.records.touchpoints import Touchpoint
from chalicelib.rules import timing

CHANNELS = ("*", "sms", "email")
PAGE = 200
TRIES = 5
WAITS_LOOK_AGAIN = timedelta(hours=50)


def pause(channel: str, who: str, now: datetime) -> None:
    """Nothing more goes out by this channel (* for all) from the next row on."""
    _set(channel, True, who, now)


def resume(channel: str, who: str, now: datetime) -> None:
    """Open again; what waited comes forward with the usual spread."""
    _set(channel, False, who, now)
    bring_forward("paused", now)


def _set(channel: str, paused: bool, who: str, now: datetime) -> None:
    if channel not in CHANNELS:
        raise BadInput("{channel!r} is no channel; use sms, email, or none for all.", channel=channel)
    for _ in range(TRIES):
        before = Switch.read("paused", consistent=True)
        kept = {name: on for name, on in before.items() if channel not in ("*", name)}
        value = {**before, channel: True} if paused else kept
        row = Switch(*Switch.at("paused"), value=value, who=who, at_moment=now)
        if row.put_if(Row.pk.does_not_exist() | (Switch.value == before)):
            return
    raise Conflict("The switch is being turned by others just now; try again.")


def release(import_id: str, who: str, now: datetime) -> Import:
    """Let an import's messages go."""
    batch = Import.find(*Import.at(import_id), consistent=True)
    if batch is None:
        raise NotFound(
            "There is no import {import_id}. `aftercare import` prints the id when it holds one back.",
            import_id=import_id,
        )
    batch.change([Import.released.set(True), Import.released_by.set(who)])
    bring_forward("not_released", now)
    return batch


def bring_forward(reason: str, now: datetime) -> None:
    """One inner row a shard; the dispatcher does the looking."""
    save_all([effects.brought_forward(shard, reason, now) for shard in shards()])


def pull(row: Pull, now: datetime, hands: Hands) -> datetime | None:
    """The dispatcher's way in: rows that wait for the reason become due now, spread; a page at a time."""
    if not row.position:
        _bring_forward_now(row, now)
    after = row.position or instant(now)
    page = list(islice(due.keys(int(row.shard_number), REST, now + WAITS_LOOK_AGAIN, after=after), PAGE))
    for entry in page:
        touch = Touchpoint.find(entry.pk, entry.sk) if entry.sk.startswith("touch#") else None
        if touch and _waits_for(touch, row.reason) and touch.due_key == entry.due_key:
            at = timing.spread(now, timing.ALL_DAY, touch.salt)
            touch.change(move_due(touch, at), Touchpoint.due_key == entry.due_key)
    if len(page) < PAGE:
        return None
    row.change([Pull.position.set(page[-1].due_key)])
    return now


def _bring_forward_now(row: Pull, now: datetime) -> None:
    """Lane `now` is short and in a hurry: all of it at once, without spread."""
    for entry in list(due.keys(int(row.shard_number), NOW, now + WAITS_LOOK_AGAIN, after=instant(now))):
        touch = Touchpoint.find(entry.pk, entry.sk) if entry.sk.startswith("touch#") else None
        if touch and _waits_for(touch, row.reason):
            touch.change(move_due(touch, now), Touchpoint.due_key == entry.due_key)


def _waits_for(touch: Touchpoint, reason: str) -> bool:
    return touch.state == "planned" and touch.latest_wait == reason


def load_sample(rows: Sequence[Row], now: datetime) -> None:
    """Put a whole sample shop at once, and note that it is one."""
    table.save_all(rows)
    Switch(*Switch.at("sample"), value={"rows": len(rows)}, who="sample", at_moment=now).save()
