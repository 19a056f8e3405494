"""Takes pictures of the console's main pages with the sample shop in them: `make screenshots`.

Each in PAGES is taken at a desk, in light and dark, and on a telephone, by a colleague of its role. Another
folder and language: python docs/take_screenshots.py FOLDER zh-CN
"""

import shutil
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright
from waitress import create_server

from chalicelib import clock, local, samples, settings
from chalicelib.care import accounts, staff, switches
from chalicelib.http.console import places, readers
from chalicelib.local.gateway import Gateway
from chalicelib.records.memory import Memory
from chalicelib.records.table import Row

# (the picture's name, whose page it is, where it is). A page that does not exist is left out and named.
PAGES = (
    ("sign-in", "", "/sign-in"),
    ("today", "rep", "/today"),
    ("overview", "manager", "/overview"),
    ("customers", "manager", "/customers"),
    ("customer", "rep", "/customers/{customer}"),
    ("complaints", "manager", "/complaints"),
    ("campaigns", "marketing", "/campaigns"),
    ("plans", "marketing", "/plans"),
    ("figures", "ops", "/metrics"),
    ("attention", "ops", "/attention"),
    ("outbox", "admin", "/outbox"),
    ("people", "admin", "/people"),
    ("settings", "admin", "/settings"),
)
# {customer} is one of this rep's.
PEOPLE = {"rep": "阿敏", "manager": "何经理", "marketing": "小美", "ops": "老吴", "admin": "Winnie"}
LOOKS: dict[str, dict[str, Any]] = {
    "desk": {"viewport": {"width": 1280, "height": 860}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 1280, "height": 860}, "color_scheme": "dark"},
    "telephone": {
        "viewport": {"width": 390, "height": 844},
        "color_scheme": "light",
        "device_scale_factor": 2,
    },
}
PASSWORD = "only for these pictures"


def take(folder: Path, language: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with _shop() as address, sync_playwright() as player:
        path = shutil.which("chromium") or shutil.which("chromium-browser") or player.chromium.executable_path
        browser = player.chromium.launch(executable_path=path, args=["--no-sandbox"])
        sessions = {role: _session(role, name) for role, name in PEOPLE.items()}
        for name, role, place in PAGES:
            if role and not places.lets_in(place.replace("{customer}", "{id}"), role):
                print(f"{place} is no page for {role}; left out")
                continue
            for look, options in LOOKS.items():
                target = folder / f"{name}-{look}.png"
                _picture(browser, address, place, sessions.get(role, ""), target, language, options)
                print(target)
        browser.close()


@contextmanager
def _shop() -> Iterator[str]:
    """The sample shop as it stands this morning, served from memory alone."""
    settings.assume(link_secret="for these pictures")
    Row.engine = Memory()
    now = clock.now()
    switches.load_sample(samples.played(now, lambda day: None), now)
    server = create_server(Gateway(local.program()), host="127.0.0.1", port=0)
    threading.Thread(target=server.run, daemon=True).start()
    yield f"http://localhost:{server.effective_port}"
    server.close()


def _session(role: str, name: str) -> str:
    now = clock.now()
    who = staff.record(name, {"role": role})
    account = accounts.accept(accounts.invite(who, now), name, f"{who.id}@example.com", PASSWORD, now)
    return accounts.begin(account, now)


def _picture(
    browser: Browser, address: str, place: str, session: str, target: Path, language: str, options: Any
) -> None:
    context = browser.new_context(base_url=address, locale=language, **options)
    if session:
        context.add_cookies([{"name": readers.PLAIN, "value": session, "url": address}])
    page = context.new_page()
    answer = page.goto(place.format(customer=_busiest()))
    if answer is None or not answer.ok:
        raise SystemExit(f"{place} answered {answer and answer.status}; no picture was taken of it")
    page.screenshot(path=target)
    context.close()


def _busiest() -> str:
    """The id of the rep's customer with the longest story."""
    items = Row.engine.items()
    ours = {
        item["pk"]["S"] for item in items if item["sk"]["S"] == "customer" and _is_of(item, PEOPLE["rep"])
    }
    counts = Counter(item["pk"]["S"] for item in items if item["pk"]["S"] in ours)
    return counts.most_common(1)[0][0].removeprefix("customer#")


def _is_of(item: dict[str, Any], rep: str) -> bool:
    return item.get("rep", {}).get("S") == rep


if __name__ == "__main__":
    take(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/screens"), (sys.argv[2:] or ["en"])[0])
