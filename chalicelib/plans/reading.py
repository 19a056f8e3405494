"""One plan's file, read into values; what a single entry can get wrong is refused here."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from chalicelib.errors import BadPlan
from chalicelib.plans import fields
from chalicelib.plans.source import Entry, Folder, read, suggestion
from chalicelib.plugins import discover
from chalicelib.steps import ANCHORS, PURPOSES, CarePlan, Step

CHANNELS = ("sms", "email")
LATE = ("skip", "catch_up")
OUTCOME = "outcome:"
PLAN_FIELDS = ("name", "version", "categories", "steps")
STEP_FIELDS = (
    *("step", "practice", "kind", "anchor", "after", "at", "window", "channels", "purpose", "expires"),
    *("instead", "when", "repeat", "late", "cheerful", "urgent", "gift", "on_outcome"),
)
FACTS = ("tier", "category", "region", "language", "missing")


class PlanFile(NamedTuple):
    """A plan as far as it could be read, and a sentence for each entry that could not."""

    plan: CarePlan
    place: str
    problems: tuple[str, ...]

    def at(self, step: Step) -> str:
        return f"{self.place}, step {step.name}"


def read_all(folder: Folder) -> tuple[list[PlanFile], list[str]]:
    files: list[PlanFile] = []
    sentences: list[str] = []
    for path in folder.plans:
        try:
            files.append(read_plan(path))
        except BadPlan as problem:
            sentences.append(str(problem))
    return files, [*sentences, *(problem for file in files for problem in file.problems)]


def read_plan(path: Path) -> PlanFile:
    """Raises BadPlan if not even the plan's own fields make sense; bad steps are collected."""
    entry = read(path)
    entry.only(PLAN_FIELDS)
    name, version = _name(entry, "name", "flooring"), fields.whole(entry, "version", least=1)
    categories = entry.listed("categories")
    if not categories:
        raise entry.refuse("categories", "name the categories of goods it is for, such as [flooring]")
    steps, problems = _steps(entry)
    return PlanFile(CarePlan(name, version, categories, tuple(steps)), entry.place, tuple(problems))


def _steps(entry: Entry) -> tuple[list[Step], list[str]]:
    steps: list[Step] = []
    problems: list[str] = []
    for number, item in enumerate(entry.each("steps"), 1):
        named = Entry(item.values, f"{entry.place}, step {item.values.get('step') or f'number {number}'}")
        try:
            steps.append(_step(named))
        except BadPlan as problem:
            problems.append(str(problem))
    if not steps and not problems:
        problems.append(str(entry.refuse("steps", "list at least one step, beginning with `- step: name`")))
    return steps, problems


def _step(entry: Entry) -> Step:
    entry.only(STEP_FIELDS)
    step = Step(
        name=_name(entry, "step", "care-tips"),
        practice=entry.text("practice", ""),
        kind=entry.choice("kind", discover("chalicelib.touchpoints", "KIND")),
        anchor=_anchor(entry),
        instead=_instead(entry),
        after=fields.offset(entry, "after"),
        at=fields.hour(entry, "at") if "at" in entry.values else None,
        window=fields.window(entry, "window") if "window" in entry.values else None,
        channels=entry.choices("channels", CHANNELS),
        purpose=entry.choice("purpose", PURPOSES),
        expires=fields.period(entry, "expires"),
        when=_when(entry.under("when")),
        repeat=fields.period(entry, "repeat") if "repeat" in entry.values else None,
        late=entry.choice("late", LATE, "skip"),
        cheerful=fields.flag(entry, "cheerful"),
        urgent=fields.flag(entry, "urgent"),
        gift=entry.text("gift", ""),
        on_outcome=entry.listed("on_outcome"),
    )
    _agree(entry, step)
    return step


def _name(entry: Entry, field: str, such_as: str) -> str:
    """Names stand in keys, addresses and folders."""
    name = entry.text(field)
    if not name.replace("-", "").isalnum() or not name.isascii() or name != name.lower():
        raise entry.refuse(field, f"use small letters, digits and hyphens, such as {such_as}")
    return name


def _anchor(entry: Entry) -> str:
    """`outcome: name` in YAML is a field of its own; as text it is `outcome:name`."""
    value = entry.values.get("anchor")
    if isinstance(value, dict) and list(value) == ["outcome"]:
        return OUTCOME + str(value["outcome"]).strip()
    text = entry.text("anchor").replace(" ", "")
    if not text.startswith(OUTCOME) and text not in ANCHORS:
        raise entry.refuse("anchor", suggestion(text, [*ANCHORS, "outcome:<step>"]))
    return text


def _instead(entry: Entry) -> str:
    if "instead" not in entry.values:
        return ""
    if entry.text("anchor") != "installed":
        raise entry.refuse("instead", "it goes with anchor: installed alone; leave it out")
    return entry.choice("instead", ("delivered", "signed"))


def _when(entry: Entry) -> Mapping[str, tuple[str, ...]]:
    entry.only(FACTS)
    for fact in entry.values:
        if not entry.listed(fact):
            raise entry.refuse(fact, "list the values it may have, or leave the condition out")
    entry.choices("missing", ANCHORS)
    return {fact: entry.listed(fact) for fact in entry.values}


def _agree(entry: Entry, step: Step) -> None:
    """Fields that contradict each other."""
    if step.after.count < 0 and (mend := _known_late(step.anchor)):
        raise entry.refuse("after", mend)
    if step.at and step.window:
        raise entry.refuse("at", "give either the hour `at` or a `window`, not both")
    if step.on_outcome and not step.anchor.startswith(OUTCOME):
        raise entry.refuse("on_outcome", f"it needs an anchor such as outcome:{step.name}-call")
    if step.repeat and step.repeat.is_exact:
        raise entry.refuse("repeat", "repeat by days, weeks, months or years")
    if step.repeat and fields.days(step.expires) > fields.days(step.repeat):
        raise entry.refuse("expires", "let it expire before the step comes round again (see repeat)")


def _known_late(anchor: str) -> str:
    """What to do instead where nothing can come before the anchor: only a booking or a delivery is known
    ahead of its day."""
    if anchor in ("booked", "delivered"):
        return ""
    ahead = "count from booked to come before the fitter" if anchor == "installed" else "count onward from it"
    return f"nobody knows of {anchor} before it happens, so nothing can go earlier; {ahead}"
