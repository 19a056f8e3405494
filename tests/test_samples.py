"""The sample shop, as somebody meets it who has just started the program."""

from datetime import UTC, datetime

import pytest

from chalicelib import samples, settings
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
