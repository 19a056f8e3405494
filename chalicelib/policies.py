"""What the shop has decided, as values: countries, consent, tiers, prices, the shop, its people."""

from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple

Window = tuple[time, time]
Texts = Mapping[str, str]  # language -> text
MATERIALS = ("solid_wood", "engineered_wood", "laminate", "vinyl", "fabric", "leather", "metal", "stone")


class SmsFrame(NamedTuple):
    """What stands before and after the words of an SMS. `endings` by purpose, and `other`; all name
    the after-sales phone (F1-32), and all but `critical` how to refuse."""

    signature: str
    endings: Mapping[str, str]

    def ending(self, purpose: str) -> str:
        return self.endings.get(purpose, self.endings["other"])


class Cap(NamedTuple):
    """At most `count` messages of these purposes within `days` calendar days."""

    purposes: frozenset[str]
    count: int  # type: ignore[assignment]
    days: int


class CountryPolicy(NamedTuple):
    """What may reach a customer there, and when.

    `zones` are those a number of this country may lie in; none means the shop's. `weekday_windows`
    maps Monday = 0 ... Sunday = 6 to another window. `replies`: an answer by SMS comes back to us.
    `map`: where a rep's telephone finds the way, with `{place}` in it.
    """

    code: str
    zones: tuple[str, ...]
    window: Window
    weekday_windows: Mapping[int, Window]
    sms: bool
    links: bool
    replies: bool
    frames: Mapping[str, SmsFrame]
    caps: tuple[Cap, ...]
    map: str
    blackout: frozenset[date] = frozenset()


class ConsentRule(NamedTuple):
    """On what ground a purpose may be served. `opt_in`: only with a recorded yes, else until refused.
    `wording` is the version of the text the customer was or is to be shown."""

    ground: str
    opt_in: bool
    wording: str


class ConsentPolicy(NamedTuple):
    """`rules` by country (and `default`) and purpose; `wordings` by version and language."""

    rules: Mapping[str, Mapping[str, ConsentRule]]
    wordings: Mapping[str, Texts]

    def rule(self, country: str, purpose: str) -> ConsentRule:
        return self.rules.get(country, {}).get(purpose) or self.rules["default"][purpose]


class Points(NamedTuple):
    """What one fact is worth, and the reason as staff read it, by language."""

    points: int
    reason: Texts


class Band(NamedTuple):
    """Points for a figure of at least `least`; of several that fit, the highest `least` counts."""

    least: Decimal
    worth: Points


class TierPolicy(NamedTuple):
    """Points for spend (by currency), residence grade, the estate's age in years, and neighbours who
    may buy (F1-28); `tiers` are the names with the points they begin at, highest first."""

    spend: Mapping[str, tuple[Band, ...]]
    grade: Mapping[str, Points]
    estate_age: tuple[Band, ...]
    neighbours: tuple[Band, ...]
    tiers: tuple[tuple[str, int], ...]

    def tier(self, points: int) -> str:
        return next((name for name, least in self.tiers if points >= least), self.tiers[-1][0])


class Price(NamedTuple):
    amount: Decimal
    currency: str


class Prices(NamedTuple):
    """Indicative prices: an SMS segment by country (and `default`), and one mail."""

    sms: Mapping[str, Price]
    email: Price
    source: str
    as_of: date

    def segment(self, country: str) -> Price:
        return self.sms.get(country) or self.sms["default"]


class ShopDefaults(NamedTuple):
    """What holds where a store says nothing of its own. `languages` are those every text must have."""

    name: Texts
    phone: str
    email: str
    country: str
    zone: str
    language: str
    languages: tuple[str, ...]


class Outcome(NamedTuple):
    """How a task can end. `carried_out` lets the steps that hang on it begin. `complaint`: what was noted is
    one. `again`: it is tried on another day. `note`: only with words. `beside`: not of a task about a
    complaint."""

    name: str
    carried_out: bool
    label: Texts
    complaint: bool = False
    again: bool = False
    note: bool = False
    beside: bool = False


class Tries(NamedTuple):
    """How often somebody is tried who was not reached, and at which hours in turn."""

    most: int
    hours: tuple[time, ...]


class TaskPolicy(NamedTuple):
    """When the day's list goes out, between which hours the shop's people hear of what is urgent, by verb
    what it is called in each language, and how such a task can end (the usual outcome first)."""

    digest_at: time
    urgent_between: tuple[time, time]
    verbs: Mapping[str, Mapping[str, str]] = MappingProxyType({})
    outcomes: Mapping[str, tuple[Outcome, ...]] = MappingProxyType({})
    tries: Tries = Tries(1, (time(10),))

    def verb(self, name: str, language: str) -> str:
        return self.verbs.get(name, {}).get(language, name)

    def succeeded(self, verb: str, name: str) -> bool:
        """Whether what ended so was carried out; what ended as nobody foresaw counts as such."""
        found = self.outcome(verb, name)
        return found is None or found.carried_out

    def endings(self, verb: str, case: str = "") -> tuple[Outcome, ...]:
        """How people may say that it ended. `case`: the complaint that it is about."""
        known = self.outcomes.get(verb, ())
        return tuple(one for one in known if not (case and (one.complaint or one.beside)))

    def leads_to_case(self, verb: str) -> bool:
        """Whether what is done about its complaint ends it, rather than a word that it was done."""
        return any(one.note for one in self.outcomes.get(verb, ())[:1])

    def outcome(self, verb: str, name: str) -> Outcome | None:
        return next((outcome for outcome in self.outcomes.get(verb, ()) if outcome.name == name), None)
