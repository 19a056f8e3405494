"""Colleagues who are signed in, without the time that a password takes."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from chalicelib import clock
from chalicelib.care import accounts, staff
from chalicelib.http.console import readers
from chalicelib.http.console.readers import csrf_of
from chalicelib.records.accounts import Account, Session, SignInName
from chalicelib.records.staff import Staff
from tests.http.browser import Answer, Browser

NAMES = {"rep": "李婷", "manager": "何经理", "marketing": "小美", "ops": "老吴", "admin": "Winnie"}


def employ(role: str, name: str = "", store: str = "", email: str = "", language: str = "") -> Staff:
    """Somebody of this role who has an account."""
    who = staff.record(name or NAMES[role], {"role": role, "store": store, "language": language})
    address = email or f"{who.id}@shop.example"
    staff.record(who.name, {"email": address})
    account = Account(*Account.at(who.id), email=address, password="none that fits", made_at=clock.now())
    account.create()
    SignInName(*SignInName.at(address), staff_id=who.id).create()
    return staff.by_id(who.id)


def begin(who: Staff) -> str:
    """The token of a session that outlasts any story."""
    account = accounts.of(who)
    assert account
    token = accounts.begin(account, clock.now())
    row = Session.find(*Session.at(token))
    assert row
    row.expires_at = clock.now() + timedelta(days=4000)
    row.due_lane = row.due_key = None
    row.save()
    return token


@dataclass
class Colleague(Browser):
    """A browser with a session. It sends each form as the page would, with its token."""

    staff: Staff = field(default_factory=Staff)
    token: str = ""

    def ask(self, method: str, url: str, body: bytes = b"", **headers: str) -> Answer:
        held = (
            {"Cookie": f"{readers.PLAIN}={self.token}; {readers.SEALED}={self.token}"} if self.token else {}
        )
        return super().ask(method, url, body, **{**held, **headers})

    def post(self, url: str, form: dict[str, Any] | None = None, **headers: str) -> Answer:
        return super().post(url, {"csrf": csrf_of(self.token), **(form or {})}, **headers)
