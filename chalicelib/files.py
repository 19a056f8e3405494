"""Named files: in a folder on a laptop, in an S3 bucket on AWS (FILES_BUCKET). Whole or not there."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from chalicelib import settings
from chalicelib.cloud import Bucket
from chalicelib.errors import BadInput, NotConfigured

CHECKOUT = Path(__file__).resolve().parent.parent
ADDRESS_SECONDS = 60
# No dots: a name can neither leave its folder nor end like a program.
_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,99}(/[a-z0-9][a-z0-9-]{0,99}){0,5}")
_KIND = re.compile(r"[a-z]+/[a-z0-9.+-]{1,80}")


@dataclass(frozen=True)
class File:
    """`kind` is the media type under which it was kept, such as image/jpeg."""

    content: bytes
    kind: str


def put(key: str, content: bytes, kind: str) -> None:
    """Keep it under this name, in place of what was there."""
    _check(key, kind)
    if bucket := _bucket():
        bucket.put(key, content, kind)
    else:
        with _written(key, content, kind) as file:
            os.replace(file, _path(key))


def put_new(key: str, content: bytes, kind: str) -> bool:
    """Keep it if there is none of this name; of several at once one is kept. Whether it was this one."""
    _check(key, kind)
    if bucket := _bucket():
        return bucket.put(key, content, kind, new=True)
    with _written(key, content, kind) as file:
        try:
            os.link(file, _path(key))
        except FileExistsError:
            return False
    return True


def get(key: str) -> File | None:
    _check(key)
    if bucket := _bucket():
        found = bucket.get(key)
        return File(*found) if found else None
    try:
        kind, _, content = _path(key).read_bytes().partition(b"\n")
    except FileNotFoundError:
        return None
    return File(content, kind.decode())


def address(key: str, name: str, kind: str) -> str:
    """Where a browser fetches it within a minute, in a bucket; nothing where we hand it out ourselves."""
    _check(key, kind)
    bucket = _bucket()
    return bucket.address(key, name, kind, ADDRESS_SECONDS) if bucket else ""


def remove(key: str) -> None:
    """It need not be there."""
    _check(key)
    if bucket := _bucket():
        bucket.delete(key)
    else:
        _path(key).unlink(missing_ok=True)


def _bucket() -> Bucket | None:
    found = settings.read()
    return Bucket(found.files_bucket, found.aws_region) if found.files_bucket else None


def _check(key: str, kind: str = "text/plain") -> None:
    if not _KEY.fullmatch(key):
        raise BadInput("{key!r} is no name for a file: use small letters, digits, - and /.", key=key[:60])
    if not _KIND.fullmatch(kind):
        raise BadInput("{kind!r} is no kind of file: give a media type such as text/csv.", kind=kind[:60])


def _path(key: str) -> Path:
    # The ending keeps a file and a folder of the same name apart.
    return CHECKOUT / settings.read().files_folder / f"{key}.kept"


@contextmanager
def _written(key: str, content: bytes, kind: str) -> Iterator[str]:
    """The whole file, its kind in the first line, beside the place where it is to stand."""
    try:
        _path(key).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = NamedTemporaryFile(dir=_path(key).parent, delete=False)  # noqa: SIM115
    except OSError as error:
        raise NotConfigured(
            "The folder {files_folder} cannot be written ({strerror}). Set FILES_FOLDER to one that can, "
            "or FILES_BUCKET to a bucket of S3.",
            files_folder=settings.read().files_folder,
            strerror=error.strerror,
        ) from error
    try:
        with file:
            file.write(kind.encode() + b"\n" + content)
        yield file.name
    finally:
        Path(file.name).unlink(missing_ok=True)
