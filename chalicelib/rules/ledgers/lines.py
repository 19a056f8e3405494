"""The lines of an order as they are stored: compared with each other, and made less by what came back."""

from decimal import Decimal
from typing import Any

from chalicelib.ids import plain_name
from chalicelib.rules.ledgers.values import product_key


def key_of(line: dict[str, Any]) -> tuple[str, str]:
    """A line's product and batch as they are compared."""
    names = (line.get(name, "") for name in ("product", "series", "model"))
    return product_key(*names), plain_name(line.get("batch", ""))


def measure(line: dict[str, Any]) -> tuple[str, str, Decimal]:
    """What makes two lines of an order one: the ledgers' own measure."""
    return *key_of(line), Decimal(line.get("quantity", "0"))


def less(lines: list[dict[str, Any]], taken: list[list[str]]) -> list[dict[str, Any]]:
    """With each line's `left` lowered by what was taken of it ([product, batch, quantity])."""
    left = [dict(line) for line in lines]
    for product, batch, quantity in taken:
        for line in left:
            if key_of(line) == (product, batch) and (had := Decimal(line.get("left", line["quantity"]))) > 0:
                line["left"] = format(max(Decimal(0), had - Decimal(quantity)), "f")
                break
    return left
