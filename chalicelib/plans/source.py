"""YAML files read as text only, so that every word in them is judged here and refused with a sentence.

In the package for Lambda each has its content beside it as JSON (package/schedules.py): there a file
that was checked is read at each cold start, in a third of the time and without the library.
"""

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from chalicelib.errors import BadPlan
from chalicelib.plans.labels import LABELS
from chalicelib.sentences import Said, named

ROOT = Path(__file__).resolve().parent.parent.parent
SCHEDULES = ROOT / "schedules"
TEMPLATES = ROOT / "templates"
READY = ".json"


class Folder(NamedTuple):
    """Where plans, policies, calendars and words are read from."""

    plans: tuple[Path, ...]
    policies: Path
    calendars: Path
    weather: Path
    templates: Path
    campaigns: tuple[Path, ...] = ()


def folder_at(place: Path | None = None) -> Folder:
    """The shipped folder, or one like `schedules/`, or a folder of plans, or a single plan. What it
    does not hold itself (`policies/`, `calendars/`, `weather/`, `campaigns/`, `templates/`) is taken from
    the shipped one."""
    home = place or SCHEDULES
    if not home.exists():
        raise BadPlan(f"There is no {home}; name a folder of plans, or one plan's file.")
    templates = home / "templates"
    return Folder(
        plans=_plan_files(home),
        policies=_own(home, "policies"),
        calendars=_own(home, "calendars"),
        weather=_own(home, "weather"),
        templates=templates if templates.is_dir() else TEMPLATES,
        campaigns=tuple(sorted(_own(home, "campaigns").glob("*.yaml"))),
    )


def _plan_files(home: Path) -> tuple[Path, ...]:
    if home.is_file():
        return (home,)
    within = home / "plans" if (home / "plans").is_dir() else home
    found = tuple(sorted([*within.glob("*.yaml"), *within.glob("*.yml")]))
    if not found:
        raise BadPlan(f"{shown(within)} holds no plan; put a file such as flooring.yaml there.")
    return found


def _own(home: Path, name: str) -> Path:
    return home / name if (home / name).is_dir() else SCHEDULES / name


def shown(path: Path) -> str:
    """A path as a person would name it: from the repository's root where it lies there."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


def read(path: Path) -> "Entry":
    """The file's top mapping."""
    content = json.loads(_ready(path).read_text(encoding="utf-8")) if is_packed(path) else parsed(path)
    if not isinstance(content, dict):
        raise BadPlan(f"{shown(path)} must hold fields such as `name: value`; found {_kind(content)}.")
    return Entry(content, shown(path))


def is_packed(path: Path) -> bool:
    """Whether it was checked, with all others, before it was packed."""
    return _ready(path).is_file()


def _ready(path: Path) -> Path:
    return path.with_suffix(READY)


def parsed(path: Path) -> Any:
    """What stands in a YAML file, every scalar as text."""
    import yaml

    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_strict())
    except FileNotFoundError as error:
        raise BadPlan(f"{shown(path)} is missing; restore it, or copy the shipped one.") from error
    except UnicodeDecodeError as error:
        raise BadPlan(f"{shown(path)} is not UTF-8; save it in that encoding.") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BadPlan(
            f"{shown(path)}, line {line}: not readable as YAML ({error.problem}); mend that line."
        ) from error


@cache
def _strict() -> Any:
    """Refuses a field that is given twice; YAML alone would quietly keep the last."""
    import yaml

    loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

    class Strict(loader):
        def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
            seen: set[str] = set()
            for key, _ in node.value:
                if key.value in seen:
                    said = f"{key.value} is given twice"
                    raise yaml.MarkedYAMLError(problem=said, problem_mark=key.start_mark)
                seen.add(key.value)
            return super().construct_mapping(node, deep)

    return Strict


class Entry(NamedTuple):
    """One mapping with its place in a file, so that each refusal can name it."""

    values: dict[str, Any]
    place: str

    def refuse(self, field: str, mend: str) -> BadPlan:
        """`<place>: <field> is <what was found>; <the mend>.`"""
        found, name = self.values.get(field), named(field, LABELS.get(field, field))
        if found in (None, ""):
            return BadPlan("{place}: {field} is missing; {mend}.", place=self.place, field=name, mend=mend)
        return BadPlan(
            "{place}: {field} is {found}; {mend}.",
            place=self.place, field=name, found=_kind(found), mend=mend,
        )  # fmt: skip

    def only(self, fields: Iterable[str]) -> None:
        known = list(fields)
        for name in self.values:
            if name not in known:
                mend = suggestion(name, known)
                raise BadPlan(
                    "{place}: there is no field {name!r}; {mend}.", place=self.place, name=name, mend=mend
                )

    def text(self, field: str, default: str | None = None) -> str:
        """The text, or the default; without a default the field must be there."""
        value = self.values.get(field, "")
        if not isinstance(value, str):
            raise self.refuse(field, Said("write one word or text"))
        if value.strip():
            return value
        if default is None:
            raise self.refuse(field, Said("fill it in"))
        return default

    def choice(self, field: str, known: Iterable[str], default: str | None = None) -> str:
        options = list(known)
        value = self.text(field, default)
        if value not in options and value != default:
            raise self.refuse(field, suggestion(value, options))
        return value

    def listed(self, field: str) -> tuple[str, ...]:
        """A list of words; one word alone is a list of one."""
        value = self.values.get(field) or []
        words = [value] if isinstance(value, str) else value
        if not isinstance(words, list) or not all(isinstance(word, str) and word for word in words):
            raise self.refuse(field, Said("write a list such as [sms, email]"))
        return tuple(words)

    def choices(self, field: str, known: Iterable[str]) -> tuple[str, ...]:
        options = list(known)
        words = self.listed(field)
        if unknown := [word for word in words if word not in options]:
            raise self.refuse(field, suggestion(unknown[0], options))
        return words

    def under(self, field: str) -> "Entry":
        """The mapping below a field; an empty one if the field is not there."""
        value = self.values.get(field) or {}
        if not isinstance(value, dict):
            raise self.refuse(field, Said("write fields below it, one a line, such as `name: value`"))
        name = named(field, LABELS.get(field, field))
        return Entry(value, Said("{place}, {field}", place=self.place, field=name))

    def each(self, field: str) -> list["Entry"]:
        """The mappings of a list, each with its number as its place."""
        value = self.values.get(field) or []
        if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
            raise self.refuse(field, Said("write a list whose entries begin with `- `"))
        return [Entry(entry, f"{self.place}, {field} {n}") for n, entry in enumerate(value, 1)]


def suggestion(found: str, known: Iterable[str]) -> Said:
    """`write care (known: ...)` where one is close, else the list alone."""
    from difflib import get_close_matches

    options = sorted(known)
    close = get_close_matches(found, options, n=1)
    listed = options or Said("none")
    if close:
        return Said("did you mean {near}? Known: {known}", near=close[0], known=listed)
    return Said("use one of {known}", known=listed)


def _kind(value: Any) -> str:
    if isinstance(value, str):
        return Said("{text!r}", text=value)
    if isinstance(value, list) and all(isinstance(word, str) for word in value):
        return "[" + ", ".join(value) + "]"
    if isinstance(value, dict):
        return Said("a group of fields")
    return Said("a list") if isinstance(value, list) else Said("nothing")
