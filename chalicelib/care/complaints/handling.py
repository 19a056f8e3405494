"""What a handler does to a complaint by hand: moves it, notes what is known, hands it on."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime

from chalicelib import plans
from chalicelib.care.complaints import clusters, escalating, file, overtaken, telling
from chalicelib.care.complaints.file import stages
from chalicelib.errors import BadInput, Conflict
from chalicelib.records import answers
from chalicelib.records.complaints import Complaint
from chalicelib.records.staff import WITH_COMPLAINTS, Staff
from chalicelib.rules import case_names as names
from chalicelib.rules import days, offers
from chalicelib.sentences import Said, labelled, named
from chalicelib.stages.base import FACTS, FOUND_OUT

TRIES = 5
LONGEST = 2000
LONGEST_NEWS = 200
AFTER_OFFER = {
    "offered": Said("the customer's no leads back (`aftercare complaint decline`)"),
    "carrying_out": Said("finish the task that cannot be done as not_done, and it is decided anew"),
}
ANSWERED = "answered"
OCCURRENCES = {
    "arrived": Said("somebody is on site"),
    "visit_not_needed": Said("no visit is needed"),
    ANSWERED: Said("the customer has been told who has it and by when"),
}

# What else is worth knowing (F1-07, F2-03, F4-06, F4-19), by name and in words.
DETAILS: Mapping[str, str] = {
    "understood": "the matter in our words, as the customer confirmed it (F4-14)",
    "product": "what it is about",
    "specification": "model and size",
    "produced_on": "when it was made",
    "batch": "its batch number",
    "in_use_since": "when it was laid or set up",
    "situation": "how it is used: heating, damp, pets",
    "brand_before": "what stood there before",
    "business_loss": "what the customer's business loses by it",
    "mood": "how the customer feels",
    "vulnerability": "elderly, ill, small children: offer to collect and to come",
    "gaps": "what we do not know yet, and where to ask",
    "loss_direct": "what the fault itself has cost the customer",
    "loss_indirect": "what followed from it (F0-15)",
    "legal_amount": "what a court would give, where it is known",
    "cause_kind": "the kind of cause, one of policies/review.yaml, by which like cases are found",
    "shares": "whose fault in per cent, such as us=60 carrier=40 (F0-24)",
    "beyond_duty": "yes where our duty ends and we help all the same (F1-22)",
    "responsible": "which unit or person it was",
}


def move(
    number: str,
    to: str,
    who: str,
    why: str,
    facts: Mapping[str, str],
    now: datetime,
    say: str = "",
    seen: str = "",
) -> Complaint:
    """To another stage, where nothing but the move itself is needed. `say`: for the customer."""
    complaint = file.get(number, seen)
    there = stages().get(to)
    if there is None:
        raise BadInput("There is no stage {to!r}; use one of {stages}.", to=to, stages=sorted(stages()))
    back = complaint.stage == "waiting_for_customer" and complaint.back_to == to
    if there.by and not back:
        raise Conflict(
            "A complaint becomes {to} by `aftercare complaint {by}` alone, since more than a move is needed.",
            to=file.said(to),
            by=there.by,
        )
    if to == "deciding" and complaint.stage in AFTER_OFFER:
        raise Conflict(
            "Complaint {complaint} is {stage}: {after_offer}.",
            complaint=complaint.id,
            stage=file.said(complaint.stage),
            after_offer=AFTER_OFFER[complaint.stage],
        )
    if there.waits and not why.strip():
        raise BadInput("Clocks stand still only with a reason: say what the customer is asked (--why).")
    if len(say) > LONGEST_NEWS:
        raise BadInput(
            "What the customer reads is longer than {longest_news} letters; say it shorter.",
            longest_news=LONGEST_NEWS,
        )
    telling.check_phrases(say)
    known, more = _known(facts, now), {"note": say} if say else {}
    besides = (*escalating.touched(complaint, known, now), *clusters.struck(complaint, now, known))
    return file.move(complaint, to, who, now, facts=known, why=why, more=more, besides=besides)


def note(
    number: str, facts: Mapping[str, str], who: str, why: str, now: datetime, seen: str = ""
) -> Complaint:
    """What is known now; the chain keeps what was known before."""
    complaint = file.get(number, seen)
    if not facts and not why.strip():
        raise BadInput("There is nothing to note: give facts as NAME=VALUE, or words (--why).")
    known = _known(facts, now)
    besides = (*escalating.touched(complaint, known, now), *clusters.struck(complaint, now, known))
    return file.add(complaint, "noted", who, now, facts=known, why=why, besides=besides)


def attach(number: str, found: Sequence[Sequence[object]], who: str, why: str, now: datetime) -> Complaint:
    """Photos and documents that were kept for it, each once; of several at the same moment none is lost."""
    for _ in range(TRIES):
        complaint = file.get(number)
        kept = complaint.facts.get("files", [])
        known = {one[0] for one in kept}
        new = [list(one) for one in found if one[0] not in known]
        if not new:
            return complaint
        with suppress(Conflict):
            return file.add(complaint, "files", who, now, facts={"files": [*kept, *new]}, why=why, alone=True)
    raise Conflict(
        "Complaint {complaint} was changed by others just now; look at it again.", complaint=number
    )


def happened(number: str, what: str, who: str, why: str, now: datetime, seen: str = "") -> Complaint:
    """Something that meets a clock: somebody arrived, a visit is not needed, or the customer was told by word
    of mouth what a message could not say yet."""
    if what not in OCCURRENCES:
        known = [named(f"{name} ({words})", words.msgid) for name, words in OCCURRENCES.items()]
        raise BadInput(
            "{what!r} is nothing that can happen to a complaint; use one of {known}.", what=what, known=known
        )
    complaint = file.get(number, seen)
    if what == ANSWERED:
        _check_answer(complaint, why)
    return file.add(complaint, what, who, now, why=why)


def _check_answer(complaint: Complaint, why: str) -> None:
    if answers.given(complaint):
        raise Conflict(
            "The customer of complaint {number} has their first answer already.", number=complaint.id
        )
    if not why.strip():
        raise BadInput("Say how the customer was told, and by whom (--why): by telephone, at the counter ...")


def hand_over(number: str, owner: str, who: str, why: str, now: datetime, seen: str = "") -> Complaint:
    """By somebody who looked at it."""
    complaint = pass_on(number, owner, who, why, now, seen)
    overtaken.by_acting(complaint, who, now)
    return complaint


def pass_on(number: str, owner: str, who: str, why: str, now: datetime, seen: str = "") -> Complaint:
    """To somebody of the staff, with a reason, and never to the one who has it."""
    complaint = file.get(number, seen)
    known = Staff.find(*Staff.at(owner))
    if owner != telling.DESK and known is None:
        raise BadInput(
            "There is nobody called {owner} among the staff; `aftercare staff list` shows them.", owner=owner
        )
    if known:
        known.must_take_work(WITH_COMPLAINTS)
    if owner == complaint.owner:
        raise Conflict("{owner} has complaint {complaint} already.", owner=owner, complaint=complaint.id)
    if not why.strip():
        raise BadInput("Say why it is handed on (--why): each hand-over is counted and looked at.")
    return file.hand_over(complaint, owner, who, why, now)


def sayable(number: str, words: str, seen: str = "") -> Complaint:
    """The complaint, if these words may go to its customer."""
    if not words.strip():
        raise BadInput("There is nothing to tell: write the news in words that the customer understands.")
    if len(words) > LONGEST_NEWS:
        raise BadInput(
            "The news is longer than {longest_news} letters, too long for an SMS; say it shorter.",
            longest_news=LONGEST_NEWS,
        )
    telling.check_phrases(words)
    complaint = file.get(number, seen)
    if complaint.news_by is None:
        raise Conflict(
            "Complaint {complaint} is {stage}, where no more news is promised; call the customer, or open "
            "it again (`aftercare complaint reopen`).",
            complaint=complaint.id,
            stage=file.said(complaint.stage),
        )
    return complaint


def checked(facts: Mapping[str, str]) -> dict[str, str]:
    """Known names alone, so that a slip of the pen is not taken for something known."""
    for name, value in facts.items():
        if name in FOUND_OUT:
            raise BadInput(
                "{name} cannot be noted by hand: the program finds it out ({facts}).",
                name=named(name, names.said(names.FACTS, name)),
                facts=FACTS[name],
            )
        if name not in FACTS and name not in DETAILS:
            listed = [*sorted(set(FACTS) - FOUND_OUT), *DETAILS]
            raise BadInput(
                "{name!r} is no fact of a complaint; use one of {listed}.", name=name, listed=listed
            )
        if len(value) > LONGEST:
            raise BadInput(
                "{name} is longer than {longest} letters; keep to what matters.",
                name=named(name, names.said(names.FACTS, name)),
                longest=LONGEST,
            )
    telling.check_phrases(facts.get("understood", ""))
    _check_fault(facts)
    return {name: value.strip() for name, value in facts.items()}


def _known(facts: Mapping[str, str], now: datetime) -> dict[str, str]:
    known = checked(facts)
    days.check_made([known], now)
    return known


def _check_fault(facts: Mapping[str, str]) -> None:
    causes, known = plans.review().causes, ("yes", "no", "partly")
    policy = plans.compensation()
    if facts.get("cause_kind", "") not in ("", *causes):
        raise BadInput(
            "cause_kind is {cause_kind!r}; write one of {causes}.",
            cause_kind=facts["cause_kind"],
            causes=labelled(causes),
        )
    if facts.get("at_fault", "no") not in known:
        raise BadInput(
            "at_fault is {at_fault!r}; write one of {known}.", at_fault=facts["at_fault"], known=list(known)
        )
    for name in (*offers.LOSSES, "legal_amount"):
        if facts.get(name):
            offers.amount(facts[name], named(name, names.said(names.FACTS, name)), policy.currency)
    if facts.get("shares"):
        offers.shares(facts["shares"], policy.parties)
