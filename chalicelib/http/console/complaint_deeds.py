"""What is done with each form of complaint_forms.py."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal

from chalicelib import plans
from chalicelib.care.complaints import (
    agreeing,
    attachments,
    carrying,
    closing,
    escalating,
    file,
    handling,
    items,
    offering,
    outside,
    reviewing,
    watching,
)
from chalicelib.care.complaints.handling import DETAILS
from chalicelib.care.complaints.reviewing import Review
from chalicelib.errors import BadInput
from chalicelib.http.console import shares
from chalicelib.http.console.complaint_forms import OFFER_ROWS
from chalicelib.http.console.speech import _
from chalicelib.http.uploads import Files
from chalicelib.records.complaints import Complaint
from chalicelib.rules import offers
from chalicelib.rules.offers import Give
from chalicelib.sentences import Labelled
from chalicelib.stages.base import FACTS, FOUND_OUT

# Shares are numbers in fields of their own.
NOTABLE = (
    *(name for name in FACTS if name not in FOUND_OUT),
    *(name for name in DETAILS if name != shares.FACT),
)


class Sent:
    """A form as it was sent: by whom, when, and which state of the file they had before their eyes."""

    def __init__(self, said: Mapping[str, str], files: Files, who: str, now: datetime) -> None:
        self.said, self.files, self.who, self.now = said, files, who, now
        self.seen = said.get("seen", "")

    def text(self, name: str) -> str:
        return self.said.get(name, "").replace("\r\n", "\n").strip()

    def day(self, name: str) -> date | None:
        text = self.text(name)
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            raise BadInput(_("%(said)s is no day; write it as 2026-03-01.", said=text)) from None

    def facts(self) -> dict[str, str]:
        """Those that were filled in."""
        said = {name: self.text(name) for name in NOTABLE} | {shares.FACT: shares.sent(self.said)}
        return {name: text for name, text in said.items() if text}


def move(number: str, sent: Sent) -> Complaint:
    return handling.move(
        number, sent.text("to"), sent.who, sent.text("why"), sent.facts(), sent.now, sent.text("say"),
        sent.seen,
    )  # fmt: skip


def facts(number: str, sent: Sent) -> Complaint:
    return handling.note(number, sent.facts(), sent.who, "", sent.now, sent.seen)


def note(number: str, sent: Sent) -> Complaint:
    known = {sent.text("fact"): sent.text("value")} if sent.text("fact") else {}
    return handling.note(number, known, sent.who, sent.text("why"), sent.now, sent.seen)


def evidence(number: str, sent: Sent) -> Complaint:
    complaint = file.get(number)
    kept = attachments.keep(complaint.id, sent.files)
    if not kept.files:
        raise BadInput(_("Choose photos (JPEG, PNG, WebP) or PDF documents, none larger than 4 MB."))
    return handling.attach(number, kept.files, sent.who, sent.text("why"), sent.now)


def news(number: str, sent: Sent) -> Complaint:
    words = sent.text("words")
    return watching.tell_news(handling.sayable(number, words, sent.seen), words, sent.who, sent.now)


def happened(number: str, sent: Sent) -> Complaint:
    return handling.happened(number, sent.text("what"), sent.who, sent.text("why"), sent.now, sent.seen)


def grade(number: str, sent: Sent) -> Complaint:
    return escalating.grade(number, sent.text("severity"), sent.who, sent.text("why"), sent.now, sent.seen)


def escalate(number: str, sent: Sent) -> Complaint:
    return escalating.escalate(number, sent.who, sent.text("why"), sent.now, sent.seen)


def hand_over(number: str, sent: Sent) -> Complaint:
    return handling.hand_over(number, sent.text("owner"), sent.who, sent.text("why"), sent.now, sent.seen)


def offer(number: str, sent: Sent) -> Complaint:
    """With what it rests on, where that was changed in the same form."""
    ask, complaint = bool(sent.text("ask")), file.get(number, sent.seen)
    new = {name: text for name, text in sent.facts().items() if complaint.facts.get(name) != text}
    if new:
        handling.note(number, new, sent.who, "", sent.now, sent.seen)
        sent.seen = ""
    return offering.propose(
        number, _gives(sent), plans.compensation().currency, sent.text("effort"), sent.who, ask, sent.now,
        sent.seen, sent.text("beside"), sent.text("below"),
    )  # fmt: skip


def _gives(sent: Sent) -> list[Give]:
    rows = range(1, OFFER_ROWS + 1)
    return [_give(sent, row) for row in rows if sent.text(f"kind-{row}")]


def _give(sent: Sent, row: int) -> Give:
    kind, worth = sent.text(f"kind-{row}"), sent.text(f"amount-{row}")
    policy = plans.compensation()
    called = Labelled(kind, policy.remedy(kind).label)
    amount = offers.amount(worth, called, policy.currency) if worth else Decimal(0)
    return Give(kind, amount, sent.text(f"words-{row}"))


def decide(number: str, sent: Sent) -> Complaint:
    yes = sent.text("yes") == "yes"
    return offering.decide(number, yes, sent.who, sent.text("why"), sent.now, sent.seen)


def agree(number: str, sent: Sent) -> Complaint:
    return agreeing.accept(number, 0, sent.text("evidence"), sent.who, sent.now, sent.seen)


def decline(number: str, sent: Sent) -> Complaint:
    return agreeing.decline(number, 0, sent.text("why"), sent.who, sent.now, sent.seen)


def done(number: str, sent: Sent) -> Complaint:
    return carrying.done(number, sent.who, sent.text("why"), sent.now, sent.seen)


def rate(number: str, sent: Sent) -> Complaint:
    score = int(sent.text("score")) if sent.text("score").isdecimal() else 0
    return closing.rate(number, 0, score, sent.text("comment"), sent.who, sent.now, sent.seen)


def close(number: str, sent: Sent) -> Complaint:
    """With what must be known first, in the same form."""
    seen = sent.seen
    if known := sent.facts():
        handling.note(number, known, sent.who, "", sent.now, seen)
        seen = ""
    return closing.close(number, sent.who, sent.text("why"), sent.now, seen)


def reopen(number: str, sent: Sent) -> Complaint:
    return closing.open_again(number, sent.text("why"), sent.who, sent.now, sent.seen)


def review(number: str, sent: Sent) -> Complaint:
    names = ("cause", "unit", "person", "sanction", "improvement", "improver", "say", "avoid")
    new = Review(**{name: sent.text(name) for name in names}, due_on=sent.day("due_on"))
    return reviewing.review(number, new, sent.who, sent.now, sent.seen)


def hand_in(number: str, sent: Sent) -> Complaint:
    back_on = sent.day("back_on")
    if back_on is None:
        raise BadInput(_("Say by which day the customer has it again."))
    file.get(number, sent.seen)
    return items.hand_in(number, sent.text("item"), sent.text("condition"), back_on, sent.who, sent.now)


def give_back(number: str, sent: Sent) -> Complaint:
    file.get(number, sent.seen)
    return items.give_back(number, sent.who, sent.text("why"), sent.now)


def outside_body(number: str, sent: Sent) -> Complaint:
    filed_on, next_on = sent.day("filed_on"), sent.day("next_on")
    return outside.go(
        number, sent.text("body"), sent.text("reference"), filed_on, next_on, sent.who, sent.now, sent.seen
    )


def paper(number: str, sent: Sent) -> Complaint:
    on, answer_by = sent.day("on"), sent.day("answer_by")
    return outside.paper(
        number, sent.text("body"), sent.text("what"), on, answer_by, sent.who, sent.now, sent.seen
    )


def outside_ended(number: str, sent: Sent) -> Complaint:
    return outside.end(
        number, sent.text("body"), sent.text("outcome"), sent.day("on"), sent.who, sent.now, sent.seen
    )


DEEDS: Mapping[str, Callable[[str, Sent], Complaint]] = {
    "move": move, "facts": facts, "note": note, "evidence": evidence, "news": news, "happened": happened,
    "grade": grade, "escalate": escalate, "hand-over": hand_over, "offer": offer, "decide": decide,
    "agree": agree, "decline": decline, "done": done, "rate": rate, "close": close, "reopen": reopen,
    "review": review, "hand-in": hand_in, "give-back": give_back, "outside": outside_body, "paper": paper,
    "outside-ended": outside_ended,
}  # fmt: skip
