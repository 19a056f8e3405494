"""The sample shop's complaints: what low points bring is settled within days; of the last weeks there is one
each that is new, late, waiting for the customer and settled."""

import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from chalicelib import plans
from chalicelib.care.complaints import (
    agreeing,
    carrying,
    closing,
    filing,
    handling,
    offering,
    reading,
    telling,
)
from chalicelib.care.complaints.filing import NewComplaint
from chalicelib.errors import CareError
from chalicelib.records import complaints
from chalicelib.records.complaints import Complaint
from chalicelib.records.customers import Customer
from chalicelib.records.sales import Sale
from chalicelib.rules.offers import Give
from chalicelib.simulation import everything

Step = Callable[[Complaint, str, datetime], object]

MANAGER, COUNTRY = "何经理", "CN"
LIVED_IN = timedelta(days=30)
FOUND = {
    "nature": "收边松动", "degree": "一处", "scope": "不影响其他地方", "opinion": "希望尽快修好",
    "verified_what": "现场查看并拍照",
}  # fmt: skip
REASONS = {"cause": "固定件没有拧紧", "at_fault": "yes", "loss_direct": "200", "cause_kind": "fitting"}


@dataclass(frozen=True)
class Story:
    """A call of some days ago, and the stage at which it stands today."""

    days_ago: int
    words: str
    stays: str


STORIES = (
    Story(30, "客厅靠阳台的收边条松了，走过会响", "closed"),
    Story(13, "次卧门口有两块板走上去响", "verifying"),
    Story(6, "厨房门口的地板有一条缝", "waiting_for_customer"),
    Story(2, "书房的踢脚线有一处磕碰", "acknowledged"),
)
STAYS = {story.words: story.stays for story in STORIES}


def live(day: date, today: date, at: datetime) -> None:
    """One evening: who called is written down, and each case goes a step further. What policies that were
    changed do not allow is left as it is: the shop opens all the same."""
    for complaint in reading.listed(None, "", resting=False):
        with suppress(CareError):
            _further(complaint, at)
    for story in STORIES:
        if today - day == timedelta(days=story.days_ago):
            _call(story, at)


def _further(complaint: Complaint, at: datetime) -> None:
    """A step an evening, of those that are not to stay where they are. Clocks are let run out in one."""
    words = str(complaint.facts.get("words", ""))
    if complaint.stage == STAYS.get(words) or complaint.stage not in STEPS:
        return
    who = MANAGER if complaint.owner in ("", telling.DESK) else complaint.owner
    asks = STAYS.get(words) == "waiting_for_customer" and complaint.stage == "verifying"
    (_ask if asks else STEPS[complaint.stage])(complaint, who, at)


def _call(story: Story, at: datetime) -> None:
    if not (found := list(_lived_in(at))):
        return
    sale = random.Random(story.words).choice(found)
    rep = sale.rep or MANAGER
    new = NewComplaint(
        sale.customer_id,
        story.words,
        "repair",
        "installation",
        sale_id=sale.id,
        recorder=rep,
        channel="phone",
    )
    filing.open(new, at)


def _lived_in(at: datetime) -> Iterator[Sale]:
    """Floors of those who read what we write here, and who have not complained yet."""
    for sale in everything():
        if isinstance(sale, Sale) and sale.category == "flooring" and _is_lived_in(sale, at):
            person = Customer.find(*Customer.at(sale.customer_id))
            if person and person.country == COUNTRY and not complaints.of_customer(person.partitions):
                yield sale


def _is_lived_in(sale: Sale, at: datetime) -> bool:
    return bool(sale.state == "active" and sale.installed_on and sale.installed_on <= at.date() - LIVED_IN)


def _begin(one: Complaint, who: str, at: datetime) -> None:
    handling.move(one.id, "verifying", who, "", {}, at)


def _verify(one: Complaint, who: str, at: datetime) -> None:
    handling.happened(one.id, "arrived", who, "", at)
    handling.move(one.id, "deciding", who, "", {**FOUND, "verified_by": who}, at)


def _ask(one: Complaint, who: str, at: datetime) -> None:
    say = "请拍一张缝的近照发给我们，方便师傅带对材料。"
    handling.move(one.id, "waiting_for_customer", who, "等客户发照片", {}, at, say)


def _offer(one: Complaint, who: str, at: datetime) -> None:
    """What is above a rep's limit the manager looks at on the next evening."""
    if one.offer_state == "asked":
        offering.decide(one.id, True, one.decider, "情况属实，按此办理", at)
        return
    handling.note(one.id, REASONS, who, "", at)
    gives = [Give("repair", Decimal(120), "上门检修并重新固定")]
    again = complaints.of_customer(telling.person(one).partitions)[0] != one.id
    currency = plans.compensation().currency
    offering.propose(one.id, gives, currency, "", who, True, at, beside="与上次不是同一处" if again else "")


def _agree(one: Complaint, who: str, at: datetime) -> None:
    agreeing.accept(one.id, 0, "客户在电话里同意", who, at)


def _done(one: Complaint, who: str, at: datetime) -> None:
    carrying.done(one.id, who, "师傅上门修好，客户当面看过", at)


def _content(one: Complaint, who: str, at: datetime) -> None:
    closing.rate(one.id, 0, 5, "修得很仔细，谢谢", who, at)


STEPS: dict[str, Step] = {
    "acknowledged": _begin, "verifying": _verify, "deciding": _offer, "offered": _agree,
    "carrying_out": _done, "checking": _content,
}  # fmt: skip
