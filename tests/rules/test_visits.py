"""Who opened a page: what browsers say of themselves, and what programs that look ahead do."""

import pytest

from chalicelib.rules import visits

PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1"
)
CHROME = (
    "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36"
)
WECHAT = f"{CHROME} MicroMessenger/8.0.50"
FOLLOWED = {"sec-fetch-mode": "navigate", "sec-fetch-dest": "document", "sec-fetch-user": "?1"}


@pytest.mark.parametrize(
    "headers", [{"user-agent": PHONE}, {"user-agent": WECHAT}, {"user-agent": CHROME, **FOLLOWED}]
)
def test_a_browser_in_which_somebody_follows_a_link_is_a_person(headers: dict[str, str]) -> None:
    assert visits.is_persons(headers)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"user-agent": "facebookexternalhit/1.1"},
        {"user-agent": "WhatsApp/2.24 A"},
        {"user-agent": "Mozilla/5.0 SkypeUriPreview Preview/0.5"},
        {"user-agent": f"{CHROME} HeadlessChrome/130.0"},
        {"user-agent": "python-requests/2.32"},
        {"user-agent": CHROME, "sec-purpose": "prefetch;prerender"},
        {"user-agent": CHROME, "purpose": "prefetch"},
        {"user-agent": CHROME, "x-moz": "prefetch"},
        {"user-agent": CHROME, **FOLLOWED, "sec-fetch-dest": "iframe"},
        {"user-agent": CHROME, **FOLLOWED, "sec-fetch-mode": "no-cors"},
    ],
)
def test_what_opens_links_ahead_of_people_is_none(headers: dict[str, str]) -> None:
    assert not visits.is_persons(headers)
