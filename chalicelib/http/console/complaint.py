"""One complaint: everything that is known of it, and each move as a form that says what is missing."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from chalice import Response

from chalicelib import clock, plans
from chalicelib.care import effects
from chalicelib.care.complaints import counter, handling, reading, telling
from chalicelib.errors import CareError, NotFound
from chalicelib.http import door, downloads, papers, uploads
from chalicelib.http.console import complaint_forms as forms
from chalicelib.http.console import complaint_view as view
from chalicelib.http.console import desk, plain_words, printing, scope, shares
from chalicelib.http.console.complaint_deeds import DEEDS, NOTABLE, Sent
from chalicelib.http.console.complaint_forms import Form
from chalicelib.http.console.desk import CONSOLE, OF_CUSTOMERS
from chalicelib.http.console.speech import _
from chalicelib.records import ahead, answers
from chalicelib.records.complaints import Complaint
from chalicelib.records.customers import Customer
from chalicelib.records.offers import Offer
from chalicelib.records.sales import Sale
from chalicelib.records.staff import WITH_COMPLAINTS
from chalicelib.records.table import Row
from chalicelib.rules import case_names as names

# Codes, days and sums of a form are chosen anew in a moment; what is longer, or no code, was written.
CODE = re.compile(r"[!-~]{0,20}")
NOT_TYPED = (*desk.NOT_KEPT, "seen", "to", "owner")


def find(number: str) -> Complaint:
    """The complaint of this page, if it is the reader's to see; noted as seen. Its whole file is read, since
    whoever adds to it has to know its events."""
    ahead.partition(Complaint.at(number.strip())[0])
    try:
        found = reading.get(number)
        _read_together(found)
        person = telling.person(found)
    except NotFound:
        raise desk.nothing_here() from None
    own = scope.sees("", found.owner, found.decider, found.recorder)
    if not (own or scope.sees_customer(person)):
        raise desk.nothing_here()
    scope.noted([person.id])
    return found


def _read_together(complaint: Complaint) -> None:
    """Whom it is about and what was bought: most of a page asks for these later."""
    sale = [Sale.at(complaint.sale_id)] if complaint.sale_id else []
    ahead.rows([Customer.at(complaint.customer_id), *sale])


@CONSOLE.page("/complaints/{number}", roles=OF_CUSTOMERS)
def page(number: str) -> Response:
    return _page(find(number))


def _page(
    complaint: Complaint, status: int = 200, failed: str = "", faults: Mapping[str, str] | None = None,
    said: Mapping[str, str] | None = None, done: str = "",
) -> Response:  # fmt: skip
    rows = list(Row.in_partition(complaint.pk, consistent=True))
    now, onward, besides = clock.now(), _onward(complaint, rows), forms.besides(complaint)
    decision = forms.decision_facts() if _may_offer(complaint) else None
    here = {form.key for form in (*onward, *besides)} | ({"facts", "offer"} if decision else set())
    return desk.show(
        "complaint", status, one=view.of(complaint, rows, now), now=now, failed=failed, faults=faults or {},
        pages=counter.pages(complaint), said=said or {}, done=done or door.asked("done"),
        typed=_typed(said or {}),
        choices=_choices(complaint, rows), facts={**complaint.facts, **shares.noted(complaint.facts)},
        rows=range(1, forms.OFFER_ROWS + 1), next=[_shown(form) for form in onward],
        besides=[_shown(form) for form in besides], decision=_shown(decision) if decision else None,
        # Its form is gone, since the file has moved on.
        astray=(faults or {}).get("", "") if failed not in here else "",
    )  # fmt: skip


def _onward(complaint: Complaint, rows: Sequence[Row]) -> list[Form]:
    """Nobody is asked to decide an offer of their own: that takes another pair of eyes."""
    offers = {int(row.version): row.who for row in rows if isinstance(row, Offer)}
    is_own = offers.get(int(complaint.offers)) == desk.reader().name
    return [form for form in forms.next_ones(complaint) if not (is_own and form.deed == "decide")]


def _typed(said: Mapping[str, str]) -> list[str]:
    """What was written by hand, to be shown where its form is gone."""
    texts = (text.strip() for name, text in said.items() if name not in NOT_TYPED)
    return [text for text in texts if not CODE.fullmatch(text)]


def refused(complaint: Complaint, words: str, status: int) -> Response:
    """The page as it stands, with why something was not done."""
    return _page(reading.get(complaint.id), status, faults={"": words})


def _shown(form: Form) -> dict[str, Any]:
    """In the reader's language."""
    fields = [
        {**asdict(one), "label": _(one.label), "hint": _(one.hint) if one.hint else ""} for one in form.fields
    ]
    lead = _(form.lead) if form.lead else ""
    return {"key": form.key, "deed": form.deed, "to": form.to, "title": _(form.title), "lead": lead,
            "button": _(form.button), "fields": fields}  # fmt: skip


def _may_offer(complaint: Complaint) -> bool:
    return complaint.stage == "deciding" and complaint.offer_state != "asked"


def _choices(complaint: Complaint, rows: Sequence[Row]) -> dict[str, dict[str, str]]:
    """By the name of the codes: each with what it is called."""
    able = (one.name for one in effects.staff() if one.role in WITH_COMPLAINTS and not one.heir)
    staff = {name: name for name in able if name != complaint.owner}
    answers = {code: _(names.ANSWERS[code]) for code in ("yes", "partly", "no")}
    happened = {code: _(names.EVENTS[code]) for code in _may_happen(complaint, rows)}
    graver = view.labels("severity")
    proposed = plans.dangers().proposes
    return {
        "judged": {proposed: graver[proposed], **graver},
        "staff": staff, "causes": dict(view.labels("cause_kind")), "bodies": dict(view.labels("body")),
        "severities": {c: n for c, n in graver.items() if c != complaint.severity},
        "at_fault": answers, "yes_no": {code: answers[code] for code in ("yes", "no")},
        "scores": {score: score for score in "54321"}, "occurrences": happened,
        "remedies": dict(view.labels("remedy")),
        "facts": {name: _(names.said(names.FACTS, name)) for name in NOTABLE},
    }  # fmt: skip


def _may_happen(complaint: Complaint, rows: Sequence[Row]) -> list[str]:
    """The first answer is given once."""
    answered = answers.given(complaint, rows)
    return [code for code in handling.OCCURRENCES if code != handling.ANSWERED or not answered]


@CONSOLE.deed("/complaints/{number}/{deed}", roles=OF_CUSTOMERS, files=True)
def act(number: str, deed: str) -> Response:
    """One of the forms. What is missing, or refused, is said at it, with all that was typed."""
    complaint = find(number)
    if deed not in DEEDS:
        raise desk.nothing_here()
    said, brought = uploads.form()
    key = f"{deed}-{said['to']}" if said.get("to") else deed
    if faults := _missing(complaint, key, said) | shares.faults(said):
        return _page(complaint, 400, key, faults, said)
    try:
        DEEDS[deed](complaint.id, Sent(said, brought, desk.reader().name, clock.now()))
    except CareError as refusal:
        fault = {"": plain_words.of(refusal)}
        return _page(reading.get(complaint.id), refusal.status, key, fault, said)
    if deed == "facts" and _offers(said):
        return _page(reading.get(complaint.id), 200, "offer", said=said, done=deed)
    return door.see(f"/complaints/{complaint.id}?done={deed}")


def _offers(said: Mapping[str, str]) -> bool:
    """An offer that was begun in the same form, and must not be lost when what it rests on is kept."""
    return any(said.get(name, "").strip() for name in ("effort", "beside", "below", "kind-1", "words-1"))


def _missing(complaint: Complaint, key: str, said: Mapping[str, str]) -> dict[str, str]:
    """What must be filled in and is not."""
    offered = [*forms.next_ones(complaint), *forms.besides(complaint)]
    if key == "offer" and (unknown := view.unknown(complaint, said)):
        return {"": _("Before an offer is made, note: %(facts)s.", facts=", ".join(unknown))}
    form = next((one for one in offered if one.key == key), None)
    wanted = [one.name for one in form.fields if one.required] if form else []
    return {name: _("Please fill this in.") for name in wanted if not said.get(name, "").strip()}


@CONSOLE.page("/complaints/{number}/files/{place}", roles=OF_CUSTOMERS)
def download(number: str, place: str) -> Response:
    answer = downloads.answer(find(number), place)
    if answer is None:
        raise desk.nothing_here()
    return answer


@CONSOLE.page("/complaints/{number}/receipt", roles=OF_CUSTOMERS)
def receipt(number: str) -> Response:
    """For what was handed in; without that there is no such paper."""
    complaint = find(number)
    if not complaint.facts.get("item"):
        raise desk.nothing_here()
    return _paper(complaint, papers.drop_off(complaint))


@CONSOLE.page("/complaints/{number}/agreement", roles=OF_CUSTOMERS)
def agreement(number: str) -> Response:
    """To be signed, or as it was agreed."""
    complaint = find(number)
    return _paper(complaint, papers.agreement(complaint, clock.now()))


def _paper(complaint: Complaint, text: str) -> Response:
    return printing.answer(text, f"/complaints/{complaint.id}", _("Back to the complaint"))
