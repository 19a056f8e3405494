"""A campaign on the wire: written as in schedules/campaigns/, told with all that came of it."""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field

from chalicelib.care.campaigns.guests import MOST_PEOPLE
from chalicelib.http.api.shapes import LINE, Asked, At, Day, Name, On, Query, Text, Told, Who

EXAMPLE_NAME = "autumn-wax"
_WORDS = {
    "zh-Hans": {"sms": "入秋了，{{ products }}可以上一次护木油。要师傅上门，打售后电话约。"},
    "zh-Hant": {"sms": "入秋了，{{ products }}可以上一次護木油。要師傅上門，致電售後預約。"},
    "en": {"sms": "Autumn is a good time to oil your {{ products }}. Call us if a craftsman shall come."},
}
EXAMPLE: dict[str, Any] = {
    "campaign": EXAMPLE_NAME,
    "about": {"zh-Hans": "秋季护木", "zh-Hant": "秋季護木", "en": "Oil for autumn"},
    "purpose": "care",
    "when": {"hand": True},
    "audience": {"category": ["flooring"], "age": {"least": "1 week"}},
    "channels": ["sms"],
    "expires": "3 days",
    "words": _WORDS,
    "by": "Mei",
}
Words = dict[str, dict[str, str]]
Plain = str | bool | int
LONGEST = 20_000


class Writing(Asked):
    """A whole campaign. What is wrong with it is told field by field, text by text and line by line."""

    model_config = {"json_schema_extra": {"examples": [EXAMPLE]}}
    campaign: Text = Field(description="Its name: small letters, digits and hyphens.")
    about: dict[str, str] = Field(description="What staff call it, in each language.")
    practice: Text = ""
    purpose: Literal["critical", "care", "survey", "marketing"]
    owner: Text = Field("", description="Who is told when it pauses itself.")
    importance: Literal["high", "normal", "low"] = Field(
        "normal", description="Of two that reach a limit on one day the more important goes."
    )
    cheerful: bool = Field(False, description="Held while a complaint is open, and counted for the limits.")
    when: dict[str, Plain | list[Plain]] = Field(
        description="One of festival, day, weekday (with nth, months), once, each with offset and dodge; or "
        "weather: an alert's name; or hand: true."
    )
    audience: dict[str, Plain | list[str] | dict[str, str]] = Field(
        default_factory=dict,
        description="category, product, series, material, batch, age {least, most}, region, estate, tier, "
        "language, tags, complaint (no, yes, either), quiet_for. What is left out does not matter.",
    )
    touch: Literal["message", "call", "visit", "gathering"] = "message"
    calls: list[Text] = Field(default_factory=list, description="Tiers who are phoned instead.")
    channels: list[Literal["sms", "email"]] = Field(default_factory=list)
    window: Text = Field("", description="Local hours, such as 09:00-12:00.")
    expires: Text = Field(description="How long it is of use, such as 3 days.")
    budget: dict[str, str] = Field(default_factory=dict, description="amount and currency, for one coming.")
    place: dict[str, str] = Field(
        default_factory=dict, description="Hour and place of a gathering, by language."
    )
    words: Words = Field(description="By language: sms; subject and email; task.")
    by: Who = ""

    def written(self) -> dict[str, Any]:
        """As a file would have it, every figure a word; what is empty is left out."""
        said = {name: value for name, value in self.given().items() if value not in ("", [], {})}
        return {name: _as_words(value) for name, value in said.items() if name != "by"}


class CampaignDeed(Asked):
    model_config = {"json_schema_extra": {"examples": [{"by": "Winnie", "why": "looked at the texts"}]}}
    by: Who = ""
    why: Text = ""


class Firing(Asked):
    model_config = {
        "json_schema_extra": {"examples": [{"region": "hong-kong", "on": "2026-03-20", "by": "Mei"}]}
    }
    region: Text = Field(description="A city, province or country of schedules/weather/regions.yaml.")
    on: Day = Field(description="When it begins there. People are told at once.")
    reason: dict[str, str] = Field(default_factory=dict, description="Why, by language; words may name it.")
    by: Who = ""


class CampaignLine(Told):
    campaign: str
    state: str = Field(description="draft, checked, approved, scheduled, running, paused, done or cancelled.")
    about: dict[str, str]
    purpose: str
    when: dict[str, Any]
    practice: str
    owner: str


class Campaigns(Told):
    campaigns: list[CampaignLine]


class ComingDay(Told):
    named: On = Field(description="The day itself.")
    on: On | None = Field(description="When it comes; null where it is left out.")
    gave_way_to: On | None = Field(description="The day of mourning it gave way to.")


class Reach(Told):
    """`would`: how many by each fate, such as `send sms`, `wait open_complaint`, `never no_consent`."""

    complete: bool
    customers: int
    meant: int
    gets: int = Field(description="Of those, who gets it as things stand, once the hours allow it.")
    put_off: int = Field(description="Of those, who waits for something else.")
    why_not: dict[str, int]
    would: dict[str, int]
    who: dict[str, list[str]] = Field(description="Some of each, by id.")
    segments: int
    cost: dict[str, str] = Field(description="At most, by currency.")
    examples: list[str]


class Came(Told):
    """One coming, and what became of it."""

    id: str
    on: On
    for_: On | None = Field(alias="for")
    regions: list[str]
    state: str = Field(description="planned, filling or over.")
    begins_at: At | None = Field(description="While it is planned: when its messages begin to go.")
    reason: str
    said: dict[str, str]
    numbers: list[dict[str, Any]] = Field(description="What the weather measured, where that made it come.")
    by: str
    meant: int
    filled: bool = Field(description="Whether everybody was looked at; until then `meant` grows.")
    counted_at: At | None = Field(description="Up to when the following is known.")
    reached: int
    waiting: int
    failed: int
    refused: dict[str, int]
    spent: dict[str, str]
    heard: dict[str, int] = Field(
        description="replied, opted_out, complained, answered (an invitation), clicked."
    )


class CampaignEvent(Told):
    at: At
    who: str
    what: str
    why: str


class Campaign(Told):
    campaign: str
    state: str
    version: str
    saved_by: str
    approved_by: str
    paused: str = Field(description="Why, where it is.")
    file_differs: bool = Field(description="The file that came with the program says something else.")
    says: dict[str, Any]
    coming: list[ComingDay] = Field(description="The next five years' days.")
    found: Reach
    occurrences: list[Came]
    history: list[CampaignEvent]


class ExampleText(Told):
    channel: str
    subject: str
    text: str
    segments: int


class Example(Told):
    customer: str
    what: str
    reason: str
    channel: str
    at: At | None
    language: str
    texts: list[ExampleText]


class Examples(Told):
    examples: list[Example]


class Gathering(Query):
    coming: str = Field(
        min_length=1,
        max_length=60,
        pattern=LINE,
        description="Which one, by its id.",
        examples=["2026-03-15"],
    )


class GuestWord(Asked):
    model_config = {
        "json_schema_extra": {
            "examples": [
                {"customer": "c6d6wywy4n5eue", "coming": "2026-03-20-hong-kong", "people": 2, "by": "Mei"}
            ]
        }
    }
    customer: Name = Field(description="By id, invited or not.")
    coming: Name = Field(description="Which one, by its id.")
    people: int = Field(ge=0, le=MOST_PEOPLE, description="The customer included; 0: nobody comes.")
    note: Text = ""
    by: Who = ""


class GuestLine(Told):
    customer: str
    name: str
    phone: str
    coming: bool
    people: int
    note: str
    at: At


class Guests(Told):
    campaign: str
    occurrence: str
    guests: list[GuestLine]
    coming: int
    people: int
    declined: int


def _as_words(value: object) -> object:
    """What a program sent, with numbers and flags as the words that stand in a file."""
    if isinstance(value, Mapping):
        return {str(name): _as_words(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_as_words(one) for one in value]
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else str(value)
