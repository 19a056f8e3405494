"""A real shop's mess, in both its files, gives row by row what a person worked out by hand."""

import json
import os
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from chalicelib.rules import ledgers

FILES = ("guangzhou.csv", "guangzhou.xlsx")


@pytest.fixture(scope="module")
def folder() -> Path:
    if not (place := os.environ.get("REFERENCE_DATA")):
        pytest.skip("REFERENCE_DATA names no folder: the reference ledgers are not compared")
    return Path(place) / "ledger"


@pytest.fixture(scope="module")
def truth(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "guangzhou.truth.json").read_text())


@pytest.fixture(scope="module", params=FILES)
def ledger(request: pytest.FixtureRequest, folder: Path) -> ledgers.Ledger:
    content = (folder / request.param).read_bytes()
    return ledgers.read(request.param, content, shop_country="CN")


def test_every_row_is_what_it_is(ledger: ledgers.Ledger, truth: dict[str, Any]) -> None:
    found = [(one.row.line, one.kind, one.why.code if one.why else None) for one in ledgers.classify(ledger)]
    assert found == [(row["line"], row["kind"], row["why"]) for row in truth["rows"]]


def test_customers_and_amounts_agree(ledger: ledgers.Ledger, truth: dict[str, Any]) -> None:
    sales = [one.row.sale for one in ledgers.classify(ledger) if one.kind == "sale" and one.row.sale]
    assert ledgers.customer_count(sales) == truth["summary"]["customers_with_a_sale"]
    assert sum(sale.amount or 0 for sale in sales) == Decimal(str(truth["summary"]["amount_sold"]))


def test_importing_it_twice_gives_nothing_new(ledger: ledgers.Ledger) -> None:
    earlier: dict[str, list[ledgers.Line]] = {}
    for one in ledgers.classify(ledger):
        if one.row.sale and one.kind in ("sale", "return"):
            earlier.setdefault(one.row.sale.order_key, []).append(one.row.sale.line)
    again = Counter(one.kind for one in ledgers.classify(ledger, lambda order: earlier.get(order, [])))
    assert set(again) == {"duplicate", "reject"}


def test_its_rejects_are_rejected_again_for_the_same_reasons(ledger: ledgers.Ledger) -> None:
    first = ledgers.classify(ledger)
    text = ledgers.rejects_csv(ledger, first)
    second = ledgers.classify(ledgers.read("rejects.csv", text.encode("utf-8-sig"), shop_country="CN"))
    assert [one.why for one in second] == [one.why for one in first if one.why]
