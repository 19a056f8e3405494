"""Small ledgers of invented shops, and a short way to have one read."""

import csv
import io
from collections.abc import Sequence
from typing import Any

import openpyxl

from chalicelib.rules import ledgers

ENGLISH = ("Order No.", "Order Date", "Customer", "Mobile", "Email", "Product", "Batch", "Qty", "Installed")


def csv_bytes(*rows: Sequence[object], encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter).writerows(rows)
    return file.getvalue().encode(encoding)


def xlsx_bytes(sheets: dict[str, list[Sequence[Any]]], hidden: str = "") -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        sheet.sheet_state = "hidden" if title == hidden else "visible"
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def english(
    order: str = "A1",
    signed: str = "2024-03-02",
    name: str = "Chan Tai Man",
    phone: str = "+852 5123 4567",
    email: str = "",
    product: str = "Oak floor",
    batch: str = "B1",
    quantity: str = "10",
    installed: str = "",
) -> tuple[str, ...]:
    """A good row under ENGLISH, but for what a test gives."""
    return order, signed, name, phone, email, product, batch, quantity, installed


def read(
    *rows: Sequence[object], header: Sequence[str] = ENGLISH, shop: str = "HK", **options: Any
) -> ledgers.Ledger:
    return ledgers.read("ledger.csv", csv_bytes(header, *rows), shop_country=shop, **options)


def sale(*row: str, **options: Any) -> ledgers.LedgerSale:
    """The one row's sale."""
    found = read(row, **options).rows[0]
    assert found.sale, found.reject
    return found.sale


def outcomes(*rows: Sequence[object], **options: Any) -> list[ledgers.Outcome]:
    return ledgers.classify(read(*rows, **options))


def kinds(*rows: Sequence[object], **options: Any) -> list[tuple[str, str]]:
    """(kind, reject code or nothing) of each row."""
    return [(one.kind, one.why.code if one.why else "") for one in outcomes(*rows, **options)]
