"""A photo sent with an SMS is fetched from Twilio and from nowhere else, and never more of it than may be."""

from collections.abc import Iterator

import pytest

from chalicelib.channels.twilio import CHANNEL
from chalicelib.errors import NotSent, Refused
from chalicelib.settings import Settings
from tests.standins import twilio
from tests.standins.server import Answer

PLACE = f"/2010-04-01/Accounts/{twilio.ACCOUNT}/Messages/MM1/Media/ME1"


@pytest.fixture
def provider() -> Iterator[twilio.Twilio]:
    with twilio.Twilio(None) as made:
        made.media[PLACE] = b"\xff\xd8\xff photo"
        yield made


@pytest.fixture
def settings(provider: twilio.Twilio) -> Settings:
    return Settings(
        twilio_account_sid=twilio.ACCOUNT, twilio_auth_token=twilio.TOKEN, twilio_from=twilio.SENDER,
        twilio_base_url=provider.url,
    )  # fmt: skip


def test_it_is_fetched_with_our_key(provider: twilio.Twilio, settings: Settings) -> None:
    assert CHANNEL.media(settings, provider.url + PLACE, 100) == b"\xff\xd8\xff photo"
    with pytest.raises(Refused):
        CHANNEL.media(settings._replace(twilio_auth_token="old"), provider.url + PLACE, 100)


def test_what_is_gone_is_gone(provider: twilio.Twilio, settings: Settings) -> None:
    assert CHANNEL.media(settings, provider.url + PLACE + "x", 100) is None


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:1" + PLACE,
        "https://evil.example" + PLACE,
        "file:///etc/passwd",
        "",
        "//x",
        "{home}/other",
    ],
)
def test_our_key_goes_nowhere_else(provider: twilio.Twilio, settings: Settings, address: str) -> None:
    assert CHANNEL.media(settings, address.format(home=provider.url), 100) is None
    assert not provider.asked


def test_what_is_too_large_is_not_read_to_its_end(provider: twilio.Twilio, settings: Settings) -> None:
    provider.media[PLACE] = b"x" * 3_000_000
    found = CHANNEL.media(settings, provider.url + PLACE, 100_000)
    assert found
    assert 100_000 < len(found) < 200_000


def test_what_fails_may_be_tried_again(provider: twilio.Twilio, settings: Settings) -> None:
    for answer in (Answer(503), Answer(429)):
        provider.say(answer)
        with pytest.raises(NotSent):
            CHANNEL.media(settings, provider.url + PLACE, 100)
    with pytest.raises(NotSent):
        CHANNEL.media(
            settings._replace(twilio_base_url="http://127.0.0.1:9"), "http://127.0.0.1:9" + PLACE, 100
        )
