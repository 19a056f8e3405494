"""The same small world on the embedded engine: each request over the wire goes through the fuse."""

from datetime import datetime
from typing import Any

from chalicelib.records.table import Row
from tests.journeys.world import World

READING = {"GetItem", "BatchGetItem", "Query"}
FUSED = {*READING, "PutItem", "UpdateItem", "TransactWriteItems"}


class EngineWorld(World):
    """`table.connect` comes first; it begins with an empty table and is the only one who uses it."""

    def open_table(self) -> None:
        Row.engine = None
        connection = Row._get_connection().connection
        send = type(connection)._make_api_call.__get__(connection)

        def fused(operation: str, request: dict[str, Any]) -> dict[str, Any]:
            if operation in FUSED:
                return self.fuse.through(lambda: send(operation, request), operation in READING)
            return send(operation, request)

        connection._make_api_call = fused  # type: ignore[method-assign]
        empty_table()

    def stored(self) -> list[dict]:
        return list(Row._get_connection().scan()["Items"])

    def next_due(self) -> tuple[datetime, int] | None:
        """From the rows themselves: 32 polls a step would take most of the time."""
        waiting = [
            (item["due_key"]["S"], item["due_lane"]["S"]) for item in self.stored() if "due_key" in item
        ]
        key, lane = min(waiting, default=("", ""))
        return (datetime.fromisoformat(key.split("#")[0]), int(lane[:2])) if key else None


def empty_table() -> None:
    with Row.batch_write() as batch:
        for row in Row.scan(consistent_read=True):
            batch.delete(row)
