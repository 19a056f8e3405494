"""The shop's people: how they are reached, and who stands in while they are away."""

from datetime import date
from typing import Any

from chalicelib import plans
from chalicelib.errors import BadInput, Conflict, NotFound
from chalicelib.records import versions
from chalicelib.records.staff import FOR_GOOD, Staff
from chalicelib.rules import phones

FACTS = ("role", "phone", "email", "language", "manager", "store")


def record(name: str, facts: dict[str, str], sample: bool = False) -> Staff:
    """New, or changed in what is given. A sample's people hear by the outbox alone."""
    staff = Staff.find(*Staff.at(name)) or Staff(*Staff.at(name), name=name, sample=sample)
    for fact, value in facts.items():
        if fact not in FACTS:
            raise BadInput("{fact!r} is nothing we keep of staff; use {facts}.", fact=fact, facts=list(FACTS))
        setattr(staff, fact, phones.read(value, plans.shop_defaults().country) if fact == "phone" else value)
    staff.save()
    return staff


def add(name: str, facts: dict[str, str], may_repeat: bool = False) -> Staff:
    """Somebody new; who is known is not written over. `may_repeat`: a button that was pressed twice finds
    whom it has added."""
    staff = Staff(*Staff.at(name), name=name, **_read(facts))
    if staff.create():
        return staff
    there = Staff.find(*Staff.at(name), consistent=True)
    if not may_repeat or there is None or any(getattr(there, fact) != getattr(staff, fact) for fact in FACTS):
        raise Conflict("{name} is among the staff already; change that entry.", name=name)
    return there


def amend(staff: Staff, facts: dict[str, str]) -> Staff:
    """Only these facts, and only if nobody changed any since the row was read."""
    actions = [getattr(Staff, name).set(value) for name, value in _read(facts).items()]
    if actions and not staff.change(actions, versions.unchanged(staff, (*FACTS, "leave"))):
        raise Conflict(
            "{staff} was changed by somebody else meanwhile; look and try again.", staff=staff.name
        )
    return staff


def by_id(staff_id: str) -> Staff:
    staff = Staff.find("staff", staff_id, consistent=True)
    if staff is None:
        raise NotFound(
            "There is nobody {staff_id} among the staff; the list says who there is.", staff_id=staff_id
        )
    return staff


def _read(facts: dict[str, str]) -> dict[str, Any]:
    """Telephones as they are dialled from abroad."""
    country = plans.shop_defaults().country
    return {
        name: phones.read(value, country) if name == "phone" and value else value
        for name, value in facts.items()
    }


def get(name: str) -> Staff:
    staff = Staff.find(*Staff.at(name))
    if staff is None:
        raise NotFound(
            "There is nobody called {name}; `aftercare staff set NAME --phone ...` adds them.", name=name
        )
    return staff


def is_known(name: str) -> bool:
    return Staff.find(*Staff.at(name)) is not None


def leave(name: str, first: date, last: date, stand_in: str) -> Staff:
    """From the first to the last day new tasks go to the stand-in."""
    staff = get(name)
    if last < first:
        raise BadInput(
            "The leave would end on {last}, before it begins on {first}. Swap the two.",
            last=last,
            first=first,
        )
    if Staff.id_of(stand_in) == staff.id:
        raise BadInput("{name} cannot stand in for themselves. Name a colleague.", name=name)
    other = get(stand_in)
    other.must_take_work()
    _check_not_both(staff, other, first.isoformat(), last.isoformat())
    staff.note_leave([*staff.leave, [first.isoformat(), last.isoformat(), stand_in]])
    return staff


def _check_not_both(staff: Staff, other: Staff, first: str, last: str) -> None:
    """Of two who stand in for each other nobody is there."""
    for begins, ends, to in other.leave:
        if Staff.id_of(to) == staff.id and begins <= last and first <= ends:
            raise BadInput(
                "{other} is away from {first} to {last}, and {name} stands in. Name somebody else.",
                other=other.name,
                first=date.fromisoformat(begins),
                last=date.fromisoformat(ends),
                name=staff.name,
            )


def take_back(staff: Staff, leave: list[str]) -> None:
    """The leave is not taken; whoever took it back already did."""
    staff.note_leave([one for one in staff.leave if one != leave or one[1] == FOR_GOOD.isoformat()])


def everybody() -> list[Staff]:
    return sorted(Staff.in_partition("staff"), key=lambda staff: staff.name)


def facts(staff: Staff) -> dict[str, Any]:
    return {"name": staff.name, **{name: getattr(staff, name) for name in FACTS}, "leave": staff.leave}
