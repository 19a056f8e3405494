"""What a cold start of the packaged drain costs beside a bare process that has the same libraries, and how
large the package is. Each start is a process of its own that sees nothing but the package, measured until
its answer: on Lambda it does not end then, and taking an interpreter apart costs a third as much again."""

import os
import subprocess
import sys
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZipFile

from bench import stage
from chalicelib import clock, engine, jobs, plans
from chalicelib.records.table import Row, shard_of
from package.__main__ import LARGEST_MB, build
from tests.package import shop
from tests.standins import twilio

ROUNDS = 15
IDLE_SHARD = 3
NOTHING_DUE, FIRST_SMS = 1.2, 1.5

BARE = """
from chalice import Chalice
from pynamodb.attributes import UnicodeAttribute
from pynamodb.models import Model

app = Chalice("bare")

class Row(Model):
    class Meta:
        table_name, region, host = "bench", "us-east-1", "{endpoint}"
    pk, sk = UnicodeAttribute(hash_key=True), UnicodeAttribute(range_key=True)

@app.lambda_function(name="drain")
def drain(event, context):
    list(Row.query("nobody"))

drain({{}}, None)
"""
OURS = """
from chalicelib.aws.drain import drain

class Context:
    def get_remaining_time_in_millis(self):
        return 90_000

answer = drain({{"Records": [{{"messageId": "m", "body": "{shard:02d}"}}]}}, Context())
assert answer == {{"batchItemFailures": []}}, answer
"""
LEAVE = "os._exit(0)"


def rows() -> Iterable[dict[str, Any]]:
    with TemporaryDirectory(prefix="aftercare-bench-") as place:
        size = build(Path(place)) / 1e6
        content = Path(place, "content")
        ZipFile(Path(place, "deployment.zip")).extractall(content)
        yield {
            "what": "deployment package, zipped", "measured": round(size, 1), "unit": "MB",
            "budget": LARGEST_MB, "ok": size <= LARGEST_MB, "how": "make package",
        }  # fmt: skip
        with engine.scratch() as endpoint, stage.new_table(endpoint), twilio.Twilio(None) as carrier:
            starts = Starts(content, endpoint, carrier)
            yield _row("with nothing due", NOTHING_DUE, [starts.idle() for _ in range(ROUNDS)])
            yield _row("to the first SMS", FIRST_SMS, [starts.first_sms(n) for n in range(ROUNDS)])


def _row(what: str, budget: float, pairs: list[tuple[float, float]]) -> dict[str, Any]:
    # The least of each: whatever else the machine does only adds to it.
    ours, bare = (min(each) for each in zip(*pairs, strict=True))
    ratio = ours / bare
    return {
        "what": f"cold start against a bare Chalice + PynamoDB + client process, {what}",
        "measured": round(ratio, 3),
        "budget": budget,
        "ok": ratio <= budget,
        "rounds": [round(one / other, 3) for one, other in pairs],
        "cpu_ms": {"drain": round(1000 * ours), "bare": round(1000 * bare)},
        "how": f"packaged, a process each, CPU until its answer, least of {ROUNDS}; bare asks one query",
    }


class Starts:
    """Pairs of (ours, bare): seconds of CPU of a process from its start to its end."""

    def __init__(self, content: Path, endpoint: str, carrier: twilio.Twilio) -> None:
        self._content, self._endpoint, self._carrier = content, endpoint, carrier

    def idle(self) -> tuple[float, float]:
        return self._cpu(OURS.format(shard=IDLE_SHARD)), self._bare()

    def first_sms(self, number: int) -> tuple[float, float]:
        shard, sent = _due_now(number), len(self._carrier.messages)
        ours = self._cpu(OURS.format(shard=shard))
        if len(self._carrier.messages) != sent + 1:
            raise RuntimeError("one SMS was due and none or several went: the measurement is void")
        return ours, self._bare()

    def _bare(self) -> float:
        return self._cpu(BARE.format(endpoint=self._endpoint))

    def _cpu(self, code: str) -> float:
        start = f"import os, sys; sys.path.insert(0, {str(self._content)!r})\n"
        # Nothing of this machine's packages and no new byte code, as on Lambda.
        command = [sys.executable, "-I", "-S", "-B", "-c", start + code + LEAVE]
        process = subprocess.Popen(command, env=self._environment())
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if status:
            raise RuntimeError("a start failed: the measurement is void")
        return used.ru_utime + used.ru_stime

    def _environment(self) -> dict[str, str]:
        return {
            **engine.CREDENTIALS,
            "PATH": os.environ["PATH"],
            "NO_PROXY": "127.0.0.1",
            "AWS_REGION": "us-east-1",
            "AWS_LAMBDA_FUNCTION_NAME": "drain",
            "PYTHONTZPATH": str(self._content / "tzdata" / "zoneinfo"),
            "TABLE_NAME": Row.Meta.table_name,
            "DYNAMODB_ENDPOINT": self._endpoint,
            "LINK_SECRET": "bench",
            "SMS_CHANNEL": "twilio",
            "TWILIO_BASE_URL": self._carrier.url,
            "TWILIO_ACCOUNT_SID": twilio.ACCOUNT,
            "TWILIO_AUTH_TOKEN": twilio.TOKEN,
            "TWILIO_MESSAGING_SERVICE_SID": twilio.SERVICE,
        }


def _due_now(number: int) -> int:
    """Somebody's sale in the shop's own country, planned when its first words were not due yet; now they
    are. Its shard."""
    recorded_at = clock.now() - timedelta(minutes=4)
    customer = shop.buys(
        f"A-{number}",
        recorded_at,
        f"+861391234{number:04d}",
        ago=timedelta(minutes=2),
        country=plans.shop_defaults().country,
    )
    shard = shard_of(customer.pk)
    for at in (recorded_at, recorded_at + timedelta(minutes=1)):
        jobs.drain_shard(shard, lambda at=at: at, stage.hands())  # type: ignore[misc]
    return shard
