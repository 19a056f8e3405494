"""The table that was deployed with this function."""

from functools import cache

from chalicelib import settings
from chalicelib.records import table as rows
from chalicelib.records.switches import check_shards


@cache
def table() -> None:
    """Opened once a process. It is there: deploying made it, so nobody asks."""
    found = settings.read()
    rows.connect(found.table_name, found.aws_region, found.dynamodb_endpoint)
    check_shards()
