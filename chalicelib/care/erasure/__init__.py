"""Forgetting a person: what names or describes them goes, that something happened stays. The addresses
stay silenced by keyed hashes; the providers are asked to forget too. Done again, it finishes what was
cut short, also after a restore."""

import re
from collections.abc import Iterator
from datetime import datetime

from chalicelib import files, links
from chalicelib.care import effects
from chalicelib.care.erasure import copies
from chalicelib.care.hands import Hands
from chalicelib.errors import Conflict, NotConfigured, NotFound
from chalicelib.plans import saying
from chalicelib.records import complaints, events, extracts
from chalicelib.records.complaints import Complaint
from chalicelib.records.customers import Contact, Customer
from chalicelib.records.erasures import Erasure, Silence
from chalicelib.records.events import Payload
from chalicelib.records.links import PAGES, Link
from chalicelib.records.offers import Offer
from chalicelib.records.ratings import Checklist, Rating
from chalicelib.records.referrals import Referral
from chalicelib.records.roster import Enrolled
from chalicelib.records.sales import Sale
from chalicelib.records.table import Row, Write, leave_due, shard_of
from chalicelib.records.tasks import Task
from chalicelib.records.tellings import Telling
from chalicelib.records.touchpoints import OPEN, Rendered, Touchpoint

TRIES = 5
LINK = re.compile(r"/l/([a-z2-7]{12})")
BLANK = (
    "name", "language", "estate", "estate_grade", "address", "vulnerability", "asked_rating", "rep", "store",
)  # fmt: skip
EMPTY = ("phones", "emails", "no_sms", "tier_reasons", "recent", "tags")


def erase(customer_id: str, who: str, now: datetime, hands: Hands) -> Customer:
    """What could still go out first, the person's own row last: it alone knows the addresses."""
    key = _key(hands)
    customer = _found(customer_id)
    _refuse_while_sending(customer)
    Erasure(*Erasure.at(customer.id), erased_at=now, who=who).create()
    for pk in customer.partitions:
        rows = list(Row.in_partition(pk, consistent=True))
        copies.ask_back(rows, now, hands)
        for row in rows:
            _forget(row, hands.settings.link_secret)
    for number in complaints.of_customer(customer.partitions):
        _forget_links({links.token(hands.settings.link_secret, "case", number)})
        _forget_complaint(number, who, now)
    for sale in Sale.by_lookup(f"customer#{customer.id}"):
        sale.change([Sale.note.set(""), Sale.why.set("")])
    for channel, address in _addresses(customer):
        _silence(key, channel, address, customer, now)
    _blank_rows(customer, who, now)
    for extract in extracts.every():
        extract.begin_again(now)
    return customer


def erased() -> list[Erasure]:
    """The list to apply again after a restore."""
    return list(Erasure.in_partition("erasure"))


def _key(hands: Hands) -> str:
    if not hands.settings.erasure_key:
        raise NotConfigured(
            "Set ERASURE_KEY to a long random text that is kept outside the table: an erased address stays "
            "silenced only by a hash made with it."
        )
    return hands.settings.erasure_key


def _found(id: str) -> Customer:
    customer = Customer.find(*Customer.at(id), consistent=True)
    if customer is None:
        raise NotFound("There is no customer {id}. `aftercare customer find` looks by address.", id=id)
    if into := customer.merged_into:
        raise Conflict("{id} was merged into {into}. Erase that one: it takes both.", id=id, into=into)
    return customer


def _refuse_while_sending(customer: Customer) -> None:
    for pk in customer.partitions:
        for touch in Touchpoint.in_partition(pk, "touch#", consistent=True):
            if touch.state == "sending":
                raise Conflict(
                    "{key} is being sent at this moment; erase again in ten minutes.", key=touch.key
                )


def _addresses(customer: Customer) -> Iterator[tuple[str, str]]:
    """Also those that only a merged row or a touch of the past still knows."""
    rows = [Customer.find(pk, "customer", consistent=True) for pk in customer.partitions]
    for row in filter(None, rows):
        yield from (("sms", phone) for phone in row.phones)
        yield from (("email", mail) for mail in row.emails)


def _silence(key: str, channel: str, address: str, customer: Customer, now: datetime) -> None:
    """The address is readable only as long as others use it too."""
    ours = {customer.id, *customer.merged_from}
    for _ in range(TRIES):
        contact = Contact.find(*Contact.at(channel, address), consistent=True)
        reason = (contact.stopped if contact else "") or "erased"
        Silence(*Silence.at(key, channel, address), reason=reason, since_at=now).create()
        if contact is None or _let_go(contact, ours):
            return
    raise Conflict("An address is being changed by others just now; erase again.")


def _let_go(contact: Contact, ours: set[str]) -> bool:
    version = contact.version
    contact.customers = [one for one in contact.customers if one not in ours]
    if contact.customers:
        contact.version = int(version) + 1
        return contact.put_if(Contact.version == version)
    contact.delete()
    return True


def _blank_rows(customer: Customer, who: str, now: datetime) -> None:
    for merged in customer.merged_from:
        Customer(*Customer.at(merged)).change(_blank(now))
    for one in (customer.id, *customer.merged_from):
        Enrolled(*Enrolled.at(one)).change([Row.lookup_pk.remove(), Row.lookup_sk.remove()])
    if customer.erased_at is None:
        events.append(customer, "erased", who, {}, now, lambda _: tuple(_blank(now)))


def _blank(now: datetime) -> list:
    texts = [getattr(Customer, name).set("") for name in BLANK]
    lists = [getattr(Customer, name).set([]) for name in EMPTY]
    gone = [Row.lookup_pk.remove(), Row.lookup_sk.remove(), Customer.estate_age.remove()]
    counted = (Customer.open_complaints.set(0), Customer.stopped.set({}))
    return [*texts, *lists, *gone, *counted, Customer.erased_at.set(now)]


def _forget(row: Row, link_secret: str) -> None:
    if isinstance(row, Rendered | Payload):
        _forget_words(row)
    elif isinstance(row, Touchpoint):
        _forget_links({links.token(link_secret, page, row.key) for page in PAGES})
        _forget_touch(row)
    elif isinstance(row, Task):
        _forget_task(row)
    elif isinstance(row, Rating):
        row.change([Rating.comment.set("")])
    elif isinstance(row, Checklist):
        row.change([Checklist.notes.set({})])
    elif isinstance(row, Telling | Referral):
        _forget_files(getattr(row, "files", []))
        row.delete()


def _forget_complaint(number: str, who: str, now: datetime) -> None:
    """What it says goes, and with whoever complained its end; its chain still checks."""
    complaint = Complaint.find(*Complaint.at(number), consistent=True)
    if complaint is None or not complaint.facts:
        return
    _forget_files(complaint.facts.get("files", []))
    for row in list(Row.in_partition(complaint.pk, consistent=True)):
        if isinstance(row, Payload):
            row.delete()
        elif isinstance(row, Offer):
            gives = [[kind, amount, ""] for kind, amount, _ in row.gives]
            row.change([Offer.gives.set(gives), Offer.effort.set("")])
    gone = (
        Complaint.facts.set({}), Complaint.review.set({}), Complaint.stage.set("closed"),
        Complaint.routes.set([]), Row.lookup_pk.remove(), Row.lookup_sk.remove(), *leave_due(),
    )  # fmt: skip
    events.append(complaint, "erased", who, {}, now, lambda _: gone, [*_held_no_more(complaint, now)])


def _held_no_more(complaint: Complaint, now: datetime) -> Iterator[Write]:
    """The buyer, of whose goods somebody else had complained, hears what is cheerful again."""
    count = Customer.open_complaints
    for one, times in complaints.held(complaint) if complaint.stage != "closed" else ():
        if complaint.customer_id not in (one.id, *one.merged_from):
            yield Write(one, (count.set((count | 0) - times),))
            yield Write(effects.brought_forward(shard_of(one.pk), "open_complaint", now))


def _forget_files(kept: list) -> None:
    """Photos and documents lie outside the table; they need not be there any more."""
    for key, *_ in kept:
        files.remove(key)


def _forget_words(row: Rendered | Payload) -> None:
    """With a message go the links that stand in it."""
    if isinstance(row, Rendered):
        _forget_links(set(LINK.findall(f"{row.text} {row.html} {row.unsubscribe_url}")))
    row.delete()


def _forget_links(tokens: set[str]) -> None:
    """A link's own name is a hash, so only who knows the token can find it."""
    for token in tokens:
        Link(*Link.at(token)).delete()


def _forget_touch(touch: Touchpoint) -> None:
    """What is open is cancelled; of the rest only which step it was, when, and how it ended."""
    attempts = {number: {**facts, "address": ""} for number, facts in touch.attempts.items()}
    actions = [
        Touchpoint.values.set({}), Touchpoint.address.set(""), Touchpoint.attempts.set(attempts),
        Touchpoint.history.set([[*line[:2], line[2].split(" ")[0], ""] for line in touch.history]),
        Touchpoint.lease_until.remove(), *leave_due(),
    ]  # fmt: skip
    if touch.state in OPEN:
        actions += [Touchpoint.state.set("cancelled"), Touchpoint.reason.set("erased")]
    touch.change(actions)


def _forget_task(task: Task) -> None:
    if task.state == "open":
        task.drop("erased")
    _forget_files(task.photos or [])
    task.title, task.note = saying.asked("erased", {}), ""
    task.history = [[*line[:2], "", ""] for line in task.history]
    task.photos = task.friend = task.due_lane = task.due_key = None
    task.listed()
    task.save()
