"""What will happen to a touchpoint, when, and why not now. Looks only; changes nothing."""

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from chalicelib.campaigns import Campaign
from chalicelib.care.hands import Hands
from chalicelib.care.touchpoints import closing, settle
from chalicelib.care.touchpoints.subject import Subject, load
from chalicelib.records import due
from chalicelib.records.campaigns import Campaign as Plan
from chalicelib.records.complaints import Complaint
from chalicelib.records.customers import Customer
from chalicelib.records.imports import Import
from chalicelib.records.pulls import shards
from chalicelib.records.sales import Sale
from chalicelib.records.switches import Switch
from chalicelib.records.table import NOW, REST
from chalicelib.records.touchpoints import Touchpoint
from chalicelib.rules import reasons
from chalicelib.rules.sending import Decision, Never, Send, Wait

MOST = 500
OPEN = ("planned", "sending")
HOLDS: tuple[str, ...] = (
    "campaign_not_approved",
    "campaign_paused",
    "paused",
    "not_released",
    "open_complaint",
    "send_only_to",
)


@dataclass(frozen=True)
class Outlook:
    """`what` is send, wait, person, never, confirm, check, or the state at which it came to rest. `at` is
    when that happens, `reason` why not now; both are empty where nothing is to come. `subject` is
    missing where the person or the plan is gone."""

    touch: Touchpoint
    what: str
    at: datetime | None = None
    reason: str = ""
    channel: str = ""
    address: str = ""
    subject: Subject | None = None

    @property
    def words(self) -> str:
        return reasons.sentence(self.reason)


def of(touch: Touchpoint, now: datetime, hands: Hands) -> Outlook:
    """Every gate is asked as of now, or as of the moment it falls due where that lies ahead."""
    try:
        subject = load(touch)
    except LookupError:
        return Outlook(touch, touch.state, reason=touch.reason)
    if touch.state == "planned":
        return _planned(subject, now, hands)
    still = {"sending": "check", "sent": "confirm"} if touch.due_since else {}
    what = still.get(touch.state, touch.state)
    return Outlook(touch, what, touch.due_since, touch.reason, touch.channel, touch.address, subject)


def would(touch: Touchpoint, now: datetime, hands: Hands, campaign: Campaign | None = None) -> Outlook:
    """Of one that stands nowhere yet, and whose campaign nobody approved; or, where it is handed over,
    nobody kept."""
    subject = load(touch, campaign)
    subject.campaign_held = ""
    return _planned(subject, now, hands)


def rests_on(touches: Iterable[Touchpoint]) -> Iterator[tuple[str, str]]:
    """The rows by which these are decided, for whoever reads them together before asking for each."""
    yield Switch.at("paused")
    for touch in touches:
        yield Customer.at(touch.owner)
        yield from (Sale.at(one) for one in (touch.sale_id, *touch.also) if one)
        if touch.campaign:
            yield Plan.at(touch.campaign)
        if touch.import_id:
            yield Import.at(touch.import_id)
        if number := touch.values.get("complaint_number"):
            yield Complaint.at(number)


def is_still_wanted(touch: Touchpoint, now: datetime, hands: Hands) -> bool:
    """Of a step that waits for its day: whether it would go, or wait, if that day were today."""
    try:
        return not isinstance(settle.decided(load(touch), now, hands), Never)
    except LookupError:
        return False


def _planned(subject: Subject, now: datetime, hands: Hands) -> Outlook:
    touch = subject.touch
    falls_due = touch.due_since or touch.due_at or now
    asked = max(now, falls_due)
    decision = settle.decided(subject, asked, hands)
    if isinstance(decision, Send):
        way, reason = decision.way, _awaited(touch) if asked > now else ""
        return Outlook(touch, "send", asked, reason, way.channel, way.address, subject)
    return _not_then(subject, decision, asked, now)


def _not_then(subject: Subject, decision: Decision, asked: datetime, now: datetime) -> Outlook:
    if isinstance(decision, Wait):
        # Nobody knows when such a hold ends; its own day is all that can be said.
        ahead = asked > now and not decision.known_end
        at = asked if ahead else decision.until
        return Outlook(subject.touch, "wait", at, decision.reason, subject=subject)
    reason = decision.reason if isinstance(decision, Never) else ""
    what = "person" if closing.by_person(subject, reason) else "never"
    return Outlook(subject.touch, what, asked, reason, subject=subject)


def _awaited(touch: Touchpoint) -> str:
    """What it was last held back by. A hold that people have ended since is no reason any more."""
    return touch.latest_wait if touch.latest_wait not in ("", *HOLDS) else "not_due"


def coming(until: datetime, most: int = MOST, after: str = "") -> Iterator[Touchpoint]:
    """Whatever falls due until then, over all customers, earliest first; from behind `after`, a due key."""
    lanes = (due.keys(shard, lane, until, after) for shard in shards() for lane in (NOW, REST))
    found = 0
    for entry in heapq.merge(*lanes, key=lambda entry: entry.due_key):
        touch = Touchpoint.find(entry.pk, entry.sk) if entry.sk.startswith("touch#") else None
        if touch and touch.due_key == entry.due_key and touch.state in OPEN:
            yield touch
            found += 1
        if found == most:
            return


def coming_for(owner_pk: str, until: datetime) -> list[Touchpoint]:
    """The same for one person."""
    touches = Touchpoint.in_partition(owner_pk, "touch#")
    near = [one for one in touches if one.state in OPEN and (one.due_since or until) <= until]
    return sorted(near, key=lambda touch: touch.due_since or until)
