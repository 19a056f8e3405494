"""What every complaint stage says about itself, and the map that all of them make together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from chalicelib.errors import BadStages


@dataclass(frozen=True)
class Stage:
    """`leads_to` and `comes_from` name neighbours; either end may draw the arrow. `needs` are the facts
    that must stand before the complaint moves on (see FACTS), but not on its way to those it leads to
    `freely`. `event` is what entering it is called in
    the complaint's record, by which clocks begin and are met. `tells` is the step whose words the
    customer gets on entering. `waits`: the clocks stand still here. `rests`: nothing is owed to the
    customer any more. `by` is the only command that leads here, where more than a move is needed.
    `forgets`: facts that no longer hold once it is entered.
    """

    name: str
    event: str
    leads_to: tuple[str, ...] = ()
    comes_from: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    freely: tuple[str, ...] = ()
    tells: str = ""
    first: bool = False
    waits: bool = False
    rests: bool = False
    by: str = ""
    forgets: tuple[str, ...] = ()


# What can be known of a complaint, and how staff ask for it. `needs` may name these alone.
FACTS: Mapping[str, str] = {
    "owner": "who handles it",
    "nature": "what kind of fault it is (F0-09)",
    "degree": "how bad it is",
    "scope": "how far it reaches: rooms, pieces, other customers",
    "opinion": "what the customer thinks it is",
    "measured": "time, quantity, amount and characteristics as confirmed on site (F0-19)",
    "objective": "what lies in the goods, the building or the weather",
    "subjective": "what somebody did or left undone (F0-17)",
    "verified_by": "who verified",
    "verified_what": "what exactly was verified (F0-03)",
    "at_fault": "whether we are at fault: yes, no or partly",
    "cause": "the true cause, neither enlarged nor shrunk (F0-18)",
    "offer": "an offer that somebody may make",
    "agreement": "the customer's yes, by link or with its evidence",
    "done": "everything agreed has been carried out",
    "satisfaction": "the customer's word on it, or that no answer came",
    "pointed_on": "where the customer was pointed, and what we did for them all the same (F1-22)",
    "route": "which outside body has it: mediation, consumer association, regulator or court",
}

# These only the program finds out; nobody can note them by hand.
FOUND_OUT = frozenset({"owner", "offer", "agreement", "done", "satisfaction"})


def arrange(stages: Mapping[str, Stage]) -> dict[str, frozenset[str]]:
    """By stage, where one may go from it. Refuses what does not add up to a usable path."""
    moves: dict[str, set[str]] = {name: set() for name in stages}
    for here, there in _arrows(stages.values()):
        for name in (here, there):
            if name not in stages:
                raise BadStages(f"A stage names {name!r}, which is none; known are {', '.join(stages)}.")
        moves[here].add(there)
    _check_facts(stages.values())
    _check_path(stages, moves)
    return {name: frozenset(onward) for name, onward in moves.items()}


def _arrows(stages: Iterable[Stage]) -> Iterable[tuple[str, str]]:
    for stage in stages:
        yield from ((stage.name, other) for other in (*stage.leads_to, *stage.freely))
        yield from ((other, stage.name) for other in stage.comes_from)


def _check_facts(stages: Iterable[Stage]) -> None:
    for stage in stages:
        if unknown := sorted({*stage.needs, *stage.forgets} - set(FACTS)):
            raise BadStages(f"{stage.name} needs {', '.join(unknown)}, of which nobody knows what it is.")


def _check_path(stages: Mapping[str, Stage], moves: Mapping[str, set[str]]) -> None:
    firsts = [stage.name for stage in stages.values() if stage.first]
    if len(firsts) != 1:
        raise BadStages(f"Exactly one stage must be the first; found {', '.join(firsts) or 'none'}.")
    if lost := sorted(set(stages) - _reached(firsts[0], moves)):
        raise BadStages(f"No complaint can ever reach {', '.join(lost)}: let some stage lead there.")
    resting = {name for name, stage in stages.items() if stage.rests}
    trapped = sorted(name for name in stages if not resting & _reached(name, moves))
    if trapped:
        raise BadStages(f"From {', '.join(trapped)} no complaint can ever come to rest.")


def _reached(start: str, moves: Mapping[str, set[str]]) -> set[str]:
    reached, todo = set(), [start]
    while todo:
        name = todo.pop()
        reached.add(name)
        todo.extend(moves[name] - reached)
    return reached
