"""What stands beside the pages: the style sheet, and the few modules of script of our own."""

from chalice import Response

from chalicelib import words
from chalicelib.http import door
from chalicelib.http.api import voice
from chalicelib.http.console import desk
from chalicelib.http.console.desk import ANYBODY, CONSOLE
from chalicelib.http.pages import stylesheet

FOLDER = words.TEMPLATES / "console" / "assets"


@CONSOLE.page("/style.css", roles=ANYBODY)
def style() -> Response:
    return door.style(stylesheet("console/style.css"))


@CONSOLE.page(voice.ANYWHERE, roles=ANYBODY)
def nowhere() -> Response:
    """What is no address of ours: a page for whoever reads pages, in their language, a problem for programs.
    API Gateway would answer it without asking us, in the latter's voice alone."""
    reads = "text/html" in door.request().headers.get("accept", "")
    if not reads or f"{desk.here()}/".startswith(voice.FOR_PROGRAMS):
        return voice.tell(voice.NOTHING_THERE)
    raise desk.nothing_here()


@CONSOLE.page("/assets/{name}", roles=ANYBODY)
def module(name: str) -> Response:
    """Of those that there are and nothing else, whatever is asked for."""
    if name not in {path.name for path in FOLDER.glob("*.js")}:
        raise desk.nothing_here()
    return door.script(stylesheet(f"console/assets/{name}"))
