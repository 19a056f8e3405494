"""What was told and belonged nowhere by itself: a person says whose it is, or that it is nothing of ours."""

from datetime import datetime

from chalicelib import files
from chalicelib.care import effects
from chalicelib.care.complaints import intake
from chalicelib.effects import Tell
from chalicelib.errors import BadInput, Conflict, NotFound
from chalicelib.records.customers import Customer
from chalicelib.records.table import Row
from chalicelib.records.tasks import Task
from chalicelib.records.tellings import WAITING, Telling

REPLIED, NO_REPLY = "replied", "no_reply_needed"


def waiting() -> list[Telling]:
    """Oldest first."""
    return [row for row in Row.by_lookup(WAITING) if isinstance(row, Telling)]


def get(reference: str) -> Telling:
    wanted = reference.strip().upper()
    known = {row.reference: row for row in waiting()}
    if wanted not in known:
        raise NotFound(f"Nothing waits as {wanted}; `aftercare complaint told` lists what does.")
    return known[wanted]


def take(reference: str, customer_id: str, sale_id: str, who: str, now: datetime) -> Telling:
    """It is this customer's, and a complaint: it opens one, or joins the one that is open."""
    row = get(reference)
    person = Customer.today(customer_id)
    if person is None or person.erased_at:
        raise NotFound(f"There is no customer {customer_id}. Find or record the person first.")
    told = Tell(
        f"{row.key} {person.id}", row.channel, row.words, person.id, sale_id or row.sale_id, row.sender,
        row.name, row.wish, row.about, row.case, files=row.files, media=row.media, provider=row.provider,
    )  # fmt: skip
    found = intake.at_once(effects.tell(told, now), now)
    if found.state == "new":
        raise Conflict("The complaints of this customer are being changed by others; try again in a minute.")
    _settle(row, "taken", REPLIED, who, now)
    return found


def dismiss(reference: str, why: str, who: str, now: datetime) -> None:
    """Advertising, a wrong number, nothing of ours: its words and files go."""
    row = get(reference)
    if not why.strip():
        raise BadInput("Say why nobody needs to answer it (--why).")
    for key, *_ in row.files:
        files.remove(str(key))
    row.change([Telling.words.set(""), Telling.files.set([]), Telling.media.set([])])
    _settle(row, "dismissed", NO_REPLY, who, now)


def _settle(row: Telling, state: str, outcome: str, who: str, now: datetime) -> None:
    """Done again, it finishes what was cut short: the list comes last."""
    person = row.customer_id
    effects.end_task(Task(*Task.at(person, effects.task_id(person, intake.asked(row)))), outcome, who, now)
    row.change([Telling.state.set(state), Row.lookup_pk.remove(), Row.lookup_sk.remove()])
