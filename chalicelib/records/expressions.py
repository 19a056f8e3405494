"""PynamoDB's condition and update expressions, worked out on a stored item.

Only top-level attributes, and only what the rows use; anything else is refused loudly."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path, Value
from pynamodb.expressions.update import Action, AddAction, RemoveAction, SetAction

Item = dict[str, dict[str, Any]]
LAST = "\U0010ffff"

COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda a, b: a == b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


def holds(condition: Condition, item: Item) -> bool:
    """Whether the condition is true of the item (an empty one: no such row)."""
    operator, values = condition.operator, condition.values
    if operator in ("AND", "OR", "NOT"):
        return _logic(operator, [holds(value, item) for value in values])
    if operator in ("attribute_exists", "attribute_not_exists"):
        return (_name(values[0]) in item) == (operator == "attribute_exists")
    left, *right = [_read(value, item) for value in values]
    if operator == "<>":
        return left != right[0]
    known = [value for value in right if value is not None]
    if left is None or len(known) < len(right):
        return False
    return _compare(operator, left, known)


def meeting(condition: Condition | None, items: list[Item]) -> list[Item]:
    return items if condition is None else [item for item in items if holds(condition, item)]


def _logic(operator: str, sides: list[bool]) -> bool:
    return {"AND": all(sides), "OR": any(sides), "NOT": not sides[0]}[operator]


def _compare(operator: str, left: tuple, right: list[tuple]) -> bool:
    if operator == "IN":
        return left in right
    if left[0] != right[0][0]:
        return False
    if operator == "BETWEEN":
        return right[0][1] <= left[1] <= right[1][1]
    if operator == "begins_with":
        return left[1].startswith(right[0][1])
    if operator == "contains":
        return right[0][1] in left[1]
    return COMPARE[operator](left[1], right[0][1])


def applied(actions: Sequence[Action], item: Item) -> Item:
    """The item after an update; the given one stays as it was."""
    after = dict(item)
    for action in actions:
        name = _name(action.values[0])
        if isinstance(action, RemoveAction):
            after.pop(name, None)
        elif isinstance(action, SetAction):
            after[name] = _evaluated(action.values[1], item)
        elif isinstance(action, AddAction):
            after[name] = _added(item.get(name), _evaluated(action.values[1], item))
        else:
            raise NotImplementedError(f"{action!r} is not known to the memory table")
    return after


def bounds(within: Condition | None) -> tuple[str, str | None]:
    """[low, high) of the sort keys that a key condition allows."""
    if within is None:
        return "", None
    values = [value.value["S"] for value in within.values[1:]]
    if within.operator == "begins_with":
        return values[0], values[0] + LAST
    if within.operator == "BETWEEN":
        return values[0], values[1] + "\0"
    low_high = {"=": (0, "\0"), "<=": (None, "\0"), "<": (None, ""), ">=": (0, None), ">": ("\0", None)}
    low, high = low_high[within.operator]
    start = "" if low is None else values[0] + (low or "")
    return start, None if high is None else values[0] + high


def _name(path: Any) -> str:
    if len(path.path) != 1:
        raise NotImplementedError(f"{path!r} is nested; the rows use top-level attributes only")
    return path.path[0]


def _read(operand: Any, item: Item) -> tuple | None:
    """(type, value) as it compares, or nothing where the attribute is missing."""
    raw = item.get(_name(operand)) if isinstance(operand, Path) else operand.value
    if raw is None:
        return None
    ((kind, value),) = raw.items()
    return kind, Decimal(value) if kind == "N" else value


def _evaluated(operand: Any, item: Item) -> dict[str, Any]:
    if isinstance(operand, Value):
        return operand.value
    if isinstance(operand, Path):
        return item[_name(operand)]
    name = type(operand).__name__
    left, right = operand.values
    if name == "_IfNotExists":
        return item.get(_name(left)) or _evaluated(right, item)
    if name in ("_Increment", "_Decrement"):
        a, b = (Decimal(_evaluated(side, item)["N"]) for side in (left, right))
        return {"N": str(a + b if name == "_Increment" else a - b)}
    if name == "_ListAppend":
        return {"L": _evaluated(left, item)["L"] + _evaluated(right, item)["L"]}
    raise NotImplementedError(f"{operand!r} is not known to the memory table")


def _added(old: dict[str, Any] | None, addend: dict[str, Any]) -> dict[str, Any]:
    ((kind, value),) = addend.items()
    if kind == "N":
        return {"N": str(Decimal((old or {"N": "0"})["N"]) + Decimal(value))}
    return {kind: sorted({*(old or {kind: []})[kind], *value})}
