"""The editor of campaigns: a form that works without script, judged and shown as it is written."""

from collections import defaultdict
from datetime import datetime
from itertools import chain
from typing import Any
from urllib.parse import quote

from chalice import Response

from chalicelib import clock, rehearsal
from chalicelib.campaigns import Campaign
from chalicelib.care.campaigns import coming, keeping, showing, sketching
from chalicelib.care.campaigns.sketching import Sketch
from chalicelib.care.hands import ready
from chalicelib.errors import CareError, Conflict
from chalicelib.http import door
from chalicelib.http.console import attention, batch_letters, campaign, desk, drafts, plain_words
from chalicelib.http.console.desk import CONSOLE
from chalicelib.http.console.seasons import MAY, areas, languages
from chalicelib.http.console.speech import _
from chalicelib.ids import fingerprint
from chalicelib.records import once

NEW = {
    "purpose": "care",
    "expires": "3 days",
    "when": {"hand": "yes"},
    "channels": ["sms"],
    "window": "09:00-20:00",
}
DAYS_SHOWN = 5
# A version that none can have: whoever writes a new one has seen none.
NOBODY_SAW = "new"


@CONSOLE.page("/campaigns/new", roles=MAY)
def new() -> Response:
    """Empty, or filled in for the owners of a `batch`."""
    batch = door.asked("batch")
    if batch and batch_letters.can_name(batch):
        return _editor(batch_letters.form(batch), batch=batch)
    return _editor({**drafts.form_of(NEW), "owner": desk.reader().name})


@CONSOLE.deed("/campaigns/new", roles=MAY)
def save_new() -> Response:
    return _save(desk.form(), "")


@CONSOLE.page("/campaigns/{name}/edit", roles=MAY)
def edit(name: str) -> Response:
    row = keeping.get(name)
    keeping.still_alive(row)
    said = showing.facts(row, clock.now())["says"]
    form = {**drafts.form_of(said), "seen": row.version}
    return _editor(form, sketch=sketching.read(said, clock.now()), name=row.name, count=False)


@CONSOLE.deed("/campaigns/{name}/edit", roles=MAY)
def save(name: str) -> Response:
    keeping.get(name)
    return _save({**desk.form(), "campaign": name}, name)


def _save(form: dict[str, str], name: str) -> Response:
    """`look` only shows how it stands; else it is kept, if nothing is wrong with it."""
    said = drafts.said_of(form)
    sketch = sketching.read(said, clock.now())
    if form.get("do") == "look":
        return desk.comes_back(_editor(form, sketch=sketch, name=name, count=form.get("count") != "no"))
    if sketch.faults:
        return _editor(form, 400, sketch=sketch, name=name)
    try:
        row = _kept(said, form, name)
    except CareError as error:
        return _editor(form, error.status, sketch=Sketch(sketch.campaign, [plain_words.of(error)]), name=name)
    return door.see(f"/campaigns/{row}?done=saved")


def _kept(said: dict[str, Any], form: dict[str, str], name: str) -> str:
    """A new one never takes another's place. What is there just so was saved by a button pressed twice."""
    if name:
        said = drafts.as_before(said, showing.says(keeping.get(name)))
    elif _is_taken(said):
        raise Conflict(_("There is a campaign of this name already. Give yours another one."))
    seen = form.get("seen", "") if name else NOBODY_SAW
    return keeping.draft(said, desk.reader().name, clock.now(), seen).name


def _is_taken(said: dict[str, Any]) -> bool:
    version = fingerprint(said)
    return any(row.name == said["campaign"] and row.version != version for row in keeping.every())


def _editor(
    form: dict[str, str], status: int = 200, sketch: Sketch | None = None, name: str = "", count: bool = True,
    batch: str = "",
) -> Response:  # fmt: skip
    return desk.show(
        "campaign_editor", status, form=defaultdict(str, form), choices=drafts.choices(), name=name,
        areas=areas(), wrong=_wrong(sketch), languages=languages(), looked=bool(sketch), batch=batch,
        batch_page=f"/batches/{quote(batch, safe='')}" if desk.reader().role in attention.FOR else "",
        faults=[plain_words.said(one) for one in sketch.faults] if sketch else [], **_seen(sketch, count),
    )  # fmt: skip


PART_OF = {"audience": "whom", "channels": "way", "calls": "way", "window": "when", "expires": "when"}


def _wrong(sketch: Sketch | None) -> dict[str, str]:
    """What is wrong with fields, by the part of the form where they stand."""
    found: dict[str, str] = {}
    for name, sentence in (sketch.wrong if sketch else {}).items():
        part = PART_OF.get(name, name)
        found[part] = " ".join(filter(None, (found.get(part, ""), plain_words.said(sentence))))
    return found


def _seen(sketch: Sketch | None, count: bool) -> dict[str, Any]:
    """How it reads, when it comes and, where that is to be counted, whom it would reach; as far as it makes
    sense yet. With a text that is broken or missing nobody can be written to, so nobody is counted."""
    campaign = sketch.campaign if sketch else None
    if sketch is None or campaign is None:
        return {"specimens": {}, "days": [], "found": None, "names": {}, "what": None}
    now = clock.now()
    return {
        "specimens": {one: rehearsal.readable(campaign, one, now) for one in languages()},
        "days": coming.ahead(campaign, coming.today(now))[:DAYS_SHOWN], "what": campaign,
        **(_reached(campaign, now) if count and not sketch.faults else {"found": None, "names": {}}),
    }  # fmt: skip


def _reached(sketched: Campaign, now: datetime) -> dict[str, Any]:
    with once.reading():
        found = sketching.some(sketched, now, ready(), rehearsal.foresee)
        held = chain.from_iterable(found.who.values())
        return {"found": found, "names": campaign.names_of([*(one for one, _ in found.examples), *held])}
