"""What somebody tells us, by any way in, becomes a complaint, part of an open one, or a person's task.

It is written down first and falls due at once, so that nothing told is ever lost: whoever wrote it down may
work on it right away, and where that is cut short the dispatcher does.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from chalicelib import plans, settings
from chalicelib.care import effects
from chalicelib.care.complaints import attachments, dangers, file, filing, telling
from chalicelib.care.complaints.filing import NewComplaint
from chalicelib.care.hands import Hands
from chalicelib.effects import OpenTask
from chalicelib.errors import CareError, Conflict
from chalicelib.plans import saying
from chalicelib.records import complaints as records
from chalicelib.records.attributes import instant
from chalicelib.records.complaints import Complaint
from chalicelib.records.customers import Customer
from chalicelib.records.sales import Sale
from chalicelib.records.table import Row, Write, leave_due, transact
from chalicelib.records.tellings import WAITING, Telling
from chalicelib.rules import intake
from chalicelib.rules.intake import OpenCase, Place

TRIES = 3


def at_once(row: Telling, now: datetime) -> Telling:
    """Worked on by whoever wrote it down; where others are faster or in the way, the dispatcher goes on."""
    try:
        place(row, now)
    except Conflict:
        return row
    if not row.media:
        row.change(leave_due(), Telling.state != "new")
    row.refresh(consistent_read=True)
    return row


def work(row: Telling, now: datetime, hands: Hands) -> None:
    """The dispatcher's way in: first its place, since nobody shall wait for photos; then those."""
    place(row, now)
    if row.media:
        row.refresh(consistent_read=True)
        _fetch(row, now, hands)


def _fetch(row: Telling, now: datetime, hands: Hands) -> None:
    """What the provider keeps is kept here. What fails comes back later, at last before a person; the rest
    does not wait for it."""
    left: dict[str, CareError] = {}
    kept = attachments.keep(row.reference, _contents(row, hands, left), before=len(row.files))
    if kept.files or not left:
        _keep(row, kept, list(left), now)
    if left:
        raise next(iter(left.values()))


def _contents(row: Telling, hands: Hands, left: dict[str, CareError]) -> Iterator[tuple[str, bytes]]:
    channel = hands.channels[row.provider]
    for address in row.media:
        try:
            content = channel.media(hands.settings, address, attachments.LARGEST)
        except CareError as trouble:
            left[address] = trouble
            continue
        if content:
            yield row.provider, content


def _keep(row: Telling, kept: attachments.Kept, left: list[str], now: datetime) -> None:
    new = [list(one) for one in kept.files if one[0] not in {known[0] for known in row.files}]
    more = (Telling.files.set([*row.files, *new]), Telling.media.set(left))
    got = Write(row, more, Telling.media == row.media)
    if not row.number:
        transact([got])
        return
    complaint = file.get(row.number)
    facts = {"files": [*complaint.facts.get("files", []), *new]}
    says = {"reference": row.reference, "refused": [why for _, why in kept.refused]}
    file.add(complaint, "files", "clock", now, facts=facts, says=says, besides=(got,))


def place(row: Telling, now: datetime) -> None:
    """Into the open complaint that it belongs to, a new one, or before a person."""
    for _ in range(TRIES):
        if row.state != "new":
            return
        if row.suspect:
            return _waits(row)
        person = Customer.today(row.customer_id) if row.customer_id else None
        if person is None or person.erased_at:
            return _ask(row, None, now)
        open_ones = _open_complaints(person)
        found = intake.place(f"{row.case} {row.words}", row.sale_id, list(map(_case, open_ones)))
        if _placed(row, person, open_ones, found, now):
            return
        row.refresh(consistent_read=True)
    raise Conflict(
        "The complaints of {customer_id} are being changed by others; try again.", customer_id=row.customer_id
    )


def _placed(
    row: Telling, person: Customer, open_ones: Sequence[Complaint], found: Place, now: datetime
) -> bool:
    """Whether it has its place now; else somebody else was faster, and it is looked at again."""
    if complaint := next((one for one in open_ones if one.id == found.number), None):
        return _join(row, complaint, found.unsure, now)
    if row.opens:
        return _open(row, person, now)
    _ask(row, person, now)
    return True


def _open_complaints(person: Customer) -> list[Complaint]:
    keys = [Complaint.at(number) for number in records.of_customer(person.partitions)]
    found = Complaint.many(keys, consistent=True).values()
    return [one for one in found if isinstance(one, Complaint) and not file.stages()[one.stage].rests]


def _case(complaint: Complaint) -> OpenCase:
    return OpenCase(complaint.id, complaint.sale_id, complaint.opened_at)


def _open(row: Telling, person: Customer, now: datetime) -> bool:
    policy = plans.complaints()
    new = NewComplaint(
        person.id, row.words or _only_files(row), _known(row.wish, policy.wishes),
        about=_known(row.about, policy.kinds), channel=row.channel, sale_id=_own_sale(row, person),
        relation=row.relation, key=row.key, recorder=row.recorder or "", more=_besides(row),
    )  # fmt: skip
    seen = int(person.open_complaints or 0)
    try:
        filing.open(new, now, besides=(_done(row, "opened", row.reference),), only_open=seen)
    except Conflict:
        return False
    return True


def _besides(row: Telling) -> dict[str, Any]:
    """What else the way in knew: photos, and at which store's counter the paper lay."""
    said = {"files": row.files, "store": row.store}
    return {name: known for name, known in said.items() if known}


def _known(name: str, names: Iterable[str]) -> str:
    """What the policy no longer has is its last, the one for all else."""
    return name if name in names else [*names][-1]


def _own_sale(row: Telling, person: Customer) -> str:
    """A sale that has changed hands since, or never was theirs, is left out rather than in the way, unless
    somebody has said what they are to its buyer."""
    sale = Sale.find(*Sale.at(row.sale_id)) if row.sale_id else None
    return sale.id if sale and (row.relation or sale.customer_id == person.id) else ""


def _only_files(row: Telling) -> str:
    return f"({len(row.files) or len(row.media)} photos or documents, without words)"


def _join(row: Telling, complaint: Complaint, unsure: bool, now: datetime) -> bool:
    """The customer says more: it goes to whoever has the case, and an answer ends a wait for it."""
    besides = (*_more(row, complaint, unsure, now), _done(row, "joined", complaint.id))
    facts = dangers.noted(row.words, complaint.severity, complaint.facts)
    if row.files:
        facts["files"] = [*complaint.facts.get("files", []), *row.files]
    says = {"channel": row.channel, "words": row.words, "reference": row.reference}
    try:
        if file.stages()[complaint.stage].waits:
            file.move(
                complaint, complaint.back_to, "customer", now, facts=facts, why=row.words, besides=besides
            )
        else:
            file.add(complaint, "told", "customer", now, facts=facts, says=says, besides=besides)
    except Conflict:
        return False
    return True


def _more(row: Telling, complaint: Complaint, unsure: bool, now: datetime) -> Iterator[Write]:
    """Who has it reads it today; where nobody has it yet, whoever gets it reads the whole file."""
    if complaint.owner and dangers.noted(row.words, complaint.severity):
        yield dangers.to_judge(complaint, row.words[: telling.IN_TASK], now, f"told {row.reference}")
    elif complaint.owner:
        title = "complaint-told-unsure" if unsure else "complaint-told"
        note = (row.words or _only_files(row))[: telling.IN_TASK]
        yield telling.owner(complaint, title, now, f"told {row.reference}", do="reply", note=note)


def _done(row: Telling, state: str, number: str) -> Write:
    """In the same transaction, so that it can be told once only."""
    return Write(row, (Telling.state.set(state), Telling.number.set(number)), Telling.state == "new")


def asked(row: Telling) -> str:
    """Why its task was opened."""
    return f"told {row.reference}"


def _ask(row: Telling, person: Customer | None, now: datetime) -> None:
    """Nobody can say whose it is, or whether it is a complaint: a person reads it, today."""
    note = (row.words or _only_files(row))[: telling.IN_TASK]
    name = person.name if person else row.name
    sender = ", ".join(part for part in (row.sender, row.store) if part)
    title = saying.asked("told", lambda language: {
        "customer_name": name, "sender": sender, "note": note, "place": _place_of(row),
        "dangers": dangers.named(row.words, language),
    })  # fmt: skip
    danger = dangers.heard(row.words)
    days = 0 if person is None or danger else 1
    effects.open_task(
        OpenTask("reply", days=days, urgent=True, any_hour=danger), person.rep if person else "",
        title, now, reason=asked(row),
        customer_id=person.id if person else "", telling=row.name_of_row,
    )  # fmt: skip
    _waits(row)


def _place_of(row: Telling) -> str:
    """Where a person says what it is."""
    return f"{settings.read().public_base_url.rstrip('/')}/complaints/told#{row.reference}"


def _waits(row: Telling) -> None:
    """Among what nobody has placed; of what is suspect no task is made, since there may be many."""
    listed = (Row.lookup_pk.set(WAITING), Row.lookup_sk.set(f"{instant(row.told_at)}#{row.reference}"))
    row.change([Telling.state.set("asked"), *listed], Telling.state == "new")
