"""A folder into which something else puts customers' mail, a file each: fetchmail, a server's delivery, a
person's hand. A Maildir will do: then its `new` is looked at."""

import logging
from collections.abc import Iterator
from pathlib import Path

from chalicelib import clock
from chalicelib.care import inbox

log = logging.getLogger(__name__)

ASIDE = "unreadable"
# Whoever writes a file slowly is let finish.
SETTLED_SECONDS = 5
MOST_AT_ONCE = 50


def look(folder: Path) -> int:
    """Take what lies there, oldest first; how many. What was taken goes; what nobody can read is put aside,
    and a person is told where."""
    taken = 0
    for path in list(_waiting(folder))[:MOST_AT_ONCE]:
        try:
            taken += _take(path)
        except Exception as error:
            log.error("a file of MAIL_FOLDER could not be taken: %s", type(error).__name__)
    return taken


def _waiting(folder: Path) -> Iterator[Path]:
    new = folder / "new"
    found = [path for path in (new if new.is_dir() else folder).iterdir() if not path.name.startswith(".")]
    files = sorted((path.stat().st_mtime, path) for path in found if path.is_file())
    return (path for changed_at, path in files if _now() - changed_at >= SETTLED_SECONDS)


def _now() -> float:
    return clock.now().timestamp()


def _take(path: Path) -> int:
    aside = path.parent / ASIDE / path.name
    if inbox.handed_in(path.read_bytes(), str(aside), clock.now()) == inbox.UNREADABLE:
        aside.parent.mkdir(exist_ok=True)
        path.replace(aside)
        return 0
    path.unlink()
    return 1
