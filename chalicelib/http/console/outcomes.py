"""How a task went, said on whichever page its card stands: there one comes back to, with a word on it."""

from urllib.parse import quote

from chalice import Response

from chalicelib.http import door
from chalicelib.http.console import customer, desk, reports, scope, today
from chalicelib.http.console.desk import CONSOLE, DOERS
from chalicelib.http.console.errands import Faulty


@CONSOLE.deed("/tasks/{key}/report", roles=DOERS, files=True)
def report(key: str) -> Response:
    return _answered(key, reports.reported(key))


@CONSOLE.deed("/tasks/{key}/appoint", roles=DOERS)
def appoint(key: str) -> Response:
    return _answered(key, reports.appointed(key))


def _answered(key: str, said: Faulty | str) -> Response:
    if isinstance(said, Faulty):
        return _again(key, said)
    joint = "&" if "?" in _back() else "?"
    return door.see(f"{_back()}{joint}noted={quote(said)}")


def _back() -> str:
    return door.ours(desk.form().get("back", ""), "/today")


def _again(key: str, faulty: Faulty) -> Response:
    """The page where the form stood, with what was typed."""
    row = scope.task(key)
    if _back().startswith("/customers/") and row.customer_id:
        return customer.page_of(scope.customer(row.customer_id), faulty)
    return today.page_of(row.rep if row.rep in scope.people() else desk.reader().name, faulty)
