"""Higher up: somebody of a higher level goes to the site, calls, or has it from now on. It is always a
person who really stands there; nobody pretends (F0-12, F4-03)."""

from collections.abc import Mapping
from datetime import datetime

from chalicelib import plans
from chalicelib.care import effects
from chalicelib.care.complaints import dangers, file, overtaken, promises, telling
from chalicelib.errors import BadInput, Conflict
from chalicelib.records.complaints import Complaint
from chalicelib.records.table import Write
from chalicelib.rules import authority
from chalicelib.rules.clocks import worktime
from chalicelib.sentences import Labelled, Said


def touched(complaint: Complaint, facts: Mapping[str, str], now: datetime) -> tuple[Write, ...]:
    """Where a department or a colleague of ours turns out to be responsible, the superior looks on site."""
    named = facts.get("responsible", "").strip()
    if not named or file.stages()[complaint.stage].rests:
        return ()
    ours = named in plans.compensation().departments or named in {one.name for one in effects.staff()}
    return telling.on_site(complaint, now) if ours else ()


def grade(number: str, severity: str, who: str, why: str, now: datetime, seen: str = "") -> Complaint:
    """Graver, or less so, than it seemed: its clocks are the new ones from the beginning. What the customer
    was promised is never put off by that, only brought forward. Where words of the customer may mean danger
    it is a judgement on them, and may find the case no graver than it was called."""
    complaint, policy = file.get(number, seen), plans.complaints()
    if severity not in policy.severities:
        raise BadInput(
            "{severity!r} is no severity; use one of {severities}.",
            severity=severity,
            severities=[Labelled(code, one.label) for code, one in policy.severities.items()],
        )
    doubted = bool(complaint.facts.get(dangers.FACT))
    if severity == complaint.severity and not doubted:
        called = Labelled(severity, policy.severities[severity].label)
        raise Conflict(
            "Complaint {complaint} is {severity} already.", complaint=complaint.id, severity=called
        )
    if not why.strip():
        raise BadInput("Say what makes it graver or less grave (--why): its clocks change with it.")
    _refuse_at_rest(complaint)
    before, complaint.severity = complaint.severity, severity
    seen_to = overtaken.by_judging(complaint, who, now) if doubted else ()
    on_site = telling.on_site(complaint, now) if policy.severity(severity).superior else ()
    changes = (Complaint.severity.set(severity), *_sooner(complaint, now))
    says = {"from": before, "to": severity}
    what, judged = ("judged", {dangers.FACT: ""}) if doubted else ("graded", {})
    return file.add(
        complaint, what, who, now, facts=judged, says=says, why=why, changes=changes,
        besides=(*on_site, *seen_to),
    )  # fmt: skip


def _sooner(complaint: Complaint, now: datetime) -> tuple:
    policy = plans.complaints()
    news_by = worktime.after(now, policy.severity(complaint.severity).news, policy.calendar)
    if complaint.news_by is None or news_by >= complaint.news_by:
        return ()
    complaint.news_by = news_by
    ledger = promises.made(complaint, now, news=news_by)
    return Complaint.news_by.set(news_by), Complaint.promises.set(ledger)


def escalate(number: str, who: str, why: str, now: datetime, seen: str = "") -> Complaint:
    """One level higher: whoever stands above has it from now on, and calls the customer."""
    complaint = file.get(number, seen)
    if not why.strip():
        raise BadInput("Say why somebody higher is needed (--why).")
    _refuse_at_rest(complaint)
    owner = effects.above(complaint.owner, now)
    if owner == complaint.owner:
        raise Conflict(
            "Nobody on the staff list stands above {owner}; complaint {complaint} stays there.",
            owner=owner or Said("the desk"), complaint=complaint.id,
        )  # fmt: skip
    level = authority.above(complaint.level, plans.compensation().ladder)
    count = int(complaint.hand_overs) + 1
    changes = (
        Complaint.owner.set(owner), Complaint.level.set(level), Complaint.hand_overs.set(count),
        *file.listed(complaint, complaint.stage, owner),
    )  # fmt: skip
    complaint.owner = owner
    told = telling.owner(complaint, "complaint-escalated", now, f"escalated {count}", do="call", note=why)
    facts = {"owner": owner}
    return file.add(complaint, "escalated", who, now, facts=facts, why=why, changes=changes, besides=(told,))


def _refuse_at_rest(complaint: Complaint) -> None:
    if file.stages()[complaint.stage].rests:
        raise Conflict(
            "Complaint {complaint} is {stage}; open it again first (`aftercare complaint reopen "
            "{complaint}`).",
            complaint=complaint.id,
            stage=file.said(complaint.stage),
        )
