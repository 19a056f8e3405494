"""Touchpoints: what is to be said or done, for whom, when, and what became of it."""

from collections.abc import Sequence
from datetime import datetime

from pynamodb.attributes import BooleanAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.expressions.update import Action

from chalicelib.ids import derived
from chalicelib.records.attributes import HistoryAttribute, InstantAttribute, instant
from chalicelib.records.table import NOW, REST, Row

OPEN = ("planned", "waiting", "sending")
REPLANNABLE = ("planned", "waiting", "unplanned", "merged")


class Touchpoint(Row, discriminator="touchpoint"):
    """One occurrence of one step for one person.

    `state`: `waiting` (its anchor is not known yet), `planned`, `sending` (claimed), `sent`, `done`
    (an inner step carried out), `skipped` (with `reason`), `unplanned` (by planning), `merged`
    (into another touch, named by `reason`), `cancelled` (by a person), `failed`.
    `channel` to `error_code` belong to the present attempt; `attempts` keeps the earlier ones:
    {number: {channel, address, provider_id, delivery, error_code}}; `ended` there: [outcome, reason, instant]
    of one that people opened again. `settled_at`: when it ended without going, or failed for good.
    `waits`: {reason: {count, first, last}}.
    `history`: [[instant, who, what, why]] of what people did to it. `campaign` and `coming` (its
    occurrence): of one that no plan asks for but a campaign; `clicked_at`: when its link was first followed.
    `agreed`: the day, with its hour, that was agreed for what follows from it, or for itself.
    """

    sale_id = UnicodeAttribute(default="")
    also = JSONAttribute(default=list)
    agreed = UnicodeAttribute(null=True)
    plan = UnicodeAttribute(default="")
    plan_version = NumberAttribute(default=0)
    step = UnicodeAttribute()
    occurrence = NumberAttribute(default=1)
    values = JSONAttribute(default=dict)
    purpose = UnicodeAttribute(default="care")
    state = UnicodeAttribute(default="planned")
    reason = UnicodeAttribute(default="")
    due_at = InstantAttribute(null=True)
    expires_at = InstantAttribute(null=True)
    waits = JSONAttribute(default=dict)
    attempts = JSONAttribute(default=dict)
    channel = UnicodeAttribute(default="")
    provider = UnicodeAttribute(default="")
    address = UnicodeAttribute(default="")
    provider_id = UnicodeAttribute(default="")
    rank = NumberAttribute(default=0)
    delivery = UnicodeAttribute(default="")
    error_code = UnicodeAttribute(default="")
    passed_over = JSONAttribute(default=list)
    moved = BooleanAttribute(default=False)
    uncertain = NumberAttribute(default=0)
    sent_at = InstantAttribute(null=True)
    settled_at = InstantAttribute(null=True)
    ground = UnicodeAttribute(default="")
    outcome = UnicodeAttribute(default="")
    import_id = UnicodeAttribute(default="")
    campaign = UnicodeAttribute(null=True)
    coming = UnicodeAttribute(null=True)
    clicked_at = InstantAttribute(null=True)
    doubled = BooleanAttribute(default=False)
    history = HistoryAttribute(default=list)

    @classmethod
    def at(cls, owner: str, touch_id: str) -> tuple[str, str]:
        return owner_pk(owner), f"touch#{touch_id}"

    @property
    def owner(self) -> str:
        return self.pk.split("#")[1]

    @property
    def id(self) -> str:
        return self.sk.removeprefix("touch#")

    @property
    def key(self) -> str:
        """The name by which people, providers and links know it: `<owner>.<id>`."""
        return f"{self.owner}.{self.id}"

    @property
    def salt(self) -> str:
        """What spreads it over a morning: all touches of one coming of a campaign have the same id."""
        return self.key if self.campaign else self.id

    @classmethod
    def by_key(cls, key: str, consistent: bool = False) -> "Touchpoint | None":
        owner, touch_id = parts(key)
        return cls.find(*cls.at(owner, touch_id), consistent=consistent) if touch_id else None

    @property
    def latest_wait(self) -> str:
        """What it waited for last, or nothing."""
        return max(self.waits, key=lambda reason: self.waits[reason]["last"], default="")

    def waited(self, reason: str, now: datetime) -> Action:
        """Adds one wait for this reason to the account of them."""
        old = self.waits.get(reason) or {"count": 0, "first": instant(now)}
        entry = {**old, "count": old["count"] + 1, "last": instant(now)}
        return Touchpoint.waits.set({**self.waits, reason: entry})

    @property
    def archived_attempts(self) -> dict:
        """The earlier attempts and the present one."""
        names = ("channel", "address", "provider_id", "delivery", "error_code")
        facts = {name: getattr(self, name) for name in names if getattr(self, name)}
        return {**self.attempts, str(int(self.attempt)): facts}

    def archived(self) -> Action:
        """Puts the present attempt away with the earlier ones."""
        return Touchpoint.attempts.set(self.archived_attempts)


def parts(key: str) -> tuple[str, str]:
    """A touchpoint's owner and id, from its key; no id where the text is no key."""
    owner, _, touch_id = key.partition(".")
    return owner, touch_id


# How ids of messages begin whose words open an account.
KEYS_TO_ACCOUNTS = "account"


class Rendered(Row, discriminator="rendered"):
    """The very words of one attempt, written before it is claimed. On a laptop `lookup` lists them by day."""

    channel = UnicodeAttribute()
    provider = UnicodeAttribute(default="")
    to = UnicodeAttribute()
    language = UnicodeAttribute(default="")
    subject = UnicodeAttribute(default="")
    text = UnicodeAttribute()
    html = UnicodeAttribute(default="")
    segments = NumberAttribute(default=0)
    unsubscribe_url = UnicodeAttribute(default="")
    at_moment = InstantAttribute()

    @classmethod
    def at(cls, owner: str, touch_id: str, attempt: int) -> tuple[str, str]:
        return owner_pk(owner), f"text#{touch_id}#{attempt}"

    @property
    def touch_key(self) -> str:
        return f"{self.pk.split('#')[1]}.{self.sk.split('#')[1]}"

    @property
    def opens_account(self) -> bool:
        """Not everybody's to read while its link lives."""
        return self.sk.startswith(f"text#{KEYS_TO_ACCOUNTS}")


def owner_pk(owner: str) -> str:
    """Customers' ids begin with c, staff's with s."""
    return f"{'customer' if owner.startswith('c') else 'staff'}#{owner}"


def standing(partitions: list[str], named: str = "", but: Sequence[str] = ()) -> dict[str, Touchpoint]:
    """All that stands for a person, by id; where a row was moved to a later partition, that one. `named`:
    only those among whose values this stands; `but`: none in these states, of which there are most."""
    begins, within = Row.sk.startswith("touch#"), ~Touchpoint.state.is_in(*but) if but else None
    raws = (
        raw
        for pk in partitions
        for raw in Row._raw(pk, begins, consistent_read=True, filter_condition=within)
    )
    rows = (Touchpoint.from_raw_data(raw) for raw in raws if named in raw.get("values", {}).get("S", ""))
    return {row.id: row for row in rows if row.state not in but}


def touch_id(sale_id: str, step: str, occurrence: int) -> str:
    """The same touch of the same sale has one id for ever."""
    return derived("t", sale_id, step, occurrence)


def lane_of(purpose: str) -> str:
    return NOW if purpose in ("critical", "staff") else REST
