"""Rows as plain values: for an export, for --json, for whoever reads them without the program."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from chalicelib.records.attributes import instant
from chalicelib.records.table import Row

MACHINERY = ("kind", "due_lane", "due_key", "lookup_pk", "lookup_sk", "lease_until", "failures")


def facts(row: Row, *but: str) -> dict[str, Any]:
    """Everything that a row says, without what only the machinery needs."""
    said = row.attribute_values.items()
    return {name: value(one) for name, one in said if name not in (*MACHINERY, *but) and one is not None}


def value(one: Any) -> Any:
    if isinstance(one, datetime):
        return instant(one)
    if isinstance(one, date):
        return one.isoformat()
    if isinstance(one, Decimal):
        return format(one, "f")
    return one


def mere(one: Any) -> Any:
    """Without what a text carries besides itself."""
    if isinstance(one, dict):
        return {str(name): mere(value) for name, value in one.items()}
    if isinstance(one, list | tuple):
        return [mere(value) for value in one]
    return str(one) if isinstance(one, str) else one
