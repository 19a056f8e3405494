"""Words of a customer that may mean danger: whoever has the case says at once how grave it is."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib import plans
from chalicelib.care.complaints import file, overtaken, telling
from chalicelib.effects import OpenTask
from chalicelib.records.complaints import Complaint
from chalicelib.records.table import Write
from chalicelib.rules import dangers

# By danger the words that were said; nothing once somebody has judged it.
FACT = "danger"


def heard(text: str) -> bool:
    return bool(dangers.found_in(text, plans.dangers()))


def noted(text: str, severity: str, known: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """What is known from now on: the danger that waits for a judgement. What counts as grave as is
    proposed needs none."""
    found = dangers.found_in(text, plans.dangers())
    if not found or is_grave(severity):
        return {}
    return {FACT: dangers.together((known or {}).get(FACT) or {}, found)}


def is_grave(severity: str) -> bool:
    """At least as grave as what is proposed; one that left the policy since counts as the gravest."""
    order = list(plans.complaints().severities)
    return severity not in order or order.index(severity) >= order.index(plans.dangers().proposes)


def labels(found: Mapping[str, Any] | None, language: str) -> list[tuple[str, list[str]]]:
    """[(what may be dangerous, the words that said so)]."""
    called = {one.name: one.label[language] for one in plans.dangers().dangers}
    return [(called.get(name, name), list(words)) for name, words in (found or {}).items()]


def told(found: Mapping[str, Any], language: str) -> str:
    """`Fire or smoke: smoke, burnt; Electric shock: tingling`."""
    return "; ".join(f"{label}: {', '.join(words)}" for label, words in labels(found, language))


def waits(complaint: Complaint) -> bool:
    """Whether somebody has yet to judge it; what rests is over."""
    return bool(complaint.facts.get(FACT)) and not file.stages()[complaint.stage].rests


def named(text: str, language: str) -> str:
    """For a task: which dangers the words may mean."""
    found = labels(dangers.found_in(text, plans.dangers()), language)
    return " / ".join(label for label, _ in found)


def to_judge(complaint: Complaint, words: telling.Note, now: datetime, reason: str) -> Write:
    """A task for whoever has it, who hears of it at any hour."""
    ask = OpenTask(overtaken.JUDGE, days=0, urgent=True, any_hour=True)

    def more(language: str) -> Mapping[str, str]:
        said = telling.noted(words, language)
        return {"note": said, "dangers": named(said, language)}

    return telling.asked_of(
        complaint, complaint.owner, ask, "complaint-danger", now, f"danger {reason}", more
    )
