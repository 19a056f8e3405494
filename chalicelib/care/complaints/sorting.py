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
    """Oldest first; whoever was answered in the meantime waits no more."""
    return [row for row in _unplaced() if _task(row).state == "open"]


def _unplaced() -> list[Telling]:
    return [row for row in Row.by_lookup(WAITING) if isinstance(row, Telling)]


def _task(row: Telling) -> Task:
    """One that moved with its customer counts as open."""
    at = Task.at(row.customer_id, effects.task_id(row.customer_id, intake.asked(row)))
    return Task.find(*at) or Task(*at)


def get(reference: str) -> Telling:
    wanted = reference.strip().upper()
    known = {row.reference: row for row in _unplaced()}
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
        row.name, row.store, row.wish, row.about, row.case, files=row.files, media=row.media,
        provider=row.provider,
    )  # fmt: skip
    found = intake.at_once(effects.tell(told, now), now)
    if found.state == "new":
        raise Conflict("The complaints of this customer are being changed by others; try again in a minute.")
    _settle(row, "taken", REPLIED, who, now)
    return found


def dismiss(reference: str, why: str, who: str, now: datetime) -> None:
    """Advertising, a wrong number, nothing of ours: its files go, too."""
    row = get(reference)
    if not why.strip():
        raise BadInput("Say why nobody needs to answer it (--why).")
    for key, *_ in row.files:
        files.remove(str(key))
    _settle(row, "dismissed", NO_REPLY, who, now)


def _settle(row: Telling, state: str, outcome: str, who: str, now: datetime) -> None:
    """Nothing personal stays behind where no erasure would find it. Done again, it finishes what was cut
    short: the list comes last."""
    task = _task(row)
    effects.end_task(task, outcome, who, now)
    task.change([Task.title.set(f"{row.reference}: {state}")])
    row.change([
        Telling.words.set(""), Telling.name.set(""), Telling.sender.set(""), Telling.files.set([]),
        Telling.media.set([]), Telling.state.set(state), Row.lookup_pk.remove(), Row.lookup_sk.remove(),
    ])  # fmt: skip
