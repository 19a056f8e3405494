"""The laptop's channel sends nothing anywhere, and so depends on nothing."""

from chalicelib.channels.outbox import CHANNEL
from chalicelib.message import FINAL
from chalicelib.settings import Settings
from tests.channels.benches import Bench

BENCH = Bench(Settings(), "+85260001234")


def test_the_same_message_has_the_same_id_each_time_and_each_attempt_its_own() -> None:
    ids = [CHANNEL.send(Settings(), BENCH.message(attempt=attempt)).id for attempt in (1, 1, 2)]
    assert ids[0] == ids[1] != ids[2]


def test_what_the_outbox_takes_is_delivered_for_good() -> None:
    assert CHANNEL.send(Settings(), BENCH.message()).state in FINAL


def test_it_carries_whatever_a_customer_can_get() -> None:
    assert CHANNEL.carries == {"sms", "email"}
