"""Compiled beforehand and pressed into a zip, always into the same bytes."""

import compileall
from pathlib import Path
from py_compile import PycInvalidationMode
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from package.staging import NotPacked

HOME_ON_LAMBDA = "/var/task"
LONG_AGO = (1980, 1, 1, 0, 0, 0)
READABLE = 0o644 << 16


def compile_all(content: Path) -> None:
    """Lambda's disk cannot be written to: without these each cold start would compile everything anew.
    They are taken as they are, since a zip knows no dates that could be compared."""
    done = compileall.compile_dir(
        content, quiet=2, force=True, stripdir=str(content), prependdir=HOME_ON_LAMBDA,
        invalidation_mode=PycInvalidationMode.UNCHECKED_HASH,
    )  # fmt: skip
    if not done:
        raise NotPacked("A module cannot be compiled: python -m compileall names it.")


def press(content: Path, target: Path) -> None:
    """Sorted, without dates, every file alike."""
    with ZipFile(target, "w", ZIP_DEFLATED, compresslevel=9) as packed:
        for path in sorted(path for path in content.rglob("*") if path.is_file()):
            entry = ZipInfo(str(path.relative_to(content)), LONG_AGO)
            entry.compress_type, entry.external_attr = ZIP_DEFLATED, READABLE
            packed.writestr(entry, path.read_bytes())
