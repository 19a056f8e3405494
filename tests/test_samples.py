"""The sample shop, as somebody meets it who has just started the program."""

from datetime import UTC, datetime

import pytest

from chalicelib import samples, settings
from chalicelib.care import switches
from chalicelib.care.complaints import reading
from chalicelib.records import table
from chalicelib.records.complaints import Complaint
from chalicelib.records.memory import Memory
from chalicelib.records.metrics import Day
from chalicelib.records.touchpoints import Rendered

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


def test_links_lead_to_where_the_program_serves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(samples, "DAYS", 4)
    monkeypatch.setattr(settings, "_assumed", {})
    monkeypatch.delenv("PUBLIC_BASE_URL", raising=False)
    settings.assume(public_base_url="http://localhost:8093")
    rows = samples.played(NOW, lambda day: None)
    texts = [row.text for row in rows if isinstance(row, Rendered)]
    assert any("http://localhost:8093/l/" in text for text in texts)
    assert not [text for text in texts if "localhost:8000" in text]
    assert max((row for row in rows if type(row) is Day), key=lambda row: row.day).counted_at == NOW


@pytest.mark.parametrize(
    "now", [NOW, datetime(2026, 10, 6, 2, 0, tzinfo=UTC)], ids=["spring", "in a holiday"]
)
def test_a_newcomer_sees_complaints_as_they_are_and_not_all_of_them_late(
    monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    monkeypatch.setattr(samples, "DAYS", 100)
    rows = samples.played(now, lambda day: None)
    with table.kept_apart(Memory()):
        switches.load_sample(rows, now)
        found = {row.stage: row for row in rows if type(row) is Complaint}
        late = {
            row.stage: clock.is_late(now)
            for row in found.values()
            for clock, _ in reading.next_clocks([row], now).values()
        }
    assert late == {"acknowledged": False, "verifying": True}
    assert found["waiting_for_customer"].back_to == "verifying"
    assert found["closed"].facts["satisfaction"] == "5"
