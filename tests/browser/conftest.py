"""A real browser before the real server, over a table in memory.

`at_work("rep")` is a page in which a colleague of that role is signed in. Debian's Chromium is taken where
there is one, else playwright's own; with neither the tests are skipped, unless CI insists.
"""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright
from waitress import create_server

from chalicelib.http.console import readers
from chalicelib.local.gateway import Gateway
from tests.http.conftest import gateway, story
from tests.http.console import colleagues
from tests.http.story import Story

__all__ = ["gateway", "story"]

AtWork = Callable[..., Page]
MISSING = "no Chromium on this machine: apt install chromium, or .venv/bin/playwright install chromium"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as player:
        path = _found(player)
        if not path and os.environ.get("CI") == "true":
            pytest.fail(MISSING)
        if not path:
            pytest.skip(MISSING)
        browser = player.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


def _found(player: Playwright) -> str:
    debian = shutil.which("chromium") or shutil.which("chromium-browser")
    own = player.chromium.executable_path
    return debian or (own if Path(own).exists() else "")


@pytest.fixture
def address(gateway: Gateway, story: Story) -> Iterator[str]:
    server = create_server(gateway, host="127.0.0.1", port=0)
    serving = threading.Thread(target=server.run, daemon=True)
    serving.start()
    yield f"http://localhost:{server.effective_port}"
    server.close()


@pytest.fixture
def at_work(chromium: Browser, address: str) -> Iterator[AtWork]:
    """Options beyond the role's are the context's: `viewport`, `color_scheme`, `java_script_enabled` ..."""
    opened = []

    def enter(role: str = "", name: str = "", store: str = "", language: str = "en", **options: Any) -> Page:
        context = chromium.new_context(base_url=address, locale=language, **options)
        context.set_default_timeout(10_000)
        opened.append(context)
        if role:
            who = colleagues.employ(role, name, store)
            token = colleagues.begin(who)
            context.add_cookies([{"name": readers.PLAIN, "value": token, "url": address}])
        return context.new_page()

    yield enter
    for context in opened:
        context.close()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
