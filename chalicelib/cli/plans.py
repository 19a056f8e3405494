"""`plan`: what is wrong with the schedules, and what a plan does when."""

from pathlib import Path
from typing import Any

import click

from chalicelib import plans
from chalicelib.cli.frame import REFUSED, Desk, Group, pass_desk
from chalicelib.cli.showing import columns
from chalicelib.errors import NotFound
from chalicelib.steps import CarePlan, Offset, Step


@click.group(cls=Group)
def plan() -> None:
    """Care plans: check and show."""


@plan.command()
@click.argument("folder", required=False, type=click.Path(exists=True, path_type=Path))
@click.pass_context
@pass_desk
def check(desk: Desk, context: click.Context, folder: Path | None) -> None:
    """Say everything that is wrong with the plans, policies and words; exit 1 if anything is.

    \b
    aftercare plan check
    aftercare plan check ../next-year
    """
    sentences = plans.check_all(folder)
    desk.answer({"problems": sentences}, sentences or ["Plans, policies and words are in order."])
    context.exit(REFUSED if sentences else 0)


@plan.command()
@click.argument("name", required=False)
@pass_desk
def show(desk: Desk, name: str | None) -> None:
    """What a plan does, step by step; without a name, which plans there are.

    \b
    aftercare plan show
    aftercare plan show flooring
    """
    known = plans.care_plans()
    if name is None:
        rows = [(one.name, one.version, ", ".join(one.categories), len(one.steps)) for one in known.values()]
        heads = ("plan", "version", "categories", "steps")
        desk.answer([dict(zip(heads, row, strict=True)) for row in rows], columns(rows, heads))
        return
    if name not in known:
        raise NotFound(f"There is no plan {name!r}; there are {', '.join(known)}.")
    found = known[name]
    desk.answer(
        _facts(found), columns([_row(step) for step in found.steps], ("step", "kind", "when", "by", "why"))
    )


def _facts(found: CarePlan) -> dict[str, Any]:
    steps = [
        {
            "step": step.name, "kind": step.kind, "anchor": step.anchor, "after": _period(step.after),
            "channels": list(step.channels), "purpose": step.purpose, "expires": _period(step.expires),
            "repeat": _period(step.repeat) if step.repeat else "", "late": step.late,
            "practice": step.practice,
        }
        for step in found.steps
    ]  # fmt: skip
    return {
        "plan": found.name,
        "version": found.version,
        "categories": list(found.categories),
        "steps": steps,
    }


def _row(step: Step) -> tuple[str, str, str, str, str]:
    again = f", again every {_period(step.repeat)}" if step.repeat else ""
    when = f"{step.anchor} {_period(step.after, sign='+')}{again}"
    return step.name, step.kind, when, ", ".join(step.channels) or "person", step.practice


def _period(offset: Offset, sign: str = "") -> str:
    return f"{sign if offset.count >= 0 else ''}{offset.count} {offset.unit}"
