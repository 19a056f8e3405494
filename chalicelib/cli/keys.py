"""`key`: keys by which other programs use the API: create, list, revoke."""

from typing import Any

import click

from chalicelib import clock
from chalicelib.care import keys
from chalicelib.cli.frame import Desk, Group, pass_desk
from chalicelib.cli.showing import columns, moment
from chalicelib.records import plain
from chalicelib.records.keys import Key


@click.group(cls=Group)
def key() -> None:
    """Keys by which other programs use the API (see /docs)."""


@key.command()
@click.option("--scope", "scopes", multiple=True, required=True, type=click.Choice(list(keys.SCOPES)))
@click.option("--name", required=True, help="What it is for, such as the till's number.")
@pass_desk
def create(desk: Desk, scopes: tuple[str, ...], name: str) -> None:
    """A new key. It is shown this once: only its hash is kept.

    \b
    aftercare key create --scope read --scope write --name "till 3"
    """
    with desk.table():
        made, token = keys.make(name, scopes, clock.now())
    words = [token, f"Keep it now, it cannot be shown again. To revoke it: aftercare key revoke {made.id}"]
    desk.answer({**facts(made), "key": token}, words)


@key.command("list")
@pass_desk
def listed(desk: Desk) -> None:
    """Every key with what it may do and when it was used last (to within five minutes)."""
    with desk.table():
        found = keys.everyone()
    rows = [
        (one.id, one.name, " ".join(one.scopes), moment(one.made_at), moment(one.last_used_at), _state(one))
        for one in found
    ]
    desk.answer(
        [facts(one) for one in found], columns(rows, ("id", "name", "may", "made", "last used", "state"))
    )


def _state(row: Key) -> str:
    return f"revoked {moment(row.revoked_at)}" if row.revoked_at else "stands"


@key.command()
@click.argument("key_id", metavar="ID")
@pass_desk
def revoke(desk: Desk, key_id: str) -> None:
    """Nobody gets in by it any more, at the latest half a minute from now."""
    with desk.table():
        found = keys.revoke(key_id, clock.now())
    desk.answer(facts(found), [f"{found.id} ({found.name}) is revoked."])


def facts(row: Key) -> dict[str, Any]:
    """Without the hash, which would help only those who guess."""
    return {"id": row.id, **plain.facts(row, "pk", "sk", "attempt")}
