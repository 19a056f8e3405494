"""Customers: who is the same person, how an address is claimed, and how two become one."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar

from chalicelib import settings, tags, words
from chalicelib.errors import BadInput, Conflict, NotFound
from chalicelib.ids import derived, plain_name
from chalicelib.records import versions
from chalicelib.records.customers import Contact, Customer
from chalicelib.records.erasures import Erasure, Silence
from chalicelib.records.roster import Enrolled
from chalicelib.records.table import Row, Write, transact
from chalicelib.rules import names
from chalicelib.sentences import Said

TRIES = 5
BUSY = Said("The same customer is being recorded by others just now; try again.")
Kind = TypeVar("Kind", bound=Row)


@dataclass(frozen=True)
class NewCustomer:
    """What a door knows of a person. `no_sms` are those phones that cannot take a text; `again`
    counts how often this person was erased and came back."""

    name: str
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    no_sms: tuple[str, ...] = ()
    language: str = ""
    country: str = ""
    zone: str = ""
    store: str = ""
    rep: str = ""
    estate: str = ""
    estate_grade: str = ""
    estate_age: int | None = None
    address: str = ""
    vulnerability: str = ""
    tags: tuple[str, ...] = ()
    sample: bool = False
    again: int = 0


Addresses = Mapping[tuple[str, str], Contact]


def find_or_create(new: NewCustomer, now: datetime, seen: Addresses | None = None) -> Customer:
    """The same person by phone, then by e-mail, if the name agrees; else a new one. Either way every
    address names them afterwards. `seen` are the addresses' rows where somebody has read them for
    many at once: only the first try trusts them, and its conditions find out if they are stale."""
    for person, news in _tries(new, now, seen):
        if not news or transact([_found_by(write, person) for write in news]):
            return stored(person.id) if news and news[0].actions else person
    raise Conflict(BUSY)


def _found_by(write: Write, person: Customer) -> Write:
    """By name and the end of a telephone, and known to have bought nothing yet, so that no list asks. Whoever
    comes with a sale is so by its planning: the till does not wait for that."""
    if isinstance(write.row, Contact):
        write.row.listed()
    if isinstance(write.row, Customer) and not write.actions:
        write.row.sellers = []
    is_new = isinstance(write.row, Enrolled) and not write.row.lookup_pk
    return Write(enrolled(person.id, person.name)) if is_new else write


def bring(new: NewCustomer, make: Callable[[Customer], Kind], now: datetime) -> Kind | None:
    """The same, together with a row of theirs that `make` makes, as their sale: all of it is written,
    or nothing, where that row stands there already. The row if it was written."""
    for person, news in _tries(new, now, None):
        theirs = make(person)
        if transact([*news, Write(theirs, condition=Row.pk.does_not_exist())]) if news else theirs.create():
            return theirs
        if Row.find(theirs.pk, theirs.sk, consistent=True):
            return None
    raise Conflict(BUSY)


def _tries(new: NewCustomer, now: datetime, seen: Addresses | None) -> Iterator[tuple[Customer, list[Write]]]:
    """Who it is and what is to be written of them, anew each time that others came first."""
    if not new.phones and not new.emails:
        name = new.name or Said("This customer")
        raise BadInput("{name} has neither phone nor e-mail; give at least one.", name=name)
    once: Customer | None = None
    for _ in range(TRIES):
        contacts = _contacts(new, now, seen)
        seen = None
        known = _same_person(new, contacts) or once
        yield known or _fresh(new, contacts), _news(known, new, contacts)
        once = _known_once(new)
        if once and once.erased_at:
            new, once = replace(new, again=new.again + 1), None


def language(text: str) -> str:
    """A language tag that somebody stated, such as `zh-HK`, if we have words for it."""
    if text and not words.language_for(text, ""):
        raise BadInput(
            "We have no words in {text!r}; use one of {languages}.",
            text=text,
            languages=list(words.languages()),
        )
    return text


def get(customer_id: str) -> Customer:
    found = Customer.today(customer_id)
    if found is None:
        raise NotFound(
            "There is no customer {customer_id}. Search by phone or e-mail instead.", customer_id=customer_id
        )
    return found


def stored(customer_id: str) -> Customer:
    found = Customer.find(*Customer.at(customer_id), consistent=True)
    if found is None:
        raise Conflict("The customer vanished while being recorded; try again.")
    return found


def _id(new: NewCustomer) -> str:
    again = (new.again,) if new.again else ()
    return derived("c", (new.phones or new.emails)[0], plain_name(new.name), *again)


def _known_once(new: NewCustomer) -> Customer | None:
    """Who first came by this name and address, and has since been merged, or had the address put right."""
    found = Customer.find(*Customer.at(_id(new)), consistent=True)
    return found and get(found.id)


def addresses(people: Iterable[NewCustomer]) -> Addresses:
    """The rows there are of all their addresses, a hundred a request."""
    keys = {Contact.at(*one) for new in people for one in _addresses(new)}
    return Contact.many(sorted(keys), consistent=True)


def _addresses(new: NewCustomer) -> list[tuple[str, str]]:
    return [("sms", phone) for phone in new.phones] + [("email", mail) for mail in new.emails]


def _contacts(new: NewCustomer, now: datetime, seen: Addresses | None) -> list[Contact]:
    """The addresses' rows, read consistently; a new one where there is none."""
    wanted = _addresses(new)
    known = addresses([new]) if seen is None else seen
    return [known.get(Contact.at(*one)) or new_contact(*one, now) for one in wanted]


def new_contact(channel: str, address: str, now: datetime) -> Contact:
    """Silent from the start if it belonged to somebody who was erased."""
    key = settings.read().erasure_key
    asked = key and _anybody_erased(Row._get_connection(), f"{now:%Y-%m-%d %H:%M}")
    silence = Silence.find(*Silence.at(key, channel, address)) if asked else None
    return Contact(*Contact.at(channel, address), stopped=silence.reason if silence else "")


@lru_cache(maxsize=1)
def _anybody_erased(table: Any, minute: str) -> bool:
    """Asked once a minute, so that an import does not ask for every address."""
    return any(Erasure.in_partition("erasure", most=1))


def _same_person(new: NewCustomer, contacts: Iterable[Contact]) -> Customer | None:
    """Compared are the names as they stand: ids keep the first way of writing them, so old rows are found."""
    for contact in contacts:
        known = list({one.id: one for one in map(get, contact.customers)}.values())
        place = names.match(new.name, [one.name for one in known])
        if place is not None:
            return known[place]
    return None


def _news(customer: Customer | None, new: NewCustomer, contacts: list[Contact]) -> list[Write]:
    """Person and addresses for one transaction; nothing where no address, name or tag is new."""
    owner = customer.id if customer else _id(new)
    claims = [claim(contact, owner) for contact in contacts if owner not in contact.customers]
    if customer is None:
        fresh = Write(_fresh(new, contacts), condition=Row.pk.does_not_exist())
        return [fresh, Write(Enrolled(*Enrolled.at(owner))), *claims]
    now = {
        "name": names.fuller(customer.name, new.name),
        "tags": list(tags.joined(customer.tags, new.tags))[: tags.MOST],
        "phones": list(dict.fromkeys([*customer.phones, *new.phones])),
        "emails": list(dict.fromkeys([*customer.emails, *new.emails])),
    }
    if not claims and (now["name"], now["tags"]) == (customer.name, customer.tags):
        return []
    changes = tuple(getattr(Customer, name).set(value) for name, value in now.items())
    named = [] if now["name"] == customer.name else [Write(enrolled(owner, str(now["name"])))]
    return [Write(customer, changes, versions.unchanged(customer, now)), *named, *claims]


def enrolled(customer_id: str, name: str) -> Enrolled:
    """That they exist, found by their name."""
    entry = Enrolled(*Enrolled.at(customer_id))
    entry.named(names.spelling(name))
    return entry


def _fresh(new: NewCustomer, contacts: list[Contact]) -> Customer:
    """With those of the addresses that were silenced before."""
    customer = row(new)
    customer.stopped = {contact.address: contact.stopped for contact in contacts if contact.stopped}
    return customer


def claim(contact: Contact, owner: str) -> Write:
    version = contact.version
    contact.customers, contact.version = [*contact.customers, owner], int(version) + 1
    return Write(contact, condition=Row.pk.does_not_exist() | (Contact.version == version))


def row(new: NewCustomer) -> Customer:
    """The customer as a row that is not put yet."""
    given = ((one.name, getattr(new, one.name)) for one in fields(new) if one.name != "again")
    said: Any = {name: list(value) if isinstance(value, tuple) else value for name, value in given}
    customer = Customer(*Customer.at(_id(new)), **said)
    if new.estate:
        customer.lookup_pk, customer.lookup_sk = f"estate#{plain_name(new.estate)}", customer.id
    return customer


def prefer(customer: Customer, wanted: str) -> None:
    """The language in which all further words go out to this person."""
    if language(wanted) and customer.language != wanted:
        customer.change([Customer.language.set(wanted)])


def facts(customer: Customer) -> dict[str, Any]:
    """All that a page or a person may be shown of the customer's own row."""
    names = (
        "name", "store", "phones", "emails", "language", "zone", "country", "estate", "estate_grade",
        "address", "currency", "tier", "tier_reasons", "vulnerability", "rep", "tags", "sample", "consents",
        "stopped", "merged_into",
    )  # fmt: skip
    shown = {name: getattr(customer, name) for name in names}
    return {"id": customer.id, **shown, "spend": str(customer.spend) if customer.spend is not None else None}
