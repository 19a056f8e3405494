"""What a hostile reader tried: words in strange order, changes of mind in the middle of things, people
who come back under an old name."""

from datetime import timedelta

import pytest

from chalicelib.care import consents, customers, effects, inbox, sales, switches, tasks
from chalicelib.care.customers import correcting
from chalicelib.care.merging import merge
from chalicelib.care.metrics import glancing, troubles
from chalicelib.care.touchpoints import confirming, errands
from chalicelib.errors import BadInput, NotSent, Uncertain
from chalicelib.message import Delivery, Found, Reply
from chalicelib.records import runs
from chalicelib.records.customers import Customer
from chalicelib.records.sales import Sale
from chalicelib.records.table import Row, due_key
from tests.journeys.world import PHONE, START, Crash, World

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TIPS = "a1/care-tips/1"


def word(world: World, number: int, said: str, verdict: str = "", code: str = "30003") -> None:
    sid, message, _ = world.provider.accepted[number]
    said_of = Delivery(sid, said, message.key, message.attempt, code, verdict)
    confirming.arrived(said_of, world.now, world.hands)


def test_a_webhook_that_dies_after_a_failure_does_not_lose_the_next_attempt(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.sale(world.customer())
    world.run(HOUR)
    with monkeypatch.context() as patched:
        patched.setattr(confirming, "failed", lambda *_: (_ for _ in ()).throw(Crash()))
        with pytest.raises(Crash):
            word(world, 0, "failed", "later")
    word(world, 0, "failed", "later")  # the provider calls again
    world.run(2 * HOUR)
    assert len(world.provider.accepted) == 2


def test_what_is_given_up_in_the_very_answer_goes_again_the_same_day(world: World) -> None:
    taken = world.provider._send
    world.provider._send = lambda message: taken(message)._replace(  # type: ignore[method-assign]
        state="undelivered" if message.attempt == 1 else "queued"
    )
    world.provider.fates["SM1"] = "undelivered"
    world.sale(world.customer())
    world.run(2 * HOUR)
    assert [message.attempt for _, message, _ in world.provider.accepted] == [1, 2]


def test_a_late_success_of_the_first_cancels_a_third_that_was_only_planned(world: World) -> None:
    world.sale(world.customer())
    world.run(HOUR)
    word(world, 0, "failed", "later")
    world.run(HOUR)
    word(world, 1, "failed", "later")
    word(world, 0, "delivered")
    world.run(DAY)
    assert len(world.provider.accepted) == 2


def test_doubled_stays_doubled(world: World) -> None:
    world.sale(world.customer())
    world.run(HOUR)
    word(world, 0, "failed", "later")
    world.run(HOUR)
    word(world, 0, "delivered")
    word(world, 0, "failed", "later")
    assert world.touches()[TIPS].doubled
    assert world.touches()[TIPS].attempts["1"]["delivery"] == "delivered"


def test_a_late_success_after_the_last_failure_is_good_news_too(world: World) -> None:
    world.sale(world.customer(emails=()))
    world.run(HOUR)
    word(world, 0, "failed", "permanent")
    world.run(HOUR)
    word(world, 0, "delivered")
    assert world.touches()[TIPS].state == "sent"


def test_what_waits_is_not_late_because_something_else_changed(world: World) -> None:
    customer = world.customer()
    customer.change([Customer.open_complaints.set(1)])
    world.sale(customer, installed_on=START.date())
    world.run(9 * DAY)
    sales.set_date("a1", "delivered", world.now.date(), "arrived", world.now)
    world.run(HOUR)
    customer.change([Customer.open_complaints.set(0)])
    switches.bring_forward("open_complaint", world.now)
    world.run(DAY)
    touch = world.touches()["a1/satisfaction/1"]
    assert (touch.state, touch.reason) == ("sent", "")


def two_sales(world: World) -> None:
    customer = world.customer()
    world.sale(customer, "A1", installed_on=START.date())
    world.run(HOUR)
    world.sale(customer, "B2", installed_on=START.date())
    world.run(HOUR)
    assert world.touches()["b2/satisfaction/1"].state == "merged"


def test_if_the_first_of_two_is_moved_the_second_keeps_its_day(world: World) -> None:
    two_sales(world)
    sales.set_date("a1", "installed", None, "not yet", world.now)
    world.run(10 * DAY)
    assert world.touches()["b2/satisfaction/1"].state == "sent"


def test_if_the_second_of_two_is_moved_the_first_no_longer_names_it(world: World) -> None:
    two_sales(world)
    sales.set_date("b2", "installed", None, "later", world.now)
    world.run(HOUR)
    assert world.touches()["b2/satisfaction/1"].state == "waiting"
    assert world.touches()["a1/satisfaction/1"].also == []


def test_the_rep_is_asked_for_the_second_date_when_the_first_is_known(world: World) -> None:
    customer = world.customer()
    world.sale(customer, "A1")
    world.sale(customer, "B2")
    world.run(HOUR)
    sales.set_date("a1", "installed", world.now.date(), "done", world.now)
    world.run(50 * DAY)
    assert world.touches()["b2/ask-installation-date/1"].state == "done"


def test_a_call_that_failed_halfway_is_not_lost_by_a_new_plan(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.sale(world.customer(), installed_on=START.date())
    world.run(364 * DAY)
    with monkeypatch.context() as patched:

        def broken(*_: object) -> None:
            raise ConnectionError

        patched.setattr(errands, "carry_out", broken)
        while world.touches()["a1/birthday-call/1"].failures == 0:
            world.run(HOUR)
    sales.set_date("a1", "delivered", world.now.date(), "noted late", world.now)
    world.run(3 * DAY)
    assert world.touches()["a1/birthday-call/1"].state == "done"


def test_two_refusals_at_once_both_hold(world: World) -> None:
    customer = world.customer()
    mine, other = customers.get(customer.id), customers.get(customer.id)
    consents.record(mine, "survey", "*", "refused", source="page", who="customer", now=world.now)
    consents.record(other, "care", "*", "refused", source="page", who="customer", now=world.now)
    kept = customers.get(customer.id).consents
    assert kept == {"survey": {"*": "refused"}, "care": {"*": "refused"}}


def test_start_gives_back_what_stop_took_and_no_more(world: World) -> None:
    customer = world.customer()
    inbox.replied("sms", Reply("1", PHONE, "", "STOP"), world.now)
    inbox.replied("sms", Reply("2", PHONE, "", "START"), world.now)
    assert customers.get(customer.id).consents.get("marketing", {}).get("sms") != "granted"


def test_who_was_merged_can_buy_again_under_the_old_name(world: World) -> None:
    old = world.customer()
    into = world.customer(name="Chan Tai Man", phones=("+85290000000",), emails=())
    merge(old.id, into.id, "the same", "boss", world.now)
    assert world.customer(emails=()).id == into.id


def test_who_had_a_number_put_right_can_buy_again_with_the_wrong_one(world: World) -> None:
    old = world.customer(emails=())
    correcting.correct_address(old.id, PHONE, "+85290000000", world.now)
    assert world.customer(emails=()).id == old.id


def test_pausing_for_a_moment_loses_nothing_of_the_day(world: World) -> None:
    world.sale(world.customer(), booked_on=world.day(3))
    world.run(2 * DAY + 22 * HOUR)
    switches.pause("*", "boss", world.now)
    world.run(HOUR * 3)
    before = world.touches()["a1/supervision-checklist/1"]
    switches.resume("*", "boss", world.now)
    world.run(3 * HOUR)
    touch = world.touches()["a1/supervision-checklist/1"]
    assert (list(before.waits), touch.state, touch.reason) == (["paused"], "sent", "")


def test_an_urgent_notice_goes_when_a_pause_ends_not_at_midnight(world: World) -> None:
    world.staff()
    world.customer(rep="阿玲")
    world.run(HOUR)
    switches.pause("*", "boss", world.now)
    inbox.replied("sms", Reply("1", PHONE, "", "it creaks!"), world.now)
    world.run(HOUR)
    switches.resume("*", "boss", world.now)
    world.run(3 * HOUR)
    assert [message.purpose for _, message, _ in world.provider.accepted].count("staff") == 1


@pytest.mark.parametrize("verdict", ["later", "content", "permanent"])
def test_what_was_lost_where_no_other_way_is_left_is_seen_by_a_person(world: World, verdict: str) -> None:
    world.sale(world.customer(emails=()))
    world.run(HOUR)
    word(world, 0, "failed", verdict)
    world.run(HOUR)
    if verdict == "later":
        word(world, 1, "failed", verdict)
        world.run(HOUR)
    assert (world.touches()[TIPS].state, world.touches()[TIPS].reason) == ("skipped", "failed_30003")
    glancing.look(world.now)
    assert [one.key for one in troubles.kept().messages["failed"]] == [world.touches()[TIPS].key]


@pytest.mark.parametrize("kind", ["uncertain", "failed"])
def test_who_dies_before_he_notes_what_ended_badly_hides_it_from_nobody(
    world: World, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """The drain's note is its last deed, up to 50 s after the row was settled."""
    world.sale(world.customer(emails=()))
    world.provider.find = lambda *_: Found("cannot_tell")  # type: ignore[method-assign]
    world.provider.trouble = [(Uncertain("timeout"), True)] if kind == "uncertain" else []
    world.run(timedelta(minutes=6))
    if kind == "failed":
        word(world, 0, "failed", "content")
    with monkeypatch.context() as patched:
        patched.setattr(runs, "note", lambda *_: (_ for _ in ()).throw(Crash()))
        with pytest.raises(Crash):
            world.run(HOUR)
    world.hands = world.new_hands()
    assert world.touches()[TIPS].state == "skipped"
    glancing.look(world.now)
    assert [one.key for one in troubles.kept().messages[kind]] == [world.touches()[TIPS].key]
    glancing.look(world.now + HOUR)
    assert len(troubles.kept().messages[kind]) == 1


def test_a_row_that_cannot_even_be_read_does_not_kill_its_shard(world: World) -> None:
    customer = world.customer()
    world.sale(customer)
    _, name = Row.engine.next_due()
    for sk in ("touch#broken", "unheard#of"):
        place = {"due_lane": {"S": name}, "due_key": {"S": due_key(START - HOUR, "customer#cx", sk)}}
        raw = {"pk": {"S": "customer#cx"}, "sk": {"S": sk}, "kind": {"S": "touchpoint"}, "waits": {"S": "{"}}
        Row.engine._store(("customer#cx", sk), {**raw, **place})
    world.run(HOUR)
    assert world.provider.accepted


def test_what_a_callback_healed_is_remembered_like_any_other(world: World) -> None:
    world.provider.trouble = [(Uncertain("timeout"), True)]
    customer = world.customer()
    world.sale(customer)
    world.run(timedelta(minutes=6))
    sid, message, _ = world.provider.accepted[0]
    confirming.arrived(Delivery(sid, "delivered", message.key, message.attempt), world.now, world.hands)
    customer.refresh()
    assert [entry[3:] for entry in customer.recent] == [[message.key, sid]]


def test_a_rep_whom_only_a_ledger_names_has_a_list_and_a_manager_hears_of_what_is_urgent(
    world: World,
) -> None:
    world.staff("何經理", role="manager")
    world.customer(rep="小美")
    inbox.replied("sms", Reply("r1", PHONE, "", "請快點回電"), world.now)
    world.run(timedelta(minutes=1))
    assert "小美" in tasks.reps()
    assert [message.purpose for _, message, _ in world.provider.accepted] == ["staff"]


def test_the_dates_of_a_returned_sale_stand_still(world: World) -> None:
    world.sale(world.customer())
    sales.return_all("A1", "", world.now)
    with pytest.raises(BadInput, match="returned"):
        sales.set_date("A1", "booked", world.day(3), "", world.now)


def test_a_pause_up_to_the_very_moment_of_expiry_ends_there(world: World) -> None:
    switches.pause("*", "ops", world.now)
    world.sale(world.customer())
    world.run(timedelta(days=8))
    assert world.touches()["a1/care-tips/1"].reason == "expired"


def test_a_row_tried_before_a_merge_asks_the_one_they_are_now(world: World) -> None:
    old, new = world.customer(name="陳太"), world.customer(phones=("+85261112222",), emails=())
    world.provider.trouble = [(NotSent("busy", 3600), False)]
    world.sale(old)
    world.run(timedelta(minutes=10))
    merge(old.id, new.id, "the same", "ops", world.now)
    consents.record(customers.get(new.id), "care", "*", "refused", source="x", who="y", now=world.now)
    world.run(timedelta(days=1))
    assert not world.provider.accepted


def test_a_plan_made_from_old_dates_is_not_written(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.sale(world.customer(), booked_on=world.day(10))
    monkeypatch.setattr(Sale, "was_changed", lambda sale: True)
    world.run(timedelta(minutes=1))
    assert not world.touches()


def test_with_too_little_of_the_lease_left_it_is_not_called(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Looking the address up took so long that the answer might come after the lease."""
    contact_of = effects.contact_of

    def slowly(channel: str, address: str) -> object:
        world.now += timedelta(seconds=115)
        return contact_of(channel, address)

    world.sale(world.customer())
    monkeypatch.setattr(effects, "contact_of", slowly)
    world.run(timedelta(minutes=8))
    assert not world.provider.accepted
    monkeypatch.setattr(effects, "contact_of", contact_of)
    world.run(timedelta(minutes=5))
    assert len(world.provider.accepted) == 1


def test_a_second_attempt_that_a_callback_healed_is_remembered_too(world: World) -> None:
    customer = world.customer(emails=())
    world.sale(customer)
    world.run(timedelta(minutes=10))
    sid, message, _ = world.provider.accepted[0]
    confirming.arrived(
        Delivery(sid, "failed", message.key, message.attempt, "30003", "later"), world.now, world.hands
    )
    world.provider.trouble = [(Uncertain("timeout"), True)]
    world.run(timedelta(minutes=31))
    sid, message, _ = world.provider.accepted[1]
    confirming.arrived(Delivery(sid, "delivered", message.key, message.attempt), world.now, world.hands)
    customer.refresh()
    assert [entry[4] for entry in customer.recent] == ["SM1", "SM2"]
