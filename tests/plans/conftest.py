"""The shipped files where a test may spoil them."""

from pathlib import Path
from shutil import copytree

import pytest

from chalicelib.plans.source import SCHEDULES, Folder, folder_at


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    copytree(SCHEDULES, tmp_path / "schedules")
    return folder_at(tmp_path / "schedules")
