"""The files by which the shop is run, as they are read: for whoever wants to see what is in force."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from chalicelib.plans.source import Folder, read, shown


@dataclass(frozen=True)
class InForce:
    """`kind` is the folder. `version` is the file's own number, else a mark that changes with its text."""

    kind: str
    name: str
    file: str
    version: str
    path: Path

    @property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")


def files(folder: Folder) -> list[InForce]:
    return [_file(path) for path in _paths(folder)]


def _paths(folder: Folder) -> Iterator[Path]:
    yield from folder.plans
    for home in (folder.policies, folder.calendars, folder.weather):
        yield from sorted(home.glob("*.yaml"))
    yield from folder.campaigns


def _file(path: Path) -> InForce:
    own = str(read(path).values.get("version", ""))
    mark = sha256(path.read_bytes()).hexdigest()[:8]
    return InForce(path.parent.name, path.stem, shown(path), own or mark, path)
