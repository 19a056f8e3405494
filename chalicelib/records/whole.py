"""The whole table, row by row. For what a person starts by hand, never for a request or the clock."""

from collections.abc import Iterator
from typing import Any

from chalicelib.records.table import Row


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
