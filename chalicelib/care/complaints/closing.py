"""Is the customer satisfied? Asked once a round, reminded once; a no opens it again, one level higher."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial

from chalicelib import plans, words
from chalicelib.care import effects
from chalicelib.care.complaints import file, overtaken, promises, telling
from chalicelib.errors import BadInput, Conflict
from chalicelib.records.complaints import Complaint
from chalicelib.records.table import Write, leave_due
from chalicelib.records.touchpoints import Touchpoint
from chalicelib.rules import authority, scores
from chalicelib.rules.clocks import worktime
from chalicelib.rules.sending import OVERTAKEN

LONGEST = 1000
NO_ANSWER = "no_answer"
QUESTION = overtaken.SATISFIED
# What closes it, said last.
CLOSING = ("complaint-closed", "complaint-not-ours")
KEPT = "kept"
HERE = "item_here"


def ask(complaint: Complaint, who: str, now: datetime, why: str = "") -> Complaint:
    """All is done: the promises are kept, and the customer is asked."""
    changes = (*_nothing_owed(complaint, now), *_asked(complaint, 1, plans.complaints().remind_after, now))
    return file.move(
        complaint, "checking", who, now, facts={"done": "yes"}, why=why, changes=changes,
        more=_round(complaint),
    )  # fmt: skip


def _round(complaint: Complaint) -> dict[str, str]:
    return {"round": str(int(complaint.round))}


def _nothing_owed(complaint: Complaint, now: datetime) -> tuple:
    ledger = promises.ended(complaint, now, KEPT, "news", "finish")
    complaint.news_by = complaint.finish_by = None
    return Complaint.promises.set(ledger), Complaint.news_by.remove(), Complaint.finish_by.remove()


def _asked(complaint: Complaint, times: int, patience: timedelta, now: datetime) -> tuple:
    complaint.ask_by = worktime.after(now, patience, plans.complaints().calendar)
    return Complaint.asked.set(times), Complaint.ask_by.set(complaint.ask_by)


def unanswered(complaint: Complaint, now: datetime) -> Complaint:
    """Reminded once, then closed; a rating that comes later still counts."""
    if int(complaint.asked) > 1:
        told = telling.customer(complaint, "complaint-closed", now, {"again": "1"})
        return _close(complaint, NO_ANSWER, "clock", now, told)
    changes = _asked(complaint, 2, plans.complaints().close_after, now)
    told = telling.customer(complaint, QUESTION, now, {**_round(complaint), "again": "1"})
    return file.add(complaint, "asked_again", "clock", now, changes=changes, besides=told)


def rate(
    number: str, round_: int, score: int, comment: str, who: str, now: datetime, seen: str = ""
) -> Complaint:
    """One to five, once a round; three or less opens it again. Also after it was closed unanswered."""
    complaint = file.get(number, seen)
    scores.check(score)
    if not open_question(complaint, round_):
        raise Conflict(
            "Nothing is asked about complaint {complaint} in this round any more.", complaint=complaint.id
        )
    said = {"satisfaction": str(score), "satisfaction_words": comment.strip()[:LONGEST]}
    if score <= scores.LOW:
        return reopen(complaint, scores.as_reason(score), who, now, said)
    if complaint.stage == "closed":
        return file.add(complaint, "rated", who, now, facts=said)
    return _close(complaint, str(score), who, now, (_advocate(complaint, now),), said)


def open_question(complaint: Complaint, round_: int) -> bool:
    """Whether an answer is still wanted; round 0 is whichever it is."""
    is_this = round_ in (0, int(complaint.round))
    late = complaint.stage == "closed" and complaint.facts.get("satisfaction") == NO_ANSWER
    return is_this and (complaint.stage == "checking" or late)


def _advocate(complaint: Complaint, now: datetime) -> Write:
    """Unhappy turned happy is the best advertisement there is (F1-24)."""
    return telling.owner(
        complaint, "complaint-advocate", now, f"advocate {int(complaint.round)}", do="call", urgent=False
    )


def refuse_while_here(complaint: Complaint) -> None:
    """Nothing of the customer's stays with us unseen."""
    if complaint.facts.get(HERE):
        raise Conflict(
            "{item} is still here for complaint {complaint}; give it back first (`aftercare complaint "
            "give-back {complaint}`).",
            item=complaint.facts["item"],
            complaint=complaint.id,
        )


def close(number: str, who: str, why: str, now: datetime, seen: str = "") -> Complaint:
    """By hand: not ours and pointed on, or settled by an outside body. Otherwise the customer's word does."""
    complaint = file.get(number, seen)
    if not why.strip():
        raise BadInput("Say why it is closed (--why).")
    file.check(complaint, "closed", {})
    refuse_while_here(complaint)
    told = () if complaint.stage == "not_ours" else telling.customer(complaint, "complaint-closed", now)
    return _close(complaint, complaint.facts.get("satisfaction", ""), who, now, told, why=why)


def _close(
    complaint: Complaint, satisfaction: str, who: str, now: datetime, besides: tuple[Write, ...] = (),
    said: dict[str, str] | None = None, why: str = "",
) -> Complaint:  # fmt: skip
    complaint.ask_by = complaint.decide_by = None
    changes = (*_nothing_owed(complaint, now), Complaint.ask_by.remove(), Complaint.decide_by.remove())
    facts = {**({"satisfaction": satisfaction} if satisfaction else {}), **(said or {})}
    return file.move(complaint, "closed", who, now, facts=facts, why=why, changes=changes,
                     besides=(*besides, *_withdrawn(complaint, _is_stale, now),
                              *overtaken.by_closing(complaint, who, now)))  # fmt: skip


def reopen(
    complaint: Complaint, why: str, who: str, now: datetime, said: dict[str, str] | None = None
) -> Complaint:
    """From the facts once more, with somebody of a higher level, and everything promised anew."""
    if not why.strip():
        raise BadInput("Say why it is opened again (--why).")
    file.check(complaint, "reopened", complaint.facts)
    owner = effects.above(complaint.owner, now)
    changes = _anew(complaint, owner, now)
    complaint.owner = owner
    told = telling.owner(complaint, "complaint-again", now, f"reopened {int(complaint.round) + 1}", do="call",
                          note=partial(_scored, said) if said else why)  # fmt: skip
    facts = {"owner": owner, "last_words": (said or {}).get("satisfaction_words", "")}
    return file.move(
        complaint, "reopened", who, now, facts=facts, why=why, changes=changes,
        besides=(told, *_withdrawn(complaint, _is_question, now),
                 *overtaken.by_reopening(complaint, who, now, said is not None)),
    )  # fmt: skip


def _scored(said: dict[str, str], language: str) -> str:
    """The customer's own word, as a colleague reads it."""
    values = {"score": said["satisfaction"], "note": said["satisfaction_words"]}
    return words.task("score-said", language, values)


def open_again(number: str, why: str, who: str, now: datetime, seen: str = "") -> Complaint:
    """By hand, since the customer says so elsewhere."""
    return reopen(file.get(number, seen), why, who, now)


def _anew(complaint: Complaint, owner: str, now: datetime) -> tuple:
    policy = plans.complaints()
    severity = policy.severity(complaint.severity)
    news_by, finish_by = (
        worktime.after(now, span, policy.calendar) for span in (severity.news, severity.clocks["finish"])
    )
    complaint.news_by, complaint.finish_by, complaint.ask_by = news_by, finish_by, None
    ledger = promises.made(complaint, now, news=news_by, finish=finish_by)
    level = authority.above(complaint.level, plans.compensation().ladder)
    return (
        Complaint.owner.set(owner), Complaint.level.set(level), Complaint.round.set(int(complaint.round) + 1),
        Complaint.hand_overs.set(int(complaint.hand_overs) + int(owner != complaint.owner)),
        Complaint.asked.set(0),
        Complaint.work.set([]),
        Complaint.ask_by.remove(), Complaint.offer_state.set(""), Complaint.news_by.set(news_by),
        Complaint.finish_by.set(finish_by), Complaint.promises.set(ledger),
    )  # fmt: skip


def _withdrawn(complaint: Complaint, steps: Callable[[str], bool], now: datetime) -> Iterator[Write]:
    """What has not gone yet and makes no sense any more must not arrive now. If it goes at this very moment,
    nothing of this is written, and whoever does it does so once more."""
    person = telling.person(complaint)
    for touch in Touchpoint.in_partition(person.pk, "touch#", consistent=True):
        ours = touch.values.get("complaint_number") == complaint.id
        if ours and steps(touch.step) and touch.state == "planned":
            gone = (Touchpoint.state.set("cancelled"), Touchpoint.reason.set(OVERTAKEN), *leave_due())
            yield Write(touch, (*gone, Touchpoint.settled_at.set(now)), Touchpoint.state == "planned")


def _is_question(step: str) -> bool:
    return step == QUESTION


def _is_stale(step: str) -> bool:
    """Once it is closed: all but the word that closes it."""
    return step not in CLOSING
