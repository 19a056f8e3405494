"""A real shop's ledger, uploaded and taken in parts, gives row by row what a person worked out by hand."""

import csv
import json
import os
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from chalicelib.care import imports
from chalicelib.care.imports import parts
from chalicelib.records.customers import Customer
from chalicelib.records.sales import Sale
from tests.journeys.world import World


def test_in_parts_the_verdicts_are_those_of_the_whole(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    if not (place := os.environ.get("REFERENCE_DATA")):
        pytest.skip("REFERENCE_DATA names no folder: the reference ledgers are not compared")
    folder = Path(place) / "ledger"
    truth = json.loads((folder / "guangzhou.truth.json").read_text())
    kinds = Counter(row["kind"] for row in truth["rows"])
    monkeypatch.setattr(parts, "PART_ORDERS", 200)
    content = (folder / "guangzhou.csv").read_bytes()
    batch = imports.upload("guangzhou.csv", content, imports.Options(), world.now)
    while imports.get(batch.id).state != "done":
        imports.work(imports.get(batch.id), world.now, world.hands)
        world.now += timedelta(minutes=1)
    counts = imports.get(batch.id).counts
    told = {name: counts[f"{name}s"] for name in ("sale", "duplicate", "return", "reject")}
    assert told == dict(kinds)
    assert sum(len(sale.lines) for sale in world.rows(Sale)) == kinds["sale"]
    assert sum(len(sale.returns) for sale in world.rows(Sale)) == kinds["return"]
    assert len(world.rows(Customer)) == truth["summary"]["customers_with_a_sale"]
    rejects = list(csv.DictReader(imports.rejects(batch.id).splitlines()))
    wrong = {str(row["line"]): row["why"] for row in truth["rows"] if row["kind"] == "reject"}
    assert {row["line"]: row["code"] for row in rejects} == wrong
