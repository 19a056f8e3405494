"""The package, built once for all that look at it."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

from package.__main__ import build

MEMORY, ROOM = Path("/dev/shm"), 4_000_000_000


@pytest.fixture(scope="session", autouse=True)
def in_memory() -> Iterator[Path]:
    """Where thousands of small files come and go, and again for each function that awakes: a disk takes far
    longer for them than memory."""
    has_room = MEMORY.exists() and shutil.disk_usage(MEMORY).free > ROOM
    with (
        tempfile.TemporaryDirectory(dir=MEMORY if has_room else None) as place,
        pytest.MonkeyPatch.context() as environment,
    ):
        environment.setenv("TMPDIR", place)
        environment.setattr(tempfile, "tempdir", place)
        yield Path(place)


@pytest.fixture(scope="session")
def built(in_memory: Path) -> Path:
    """What `make package` puts into dist/."""
    place = in_memory / "dist"
    build(place)
    return place


@pytest.fixture(scope="session")
def content(built: Path, in_memory: Path) -> Path:
    """As Lambda unpacks it."""
    place = in_memory / "task"
    with ZipFile(built / "deployment.zip") as packed:
        packed.extractall(place)
    return place
