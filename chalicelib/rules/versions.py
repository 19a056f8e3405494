"""What changed from one version of a care plan to another, step by step and field by field."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any

from chalicelib.steps import CarePlan, Offset, Step


@dataclass(frozen=True)
class Change:
    """`field` is empty where the whole step is new (`after` is its name) or gone (`before` is)."""

    step: str
    field: str = ""
    before: str = ""
    after: str = ""


def changes(old: CarePlan, new: CarePlan) -> list[Change]:
    """In the new one's order; what is gone, last."""
    found = [change for step in new.steps for change in _of_step(old.step(step.name), step)]
    gone = [Change(step.name, before=step.name) for step in old.steps if new.step(step.name) is None]
    return [*found, *gone]


def _of_step(old: Step | None, new: Step) -> Iterator[Change]:
    if old is None:
        yield Change(new.name, after=new.name)
        return
    for name in Step._fields:
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield Change(new.name, name, written(before), written(after))


def written(value: Any) -> str:
    """As a plan's file has it."""
    if isinstance(value, Offset):
        return f"{value.count} {value.unit if abs(value.count) != 1 else value.unit.removesuffix('s')}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {', '.join(of)}" for name, of in value.items())
    if isinstance(value, tuple):
        joint = "-" if value and isinstance(value[0], time) else ", "
        return joint.join(written(one) for one in value)
    return str(value) if value is not None else ""
