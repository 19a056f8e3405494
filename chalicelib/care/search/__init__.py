"""Finding a person by what one has at hand: an address or its end, an order number, a name, an estate."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import chain
from typing import NamedTuple

from chalicelib import plans
from chalicelib.care import effects
from chalicelib.errors import BadInput
from chalicelib.ids import can_be_a_key, fits_a_key, plain_name
from chalicelib.records import roster
from chalicelib.records.customers import TAIL, Contact, Customer
from chalicelib.records.pages import Position
from chalicelib.records.roster import Enrolled
from chalicelib.records.sales import Sale
from chalicelib.records.table import BATCH, SHARDS, Row
from chalicelib.rules import names, phone_ends, phones

MOST = 50
# For whoever sees but some of them: with a number's readings and an order in one request.
AT_ONCE = 90
LOOKED_AT = 2000
# Stands for the beginning of a shard: before all ids.
BEGIN = "!"
_ID = re.compile(r"c[a-z2-7]{13}")
# Of some people those whom the reader may know of.
Sees = Callable[[list[Customer]], list[Customer]]


class Sure(NamedTuple):
    """`further`: where the next page begins. `by_end`: only by how their telephones end."""

    found: list[Customer]
    further: Position | None = None
    by_end: bool = False


def find(text: str, entries: bool = False, sees: Sees | None = None) -> list[Customer]:
    """An id, a phone, an e-mail address or an order number finds the one or few; else the end of a phone, the
    beginning of a name or an estate. `entries`: whoever asks will want theirs on the roster, too. `sees`: for
    whoever may know of some only. It decides at each step, or strangers would hide those whom they know;
    and so as not to ask too often, names are looked through where no telephone of theirs ends so."""
    most = AT_ONCE if sees else MOST
    sure = surely(text, most, entries=entries, sees=sees)
    if sure.found and (sees or not sure.by_end):
        return sure.found[:MOST]
    others = [*by_name(text, most)[0], *of_estate(text)]
    return each_once([*sure.found, *(sees(others) if sees else others)])[:MOST]


def exactly(text: str, sees: Sees | None = None) -> list[Customer]:
    """By an id, a whole phone, an e-mail address or an order number, and by nothing less."""
    return surely(text, most=0, sees=sees).found


def surely(
    text: str, most: int = MOST, after: Position | None = None, entries: bool = False,
    sees: Sees | None = None,
) -> Sure:  # fmt: skip
    """By what belongs to few, and by the end of a phone. In three requests, one of them for the people."""
    text, tail = text.strip(), tail_of(text)
    ends, further = Contact.ending(tail, most, after) if tail and most else ([], None)
    exact, sale = ([], None) if after else (_contacts(text), Sale.at(text))
    asked = [*exact, *([sale] if sale and can_be_a_key(*sale) else []), *ends]
    rows = Row.many(asked, consistent=True)
    order = rows.get(sale) if sale else None
    ordered = [order.customer_id] if isinstance(order, Sale) else [text] if _ID.fullmatch(text) else []
    whole, at_end = _owners(rows, exact), list(chain(*_owners(rows, ends)))
    known = _today([*chain(*whole), *ordered, *at_end], entries)
    for ids in whole:  # whose number it is as a whole is meant alone
        if theirs := _seen(known, ids, sees):
            return Sure(theirs)
    found = [one for one in _seen(known, [*ordered, *at_end], sees) if not _stood_before(one, tail, after)]
    return Sure(found, further, not any(known.get(one) in found for one in ordered))


def by_end(
    digits: str, most: int = MOST, after: Position | None = None
) -> tuple[list[Customer], Position | None]:
    """Whose telephone ends so, and where the next page of them begins."""
    ends, further = Contact.ending(digits, most, after)
    owners = chain(*_owners(Contact.many(ends, consistent=True), ends))
    return [one for one in people(owners) if not _stood_before(one, digits, after)], further


def _owners(rows: Mapping[tuple[str, str], Row], keys: Iterable[tuple[str, str]]) -> list[list[str]]:
    """Of each of these addresses."""
    return [row.customers for key in keys if isinstance(row := rows.get(key), Contact)]


def _seen(known: Mapping[str, Customer], ids: Iterable[str], sees: Sees | None) -> list[Customer]:
    found = each_once(known[one] for one in ids if one in known)
    return sees(found) if sees else found


def _stood_before(one: Customer, digits: str, after: Position | None) -> bool:
    """On a page before, by a further telephone that ends so."""
    if after is None:
        return False
    return any(phone.endswith(digits) and phone[::-1] <= after["lookup_sk"] for phone in one.phones)


def tail_of(text: str) -> str:
    """The last digits of a phone, as people say them; nothing where it is none."""
    return phone_ends.read(text, TAIL)


def by_name(
    text: str, most: int = MOST, after: Position | None = None
) -> tuple[list[Customer], Position | None]:
    """Those whose name begins so, however it is written, and where the next page begins. Who was merged is
    still found by the name of before."""
    spelling = names.spelling(text)
    ids, position = roster.named(spelling, most, after) if spelling else ([], None)
    return people(ids), position


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
    return people(found), further


def people(ids: Iterable[str]) -> list[Customer]:
    """Each once, as they are today."""
    return each_once(_today(ids).values())


def _today(ids: Iterable[str], entries: bool = False) -> dict[str, Customer]:
    """Whoever they are today by each id, in one request where nobody was merged. `entries` are read in it
    if there is room, for whoever asks for them next."""
    each = list(dict.fromkeys(ids))
    besides = map(Enrolled.at, each) if entries and 2 * len(each) <= BATCH else ()
    rows = Row.many([*map(Customer.at, each), *besides])
    stand = {one: row for one in each if isinstance(row := rows.get(Customer.at(one)), Customer)}
    now = {one: Customer.today(row.id) if row.merged_into else row for one, row in stand.items()}
    return {one: row for one, row in now.items() if row}


def each_once(each: Iterable[Customer]) -> list[Customer]:
    return list({one.id: one for one in each}.values())


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


def _by_order(text: str) -> list[str]:
    sale = Sale.find(*Sale.at(text))
    return [sale.customer_id] if sale else []


def of_estate(text: str, most: int = MOST) -> list[Customer]:
    rows = Row.by_lookup(f"estate#{plain_name(text)}", most=most) if fits_a_key(text) else []
    return [row for row in rows if isinstance(row, Customer)]
