"""What AWS offers besides table and mail. boto3 is loaded at the first use, since most runs need none."""

from functools import cache
from typing import Any

from chalicelib import settings

MISSING = ("NoSuchKey", "404")
TAKEN = ("PreconditionFailed", "ConditionalRequestConflict", "412", "409")


def put_object(bucket: str, key: str, content: bytes, kind: str, new: bool = False) -> bool:
    """Into S3; with `new` only where nothing of this name is. Whether it was put."""
    only_new = {"IfNoneMatch": "*"} if new else {}
    place: dict[str, Any] = {"Bucket": bucket, "Key": key}
    try:
        _s3().put_object(**place, Body=content, ContentType=kind, **only_new)
    except _s3().exceptions.ClientError as error:
        if new and error.response["Error"]["Code"] in TAKEN:
            return False
        raise
    return True


def get_object(bucket: str, key: str) -> tuple[bytes, str] | None:
    """Content and media type, or nothing."""
    try:
        found = _s3().get_object(Bucket=bucket, Key=key)
    except _s3().exceptions.ClientError as error:
        if error.response["Error"]["Code"] in MISSING:
            return None
        raise
    return found["Body"].read(), found["ContentType"]


def delete_object(bucket: str, key: str) -> None:
    _s3().delete_object(Bucket=bucket, Key=key)


def _s3() -> Any:
    return _client("s3", settings.read().aws_region)


@cache
def _client(service: str, region: str) -> Any:
    import boto3  # a third of a second that only AWS needs

    return boto3.client(service, region_name=region)
