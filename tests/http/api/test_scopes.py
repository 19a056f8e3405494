"""Every door of the API asks for its key and its scope, and no door opens by another's."""

import pytest

from chalicelib.care import keys
from chalicelib.http.api.serving import Operation
from tests.http.api import shop
from tests.http.api.client import Till
from tests.http.story import Story

EACH = pytest.mark.parametrize("of", shop.operations(), ids=lambda of: of.id)
PERSONAL = {"customers_export", "customers_erase", "customers_merge"}
SENDING = {
    "touchpoints_send_now", "touchpoints_postpone", "touchpoints_skip", "touchpoints_resend",
    "switches_pause", "switches_resume", "imports_release",
    "campaigns_approve", "campaigns_schedule", "campaigns_resume", "campaigns_fire",
}  # fmt: skip


@EACH
def test_nothing_is_said_or_done_without_a_key_that_may(till: Till, story: Story, of: Operation) -> None:
    before = [one for one in story.memory.items() if one["kind"]["S"] != "key"]
    others = [scope for scope in keys.SCOPES if scope != of.scope]
    _, lacking = keys.make("all but one", others, story.now)
    body = {} if of.takes else b"x" if of.file else None
    for token, status in (("", 401), ("ac_abcdefgh_" + "x" * 43, 401), (lacking, 403)):
        told = Till(till.browser, token).ask(of.method, shop.address(of), body)
        assert told.status == status
    assert f"'{of.scope}'" in told["detail"]
    assert [one for one in story.memory.items() if one["kind"]["S"] != "key"] == before


@EACH
def test_scopes_mean_what_the_page_says(of: Operation) -> None:
    if of.id in PERSONAL:
        assert of.scope == "personal"
    elif of.id in SENDING:
        assert of.scope == "send"
    else:
        assert of.scope == ("read" if of.method == "GET" else "write")
