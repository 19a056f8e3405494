"""The way through the console: its main pages in the order of the menu, each shown to whom it lets in."""

from chalicelib.http.console.speech import N_

# A page that is not there yet, or not on this machine, is left out by itself.
MENU = (
    ("/today", N_("Today")),
    ("/overview", N_("Overview")),
    ("/tasks", N_("Tasks")),
    ("/customers", N_("Customers")),
    ("/complaints", N_("Complaints")),
    ("/campaigns", N_("Campaigns")),
    ("/plans", N_("Care plans")),
    ("/metrics", N_("Figures")),
    ("/attention", N_("Needs attention")),
    ("/imports", N_("Ledgers")),
    ("/outbox", N_("Outbox")),
    ("/health", N_("Health")),
    ("/people", N_("People")),
    ("/settings", N_("Settings")),
)
# Pages beside the menu, and from which of its places one comes there.
BELONGS = {
    "/hand-over": "/tasks",
    "/sales": "/customers",
    "/meeting": "/complaints",
    "/batches": "/complaints",
}
# Where somebody begins who has just signed in: the first of these that lets them in.
FIRST = {
    "rep": ("/today", "/tasks"),
    "marketing": ("/campaigns",),
    "ops": ("/metrics", "/overview"),
}
OTHERS_FIRST = ("/overview",)
LAST = "/account"

_open: dict[str, frozenset[str]] = {}


def opened(pages: dict[str, frozenset[str]]) -> None:
    """These are served now."""
    _open.update(pages)


def lets_in(path: str, role: str) -> bool:
    return role in _open.get(path, ())


def seen_by(role: str) -> list[tuple[str, str]]:
    return [(path, name) for path, name in MENU if lets_in(path, role)]


def place_of(path: str) -> str:
    """The menu's place in which a page stands."""
    begin = "/" + path.split("/")[1]
    return BELONGS.get(begin, begin)


def first_for(role: str) -> str:
    wanted = (*FIRST.get(role, ()), *OTHERS_FIRST, LAST)
    return next(path for path in wanted if path == LAST or lets_in(path, role))
