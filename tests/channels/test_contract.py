"""What every channel promises, old or new: found by discovery, so that none escapes."""

import time

import pytest

from chalicelib import plugins
from chalicelib.errors import Forged, NotConfigured, NotSent, Refused, Uncertain
from chalicelib.message import STATES, HookRequest
from chalicelib.settings import Settings
from tests.channels.benches import BENCHES, TROUBLES, Bench

CHANNELS = plugins.discover("chalicelib.channels", "CHANNEL")
EVERY = pytest.mark.parametrize(
    ("channel", "bench"), [(CHANNELS[name], name) for name in BENCHES], indirect=["bench"]
)
MAIL = pytest.mark.parametrize(
    ("channel", "bench"),
    [(channel, name) for name, channel in CHANNELS.items() if channel.carries == {"email"}],
    indirect=["bench"],
)
REAL = pytest.mark.parametrize(
    ("channel", "bench"), [(CHANNELS[name], name) for name in TROUBLES if TROUBLES[name]], indirect=["bench"]
)
TROUBLED = pytest.mark.parametrize(
    ("channel", "bench", "trouble"),
    [(CHANNELS[name], name, trouble) for name in TROUBLES for trouble in TROUBLES[name]],
    indirect=["bench"],
)
ERRORS = {"uncertain": Uncertain, "not sent": NotSent}

TEXTS = [
    "Your floor is due for its oil.",
    "【晚风家居】王女士，您的地板该上油了 🎉👨‍👩‍👧 电话 400-820-8820",
    "€ [x] {y} ~ \\ | ^ ’quoted’ – “so”",
    "first line\nsecond line\n\n.\n..a line that starts with dots\nFrom here on",
    "ends with a blank line\n",
]


def test_every_channel_has_its_bench() -> None:
    assert set(CHANNELS) == set(BENCHES) == set(TROUBLES), "give the new channel a bench in benches.py"


@pytest.mark.parametrize("channel", CHANNELS.values(), ids=CHANNELS)
def test_it_says_what_it_is(channel) -> None:
    assert channel.carries
    assert channel.carries <= {"sms", "email"}
    assert channel.confirms in {"ask", "events", "none"}
    assert 0 < channel.patience < 90
    known = {field.upper() for field in Settings._fields}
    assert {name for need in channel.needs for name in need.split(" or ")} <= known


@pytest.mark.parametrize("channel", CHANNELS.values(), ids=CHANNELS)
def test_what_it_lacks_is_named_and_it_never_pretends(channel) -> None:
    if not channel.needs:
        channel.check(Settings())
        return
    with pytest.raises(NotConfigured) as refusal:
        channel.send(Settings(), BENCH_MESSAGE)
    assert all(need in str(refusal.value) for need in channel.needs)


BENCH_MESSAGE = Bench(Settings(), "+85260001234").message()


@EVERY
def test_what_it_has_is_enough(channel, bench) -> None:
    channel.check(bench.settings)


@EVERY
def test_an_accepted_message_has_an_id_and_a_state_of_ours(channel, bench) -> None:
    receipt = channel.send(bench.settings, bench.message())
    assert receipt.id
    assert STATES[receipt.state] > 0


@EVERY
def test_afterwards_it_keeps_its_promise_to_find_it(channel, bench) -> None:
    receipt = channel.send(bench.settings, bench.message())
    found = channel.find(bench.settings, bench.message())
    if channel.confirms == "ask":
        assert (found.answer, found.ids) == ("found", (receipt.id,))
        assert channel.fetch(bench.settings, receipt.id).id == receipt.id
    else:
        assert found.answer == "cannot_tell"
        assert channel.fetch(bench.settings, receipt.id) is None


@EVERY
def test_what_it_keeps_it_forgets_when_told(channel, bench) -> None:
    """At once or again: what is gone is gone."""
    receipt = channel.send(bench.settings, bench.message())
    if channel.keeps_copies:
        with pytest.raises(Refused):
            channel.forget(bench.settings, receipt.id)  # still on its way
        bench.provider.becomes(receipt.id, "delivered")
    channel.forget(bench.settings, receipt.id)
    channel.forget(bench.settings, receipt.id)
    assert channel.fetch(bench.settings, receipt.id) is None
    assert not channel.keeps_copies or bench.received() == []


@REAL
@pytest.mark.parametrize("text", TEXTS)
def test_a_text_arrives_as_it_was_written(channel, bench, text) -> None:
    channel.send(
        bench.settings, bench.message(text=text, html="<p>x</p>" if "email" in channel.carries else "")
    )
    assert bench.received() == [text]


@TROUBLED
def test_each_trouble_is_called_what_it_is_after_one_request(channel, bench, trouble) -> None:
    TROUBLES[channel.name][trouble](bench.provider)
    expected, began = trouble.split(":")[0], time.monotonic()
    with pytest.raises(ERRORS.get(expected, Refused)) as error:
        channel.send(bench.settings, bench.message())
    assert time.monotonic() - began < 10, "it waited as long as the provider liked"
    assert bench.requests() == 1
    assert getattr(error.value, "verdict", expected) == expected
    assert "taken" not in trouble or bench.received(), "the stand-in did not do what the test is about"


@TROUBLED
def test_no_error_repeats_the_customers_address_or_text(channel, bench, trouble) -> None:
    TROUBLES[channel.name][trouble](bench.provider)
    with pytest.raises((Uncertain, NotSent, Refused)) as error:
        channel.send(bench.settings, bench.message(text="a private matter"))
    assert bench.to not in str(error.value)
    assert "private" not in str(error.value)
    assert str(error.value).endswith(".")


@REAL
def test_where_nobody_listens_nothing_was_sent(channel, bench) -> None:
    with pytest.raises(NotSent):
        channel.send(bench.unreachable, bench.message())
    assert bench.requests() == 0


@REAL
def test_trouble_passes(channel, bench) -> None:
    """No channel keeps a broken connection, or a grudge, for the next message."""
    for text in ("one", "two", "three"):
        channel.send(bench.settings, bench.message(text=text))
    assert bench.received() == ["one", "two", "three"]
    assert bench.requests() == 3


@EVERY
def test_a_stranger_cannot_call_its_webhook(channel, bench) -> None:
    call = HookRequest("https://care.example.com/hooks/x", "/hooks/x", {}, b"MessageSid=SM1&Body=STOP")
    with pytest.raises(Forged):
        channel.verify(bench.settings, call)


@MAIL
def test_a_mail_is_plain_and_html_from_us_to_one_person(channel, bench) -> None:
    channel.send(
        bench.settings, bench.message(text="你好", html="<p>你好 <b>王</b></p>", subject="地板保养 🎉 " * 12)
    )
    (mail,) = bench.mails()
    assert mail.get_content_type() == "multipart/alternative"
    assert mail.get_body(("html",)).get_content() == "<p>你好 <b>王</b></p>"
    assert mail["Subject"] == ("地板保养 🎉 " * 12).strip()
    assert mail["To"].addresses[0].addr_spec == bench.to
    assert mail["From"].addresses[0].addr_spec == "care@example.com"
    assert mail["Date"].datetime == bench.message().claimed_at
    assert len(mail["To"].addresses) == 1


@MAIL
def test_every_resend_bears_the_same_message_id(channel, bench) -> None:
    for attempt in (1, 2):
        channel.send(bench.settings, bench.message(attempt=attempt))
    assert [mail["Message-ID"] for mail in bench.mails()] == ["<t.S100-1.oiling.1@example.com>"] * 2


@MAIL
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\x0b", "\x85", "\u2028"])
def test_a_subject_cannot_smuggle_in_a_header(channel, bench, end) -> None:
    channel.send(bench.settings, bench.message(subject=f"Oil{end}Bcc: all@example.org{end}{end}body"))
    (mail,) = bench.mails()
    assert mail["Bcc"] is None
    assert mail["Subject"] == "Oil Bcc: all@example.org body"


@MAIL
@pytest.mark.parametrize(
    "address",
    [
        *(
            "",
            "nobody",
            "a@b",
            "a@b..c",
            "a b@example.net",
            "a@example.net, c@example.net",
            "张三@example.net",
        ),
        *("a@example.net\r\nBcc: c@example.net", "a@example.net>", "<a@example.net>"),
    ],
)
def test_what_is_no_address_is_refused_before_anybody_is_called(channel, bench, address) -> None:
    with pytest.raises(Refused) as error:
        channel.send(bench.settings, bench.message(to=address))
    assert error.value.verdict == "bad_address"
    assert bench.requests() == 0


@MAIL
def test_an_international_domain_is_spelled_as_the_network_wants_it(channel, bench) -> None:
    channel.send(bench.settings, bench.message(to="li@例子.测试"))
    (mail,) = bench.mails()
    assert mail["To"].addresses[0].addr_spec == "li@xn--fsqu00a.xn--0zwm56d"


@MAIL
def test_one_click_unsubscribe_stands_there_when_there_is_a_link_and_whole(channel, bench) -> None:
    link = "https://care.example.com/u/" + "x" * 200
    channel.send(bench.settings, bench.message(unsubscribe_url=link))
    channel.send(bench.settings, bench.message())
    with_link, without = bench.mails()
    assert with_link["List-Unsubscribe"] == f"<{link}>"
    assert with_link["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert without["List-Unsubscribe"] is without["List-Unsubscribe-Post"] is None
