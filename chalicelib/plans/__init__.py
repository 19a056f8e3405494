"""Care plans and policies: schedules/ read once, checked, and refused with sentences if wrong.

What reads a file is imported with the first question about it: a cold start waits for each import.
"""

import json
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chalicelib import words
from chalicelib.errors import BadPlan
from chalicelib.plans import policies, source
from chalicelib.plans.reading import read_all
from chalicelib.plans.source import folder_at, read
from chalicelib.policies import (
    ConsentPolicy,
    CountryPolicy,
    Prices,
    ShopDefaults,
    TaskPolicy,
    TierPolicy,
)
from chalicelib.steps import CarePlan

if TYPE_CHECKING:
    from chalicelib.campaigns import Campaign
    from chalicelib.casework import (
        CompensationPolicy,
        ComplaintPolicy,
        DangerPolicy,
        ReviewPolicy,
        Script,
    )
    from chalicelib.climate import Climate
    from chalicelib.plans.inforce import InForce
    from chalicelib.plans.jobs import Timed
    from chalicelib.plans.points import Point
    from chalicelib.plans.reading import PlanFile

DEFAULT = "default"
_folder = cache(folder_at)


def check_all(place: Path | None = None) -> list[str]:
    """A sentence for everything that is wrong with the shipped schedules, or with those at `place`."""
    from chalicelib.plans import inspecting

    return inspecting.check_all(place)


@cache
def care_plans() -> dict[str, CarePlan]:
    """Each plan by name, in its newest version."""
    return {plan.name: plan for plan in sorted(_all_plans(), key=lambda plan: plan.version)}


def plan_of(name: str, version: int) -> CarePlan | None:
    """The version that a sale is pinned to; a file of its own keeps an older one."""
    return next((plan for plan in _all_plans() if (plan.name, plan.version) == (name, version)), None)


def plan_versions(name: str) -> list[int]:
    """All that have a file, newest first."""
    return sorted((plan.version for plan in _all_plans() if plan.name == name), reverse=True)


def plan_for(category: str) -> CarePlan | None:
    """The newest plan for goods of this category."""
    return next((plan for plan in care_plans().values() if category in plan.categories), None)


@cache
def countries() -> dict[str, CountryPolicy]:
    """By country code, and `default`."""
    return policies.read_countries(_folder(), _languages())


def country(code: str) -> CountryPolicy:
    """The rules of a country; of one without rules of its own, or of no known one, the default's."""
    return countries().get(code) or countries()[DEFAULT]


@cache
def consent() -> ConsentPolicy:
    return policies.read_consent(_folder(), _languages())


@cache
def tiers() -> TierPolicy:
    return policies.read_tiers(_folder(), _languages())


@cache
def prices() -> Prices:
    return policies.read_prices(_folder())


@cache
def shop_defaults() -> ShopDefaults:
    return policies.read_shop(_folder())


@cache
def tasks() -> TaskPolicy:
    from chalicelib.plans import errands

    return errands.read_tasks(_folder(), _languages())


@cache
def complaints() -> "ComplaintPolicy":
    from chalicelib.plans import casework

    return casework.read_complaints(_folder(), _languages(), shop_defaults().zone)


@cache
def dangers() -> "DangerPolicy":
    """The words by which customers tell that somebody may be in danger."""
    from chalicelib.plans import hazards

    return hazards.read_dangers(_folder(), _languages(), complaints().severities)


@cache
def compensation() -> "CompensationPolicy":
    from chalicelib.plans import casework

    return casework.read_compensation(_folder(), _languages())


@cache
def review() -> "ReviewPolicy":
    from chalicelib.plans import reviewing

    return reviewing.read_review(_folder(), _languages())


@cache
def scripts() -> "tuple[Script, ...]":
    """What to say to whoever complains, moment by moment."""
    from chalicelib.plans import reviewing

    return reviewing.read_scripts(_folder(), _languages(), banned())


@cache
def climate() -> "Climate":
    """Regions, and the rules by which their weather raises an alert."""
    from chalicelib.plans import weather

    return weather.read_climate(_folder(), _languages(), banned())


@cache
def materials() -> dict[str, tuple[str, ...]]:
    """By material the words in a thing's name that tell it."""
    return policies.read_materials(_folder())


@cache
def presets() -> dict[str, dict[str, Any]]:
    """The campaigns that come with the program, as they are written, by name."""
    written = (read(path) for path in _folder().campaigns)
    return {str(entry.values.get("campaign")): entry.values for entry in written}


def judged_campaign(written: dict[str, Any], place: str) -> "tuple[Campaign, list[str]]":
    """What it says, and a sentence for all that is wrong with it; BadPlan where its fields make no sense."""
    from chalicelib.plans import campaigns

    return campaigns.judged(written, place, campaigns.known_once(_folder()))


@lru_cache(maxsize=64)
def campaign(written: str) -> "Campaign":
    """One as it stands in the table, judged before it came there."""
    return judged_campaign(json.loads(written), "campaign")[0]


def campaign_segments(about: "Campaign", language: str, code: str) -> int:
    """The most SMS segments that its text makes in a country."""
    from chalicelib.plans import campaign_words

    return campaign_words.most_segments(about, language, country(code), shop_defaults())


def campaign_specimens(language: str) -> dict[str, str | int]:
    """Invented values, as long as they come."""
    from chalicelib.plans import campaign_words

    return campaign_words.specimens(language, shop_defaults())


@cache
def in_force() -> "list[InForce]":
    """Every file that stands behind what is done, with its version."""
    from chalicelib.plans import inforce

    return inforce.files(_folder())


@cache
def checklist() -> "tuple[Point, ...]":
    """The points of the supervision sheet, in the order in which they are shown."""
    from chalicelib.plans.points import read_checklist

    return read_checklist(_folder(), _languages())


def timetable(known: Iterable[str]) -> "tuple[Timed, ...]":
    """When the clock's jobs run; `known` are those that the program has."""
    from chalicelib.plans.jobs import read_timetable

    return read_timetable(known, tasks().digest_at)


@cache
def banned() -> dict[str, tuple[str, ...]]:
    """Phrases by language that no text to a customer may hold."""
    return policies.read_banned(_folder())


@cache
def _all_plans() -> tuple[CarePlan, ...]:
    """Refuses to start on the first thing that is wrong. Words are checked by `check_all` alone; and all of
    it was, where the files are packed."""
    folder = _folder()
    files, sentences = read_all(folder)
    if not all(source.is_packed(path) for path in folder.plans):
        sentences += _together(files)
    if sentences:
        raise BadPlan("\n".join(sentences))
    return tuple(file.plan for file in files)


def _together(files: "list[PlanFile]") -> list[str]:
    from chalicelib.plans.checking import Surroundings, check

    names, gifts = tuple(name for name, _ in tiers().tiers), words.gifts(_folder().templates)
    return check(files, Surroundings(names, gifts, _languages(), tasks()))


def _languages() -> tuple[str, ...]:
    return shop_defaults().languages
