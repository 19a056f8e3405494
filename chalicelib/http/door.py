"""What all doors share: the request at hand, refusals as answers, headers that protect the reader."""

import functools
import logging
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from contextvars import ContextVar
from itertools import product
from typing import Any
from urllib.parse import parse_qsl, quote, quote_plus

from chalice import Blueprint, Response
from chalice.app import Request

from chalicelib.errors import BadInput, CareError, NotFound
from chalicelib.records import once

log = logging.getLogger(__name__)

FORM = ["application/x-www-form-urlencoded"]
ANY = ["*/*"]
HTML = "text/html; charset=utf-8"
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
SHIELD = {
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}

# Chalice keeps the current request on the application, where threads would see each other's.
_REQUEST: ContextVar[Request] = ContextVar("request")


class Broken(CareError):
    """Something failed that should not have; the log says where."""

    code = "broken"
    status = 500


class TooLarge(CareError):
    """More than this door takes at once."""

    code = "too_large"
    status = 413


class WrongType(BadInput):
    """Something other than the form that was asked for."""

    status = 415


Tell = Callable[[CareError], Response]


class Door(Blueprint):
    """Routes that answer every refusal in one voice. `admit` may refuse a request before its view;
    `largest` is the most bytes that a body may have, 0 for whatever the gateway lets through."""

    def __init__(
        self, name: str, tell: Tell, admit: Callable[[Request], None] | None = None, largest: int = 0
    ) -> None:
        super().__init__(name)
        self._tell, self._admit, self._largest = tell, admit, largest

    def route(self, path: str, largest: int = 0, **options: Any) -> Callable[..., Any]:
        """`largest`: for this one alone, in place of the door's own."""
        register = super().route(path, **options)

        def decorate(view: Callable[..., Any]) -> Any:
            @functools.wraps(view)
            def guarded(*args: Any, **kwargs: Any) -> Any:
                try:
                    self._let_in(request(), largest or self._largest)
                    return view(*args, **kwargs)
                except CareError as error:
                    return self._told(error)
                except Exception as error:
                    return self._told(_noted(error))

            return register(guarded)

        return decorate

    def _let_in(self, asked: Request, largest: int) -> None:
        if self._admit:
            self._admit(asked)
        if largest and len(body()) > largest:
            raise TooLarge("This is more than {most} KB, the most that is taken here.", most=largest // 1024)

    def _told(self, error: CareError) -> Response:
        """In the door's own voice, or in plain words where even that fails."""
        try:
            return self._tell(error)
        except Exception as fault:
            return Response(str(_noted(fault)), status_code=500, headers={"Content-Type": "text/plain"})


def _noted(error: Exception) -> Broken:
    """Only the kind and the place: an exception's own words may hold a customer's."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    log.error("a view failed: %s at %s:%s", type(error).__name__, place.name, place.lineno)
    return Broken("Something went wrong on our side. Please try again, or phone us.")


def guard(asked: Request, get_response: Callable[[Request], Response]) -> Response:
    """Middleware around every request: remember it for this thread, shield the answer. What only shows reads
    no row twice."""
    token = _REQUEST.set(asked)
    try:
        with once.reading() if asked.method == "GET" else nullcontext():
            return _shielded(get_response(asked))
    finally:
        _REQUEST.reset(token)


def _shielded(response: Response) -> Response:
    response.headers = {**SHIELD, **response.headers}
    if any(_breaks_line(value) for value in response.headers.values()):
        log.error("an answer was withheld: a header held a line break")
        return Response({"code": Broken.code}, status_code=500, headers=dict(SHIELD))
    return response


def _breaks_line(value: str | list[str]) -> bool:
    values = value if isinstance(value, list) else [value]
    return any("\r" in one or "\n" in one for one in values)


def request() -> Request:
    return _REQUEST.get()


def path() -> str:
    """As it was asked for, without the query."""
    return request().to_original_event()["path"]


def visitor() -> str:
    """The address from which the request comes."""
    return request().to_original_event()["requestContext"].get("identity", {}).get("sourceIp") or ""


def queries() -> list[str]:
    """The query as it was sent where the gateway kept it, else the ways it may have been written,
    the likeliest first. API Gateway hands it on decoded."""
    event = request().to_original_event()
    if "rawQueryString" in event:
        return [event["rawQueryString"]]
    named = event["multiValueQueryStringParameters"] or {}
    pairs = [(name, value) for name, values in named.items() for value in values]
    return list(dict.fromkeys(_written(pairs))) or [""]


def _written(pairs: Sequence[tuple[str, str]]) -> Iterator[str]:
    """A blank as + or %20, signs that need no escape with and without one, blank values with and
    without their sign; names as they came or sorted."""
    for ordered in (pairs, sorted(pairs)):
        for blank, safe in product((quote_plus, quote), ("", "~!$'()*,:@/?;")):
            yield "&".join(f"{blank(name, safe)}={blank(value, safe)}" for name, value in ordered)
        yield "&".join(f"{name}={value}" for name, value in ordered)
        yield "&".join(f"{quote(name)}={quote(value)}" if value else quote(name) for name, value in ordered)


def asked(name: str) -> str:
    """One value of the query."""
    values = request().query_params
    return values.get(name, "") if values else ""


def body() -> bytes:
    raw = request().raw_body
    return raw.encode() if isinstance(raw, str) else raw


def form() -> Mapping[str, str]:
    """The fields of a posted form, blank ones too; of repeated ones the last."""
    kind = request().headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in FORM:
        raise WrongType("This is not the form that was asked for. Open the page again and send it there.")
    try:
        return dict(parse_qsl(body().decode(), keep_blank_values=True, max_num_fields=200))
    except ValueError:
        raise BadInput("This form cannot be read. Go back, reload the page and send it again.") from None


def wanted_languages() -> list[str]:
    """The reader's languages in lower case, best first."""
    weighed = []
    for entry in request().headers.get("accept-language", "").split(","):
        tag, _, weight = entry.strip().partition(";q=")
        weighed.append((-_number(weight), tag.strip().lower()))
    return [tag for weight, tag in sorted(weighed, key=lambda pair: pair[0]) if tag and weight < 0]


def _number(weight: str) -> float:
    try:
        return float(weight or 1)
    except ValueError:
        return 0.0


def html(text: str, status: int = 200, **headers: str) -> Response:
    named: dict[str, str | list[str]] = {"Content-Type": HTML}
    named |= {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(text, status_code=status, headers=named)


def style(text: str) -> Response:
    return _kept_a_while(text, "text/css")


def script(text: str) -> Response:
    return _kept_a_while(text, "text/javascript")


def _kept_a_while(text: str, kind: str) -> Response:
    return Response(text, headers={"Content-Type": f"{kind}; charset=utf-8", "Cache-Control": "max-age=600"})


def see(place: str) -> Response:
    """After a deed: look there."""
    return Response("", status_code=303, headers={"Location": place})


def ours(place: str, otherwise: str) -> str:
    """A place to go back to, if it is a page of ours."""
    is_ours = place.startswith("/") and not place.startswith(("//", "/\\")) and place.isprintable()
    return place if is_ours else otherwise


def problem(error: CareError) -> Response:
    """A refusal for programs (RFC 9457)."""
    facts = {"type": "about:blank", "status": error.status, "code": error.code, "detail": str(error)}
    return Response(facts, status_code=error.status, headers={"Content-Type": "application/problem+json"})


def nowhere() -> NotFound:
    return NotFound("There is nothing at this address.")
