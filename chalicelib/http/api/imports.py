"""Imports: a shop's ledger sent whole, worked off in parts, held where it would send much at once."""

import json
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from chalicelib import retold
from chalicelib.care import imports, switches
from chalicelib.http.api import cursors, files
from chalicelib.http.api.serving import API, Answer, Call, place
from chalicelib.http.api.shapes import LINE, Asked, At, Country, Paged, Query, Told, Who, refuse
from chalicelib.records import pages, plain
from chalicelib.records.imports import Import as Row

EXAMPLE_ID = "imfsx2udzbtsqf"
# Small enough to be read in the documentation.
EXAMPLE = """order,customer,phone,language,category,product,quantity,signed
SO-2001,陈静,+85261234567,zh-HK,flooring,Oak 12 mm,40,2026-03-02
SO-2002,Chan,12,en,flooring,Oak 12 mm,12,2026-03-02
"""


def _columns(text: str) -> dict[str, str]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    sides = [*found, *found.values()] if isinstance(found, dict) else [None]
    if not all(isinstance(side, str) and side.isprintable() for side in sides):
        raise refuse('Give a JSON object of their header to our field, such as {"Bought": "signed_on"}.')
    return dict(found)


def _checked(text: str) -> str:
    if text:
        _columns(text)
    return text


class Manner(Query):
    """How the file is to be read, where it does not say so itself."""

    name: str = Field(
        min_length=1, max_length=200, pattern=LINE, description="The file's name, for whoever looks later.",
        examples=["ledger.csv"],
    )  # fmt: skip
    country: Country = Field("", description="Where bare phone numbers live.", examples=["HK"])
    dates: Literal["", "dmy", "mdy"] = Field("", description="How 02/03/2024 is meant.", examples=["dmy"])
    language: str = Field(
        "", max_length=35, description="What customers speak whose row does not say so.", examples=["zh-HK"]
    )
    mapping: Annotated[str, AfterValidator(_checked)] = Field(
        "", max_length=4000, examples=['{"customer":"customer_name"}'],
        json_schema_extra={"contentMediaType": "application/json"},
        description="Headers that are not recognised: a JSON object of their header to our field.",
    )  # fmt: skip
    by: str = Field(
        "", max_length=200, pattern=LINE, description="Whose deed it is; default: the key's name."
    )


class HeldBack(Told):
    """What would go within a day. Nothing of it goes before the release."""

    messages: int = 0
    customers: int = 0
    steps: dict[str, int] = {}


class Counts(Told):
    """What became of the file's rows, and how many customers they add up to."""

    rows: int = Field(description="All of them: sales, duplicates, returns and rejects.")
    sales: int = Field(description="Lines of sales; `orders_total` counts the orders.")
    customers: int
    duplicates: int
    returns: int
    rejects: int


class Import(Told):
    id: str = Field(description="The same for the same file, read the same way.")
    name: str
    state: Literal["waiting", "working", "done", "failed"]
    reason: str = Field(description="Why it failed, and what to do.")
    orders_total: int = Field(description="How many there are to take; 0 while it waits.")
    orders_taken: int
    counts: Counts | None = Field(description="Null until every row is judged.")
    held: HeldBack | None = Field(description="Null where nothing had to be held.")
    released: bool = Field(description="Whether its messages may go.")
    released_by: str
    notes: list[str] = Field(
        description="Sheets and columns that were not read, and goods whose kind had to be supposed."
    )
    at: At
    ended_at: At | None
    by: str


class Imports(Told):
    imports: list[Import]
    next: str | None = Field(description="The cursor of the next page; null on the last.")


class Releasing(Asked):
    model_config = {"json_schema_extra": {"examples": [{"by": "李婷"}]}}
    by: Who = ""


THIS = {"batch": "$response.body#/id"}
LINKS = {name: THIS for name in ("imports_show", "imports_rejects", "imports_release")}


@API.post(
    "/v1/imports", file=files.LEDGERS, shows=EXAMPLE, asks=Manner, gives={202: Import}, links=LINKS,
    refuses=(409,),
)  # fmt: skip
def upload(call: Call) -> Answer:
    """Send a shop's ledger, CSV or XLSX.

    Its bytes are the body, at most 4,000,000 of them. A file that is no ledger is refused at once. Else it
    is kept and worked off by itself: ask for it until `state` is done. The same file again is the same
    import and changes nothing. Send CSV in another encoding than UTF-8 as application/octet-stream. An
    import that would send more than 20 messages within a day is held until it is released.
    """
    asked = call.query
    options = imports.Options(
        mapping=_columns(asked.mapping) if asked.mapping else None,
        country=asked.country or None, dates=asked.dates or None, language=asked.language or None,
    )  # fmt: skip
    who = asked.by or call.who()
    return _answer(imports.upload(asked.name, call.body, options, call.now, who), 202)


def _answer(row: Row, status: int = 200) -> Answer:
    return Answer(told(row), status, place("imports", row.id))


def told(row: Row) -> dict[str, Any]:
    held = row.counts.get("held")
    judged = {name: row.counts.get(name) for name in Counts.model_fields} if "rows" in row.counts else None
    return {
        "id": row.id, "name": row.file_name, "state": row.state, "reason": row.reason,
        "orders_total": int(row.total), "orders_taken": int(row.taken), "counts": judged,
        "held": {name: held[name] for name in HeldBack.model_fields} if held else None,
        "released": row.released, "released_by": row.released_by,
        "notes": [retold.told(one) for one in row.counts.get("notes", [])], "at": plain.value(row.at_moment),
        "ended_at": plain.value(row.ended_at), "by": row.who,
    }  # fmt: skip


@API.get(
    "/v1/imports",
    asks=Paged,
    gives={200: Imports},
    links={"imports_show": {"batch": "$response.body#/imports/0/id"}},
)
def listed(call: Call) -> dict[str, Any]:
    """List all imports, in the order of their ids."""
    page = pages.of_partition(
        "import", "", call.query.limit, cursors.read("imports", call.query.cursor, "sk")
    )
    rows = [told(row) for row in page.rows if isinstance(row, Row)]
    return {"imports": rows, "next": cursors.written("imports", page.position)}


@API.get("/v1/imports/{batch}", gives={200: Import}, links={"imports_rejects": THIS})
def show(call: Call, batch: str) -> Answer:
    """Show how far an import is, and what became of its rows."""
    return _answer(imports.get(batch))


@API.get("/v1/imports/{batch}/rejects", gives={200: str}, refuses=(409,))
def rejects(call: Call, batch: str) -> Answer:
    """Fetch the rows that could not be taken, each with its reason, to be mended and sent again."""
    return Answer(imports.rejects(batch))


@API.post("/v1/imports/{batch}/release", scope="send", takes=Releasing, gives={200: Import})
def release(call: Call, batch: str) -> Answer:
    """Let the messages of a held import go. Asked twice, it is the same."""
    return _answer(switches.release(batch, call.who(), call.now))
