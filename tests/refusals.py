"""Where the program refuses something in a sentence that a page may have to say."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from chalicelib.engine import CHECKOUT

LIBRARY = CHECKOUT / "chalicelib"
# What these say never reaches a page: they answer programs and a command line, or stop the start.
NO_PAGES = (
    *("cli", "local", "http/api", "http/hooks.py", "http/mail.py", "engine.py", "opening.py"),
    *("records/opening.py", "plans/mappings.py", "retold.py", "sentences.py", "errors.py"),
)


@cache
def trees() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text()) for path in sorted(LIBRARY.rglob("*.py"))}


@cache
def kinds() -> frozenset[str]:
    """CareError and whatever is made of it, in any file. What an unusable file is refused with begins with a
    code, as does a problem of the API."""
    made = [
        (node.name, {base.id for base in node.bases if isinstance(base, ast.Name)})
        for tree in trees().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    ]
    found = {"CareError"}
    while more := {name for name, above in made if above & found} - found:
        found |= more
    return frozenset(found - {"Problem", "Unusable"})


def sites() -> list[Path]:
    """Files of which a page may have to say the sentences."""
    return [path for path in trees() if not _has_no_page(path)]


def _has_no_page(path: Path) -> bool:
    place = path.relative_to(LIBRARY).as_posix()
    return any(place == one or place.startswith(f"{one}/") for one in NO_PAGES)


def said() -> Iterator[tuple[str, ast.Call]]:
    """(where, the call) of each sentence that is refused with, or is part of one."""
    for path in sites():
        for node in ast.walk(trees()[path]):
            if isinstance(node, ast.Call) and node.args and _name(node) in {*kinds(), "Said"}:
                yield f"{path.relative_to(CHECKOUT)}:{node.lineno}", node


def _name(node: ast.Call) -> str:
    return getattr(node.func, "id", getattr(node.func, "attr", ""))
