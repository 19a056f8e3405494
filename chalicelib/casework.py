"""What the shop has decided about complaints, as values: hours, speed, duty, who may promise how much."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from chalicelib.policies import Texts, Window

CLOCKS = ("answer", "visit", "decision", "finish")


@dataclass(frozen=True)
class WorkCalendar:
    """When people work there. `weekly` by Monday = 0 ... Sunday = 6, several spans a day. Nobody works on
    `public` holidays; `days` are the shop's own exceptions, which go before both. `spans`: each day's, once
    somebody reckoned with it: a page does so with the same hundred days for each of a complaint's clocks."""

    zone: str
    weekly: Mapping[int, tuple[Window, ...]]
    days: Mapping[date, tuple[Window, ...]] = field(default_factory=dict)
    public: Container[date] = frozenset()
    spans: dict[date, list[tuple[datetime, datetime]]] = field(
        default_factory=dict, compare=False, repr=False
    )

    def windows(self, day: date) -> tuple[Window, ...]:
        if day in self.days:
            return self.days[day]
        return () if day in self.public else self.weekly.get(day.weekday(), ())


@dataclass(frozen=True)
class Severity:
    """`clocks`: working time granted to each of CLOCKS. `news`: the customer hears from us at least so
    often, in working time. `superior`: somebody of a higher level goes to the site (F0-12)."""

    name: str
    clocks: Mapping[str, timedelta]
    news: timedelta
    superior: bool
    label: Texts


@dataclass(frozen=True)
class Duty:
    """Who answers on these days, in place of everybody else."""

    first: date
    last: date
    who: str


@dataclass(frozen=True)
class Authority:
    """What a role may promise by itself: for one complaint, and to one customer within a year, so that
    splitting does not help. No amount: without limit."""

    role: str
    per_case: Decimal | None
    per_year: Decimal | None


@dataclass(frozen=True)
class Remedy:
    """A kind of thing that can be offered. `costs`: its amount must be stated. `department` carries it out
    within `days` of the agreement. `restores`: it makes the damaged thing itself good."""

    name: str
    label: Texts
    costs: bool
    department: str
    days: int
    restores: bool = False


@dataclass(frozen=True)
class ComplaintPolicy:
    """`kinds` of what can be wrong, `wishes` of what a customer may want and `relations` of who else
    complains to a buyer, with their labels.
    `late_after`: known for longer than this before it was reported (F0-14). `warn_before`: so long before
    a promise breaks the customer and the superior hear, in working time. `rating_opens`: a rating so low, or
    lower, is a complaint in itself; 0 where none is."""

    calendar: WorkCalendar
    severities: Mapping[str, Severity]
    kinds: Mapping[str, Texts]
    wishes: Mapping[str, Texts]
    relations: Mapping[str, Texts]
    duty: tuple[Duty, ...]
    late_after: timedelta
    warn_before: timedelta
    remind_after: timedelta
    close_after: timedelta
    rating_opens: int

    def severity(self, name: str) -> Severity:
        """One that has left the policy since counts as the gravest, the last."""
        return self.severities.get(name) or list(self.severities.values())[-1]

    def on_duty(self, day: date) -> str:
        """Whoever the roster names for this day, or nobody."""
        return next((duty.who for duty in self.duty if duty.first <= day <= duty.last), "")


@dataclass(frozen=True)
class Danger:
    """Something that may hurt people, and the words by which a customer tells of it, in any language."""

    name: str
    label: Texts
    words: tuple[str, ...]


@dataclass(frozen=True)
class DangerPolicy:
    """`proposes`: the severity put before whoever judges. `harmless`: what holds such a word and means none
    of it."""

    proposes: str
    dangers: tuple[Danger, ...]
    harmless: tuple[str, ...]


@dataclass(frozen=True)
class CompensationPolicy:
    """`ladder`: from the lowest role to the highest. `decide_within`: each decider's working time before
    it goes up by itself. `above_legal`: whether more than the law asks may be given where we are at
    fault, named as goodwill. `goodwill_share`: where we are not, at most so many per cent of what the
    customer has spent. `four_eyes_above`: a second person must agree. `departments`: who of the staff
    does what is theirs; nobody named, the complaint's own handler. `parties`: whose fault it can be."""

    currency: str
    ladder: tuple[Authority, ...]
    decide_within: timedelta
    above_legal: bool
    goodwill_share: Decimal
    four_eyes_above: Decimal
    remedies: Mapping[str, Remedy]
    departments: Mapping[str, str]
    parties: Mapping[str, Texts]

    def remedy(self, kind: str) -> Remedy:
        """One that has left the policy since is the handler's to carry out within a week."""
        return self.remedies.get(kind) or Remedy(kind, {}, True, "", 7)


@dataclass(frozen=True)
class Script:
    """What to say at one moment of a talk, by language."""

    moment: str
    label: Texts
    say: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class ClusterPolicy:
    """So many `complaints` `about` these kinds of fault within `days` from one batch are no chance."""

    complaints: int
    days: int
    about: tuple[str, ...]


@dataclass(frozen=True)
class ReviewPolicy:
    """`causes` by which cases are compared and outside `bodies`, with their labels. Of what came in within
    a month `per_cent`, and never fewer than `at_least`, are looked at again. `far_above` times the usual
    amount is unusual; a handler and a customer meet `often` from so many paid cases within a year."""

    causes: Mapping[str, Texts]
    per_cent: int
    at_least: int
    far_above: int
    often: int
    bodies: Mapping[str, Texts]
    clusters: ClusterPolicy
