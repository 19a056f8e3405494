"""What was told and belonged nowhere by itself: a person says whose it is, or that it is nothing of ours."""

from datetime import datetime

from chalicelib import files
from chalicelib.care import effects
from chalicelib.care.complaints import beside, intake
from chalicelib.effects import Tell
from chalicelib.errors import BadInput, Conflict, NotFound
from chalicelib.plans import saying
from chalicelib.records.customers import Customer
from chalicelib.records.table import Row
from chalicelib.records.tasks import Task
from chalicelib.records.tellings import WAITING, Telling

LONGEST = 300
REPLIED, NO_REPLY = "replied", "no_reply_needed"
# What its task is called afterwards.
SETTLED = {"taken": "told-as-complaint", "dismissed": "told-no-answer"}


def waiting() -> list[Telling]:
    """Oldest first; what was answered in the meantime waits no more."""
    return still(_unplaced())


def still(rows: list[Telling]) -> list[Telling]:
    """Those of them that wait."""
    _read_together(rows)
    return [row for row in rows if (task := _task(row)) is None or task.state == "open"]


def _read_together(rows: list[Telling]) -> None:
    """Whom they are of, and the tasks that they opened: a page asks for each of these later."""
    Customer.many([Customer.at(row.customer_id) for row in rows if row.customer_id], consistent=True)
    tasks = {Task.at(row.customer_id, effects.task_id(row.customer_id, intake.asked(row))) for row in rows}
    Task.many(sorted(tasks), consistent=True)


def count() -> int:
    """How many wait, without looking at each."""
    return sum(1 for _ in Row._raw(WAITING, None, index_name="lookup"))


def _unplaced() -> list[Telling]:
    return [row for row in Row.by_lookup(WAITING) if isinstance(row, Telling)]


def _task(row: Telling) -> Task | None:
    """Where its customer was merged since, it stands with the other."""
    task_id = effects.task_id(row.customer_id, intake.asked(row))
    person = Customer.today(row.customer_id) if row.customer_id else None
    homes = [person.id, *person.merged_from] if person else [row.customer_id]
    found = (Task.find(*Task.at(home, task_id), consistent=True) for home in homes)
    return next((task for task in found if task and task.state != "moved"), None)


def get(reference: str) -> Telling:
    wanted = reference.strip().upper()
    known = {row.reference: row for row in _unplaced()}
    if wanted not in known:
        raise NotFound(
            "Nothing waits as {wanted}; `aftercare complaint told` lists what does.", wanted=wanted
        )
    return known[wanted]


def take(
    reference: str, customer_id: str, sale_id: str, who: str, now: datetime, relation: str = ""
) -> Telling:
    """It is this customer's, and a complaint: it opens one, or joins the one that is open. `relation`: what
    they are to the buyer of the sale, where it is another's."""
    row = get(reference)
    person = Customer.today(customer_id)
    if person is None or person.erased_at:
        raise NotFound(
            "There is no customer {customer_id}. Find or record the person first.", customer_id=customer_id
        )
    if sale_id or relation:
        # Told on with a slip in it, it would be refused forever.
        beside.check_sale(sale_id or row.sale_id, relation, person)
    told = Tell(
        f"{row.key} {person.id}", row.channel, row.words, person.id, sale_id or row.sale_id, row.sender,
        row.name, row.store, row.wish, row.about, row.case, files=row.files, media=row.media,
        provider=row.provider, relation=relation,
    )  # fmt: skip
    found = intake.at_once(effects.tell(told, now), now)
    if found.state == "new":
        raise Conflict("The complaints of this customer are being changed by others; try again in a minute.")
    _settle(row, "taken", REPLIED, who, now)
    return found


def dismiss(reference: str, why: str, who: str, now: datetime) -> None:
    """Advertising, a wrong number, answered long ago: it leaves the list with its reason; its words and files
    go."""
    row = get(reference)
    if not why.strip():
        raise BadInput("Say why nobody needs to answer it (--why).")
    if len(why) > LONGEST:
        raise BadInput(
            "Why nobody needs to answer it is longer than {longest} letters; say it shorter.", longest=LONGEST
        )
    for key, *_ in row.files:
        files.remove(str(key))
    _settle(row, "dismissed", NO_REPLY, who, now, why.strip())


def _settle(row: Telling, state: str, outcome: str, who: str, now: datetime, why: str = "") -> None:
    """Done again, it finishes what was cut short: the list comes last."""
    if task := _task(row):
        effects.end_task(task, outcome, who, now)
        title = saying.asked(SETTLED[state], {"reference": row.reference})
        task.change([Task.title.set(title), Task.note.set(why)])
    row.change(row.left(state, why))
