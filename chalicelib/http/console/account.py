"""One's own account: language, password, and an end to all sessions."""

from typing import Any

from chalice import Response

from chalicelib import clock
from chalicelib.care import accounts, staff
from chalicelib.errors import BadInput
from chalicelib.http import door
from chalicelib.http.console import desk, entrance
from chalicelib.http.console.desk import CONSOLE, EVERYONE
from chalicelib.http.console.speech import _
from chalicelib.http.limits import SIGN_IN_BY_NAME
from chalicelib.words import speaking


@CONSOLE.page("/account", roles=EVERYONE)
def own() -> Response:
    return _page()


def _page(status: int = 200, **values: Any) -> Response:
    me = desk.reader().signed_in
    around = {
        "email": me.account.email, "own_language": me.staff.language, "languages": speaking.LOCALES,
        "store": me.staff.store, "faults": {}, "done": door.asked("done"), **values,
    }  # fmt: skip
    return desk.show("account", status, **around)


@CONSOLE.deed("/account/language", roles=EVERYONE)
def language() -> Response:
    """An empty one: whatever the browser asks for."""
    wanted = desk.form().get("language", "")
    if wanted and wanted not in speaking.LOCALES:
        raise BadInput("Choose one of the languages of the list.")
    staff.amend(desk.reader().signed_in.staff, {"language": wanted})
    return door.see("/account?done=language")


@CONSOLE.deed("/account/password", roles=EVERYONE)
def password() -> Response:
    """Whoever else is signed in so is not any more; this browser stays."""
    form, me, now = desk.form(), desk.reader().signed_in, clock.now()
    SIGN_IN_BY_NAME.take(me.account.email, now)
    fault = entrance.password_fault(form.get("new", ""), me.staff.name, me.account.email)
    if fault:
        return _page(400, faults={"new": fault})
    try:
        accounts.change_password(me.account, form.get("old", ""), form["new"], now)
    except BadInput:
        return _page(400, faults={"old": _("That is not your present password.")})
    return entrance.let_in(me.account, "/account?done=password")


@CONSOLE.deed("/account/sign-out-everywhere", roles=EVERYONE)
def everywhere() -> Response:
    accounts.end_all(desk.reader().signed_in.account)
    return entrance.signed_out("everywhere")
