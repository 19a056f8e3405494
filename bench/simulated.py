"""How fast a year passes in memory."""

import time
from datetime import date
from pathlib import Path
from typing import Any

from chalicelib.care import imports
from chalicelib.records.memory import Memory
from chalicelib.records.table import kept_apart
from chalicelib.simulation import Year, everything

LEDGER = Path(__file__).resolve().parent.parent / "samples" / "ledger.csv"
FROM, DAYS = date(2025, 10, 20), 120


def row() -> dict[str, Any]:
    ledger = imports.read(LEDGER.name, LEDGER.read_bytes())
    with kept_apart(Memory()):
        outcomes = imports.judge(ledger)
        started = time.perf_counter()
        report = Year(ledger, outcomes, FROM, DAYS).play()
        seconds = time.perf_counter() - started
        rows = sum(1 for _ in everything())
    return {
        "what": "simulation in memory, rows written a second (for information)",
        "measured": round(rows / seconds, 1),
        "budget": None,
        "ok": report.violations == [],
        "how": f"samples/ledger.csv, {DAYS} days, {rows} rows, {report.messages} messages, {seconds:.1f} s",
    }
