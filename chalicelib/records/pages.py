"""Lists a page at a time: of a partition or through `lookup`, with the place where the next one begins."""

from typing import Any, NamedTuple

from pynamodb.expressions.condition import Condition

from chalicelib.records.table import Row

Position = dict[str, str]
LOOKUP = ("pk", "sk", "lookup_sk")
MOST_BYTES = {"pk": 2048, "sk": 1024, "lookup_sk": 1024}


class Page(NamedTuple):
    """`position` is nothing on the last page."""

    rows: list[Row]
    position: Position | None = None


def of_partition(
    pk: str, begins: str, most: int, after: Position | None = None, forward: bool = True,
    only: Condition | None = None,
) -> Page:  # fmt: skip
    """`only`: of the `most` rows that are read, those that meet it."""
    within = Row.sk.startswith(begins) if begins else None
    start = {"pk": {"S": pk}, "sk": {"S": after["sk"]}} if after else None
    found = _query(pk, within, most, start, scan_index_forward=forward, filter_condition=only)
    rows = [Row.from_raw_data(raw) for raw in found["Items"]]
    last = found.get("LastEvaluatedKey")
    return Page(rows, {"sk": last["sk"]["S"]} if last else None)


def by_lookup(
    pk: str, most: int, after: Position | None = None, within: Condition | None = None, forward: bool = True
) -> Page:
    found, position = keys(pk, most, after, within, forward)
    places = [(raw["pk"]["S"], raw["sk"]["S"]) for raw in found]
    rows = Row.many(places)
    return Page([rows[place] for place in places if place in rows], position)


def keys(
    pk: str, most: int, after: Position | None = None, within: Condition | None = None, forward: bool = True
) -> tuple[list[dict[str, Any]], Position | None]:
    """Entries of `lookup` alone, and where the next page begins."""
    start = _entry(pk, after) if after else None
    found = _query(pk, within, most, start, index_name="lookup", scan_index_forward=forward)
    last = found.get("LastEvaluatedKey")
    return found["Items"], {name: last[name]["S"] for name in LOOKUP} if last else None


def _entry(pk: str, after: Position) -> dict[str, dict[str, str]]:
    named = {"lookup_pk": pk, **{name: after[name] for name in LOOKUP}}
    return {name: {"S": value} for name, value in named.items()}


def _query(pk: str, within: Condition | None, most: int, start: Any, **options: Any) -> dict[str, Any]:
    return Row._get_connection().query(
        pk, range_key_condition=within, exclusive_start_key=start, limit=most, **options
    )


def is_position(value: object, names: tuple[str, ...]) -> bool:
    """Whether the table would take this for a place in a list."""
    if not isinstance(value, dict) or set(value) != set(names):
        return False
    return all(isinstance(value[name], str) and _fits(name, value[name]) for name in names)


def _fits(name: str, text: str) -> bool:
    try:
        return 0 < len(text.encode()) <= MOST_BYTES.get(name, 1024)
    except UnicodeEncodeError:
        return False
