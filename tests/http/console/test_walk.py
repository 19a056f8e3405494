"""Every route with every role, with no session and with somebody else's row. The list is made from what the
routes declare, so that a new one is walked before anybody thinks of it."""

import pytest

from chalicelib.http import limits
from chalicelib.http.console import CONSOLE, OUTBOX
from chalicelib.http.console.desk import EVERYONE, Declared
from tests.http.browser import Browser
from tests.http.console import examples
from tests.http.console.colleagues import Colleague
from tests.http.console.conftest import SignedIn
from tests.http.console.examples import OTHER, OURS, REP, Example
from tests.http.story import Story

ROUTES = [*CONSOLE.declared, *OUTBOX.declared]
CLOSED = [route for route in ROUTES if route.roles]
PAGES = [route for route in ROUTES if route.method == "GET"]
DEEDS = [route for route in CLOSED if route.method == "POST"]
ROLES = sorted(EVERYONE)
# Whoever signs in may see these whole; a row of theirs is nobody's in particular.
OF_NOBODY = (
    "outbox",
    "overview",
    "people",
    "assets",
    "welcome",
    "campaigns",
    "plans",
    "meeting",
    "settings",
    "batches",
)
OWN_NAMES = {"rep": REP, "manager": "", "marketing": "", "ops": "", "admin": ""}


def name_of(route: Declared) -> str:
    return f"{route.method} {route.path}"


def each(routes: list[Declared]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("route", routes, ids=name_of)


@pytest.fixture
def pair(story: Story) -> tuple[Example, Example]:
    return examples.pair(story)


def ask(who: Browser, route: Declared, url: str, **headers: str) -> int:
    limits.forget()
    return (who.get if route.method == "GET" else who.post)(url, **headers).status


def enter(signed_in: SignedIn, role: str) -> Colleague:
    return signed_in(role, OWN_NAMES[role], OURS if role in ("rep", "manager") else "")


def test_the_walk_is_long_enough() -> None:
    assert len(ROUTES) > 20
    assert {route.method for route in ROUTES} == {"GET", "POST"}


@each(CLOSED)
def test_nobody_gets_in_without_a_session(
    route: Declared, outsider: Browser, pair: tuple[Example, Example], story: Story
) -> None:
    before = story.memory.items()
    url = examples.filled(route.path, pair[0])
    assert ask(outsider, route, url) == (303 if route.method == "GET" else 401)
    assert ask(outsider, route, url, Cookie="aftercare=forged; __Host-aftercare=forged") in (303, 401)
    assert story.memory.items() == before


@pytest.mark.parametrize("role", ROLES)
@each(CLOSED)
def test_each_role_gets_in_where_it_is_declared_and_nowhere_else(
    route: Declared, role: str, signed_in: SignedIn, pair: tuple[Example, Example], story: Story
) -> None:
    who = enter(signed_in, role)
    before = story.memory.items()
    answer = ask(who, route, examples.filled(route.path, pair[0]))
    if role in route.roles:
        assert answer not in (401, 403, 404)
        assert answer < 500
    else:
        assert answer == 403
        assert story.memory.items() == before


@pytest.mark.parametrize("role", ["rep", "manager"])
@each([one for one in CLOSED if "{" in one.path and one.path.split("/")[1] not in OF_NOBODY])
def test_somebody_else_s_row_is_as_if_it_were_not_there(
    route: Declared, role: str, signed_in: SignedIn, pair: tuple[Example, Example], story: Story
) -> None:
    who = enter(signed_in, role)
    before = story.memory.items()
    expected = 404 if role in route.roles else 403
    assert ask(who, route, examples.filled(route.path, pair[1])) == expected
    assert story.memory.items() == before


@each(DEEDS)
def test_no_deed_is_done_without_the_page_s_token(
    route: Declared, signed_in: SignedIn, pair: tuple[Example, Example], story: Story
) -> None:
    who = signed_in(min(route.roles))
    before, url = story.memory.items(), examples.filled(route.path, pair[0])
    for csrf in ("", "0" * 32):
        assert who.post(url, {"csrf": csrf}).status == 403
    assert ask(who, route, url, **{"Sec-Fetch-Site": "cross-site"}) == 403
    assert ask(who, route, url, Origin="https://evil.example") == 403
    assert story.memory.items() == before


@each(PAGES)
def test_a_page_only_shows(
    route: Declared, signed_in: SignedIn, pair: tuple[Example, Example], story: Story
) -> None:
    """But that somebody looked is noted."""
    who = signed_in(min(route.roles or {"admin"}))
    url = examples.filled(route.path, pair[0])

    def kept() -> list:
        return [item for item in story.memory.items() if item["kind"]["S"] != "look"]

    before = kept()
    who.get(url)
    assert kept() == before


def test_the_walk_knows_two_people(pair: tuple[Example, Example]) -> None:
    assert (pair[0].customer.rep, pair[1].customer.rep) == (REP, OTHER)
