"""The house's own facts: its shops, who is on duty, under which names it writes, and the files in force."""

from collections.abc import Callable
from typing import Any

from chalice import Response

from chalicelib import plans, words
from chalicelib.care import amending, customers, shops
from chalicelib.care.hands import Hands, ready
from chalicelib.errors import CareError
from chalicelib.http import door
from chalicelib.http.console import desk, health, plain_words
from chalicelib.http.console.correcting import countries_known
from chalicelib.http.console.desk import CONSOLE
from chalicelib.http.console.speech import _
from chalicelib.records.staff import Shop
from chalicelib.rules import phones

FOR, CHANGES = ("ops", "admin"), ("admin",)
FACTS = ("phone", "zone", "country", "language")
# By provider, the setting that says under which name it writes.
SENDERS = {"ses": "ses_from", "smtp": "smtp_from", "twilio": "twilio_from"}


@CONSOLE.page("/settings", roles=FOR)
def show() -> Response:
    return _page()


def _page(
    status: int = 200, faults: dict[str, str] | None = None, values: dict[str, str] | None = None
) -> Response:
    hands, found = ready(), [shops.facts(row) for row in shops.everyone()]
    return desk.show(
        "settings", status, shops=found, faults=faults or {},
        **countries_known(*(one["country"] for one in found)),
        values=values or {}, defaults=plans.shop_defaults(), languages=words.languages(),
        may_change=desk.reader().role in CHANGES, duty=plans.complaints().duty,
        senders=[_sender(hands, kind) for kind in ("sms", "email")],
        only_to=bool(hands.settings.send_only_to), address=hands.settings.public_base_url,
        files=plans.in_force(),
    )  # fmt: skip


def _sender(hands: Hands, kind: str) -> dict[str, Any]:
    """By whom it goes, under which name, and what is still lacking."""
    found = health.channel(hands, kind)
    name = (
        getattr(hands.settings, SENDERS.get(found["provider"], ""), "")
        if found["provider"] in SENDERS
        else ""
    )
    service = hands.settings.twilio_messaging_service_sid if found["provider"] == "twilio" else ""
    return {**found, "name": name or service}


@CONSOLE.deed("/settings/shops", roles=CHANGES)
def add() -> Response:
    form = desk.form()
    name = form.get("name", "").strip()
    facts, faults = _facts(form)
    if not name:
        faults["name"] = _("Say what the shop is called in the ledger.")
    if faults:
        return _page(400, faults, form)
    try:
        shops.add(name, facts, may_repeat=True)
    except CareError as error:
        return _page(error.status, {"name": plain_words.of(error)}, form)
    return door.see("/settings#shops")


@CONSOLE.page("/settings/shops/{shop}", roles=CHANGES)
def one(shop: str) -> Response:
    return _shop(_get(shop))


def _shop(
    row: Shop, status: int = 200, faults: dict[str, str] | None = None, values: dict[str, str] | None = None
) -> Response:
    facts = {**shops.facts(row), **(values or {})}
    return desk.show(
        "shop", status, id=row.sk, name=row.name, values=facts, faults=faults or {},
        languages=words.languages(),
        defaults=plans.shop_defaults(), seen=facts, **countries_known(row.country),
    )  # fmt: skip


def _get(shop: str) -> Shop:
    found = Shop.find("shop", shop, consistent=True)
    if found is None:
        raise desk.nothing_here()
    return found


@CONSOLE.deed("/settings/shops/{shop}", roles=CHANGES)
def amend(shop: str) -> Response:
    row, form = _get(shop), desk.form()
    said = {name: form.get(name, "") for name in FACTS}
    facts, faults = _facts(form, row.country)
    if faults:
        return _shop(row, 400, faults, said)
    try:
        shops.amend(row, facts)
    except CareError as error:
        return _shop(row, error.status, {"": plain_words.of(error)}, said)
    return door.see("/settings#shops")


def _facts(form: dict[str, str], country: str = "") -> tuple[dict[str, str], dict[str, str]]:
    """Checked as everywhere, telephones as one dials them from abroad; with what is wrong, at its field.
    `country`: where the shop is said to be, which stays to be chosen."""
    facts = {name: form[name].strip() for name in FACTS if name in form}
    facts |= {"country": facts["country"].upper()} if "country" in facts else {}
    home = facts.get("country") or plans.shop_defaults().country
    readers: dict[str, Callable[[str], str]] = {
        "language": customers.language, "zone": amending.zone, "phone": lambda text: phones.read(text, home),
    }  # fmt: skip
    faults = {}
    if facts.get("country") and facts["country"] not in countries_known(country)["countries"]:
        faults["country"] = _("Choose one of the list.")
    for name, reader in readers.items():
        try:
            facts |= {name: reader(facts[name])} if facts.get(name) else {}
        except CareError as error:
            faults[name] = plain_words.of(error)
    return facts, faults


@CONSOLE.page("/settings/files/{kind}/{name}", roles=FOR)
def file(kind: str, name: str) -> Response:
    """One of the files in force, as it is written."""
    found = next((one for one in plans.in_force() if (one.kind, one.name) == (kind, name)), None)
    if found is None:
        raise desk.nothing_here()
    return desk.show("file", file=found)
