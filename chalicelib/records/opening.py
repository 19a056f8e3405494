"""Whether the table can be reached, and where it may be made."""

from urllib.parse import urlsplit

from pynamodb.exceptions import PynamoDBException

from chalicelib.errors import NotConfigured
from chalicelib.records.kinds import import_all
from chalicelib.records.switches import check_shards
from chalicelib.records.table import Row


def reach(endpoint: str) -> None:
    """A table on AWS is made by deploying, any other one here. Refuses with where it looked."""
    try:
        if not Row.exists():
            _make(endpoint)
        check_shards()
    except PynamoDBException as error:
        raise NotConfigured(
            f"The table {Row.Meta.table_name} at {endpoint} cannot be reached "
            f"({type(error.cause).__name__}). Check DYNAMODB_ENDPOINT, TABLE_NAME, AWS_REGION and the "
            "AWS credentials."
        ) from error


def is_in_use() -> bool:
    """Whether anything but the house's own switches stands in the table. Looks at a few rows only."""
    import_all()
    return any(row.pk != "switch" for row in Row.scan(limit=10))


def _make(endpoint: str) -> None:
    if (urlsplit(endpoint).hostname or "").endswith(".amazonaws.com"):
        raise NotConfigured(
            f"There is no table {Row.Meta.table_name} at {endpoint}. Deploy first, or set TABLE_NAME and "
            "AWS_REGION to those of the deployed system."
        )
    Row.create_table(wait=True)
