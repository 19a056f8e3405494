"""What only shows when the steps of a plan are seen together, or beside the policies."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from chalicelib.effects import Effect, HandOver, OpenTask, Send
from chalicelib.plans.reading import OUTCOME, PlanFile
from chalicelib.plans.source import suggestion
from chalicelib.plugins import discover
from chalicelib.policies import TaskPolicy
from chalicelib.steps import CarePlan, Step


@dataclass(frozen=True)
class Surroundings:
    """The names that steps may use."""

    tiers: tuple[str, ...]
    gifts: tuple[str, ...]
    languages: tuple[str, ...]
    tasks: TaskPolicy


def check(files: Sequence[PlanFile], around: Surroundings) -> list[str]:
    """A sentence for everything that is wrong with these plans, each by itself and all together."""
    sentences = [sentence for file in files for sentence in _check_plan(file, around)]
    return [*sentences, *_check_together(files)]


def _check_plan(file: PlanFile, around: Surroundings) -> Iterator[str]:
    yield from _doubles(file)
    yield from _unknown_outcomes(file)
    yield from _cycles(file)
    for step in file.plan.steps:
        place = file.at(step)
        yield from _conditions(place, step, file.plan, around)
        yield from _means(place, step, around)
        yield from _endings(place, step, file.plan, around)


def _check_together(files: Iterable[PlanFile]) -> Iterator[str]:
    """A version stands once, and a category belongs to one plan."""
    versions: dict[tuple[str, int], str] = {}
    owners: dict[str, PlanFile] = {}
    for file in files:
        plan = file.plan
        other = versions.setdefault((plan.name, plan.version), file.place)
        if other != file.place:
            yield f"{file.place}: {plan.name} version {plan.version} is also in {other}; raise one's version."
        for category in plan.categories:
            owner = owners.setdefault(category, file)
            if owner.plan.name != plan.name:
                yield f"{file.place}: category {category} is also in {owner.place}; keep it in one plan."


def effects(step: Step) -> tuple[Effect, ...]:
    """All that the step's kind may ask for, what it asks for otherwise included."""
    asked = discover("chalicelib.touchpoints", "KIND")[step.kind].asks(step)
    return asked + tuple(e.otherwise for e in asked if isinstance(e, Send) and e.otherwise)


def sends(step: Step) -> bool:
    return any(isinstance(effect, Send) for effect in effects(step))


def opens_tasks(step: Step) -> bool:
    return any(isinstance(effect, OpenTask) for effect in effects(step))


def _doubles(file: PlanFile) -> Iterator[str]:
    seen: set[str] = set()
    for step in file.plan.steps:
        if step.name in seen:
            yield f"{file.place}: two steps are called {step.name}; give one another name."
        seen.add(step.name)


def _before(step: Step) -> str:
    """The step whose outcome this one hangs on, or nothing."""
    return step.anchor.removeprefix(OUTCOME) if step.anchor.startswith(OUTCOME) else ""


def _unknown_outcomes(file: PlanFile) -> Iterator[str]:
    names = [step.name for step in file.plan.steps]
    for step in file.plan.steps:
        before = _before(step)
        if before and before not in names:
            mend = suggestion(before, names)
            yield f"{file.at(step)}: anchor waits for the outcome of {before!r}, which is no step; {mend}."


def _cycles(file: PlanFile) -> Iterator[str]:
    before = {step.name: _before(step) for step in file.plan.steps}
    for step in file.plan.steps:
        path, at = [step.name], before[step.name]
        while at in before and at not in path:
            path.append(at)
            at = before[at]
        if at == step.name == min(path):
            way = " waits for ".join([*path, at])
            yield f"{file.at(step)}: anchor runs in a circle ({way}); anchor one of them on a date."


def _conditions(place: str, step: Step, plan: CarePlan, around: Surroundings) -> Iterator[str]:
    known = {"tier": around.tiers, "category": plan.categories, "language": around.languages}
    for fact, values in step.when.items():
        for value in values:
            if fact in known and value not in known[fact]:
                yield f"{place}: when {fact} is {value!r}; {suggestion(value, known[fact])}."


def _means(place: str, step: Step, around: Surroundings) -> Iterator[str]:
    """Channels for what is sent, a gift for what is handed over."""
    if sends(step) and not step.channels:
        yield f"{place}: channels is missing; a {step.kind} needs at least one, such as [sms, email]."
    if step.channels and not sends(step):
        yield f"{place}: channels has no use for a {step.kind}; leave it out."
    if not step.gift and any(isinstance(effect, HandOver) for effect in effects(step)):
        yield f"{place}: gift is missing; use one of {', '.join(around.gifts)}."
    if step.gift and step.gift not in around.gifts:
        yield f"{place}: gift is {step.gift!r}; {suggestion(step.gift, around.gifts)}."


def _endings(place: str, step: Step, plan: CarePlan, around: Surroundings) -> Iterator[str]:
    """`on_outcome` names endings that the step before it can have."""
    before = plan.step(_before(step))
    if before is None or not step.on_outcome:
        return
    verbs = [effect.do for effect in effects(before) if isinstance(effect, OpenTask)]
    known = [outcome.name for verb in verbs for outcome in around.tasks.outcomes.get(verb, ())]
    for name in step.on_outcome:
        if name not in known:
            yield f"{place}: on_outcome is {name!r}; {suggestion(name, known)} (see policies/tasks.yaml)."
