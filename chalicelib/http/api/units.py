"""Units: each thing that a customer owns since a sale, found by sale or, for warnings, by batch."""

from typing import Any

from pydantic import Field

from chalicelib.care import sales
from chalicelib.http.api import cursors
from chalicelib.http.api.problems import invalid
from chalicelib.http.api.sales_shapes import EXAMPLE, LINE_NAMES, Line
from chalicelib.http.api.serving import API, Call
from chalicelib.http.api.shapes import Paged, Told
from chalicelib.records import pages
from chalicelib.records.sales import Unit as Row


class Unit(Told):
    number: int
    sale: str = Field(description="The sale by which it came.")
    customer_id: str
    line: Line


class Units(Told):
    units: list[Unit]
    next: str | None = Field(description="The cursor of the next page; null on the last.")


class Wanted(Paged):
    """By sale or by batch."""

    sale: str = Field("", max_length=200, examples=[EXAMPLE["order"]])
    batch: str = Field("", max_length=200)


@API.get("/v1/units", asks=Wanted, gives={200: Units}, refuses=(404,))
def listed(call: Call) -> dict[str, Any]:
    """List the units of a sale, or everybody's of a batch."""
    if bool(call.query.sale) == bool(call.query.batch.strip()):
        raise invalid([{"parameter": "sale", "detail": "Give either `sale` or `batch`."}])
    name, page = _of_sale(call) if call.query.sale else _of_batch(call)
    rows = [told(row) for row in page.rows if isinstance(row, Row)]
    return {"units": rows, "next": cursors.written(name, page.position)}


def _of_sale(call: Call) -> tuple[str, pages.Page]:
    pk = sales.get(call.query.sale).pk
    start = cursors.read(pk, call.query.cursor, "sk", begins="unit#")
    return pk, pages.of_partition(pk, "unit#", call.query.limit, start)


def _of_batch(call: Call) -> tuple[str, pages.Page]:
    pk = f"batch#{call.query.batch.strip()}"
    start = cursors.read(pk, call.query.cursor, "pk", "sk", "lookup_sk")
    return pk, pages.by_lookup(pk, call.query.limit, start)


def told(row: Row) -> dict[str, Any]:
    line = {name: str(row.line.get(name) or "") for name in LINE_NAMES}
    number = int(row.sk.removeprefix("unit#"))
    return {
        "number": number,
        "sale": row.pk.removeprefix("sale#"),
        "customer_id": row.customer_id,
        "line": line,
    }
