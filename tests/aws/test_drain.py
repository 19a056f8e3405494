"""A shard worked off as Lambda does it: lightly where nothing is due, in time, and told back if it failed."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from pkgutil import resolve_name

import pytest

from chalicelib import jobs
from chalicelib.aws import work
from chalicelib.aws.drain import drain
from chalicelib.care.touchpoints import settle
from chalicelib.records import due
from chalicelib.records.customers import Customer
from chalicelib.records.table import NOW, REST, Row, shard_of
from tests.aws.conftest import Context, failed, handed
from tests.http.story import Story

ROOT = Path(__file__).resolve().parents[2]
NOTHING_DUE = """
import sys
from chalicelib.aws import opening
from chalicelib.records.memory import Memory
from chalicelib.records.table import Row

Row.engine, opening.table = Memory(), lambda: None
from chalicelib.aws.drain import drain

assert drain({"Records": [{"messageId": "m", "body": "03"}]}, None) == {"batchItemFailures": []}
print(*sorted(sys.modules))
"""

ONE_SMS = """
import sys
from datetime import datetime
from pathlib import Path
from chalicelib import clock, settings
from chalicelib.aws import opening
from chalicelib.records.memory import Memory
from chalicelib.records.table import Row

Row.engine, opening.table = Memory(), lambda: None
Row.engine.restore(Path(sys.argv[1]).read_bytes())
clock.now = lambda: datetime.fromisoformat(sys.argv[2])
settings.insist(link_secret="only for tests")
from chalicelib.aws.drain import drain

class Context:
    def get_remaining_time_in_millis(self):
        return 90_000

assert drain({"Records": [{"messageId": "m", "body": sys.argv[3]}]}, Context()) == {"batchItemFailures": []}
assert any(item["kind"]["S"] == "rendered" for item in Row.engine.items())
print(*sorted(sys.modules))
"""


def shard(person: Customer) -> str:
    return f"{shard_of(person.pk):02d}"


def test_what_is_due_in_the_shard_is_done(story: Story) -> None:
    person = story.buys("王芳", phone="+8613912345678")
    story.now += timedelta(minutes=10)
    assert drain(handed(shard(person)), Context()) == failed()
    assert len(story.messages(person, "sms")) == 1


def test_what_the_first_look_found_is_not_asked_for_again(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = story.buys("王芳", phone="+8613912345678")
    drain(handed(shard(person)), Context())  # planned
    story.now += timedelta(minutes=10)
    asked: list[str] = []
    query = Row.engine.query

    def noted(lane: str, **options: object) -> object:
        if options.get("index_name") == "due":
            asked.append(lane.split("#")[1])
        return query(lane, **options)

    monkeypatch.setattr(Row.engine, "query", noted)
    drain(handed(shard(person)), Context())
    assert len(story.messages(person, "sms")) == 1
    # The last is for what became urgent while the message went.
    assert asked == ["now", "rest", "now"]


def test_urgent_and_other_rows_of_one_look_are_all_done(story: Story) -> None:
    person = story.buys("王芳", phone="+8613912345678")
    drain(handed(shard(person)), Context())
    story.buys("王芳", phone="+8613912345678", order="A-2")
    story.now += timedelta(minutes=10)
    lanes = {lane for lane in (NOW, REST) if any(due.keys(shard_of(person.pk), lane, story.now))}
    assert lanes == {NOW, REST}
    drain(handed(shard(person)), Context())
    assert not any(any(due.keys(shard_of(person.pk), lane, story.now)) for lane in (NOW, REST))
    assert len(story.messages(person, "sms")) == 1


def test_another_shard_is_left_alone(story: Story) -> None:
    person = story.buys("王芳", phone="+8613912345678")
    story.now += timedelta(minutes=10)
    other = (shard_of(person.pk) + 1) % 16
    assert drain(handed(f"{other:02d}"), Context()) == failed()
    assert not story.messages(person)


def test_a_drain_that_failed_is_told_back(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    person = story.buys("王芳", phone="+8613912345678")
    story.now += timedelta(minutes=10)

    def broken(*_: object) -> int:
        raise ConnectionError("the table is gone")

    monkeypatch.setattr(jobs, "drain_shard", broken)
    assert drain(handed(shard(person)), Context()) == failed(0)


def test_with_little_time_left_it_leaves_the_row_for_the_next_minute(story: Story) -> None:
    person = story.buys("王芳", phone="+8613912345678")
    story.now += timedelta(minutes=10)
    little = work.RESERVE / timedelta(milliseconds=1) - 1
    assert drain(handed(shard(person)), Context(int(little))) == failed()
    assert not story.messages(person)
    assert drain(handed(shard(person)), Context()) == failed()
    assert len(story.messages(person, "sms")) == 1


def test_time_that_ends_under_way_ends_no_message_between_its_claim_and_its_call(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Claimed and not called is doubted for minutes, and a mail in doubt is dropped."""
    person = story.buys("王芳", email="wang@example.com")
    story.now += timedelta(minutes=10)
    context = Context()
    start = settle.settle

    def running_out(*row: object) -> object:
        context.milliseconds = 0
        return start(*row)

    monkeypatch.setattr(settle, "settle", running_out)
    drain(handed(shard(person)), context)
    touch = story.touch(person, "care-tips")
    assert touch.state in ("planned", "sent", "done")


def test_a_worker_keeps_its_pace_from_one_drain_to_the_next(story: Story) -> None:
    person = story.buys("王芳", phone="+8613912345678")
    story.now += timedelta(minutes=10)
    drain(handed(shard(person)), Context())
    kept = work.PACES[shard_of(person.pk)]
    story.buys("王芳", phone="+8613912345678", order="A-2")
    story.now += timedelta(minutes=10)
    drain(handed(shard(person)), Context())
    assert work.PACES[shard_of(person.pk)] is kept


@pytest.mark.parametrize("kind", jobs.JOBS)
def test_every_job_finds_its_row_and_its_work(kind: str) -> None:
    job = jobs.JOBS[kind]
    assert issubclass(job.kind, Row)
    for name in filter(None, (job.work, job.gives_up)):
        assert callable(resolve_name(f"chalicelib.{name}"))


def test_a_drain_with_nothing_due_loads_little() -> None:
    """What it loads is what a cold start costs (`make bench`)."""
    run = [sys.executable, "-c", NOTHING_DUE]
    loaded = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    assert "pynamodb" in loaded
    heavy = {"chalice", "yaml", "jinja2", "twilio", "requests", "phonenumbers", "boto3", "markdown_it"}
    ours = {"chalicelib.jobs", "chalicelib.plans", "chalicelib.words", "chalicelib.channels"}
    assert not (heavy | ours) & set(loaded)


def test_a_drain_with_one_sms_loads_what_that_needs(story: Story, tmp_path: Path) -> None:
    person = story.buys("王芳", phone="+8613912345678")
    drain(handed(shard(person)), Context())  # planned
    kept = tmp_path / "shop"
    kept.write_bytes(story.kept()[1])
    at = (story.now + timedelta(minutes=10)).isoformat()
    run = [sys.executable, "-c", ONE_SMS, str(kept), at, shard(person)]
    loaded = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    assert {"chalicelib.records.touchpoints", "chalicelib.channels.outbox"} <= set(loaded)
    rows = {"tasks", "tellings", "pulls", "complaints", "metrics", "events", "imports", "links", "moves"}
    others = {"channels.ses", "channels.smtp", "channels.twilio", "care.complaints"}
    unused = {f"records.{name}" for name in rows} | others
    assert not sorted({f"chalicelib.{name}" for name in unused} & set(loaded))
