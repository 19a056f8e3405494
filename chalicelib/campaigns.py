"""A campaign as values: to whom, what, when, and how much it matters."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time, timedelta
from typing import Any

from chalicelib.policies import MATERIALS, Price
from chalicelib.sentences import Labelled
from chalicelib.steps import Offset, Step

IMPORTANCE = ("high", "normal", "low")
COMPLAINTS = ("no", "yes", "either")
UNKNOWN = "unknown"
GOODS = (*MATERIALS, UNKNOWN)
CHANNELS = ("sms", "email")


@dataclass(frozen=True)
class Audience:
    """Whom it is for; what is left out does not matter. `category` to `batch` and `age` must hold of one and
    the same thing that is owned. `material`: of policies.MATERIALS, or `unknown` where its name tells none.
    `region`: places, provinces or countries. `quiet_for`: not written to for so long."""

    category: tuple[str, ...] = ()
    product: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    material: tuple[str, ...] = ()
    batch: tuple[str, ...] = ()
    least_age: Offset | None = None
    most_age: Offset | None = None
    region: tuple[str, ...] = ()
    estate: tuple[str, ...] = ()
    tier: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    complaint: str = "either"
    quiet_for: timedelta = timedelta()


@dataclass(frozen=True)
class When:
    """Exactly one: an `occasion` (rules.occasions) of the calendar, the `weather` alert of this name, or
    declared by `hand` for a region."""

    occasion: Any = None
    weather: str = ""
    hand: bool = False

    @property
    def in_regions(self) -> bool:
        """Whether it comes to a place, not to everybody."""
        return self.occasion is None


@dataclass(frozen=True)
class Campaign:
    """`calls`: tiers whose owners are phoned by their rep instead. `words`: by language, then `sms`,
    `subject` and `email` of what is sent, `task` of what a colleague is asked. `budget`: the most that one
    coming may cost. `place`: hour and place of a gathering."""

    name: str
    purpose: str
    when: When
    audience: Audience
    expires: Offset
    words: Mapping[str, Mapping[str, str]]
    touch: str = "message"
    calls: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    window: tuple[time, time] | None = None
    importance: str = "normal"
    cheerful: bool = False
    owner: str = ""
    budget: Price | None = None
    practice: str = ""
    about: Mapping[str, str] = field(default_factory=dict)
    place: Mapping[str, str] = field(default_factory=dict)

    def step(self, tier: str = "") -> Step:
        """As a step of a plan, which is what a touchpoint hangs on."""
        kind = "call" if tier in self.calls else self.touch
        return Step(
            self.name, kind, "signed", Offset(0, "days"), self.purpose, self.expires,
            channels=() if kind == "call" else self.channels, window=self.window, cheerful=self.cheerful,
            practice=self.practice,
        )  # fmt: skip

    def is_for(self, language: str) -> bool:
        """Whether its audience may read this language; the others' texts may stay empty."""
        return not self.audience.language or language in self.audience.language

    def speaks(self, language: str) -> bool:
        """Whether there is anything to send in it."""
        return bool(set(self.words.get(language, {})) - {"task"})

    def unspoken(self, step: Step, language: str) -> str:
        """Why a step that is sent may not go: whoever reads another language since they were counted gets
        none that they did not choose."""
        return "campaign_unspoken" if step.channels and not self.speaks(language) else ""

    @property
    def called(self) -> Labelled:
        """As sentences name it."""
        return Labelled(self.name, self.about)

    @property
    def turn(self) -> int:
        """0 goes first on its day."""
        return IMPORTANCE.index(self.importance)


@dataclass(frozen=True)
class Life:
    """`version`, `checked` and `approved` are fingerprints of what it says; only what was approved may go.
    `paused` is the reason."""

    version: str
    checked: str = ""
    approved: str = ""
    scheduled: bool = False
    paused: str = ""
    cancelled: bool = False
