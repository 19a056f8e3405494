"""Finding a person by what one has at hand: an address or its end, an order number, an estate; a sale by what
is left of it in memory."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date

from chalicelib import plans
from chalicelib.care import effects
from chalicelib.errors import BadInput
from chalicelib.ids import can_be_a_key, plain_name
from chalicelib.records import roster, whole
from chalicelib.records.customers import TAIL, Contact, Customer
from chalicelib.records.pages import Position
from chalicelib.records.roster import Enrolled
from chalicelib.records.sales import Sale
from chalicelib.records.table import SHARDS, Row
from chalicelib.rules import names, phones

MOST = 50
LOOKED_AT = 2000
# Stands for the beginning of a shard: before all ids.
BEGIN = "!"
_ID = re.compile(r"c[a-z2-7]{13}")
_TAIL = re.compile(r"(?:(?:手机|手機|电话|電話)?尾[号號码碼数數]?:?|[*.\u2026]+) ?([\d -]+)|([\d -]+)")
MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Traces:
    """What a customer without a receipt may still know (F1-20); what is not known is empty."""

    phone: str = ""
    name: str = ""
    month: str = ""
    estate: str = ""
    product: str = ""


def find(text: str, entries: bool = False) -> list[Customer]:
    """An id, a phone or its end, an e-mail address or an order number finds the one or few; else those whose
    name begins so, and an estate's people. `entries`: whoever asks will want theirs on the roster, too."""
    return surely(text, entries=entries)[0] or [*by_name(text)[0], *_of_estate(text)]


def surely(
    text: str, most: int = MOST, after: Position | None = None, entries: bool = False
) -> tuple[list[Customer], Position | None]:
    """By what belongs to few: an id, a phone, an e-mail address or an order number, and by the end of a
    phone, with where the next page of these begins. In three requests, of which one is for the people."""
    text, tail = text.strip(), tail_of(text)
    ends, further = Contact.ending(tail, most, after) if tail else ([], None)
    exact, sale = ([], None) if after else (_contacts(text), Sale.at(text))
    asked = [*exact, *([sale] if sale and can_be_a_key(*sale) else []), *ends]
    rows = Row.many(asked, consistent=True)
    if whose := _of_first(rows, exact):
        return _people(whose, entries), None
    order = rows.get(sale) if sale else None
    ids = [order.customer_id] if isinstance(order, Sale) else []
    ids += [one for key in ends for one in _of_first(rows, [key])]
    return _people(ids or ([text] if _ID.fullmatch(text) else []), entries), further


def by_end(
    digits: str, most: int = MOST, after: Position | None = None
) -> tuple[list[Customer], Position | None]:
    """Whose telephone ends so, and where the next page of them begins."""
    ends, further = Contact.ending(digits, most, after)
    rows = Contact.many(ends, consistent=True)
    return _people(one for row in rows.values() for one in row.customers), further


def tail_of(text: str) -> str:
    """The last digits of a phone, as people say them: 6789, 尾号 6789, ****6789; nothing where it is none."""
    found = _TAIL.fullmatch(unicodedata.normalize("NFKC", text).strip())
    digits = re.sub("[ -]", "", found[1] or found[2]) if found else ""
    return digits if digits.isascii() and len(digits) >= TAIL else ""


def by_name(
    text: str, most: int = MOST, after: Position | None = None
) -> tuple[list[Customer], Position | None]:
    """Those whose name begins so, however it is written, and where the next page begins. Who was merged is
    still found by the name of before."""
    spelling = names.spelling(text)
    ids, position = roster.named(spelling, most, after) if spelling else ([], None)
    return _people(ids), position


def within_names(text: str, after: Position | None = None) -> tuple[list[Customer], Position | None]:
    """Those whose name holds this anywhere, among the next of all customers, shard by shard; and where to go
    on. So many are looked at, not so many found: a page waits no longer however large the shop is."""
    wanted, looked = names.spelling(text), 0
    found: list[str] = []
    shard = int(after["pk"]) if after and after["pk"].isdecimal() else 0
    place = after["sk"].removeprefix(BEGIN) if after else ""
    while wanted and shard < SHARDS and looked < LOOKED_AT and len(found) < MOST:
        rows, place = roster.spelt(shard, LOOKED_AT - looked, place)
        found += [one for one, spelling in rows if wanted in spelling]
        looked += len(rows)
        shard += not place
    further = {"pk": str(shard), "sk": place or BEGIN} if wanted and shard < SHARDS else None
    return _people(found), further


def _people(ids: Iterable[str], entries: bool = False) -> list[Customer]:
    """Each once, as they are today, in one request where nobody was merged. `entries` are read in it, for
    whoever asks for them next."""
    each = list(dict.fromkeys(ids))
    rows = Row.many([*map(Customer.at, each), *(map(Enrolled.at, each) if entries else ())])
    stand = [row for one in each if isinstance(row := rows.get(Customer.at(one)), Customer)]
    found = {one.id: one for row in stand if (one := row if not row.merged_into else Customer.today(row.id))}
    return list(found.values())


def address(text: str, country: str = "") -> str:
    """As it is stored: E.164, or an e-mail address in small letters."""
    return (
        text.strip().lower() if "@" in text else phones.read(text, country or plans.shop_defaults().country)
    )


def known_by(channel: str, name: str) -> list[Customer]:
    """Whose address (sms, email) or order this is."""
    contact = effects.contact_of(channel, name) if channel != "order" else None
    ids = _by_order(name) if channel == "order" else contact.customers if contact else []
    found = {one.id: one for text in ids if (one := Customer.today(text))}
    return list(found.values())


def sales(known: Traces) -> list[tuple[Sale, Customer]]:
    """Sales that fit all of it, the latest first. By telephone or estate few rows are read; without
    either, all there are: for a person at a desk, never for a request."""
    if not any(asdict(known).values()):
        raise BadInput("Say what the customer knows: a telephone, name, month, estate or product.")
    if known.month and not MONTH.fullmatch(known.month):
        raise BadInput("{month!r} is no month; write it as 2026-03.", month=known.month)
    found = [(sale, owner) for sale, owner in _candidates(known) if _fits(sale, owner, known)]
    return sorted(found, key=_signed, reverse=True)[:MOST]


def _signed(found: tuple[Sale, Customer]) -> date:
    return found[0].signed_on


def _candidates(known: Traces) -> Iterator[tuple[Sale, Customer]]:
    if known.phone or known.estate:
        theirs = (one.id for one in _of_estate(known.estate))
        for person in surely(known.phone)[0] if known.phone else _people(theirs):
            yield from ((sale, person) for sale in Sale.by_lookup(person.pk) if isinstance(sale, Sale))
        return
    owners: dict[str, Customer | None] = {}
    for sale in whole.rows(Sale):
        if _may_fit(sale, known):
            owner = owners.setdefault(sale.customer_id, Customer.today(sale.customer_id))
            if owner:
                yield sale, owner


def _may_fit(sale: Sale, known: Traces) -> bool:
    """By the sale alone."""
    goods = " ".join([*sale.products, sale.category])
    return f"{sale.signed_on}".startswith(known.month) and plain_name(known.product) in plain_name(goods)


def _fits(sale: Sale, owner: Customer, known: Traces) -> bool:
    """A name may be written with a title, or by half."""
    name, estate = plain_name(known.name), plain_name(known.estate)
    return name in plain_name(owner.name) and estate in plain_name(owner.estate) and _may_fit(sale, known)


def _contacts(text: str) -> list[tuple[str, str]]:
    """Where the address stands. A bare number is read as the shop's country would, then as each other
    country that we know."""
    if "@" in text:
        mail = Contact.at("email", address(text))
        return [mail] if can_be_a_key(*mail) else []
    countries = dict.fromkeys([plans.shop_defaults().country, *plans.countries()])
    readings = dict.fromkeys(_readings(text, [one for one in countries if one != "default"]))
    return [Contact.at("sms", phone) for phone in readings]


def _readings(text: str, countries: Iterable[str]) -> Iterator[str]:
    for country in countries:
        with suppress(BadInput):
            yield phones.read(text, country)


def _of_first(rows: Mapping[tuple[str, str], Row], keys: Iterable[tuple[str, str]]) -> list[str]:
    """Whose the first of these addresses is that is somebody's."""
    found = (row.customers for key in keys if isinstance(row := rows.get(key), Contact))
    return next((customers for customers in found if customers), [])


def _by_order(text: str) -> list[str]:
    sale = Sale.find(*Sale.at(text))
    return [sale.customer_id] if sale else []


def _of_estate(text: str) -> list[Customer]:
    rows = Row.by_lookup(f"estate#{plain_name(text)}", most=MOST)
    return [row for row in rows if isinstance(row, Customer)]
