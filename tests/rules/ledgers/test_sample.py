"""The sample ledger is what its script makes, and holds every kind of mess worth showing."""

import runpy
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from chalicelib.rules import ledgers

SAMPLES = Path(__file__).resolve().parents[3] / "samples"


@pytest.fixture(scope="module")
def script() -> dict[str, Any]:
    return runpy.run_path(str(SAMPLES / "make_ledger.py"))


def _read(content: bytes) -> ledgers.Ledger:
    return ledgers.read("ledger.csv", content, shop_country="CN")


def test_the_file_is_what_the_script_makes(script: dict[str, Any]) -> None:
    assert (SAMPLES / "ledger.csv").read_bytes() == script["ledger"](date(2026, 11, 20))


@pytest.mark.parametrize("end", [date(2026, 11, 20), date(2024, 3, 1), date(2028, 2, 29)])
def test_it_shows_every_kind_of_row(script: dict[str, Any], end: date) -> None:
    ledger = _read(script["ledger"](end))
    found = ledgers.classify(ledger)
    count = Counter(one.kind for one in found)
    assert count["sale"] >= 115
    assert count["duplicate"] == 3
    assert sorted(one.whole for one in found if one.kind == "return") == [False, True, True]
    reasons = {one.why.code for one in found if one.why}
    assert reasons == {"no_contact", "bad_phone", "bad_date", "installed_before_signed", "zero_quantity"}
    assert not any(
        code in ("bad_amount", "no_name") for row in ledger.rows for code in (w.code for w in row.warnings)
    )


def test_its_sales_lie_within_the_400_days_and_on_both_sides_of_the_border(script: dict[str, Any]) -> None:
    end = date(2026, 11, 20)
    sales = [one.row.sale for one in ledgers.classify(_read(script["ledger"](end))) if one.kind == "sale"]
    days = [sale.signed_on for sale in sales if sale and sale.signed_on]
    assert end - timedelta(days=400) <= min(days) <= max(days) <= end
    assert {sale.currency for sale in sales if sale} == {"CNY", "HKD"}
    assert {sale.category for sale in sales if sale} == {"flooring", "furniture", "appliance"}
