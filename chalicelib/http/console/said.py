"""A customer's messages, attempt by attempt, under the touch that they belong to."""

from typing import Any

from chalicelib.records.customers import Customer
from chalicelib.records.table import Row
from chalicelib.records.touchpoints import Rendered, Touchpoint


def of(rows: list[Row], customer: Customer) -> dict[str, list[dict[str, Any]]]:
    """By touch, the first attempt first."""
    touches = {row.id: row for row in rows if isinstance(row, Touchpoint)}
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        if isinstance(row, Rendered):
            touch_id = row.sk.split("#")[1]
            found.setdefault(touch_id, []).append(_message(row, touches.get(touch_id)))
    return found


def _message(row: Rendered, touch: Touchpoint | None) -> dict[str, Any]:
    number = row.sk.split("#")[2]
    return {
        "key": row.touch_key, "attempt": number, "channel": row.channel, "to": row.to, "at": row.at_moment,
        "language": row.language, "subject": row.subject, "text": row.text, "segments": int(row.segments),
        "state": _fate(touch, number), "error_code": _error(touch, number),
    }  # fmt: skip


def _fate(touch: Touchpoint | None, number: str) -> str:
    """Of the present attempt as the touchpoint says, of an earlier one as it was put away."""
    if touch is None:
        return ""
    if number != str(int(touch.attempt)):
        return str(touch.attempts.get(number, {}).get("delivery") or touch.state)
    return touch.delivery or touch.state


def _error(touch: Touchpoint | None, number: str) -> str:
    facts = touch.archived_attempts.get(number, {}) if touch else {}
    return str(facts.get("error_code", ""))
