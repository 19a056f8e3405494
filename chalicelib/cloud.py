"""What AWS keeps and carries for us besides table and mail: secrets in SSM, files in S3, the shards' queue
in SQS.

botocore is imported on first use. PynamoDB has it loaded anyway; boto3 would come on top.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

from chalicelib.errors import CareError, NotConfigured, NotSent

MOST_AT_ONCE = 10
SOON = 30
OURS_TO_MEND = frozenset(
    {"ParameterNotFound", "AccessDeniedException", "ValidationException", "NoCredentialsError"}
)
# What S3 says of a file whose kind nobody named.
UNSAID = "binary/octet-stream"
MISSING = frozenset({"NoSuchKey", "404"})
TAKEN = frozenset({"PreconditionFailed", "ConditionalRequestConflict", "412", "409"})


class NotQueued(CareError):
    """Messages that the queue did not take; the next minute brings new ones."""

    code = "not_queued"
    status = 503


class Order(NamedTuple):
    """A message to a FIFO queue: one group is worked off in order, one `once` is taken once."""

    group: str
    once: str
    body: str


@cache
def parameter(name: str, region: str) -> str:
    """A secret out of SSM's parameter store, fetched once a process. It may be wanted between claiming
    a message and sending it, so that a failure says that surely nothing went."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        answer = _client("ssm", region).get_parameter(Name=name, WithDecryption=True)
    except ClientError as error:
        raise _refusal(name, error.response.get("Error", {}).get("Code", "")) from None
    except BotoCoreError as error:
        raise _refusal(name, type(error).__name__) from None
    return answer["Parameter"]["Value"]


def _refusal(name: str, code: str) -> CareError:
    if code in OURS_TO_MEND:
        return NotConfigured(
            "SSM does not give us the parameter {name} ({code}). Put it there as a SecureString in this "
            "region, below the path that the deployed roles may read.",
            name=name,
            code=code,
        )
    return NotSent("SSM did not answer when asked for {name} ({code}).", SOON, name=name, code=code)


def queue(url: str, region: str, orders: Sequence[Order]) -> None:
    """Send all, ten a request. Those that were taken stay taken if others were not."""
    entries = [
        {
            "Id": str(n),
            "MessageBody": one.body,
            "MessageGroupId": one.group,
            "MessageDeduplicationId": one.once,
        }
        for n, one in enumerate(orders)
    ]
    sqs, lost = _client("sqs", region), 0
    for start in range(0, len(entries), MOST_AT_ONCE):
        answer = sqs.send_message_batch(QueueUrl=url, Entries=entries[start : start + MOST_AT_ONCE])
        lost += len(answer.get("Failed", ()))
    if lost:
        raise NotQueued(
            "{lost} of {count} messages were not taken by the queue.", lost=lost, count=len(entries)
        )


class Bucket(NamedTuple):
    """Files in S3."""

    name: str
    region: str

    def put(self, key: str, content: bytes, kind: str, new: bool = False) -> bool:
        """With `new` only where nothing of this name is. Whether it was put."""
        only_new = {"IfNoneMatch": "*"} if new else {}
        try:
            self._s3().put_object(**self._at(key), Body=content, ContentType=kind, **only_new)
        except self._s3().exceptions.ClientError as error:
            if new and error.response["Error"]["Code"] in TAKEN:
                return False
            raise
        return True

    def get(self, key: str) -> tuple[bytes, str] | None:
        """Content and media type, or nothing."""
        try:
            found = self._s3().get_object(**self._at(key))
        except self._s3().exceptions.ClientError as error:
            if error.response["Error"]["Code"] in MISSING:
                return None
            raise
        return found["Body"].read(), found.get("ContentType", UNSAID)

    def address(self, key: str, name: str, kind: str, seconds: int) -> str:
        """Where anybody may fetch it for so long, as a download of this name."""
        asked = {"ResponseContentDisposition": f'attachment; filename="{name}"', "ResponseContentType": kind}
        params = {**self._at(key), **asked}
        return str(self._s3().generate_presigned_url("get_object", Params=params, ExpiresIn=seconds))

    def delete(self, key: str) -> None:
        self._s3().delete_object(**self._at(key))

    def _at(self, key: str) -> dict[str, Any]:
        return {"Bucket": self.name, "Key": key}

    def _s3(self) -> Any:
        return _client("s3", self.region)


@cache
def _client(service: str, region: str) -> Any:
    from botocore.config import Config
    from botocore.session import get_session

    patient = Config(
        retries={"mode": "standard", "total_max_attempts": 3}, connect_timeout=3, read_timeout=10
    )
    return get_session().create_client(service, region_name=region, config=patient)
