"""The dispatcher's way in: whoever was forgotten is remembered, in time.

A complaint falls due when it is new, before a promise to the customer ends, and when one of its clocks
has run out. So silence beyond the promised time cannot be: the customer hears before it breaks, and
somebody above the handler hears too.
"""

from collections.abc import Mapping
from datetime import datetime

from chalicelib import plans
from chalicelib.care.complaints import carrying, closing, file, filing, offering, promises, telling
from chalicelib.care.hands import Hands
from chalicelib.records.complaints import Complaint
from chalicelib.rules.clocks import Clock, worktime


def watch(complaint: Complaint, now: datetime, hands: Hands) -> datetime | None:
    """One look; returns when to look next, or nothing once it rests."""
    if complaint.stage == "received":
        filing.acknowledge(complaint, now)
    elif not _rests(complaint):
        _promises(complaint, now)
        _turns(complaint, now)
        _clocks(complaint, file.running(complaint, now), now)
    return None if _rests(complaint) else telling.next_look(complaint, file.running(complaint, now), now)


def _rests(complaint: Complaint) -> bool:
    return file.stages()[complaint.stage].rests


def _turns(complaint: Complaint, now: datetime) -> None:
    """What moves on by itself: a decision that nobody takes, what was agreed, work that was done, a
    question that nobody answers."""
    if complaint.decide_by and now >= complaint.decide_by:
        offering.go_up(complaint, now)
    if complaint.stage == telling.AGREED:
        carrying.begin(complaint, now)
    elif complaint.stage == telling.WORK:
        carrying.look(complaint, now)
    elif complaint.ask_by and now >= complaint.ask_by:
        closing.unanswered(complaint, now)


def _promises(complaint: Complaint, now: datetime) -> None:
    """Before one breaks the customer is told, not after, and so is the one above the handler."""
    if complaint.finish_by and now >= telling.warning_of(complaint.finish_by):
        _delay(complaint, now)
    elif complaint.news_by and now >= telling.warning_of(complaint.news_by):
        telling.superior(complaint, "complaint-silent", now, f"news {complaint.news_by.isoformat()}")
        tell_news(complaint, "", "clock", now)


def tell_news(complaint: Complaint, words: str, who: str, now: datetime) -> Complaint:
    """The customer hears where it stands; the next news is promised anew."""
    complaint.news_by = _next_news(complaint, now)
    changes = (
        Complaint.news_by.set(complaint.news_by),
        Complaint.promises.set(promises.made(complaint, now, news=complaint.news_by)),
    )
    told = telling.customer(complaint, "complaint-news", now, {"note": words})
    return file.add(complaint, "news", who, now, facts={"news": words}, changes=changes, besides=told)


def _next_news(complaint: Complaint, now: datetime, times: int = 1) -> datetime:
    policy = plans.complaints()
    return worktime.after(now, policy.severity(complaint.severity).news * times, policy.calendar)


def _delay(complaint: Complaint, now: datetime) -> None:
    """It will not be done in time: said before the day, with a new one."""
    telling.superior(complaint, "complaint-late", now, f"finish {complaint.finish_by}")
    complaint.finish_by, complaint.news_by = _next_news(complaint, now, 2), _next_news(complaint, now)
    by = {"finish": complaint.finish_by, "news": complaint.news_by}
    changes = (
        Complaint.finish_by.set(complaint.finish_by), Complaint.news_by.set(complaint.news_by),
        Complaint.promises.set(promises.made(complaint, now, **by)),
    )  # fmt: skip
    told = telling.customer(complaint, "complaint-delay", now)
    file.add(complaint, "delayed", "clock", now, changes=changes, besides=told)


def _clocks(complaint: Complaint, running: Mapping[str, Clock], now: datetime) -> None:
    """An inner target that was missed is the superior's to see, once for each. It is looked at when it ends
    and not again, so that the very moment counts."""
    for clock in running.values():
        if clock.due_at and now >= clock.due_at and not clock.met_at:
            telling.superior(complaint, "complaint-slow", now, f"{clock.name} {clock.began_at}", clock.name)
