"""What a Query asks of the keys, as far as it is surely understood: the forms in which PynamoDB writes it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import chain
from typing import Any, NamedTuple

Table = dict[str, Any]
Item = dict[str, dict[str, Any]]
# A row's sort value in its partition, then the table's own keys.
Place = tuple[str, str, str]

NAMES = re.compile(r"#\w+")
ONE_KEY = re.compile(r"\(?(\w+) = (:\w+)\)?")
BOTH_KEYS = re.compile(r"\(?(\w+) = (:\w+) AND (.+?)\)?")
BEGINS = re.compile(r"(begins_with) ?\((\w+), (:\w+)\)?")
BETWEEN = re.compile(r"(\w+) (BETWEEN) (:\w+) AND (:\w+)")
COMPARES = re.compile(r"(\w+) (=|<=|<|>=|>) (:\w+)")


class Keys(NamedTuple):
    """By which attributes a row has its place: in an index, or (no name) in the table itself."""

    name: str
    partition: str
    sort: str


class Asked(NamedTuple):
    """A partition, and what the sort value must be: an operator and its operands, or anything."""

    keys: Keys
    partition: str
    operator: str = ""
    operands: tuple[str, ...] = ()


def understood(table: Table, data: dict[str, Any]) -> Asked | None:
    """The forms in which PynamoDB writes a condition on the keys, and no other."""
    index, real = data.get("IndexName") or "", data.get("ExpressionAttributeNames") or {}
    keys = next((one for one in all_keys(table) if one.name == index), None)
    written = NAMES.sub(lambda name: real.get(name[0], name[0]), str(data.get("KeyConditionExpression")))
    found = ONE_KEY.fullmatch(written) or BOTH_KEYS.fullmatch(written)
    values = data.get("ExpressionAttributeValues") or {}
    partition = text(values, found[2]) if found else None
    if keys is None or found is None or partition is None or found[1] != keys.partition:
        return None
    if found.re is ONE_KEY:
        return Asked(keys, partition)
    return _with_sort(Asked(keys, partition), found[3], values)


def _with_sort(asked: Asked, clause: str, values: Item) -> Asked | None:
    """Its own closing bracket may stand outside of the clause already."""
    form = BEGINS.fullmatch(clause) or BETWEEN.fullmatch(clause) or COMPARES.fullmatch(clause)
    parts = form.groups() if form else ()
    names = [part for part in parts if part.startswith(":")]
    operands = tuple(found for name in names if (found := text(values, name)) is not None)
    if asked.keys.sort not in parts or len(operands) != len(names):
        return None
    operator = next(part for part in parts if not part.startswith(":") and part != asked.keys.sort)
    return asked._replace(operator=operator, operands=operands)


def span(places: list[Place], asked: Asked, after: Place | None, forward: bool) -> range:
    """The numbers of those that fit, beyond a place, in the order in which they are asked for."""
    first, last = _ends(places, asked.operator, asked.operands)
    if forward:
        return range(first if after is None else max(first, bisect_right(places, after)), last)
    return range((last if after is None else min(last, bisect_left(places, after))) - 1, first - 1, -1)


def _ends(places: list[Place], operator: str, operands: tuple[str, ...]) -> tuple[int, int]:
    if not operator:
        return 0, len(places)
    low, high = operands[0], operands[-1]
    cut = len(low) if operator == "begins_with" else None

    def sort(place: Place) -> str:
        return place[0][:cut]

    first = bisect_right if operator == ">" else bisect_left
    last = bisect_left if operator == "<" else bisect_right
    return (
        0 if operator in ("<", "<=") else first(places, low, key=sort),
        len(places) if operator in (">", ">=") else last(places, high, key=sort),
    )


def place(keys: Keys, table: Table, item: Item) -> Place | None:
    sort, pk, sk = (text(item, name) for name in (keys.sort, table["pk_name"], table["sk_name"]))
    return None if sort is None or pk is None or sk is None else (sort, pk, sk)


def text(item: Item, name: str) -> str | None:
    value = item.get(name)
    return value.get("S") if isinstance(value, dict) else None


def all_keys(table: Table) -> Iterator[Keys]:
    """Of the table and of each index with a partition and a sort value."""
    yield Keys("", table["pk_name"], table["sk_name"])
    for index in chain(table.get("GlobalSecondaryIndexes") or (), table.get("LocalSecondaryIndexes") or ()):
        names = {one["KeyType"]: one["AttributeName"] for one in index["KeySchema"]}
        if len(index["KeySchema"]) == len(names) == 2:
            yield Keys(index["IndexName"], names["HASH"], names["RANGE"])


def is_of_keys_alone(table: Table, index: str) -> bool:
    known = {one["IndexName"]: one for one in table.get("GlobalSecondaryIndexes") or ()}
    return known.get(index, {}).get("Projection", {}).get("ProjectionType") == "KEYS_ONLY"


def goes_by_texts(table: Table) -> bool:
    definitions = table.get("AttributeDefinitions", [])
    return bool(table.get("sk_name")) and all(one["AttributeType"] == "S" for one in definitions)
