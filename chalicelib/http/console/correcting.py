"""A customer's facts and addresses put right, each with its reason."""

from typing import Any
from urllib.parse import quote

from chalice import Response

from chalicelib import clock, plans, tags, words
from chalicelib.care import amending, customers, search
from chalicelib.care.customers import correcting
from chalicelib.care.touchpoints import people as touches
from chalicelib.errors import BadInput, CareError
from chalicelib.http import door
from chalicelib.http.console import desk, plain_words, scope
from chalicelib.http.console.desk import CONSOLE, DOERS
from chalicelib.http.console.fields import Fields
from chalicelib.http.console.speech import _
from chalicelib.records.customers import Customer
from chalicelib.rules.ledgers import contacts
from chalicelib.words import speaking

FACTS = ("name", "language", "country", "zone", "estate", "address", "store", "rep", "vulnerability")
MOST_ADDRESSES = 20
# In place of an address that is wrong.
FURTHER = "further"


@CONSOLE.page("/customers/{id}/correct", roles=DOERS)
def ask(id: str) -> Response:
    return _page(scope.customer(id))


def _page(customer: Customer, status: int = 200, **more: Any) -> Response:
    facts = {name: getattr(customer, name) for name in FACTS}
    facts["language"] = words.language_for(customer.language, "")
    facts["tags"] = ", ".join(customer.tags)
    around = {
        "further": FURTHER,
        "values": facts,
        "faults": {},
        "address_faults": {},
        "address_values": {},
        **more,
    }
    return desk.show(
        "correct", status, customer=customers.facts(customer), languages=plans.shop_defaults().languages,
        reps=_reps(customer), **countries_known(customer.country),
        **around,
    )  # fmt: skip


def countries_known(*others: str) -> dict[str, Any]:
    """Those that there are rules for, and others that were chosen earlier, with their names."""
    codes = sorted({*plans.countries(), *filter(None, others)} - {"default"})
    return {"countries": codes, "country_names": speaking.countries(desk.reader_language(), codes)}


def _reps(customer: Customer) -> list[str]:
    """Who looks after them now stays to be chosen, though the reader may not see that colleague's tasks."""
    return list(dict.fromkeys(filter(None, [customer.rep, *scope.people()])))


@CONSOLE.deed("/customers/{id}/correct", roles=DOERS)
def correct(id: str) -> Response:
    customer, fields = scope.customer(id), Fields(desk.form())
    facts = _facts(customer, fields)
    why = fields.text("why", _("Say why; whoever looks at this later will want to know."))
    if fields.faults:
        return _page(customer, 400, values=fields.said, faults=fields.faults)
    try:
        amending.amend(customer, facts, why=why, who=desk.reader().name, now=clock.now())
    except CareError as error:
        return _page(customer, error.status, values=fields.said, faults={"why": _changed(error)})
    return door.see(f"/customers/{customer.id}?done=corrected")


def _facts(customer: Customer, fields: Fields) -> dict[str, Any]:
    """What was on the form; what it did not hold stays."""
    shown = [name for name in FACTS if name in fields.said]
    facts: dict[str, Any] = {name: fields.text(name) for name in shown}
    if customer.name and not facts.get("name", customer.name):
        fields.faults["name"] = _("Say what the customer is called.")
    if "language" in facts and not _is_ours(facts["language"]):
        fields.faults["language"] = _("Choose one of the list.")
    elif words.language_for(facts.get("language", ""), "") == words.language_for(customer.language, ""):
        facts.pop("language", None)  # zh-HK and zh-Hant are written alike: what was said before stays
    if "country" in facts:
        facts["country"] = fields.one_of("country", ["", customer.country, *plans.countries()])
    if "zone" in facts:
        facts["zone"] = fields.read("zone", amending.zone, "")
    if "tags" in fields.said:
        none: tuple[str, ...] = ()
        facts["tags"] = list(fields.read("tags", _tags, none))
    if "rep" in facts:
        facts["rep"] = fields.one_of("rep", _reps(customer))
    return facts


def _tags(text: str) -> tuple[str, ...]:
    return tags.checked(tags.split(text))


def _is_ours(language: str) -> bool:
    return not language or bool(words.language_for(language, ""))


def _changed(error: CareError) -> str:
    usual = _("Somebody else changed this customer meanwhile. Open the page again and look.")
    return usual if error.code in ("conflict", "stale") else plain_words.of(error)


@CONSOLE.deed("/customers/{id}/address", roles=DOERS)
def address(id: str) -> Response:
    """A number or mail address put right or added; what had failed for the old one goes again."""
    customer, fields = scope.customer(id), Fields(desk.form())
    known = [*customer.phones, *customer.emails]
    which = _("Choose the one that is wrong, or that this is a further one.")
    old = fields.one_of("old", [*known, FURTHER], which)
    old = "" if old == FURTHER else old
    new = fields.read("new", lambda text: _read(text, customer), "")
    why = fields.text("address_why", _("Say why; whoever looks at this later will want to know."))
    if not new:
        fields.faults.setdefault("new", _("Give the right number or mail address."))
    elif old and ("@" in old) != ("@" in new):
        fields.faults["new"] = _("A number stands in for a number, a mail address for a mail address.")
    elif not old and len(known) >= MOST_ADDRESSES:
        fields.faults["old"] = _("There are enough addresses; correct one that is no longer right.")
    if fields.faults:
        return _page(customer, 400, address_values=fields.said, address_faults=fields.faults)
    return _put_right(customer, old, new, why, fields)


def _read(text: str, customer: Customer) -> str:
    if "@" not in text:
        return search.address(text, customer.country)
    found = contacts.email(text)
    if not found:
        raise BadInput(_("Write a mail address, such as name@example.com."))
    return found


def _put_right(customer: Customer, old: str, new: str, why: str, fields: Fields) -> Response:
    now, who = clock.now(), desk.reader().name
    try:
        correcting.correct_address(customer.id, old, new, now, why=why, who=who)
    except CareError as error:
        return _page(
            customer, error.status, address_values=fields.said, address_faults={"new": _changed(error)}
        )
    revived = len(touches.revive(customer.id, old, why, who, now)) if old else 0
    return door.see(f"/customers/{quote(customer.id)}?done=address&revived={revived}")
