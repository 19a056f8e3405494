"""The shop's people: who works here, with which role, and who may sign in."""

from typing import Any

from chalice import Response

from chalicelib import clock, plans, words
from chalicelib.care import accounts, shops, staff, tasks
from chalicelib.care.complaints import succession
from chalicelib.care.tasks import handing
from chalicelib.errors import CareError
from chalicelib.http import door
from chalicelib.http.console import absences, desk, entrance, handover, plain_words
from chalicelib.http.console.desk import CONSOLE
from chalicelib.http.console.speech import _
from chalicelib.ids import derived, fits_a_key
from chalicelib.records import ahead
from chalicelib.records.accounts import Account
from chalicelib.records.staff import Staff
from chalicelib.records.touchpoints import KEYS_TO_ACCOUNTS
from chalicelib.rules import phones
from chalicelib.rules.ledgers import contacts

ADMIN = ("admin",)
FACTS = ("role", "store", "email", "phone", "language", "manager")
INVITATION_STEP = "account-invitation"


@CONSOLE.page("/people", roles=ADMIN)
def listing() -> Response:
    return _list()


def _list(status: int = 200, **values: Any) -> Response:
    known = accounts.everyone()
    shown = [_line(one, known.get(one.id)) for one in staff.everybody()]
    return desk.show("people", status, people=shown, **{**_around(), **values})


def _around() -> dict[str, Any]:
    return {
        "roles": accounts.ROLES, "stores": [shop.name for shop in shops.everyone()], "faults": {},
        "languages": words.languages(), "values": {}, "done": door.asked("done"),
    }  # fmt: skip


def _line(one: Staff, account: Account | None) -> dict[str, Any]:
    return {"id": one.id, **staff.facts(one), "access": _access(account)}


def _access(account: Account | None) -> str:
    """none, invited, active or left."""
    if account is None:
        return "none"
    if account.closed_at:
        return "left"
    return "active" if account.password else "invited"


@CONSOLE.deed("/people", roles=ADMIN)
def add() -> Response:
    form = desk.form()
    name = form.get("name", "").strip()
    faults = _faults(form, Staff.id_of(name))
    if not name or not fits_a_key(name):
        faults["name"] = _("Say what the colleague is called.")
    if faults:
        return _list(400, faults=faults, values=form)
    try:
        made = staff.add(name, _facts(form), may_repeat=True)
    except CareError as error:
        return _list(error.status, faults={"name": plain_words.of(error)}, values=form)
    return door.see(f"/people/{made.id}?done=added")


def _facts(form: dict[str, str]) -> dict[str, str]:
    return {fact: form[fact].strip() for fact in FACTS if fact in form}


def _faults(form: dict[str, str], but: str) -> dict[str, str]:
    """`but`: whose entry it is."""
    found = _phone(form.get("phone", "").strip())
    if form.get("role") not in accounts.ROLES:
        found["role"] = _("Choose a role.")
    if form.get("email", "").strip() and not contacts.email(form["email"]):
        found["email"] = _("Write a mail address, such as name@example.com.")
    elif other := _has_already(form.get("email", "").strip(), but):
        found["email"] = _("%(name)s has this mail address already. Two cannot share one.", name=other)
    if form.get("language", "") not in ("", *words.languages()):
        found["language"] = _("Choose one of the languages of the list.")
    return found


def _phone(text: str) -> dict[str, str]:
    try:
        phones.read(text, plans.shop_defaults().country) if text else ""
    except CareError as error:
        return {"phone": plain_words.of(error)}
    return {}


def _has_already(email: str, but: str) -> str:
    """By name, who else is written to there."""
    same = (one.name for one in staff.everybody() if one.id != but and one.email.lower() == email.lower())
    return next(same, "") if email else ""


@CONSOLE.page("/people/{id}", roles=ADMIN)
def one(id: str) -> Response:
    return _person(_by_id(id))


def _by_id(id: str) -> Staff:
    ahead.rows([("staff", id), Account.at(id)])
    found = Staff.find("staff", id, consistent=True)
    if found is None:
        raise desk.nothing_here()
    return found


def _person(who: Staff, status: int = 200, **values: Any) -> Response:
    account = accounts.of(who)
    others = [one for one in staff.everybody() if one.id != who.id]
    facts = {"name": who.name, **staff.facts(who)}
    around = {
        **_around(),
        "values": facts,
        "link": "",
        "others": [one.name for one in others],
        "heirs": [one.name for one in others if one.takes_work],
        "away": absences.ahead(who),
        "absence": {},
        "heir": who.heir,
        "waits": _waits(who),
        "handed": {name: door.asked(name) for name in ("tasks", "complaints", "stayed")},
        **values,
    }
    is_me = who.id == desk.reader().id
    return desk.show(
        "person", status, id=who.id, name=who.name, access=_access(account), is_me=is_me, **around
    )


@CONSOLE.deed("/people/{id}", roles=ADMIN)
def amend(id: str) -> Response:
    """Another role ends the colleague's sessions."""
    who, form = _by_id(id), desk.form()
    faults = _faults(form, who.id)
    if who.id == desk.reader().id and form.get("role") != who.role:
        faults["role"] = _("Your own role is changed by another admin, so that one is always left.")
    if faults:
        return _person(who, 400, faults=faults, values={"name": who.name, **form})
    try:
        staff.amend(who, _facts(form))
    except CareError as error:
        return _person(
            who, error.status, faults={"": plain_words.of(error)}, values={"name": who.name, **form}
        )
    return door.see(f"/people/{who.id}?done=saved")


@CONSOLE.deed("/people/{id}/invite", roles=ADMIN)
def invite(id: str) -> Response:
    """The link is shown this once, and sent where there is a mail address."""
    who, now = _by_id(id), clock.now()
    token = accounts.invite(who, now)
    link = entrance.address(token)
    if who.email:
        values = {"link": link, "any_hour": "yes"}
        tasks.notice(who, INVITATION_STEP, derived(KEYS_TO_ACCOUNTS, token), values, now, by="email")
    return _person(who, link=link)


def _waits(who: Staff) -> bool:
    """Whether tasks or complaints of theirs are open."""
    return bool(tasks.open_ones(who.name, most=1) or succession.has_any(who.name))


@CONSOLE.deed("/people/{id}/away", roles=ADMIN)
def away(id: str) -> Response:
    """New tasks go to a colleague for some days."""
    who, form = _by_id(id), desk.form()
    try:
        first, last = (absences.day(form.get(name, "")) for name in ("first", "last"))
        staff.leave(who.name, first, last, form.get("stand_in", ""))
    except CareError as error:
        return _person(who, error.status, faults={"away": plain_words.of(error)}, absence=form)
    return door.see(f"/people/{who.id}?done=away")


@CONSOLE.deed("/people/{id}/away/back", roles=ADMIN)
def take_back(id: str) -> Response:
    """A leave is not taken after all: new tasks are the colleague's own again."""
    who, form = _by_id(id), desk.form()
    staff.take_back(who, [form.get(name, "") for name in ("first", "last", "stand_in")])
    return door.see(f"/people/{who.id}?done=away")


@CONSOLE.deed("/people/{id}/left", roles=ADMIN)
def left(id: str) -> Response:
    """No access from now on, whatever else fails; then all that was theirs goes to whoever takes over."""
    who, to = _by_id(id), desk.form().get("to", "")
    account = accounts.of(who)
    if who.id == desk.reader().id:
        return _person(who, 400, faults={"left": _("You cannot take your own access away.")})
    if account:
        accounts.close(account, clock.now())
    if not to:
        return door.see(f"/people/{who.id}?done=left")
    try:
        done = handover.for_good(who.name, to, _("has left"))
    except CareError as error:
        return _person(who, error.status, faults={"left": plain_words.of(error)})
    went = f"tasks={done.tasks}&complaints={done.complaints}&stayed={done.left}"
    return door.see(f"/people/{who.id}?done=left&{went}")


@CONSOLE.deed("/people/{id}/back", roles=ADMIN)
def back(id: str) -> Response:
    who = _by_id(id)
    if account := accounts.of(who):
        accounts.reopen(account)
    handing.come_back(who.name)
    return door.see(f"/people/{who.id}?done=back")


@CONSOLE.deed("/people/{id}/sign-out", roles=ADMIN)
def sign_out(id: str) -> Response:
    who = _by_id(id)
    if account := accounts.of(who):
        accounts.end_all(account)
    return door.see(f"/people/{who.id}?done=out")
