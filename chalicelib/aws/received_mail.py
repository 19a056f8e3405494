"""Customers' mail as SES receives it: SES puts each into a bucket, the bucket tells a queue, the queue us."""

import json
import logging
import traceback
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote_plus

from chalicelib import clock, settings
from chalicelib.aws import opening, queues
from chalicelib.care import inbox
from chalicelib.cloud import Bucket

log = logging.getLogger(__name__)

# SES writes it once, to see whether it may.
TRIAL = "AMAZON_SES_SETUP_NOTIFICATION"


def received_mail(event: Any, context: Any) -> dict[str, list[dict[str, str]]]:
    opening.table()
    return queues.each(event, _taken)


def _taken(body: str) -> bool:
    try:
        for bucket, name in _named(json.loads(body)):
            _take(Bucket(bucket, settings.read().aws_region), name)
    except Exception as error:
        # Only the kind and the place: an exception's own words may hold a customer's.
        place = traceback.extract_tb(error.__traceback__)[-1]
        kind = type(error).__name__
        log.error("a mail that SES received was not taken: %s at %s:%s", kind, place.name, place.lineno)
        return False
    return True


def _named(told: Any) -> Iterator[tuple[str, str]]:
    """What S3 says of new files; its own trial names none."""
    for record in told.get("Records", ()):
        yield record["s3"]["bucket"]["name"], unquote_plus(record["s3"]["object"]["key"])


def _take(bucket: Bucket, name: str) -> None:
    """Once it is written down the file goes; told again, there is none. What nobody can read stays, and a
    person is told where."""
    found = None if name.endswith(TRIAL) else bucket.get(name)
    if found and inbox.handed_in(found[0], f"s3://{bucket.name}/{name}", clock.now()) != inbox.UNREADABLE:
        bucket.delete(name)
