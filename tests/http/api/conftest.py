"""A till with a key that may do everything, on the story's clock."""

import pytest

from chalicelib import settings
from chalicelib.care import keys
from chalicelib.http.api import admission, metrics
from tests.http.api.client import Till
from tests.http.browser import Browser
from tests.http.story import Story


@pytest.fixture
def till(browser: Browser, story: Story, monkeypatch: pytest.MonkeyPatch) -> Till:
    monkeypatch.setattr(keys, "_known", {})
    admission.shares.cache_clear()
    monkeypatch.setattr(metrics, "_counted", {})
    monkeypatch.setitem(settings._assumed, "api_per_second", "100000")
    monkeypatch.setitem(settings._assumed, "erasure_key", "only for tests")
    _, token = keys.make("till 3", keys.SCOPES, story.now)
    return Till(browser, token)
