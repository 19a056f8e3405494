"""Somebody complains, at the counter or by telephone: found without a receipt, written down in one form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalice import Response

from chalicelib import clock, plans
from chalicelib.care import customers, search
from chalicelib.care.complaints import attachments, filing, handling
from chalicelib.care.complaints.filing import NewComplaint
from chalicelib.care.customers import NewCustomer
from chalicelib.care.search import traces
from chalicelib.care.search.traces import Traces
from chalicelib.errors import BadInput, CareError
from chalicelib.http import door, uploads
from chalicelib.http.console import complaint_view as view
from chalicelib.http.console import desk, plain_words, scope
from chalicelib.http.console.desk import CONSOLE, DOERS
from chalicelib.http.console.speech import _
from chalicelib.ids import fingerprint
from chalicelib.records.complaints import number_of
from chalicelib.records.customers import Customer
from chalicelib.records.roster import Enrolled
from chalicelib.records.sales import Sale, of_each
from chalicelib.rules import case_names as names

# What the form asks besides, by the names of the facts.
MORE = (
    "product", "specification", "batch", "produced_on", "in_use_since", "situation", "brand_before",
    "business_loss", "mood", "vulnerability",
)  # fmt: skip
BY_HAND = ("shop", "phone", "rep", "mail", "sms")
TRACES = ("phone", "name", "month", "estate", "product")


@dataclass(frozen=True)
class Whose:
    """The customer and his sales, or a person still to be named; `sale`: of which somebody else complains."""

    person: Customer | None = None
    sale: Sale | None = None

    @property
    def sales(self) -> list[Sale]:
        if self.sale:
            return [self.sale]
        rows = Sale.by_lookup(self.person.pk) if self.person else []
        return [row for row in rows if isinstance(row, Sale)]


@CONSOLE.page("/complaints/new", roles=DOERS)
def ask() -> Response:
    """First who it is; then what happened."""
    if door.asked("customer") or door.asked("sale") or door.asked("unknown"):
        return _form(_whose({name: door.asked(name) for name in ("customer", "sale")}))
    return _search()


def _search() -> Response:
    asked = {name: door.asked(name).strip() for name in ("q", *TRACES)}
    fault, found = "", []
    try:
        found = _found(asked) if any(asked.values()) else []
    except CareError as refusal:
        fault = plain_words.of(refusal)
    return desk.show(
        "complaint-search", 400 if fault else 200, asked=asked, fault=fault, found=found,
        wanted=any(asked.values()),
    )  # fmt: skip


def _found(asked: Mapping[str, str]) -> list[dict[str, Any]]:
    """By what they have at hand, else by what they remember."""
    if asked["q"]:
        people = scope.only(search.find(asked["q"], entries=True, sees=scope.bound()))
        bought = _bought(people)
        return [_line(one, bought[one.id]) for one in people]
    known = Traces(**{name: asked[name] for name in TRACES})
    if not (known.phone or known.estate):
        raise BadInput(_("Say the telephone or the estate, too: by a name alone all sales would be read."))
    by_owner: dict[str, tuple[Customer, list[Sale]]] = {}
    for sale, owner in traces.sales(known, scope.bound()):
        by_owner.setdefault(owner.id, (owner, []))[1].append(sale)
    seen = {one.id for one in scope.only(owner for owner, _sales in by_owner.values())}
    return [_line(owner, sales) for id, (owner, sales) in by_owner.items() if id in seen]


def _bought(people: Sequence[Customer]) -> dict[str, list[Sale]]:
    """One's own by the index; of several, read together, what planning noted."""
    if len(people) == 1:
        return {one.id: Whose(one).sales for one in people}
    there = Enrolled.many([Enrolled.at(one.id) for one in people])
    noted = {entry.sk: entry.sales for entry in there.values()}
    return of_each({one.id: noted.get(one.id) for one in people})


def _line(one: Customer, sales: list[Sale]) -> dict[str, Any]:
    return {
        "id": one.id, "name": one.name, "phone": next(iter(one.phones), ""), "estate": one.estate,
        "open": int(one.open_complaints),
        "sales": [{"id": sale.id, "order": sale.order, "on": sale.signed_on, "goods": _goods(sale)}
                  for sale in sales],
    }  # fmt: skip


def _goods(sale: Sale) -> str:
    return ", ".join(sale.products)


def _whose(said: Mapping[str, str]) -> Whose:
    """Each only if the reader may see it."""
    if said.get("customer"):
        return Whose(scope.customer(said["customer"]))
    return Whose(None, scope.sale(said["sale"]) if said.get("sale") else None)


def _form(
    whose: Whose, status: int = 200, said: Mapping[str, str] | None = None, fault: str = "",
    faults: Mapping[str, str] | None = None,
) -> Response:  # fmt: skip
    language, person = desk.reader_language(), whose.person
    labels = {name: view.labels(name) for name in ("wish", "about", "severity", "relation")}
    return desk.show(
        "complaint-new", status, said=said or {}, fault=fault, faults=faults or {}, labels=labels,
        person={"id": person.id, "name": person.name} if person else None, other=whose.sale,
        sales=[(one.id, f"{one.order} · {', '.join(one.products)}") for one in whose.sales],
        channels=[(name, _(names.CHANNELS[name])) for name in BY_HAND],
        more=[(name, _(names.FACTS[name])) for name in MORE],
        scripts=[(one.label[language], one.say[language]) for one in plans.scripts()],
        never=plans.banned().get(language, ()), key=(said or {}).get("key") or _new_key(),
    )  # fmt: skip


def _new_key() -> str:
    """So that a form that is sent twice is one complaint."""
    return fingerprint([desk.reader().id, clock.now()])


@CONSOLE.deed("/complaints/new", roles=DOERS, files=True)
def write_down() -> Response:
    said, brought = uploads.form()
    whose, now = _whose(said), clock.now()
    if faults := _missing(whose, said):
        return _form(whose, 400, said, faults=faults)
    try:
        kept = attachments.keep(number_of(said.get("key", "")), brought)
        found = filing.open(_new(whose, said, [list(one) for one in kept.files], now), now)
    except CareError as refusal:
        return _form(whose, refusal.status, said, plain_words.of(refusal))
    return door.see(f"/complaints/{found.id}?done=opened")


def _missing(whose: Whose, said: Mapping[str, str]) -> dict[str, str]:
    wanted = ["words", "wish", *([] if whose.person else ["name", "phone"])]
    if whose.sale:
        wanted.append("relation")
    return {name: _("Please fill this in.") for name in wanted if not said.get(name, "").strip()}


def _new(whose: Whose, said: Mapping[str, str], kept: list[list[Any]], now: datetime) -> NewComplaint:
    text = {name: value.replace("\r\n", "\n").strip() for name, value in said.items()}
    more: dict[str, Any] = handling.checked({name: text[name] for name in MORE if text.get(name)})
    happened_at, learned_at = (_moment(text.get(name, "")) for name in ("happened_at", "learned_at"))
    filing_kind = "dealer" if text.get("dealer") else "end_customer"
    return NewComplaint(
        (whose.person or _recorded(text, now)).id, text["words"], text["wish"],
        about=text.get("about") or "other", severity=text.get("severity") or "minor",
        understood=text.get("understood", ""), sale_id=whose.sale.id if whose.sale else text.get("sale", ""),
        relation=text.get("relation", ""), channel=text.get("channel") or "shop", recorder=desk.reader().name,
        complainant=filing_kind, happened_at=happened_at, learned_at=learned_at,
        more={**more, **({"files": kept} if kept else {})}, key=f"console {text.get('key', '')}",
    )  # fmt: skip


def _recorded(text: Mapping[str, str], now: datetime) -> Customer:
    """Somebody who may have bought nothing; known already by this number and name, it is the same."""
    address = search.address(text["phone"])
    phones, emails = ((), (address,)) if "@" in address else ((address,), ())
    new = NewCustomer(text["name"], phones=phones, emails=emails, rep=_rep())
    return customers.find_or_create(new, now)


def _rep() -> str:
    return desk.reader().name if desk.reader().role == "rep" else ""


def _moment(text: str) -> datetime | None:
    """On the shop's clock."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=desk.zone()) if text else None
    except ValueError:
        raise BadInput(_("%(said)s is no moment; write it as 2026-03-01T18:30.", said=text)) from None
