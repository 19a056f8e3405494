"""A complaint's people and its usual way, for journeys that begin somewhere along it."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from chalicelib.care import tasks
from chalicelib.care.complaints import agreeing, carrying, file, filing, handling, offering
from chalicelib.care.complaints.filing import NewComplaint
from chalicelib.records.complaints import Complaint
from chalicelib.records.tasks import Task
from chalicelib.records.touchpoints import Touchpoint
from chalicelib.rules import offers
from chalicelib.rules.offers import Give
from tests.journeys.world import World

REP, MANAGER, OPS, BOSS = "阿玲", "主管", "營運", "老闆"
MINUTES, HOUR, DAY = timedelta(minutes=5), timedelta(hours=1), timedelta(days=1)
VERIFIED = {
    "nature": "受潮", "degree": "三塊", "scope": "客廳", "opinion": "漏水", "verified_by": REP,
    "verified_what": "含水率 14%",
}  # fmt: skip
OURS = {"cause": "防潮膜未鋪好", "at_fault": "yes", "loss_direct": "5000"}
NOT_OURS = {"cause": "水管漏水", "at_fault": "no"}


def people(world: World) -> None:
    """A rep, whose manager the list names, and one of each role above."""
    world.staff(REP, manager=MANAGER)
    world.staff(MANAGER, role="manager", phone="+85290000001")
    world.staff(OPS, role="ops", phone="+85290000002")
    world.staff(BOSS, role="admin", phone="+85290000003")


def complain(world: World, **facts: Any) -> Complaint:
    """Somebody who has spent 20,000 complains, and has heard that we look after it."""
    usual: dict[str, Any] = {"words": "客廳地板起拱了", "wish": "repair", "recorder": REP, "sale_id": "a1"}
    if "customer_id" not in facts:
        person = world.customer()
        world.sale(person, amount=Decimal(20000), currency="CNY", rep=REP)
        world.run(MINUTES)
        usual["customer_id"] = person.id
    found = filing.open(NewComplaint(**{**usual, **facts}), world.now)
    world.run(MINUTES)
    return file.get(found.id)


def looked_into(world: World, one: Complaint, facts: dict[str, str] = OURS) -> Complaint:
    """Verified, with its cause: the next is an offer."""
    handling.move(one.id, "verifying", REP, "", {}, world.now)
    handling.move(one.id, "deciding", REP, "", VERIFIED, world.now)
    return handling.note(one.id, facts, REP, "", world.now)


def offer(
    world: World,
    one: Complaint,
    *gives: str,
    who: str = REP,
    ask: bool = False,
    below: str = "保險公司已賠",
    beside: str = "",
) -> Complaint:
    """Where it is less than is owed, since the insurer has paid."""
    given = [_give(text) for text in gives or ("repair:150", "apology")]
    return offering.propose(one.id, given, "CNY", "", who, ask, world.now, "", beside, below)


def _give(text: str) -> Give:
    kind, _, amount = text.partition(":")
    return Give(kind, offers.amount(amount or "0", kind))


def accepted(world: World, one: Complaint) -> Complaint:
    """By the customer's link; the work begins at the next tick."""
    agreeing.accept(one.id, int(one.offers), agreeing.BY_LINK, "customer", world.now)
    world.run(MINUTES)
    return file.get(one.id)


def work(world: World, one: Complaint) -> list[Task]:
    return [task for task in world.tasks() if task.case == one.id and task.do == carrying.DO]


def carried_out(world: World, one: Complaint) -> Complaint:
    for task in work(world, one):
        if task.state == "open":
            tasks.finish(task.key, "carried_out", "", task.rep, world.now)
    world.run(MINUTES)
    return file.get(one.id)


def settled(world: World, one: Complaint) -> Complaint:
    """As far as the question whether all is well."""
    return carried_out(world, accepted(world, offer(world, looked_into(world, one))))


def told(world: World) -> list[str]:
    """What went to the customer about complaints, in order."""
    keys = {touch.key: touch.step for touch in world.rows(Touchpoint)}
    steps = [keys[message.key] for _, message, _ in world.provider.accepted if message.key.startswith("c")]
    return [step.removeprefix("complaint-") for step in steps if step.startswith("complaint-")]


def open_tasks(world: World, do: str) -> list[Task]:
    return [task for task in world.tasks() if task.do == do and task.state == "open"]
