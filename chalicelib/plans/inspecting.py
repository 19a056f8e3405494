"""All that stands under schedules/, and a sentence for everything that is wrong with it."""

from pathlib import Path

from chalicelib import words
from chalicelib.errors import BadPlan
from chalicelib.plans import errands, policies
from chalicelib.plans.checking import Surroundings, check
from chalicelib.plans.points import read_checklist
from chalicelib.plans.reading import read_all
from chalicelib.plans.source import Folder, folder_at
from chalicelib.plans.wording import Wording, check_words


def check_all(place: Path | None = None) -> list[str]:
    """A sentence for everything that is wrong with the shipped schedules, or with those at `place`."""
    try:
        folder = folder_at(place)
        around, wording = _surroundings(folder)
    except BadPlan as problem:
        return [str(problem)]
    files, sentences = read_all(folder)
    sentences += check(files, around)
    sentences += [sentence for file in files for sentence in check_words(file, wording)]
    return sentences + _check_campaigns(folder)


def _check_campaigns(folder: Folder) -> list[str]:
    from chalicelib.plans import campaigns

    return campaigns.check(folder)


def _surroundings(folder: Folder) -> tuple[Surroundings, Wording]:
    """Reads every policy, so that a bad one is told even where no plan needs it."""
    from chalicelib.plans import casework, hazards, reviewing, weather

    shop = policies.read_shop(folder)
    policies.read_materials(folder)
    reached = policies.read_countries(folder, shop.languages)
    tier_policy = policies.read_tiers(folder, shop.languages)
    policies.read_consent(folder, shop.languages)
    policies.read_prices(folder)
    complaints = casework.read_complaints(folder, shop.languages, shop.zone)
    hazards.read_dangers(folder, shop.languages, complaints.severities)
    casework.read_compensation(folder, shop.languages)
    reviewing.read_review(folder, shop.languages)
    reviewing.read_scripts(folder, shop.languages, policies.read_banned(folder))
    weather.read_climate(folder, shop.languages, policies.read_banned(folder))
    read_checklist(folder, shop.languages)
    names = tuple(name for name, _ in tier_policy.tiers)
    task_policy = errands.read_tasks(folder, shop.languages)
    around = Surroundings(names, words.gifts(folder.templates), shop.languages, task_policy)
    return around, Wording(shop, reached, policies.read_banned(folder), folder.templates)
