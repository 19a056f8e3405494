"""Who stands above whom among the staff, by whom the list names and else by role."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from chalicelib.casework import Authority


class Colleague(NamedTuple):
    """`manager`: whom the staff list names above them. `away` today: they decide nothing."""

    name: str
    role: str = "rep"
    manager: str = ""
    reachable: bool = True
    away: bool = False


def superior(name: str, everybody: Sequence[Colleague], ladder: "Sequence[Authority]") -> str:
    """Whom the staff list names as the manager, else the next of a higher role, else themselves."""
    person = _known(name, everybody)
    if person and person.manager:
        return person.manager
    higher = _above(_rank(person.role if person else "", ladder), everybody, ladder)
    return next((one.name for one in higher if one.name != name), name)


def chain(name: str, everybody: Sequence[Colleague], ladder: "Sequence[Authority]") -> Iterator[Colleague]:
    """The person, then whoever stands above, to the top; of a ring each once."""
    seen: set[str] = set()
    while name not in seen:
        seen.add(name)
        if person := _known(name, everybody):
            yield person
        name = superior(name, everybody, ladder)


def reachable(name: str, everybody: Sequence[Colleague], ladder: "Sequence[Authority]") -> Colleague | None:
    """The first up the line whom a message can reach, else anybody above."""
    line = [*chain(name, everybody, ladder), *_above(0, everybody, ladder)]
    return next((one for one in line if one.reachable), None)


def decider(
    role: str, handler: str, everybody: Sequence[Colleague], ladder: "Sequence[Authority]"
) -> Colleague | None:
    """The lowest who is there and has at least this role; of equals the one above the handler first."""
    ours = [one.name for one in chain(handler, everybody, ladder)]
    able = [one for one in _above(_rank(role, ladder) - 1, everybody, ladder) if not one.away]
    return min(able, key=lambda one: (_rank(one.role, ladder), one.name not in ours), default=None)


def _above(rank: int, everybody: Sequence[Colleague], ladder: "Sequence[Authority]") -> list[Colleague]:
    """Lowest first; whose role is not on the ladder stands above nobody."""
    roles = [step.role for step in ladder]
    found = [one for one in everybody if one.role in roles and _rank(one.role, ladder) > rank]
    return sorted(found, key=lambda one: (_rank(one.role, ladder), one.name))


def _rank(role: str, ladder: "Sequence[Authority]") -> int:
    """Whoever is on no step of the ladder counts as the lowest."""
    roles = [step.role for step in ladder]
    return roles.index(role) if role in roles else 0


def _known(name: str, everybody: Sequence[Colleague]) -> Colleague | None:
    return next((one for one in everybody if one.name == name), None)
