"""The package, built once for all that look at it."""

from pathlib import Path
from zipfile import ZipFile

import pytest

from package.__main__ import build


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `make package` puts into dist/."""
    place = tmp_path_factory.mktemp("dist")
    build(place)
    return place


@pytest.fixture(scope="session")
def content(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As Lambda unpacks it."""
    place = tmp_path_factory.mktemp("task")
    with ZipFile(built / "deployment.zip") as packed:
        packed.extractall(place)
    return place
