"""Signing in and out, and choosing a password by a link that opens once."""

from collections.abc import Mapping
from math import ceil
from typing import Any
from urllib.parse import parse_qsl

from chalice import Response

from chalicelib import clock, passwords, settings
from chalicelib.care import accounts, tasks
from chalicelib.errors import CareError, NotFound
from chalicelib.http import door, limits
from chalicelib.http.console import desk, places, plain_words, readers
from chalicelib.http.console.desk import ANYBODY, CONSOLE, EVERYONE
from chalicelib.http.console.speech import _, _n
from chalicelib.ids import derived
from chalicelib.records.accounts import Account, Ticket
from chalicelib.records.touchpoints import KEYS_TO_ACCOUNTS
from chalicelib.rules.ledgers import contacts

RESET_STEP = "account-reset"
FORGET = "Clear-Site-Data"


@CONSOLE.page("/", roles=EVERYONE)
def begin() -> Response:
    return door.see(places.first_for(desk.reader().role))


@CONSOLE.page("/sign-in", roles=ANYBODY)
def sign_in() -> Response:
    if readers.if_any():
        return door.see(_wanted(door.asked("next")))
    return _sign_in_page(next=door.asked("next"))


def _sign_in_page(status: int = 200, **values: Any) -> Response:
    around = {"email": "", "next": "", "fault": "", "done": door.asked("done"), **values}
    return desk.show("sign-in", status, **around)


@CONSOLE.deed("/sign-in", roles=ANYBODY)
def enter() -> Response:
    """Whether the address or the password was wrong is not said."""
    form = desk.form()
    try:
        _throttle(form.get("email", ""))
    except limits.TooMany as refusal:
        return _must_wait(form, refusal.retry_after)
    account = accounts.prove(form.get("email", ""), form.get("password", ""))
    if account:
        return _go_on(account, form)
    return _not_yet(form, 401, _("This mail address and this password do not belong together."))


def _must_wait(form: Mapping[str, str], seconds: int) -> Response:
    """Who has forgotten a password tries until here: the way to a new one stands beside."""
    minutes = max(1, ceil(seconds / 60))
    fault = _n(
        "Too many tries. Try again in a minute, or have a link for a new password sent.",
        "Too many tries. Try again in %(num)d minutes, or have a link for a new password sent.",
        minutes,
    )
    answer = _not_yet(form, limits.TooMany.status, fault)
    answer.headers["Retry-After"] = str(seconds)
    return answer


def _not_yet(form: Mapping[str, str], status: int, fault: str) -> Response:
    """What was written stays, but for the password."""
    email = form.get("email", "")
    if form.get("place"):
        return desk.show_again(form["place"], _unpacked(form), status, email=email, fault=fault)
    return _sign_in_page(status, email=email, next=form.get("next", ""), fault=fault)


def _go_on(account: Account, form: Mapping[str, str]) -> Response:
    """Somewhere, or to the form whose session had ended; it is sent by another press."""
    if not form.get("place"):
        return let_in(account, form.get("next", ""))
    answer = let_in(account)
    again = desk.show_again(door.ours(form["place"], "/"), _unpacked(form))
    again.headers |= {name: answer.headers[name] for name in ("Set-Cookie", FORGET)}
    return again


def _unpacked(form: Mapping[str, str]) -> dict[str, str]:
    return dict(parse_qsl(form.get("packed", ""), keep_blank_values=True))


def _throttle(email: str) -> None:
    """Each try counts, the right ones too: many at the same moment get no further."""
    now = clock.now()
    limits.SIGN_IN_BY_VISITOR.take(door.visitor(), now)
    limits.SIGN_IN_BY_NAME.take(contacts.email(email) or email[:200].casefold(), now)


def let_in(account: Account, wanted: str = "") -> Response:
    token = accounts.begin(account, clock.now())
    readers.entered(token)
    return _anew(_wanted(wanted), readers.cookie(token, int(accounts.SESSION_LIVES.total_seconds())))


def _anew(place: str, cookie: str) -> Response:
    """At a computer that others use nothing is shown afterwards, be it by going back."""
    answer = door.see(place)
    answer.headers |= {"Set-Cookie": cookie, FORGET: '"cache"'}
    return answer


def _wanted(place: str) -> str:
    """Where somebody was going before they were asked to sign in."""
    return door.ours(place, "/")


@CONSOLE.deed("/sign-out", roles=EVERYONE)
def leave() -> Response:
    accounts.end(desk.reader().token)
    return signed_out()


def signed_out(done: str = "out") -> Response:
    return _anew(f"/sign-in?done={done}", readers.cookie("", 0))


@CONSOLE.page("/welcome/{token}", roles=ANYBODY)
def welcome(token: str) -> Response:
    """Opening it spends nothing: mail programs look at links before people do."""
    return _welcome_page(_ticket(token))


def _ticket(token: str) -> Ticket:
    now, visitor = clock.now(), door.visitor()
    limits.GUESSES.take(visitor, now, 0)
    try:
        return accounts.ticket(token, now)
    except NotFound:
        limits.GUESSES.take(visitor, now)
        raise


def _welcome_page(ticket: Ticket, status: int = 200, **values: Any) -> Response:
    staff = accounts.person(ticket)
    known = {"name": staff.name if staff else "", "email": staff.email if staff else ""}
    around = {**known, "known": bool(staff), "purpose": ticket.purpose, "faults": {}, **values}
    return desk.show("welcome", status, shortest=passwords.SHORTEST, **around)


@CONSOLE.deed("/welcome/{token}", roles=ANYBODY)
def choose(token: str) -> Response:
    ticket, form = _ticket(token), desk.form()
    staff = accounts.person(ticket)
    name, email = (staff.name if staff else form.get("name", "").strip()), form.get("email", "").strip()
    faults = _faults(name, email, form.get("password", ""))
    if faults:
        return _welcome_page(ticket, 400, name=name, email=email, faults=faults)
    try:
        account = accounts.accept(token, name, email, form["password"], clock.now())
    except CareError as error:
        return _welcome_page(
            ticket, error.status, name=name, email=email, faults={"email": plain_words.of(error)}
        )
    return let_in(account)


def _faults(name: str, email: str, password: str) -> dict[str, str]:
    found = {
        "name": "" if name else _("Say what your colleagues call you."),
        "email": "" if contacts.email(email) else _("Write a mail address, such as name@example.com."),
        "password": password_fault(password, name, email),
    }
    return {field: said for field, said in found.items() if said}


def password_fault(password: str, *known: str) -> str:
    said = {
        "short": _("Take at least %(least)s characters.", least=passwords.SHORTEST),
        "long": _("That is longer than a password can be."),
        "guessable": _("Others could guess this one. Take a few words that belong together for you alone."),
    }
    return said.get(passwords.fault(password, *known), "")


@CONSOLE.page("/forgotten", roles=ANYBODY)
def forgotten() -> Response:
    return desk.show("forgotten", email=door.asked("email"), sent=False)


@CONSOLE.deed("/forgotten", roles=ANYBODY)
def send_link() -> Response:
    """The same answer whether anybody signs in with this address or not."""
    email, now = desk.form().get("email", ""), clock.now()
    limits.SIGN_IN_BY_VISITOR.take(door.visitor(), now)
    limits.RESET_BY_NAME.take(contacts.email(email) or email[:200].casefold(), now)
    found = accounts.reset(email, now)
    if found:
        staff, token = found
        values = {"link": address(token), "any_hour": "yes"}
        tasks.notice(staff, RESET_STEP, derived(KEYS_TO_ACCOUNTS, token), values, now, by="email")
    return desk.show("forgotten", email=email, sent=True)


def address(token: str) -> str:
    """Of the page where a password is chosen, as it is sent to somebody."""
    return f"{settings.read().public_base_url.rstrip('/')}/welcome/{token}"
