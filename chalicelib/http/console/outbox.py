"""The outbox: each message as the customer would see it, and an answer as the customer would give it."""

import re
from datetime import date, datetime, time, timedelta
from itertools import starmap
from typing import Any
from urllib.parse import quote

from chalice import Response

from chalicelib import clock, plans
from chalicelib.care import inbox
from chalicelib.care.metrics import glancing
from chalicelib.errors import BadInput, NotFound
from chalicelib.http import door
from chalicelib.http.console import desk, scope
from chalicelib.http.console.desk import Console
from chalicelib.ids import derived
from chalicelib.message import Reply
from chalicelib.records import ahead, pages
from chalicelib.records.attributes import instant
from chalicelib.records.customers import Customer
from chalicelib.records.staff import Staff
from chalicelib.records.table import Row
from chalicelib.records.touchpoints import Rendered, Touchpoint, owner_pk, parts
from chalicelib.rules import timing

# A laptop's alone: elsewhere messages leave.
OUTBOX = Console(__name__, here_only=True)
WHO = ("ops", "admin")
# With one more, whom they went to and what became of them, as many rows as one request reads.
PAGE = 33
# How many days are asked whether they have any: of each one asks in two places.
LOOKED_AT = 2
DAY = timedelta(days=1)
LINKS = re.compile(r"https?://[\w.:/%~-]+[\w/]", re.ASCII)
# A mail may bring its own colours and pictures, but nothing that runs; its links open outside the frame.
MAIL_POLICY = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; "
    "img-src data: https:; frame-ancestors 'self'"
)


@OUTBOX.page("/outbox", roles=WHO)
def listing() -> Response:
    """One day's messages, newest first; without a day the last one that has any."""
    wanted, before = _asked_day(), door.asked("before")
    day, rows = (wanted, _page(wanted, before, PAGE + 1)) if wanted else _latest(before)
    scope.noted(owner for row in rows[:PAGE] if (owner := _owner(row)).startswith("c"))
    return desk.show(
        "outbox",
        day=day,
        earlier=_earlier(day),
        later=day + DAY if day < desk.today() else None,
        messages=messages(rows[:PAGE]),
        before=rows[PAGE - 1].lookup_sk if len(rows) > PAGE else "",
        understood=door.asked("understood"),
    )


def _asked_day() -> date | None:
    if not (text := door.asked("day")):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput("{text!r} is no day; write it as 2026-02-28.", text=text) from None


def _latest(before: str) -> tuple[date, list[Rendered]]:
    """The last day that has messages, with them, or today if none is near."""
    today = desk.today()
    near = [today, *(day for day in _busy_days("sent") if day < today)]
    pages = ((day, _page(day, before, PAGE + 1)) for day in near[:LOOKED_AT])
    return next(((day, rows) for day, rows in pages if rows), (today, []))


def _earlier(day: date) -> date:
    """Where one goes on: the day before, unless nothing is known to have gone on it."""
    return next((one for one in _busy_days() if one < day), day - DAY)


def _busy_days(outcome: str = "") -> list[date]:
    """On which something was settled, or so, as far as the clock has noted, the latest first."""
    days = {day for day, counts in glancing.seen().days.items() if not outcome or outcome in counts}
    return [date.fromisoformat(one) for one in sorted(days, reverse=True)]


def _page(day: date, before: str, most: int) -> list[Rendered]:
    """The shop's day."""
    keys = _keys(day, before, most)
    owned = [(pk.split("#")[1], sk.split("#")[1]) for pk, sk in keys[: most - 1]]
    ahead.rows([*keys, *(_person_of(owner) for owner, _ in owned), *starmap(Touchpoint.at, owned)])
    found = Rendered.many(keys)
    return [row for key in keys if isinstance(row := found.get(key), Rendered)]


def _keys(day: date, before: str, most: int) -> list[tuple[str, str]]:
    """The table lists them by the world's days (UTC), of which two share in the shop's."""
    begin, end = _midnight(day), _midnight(day + DAY)
    both = {begin.date(), (end - timedelta(microseconds=1)).date()}
    dates = sorted((one for one in both if one <= clock.now().date()), reverse=True)
    found: list[tuple[str, str]] = []
    for one in dates:
        found += _of_utc(one, begin.isoformat(), before or end.isoformat(), most - len(found))
        if len(found) >= most:
            break
    return found


def _of_utc(day: date, first: str, before: str, most: int) -> list[tuple[str, str]]:
    within = Row.lookup_sk.between(first, before)
    entries, _ = pages.keys(f"outbox#{day}", most + 1, None, within, forward=False)
    found = [(raw["pk"]["S"], raw["sk"]["S"]) for raw in entries if raw["lookup_sk"]["S"] != before]
    return found[:most]


def _midnight(day: date) -> datetime:
    return timing.at_wall_clock(day, time(0), plans.shop_defaults().zone)


def messages(rows: list[Rendered]) -> list[dict[str, Any]]:
    """Rendered rows with their people's names and what became of them, read in one go."""
    keys = {_person_at(row) for row in rows} | {_touch_at(row) for row in rows}
    known = Row.many(list(keys))
    return [message(row, known.get(_person_at(row)), known.get(_touch_at(row))) for row in rows]


def _owner(row: Rendered) -> str:
    return row.pk.split("#")[1]


def _person_at(row: Rendered) -> tuple[str, str]:
    return _person_of(_owner(row))


def _person_of(owner: str) -> tuple[str, str]:
    return Customer.at(owner) if owner.startswith("c") else ("staff", owner)


def _touch_at(row: Rendered) -> tuple[str, str]:
    return Touchpoint.at(_owner(row), row.sk.split("#")[1])


def message(row: Rendered, person: Row | None, touch: Row | None) -> dict[str, Any]:
    is_customer = isinstance(person, Customer)
    is_secret = _is_secret(row)
    text = "" if is_secret else row.text
    return {
        "key": row.touch_key, "attempt": row.sk.split("#")[2], "channel": row.channel, "to": row.to,
        "name": person.name if isinstance(person, Customer | Staff) else "", "owner": _owner(row),
        "is_customer": is_customer, "language": row.language, "subject": row.subject, "text": text,
        "segments": int(row.segments), "at": row.at_moment, "provider": row.provider,
        "links": list(dict.fromkeys(LINKS.findall(text))), "is_secret": is_secret,
        **_fate(touch if isinstance(touch, Touchpoint) else None, row),
    }  # fmt: skip


def _is_secret(row: Rendered) -> bool:
    return row.opens_account and desk.reader().role != "admin"


def _fate(touch: Touchpoint | None, row: Rendered) -> dict[str, str]:
    """What became of this attempt: of the present one by the touchpoint, of an earlier one as put away."""
    if touch is None:
        return {"step": "", "state": ""}
    number = row.sk.split("#")[2]
    if number != str(int(touch.attempt)):
        return {"step": touch.step, "state": touch.attempts.get(number, {}).get("delivery", touch.state)}
    return {"step": touch.step, "state": touch.delivery or touch.state}


@OUTBOX.page("/outbox/{key}/{attempt}/mail", roles=WHO)
def mail(key: str, attempt: str) -> Response:
    """The mail itself, for a frame that lets nothing in it run."""
    row = _rendered(key, attempt)
    if _is_secret(row):
        raise desk.nothing_here()
    text = row.html.replace("<head>", '<head><base target="_blank">', 1)
    return door.html(text, Content_Security_Policy=MAIL_POLICY)


@OUTBOX.deed("/outbox/{key}/{attempt}/reply", roles=WHO)
def reply(key: str, attempt: str) -> Response:
    """As if the customer had answered."""
    row, form = _rendered(key, attempt), desk.form()
    if not (text := form.get("text", "").strip()):
        raise BadInput("Write what the customer answers.")
    now = clock.now()
    words = Reply(derived("r", key, attempt, instant(now), text), sender=row.to, recipient="", text=text)
    understood = inbox.replied(row.channel, words, now)
    place = door.ours(form.get("back", ""), "/outbox")
    joint = "&" if "?" in place else "?"
    return door.see(f"{place}{joint}understood={quote(understood)}#{key}.{attempt}")


def _rendered(key: str, attempt: str) -> Rendered:
    owner, touch_id = parts(key)
    found = Rendered.find(owner_pk(owner), f"text#{touch_id}#{attempt}")
    if found is None:
        raise NotFound("There is no such message in the outbox.")
    return found
