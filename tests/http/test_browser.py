"""The pages in a real browser: everything loads, nothing is blocked or runs, nothing sticks out."""

import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from waitress import create_server

from chalicelib.local.gateway import Gateway
from chalicelib.records.customers import Customer
from chalicelib.records.links import Link
from tests.http.story import Story

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
pytestmark = pytest.mark.skipif(not CHROMIUM, reason="no chromium on this machine: apt install chromium")


@pytest.fixture
def address(gateway: Gateway, story: Story) -> Iterator[str]:
    server = create_server(gateway, host="127.0.0.1", port=0)
    serving = threading.Thread(target=server.run, daemon=True)
    serving.start()
    yield f"http://localhost:{server.effective_port}"
    server.close()


OWN = ("care", "preferences")
PAGES = {"rating": "satisfaction", "checklist": "supervision-checklist", "unsubscribe": "care-tips"}


@pytest.fixture
def wang(story: Story) -> Customer:
    day = story.now.date()
    customer = story.buys("王芳", email="wang@example.com", booked_on=day, installed_on=day)
    story.play(days=9)
    facts = {"purpose": "care", "language": "zh-Hans"}
    for page, step in PAGES.items():
        row = Link(*Link.at(f"{page:a<12}"), page=page, customer_id=customer.id, facts=facts)
        row.touch_key, row.expires_at = story.touch(customer, step).key, story.now + timedelta(days=9)
        row.save()
    for page in OWN:
        row = Link(*Link.at(f"{page:a<12}"), page=page, customer_id=customer.id)
        row.expires_at = story.now + timedelta(days=9)
        row.save()
    return customer


def shown(url: str, home: Path) -> tuple[str, str]:
    """(the page as the browser has it in the end, what its console said)"""
    done = subprocess.run(
        [
            *(CHROMIUM, "--headless=new", "--no-sandbox", "--disable-gpu", f"--user-data-dir={home}"),
            *("--enable-logging=stderr", "--v=0", "--window-size=420,900", "--dump-dom", url),
        ],
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    return done.stdout, "\n".join(line for line in done.stderr.splitlines() if "CONSOLE" in line)


@pytest.mark.parametrize(
    "path",
    ["/", "/tasks", "/outbox", "/customers", "/customers/{customer}", "/health"]
    + [f"/c/{page}/{page:a<12}" for page in (*PAGES, *OWN)],
)
def test_the_browser_has_nothing_to_complain_about(
    address: str, wang: Customer, tmp_path: Path, path: str
) -> None:
    page, complaints = shown(address + path.format(customer=wang.id), tmp_path)
    assert re.search(r"<main[^>]*>\s*<h1>", page)
    assert complaints == ""
