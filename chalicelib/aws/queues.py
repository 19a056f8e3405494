"""What a queue hands to a function, and how it hears which of it failed."""

from collections.abc import Callable
from typing import Any


def each(event: dict[str, Any], take: Callable[[str], bool]) -> dict[str, list[dict[str, str]]]:
    """Take every message's text; those for which it went wrong are told back, and come again."""
    failed = [record["messageId"] for record in event["Records"] if not take(record["body"])]
    return {"batchItemFailures": [{"itemIdentifier": id} for id in failed]}
