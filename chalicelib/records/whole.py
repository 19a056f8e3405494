"""The whole table, row by row. For what a person starts by hand and for what is done once, never for a
request or the minute."""

from collections.abc import Collection, Iterator
from typing import Any

from chalicelib.records.table import Row

Position = dict[str, str]
Key = tuple[str, str]


def rows(*classes: type[Row]) -> Iterator[Any]:
    """Every row of these classes, in no order."""
    names, start = {Row.kind.get_discriminator(one) for one in classes}, None
    while True:
        page = Row._get_connection().scan(exclusive_start_key=start, consistent_read=True)
        for raw in page["Items"]:
            if raw["kind"]["S"] in names:
                yield Row.from_raw_data(raw)
        if not (start := page.get("LastEvaluatedKey")):
            return


def page(kinds: Collection[type[Row]], most: int, after: Position) -> tuple[list[Key], Position]:
    """The keys of these classes among the next `most` rows, and where it goes on; nothing at the end."""
    start = {name: {"S": value} for name, value in after.items()} or None
    found = Row._get_connection().scan(
        exclusive_start_key=start, limit=most, consistent_read=True, attributes_to_get=["pk", "sk", "kind"]
    )
    wanted = {Row.kind.get_discriminator(one) for one in kinds}
    keys = [(raw["pk"]["S"], raw["sk"]["S"]) for raw in found["Items"] if raw["kind"]["S"] in wanted]
    last = found.get("LastEvaluatedKey") or {}
    return keys, {name: value["S"] for name, value in last.items()}
