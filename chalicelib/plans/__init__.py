"""Care plans and policies: schedules/ read once, checked, and refused with sentences if wrong."""

from collections.abc import Iterable
from datetime import time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from chalicelib import words
from chalicelib.errors import BadPlan
from chalicelib.plans import policies
from chalicelib.plans.checking import Surroundings, check_plan, check_together
from chalicelib.plans.jobs import Timed, read_timetable
from chalicelib.plans.points import Point, read_checklist
from chalicelib.plans.reading import PlanFile, read_plan
from chalicelib.plans.source import Folder, folder_at
from chalicelib.plans.wording import Wording, check_words
from chalicelib.policies import (
    ConsentPolicy,
    CountryPolicy,
    Prices,
    ShopDefaults,
    TaskPolicy,
    TierPolicy,
    Window,
)
from chalicelib.steps import CarePlan

if TYPE_CHECKING:
    from chalicelib.casework import CompensationPolicy, ComplaintPolicy, ReviewPolicy, Script
    from chalicelib.climate import Climate

DEFAULT = "default"


@cache
def care_plans() -> dict[str, CarePlan]:
    """Each plan by name, in its newest version."""
    oldest_first = sorted(_all_plans(), key=lambda plan: plan.version)
    return {plan.name: plan for plan in oldest_first}


def plan_of(name: str, version: int) -> CarePlan | None:
    """The version that a sale is pinned to; a file of its own keeps an older one."""
    return next((plan for plan in _all_plans() if (plan.name, plan.version) == (name, version)), None)


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
    return policies.read_tasks(_folder(), _languages())


@cache
def complaints() -> "ComplaintPolicy":
    from chalicelib.plans import casework  # only where somebody complains: a cold start waits for each import

    return casework.read_complaints(_folder(), _languages(), shop_defaults().zone)


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
    from chalicelib.plans import weather  # no message that is due should wait for it

    return weather.read_climate(_folder(), _languages(), banned())


@cache
def checklist() -> tuple[Point, ...]:
    """The points of the supervision sheet, in the order in which they are shown."""
    return read_checklist(_folder(), _languages())


def timetable(known: Iterable[str]) -> tuple[Timed, ...]:
    """When the clock's jobs run; `known` are those that the program has."""
    return read_timetable(known, tasks().digest_at)


@cache
def banned() -> dict[str, tuple[str, ...]]:
    """Phrases by language that no text to a customer may hold."""
    return policies.read_banned(_folder())


def narrowed(wide: Window, narrow: Window | None) -> Window:
    """The part of a country's window that a step's own leaves; the country's where they never meet."""
    if narrow is None or _over_midnight(wide) or _over_midnight(narrow):
        return wide
    start, end = max(wide[0], narrow[0]), min(wide[1], narrow[1])
    return (start, end) if start < end else wide


def check_all(place: Path | None = None) -> list[str]:
    """A sentence for everything that is wrong with the shipped schedules, or with those at `place`."""
    try:
        folder = folder_at(place)
        around, wording = _surroundings(folder)
    except BadPlan as problem:
        return [str(problem)]
    files, sentences = _read_all(folder)
    sentences += [sentence for file in files for sentence in check_plan(file, around)]
    sentences += check_together(files)
    return sentences + [sentence for file in files for sentence in check_words(file, wording)]


def _surroundings(folder: Folder) -> tuple[Surroundings, Wording]:
    """Reads every policy, so that a bad one is told even where no plan needs it."""
    from chalicelib.plans import casework, reviewing, weather

    shop = policies.read_shop(folder)
    reached = policies.read_countries(folder, shop.languages)
    tier_policy = policies.read_tiers(folder, shop.languages)
    policies.read_consent(folder, shop.languages)
    policies.read_prices(folder)
    casework.read_complaints(folder, shop.languages, shop.zone)
    casework.read_compensation(folder, shop.languages)
    reviewing.read_review(folder, shop.languages)
    reviewing.read_scripts(folder, shop.languages, policies.read_banned(folder))
    weather.read_climate(folder, shop.languages, policies.read_banned(folder))
    read_checklist(folder, shop.languages)
    names = tuple(name for name, _ in tier_policy.tiers)
    task_policy = policies.read_tasks(folder, shop.languages)
    around = Surroundings(names, words.gifts(folder.templates), shop.languages, task_policy)
    return around, Wording(shop, reached, policies.read_banned(folder), folder.templates)


def _read_all(folder: Folder) -> tuple[list[PlanFile], list[str]]:
    files: list[PlanFile] = []
    sentences: list[str] = []
    for path in folder.plans:
        try:
            files.append(read_plan(path))
        except BadPlan as problem:
            sentences.append(str(problem))
    return files, [*sentences, *(problem for file in files for problem in file.problems)]


@cache
def _all_plans() -> tuple[CarePlan, ...]:
    """Refuses to start on the first thing that is wrong. Words are checked by `check_all` alone."""
    folder = _folder()
    files, sentences = _read_all(folder)
    around = Surroundings(
        tuple(name for name, _ in tiers().tiers), words.gifts(folder.templates), _languages(), tasks()
    )
    sentences += [sentence for file in files for sentence in check_plan(file, around)]
    sentences += check_together(files)
    if sentences:
        raise BadPlan("\n".join(sentences))
    return tuple(file.plan for file in files)


def _folder() -> Folder:
    return folder_at()


def _languages() -> tuple[str, ...]:
    return shop_defaults().languages


def _over_midnight(window: tuple[time, time]) -> bool:
    return window[1] <= window[0]
