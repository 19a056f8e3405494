"""XLSX workbooks: cells as the text that a person would type."""

import io
import re
import warnings
import zipfile
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from chalicelib.errors import Unreadable

Row = tuple[int, tuple[str, ...]]
_FORMULA = re.compile(rb"<f[ >]")


def read(name: str, content: bytes) -> tuple[dict[str, list[Row]], frozenset[str]]:
    """Every sheet's rows with their numbers, formulas as their last results, and which sheets are hidden.
    Where a row has a formula that no program reckoned, the formula itself, such as `=2*5`."""
    try:
        values, hidden = _sheets(content, data_only=True)
        if _reckons(content):
            values = _with_formulas(values, _sheets(content, data_only=False)[0])
        return values, hidden
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, SyntaxError) as error:
        raise Unreadable(
            "{name} is not a workbook that can be read. Open it in Excel and save it as XLSX.", name=name
        ) from error


def _sheets(content: bytes, data_only: bool) -> tuple[dict[str, list[Row]], frozenset[str]]:
    import openpyxl  # half a second of a cold start, for the few requests that bring a workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl tells of styles it does not know
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=data_only)
        rows = {sheet.title: list(_rows(sheet)) for sheet in book.worksheets}
        return rows, frozenset(sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible")


def _rows(sheet: Any) -> Iterable[Row]:
    sheet.reset_dimensions()  # some programs write a wrong size, which would cut rows off
    for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
        yield number, tuple(text(value) for value in values)


def _reckons(content: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/")]
        return any(_FORMULA.search(book.read(name)) for name in sheets)


def _with_formulas(values: dict[str, list[Row]], formulas: dict[str, list[Row]]) -> dict[str, list[Row]]:
    """A row of nothing but such formulas is one that waits for somebody to fill it in: it stays blank."""
    return {
        title: [
            (number, tuple(map(_either, cells, written)) if any(cells) else cells)
            for (number, cells), (_, written) in zip(rows, formulas[title], strict=True)
        ]
        for title, rows in values.items()
    }


def _either(value: str, formula: str) -> str:
    return value or formula


def text(value: Any) -> str:
    """A cell's value as text; numbers without Excel's binary dust and without a trailing `.0`."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).upper()
        case float():
            return _number(value)
        case datetime() if value.time() == time(0):
            return value.date().isoformat()
        case datetime():
            return value.isoformat(sep=" ", timespec="seconds")
        case date() | time():
            return value.isoformat()
        case timedelta():
            return str(value)
    return str(getattr(value, "text", value))  # of a formula over several cells


def _number(value: float) -> str:
    return str(int(value)) if value.is_integer() else format(value, ".15g")
