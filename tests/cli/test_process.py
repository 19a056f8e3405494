"""The real command as its own process, on the real engine."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest

from chalicelib import opening

Run = Callable[..., subprocess.CompletedProcess[str]]
SALE = (
    "sale",
    "record",
    "--order",
    "P1",
    "--name",
    "陈静",
    "--phone",
    "13800138000",
    "--signed",
    "2026-01-05",
)


@pytest.fixture
def aftercare(engine: str) -> Run:
    """Runs `aftercare ...` on a table of its own."""
    own = {"DYNAMODB_ENDPOINT": engine, "TABLE_NAME": f"cli-{uuid4().hex[:8]}"}

    def run(*words: str, **settings: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "chalicelib.cli", *words],
            capture_output=True, text=True, env={**os.environ, **own, **settings}, timeout=120,
        )  # fmt: skip

    return run


def test_a_missing_table_is_made_and_kept(aftercare: Run) -> None:
    recorded = aftercare(*SALE, "--json")
    assert recorded.returncode == 0, recorded.stderr
    assert json.loads(recorded.stdout)["new"]
    assert json.loads(aftercare("sale", "show", "P1", "--json").stdout)["order"] == "P1"


def test_a_scratch_engine_keeps_nothing(aftercare: Run) -> None:
    assert aftercare("--scratch", *SALE).returncode == 0
    lost = aftercare("--scratch", "sale", "show", "P1")
    assert (lost.returncode, lost.stdout) == (1, "")
    assert "There is no sale" in lost.stderr


def test_people_and_the_whole_table_are_reached_over_the_wire(aftercare: Run) -> None:
    """A transaction, the scan behind the audit, and the counters."""
    aftercare(*SALE)
    found = json.loads(aftercare("customer", "find", "P1", "--json").stdout)[0]["id"]
    marketing = ("--purpose", "marketing", "--state", "granted", "--source", "form")
    said = aftercare("consent", "record", found, *marketing, "--json")
    assert json.loads(said.stdout)["now"] == {"marketing": {"*": "granted"}}, said.stderr
    assert json.loads(aftercare("audit", "--json").stdout)["broken"] == []
    assert json.loads(aftercare("metrics", "rebuild", "--json").stdout) == {"changed_days": []}
    gone = aftercare("customer", "erase", found, "--yes", "--json")
    assert json.loads(gone.stdout) == {"erased": [found]}, gone.stderr


def test_a_table_that_does_not_answer_is_a_sentence(aftercare: Run) -> None:
    said = aftercare("due", DYNAMODB_ENDPOINT="http://127.0.0.1:9")
    assert said.returncode == 1
    assert "cannot be reached" in said.stderr
    assert "Traceback" not in said.stderr


def test_a_bad_setting_is_a_sentence(aftercare: Run) -> None:
    said = aftercare("due", SMTP_PORT="many")
    assert said.returncode == 1
    assert "SMTP_PORT" in said.stderr
    assert "Traceback" not in said.stderr


def test_nothing_real_is_sent_from_an_engine_that_may_forget(aftercare: Run) -> None:
    real = {"SMS_CHANNEL": "twilio"}
    said = aftercare("touchpoint", "send-now", "c1.t1", "--why", "x", **real)
    assert said.returncode == 1
    assert "power cut" in said.stderr
    accepted = aftercare(
        "touchpoint", "send-now", "c1.t1", "--why", "x", EMBEDDED_ENGINE_FOR_REAL="1", **real
    )
    assert "There is no touchpoint" in accepted.stderr


def test_a_laptop_makes_its_secrets_once(tmp_path: Path) -> None:
    first = opening.made_once(tmp_path)
    assert opening.made_once(tmp_path) == first
    assert all(len(value) == 64 for value in first.values())
    assert first["link_secret"] != first["erasure_key"]
