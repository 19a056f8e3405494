"""Who is meant: customers a page at a time, with what they own; and the touchpoint that each one gets."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from chalicelib import plans, words
from chalicelib.campaigns import Campaign as Meant
from chalicelib.records import roster, sales
from chalicelib.records.campaigns import Occurrence, touch_id
from chalicelib.records.customers import Customer
from chalicelib.records.roster import Enrolled
from chalicelib.records.sales import Sale
from chalicelib.records.table import shard_of
from chalicelib.records.touchpoints import Touchpoint, lane_of
from chalicelib.rules import timing
from chalicelib.rules.campaigns import audience
from chalicelib.rules.campaigns.audience import Match, Owned, Person

if TYPE_CHECKING:
    from chalicelib.climate import Region

PAGE = 100
MOST_NAMED = 3


@dataclass(frozen=True)
class Member:
    customer: Customer
    match: Match
    region: "Region | None"


def page(
    shard: int, after: str, campaign: Meant, coming: Occurrence, most: int = PAGE
) -> tuple[list[Member], str]:
    """The next hundred of a shard, each with whether they are meant, and where the page after begins."""
    entries, position = roster.entries(shard, most, after)
    return among(entries, campaign, coming), position


def among(entries: Iterable[Enrolled], campaign: Meant, coming: Occurrence) -> list[Member]:
    """Of these, whoever is still there."""
    bought = {one.sk: one.sales for one in entries}
    rows = Customer.many([Customer.at(one) for one in bought], consistent=True)
    present = [row for row in rows.values() if not row.merged_into and not row.erased_at]
    sold = sales.of_each({row.id: bought[row.id] for row in present})
    ordered = sorted(present, key=lambda row: row.pk)
    return [_member(row, sold[row.id], campaign, coming) for row in ordered]


def member(customer: Customer, campaign: Meant, coming: Occurrence) -> Member:
    return _member(customer, sales.of_each({customer.id: None})[customer.id], campaign, coming)


def _member(customer: Customer, sold: list[Sale], campaign: Meant, coming: Occurrence) -> Member:
    place = _region(customer)
    person = _person(customer, sold, place)
    return Member(customer, audience.match(campaign.audience, person, coming.regions, coming.on), place)


def _region(customer: Customer) -> "Region | None":
    texts = (customer.address, customer.estate, customer.store)
    return audience.region(texts, customer.country, plans.climate())


def _person(customer: Customer, sold: list[Sale], place: "Region | None") -> Person:
    heard = [datetime.fromisoformat(at) for at, *_ in customer.recent]
    zone = customer.zone or plans.shop_defaults().zone
    return Person(
        owned=list(_owned(sold)),
        region=place,
        estate=customer.estate,
        tier=customer.tier,
        language=words.language_for(customer.language, plans.shop_defaults().language),
        tags=tuple(customer.tags),
        has_complaint=bool(customer.open_complaints),
        heard_on=timing.local_date(max(heard), zone) if heard else None,
        country=customer.country,
    )


def _owned(sold: list[Sale]) -> Iterator[Owned]:
    """What they bought and did not give back."""
    for sale in sold:
        if sale.state != "active":
            continue
        since = sale.installed_on or sale.delivered_on or sale.signed_on
        for line in sale.lines:
            names = tuple(line[name] for name in ("product", "series", "model") if line.get(name))
            made_of = audience.material(names, plans.materials())
            yield Owned(
                sale.id, sale.category, names, line.get("series", ""), line.get("batch", ""), made_of, since
            )


def touch(campaign: Meant, coming: Occurrence, one: Member, now: datetime) -> Touchpoint:
    """The same for the same coming and person, whenever it is made."""
    customer, (first, *more) = one.customer, one.match.sales
    row = Touchpoint(
        *Touchpoint.at(customer.id, touch_id(campaign.name, coming.id)), campaign=campaign.name,
        coming=coming.id, step=campaign.name, purpose=campaign.purpose, sale_id=first, also=more[:MOST_NAMED],
        values=_values(campaign, coming, one),
    )  # fmt: skip
    row.due_at = _due_at(campaign, coming, customer, row.salt, now)
    row.expires_at = row.due_at + campaign.expires.times(1)
    row.is_due(row.due_at, shard_of(row.pk), lane_of(campaign.purpose))
    return row


def _values(campaign: Meant, coming: Occurrence, one: Member) -> dict[str, str]:
    """What its words may name besides what all may; in the reader's language."""
    shop = plans.shop_defaults()
    language = words.language_for(one.customer.language, shop.language)
    city = one.region.label.get(language, "") if one.region else ""
    day = words.near_date(language, coming.named_on) if coming.named_on else ""
    said = {"reason": coming.said.get(language, ""), "place": campaign.place.get(language, "")}
    return {"city": city, "day": day, **said}


def _due_at(campaign: Meant, coming: Occurrence, customer: Customer, key: str, now: datetime) -> datetime:
    """In the customer's own morning of that day; where that is over, from now on."""
    country = plans.country(customer.country)
    zone = customer.zone or (country.zones or (plans.shop_defaults().zone,))[0]
    window = timing.narrowed(country.window, campaign.window)
    start = max(now, timing.at_wall_clock(coming.on, window[0], zone))
    return timing.spread(start, window, key, campaign.turn)
