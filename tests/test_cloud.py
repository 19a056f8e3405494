"""Secrets out of SSM and messages into SQS, on the embedded engine."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from chalicelib import clock, cloud, settings
from chalicelib.aws import tick
from chalicelib.cloud import NotQueued, Order
from chalicelib.errors import NotConfigured, NotSent
from chalicelib.records.table import SHARDS

REGION = "us-east-1"
NAME = "/aftercare/twilio-auth-token"


@pytest.fixture
def aws(engine: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Clients of one's own, while the program finds the engine as a function finds AWS."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", engine)
    monkeypatch.setenv("AWS_REGION", REGION)
    _forget()
    yield lambda service: boto3.client(service, region_name=REGION, endpoint_url=engine)
    _forget()


def _forget() -> None:
    cloud.parameter.cache_clear()
    cloud._client.cache_clear()


@pytest.fixture
def secret(aws: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    aws("ssm").put_parameter(Name=NAME, Value="first", Type="SecureString", Overwrite=True)
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", f"ssm:{NAME}")
    return aws("ssm")


def test_a_secret_is_fetched_once_a_process(secret: Any) -> None:
    assert settings.read().twilio_auth_token == "first"
    secret.put_parameter(Name=NAME, Value="second", Type="SecureString", Overwrite=True)
    assert settings.read().twilio_auth_token == "first"
    _forget()
    assert settings.read().twilio_auth_token == "second"


def test_nobody_asks_for_a_secret_before_it_is_looked_at(
    secret: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    with monkeypatch.context() as patched:
        patched.setattr(cloud, "parameter", lambda name, region: asked.append(name) or "it")
        found = settings.read()
        assert found.twilio_account_sid == ""
        assert not asked
        assert found.twilio_auth_token == "it"
    assert asked == [NAME]


def test_only_secrets_are_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SES_FROM", "ssm:/aftercare/sender")
    assert settings.read().ses_from == "ssm:/aftercare/sender"


def test_a_parameter_that_is_not_there_is_named(aws: Any) -> None:
    with pytest.raises(NotConfigured, match=r"/aftercare/lost \(ParameterNotFound\)"):
        cloud.parameter("/aftercare/lost", REGION)


def test_where_ssm_is_away_surely_nothing_was_sent(aws: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    with pytest.raises(NotSent, match="EndpointConnectionError"):
        cloud.parameter(NAME, REGION)


@pytest.fixture
def queue(aws: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    url = aws("sqs").create_queue(QueueName="work.fifo", Attributes={"FifoQueue": "true"})["QueueUrl"]
    aws("sqs").purge_queue(QueueUrl=url)
    monkeypatch.setenv("WORK_QUEUE_URL", url)
    return url


def received(sqs: Any, url: str) -> list[tuple[str, str]]:
    found = []
    while page := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, AttributeNames=["All"]).get(
        "Messages"
    ):
        found += [(message["Body"], message["Attributes"]["MessageGroupId"]) for message in page]
    return found


def test_a_tick_wakes_each_shard_once_however_often_its_minute_is_called(aws: Any, queue: str) -> None:
    before = f"{clock.now():%M}"
    tick.tick({}, None)
    tick.tick({}, None)
    minutes = 1 if f"{clock.now():%M}" == before else 2
    woken = received(aws("sqs"), queue)
    assert len(woken) <= minutes * SHARDS
    assert set(woken) == {(f"{shard:02d}", f"{shard:02d}") for shard in range(SHARDS)}


def test_messages_that_were_not_taken_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    class Full:
        def send_message_batch(self, **_: object) -> dict[str, Any]:
            return {"Failed": [{"Id": "0"}]}

    monkeypatch.setattr(cloud, "_client", lambda service, region: Full())
    with pytest.raises(NotQueued, match="1 of 1"):
        cloud.queue("url", REGION, [Order("1", "1", "1")])
