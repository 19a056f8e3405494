"""A campaign's words, held against the rules for texts before anybody gets them: there in each language,
plain, kind, and short enough."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from chalicelib import words
from chalicelib.campaigns import Campaign
from chalicelib.plans.labels import LABELS
from chalicelib.plans.source import Entry
from chalicelib.plans.specimens import longest
from chalicelib.plans.wording import MOST_SEGMENTS
from chalicelib.policies import CountryPolicy, ShopDefaults
from chalicelib.rules import phrases, segments
from chalicelib.sentences import Country, Said, named

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


def needed(campaign: Campaign, language: str = "") -> tuple[str, ...]:
    """The texts that each language must have. Colleagues are asked in any; to send, only what somebody of the
    audience may read, whole or not at all."""
    sent = {"sms": ("sms",), "email": ("subject", "email")}
    asked = ("task",) if campaign.calls or campaign.touch != "message" else ()
    if language and not campaign.is_for(language) and not campaign.speaks(language):
        return asked
    return (*(part for channel in campaign.channels for part in sent[channel]), *asked)


def faults(entry: Entry, campaign: Campaign, held: Held) -> Iterator[str]:
    for language, said in campaign.words.items():
        place = entry.under("words").under(language).place
        for part in needed(campaign, language):
            if not said.get(part):
                yield Said(
                    "{place}: {part} is missing; write it, since this campaign needs it.",
                    place=place, part=named(part, LABELS[part]),
                )  # fmt: skip
        for part, text in said.items():
            here = Said("{place}, {field}", place=place, field=named(part, LABELS[part]))
            broken = list(_broken(part, text, _values(campaign, part)))
            yield from (Said("{place}: {fault}.", place=here, fault=fault) for fault in broken)
            yield from _unkind(here, text, held.banned.get(language, ()))
            if not broken:
                yield from _too_long(here, campaign, language, part, held)


def _values(campaign: Campaign, part: str) -> tuple[str, ...]:
    """A link is there only where it leads somewhere."""
    return (*KNOWN, "link") if campaign.touch == "gathering" and part in ("sms", "email") else KNOWN


def _broken(part: str, text: str, known: tuple[str, ...]) -> Iterator[str]:
    yield from words.written_faults(text, known, one_line=part in ONE_LINE)
    if part == "sms" and ("http://" in text or "https://" in text):
        yield Said("an address stands in it, and some countries allow none in a text; put it into the mail")


def _unkind(place: str, text: str, banned: tuple[str, ...]) -> Iterator[str]:
    for phrase in phrases.said_in(text, banned):
        line = next((n for n, one in enumerate(text.split("\n"), 1) if phrases.said_in(one, [phrase])), 1)
        yield Said(
            "{place}: line {line} says {phrase!r}, which policies/banned.yaml forbids; say it kindly.",
            place=place, line=line, phrase=phrase,
        )  # fmt: skip


def _too_long(place: str, campaign: Campaign, language: str, part: str, held: Held) -> Iterator[str]:
    if part == "sms":
        linked = campaign.touch == "gathering"
        by_country = {
            code: most_segments(campaign, language, one, held.shop) for code, one in _reached(held, linked)
        }
        worst = max(by_country, key=lambda code: by_country[code], default="")
        if worst and by_country[worst] > MOST_SEGMENTS:
            yield Said(
                "{place}: it takes {count} SMS segments in {country}; keep to {most}.",
                place=place, count=by_country[worst], country=Country(worst), most=MOST_SEGMENTS,
            )  # fmt: skip
        return
    most = {"subject": LONGEST_SUBJECT, "email": LONGEST_LETTER, "task": LONGEST_TASK}[part]
    length = len(words.filled(campaign.words[language][part], specimens(language, held.shop)))
    if length > most:
        yield Said(
            "{place}: it has {length} characters; keep to {most}.", place=place, length=length, most=most
        )


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
