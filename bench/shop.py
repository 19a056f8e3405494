"""The sample shop on an engine of its own, as `aftercare run` leaves it, with a colleague of each role signed
in and a real row for whatever a path names."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote

from bench import stage
from chalicelib import clock, files, local, plans, samples, settings
from chalicelib.care import shops
from chalicelib.care.campaigns import keeping
from chalicelib.care.complaints import handling, offering
from chalicelib.http.console import CONSOLE, OUTBOX, drafts
from chalicelib.local.gateway import Gateway
from chalicelib.records import table
from chalicelib.records.complaints import Complaint
from chalicelib.records.customers import Customer
from chalicelib.records.extracts import Extract
from chalicelib.records.imports import Import
from chalicelib.records.links import Link
from chalicelib.records.sales import Unit
from chalicelib.records.table import Row
from chalicelib.records.tasks import Task
from chalicelib.records.touchpoints import Rendered, Touchpoint
from chalicelib.rules.offers import Give
from tests.http.console import colleagues
from tests.http.console.colleagues import Colleague

STORE = "深圳店"
ROLES = {"manager": "何经理", "marketing": "小美", "ops": "老吴", "admin": "老板"}
VERIFIED = dict.fromkeys(("nature", "degree", "scope", "opinion", "verified_by", "verified_what"), "x")
JUDGED = {"cause": "x", "at_fault": "no"}
# What a query makes of a page that is dear.
ASKED = (
    "/tasks?rep={rep}", "/today?rep={rep}", "/customers?q={family}", "/customers?estate={estate}",
    "/complaints?show=closed", "/metrics?by=rep", "/metrics/rows?figure=kept",
    "/complaints/new?customer={customer}",
)  # fmt: skip
# What a form is sent to and answers with a page or file of its own, with what is written in it.
SENT = {
    ("admin", "/metrics/rows.csv?figure=complaint"): {},
    ("admin", "/metrics/rows.csv?figure=kept"): {},
    ("marketing", "/campaigns/new"): {**drafts.form_of(plans.presets()["spring-festival"]), "do": "look"},
}
OPEN_PAGES = ("/c/complaint", "/c/style.css")
# Pages of a link.
OF_A_PERSON = ("care", "preferences", "complaint", "friend")
OF_A_MESSAGE = ("rating", "checklist", "unsubscribe", "case", "offer")


@dataclass(frozen=True)
class Asking:
    """Who asks for which page; the address is the page's with its names filled in. `form`: what is sent along
    where the answer is a deed's."""

    who: Colleague
    role: str
    page: str
    url: str
    form: Mapping[str, str] | None = None

    def answered(self) -> int:
        answer = self.who.get(self.url) if self.form is None else self.who.post(self.url, dict(self.form))
        return answer.status


class Shop:
    """`rows` is what stood there when it was opened."""

    def __init__(self, gateway: Gateway, rows: list[Row], now: datetime) -> None:
        self._gateway, self._rows, self._now = gateway, rows, now
        self.complaint = new_complaint(self._rows)
        self.customer = self._busiest()
        self.staff = {"rep": self._employed("rep", self.customer.rep)}
        self.staff |= {role: self._employed(role, name) for role, name in ROLES.items()}
        self._known = self._values()

    def _of(self, kind: type) -> list:
        return [row for row in self._rows if type(row) is kind]

    def _busiest(self) -> Customer:
        """Of the customers with an open task, the one of whom most is known."""
        counts = Counter(row.pk for row in self._rows)
        waiting = {row.pk for row in self._of(Task) if row.state == "open"}
        return max((row for row in self._of(Customer) if row.pk in waiting), key=lambda row: counts[row.pk])

    def _employed(self, role: str, name: str) -> Colleague:
        who = colleagues.employ(role, name, STORE if role == "rep" else "")
        return Colleague(self._gateway, staff=who, token=colleagues.begin(who))

    def _own(self, kind: type) -> list:
        return [row for row in self._of(kind) if row.pk == self.customer.pk]

    def _values(self) -> dict[str, str]:
        """By the path's first word and the name in it."""
        task = next(row for row in self._own(Task) if row.state == "open")
        text, batch = self._own(Rendered)[0], next(row for row in self._of(Unit) if row.lookup_pk)
        return {
            "customers.id": self.customer.id, "tasks.key": task.key, "tasks.number": "1",
            "complaints.number": self.complaint.id, "complaints.place": "1",
            "meeting.month": f"{self._now:%Y-%m}", "overview.day": f"{self._now:%Y-%m-%d}",
            "people.id": self.staff["rep"].staff.id,
            "welcome.token": "of-nothing", "assets.name": "nothing.js",
            "batches.batch": batch.line["batch"], "imports.batch": "i1", "settings.shop": STORE,
            "settings.kind": "policies", "settings.name": "duty", "campaigns.name": "damp-floor",
            "campaigns.language": "en", "campaigns.region": "guangzhou", "plans.name": "flooring",
            "extracts.id": self._asked_for(), "outbox.key": text.touch_key,
            "outbox.attempt": text.sk.split("#")[2],
        }  # fmt: skip

    def _asked_for(self) -> str:
        """A file of their own for each colleague who may have one, under the same name."""
        for role, what in (("manager", "person"), ("ops", "figure"), ("admin", "person")):
            row = Extract(
                *Extract.at(self.staff[role].staff.id, "x1"), what=what, asked={"customer": self.customer.id},
                file_name="seen.txt", asked_at=self._now, ended_at=self._now, state="done",
            )  # fmt: skip
            row.save()
            files.put(row.whole, b"seen", "text/plain")
        return "x1"

    def askings(self) -> Iterator[Asking]:
        """Each page by each role that may, then the customer's own."""
        for route in [*CONSOLE.declared, *OUTBOX.declared]:
            for role in sorted(route.roles) or ["admin"] if route.method == "GET" else []:
                yield Asking(self.staff[role], role, route.path, quote(self._filled(route.path)))
        for page in ASKED:
            yield Asking(self.staff["admin"], "admin", page, page.format(**self._named()))
        for (role, page), form in SENT.items():
            yield Asking(self.staff[role], role, page, page, form)
        nobody = Colleague(self._gateway)
        for page in OPEN_PAGES:
            yield Asking(nobody, "customer", page, page)
        for page, token in self._links().items():
            yield Asking(nobody, "customer", f"/c/{page}/{{token}}", f"/c/{page}/{token}")

    def _filled(self, path: str) -> str:
        first = path.split("/")[1]
        return re.sub(r"{(\w+)}", lambda found: self._known[f"{first}.{found[1]}"], path)

    def _named(self) -> dict[str, str]:
        named = {
            "rep": self.customer.rep, "family": self.customer.name[:1], "estate": self.customer.estate,
            "customer": self.customer.id,
        }  # fmt: skip
        return {name: quote(value) for name, value in named.items()}

    def _links(self) -> dict[str, str]:
        """A fresh one for each page: those that were sent may have been used. By page, its token."""
        tokens = {page: f"bench{page}"[:12] for page in (*OF_A_PERSON, *OF_A_MESSAGE)}
        sent = next(row for row in self._own(Touchpoint) if row.state == "sent")
        values = {"complaint_number": self.complaint.id, "offer_version": "1", "round": "1"}
        about = Touchpoint(
            *Touchpoint.at(self.complaint.customer_id, "tbench"), step="offer", values=values,
            due_at=self._now, state="sent", purpose="critical",
        )  # fmt: skip
        about.save()
        for page, token in tokens.items():
            touch = about if page in ("case", "offer") else sent
            Link(
                *Link.at(token), page=page, customer_id=touch.owner, touch_key=touch.key,
                expires_at=self._now + timedelta(days=9), facts={"purpose": "care"},
            ).save()  # fmt: skip
        return tokens


@contextmanager
def opened() -> Iterator[Shop]:
    settings.assume(link_secret="bench")
    now = clock.now()
    rows = samples.played(now, lambda day: None)
    with stage.embedded():
        put([row.serialize() for row in rows])
        _furnish(new_complaint(rows), now)
        yield Shop(Gateway(local.program()), rows, now)


def new_complaint(rows: list[Row]) -> Complaint:
    return next(row for row in rows if isinstance(row, Complaint) and row.stage == "acknowledged")


def put(items: list[dict]) -> None:
    """As the client takes them: classes of rows would only cost time."""
    client = Row._get_connection().connection.client
    for begin in range(0, len(items), 25):
        part = [{"PutRequest": {"Item": item}} for item in items[begin : begin + 25]]
        client.batch_write_item(RequestItems={table.Row.Meta.table_name: part})


def _furnish(complaint: Complaint, now: datetime) -> None:
    """What the sample shop has none of: a campaign, a shop, a ledger, photos, an offer that waits."""
    keeping.take_up("damp-floor", "marketing", now)
    shops.add(STORE, {})
    Import(*Import.at("i1"), file_name="ledger.csv", at_moment=now, state="done").save()
    files.put("complaints/bench/photo", b"seen", "image/jpeg")
    owner = complaint.owner
    handling.move(complaint.id, "verifying", owner, "", {}, now)
    handling.move(complaint.id, "deciding", owner, "", {**VERIFIED, **JUDGED}, now)
    offering.propose(complaint.id, [Give("apology")], "CNY", "seen", owner, False, now)
