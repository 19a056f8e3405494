"""What every test stands on: no way to anybody's account, and one throw-away engine for the session."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from xdist.scheduler import LoadFileScheduling

from chalicelib import engine as embedded
from chalicelib.settings import Settings

OURS = tuple(field.upper() for field in Settings._fields)
PRIVATE = ("AWS_", "TWILIO_", "SES_", "SMTP_")

# What takes longest begins first, or one worker would still be at it when the others are done.
LONGEST = (
    "tests/package/",
    "tests/journeys/test_engine_crashes.py",
    "tests/http/api/test_schemathesis.py",
    "tests/browser/test_access.py",
    "tests/journeys/test_weather.py",
    "tests/journeys/test_seasons.py",
    "tests/care/test_imports.py",
    "tests/journeys/test_crashes.py",
    "tests/journeys/test_campaigns.py",
    "tests/journeys/test_walks.py",
    "tests/journeys/test_crowd.py",
    "tests/journeys/test_extracts.py",
    "tests/journeys/test_complaint_crashes.py",
    "tests/http/test_serving.py",
    "tests/cli/test_process.py",
)

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


@pytest.fixture
def own_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the test's own, for whoever counts the files or throws them away: others have theirs in
    the session's."""
    monkeypatch.setenv("FILES_FOLDER", str(tmp_path / "kept"))
    return tmp_path / "kept"


@pytest.fixture(scope="session")
def engine(no_account: None) -> Iterator[str]:
    """The endpoint of an engine that keeps nothing; make tables of your own names in it."""
    with embedded.scratch() as endpoint:
        yield endpoint


class OneFolderOneFile(LoadFileScheduling):
    """A file's tests share what they stand on and stay together; so do those that look at one package."""

    def _split_scope(self, nodeid: str) -> str:
        return LONGEST[0] if nodeid.startswith(LONGEST[0]) else super()._split_scope(nodeid)


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """One more than there are cores: some tests wait for an engine or a clock most of their time."""
    return (os.cpu_count() or 1) + 1


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> OneFolderOneFile:
    return OneFolderOneFile(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    def place(item: pytest.Item) -> int:
        return next((at for at, path in enumerate(LONGEST) if item.nodeid.startswith(path)), len(LONGEST))

    items.sort(key=place)
