"""XLSX workbooks: cells as the text that a person would type."""

import io
import warnings
import zipfile
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from chalicelib.errors import Unreadable

Row = tuple[int, tuple[str, ...]]


def read(name: str, content: bytes) -> dict[str, list[Row]]:
    """Every visible sheet's rows with their numbers, formulas as their last results."""
    import openpyxl  # half a second of a cold start, for the few requests that bring a workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore"
            )  # openpyxl tells of styles it does not know; they do not concern us
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            return {
                sheet.title: list(_rows(sheet)) for sheet in book.worksheets if sheet.sheet_state == "visible"
            }
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, SyntaxError) as error:
        raise Unreadable(
            f"{name} is not a workbook that can be read. Open it in Excel and save it as XLSX."
        ) from error


def _rows(sheet: Any) -> Iterable[Row]:
    sheet.reset_dimensions()  # some programs write a wrong size, which would cut rows off
    for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
        yield number, tuple(text(value) for value in values)


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
    return str(value)


def _number(value: float) -> str:
    return str(int(value)) if value.is_integer() else format(value, ".15g")
