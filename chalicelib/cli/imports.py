"""`import`: a shop's ledger. `release`: let its messages go."""

from collections.abc import Iterable
from dataclasses import asdict
from itertools import count
from pathlib import Path
from typing import Any

import click

from chalicelib import clock
from chalicelib.care import imports, switches
from chalicelib.care.imports import Options, Report
from chalicelib.cli.frame import Command, Desk, pass_desk
from chalicelib.cli.options import read_file, who
from chalicelib.errors import BadInput
from chalicelib.plans.mappings import read_mapping
from chalicelib.rules import ledgers
from chalicelib.rules.ledgers import Ledger, Outcome

PRINTED = 10


@click.command("import", cls=Command)
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--mapping", type=click.Path(path_type=Path), help="YAML: their header: our field.")
@click.option("--country", help="Where bare phone numbers live, such as HK.")
@click.option("--dates", type=click.Choice(["dmy", "mdy"]), help="How 02/03/2024 is meant.")
@click.option("--language", help="Of customers whose row names none: zh-CN, zh-HK, en ...")
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
@pass_desk
def take(desk: Desk, path: Path, mapping: Path | None, dry_run: bool, **asked: str | None) -> None:
    """Take a shop's ledger (CSV or XLSX). Doing it twice changes nothing.

    What cannot be taken goes to FILE.rejects.csv with its reason, to be mended and imported again.

    \b
    aftercare import ledger.xlsx --dry-run
    aftercare import ledger.csv --country HK --dates dmy --language en
    """
    content = read_file(path)
    options = imports.Options(read_mapping(mapping) if mapping else None, **asked)
    ledger = imports.read(path.name, content, **vars(options))
    desk.note(f"Read as {ledger.encoding}, numbers of {ledger.country}, dates {ledger.date_order}.")
    told = ledgers.notes(ledger)
    for said in told:
        desk.note(said)
    with desk.table():
        outcomes = imports.judge(ledger, clock.now())
        done = (
            imports.foretell(ledger, outcomes, clock.now())
            if dry_run
            else _take(desk, ledger, outcomes, content, options)
        )
    for said in (one for one in done.notes if one not in told):
        desk.note(said)
    for line in _first(
        f"line {row.line}: {warning.sentence}" for row in ledger.rows if row.sale for warning in row.warnings
    ):
        desk.note(line)
    if done.rejects and not dry_run:
        rejects, kept = _put_beside(path, ledgers.rejects_csv(ledger, outcomes, done.import_id))
        left = f" The file {path.name}.rejects.csv was changed since and stays as it is." if kept else ""
        desk.note(
            f"{done.rejects} rows could not be taken; they are in {rejects}, each with its reason.{left}"
        )
    doubt = _doubt(done)
    desk.answer(_facts(done), [*doubt, _words(done, dry_run), *_reasons(outcomes), *_held(done)])


def _take(desk: Desk, ledger: Ledger, outcomes: list[Outcome], content: bytes, options: Options) -> Report:
    with desk.progress("Importing", len(imports.orders(outcomes))) as advance:
        return imports.take(
            ledger, outcomes, content, clock.now(), lambda number: advance(), options=options, who="cli"
        )


def _put_beside(path: Path, rejects: str) -> tuple[Path, bool]:
    """FILE.rejects.csv, in the present folder where the ledger's own may not be written. What stands there
    otherwise may be half mended: then FILE.rejects-2.csv and so on, and true."""
    for folder in (path.parent, Path()):
        for number in count(1):
            place = folder / f"{path.name}.rejects{f'-{number}' if number > 1 else ''}.csv"
            try:
                if _is_new(place, rejects.encode("utf-8-sig")):
                    return place, number > 1
            except OSError:
                break
    raise BadInput(
        f"Neither {path.parent} nor this folder can be written, so {path.name}.rejects.csv is missing:"
        " import again."
    )


def _is_new(place: Path, content: bytes) -> bool:
    """Whether it stands there now and nothing else was lost for it."""
    try:
        with place.open("xb") as file:
            file.write(content)
    except FileExistsError:
        return place.read_bytes() == content
    return True


def _facts(done: Report) -> dict[str, Any]:
    facts = asdict(done)
    return facts if done.held else {name: value for name, value in facts.items() if name != "held"}


def _words(done: Report, dry_run: bool) -> str:
    begin = "Would take" if dry_run else "Took"
    back = f" {_number(done.came_back, 'line')} came back since." if done.came_back else ""
    return (
        f"{begin} {_number(done.sales, 'line')} of {_number(done.orders, 'sale')} to"
        f" {_number(done.customers, 'customer')} from {_number(done.rows, 'row')}:"
        f" {done.duplicates} duplicates, {done.returns} returns, {done.rejects} rejects.{back}"
    )


def _number(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _doubt(done: Report) -> list[str]:
    """Most rows of a real ledger can be taken, however careless its keeper."""
    if 2 * done.rejects <= done.rows:
        return []
    return [
        f"Most rows could not be taken: {done.rejects} of {done.rows}. Is it the right file? Perhaps its"
        " columns need --mapping, its telephones --country or its days --dates."
    ]


def _reasons(outcomes: list[Outcome]) -> list[str]:
    return _first(f"line {one.row.line}: {one.why.sentence}" for one in outcomes if one.why)


def _first(sentences: Iterable[str]) -> list[str]:
    said = list(sentences)
    more = [f"... and {len(said) - PRINTED} more"] if len(said) > PRINTED else []
    return [*said[:PRINTED], *more]


def _held(done: Report) -> list[str]:
    if not done.held:
        return []
    steps = ", ".join(f"{count} {step}" for step, count in done.held["steps"].items())
    return [
        f"{done.held['messages']} messages to {done.held['customers']} customers would go within a day "
        f"({steps}). They wait for: aftercare release {done.import_id}".rstrip()
    ]


@click.command(cls=Command)
@click.argument("import_id", metavar="IMPORT")
@who
@pass_desk
def release(desk: Desk, import_id: str, who: str) -> None:
    """Let the messages of a held import go.

    \b
    aftercare release i4k2...
    """
    with desk.table():
        batch = switches.release(import_id, who, clock.now())
        value = {"import": batch.id, "released": True, "held": batch.counts.get("held", {})}
    desk.answer(value, [f"Import {import_id} is released; its messages go as their hours come."])
