"""SMS through Twilio: what it is asked, and what its list tells of a message that may have gone."""

import json
import logging
import os
from datetime import timedelta
from urllib.parse import parse_qs

import pytest
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from chalicelib.channels.twilio import CHANNEL, codes
from chalicelib.errors import NotConfigured, NotSent, Refused, Uncertain
from chalicelib.message import STATES
from tests.channels.benches import NOW, Bench
from tests.standins import twilio
from tests.standins.description import LEFT_OUT, description
from tests.standins.server import Answer, Asked

pytestmark = pytest.mark.parametrize("bench", ["twilio"], indirect=True)

TO = "+8613800138000"


def form(bench: Bench) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(bench.provider.asked[-1].body.decode()).items()}


def test_all_that_passed_fits_twilios_own_description(bench) -> None:
    if description() is None:
        pytest.skip(LEFT_OUT)
    CHANNEL.send(bench.settings, bench.message())
    assert bench.provider.description.faults == []


def test_the_description_would_see_a_misspelt_field_and_a_wrong_answer(bench) -> None:
    against = description()
    if against is None:
        pytest.skip(LEFT_OUT)
    path, headers = f"/2010-04-01/Accounts/{twilio.ACCOUNT}/Messages.json", {"Authorization": "Basic eDp5"}
    for body in (b"To=%2B1&StatusCalback=x", b"Body=x", b"To=%2B1&ValidityPeriod=soon"):
        against.check(Asked("POST", path, "", headers, body), Answer(201, b"{}"))
    against.check(Asked("POST", path, "", headers, b"To=%2B1"), Answer(201, b'{"sid": "SM1"}'))
    assert len(against.faults) == 4


def test_a_message_goes_with_its_callback_and_its_validity(bench) -> None:
    CHANNEL.send(bench.settings, bench.message(valid_for=90_000))
    assert form(bench) == {
        "To": TO,
        "Body": "Your floor is due for its oil.",
        "MessagingServiceSid": twilio.SERVICE,
        "ValidityPeriod": "36000",
        "StatusCallback": "https://care.example.com/hooks/twilio/status/t.S100-1.oiling.1/1#rc=5&rp=ct,rt,5xx",
    }


def test_without_a_messaging_service_it_goes_from_our_number(bench) -> None:
    settings = bench.settings._replace(twilio_messaging_service_sid="", twilio_from="+15005550006")
    CHANNEL.send(settings, bench.message())
    assert form(bench)["From"] == "+15005550006"
    assert "MessagingServiceSid" not in form(bench)


@pytest.mark.parametrize(
    ("url", "given"),
    [
        ("https://care.example.com", True),
        ("http://care.example.com:8080/api", True),
        ("http://localhost:8000", False),
        ("https://127.0.0.1", False),
        ("http://192.168.1.7:8000", False),
        ("https://my_shop.example.com", False),
        ("http://laptop.local", False),
    ],
)
def test_no_callback_is_given_that_twilio_cannot_reach_or_would_refuse(
    bench, url, given, monkeypatch
) -> None:
    monkeypatch.setattr("chalicelib.channels.twilio.wire.HOME", bench.provider.url)
    CHANNEL.send(bench.settings._replace(public_base_url=url, twilio_base_url=""), bench.message())
    assert ("StatusCallback" in form(bench)) is given


def test_a_stand_in_gets_the_callback_even_on_this_machine(bench) -> None:
    CHANNEL.send(bench.settings._replace(public_base_url="http://localhost:8000/"), bench.message())
    assert form(bench)["StatusCallback"].startswith("http://localhost:8000/hooks/twilio/status/")


def test_a_base_address_that_is_none_is_our_mistake(bench) -> None:
    for wrong in ("api.twilio.com", "http://"):
        with pytest.raises(NotConfigured, match="TWILIO_BASE_URL"):
            CHANNEL.send(bench.settings._replace(twilio_base_url=wrong), bench.message())


def test_twilios_own_edge_settings_do_not_bend_the_address(bench, monkeypatch) -> None:
    monkeypatch.setenv("TWILIO_EDGE", "sydney")
    monkeypatch.setenv("TWILIO_REGION", "au1")
    assert CHANNEL.send(bench.settings, bench.message()).id


@pytest.mark.parametrize(("number", "code"), twilio.MAGIC_TO.items())
def test_twilios_magic_numbers_do_here_what_they_do_there(bench, number, code) -> None:
    with pytest.raises(Refused) as refusal:
        CHANNEL.send(bench.settings, bench.message(to=number))
    assert refusal.value.provider_code == str(code)
    assert refusal.value.verdict == codes.VERDICTS[str(code)]


@pytest.mark.parametrize(
    ("said", "seconds"),
    [("7", 7), ("0", 1), ("", 30), ("soon", 30), ("-5", 30), ("9" * 30, 86_400)],
)
def test_too_fast_waits_as_long_as_twilio_says(bench, said, seconds) -> None:
    bench.provider.refuse(20429, 429, {"Retry-After": said})
    with pytest.raises(NotSent) as error:
        CHANNEL.send(bench.settings, bench.message())
    assert error.value.retry_after == seconds


def test_every_code_means_one_thing_and_every_word_has_a_rank(bench) -> None:
    assert not set(codes.VERDICTS) & codes.PASSING
    assert sum(len(listed.split()) for listed in codes.CODES.values()) == len(codes.VERDICTS)
    assert set(codes.STATES.values()) <= set(STATES)


@pytest.mark.parametrize(
    ("status", "state"), [(None, "queued"), ("accepted", "queued"), ("sent", "sent"), ("paused", "unknown")]
)
def test_twilios_word_becomes_ours(bench, status, state) -> None:
    bench.provider.say(Answer(201, b'{"sid": "SM1", "new": 1, "status": %s}' % _quoted(status)))
    assert CHANNEL.send(bench.settings, bench.message()).state == state


@pytest.mark.parametrize("status", [b'["queued"]', b"{}", b"7", b"true"])
def test_a_status_that_is_no_word_is_unknown(bench, status) -> None:
    bench.provider.say(Answer(201, b'{"sid": "SM1", "status": %s}' % status))
    assert CHANNEL.send(bench.settings, bench.message()).state in ("unknown", "queued")
    bench.provider.say(Answer(200, b'{"sid": "SM1", "status": %s}' % status))
    assert CHANNEL.fetch(bench.settings, "SM1").state == "unknown"


@pytest.mark.parametrize("sid", [b'["SM1"]', b'{"a": 1}', b'"S M"', b'"%s"' % (b"S" * 99), b"null"])
def test_an_id_that_is_none_leaves_it_open_whether_the_message_was_taken(bench, sid) -> None:
    bench.provider.say(Answer(201, b'{"sid": %s, "status": "queued"}' % sid))
    with pytest.raises(Uncertain):
        CHANNEL.send(bench.settings, bench.message())


def _quoted(word: str | None) -> bytes:
    return b"null" if word is None else b'"%s"' % word.encode()


class TestFind:
    """After an uncertain call: was it taken?"""

    def test_never_taken_is_absent(self, bench) -> None:
        assert CHANNEL.find(bench.settings, bench.message()).answer == "absent"

    def test_taken_is_found_even_behind_a_trial_accounts_words(self, bench) -> None:
        bench.provider.prefix = "Sent from your Twilio trial account - "
        sid = CHANNEL.send(bench.settings, bench.message(text="您的地板该上油了 🎉")).id
        found = CHANNEL.find(bench.settings, bench.message(text="您的地板该上油了 🎉"))
        assert (found.answer, found.ids) == ("found", (sid,))

    def test_a_text_made_cheaper_on_the_way_is_still_ours(self, bench) -> None:
        CHANNEL.send(bench.settings, bench.message(text='It\'s "due" - today'))
        assert CHANNEL.find(bench.settings, bench.message(text="It’s “due” – today")).answer == "found"

    def test_emoji_alone_are_not_taken_for_anything(self, bench) -> None:
        CHANNEL.send(bench.settings, bench.message(text="something else"))
        assert CHANNEL.find(bench.settings, bench.message(text="🎉")).answer == "absent"

    def test_another_text_or_another_person_is_not_it(self, bench) -> None:
        CHANNEL.send(bench.settings, bench.message(text="Something else altogether"))
        CHANNEL.send(bench.settings, bench.message(to="+85260001234"))
        assert CHANNEL.find(bench.settings, bench.message()).answer == "absent"

    def test_a_list_that_holds_other_peoples_messages_too_is_sifted(self, bench) -> None:
        CHANNEL.send(bench.settings, bench.message(to="+85260001234"))
        bench.provider.say(Answer(200, json.dumps({"messages": bench.provider.messages}).encode()))
        assert CHANNEL.find(bench.settings, bench.message()).answer == "absent"

    def test_our_own_text_is_known_again_whatever_charset_is_named(self, bench) -> None:
        CHANNEL.send(bench.settings, bench.message(text="您的地板该上油了"))
        body = json.dumps({"messages": bench.provider.messages}, ensure_ascii=False).encode()
        bench.provider.say(Answer(200, body, {"Content-Type": "text/plain"}))
        assert CHANNEL.find(bench.settings, bench.message(text="您的地板该上油了")).answer == "found"

    @pytest.mark.parametrize(("seconds", "answer"), [(59, "found"), (60, "found"), (61, "absent")])
    def test_what_went_before_the_claim_is_not_it(self, bench, seconds, answer) -> None:
        CHANNEL.send(bench.settings, bench.message())
        later = bench.message(claimed_at=NOW + timedelta(seconds=seconds))
        assert CHANNEL.find(bench.settings, later).answer == answer

    def test_one_that_stands_on_another_row_makes_it_cannot_tell_never_absent(self, bench) -> None:
        sid = CHANNEL.send(bench.settings, bench.message()).id
        asked = bench.message(known_ids=frozenset({sid, "SM9"}))
        assert CHANNEL.find(bench.settings, asked).answer == "cannot_tell"

    def test_two_make_it_cannot_tell_even_when_one_is_known(self, bench) -> None:
        first = CHANNEL.send(bench.settings, bench.message()).id
        CHANNEL.send(bench.settings, bench.message())
        for known in (frozenset(), frozenset({first})):
            assert CHANNEL.find(bench.settings, bench.message(known_ids=known)).answer == "cannot_tell"

    def test_a_text_that_is_shown_no_longer_could_have_been_ours(self, bench) -> None:
        CHANNEL.send(bench.settings, bench.message())
        bench.provider.messages[0]["body"] = ""
        assert CHANNEL.find(bench.settings, bench.message()).answer == "cannot_tell"

    def test_without_a_date_nothing_can_be_told(self, bench) -> None:
        CHANNEL.send(bench.settings, bench.message())
        bench.provider.messages[0]["date_created"] = None
        assert CHANNEL.find(bench.settings, bench.message()).answer == "cannot_tell"
        assert CHANNEL.find(bench.settings, bench.message(claimed_at=None)).answer == "cannot_tell"

    @pytest.mark.parametrize("trouble", ["drop", "hang", "cut_short"])
    def test_a_list_that_does_not_come_makes_it_cannot_tell(self, bench, trouble) -> None:
        getattr(bench.provider, trouble)()
        assert CHANNEL.find(bench.settings, bench.message()).answer == "cannot_tell"

    @pytest.mark.parametrize("body", [b"[]", b"{}", b'{"messages": null}', b'{"messages": [3]}', b"<html>"])
    def test_a_list_that_cannot_be_read_makes_it_cannot_tell(self, bench, body) -> None:
        bench.provider.say(Answer(200, body))
        assert CHANNEL.find(bench.settings, bench.message()).answer == "cannot_tell"

    def test_it_looks_behind_the_first_page(self, bench) -> None:
        sid = CHANNEL.send(bench.settings, bench.message()).id
        for n in range(70):
            CHANNEL.send(bench.settings, bench.message(text=f"another {n}"))
        found = CHANNEL.find(bench.settings, bench.message())
        assert (found.answer, found.ids) == ("found", (sid,))

    def test_a_list_that_shows_others_messages_too_is_read_on(self, bench) -> None:
        """Ours may stand behind theirs."""
        sid = CHANNEL.send(bench.settings, bench.message()).id
        for n in range(70):
            CHANNEL.send(bench.settings, bench.message(to="+85291234567", text=f"another {n}"))
        listed = bench.provider._list
        bench.provider._list = lambda wanted: listed({name: wanted[name] for name in wanted if name != "To"})
        found = CHANNEL.find(bench.settings, bench.message())
        assert (found.answer, found.ids) == ("found", (sid,))

    def test_it_does_not_look_for_ever(self, bench) -> None:
        page = b'{"messages": [], "next_page_uri": "/2010-04-01/Accounts/AC/Messages.json?Page=1"}'
        for _ in range(20):
            bench.provider.say(Answer(200, page))
        assert CHANNEL.find(bench.settings, bench.message()).answer == "cannot_tell"
        assert bench.requests() == 5

    def test_old_messages_are_not_read_through(self, bench) -> None:
        for n in range(120):
            CHANNEL.send(bench.settings, bench.message(text=f"last year {n}"))
        before = bench.requests()
        later = bench.message(claimed_at=NOW + timedelta(days=300))
        assert CHANNEL.find(bench.settings, later).answer == "absent"
        assert bench.requests() == before + 1

    def test_the_next_page_cannot_lead_our_password_elsewhere(self, bench) -> None:
        with twilio.Twilio(None) as stranger:
            page = b'{"messages": [], "next_page_uri": "%s/2010-04-01/x"}' % stranger.url.encode()
            bench.provider.say(Answer(200, page))
            assert CHANNEL.find(bench.settings, bench.message()).answer == "cannot_tell"
            assert stranger.asked == []


def test_a_message_is_asked_for_by_its_id(bench) -> None:
    sid = CHANNEL.send(bench.settings, bench.message()).id
    bench.provider.becomes(sid, "undelivered", 30005)
    fate = CHANNEL.fetch(bench.settings, sid)
    assert (fate.state, fate.error_code, fate.verdict) == ("undelivered", "30005", "bad_address")
    assert CHANNEL.fetch(bench.settings, "SM" + "0" * 32) is None


def test_asking_tells_nobody_the_number(bench, caplog) -> None:
    caplog.set_level(logging.INFO)
    CHANNEL.send(bench.settings, bench.message())
    CHANNEL.find(bench.settings, bench.message())
    assert "3800138000" not in caplog.text


def test_the_official_clients_own_calls_get_on_with_the_stand_in(bench) -> None:
    class Here(TwilioHttpClient):
        def request(self, method, url, *args, **kwargs):
            here = url.replace("https://api.twilio.com", bench.provider.url)
            return super().request(method, here, *args, **kwargs)

    client = Client(twilio.ACCOUNT, twilio.TOKEN, http_client=Here(timeout=5))
    made = client.messages.create(to=TO, body="你好", messaging_service_sid=twilio.SERVICE)
    assert client.messages(made.sid).fetch().body == "你好"
    assert [message.sid for message in client.messages.list(to=TO, limit=5)] == [made.sid]


def test_reference_data_names_a_folder_when_it_is_set(bench) -> None:
    folder = os.environ.get("REFERENCE_DATA")
    if not folder:
        pytest.skip(LEFT_OUT)
    assert description(), f"REFERENCE_DATA is {folder!r}, but twilio_messages.json is not there"


def test_whatever_twilio_gives_as_an_example_can_be_read(bench) -> None:
    """A mock made from the description may answer any of them, to anything."""
    against = description()
    if against is None:
        pytest.skip(LEFT_OUT)
    for body in against.examples("/Messages.json", "post"):
        bench.provider.say(Answer(201, body))
        assert CHANNEL.send(bench.settings, bench.message()).id
    for body in against.examples("/Messages.json", "get"):
        bench.provider.say(Answer(200, body))
        assert CHANNEL.find(bench.settings, bench.message()).answer == "absent"
    for body in against.examples("/Messages/{Sid}.json", "get"):
        bench.provider.say(Answer(200, body))
        fate = CHANNEL.fetch(bench.settings, "SM1")
        assert fate is not None
        assert fate.state in STATES
