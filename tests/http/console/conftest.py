"""`signed_in("rep")` is a browser in which a colleague of that role is signed in."""

from collections.abc import Callable

import pytest

from chalicelib.local.gateway import Gateway
from tests.http.browser import Browser
from tests.http.console import colleagues
from tests.http.console.colleagues import Colleague
from tests.http.story import Story

SignedIn = Callable[..., Colleague]


@pytest.fixture
def signed_in(gateway: Gateway, story: Story) -> SignedIn:
    def enter(role: str = "admin", name: str = "", store: str = "", language: str = "") -> Colleague:
        who = colleagues.employ(role, name, store, language=language)
        return Colleague(gateway, staff=who, token=colleagues.begin(who))

    return enter


@pytest.fixture
def outsider(gateway: Gateway, story: Story) -> Browser:
    """Nobody is signed in."""
    return Browser(gateway)


@pytest.fixture
def browser(signed_in: SignedIn) -> Colleague:
    """An admin's, who sees all."""
    return signed_in("admin")
