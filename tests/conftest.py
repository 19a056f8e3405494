"""What every test stands on: no way to anybody's account, and one throw-away engine for the session."""

import os
from collections.abc import Iterator
from dataclasses import fields

import pytest
from hypothesis import settings

from chalicelib import engine as embedded
from chalicelib.settings import Settings

OURS = tuple(field.name.upper() for field in fields(Settings))
PRIVATE = ("AWS_", "TWILIO_", "SES_", "SMTP_")

# Speed is the benchmark's business: a busy machine must not fail a rule.
settings.register_profile("ours", deadline=None)
settings.load_profile("ours")


@pytest.fixture(scope="session", autouse=True)
def no_account(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A developer's own settings and files must neither be used nor change what the tests see."""
    with pytest.MonkeyPatch.context() as environment:
        for name in [name for name in os.environ if name.startswith(PRIVATE) or name in OURS]:
            environment.delenv(name)
        for name, value in embedded.CREDENTIALS.items():
            environment.setenv(name, value)
        environment.setenv("FILES_FOLDER", str(tmp_path_factory.mktemp("files")))
        environment.setenv("AWS_EC2_METADATA_DISABLED", "true")
        environment.setenv("AWS_CONFIG_FILE", os.devnull)
        environment.setenv("AWS_SHARED_CREDENTIALS_FILE", os.devnull)
        environment.setenv("NO_PROXY", "127.0.0.1,localhost")
        environment.setenv("no_proxy", "127.0.0.1,localhost")
        yield


@pytest.fixture(scope="session")
def engine(no_account: None) -> Iterator[str]:
    """The endpoint of an engine that keeps nothing; make tables of your own names in it."""
    with embedded.scratch() as endpoint:
        yield endpoint
