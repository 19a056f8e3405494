"""`complaint`, where it comes in: what was told and waits for a person, whose it is, what was attached."""

from pathlib import Path
from typing import Any

import click

from chalicelib import clock, files
from chalicelib.care import inbox
from chalicelib.care.complaints import reading, sorting
from chalicelib.cli.complaints import NUMBER, complaint
from chalicelib.cli.frame import Command, Desk, pass_desk
from chalicelib.cli.options import read_file, who, why
from chalicelib.cli.showing import columns, facts, moment
from chalicelib.errors import BadInput
from chalicelib.records import plain
from chalicelib.records.tellings import Telling

BECAME = {
    "dropped": "dropped, since a machine wrote it",
    "complaint": "a complaint, or part of one that is open",
    "more": "part of an open complaint, or for a person to read",
    "held": "held for a person: whoever received it found a virus or took it for spam",
    "text": "for a person to read",
    "rating": "the answer to a question",
    "stop": "no more mail to this address",
    "start": "mail again to this address",
    "help": "a call for help, which needs no answer",
}
REFERENCE = click.argument("reference", metavar="REFERENCE")
HEADS = ("reference", "told", "by", "from", "words")
ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "application/pdf": "pdf"}


@click.command(cls=Command)
@click.argument("paths", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@pass_desk
def mail(desk: Desk, paths: tuple[Path, ...]) -> None:
    """Each is taken as if it came in just now; the same one twice changes nothing.

    \b
    aftercare mail complaint.eml
    """
    raws = [read_file(path) for path in paths]
    with desk.table():
        became = [inbox.mailed(raw, clock.now()) for raw in raws]
    lines = [f"{path.name}: {BECAME[kind]}." for path, kind in zip(paths, became, strict=True)]
    desk.answer(
        [{"file": str(path), "became": kind} for path, kind in zip(paths, became, strict=True)], lines
    )


@complaint.command()
@click.argument("reference", metavar="[REFERENCE]", default="")
@pass_desk
def told(desk: Desk, reference: str) -> None:
    """What somebody told us and nobody knows whose it is; with a reference, all of it."""
    with desk.table():
        found = [sorting.get(reference)] if reference else sorting.waiting()
    values = [_value(row) for row in found]
    if reference:
        desk.answer(values[0], facts(list(values[0].items())))
    else:
        desk.answer(
            values, columns([_line(row) for row in found], ("reference", "told", "by", "from", "words"))
        )


def _value(row: Telling) -> dict[str, Any]:
    return {"reference": row.reference, **plain.facts(row, "pk", "sk", "attempt", "key")}


def _line(row: Telling) -> tuple[str, ...]:
    return (
        row.reference,
        moment(row.told_at),
        row.channel,
        row.name or row.sender,
        f"{row.suspect or ''} {' '.join(row.words.split())[:40]}".strip(),
    )


@complaint.command()
@REFERENCE
@click.option("--customer", "customer_id", required=True, help="Whose it is.")
@click.option("--sale", "sale_id", default="", help="The order it is about.")
@click.option(
    "--relation", default="", help="What they are to its buyer, if somebody else: family, tenant ..."
)
@who
@pass_desk
def take(desk: Desk, reference: str, customer_id: str, sale_id: str, relation: str, who: str) -> None:
    """It is this customer's: it opens a complaint, or joins the one that is open.

    \b
    aftercare complaint told
    aftercare complaint take KKBOFRUH --customer c3x...
    """
    with desk.table():
        row = sorting.take(reference, customer_id, sale_id, who, clock.now(), relation)
    how = "is open" if row.state == "opened" else "has it with what was told before"
    desk.answer(_value(row), [f"Complaint {row.number} {how}."])


@complaint.command()
@REFERENCE
@why
@pass_desk
def dismiss(desk: Desk, reference: str, why: str, who: str) -> None:
    """Nothing of ours: its words and files are deleted."""
    with desk.table():
        sorting.dismiss(reference, why, who, clock.now())
    desk.answer({"reference": reference, "state": "dismissed"}, [f"{reference} is dismissed."])


@complaint.command("files")
@NUMBER
@click.option("--to", "folder", required=True, type=click.Path(path_type=Path, file_okay=False))
@pass_desk
def save_files(desk: Desk, number: str, folder: Path) -> None:
    """Photos and documents that came with it, saved into a folder.

    \b
    aftercare complaint files KKBOFRUH --to photos
    """
    with desk.table():
        kept = reading.get(number).facts.get("files", [])
    saved = [_save(folder / _name(place, kind), key) for place, (key, _, kind, _) in enumerate(kept, 1)]
    desk.answer({"number": number, "files": saved}, saved or [f"Nothing came with complaint {number}."])


def _name(place: int, kind: str) -> str:
    """Never the sender's own name for it."""
    return f"{place:02d}.{ENDINGS.get(kind, 'bin')}"


def _save(path: Path, key: str) -> str:
    found = files.get(key)
    if found is None:
        raise BadInput(f"{path.name} is not where files are kept: is FILES_FOLDER the right one?")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(found.content)
    return str(path)
