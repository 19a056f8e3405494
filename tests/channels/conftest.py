"""One bench per channel, with waits short enough for a test."""

from collections.abc import Iterator

import pytest

from chalicelib.channels import ses, smtp
from chalicelib.channels.twilio import wire
from tests.channels.benches import BENCHES, Bench

SHORT = 1.0


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    for module, name in (
        (wire, "TIMEOUT"),
        (ses, "CONNECT_TIMEOUT"),
        (ses, "READ_TIMEOUT"),
        (smtp, "TIMEOUT"),
        (smtp, "DATA_TIMEOUT"),
    ):
        monkeypatch.setattr(module, name, SHORT)


@pytest.fixture
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    """The bench of the channel that the test names (`request.param`)."""
    with BENCHES[request.param]() as one:
        yield one
