"""Opens the table for one command: at DYNAMODB_ENDPOINT, at this checkout's engine or a throw-away one."""

import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryDirectory

from chalicelib import engine, settings
from chalicelib.care import hands
from chalicelib.care.hands import Hands
from chalicelib.errors import NotConfigured
from chalicelib.records import opening
from chalicelib.records import table as rows
from chalicelib.records.table import Row
from chalicelib.settings import Settings

PLACE = engine.CHECKOUT / ".local"
MADE_BY_LAPTOP = ("link_secret", "erasure_key")
ADDRESS = "public_base_url"


@contextmanager
def table(scratch: bool = False) -> Iterator[Hands]:
    """Everything is ready for a flow until the block ends."""
    found = settings.read()
    with ExitStack() as stack:
        endpoint = stack.enter_context(_endpoint(found, scratch))
        embedded = engine.is_embedded(endpoint)
        if scratch:
            folder = stack.enter_context(TemporaryDirectory(prefix="aftercare-files-"))
            settings.insist(files_folder=folder, files_bucket="")
        if embedded:
            settings.assume(**made_once(PLACE), **_noted_address(PLACE))
        rows.connect(found.table_name, found.aws_region, endpoint, engine.CREDENTIALS if embedded else None)
        opening.reach(endpoint)
        yield hands.ready()


@contextmanager
def _endpoint(found: Settings, scratch: bool) -> Iterator[str]:
    if scratch:
        with engine.scratch() as endpoint:
            yield endpoint
    elif found.dynamodb_endpoint:
        yield found.dynamodb_endpoint
    else:
        with engine.start() as endpoint:
            yield endpoint


def made_once(place: Path) -> dict[str, str]:
    """Secrets that a laptop makes for itself and keeps beside its data; never those of a real table."""
    place.mkdir(parents=True, exist_ok=True)
    return {name: _kept(place / name) for name in MADE_BY_LAPTOP}


def note_address(url: str, place: Path = PLACE) -> None:
    """Where `run` serves, so that links made by other commands lead there."""
    place.mkdir(parents=True, exist_ok=True)
    (place / ADDRESS).write_text(url)


def _noted_address(place: Path) -> dict[str, str]:
    return {ADDRESS: (place / ADDRESS).read_text().strip()} if (place / ADDRESS).exists() else {}


def _kept(path: Path) -> str:
    """Whole or not there: of two who come at the same moment the first one's stands."""
    if not path.exists():
        with NamedTemporaryFile("w", dir=path.parent) as file:
            file.write(secrets.token_hex(32))
            file.flush()
            with suppress(FileExistsError):
                path.hardlink_to(file.name)
    return path.read_text().strip()


def check_real() -> None:
    """A table that may forget would send twice: real channels want a durable one."""
    found = settings.read()
    used = {found.sms_channel, found.email_channel} - {"outbox"}
    if used and _is_embedded() and found.embedded_engine_for_real != "1":
        raise NotConfigured(
            f"The embedded engine may lose its last seconds in a power cut, and would then send twice by "
            f"{', '.join(sorted(used))}. Set DYNAMODB_ENDPOINT to a durable table, or accept the risk with "
            "EMBEDDED_ENGINE_FOR_REAL=1."
        )


def is_play_ground() -> bool:
    """Our own engine, and nothing that could leave it: where sample data may stand."""
    found = settings.read()
    return _is_embedded() and {found.sms_channel, found.email_channel} == {"outbox"}


def _is_embedded() -> bool:
    """The memory twin of the tests has no host and forgets nothing that matters."""
    return bool(Row.Meta.host) and engine.is_embedded(Row.Meta.host or "")
