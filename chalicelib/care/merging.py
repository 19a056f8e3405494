"""Two customers that are one person. Every step can be done again, so a merge that was cut short is
finished by starting it anew; what was tried already stays where its provider's words will arrive."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib import tags
from chalicelib.errors import BadInput, Conflict, NotFound
from chalicelib.records import events, moves
from chalicelib.records.customers import Contact, Customer
from chalicelib.records.sales import Sale, Unit
from chalicelib.records.table import NOW, Row, Write, due_key, lane_name, shard_of
from chalicelib.records.tasks import Task
from chalicelib.records.touchpoints import Touchpoint
from chalicelib.rules import names

TRIES = 5
KEPT_IF_EMPTY = (
    "name", "store", "language", "zone", "country", "estate", "estate_grade", "address", "vulnerability",
    "rep",
)  # fmt: skip


@dataclass
class Merged:
    """How much moved to the customer who stays."""

    customer_id: str
    addresses: int = 0
    sales: int = 0
    touchpoints: int = 0
    tasks: int = 0


def merge(old_id: str, into_id: str, why: str, who: str, now: datetime) -> Merged:
    """The old row stays and points to the other; all that is open or yet to come moves."""
    old, into = _both(old_id, into_id)
    if not old.merged_into:
        _point(old, into, why, who, now)
    done = Merged(into.id)
    for channel, address in _addresses(old):
        done.addresses += _hand_over(channel, address, old.id, into.id)
    done.sales = sum(_move_sale(sale, into.id, now) for sale in list(Sale.by_lookup(f"customer#{old.id}")))
    touches = Touchpoint.in_partition(old.pk, "touch#", consistent=True)
    done.touchpoints = sum(moves.move_touch(touch, into.id) for touch in touches)
    tasks = Task.in_partition(old.pk, "task#", consistent=True)
    done.tasks = sum(moves.move_task(task, into.id) for task in tasks)
    return done


@dataclass(frozen=True)
class Preview:
    """What a merge would do. `moves` counts; `taken` are facts that the one who stays did not have, `lost`
    those that both have and that differ; `refused` are purposes and channels that would fall silent by it."""

    old: Customer
    into: Customer
    moves: Merged
    taken: dict[str, str]
    lost: dict[str, str]
    refused: tuple[tuple[str, str], ...]
    share_address: bool
    names_agree: bool


def preview(old_id: str, into_id: str) -> Preview:
    """Nothing is written. What would be refused is refused here already."""
    old, into = _both(old_id, into_id)
    addresses = list(_addresses(old))
    touches = [row for row in Touchpoint.in_partition(old.pk, "touch#") if moves.is_movable(row)]
    tasks = [row for row in Task.in_partition(old.pk, "task#") if row.state == "open"]
    sales = list(Sale.by_lookup(old.pk))
    facts = {name: getattr(old, name) for name in KEPT_IF_EMPTY if getattr(old, name)}
    return Preview(
        old, into, Merged(into.id, len(addresses), len(sales), len(touches), len(tasks)),
        taken={name: value for name, value in facts.items() if not getattr(into, name)},
        lost={name: value for name, value in facts.items() if getattr(into, name) not in ("", value)},
        refused=tuple(_newly_refused(into, old)),
        share_address=bool({*addresses} & {*_addresses(into)}),
        names_agree=names.match(old.name, [into.name]) is not None,
    )  # fmt: skip


def _newly_refused(into: Customer, old: Customer) -> Iterator[tuple[str, str]]:
    for purpose, said in stricter(into.consents, old.consents).items():
        before = into.consents.get(purpose, {})
        yield from (
            (purpose, channel)
            for channel, state in said.items()
            if state == "refused" and before.get(channel) != "refused"
        )


def _both(old_id: str, into_id: str) -> tuple[Customer, Customer]:
    old, into = _found(old_id), _found(into_id)
    if old.id == into.id:
        raise BadInput("{old_id} cannot be merged into itself. Name two customers.", old_id=old_id)
    if old.erased_at or into.erased_at:
        raise Conflict("One of the two was erased; there is nothing left to merge.")
    if into.merged_into:
        raise Conflict(
            "{into_id} was itself merged into {merged_into}. Name that one.",
            into_id=into_id,
            merged_into=into.merged_into,
        )
    if old.merged_into not in ("", into.id):
        raise Conflict(
            "{old_id} was merged into {merged_into} already.", old_id=old_id, merged_into=old.merged_into
        )
    return old, into


def _found(customer_id: str) -> Customer:
    """The very row, not the one it points to."""
    found = Customer.find(*Customer.at(customer_id), consistent=True)
    if found is None:
        raise NotFound(
            "There is no customer {id}. `aftercare customer find` looks by address.", id=customer_id
        )
    return found


def _point(old: Customer, into: Customer, why: str, who: str, now: datetime) -> None:
    """From here on everybody who asks for the old one gets the other."""
    pointed = (Customer.merged_into.set(into.id), Row.lookup_pk.remove(), Row.lookup_sk.remove())
    pointer = Write(old, pointed, Customer.merged_into == "")
    facts = {"from": old.id, "why": why}
    events.append(into, "merged", who, facts, now, lambda current: tuple(_joined(old, current)), (pointer,))


def _joined(old: Customer, into: Customer) -> Iterator[Any]:
    """What the two knew, together: whoever refused once, refused; whoever heard from us, heard from us."""
    for name in ("phones", "emails", "no_sms"):
        both = list(dict.fromkeys([*getattr(into, name), *getattr(old, name)]))
        yield getattr(Customer, name).set(both)
    for name in KEPT_IF_EMPTY:
        if getattr(old, name) and not getattr(into, name):
            yield getattr(Customer, name).set(getattr(old, name))
    yield Customer.tags.set(list(tags.joined(into.tags, old.tags)))
    yield Customer.consents.set(stricter(into.consents, old.consents))
    yield Customer.stopped.set({**old.stopped, **into.stopped})
    yield Customer.recent.set(sorted([*old.recent, *into.recent]))
    yield Customer.open_complaints.set(int(into.open_complaints) + int(old.open_complaints))
    yield Customer.merged_from.set([*into.merged_from, *old.merged_from, old.id])


def stricter(one: dict[str, dict[str, str]], other: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """Per purpose and channel; a refusal of either outweighs the other's yes."""
    both: dict[str, dict[str, str]] = {}
    for purpose in sorted({*one, *other}):
        mine, theirs = one.get(purpose, {}), other.get(purpose, {})
        words = {channel: _refused(mine, theirs, channel) for channel in {*mine, *theirs}}
        both[purpose] = {"*": "refused"} if words.get("*") == "refused" else words
    return both


def _refused(mine: dict[str, str], theirs: dict[str, str], channel: str) -> str:
    said = {mine.get(channel), theirs.get(channel)}
    return "refused" if "refused" in said else "granted"


def _addresses(customer: Customer) -> Iterable[tuple[str, str]]:
    yield from (("sms", phone) for phone in customer.phones)
    yield from (("email", mail) for mail in customer.emails)


def _hand_over(channel: str, address: str, old_id: str, into_id: str) -> int:
    for _ in range(TRIES):
        contact = Contact.find(*Contact.at(channel, address), consistent=True)
        if contact is None or old_id not in contact.customers:
            return 0
        version = contact.version
        names = [into_id if one == old_id else one for one in contact.customers]
        contact.customers, contact.version = list(dict.fromkeys(names)), int(version) + 1
        if contact.put_if(Contact.version == version):
            return 1
    raise Conflict("An address is being changed by others just now; run the same merge again.")


def _move_sale(sale: Sale, into_id: str, now: datetime) -> int:
    """Planned anew under its new owner, whose plan knows the old one's rows."""
    version = int(sale.anchors_version)
    actions = [
        Sale.customer_id.set(into_id), Row.lookup_pk.set(f"customer#{into_id}"),
        Sale.anchors_version.set(version + 1), Row.due_lane.set(lane_name(shard_of(into_id), NOW)),
        Row.due_key.set(due_key(now, sale.pk, sale.sk)),
    ]  # fmt: skip
    if not sale.change(actions, Sale.anchors_version == version):
        raise Conflict(
            "Sale {sale} is being changed by others just now; run the same merge again.", sale=sale.id
        )
    for unit in Unit.in_partition(sale.pk, "unit#"):
        unit.change([Unit.customer_id.set(into_id)])
    return 1
