"""What a customer hands in to be mended: received in a named condition, promised back by a day (F1-06)."""

from datetime import date, datetime

from chalicelib import plans, words
from chalicelib.care import effects
from chalicelib.care.complaints import carrying, closing, file, promises, telling
from chalicelib.errors import BadInput, Conflict
from chalicelib.records.complaints import Complaint
from chalicelib.rules.clocks import worktime
from chalicelib.sentences import Said

LONGEST = 200
HERE = closing.HERE


def hand_in(number: str, item: str, condition: str, back_on: date, who: str, now: datetime) -> Complaint:
    """The day on the receipt is from now on that by which all is settled, be it sooner or later than was
    promised, and is watched like it; the customer hears so at once (F2-17)."""
    complaint = file.get(number)
    _check(complaint, item, condition, back_on, now)
    complaint.finish_by = worktime.end_of(back_on, plans.complaints().calendar)
    changes = (
        Complaint.finish_by.set(complaint.finish_by),
        Complaint.promises.set(promises.made(complaint, now, finish=complaint.finish_by)),
    )
    facts = {
        "item": item.strip(), "item_condition": condition.strip(), "item_back_on": back_on.isoformat(),
        "item_received_on": effects.shop_day(now).isoformat(), HERE: "yes",
    }  # fmt: skip
    told = telling.customer(complaint, "complaint-change", now, _received(complaint, item.strip(), back_on))
    return file.add(complaint, "item_received", who, now, facts=facts, changes=changes, besides=told)


def _received(complaint: Complaint, item: str, back_on: date) -> dict[str, str]:
    language = telling.language_of(telling.person(complaint))
    return {"item": item, "done_by": words.near_date(language, back_on)}


def _check(complaint: Complaint, item: str, condition: str, back_on: date, now: datetime) -> None:
    if complaint.finish_by is None:
        raise Conflict(
            "Complaint {complaint} is {stage}, where nothing more is promised; open it again before "
            "something is handed in.",
            complaint=complaint.id,
            stage=file.said(complaint.stage),
        )
    if complaint.facts.get(HERE):
        raise Conflict(
            "{item} is here already for complaint {complaint}.",
            item=complaint.facts["item"],
            complaint=complaint.id,
        )
    for said, what in (
        (item, Said("what was handed in (--item)")),
        (condition, Said("its condition (--condition)")),
    ):
        if not said.strip() or len(said) > LONGEST:
            raise BadInput(
                "Say {what}, in no more than {longest} letters: the receipt rests on it.",
                what=what,
                longest=LONGEST,
            )
        telling.check_phrases(said)
    if back_on < effects.shop_day(now):
        raise BadInput(
            "It cannot be promised back by {back_on}, which is over. Choose a day to come.", back_on=back_on
        )
    opens = effects.shop_day(worktime.end_of(back_on, plans.complaints().calendar))
    if opens != back_on:
        raise BadInput(
            "Nobody works on {back_on}; promise it back by {opens}, when somebody does.",
            back_on=back_on, opens=opens,
        )  # fmt: skip


def give_back(number: str, who: str, why: str, now: datetime) -> Complaint:
    """The customer has it again; `why` says to whom it was given, and how that is known."""
    complaint = file.get(number)
    if not complaint.facts.get(HERE):
        raise Conflict(
            "Nothing was handed in for complaint {complaint}, or it was given back already.",
            complaint=complaint.id,
        )
    if not why.strip():
        raise BadInput("Say to whom it was given back, and how you know (--why).")
    complaint = file.add(complaint, "item_returned", who, now, facts={HERE: ""}, why=why)
    effects.end_task(carrying.hand_back(complaint, now).row, "carried_out", who, now)
    if complaint.stage == telling.WORK:
        carrying.look(complaint, now)
    return file.get(complaint.id)


def receipt(complaint: Complaint) -> dict[str, str]:
    """What stands on it, but for the day's words."""
    known = complaint.facts
    if not known.get("item"):
        raise Conflict("Nothing was handed in for complaint {complaint}.", complaint=complaint.id)
    person = telling.person(complaint)
    return {
        "number": complaint.id, "customer_name": person.name, "item": known["item"],
        "condition": known["item_condition"], "back_on": known["item_back_on"],
        "received_on": known["item_received_on"],
        **telling.who_and_when(complaint, telling.language_of(person), person.country),
    }  # fmt: skip
