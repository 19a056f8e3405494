"""Rows of kinds that nobody has imported yet are read all the same, by a process that has only the table."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
READS = """
import sys
from chalicelib.records.memory import Memory
from chalicelib.records.table import Row

raw = {"pk": {"S": "customer#c1"}, "sk": {"S": "note#1"}, "kind": {"S": "%s"}}
assert not any(name in sys.modules for name in ("chalicelib.records.tasks", "chalicelib.records.pulls"))
try:
    print(type(Row.from_raw_data(raw)).__name__)
except ValueError as error:
    print(error)
"""
COUNTS = """
from chalicelib.records.kinds import import_all
from chalicelib.records.table import Row

import_all()
print(len(Row.kind.get_registered_subclasses(Row)))
"""


def said_by(code: str) -> str:
    run = [sys.executable, "-c", code]
    return subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()


@pytest.mark.parametrize(
    ("kind", "said"),
    [("task", "Task"), ("pull", "Pull"), ("elephant", "Unknown discriminator value: elephant")],
)
def test_a_row_is_of_its_kind_also_where_nobody_has_imported_it(kind: str, said: str) -> None:
    assert said_by(READS % kind) == said


def test_a_scan_can_know_of_all_kinds() -> None:
    assert int(said_by(COUNTS)) > 40
