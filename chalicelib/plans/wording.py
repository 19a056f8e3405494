"""Every step's words, held against the rules for texts: there, readable, kind, and short enough."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from chalicelib import words
from chalicelib.effects import Send
from chalicelib.plans.checking import effects, opens_tasks, sends
from chalicelib.plans.reading import PlanFile
from chalicelib.plans.specimens import longest
from chalicelib.policies import CountryPolicy, ShopDefaults
from chalicelib.rules import phrases, segments
from chalicelib.steps import Step

MOST_SEGMENTS = 4


@dataclass(frozen=True)
class Wording:
    """What texts are held against. `banned`: phrases by language that no text may say (F4-01)."""

    shop: ShopDefaults
    countries: Mapping[str, CountryPolicy]
    banned: Mapping[str, tuple[str, ...]]
    templates: Path


def check_words(file: PlanFile, wording: Wording) -> Iterator[str]:
    for step in file.plan.steps:
        for channel in _channels(step):
            for language in wording.shop.languages:
                path = words.path_of(step.name, channel, language)
                for fault in _faults(step, channel, language, wording):
                    yield f"{file.at(step)}: templates/{path}: {fault}."
        yield from _half_named(file.at(step), step, wording)
        yield from _gift_names(file.at(step), step, wording)


def _channels(step: Step) -> tuple[str, ...]:
    """Where a step needs words: its channels if it sends, `task` if it asks somebody."""
    sent = step.channels if sends(step) else ()
    return (*sent, "task") if opens_tasks(step) else sent


def _half_named(place: str, step: Step, wording: Wording) -> Iterator[str]:
    """A name on the customer's own page is free to be there or not, but in all languages alike."""
    named = words.available(step.name, wording.templates).get("page", ())
    for language in wording.shop.languages if named else ():
        if language not in named:
            path = words.path_of(step.name, "page", language)
            yield f"{place}: templates/{path}: the customer's page names this step; write its name here too."


def _faults(step: Step, channel: str, language: str, wording: Wording) -> Iterator[str]:
    if language not in words.available(step.name, wording.templates).get(channel, ()):
        yield f"there are no words for {channel} in {language}; write this file"
        return
    broken = words.faults(step.name, channel, language, wording.templates)
    yield from broken
    yield from _unkind(step, channel, language, wording)
    if channel == "sms" and not broken:
        yield from _too_long(step, language, wording)


def _unkind(step: Step, channel: str, language: str, wording: Wording) -> Iterator[str]:
    text = words.source(step.name, channel, language, wording.templates)
    for phrase in phrases.said_in(text, wording.banned.get(language, ())):
        yield f"it says {phrase!r}, which policies/banned.yaml forbids; say it kindly"


def _too_long(step: Step, language: str, wording: Wording) -> Iterator[str]:
    """The most segments that any country's signature and ending make of the longest values."""
    by_country = {country: _segments(step, language, wording, country) for country in _reached(step, wording)}
    worst = max(by_country, key=lambda country: by_country[country], default="")
    if worst and by_country[worst] > MOST_SEGMENTS:
        yield f"it takes {by_country[worst]} SMS segments in {worst}; shorten it to {MOST_SEGMENTS} at most"


def _reached(step: Step, wording: Wording) -> list[str]:
    """Countries where this step may go by SMS at all."""
    linked = any(isinstance(effect, Send) and effect.link for effect in effects(step))
    return [
        code for code, country in wording.countries.items() if country.sms and (country.links or not linked)
    ]


def _segments(step: Step, language: str, wording: Wording, code: str) -> int:
    country = wording.countries[code]
    values = {**longest(language, wording.shop), "can_reply": int(country.replies)}
    text = words.sms(step.name, language, values, country, step.purpose, wording.templates)
    return segments.count(text).segments


def _gift_names(place: str, step: Step, wording: Wording) -> Iterator[str]:
    for language in wording.shop.languages if step.gift in words.gifts(wording.templates) else ():
        path = f"gifts/{step.gift}.{language}.txt"
        if not (wording.templates / path).is_file():
            yield f"{place}: gift {step.gift} has no name in {language}; write templates/{path}."
