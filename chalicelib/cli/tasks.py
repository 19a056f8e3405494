"""`tasks`: what people have to do, and what came of it."""

from datetime import date
from typing import Any

import click

from chalicelib import clock
from chalicelib.care import ratings
from chalicelib.care import tasks as flow
from chalicelib.care.complaints import succession
from chalicelib.care.tasks import handing, reporting
from chalicelib.care.tasks.reporting import Report
from chalicelib.cli.frame import Desk, Group, pass_desk
from chalicelib.cli.options import Day, today, who, why
from chalicelib.cli.showing import columns
from chalicelib.records import plain
from chalicelib.records.tasks import Task
from chalicelib.rules import scores

PARTS = ("overdue", "due", "coming", "done")
HEADS = ("", "due on", "id", "do", "what", "outcome")


@click.group(cls=Group, invoke_without_command=True)
@click.option("--rep", help="Whose; without it, everybody's.")
@click.option("--on", "day", type=Day(), default="today", show_default=True, help="As it looks on this day.")
@click.pass_context
@pass_desk
def tasks(desk: Desk, context: click.Context, rep: str | None, day: date | None) -> None:
    """What people have to do: overdue, due, coming, done with its outcome.

    \b
    aftercare tasks --rep 王芳
    aftercare tasks finish ID --outcome reached
    """
    if context.invoked_subcommand:
        return
    with desk.table():
        reps = flow.reps() if rep is None else [rep]
        listings = {name: flow.of_rep(name, day or today()) for name in reps}
    shown = {
        name: {part: [facts(one) for one in getattr(said, part)] for part in PARTS}
        for name, said in listings.items()
    }
    desk.answer(
        shown if rep is None else shown[rep], (line for name in shown for line in _words(name, shown[name]))
    )


def facts(task: Task) -> dict[str, Any]:
    return {"id": task.key, **plain.facts(task, "pk", "sk", "attempt")}


def _words(rep: str, parts: dict[str, list[dict[str, Any]]]) -> list[str]:
    rows = [
        (part, one["due_on"], one["id"], one["do"], one["title"].splitlines()[0], one.get("outcome", ""))
        for part in PARTS
        for one in parts[part]
    ]
    return [rep or "nobody in particular", *columns(rows, HEADS), ""] if rows else []


@tasks.command()
@click.argument("task_id", metavar="ID")
@click.option("--outcome", default="done", show_default=True, help="How it went, such as reached.")
@click.option("--note", default="", help="Anything worth keeping.")
@click.option("--score", type=int, help="The points, 1 to 5, that a call for points brought.")
@click.option("--next-on", type=Day(), help="The day agreed for the next time.")
@click.option("--next-at", default="", help="The hour of that day, such as 14:30.")
@who
@pass_desk
def finish(
    desk: Desk, task_id: str, outcome: str, note: str, score: int | None, next_on: date | None, next_at: str,
    who: str,
) -> None:  # fmt: skip
    """How it went; what follows from that is planned. Whoever was not reached is tried again by itself, a few
    times: the task then stays open for another day.

    \b
    aftercare tasks finish c3x...k7y --outcome reached --note "all well, kettle was hot"
    aftercare tasks finish c3x...k9z --outcome rated --score 5
    """
    with desk.table():
        now, row = clock.now(), flow.get(task_id)
        if points := scores.needed(row.do, outcome, score):
            ratings.record(row.touch_key, points, note, "call", now)
        done = reporting.report(task_id, Report(outcome, note, next_on, next_at), who, now)
    desk.answer(facts(done), [_ended(done, outcome)])


def _ended(task: Task, outcome: str) -> str:
    title = task.title.splitlines()[0]
    again = f"again on {task.due_on} {task.at_time or ''}".strip()
    return (
        f"Done: {title} ({outcome})" if task.state == "done" else f"Still open, {again}: {title} ({outcome})"
    )


@tasks.command()
@click.argument("task_id", metavar="ID")
@click.option("--to", "day", required=True, type=Day())
@why
@pass_desk
def postpone(desk: Desk, task_id: str, day: date, who: str, why: str) -> None:
    """Another day; the series it belongs to does not move."""
    with desk.table():
        moved = flow.postpone(task_id, day, why, who, clock.now())
    desk.answer(facts(moved), [f"Due on {day} now: {moved.title.splitlines()[0]}"])


@tasks.command("hand-over")
@click.argument("name")
@click.option("--to", required=True, help="Who takes them.")
@click.option("--until", "last", type=Day(), help="Only what is due up to this day.")
@why
@pass_desk
def hand_over(desk: Desk, name: str, to: str, last: date | None, who: str, why: str) -> None:
    """All open tasks of somebody who leaves, or is away, go to a colleague; without --until the open
    complaints, too, whose customers hear who has them now.

    New ones go on coming to NAME: `aftercare staff leave` sends those elsewhere, too.

    \b
    aftercare tasks hand-over 王芳 --to 李强 --why "she left"
    """
    with desk.table():
        now = clock.now()
        cases, busy = (0, 0) if last else succession.hand_over(name, to, why, who, now)
        done = handing.hand_over(name, to, why, who, now, (None, last))
    left = f"; {done.left + busy} were being worked on, run it again" if done.left + busy else ""
    went = {"moved": done.moved, "complaints": cases, "left": done.left + busy}
    desk.answer(went, [f"{done.moved} tasks and {cases} complaints go to {to} now{left}."])
