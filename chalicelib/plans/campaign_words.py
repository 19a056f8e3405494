"""A campaign's words, held against the rules for texts before anybody gets them: there in each language,
plain, kind, and short enough."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from chalicelib import words
from chalicelib.campaigns import Campaign
from chalicelib.plans.source import Entry
from chalicelib.plans.specimens import longest
from chalicelib.plans.wording import MOST_SEGMENTS
from chalicelib.policies import CountryPolicy, ShopDefaults
from chalicelib.rules import phrases, segments

PARTS = ("sms", "subject", "email", "task")
ONE_LINE = ("sms", "subject")
LONGEST_SUBJECT, LONGEST_LETTER, LONGEST_TASK = 120, 6000, 400
# Of words.VALUES, what a campaign knows of its reader.
KNOWN = (
    *("shop_name", "shop_phone", "customer_name", "products", "rep_name", "rep_phone", "can_reply"),
    *words.CAMPAIGN_VALUES,
)
_PLACES = {"zh-Hans": "呼和浩特", "zh-Hant": "呼和浩特", "en": "Qinhuangdao"}
_REASONS = {
    "zh-Hans": "广州2月13日（周一）露点19.8°C，高于地面温度16.5°C，约20小时：地面可能返潮",
    "zh-Hant": "廣州2月13日（星期一）露點19.8°C，高於地面溫度16.5°C，約20小時：地面可能返潮",
    "en": "dew point 19.8 °C above the floor's 16.5 °C for 20 h on Monday 13 February in Guangzhou",
}


@dataclass(frozen=True)
class Held:
    """What texts are held against. `banned`: phrases by language that no text may say (F4-01)."""

    shop: ShopDefaults
    countries: Mapping[str, CountryPolicy]
    banned: Mapping[str, tuple[str, ...]]


def read(entry: Entry, languages: tuple[str, ...]) -> dict[str, dict[str, str]]:
    entry.only(languages)
    found = {}
    for language in languages:
        said = entry.under(language)
        said.only(PARTS)
        found[language] = {part: said.text(part).strip("\n") for part in said.values}
    return found


def needed(campaign: Campaign) -> tuple[str, ...]:
    """The texts that each language must have."""
    sent = {"sms": ("sms",), "email": ("subject", "email")}
    asked = ("task",) if campaign.calls or campaign.touch != "message" else ()
    return (*(part for channel in campaign.channels for part in sent[channel]), *asked)


def faults(entry: Entry, campaign: Campaign, held: Held) -> Iterator[str]:
    for language, said in campaign.words.items():
        place = f"{entry.place}, words, {language}"
        for part in needed(campaign):
            if not said.get(part):
                yield f"{place}: {part} is missing; write it, since this campaign needs it."
        for part, text in said.items():
            broken = list(_broken(part, text, _values(campaign, part)))
            yield from (f"{place}, {part}: {fault}." for fault in broken)
            yield from _unkind(f"{place}, {part}", text, held.banned.get(language, ()))
            if not broken:
                yield from _too_long(f"{place}, {part}", campaign, language, part, held)


def _values(campaign: Campaign, part: str) -> tuple[str, ...]:
    """A link is there only where it leads somewhere."""
    return (*KNOWN, "link") if campaign.touch == "gathering" and part in ("sms", "email") else KNOWN


def _broken(part: str, text: str, known: tuple[str, ...]) -> Iterator[str]:
    yield from words.written_faults(text, known, one_line=part in ONE_LINE)
    if part == "sms" and ("http://" in text or "https://" in text):
        yield "an address stands in it, and some countries allow none in a text; put it into the mail"


def _unkind(place: str, text: str, banned: tuple[str, ...]) -> Iterator[str]:
    for phrase in phrases.said_in(text, banned):
        line = next((n for n, one in enumerate(text.split("\n"), 1) if phrases.said_in(one, [phrase])), 1)
        yield f"{place}: line {line} says {phrase!r}, which policies/banned.yaml forbids; say it kindly."


def _too_long(place: str, campaign: Campaign, language: str, part: str, held: Held) -> Iterator[str]:
    if part == "sms":
        linked = campaign.touch == "gathering"
        by_country = {
            code: most_segments(campaign, language, one, held.shop) for code, one in _reached(held, linked)
        }
        worst = max(by_country, key=lambda code: by_country[code], default="")
        if worst and by_country[worst] > MOST_SEGMENTS:
            yield f"{place}: it takes {by_country[worst]} SMS segments in {worst}; keep to {MOST_SEGMENTS}."
        return
    most = {"subject": LONGEST_SUBJECT, "email": LONGEST_LETTER, "task": LONGEST_TASK}[part]
    length = len(words.filled(campaign.words[language][part], specimens(language, held.shop)))
    if length > most:
        yield f"{place}: it has {length} signs; keep to {most}."


def _reached(held: Held, linked: bool) -> list[tuple[str, CountryPolicy]]:
    """Countries where it may go by SMS at all."""
    found = held.countries.items()
    return [(code, country) for code, country in found if country.sms and (country.links or not linked)]


def most_segments(campaign: Campaign, language: str, country: CountryPolicy, shop: ShopDefaults) -> int:
    """With the longest values that may come."""
    values = {**specimens(language, shop), "can_reply": int(country.replies)}
    text = words.sms_of(campaign.words[language]["sms"], language, values, country, campaign.purpose)
    return segments.count(text).segments


def specimens(language: str, shop: ShopDefaults) -> dict[str, str | int]:
    return {
        **longest(language, shop),
        "city": _PLACES.get(language, _PLACES["en"]),
        "day": longest(language, shop)["visit_on"],
        "reason": _REASONS.get(language, _REASONS["en"]),
        "place": _REASONS.get(language, _REASONS["en"])[:30],
    }
