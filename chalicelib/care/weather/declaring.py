"""What people declare of a region's weather: 回南天 starts tomorrow in Guangzhou."""

from dataclasses import replace
from datetime import date, datetime

from chalicelib import plans
from chalicelib.climate import Declared
from chalicelib.errors import BadInput, NotFound
from chalicelib.forecasts import manual
from chalicelib.rules.timing import local_date

LONGEST = 60
WORDS = 300


def declare(rule: str, region: str, first: date, last: date, words: str, who: str, now: datetime) -> int:
    """A person says what comes to a place, or to all places of a province or country; its number in the first
    of them, by which it can be taken back."""
    climate = plans.climate()
    places = climate.within(region)
    if not places:
        raise NotFound(
            "There is no region {region!r}. Known: {regions}.", region=region, regions=list(climate.regions)
        )
    if climate.rule(rule) is None:
        known = [one.name for one in climate.rules]
        raise NotFound("There is no alert {rule!r}. Known: {known}.", rule=rule, known=known)
    _judge(first, last, words, local_date(now, places[0].zone))
    said = [Declared(rule, one.name, first, last, words.strip(), who, now) for one in places]
    number, *_ = [manual.declare(one) for one in said]
    return number


def _judge(first: date, last: date, words: str, today: date) -> None:
    if last < first:
        raise BadInput(
            "It would end on {last}, before it begins on {first}. Let it end later.", last=last, first=first
        )
    if last < today:
        raise BadInput("{last} is over. Declare what is or comes.", last=last)
    if (last - first).days >= LONGEST:
        raise BadInput(
            "{days} days are more than anybody can foresee. Keep to {longest}.",
            days=(last - first).days + 1,
            longest=LONGEST,
        )
    if not words.strip() or len(words) > WORDS or "\n" in words.strip():
        raise BadInput(
            "Say in one line of at most {words} letters what comes: those who are told read it.", words=WORDS
        )


def declared(region: str) -> list[tuple[int, Declared]]:
    """What stands there, each with its number."""
    return manual.numbered(region)


def take_back(region: str, number: int, who: str, now: datetime) -> None:
    """With what was declared in the same breath for other places of its province or country."""
    place = plans.climate().find(region)
    said = dict(manual.numbered(place.name)).get(number) if place else None
    if said is None:
        raise NotFound("Nothing of number {number} is declared for {region!r}.", number=number, region=region)
    for name in plans.climate().regions:
        for other, one in manual.numbered(name):
            if replace(one, region=said.region) == said:
                manual.take_back(name, other, who, now)
