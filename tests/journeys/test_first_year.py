"""What owners, reps and shops go through in a first year, each told as it happens to them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from chalicelib import plugins
from chalicelib.care import consents, effects, inbox, sales, search, switches, tasks
from chalicelib.care.customers import correcting
from chalicelib.care.tasks import morning
from chalicelib.care.touchpoints import confirming, rendering
from chalicelib.errors import BadInput, NotSent, Refused, Uncertain
from chalicelib.message import Delivery, Reply
from chalicelib.records.imports import Import
from chalicelib.records.table import Row
from chalicelib.records.touchpoints import Touchpoint
from chalicelib.rules import reasons
from chalicelib.rules.ledgers.lines import key_of
from tests.journeys.world import MAIL, PHONE, START, World

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
HONG_KONG = ZoneInfo("Asia/Hong_Kong")


def local(moment: datetime | None) -> datetime:
    assert moment is not None
    return moment.astimezone(HONG_KONG)


def due_on(world: World, name: str) -> date:
    return local(world.touches()[name].due_at).date()


def state(world: World, name: str) -> tuple[str, str]:
    touch = world.touches()[name]
    return touch.state, touch.reason


# --- dates -----------------------------------------------------------------------------------------


def test_a_floor_laid_on_the_29th_of_february_has_its_birthday_on_the_28th() -> None:
    world = World(start=datetime(2028, 2, 28, 2, tzinfo=UTC))
    world.sale(world.customer(), installed_on=date(2028, 2, 29), signed_on=date(2028, 2, 20), signed_at=None)
    world.run(HOUR)
    assert due_on(world, "a1/birthday-call/1") == date(2029, 2, 28)
    world.run(timedelta(days=4 * 366))
    calls = {
        int(row.occurrence): local(row.due_at).date()
        for row in world.touches().values()
        if row.step == "birthday-call"
    }
    assert calls[4] == date(2032, 2, 29)
    Row.engine = None


def test_a_floor_laid_on_the_31st_of_january_is_a_month_old_on_the_28th_of_february() -> None:
    world = World(start=datetime(2027, 1, 31, 2, tzinfo=UTC))
    world.sale(world.customer(), installed_on=date(2027, 1, 31), signed_on=date(2027, 1, 20), signed_at=None)
    world.run(HOUR)
    assert due_on(world, "a1/full-moon/1") == date(2027, 2, 28)
    Row.engine = None


def test_without_an_installation_date_the_rep_asks_after_45_days(world: World) -> None:
    world.sale(world.customer())
    world.run(HOUR)
    assert state(world, "a1/full-moon/1") == ("waiting", "anchor_unknown")
    world.run(44 * DAY)
    assert not [task for task in world.tasks() if task.step == "ask-installation-date"]
    world.run(DAY)
    (task,) = [task for task in world.tasks() if task.step == "ask-installation-date"]
    assert (task.rep, task.do) == ("阿玲", "call")


def test_once_the_date_is_known_nobody_asks_and_the_waiting_steps_have_dates(world: World) -> None:
    world.sale(world.customer())
    world.run(10 * DAY)
    sales.set_date("A1", "installed", world.now.date(), "", world.now)
    world.run(HOUR)
    assert state(world, "a1/ask-installation-date/1")[0] == "unplanned"
    assert due_on(world, "a1/full-moon/1") == date(2026, 4, 12)


def test_a_visit_moved_by_hand_does_not_move_the_series(world: World) -> None:
    world.sale(world.customer(), installed_on=START.date())
    world.run(366 * DAY)
    (task,) = [task for task in world.tasks() if task.step == "birthday-call"]
    tasks.postpone(task.key, date(2027, 4, 20), "away", "阿玲", world.now)
    assert due_on(world, "a1/birthday-call/2") == date(2028, 3, 2)


def test_an_outcome_that_a_step_waits_for_plans_it(world: World) -> None:
    world.sale(world.customer(), installed_on=START.date())
    world.run(366 * DAY)
    (call,) = [task for task in world.tasks() if task.step == "birthday-call"]
    assert state(world, "a1/birthday-inspection/1")[0] == "waiting"
    tasks.finish(call.key, "reached", "", "阿玲", world.now)
    world.run(2 * DAY)
    assert [task.do for task in world.tasks() if task.step == "birthday-inspection"] == ["visit"]


def test_an_outcome_that_is_not_the_one_ends_it(world: World) -> None:
    world.sale(world.customer(), installed_on=START.date())
    world.run(366 * DAY)
    (call,) = [task for task in world.tasks() if task.step == "birthday-call"]
    tasks.finish(call.key, "no_visit_wanted", "", "阿玲", world.now)
    world.run(2 * DAY)
    assert state(world, "a1/birthday-inspection/1") == ("skipped", "nothing_to_follow")


# --- sales that change -----------------------------------------------------------------------------


def test_a_booking_called_off_and_booked_again_moves_what_hangs_on_it(world: World) -> None:
    world.sale(world.customer(), booked_on=world.day(10))
    world.run(HOUR)
    assert due_on(world, "a1/installation-guide/1") == world.day(8)
    sales.set_date("A1", "booked", None, "customer is away", world.now)
    world.run(HOUR)
    assert state(world, "a1/installation-guide/1") == ("waiting", "anchor_unknown")
    sales.set_date("A1", "booked", world.day(30), "back again", world.now)
    world.run(HOUR)
    assert due_on(world, "a1/installation-guide/1") == world.day(28)


def test_a_sale_called_off_takes_everything_back_and_comes_back_when_it_is_on_again(world: World) -> None:
    world.sale(world.customer(), booked_on=world.day(10))
    world.run(HOUR)
    sales.call_off("A1", "changed their mind", world.now)
    world.run(HOUR)
    open_ones = {touch.state for touch in world.touches().values()}
    assert open_ones <= {"sent", "done", "unplanned"}
    sales.book_again("A1", world.day(20), "on again", world.now)
    world.run(HOUR)
    assert due_on(world, "a1/installation-guide/1") == world.day(18)


def test_a_returned_sale_gets_nothing_more_and_its_open_tasks_are_dropped(world: World) -> None:
    world.sale(world.customer(), booked_on=world.day(1), installed_on=None)
    world.run(2 * HOUR + DAY)
    went = len(world.provider.accepted)
    sales.return_all("A1", "wrong colour", world.now)
    world.run(400 * DAY)
    assert len(world.provider.accepted) == went
    assert {task.state for task in world.tasks() if task.step} == {"dropped"}
    reasons = {touch.reason for touch in world.touches().values() if touch.state == "unplanned"}
    assert reasons == {"returned"}


def test_a_part_that_comes_back_ends_nothing(world: World) -> None:
    world.sale(world.customer(), installed_on=START.date())
    world.run(HOUR)
    product, batch = key_of(sales.get("A1").lines[0])
    back = sales.Return([product, batch, "-5"], [[product, batch, "5"]], False, None, "left over")
    sales.take_return("A1", back, world.now)
    world.run(HOUR)
    assert sales.get("A1").lines[0]["left"] == "60.0"
    assert state(world, "a1/full-moon/1")[0] == "planned"


def test_two_sales_in_a_week_are_one_touch_that_names_both(world: World) -> None:
    customer = world.customer()
    world.sale(customer, installed_on=START.date())
    world.run(HOUR)
    lines = [{"series": "門檻條", "quantity": "4"}]
    world.sale(customer, "A2", installed_on=START.date(), lines=lines)
    world.run(HOUR)
    assert state(world, "a2/full-moon/1")[0] == "merged"
    world.run(40 * DAY)
    (moon,) = [
        text
        for _, message, _ in world.provider.accepted
        if "滿月" in (text := message.text) or "一個月" in text
    ]
    assert "實木" in moon
    assert "門檻條" in moon


def test_if_the_first_of_the_two_comes_back_the_second_has_its_own_again(world: World) -> None:
    customer = world.customer()
    world.sale(customer, installed_on=START.date())
    world.run(HOUR)
    world.sale(customer, "A2", installed_on=START.date())
    world.run(HOUR)
    sales.return_all("A1", "too dark", world.now)
    world.run(HOUR)
    assert state(world, "a2/full-moon/1")[0] == "planned"


def test_a_ledger_that_comes_late_skips_what_is_stale_and_catches_up_what_helps(world: World) -> None:
    world.sale(world.customer(), signed_on=START.date() - 5 * DAY, signed_at=None,
               booked_on=START.date() - 3 * DAY, installed_on=START.date() - 3 * DAY)  # fmt: skip
    world.run(2 * DAY)
    assert state(world, "a1/supervision-checklist/1") == ("skipped", "late")
    assert state(world, "a1/care-tips/1")[0] == "sent"
    assert state(world, "a1/house-warming/1")[0] == "done"
    assert state(world, "a1/full-moon/1")[0] == "planned"


def test_what_was_installed_without_a_booking_waits_for_no_booking(world: World) -> None:
    """Recorded on the morning of that very day: the checklist still helps, the rest is past."""
    world.sale(world.customer(), installed_on=START.date())
    world.run(HOUR)
    assert state(world, "a1/installation-guide/1") == ("skipped", "already_installed")
    assert state(world, "a1/neighbour-notice/1") == ("skipped", "already_installed")
    world.run(DAY)
    assert state(world, "a1/supervision-checklist/1")[0] == "sent"


def test_of_what_waited_for_a_booking_nothing_waits_once_it_is_installed(world: World) -> None:
    customer = world.customer()
    world.sale(customer)
    world.run(DAY)
    assert state(world, "a1/installation-guide/1") == ("waiting", "anchor_unknown")
    sales.set_date("A1", "installed", START.date(), "told by telephone", world.now)
    world.run(DAY)
    assert state(world, "a1/installation-guide/1") == ("skipped", "already_installed")
    assert state(world, "a1/neighbour-notice/1") == ("skipped", "already_installed")
    assert state(world, "a1/supervision-checklist/1") == ("skipped", "late")
    assert state(world, "a1/full-moon/1")[0] == "planned"


def test_an_installation_before_the_signing_is_refused(world: World) -> None:
    with pytest.raises(BadInput, match="before the signing on 2026-03-02"):
        world.sale(world.customer(), installed_on=START.date() - DAY)


def test_the_same_order_twice_is_one_sale(world: World) -> None:
    customer = world.customer()
    world.sale(customer)
    world.sale(customer)
    world.run(DAY)
    assert list(world.provider.counts.values()) == [1]


# --- hours -----------------------------------------------------------------------------------------


def test_nothing_goes_at_night_and_the_tips_go_next_morning() -> None:
    world = World(start=datetime(2026, 3, 2, 14, tzinfo=UTC))
    world.sale(world.customer())
    world.run(DAY)
    (_, _, at) = world.provider.accepted[0]
    assert 9 <= local(at).hour < 11
    assert local(at).date() == date(2026, 3, 3)
    Row.engine = None


def test_an_owner_in_new_york_is_written_to_in_new_yorks_day(world: World) -> None:
    customer = world.customer(phones=("+12125550123",), emails=(), country="US", zone="America/New_York")
    world.sale(customer)
    world.run(DAY)
    (_, _, at) = world.provider.accepted[0]
    assert 9 <= at.astimezone(ZoneInfo("America/New_York")).hour < 20


def test_with_no_zone_known_all_that_the_country_may_mean_must_be_open(world: World) -> None:
    world.sale(world.customer(phones=("+12125550123",), emails=(), country="US"))
    world.run(DAY)
    (_, _, at) = world.provider.accepted[0]
    for zone in ("America/New_York", "America/Los_Angeles"):
        assert 9 <= at.astimezone(ZoneInfo(zone)).hour < 20


# --- what a customer says --------------------------------------------------------------------------


def test_stop_on_a_shared_phone_holds_for_both_and_mail_takes_over(world: World) -> None:
    wife, husband = world.customer(emails=(MAIL,)), world.customer(name="李小明", emails=())
    assert wife.id != husband.id
    inbox.replied("sms", Reply("r1", PHONE, "", "退訂"), world.now)
    world.sale(wife)
    world.sale(husband, "A2")
    world.run(DAY)
    assert [message.to for _, message, _ in world.provider.accepted] == [MAIL]
    assert state(world, "a2/care-tips/1") == ("skipped", "stopped")


def test_start_opens_the_phone_again(world: World) -> None:
    customer = world.customer(emails=())
    inbox.replied("sms", Reply("r1", PHONE, "", "STOP"), world.now)
    inbox.replied("sms", Reply("r2", PHONE, "", "START"), world.now)
    world.sale(customer)
    world.run(DAY)
    assert state(world, "a1/care-tips/1")[0] == "sent"


def test_a_five_is_a_rating_only_when_one_was_asked(world: World) -> None:
    customer = world.customer()
    assert inbox.replied("sms", Reply("r0", PHONE, "", "5"), world.now) == "text"
    world.sale(customer, installed_on=START.date())
    world.run(10 * DAY)
    assert state(world, "a1/satisfaction/1")[0] == "sent"
    assert inbox.replied("sms", Reply("r1", PHONE, "", "3"), world.now) == "rating"
    low = [task for task in world.tasks() if task.urgent and task.do == "fix"]
    assert [task.rep for task in low] == ["阿玲"]


def test_anything_else_is_a_task_with_the_text_and_the_rep_hears_at_once(world: World) -> None:
    world.staff()
    world.customer(rep="阿玲")
    inbox.replied("sms", Reply("r1", PHONE, "", "有一塊板會響"), world.now)
    (task,) = world.tasks()
    assert "有一塊板會響" in task.title
    world.run(HOUR)
    assert [message.to for _, message, _ in world.provider.accepted] == ["+85298765432"]


def test_a_refused_survey_is_not_asked_but_care_goes_on(world: World) -> None:
    customer = world.customer()
    consents.record(customer, "survey", "*", "refused", source="phone", who="阿玲", now=world.now)
    world.sale(customer, installed_on=START.date())
    world.run(60 * DAY)
    assert state(world, "a1/satisfaction/1") == ("skipped", "refused")
    assert state(world, "a1/full-moon/1")[0] == "sent"


def test_the_consent_that_was_used_stands_on_the_touch(world: World) -> None:
    world.sale(world.customer())
    world.run(HOUR)
    assert world.touches()["a1/care-tips/1"].ground == "contract"


def test_an_open_complaint_holds_what_would_hurt_until_it_is_closed(world: World) -> None:
    customer = world.customer()
    customer.change([type(customer).open_complaints.set(1)])
    world.sale(customer, installed_on=START.date())
    world.run(12 * DAY)
    held = world.touches()["a1/satisfaction/1"]
    assert (held.state, list(held.waits)) == ("planned", ["open_complaint"])
    customer.change([type(customer).open_complaints.set(0)])
    switches.bring_forward("open_complaint", world.now)
    world.run(DAY)
    assert state(world, "a1/satisfaction/1")[0] == "sent"


# --- providers -------------------------------------------------------------------------------------


def test_a_busy_provider_is_asked_again_later(world: World) -> None:
    world.provider.trouble = [(NotSent("busy", 90), False)]
    world.sale(world.customer())
    world.run(HOUR)
    assert list(world.provider.counts.values()) == [1]
    assert "provider_busy" in world.touches()["a1/care-tips/1"].waits


def test_an_answer_that_never_came_is_looked_up_before_anything_goes_again(world: World) -> None:
    world.provider.trouble = [(Uncertain("timeout"), True)]
    world.sale(world.customer())
    world.run(HOUR)
    assert list(world.provider.counts.values()) == [1]
    assert state(world, "a1/care-tips/1")[0] == "sent"


def test_what_the_provider_never_saw_goes_once_more_and_says_so(world: World) -> None:
    world.provider.trouble = [(Uncertain("timeout"), False)]
    world.sale(world.customer())
    world.run(HOUR)
    assert list(world.provider.counts.values()) == [1]
    (waited,) = world.touches()["a1/care-tips/1"].waits
    assert "it goes once more" in reasons.sentence(waited)


def test_twice_uncertain_is_a_persons_task(world: World) -> None:
    world.provider.trouble = [(Uncertain("timeout"), False), (Uncertain("timeout"), False)]
    world.sale(world.customer())
    world.run(HOUR)
    assert state(world, "a1/care-tips/1") == ("skipped", "uncertain_twice")
    assert [task.do for task in world.tasks()] == ["uncertain"]


def test_a_number_that_does_not_exist_is_silenced_asked_for_and_mail_takes_over(world: World) -> None:
    world.provider.trouble = [(Refused("no such number", "21211", "bad_address"), False)]
    world.sale(world.customer())
    world.run(HOUR)
    assert [message.to for _, message, _ in world.provider.accepted] == [MAIL]
    assert [task.do for task in world.tasks()] == ["ask"]
    contact = effects.contact_of("sms", PHONE)
    assert contact is not None
    assert contact.stopped == "bad_address"


def test_a_fault_of_our_own_burns_no_touch(world: World) -> None:
    world.provider.trouble = [(Refused("wrong password", "20003", "misconfigured"), False)]
    world.sale(world.customer())
    world.run(HOUR / 2)
    assert state(world, "a1/care-tips/1")[0] == "planned"
    assert [task.do for task in world.tasks()] == ["fix"]
    world.run(2 * HOUR)
    assert state(world, "a1/care-tips/1")[0] == "sent"


def word(world: World, number: int, said: str, verdict: str = "", code: str = "") -> None:
    sid, message, _ = world.provider.accepted[number]
    confirming.arrived(
        Delivery(sid, said, message.key, message.attempt, code, verdict), world.now, world.hands
    )


@pytest.mark.parametrize("words", [["sent", "delivered"], ["delivered", "sent"], ["delivered", "delivered"],
                                   ["delivered", "failed"], ["queued", "read", "delivered"]])  # fmt: skip
def test_callbacks_in_any_order_end_in_the_best_news(world: World, words: list[str]) -> None:
    world.sale(world.customer())
    world.run(HOUR)
    for said in words:
        word(world, 0, said)
    touch = world.touches()["a1/care-tips/1"]
    assert (touch.state, touch.delivery in ("delivered", "read"), touch.due_key) == ("sent", True, None)


def test_a_failed_message_is_tried_again_half_an_hour_later_then_by_mail(world: World) -> None:
    world.sale(world.customer())
    world.run(HOUR)
    word(world, 0, "failed", "later", "30003")
    world.run(HOUR)
    word(world, 1, "undelivered", "later", "30003")
    world.run(HOUR)
    assert [message.to for _, message, _ in world.provider.accepted] == [PHONE, PHONE, MAIL]
    first, second = (at for _, _, at in world.provider.accepted[:2])
    assert second - first >= timedelta(minutes=30)


def test_a_late_success_cancels_the_attempt_that_was_only_planned(world: World) -> None:
    world.sale(world.customer())
    world.run(HOUR)
    word(world, 0, "failed", "later", "30003")
    word(world, 0, "delivered")
    world.run(DAY)
    assert list(world.provider.counts.values()) == [1]


def test_a_success_that_comes_after_the_second_went_is_shown_as_doubled(world: World) -> None:
    world.sale(world.customer())
    world.run(HOUR)
    word(world, 0, "failed", "later", "30003")
    world.run(HOUR)
    word(world, 0, "delivered")
    assert world.touches()["a1/care-tips/1"].doubled


def test_without_a_final_word_it_asks_at_24_and_72_hours_and_says_unconfirmed(world: World) -> None:
    world.sale(world.customer())
    world.run(80 * HOUR)
    touch = world.touches()["a1/care-tips/1"]
    assert (touch.state, touch.delivery, touch.due_key) == ("sent", "unconfirmed", None)


def test_asking_finds_what_no_callback_told(world: World) -> None:
    world.sale(world.customer())
    world.run(HOUR)
    world.provider.fates["SM1"] = "delivered"
    world.run(25 * HOUR)
    assert world.touches()["a1/care-tips/1"].delivery == "delivered"


# --- guards ----------------------------------------------------------------------------------------


def test_a_paused_channel_holds_at_the_next_row_and_resuming_brings_it_forward(world: World) -> None:
    switches.pause("*", "ops", world.now)
    world.sale(world.customer())
    world.run(HOUR)
    assert not world.provider.accepted
    switches.resume("*", "ops", world.now)
    world.run(2 * HOUR)
    assert len(world.provider.accepted) == 1


def test_while_trying_out_only_the_listed_get_anything_and_nobody_is_lost(world: World) -> None:
    world.hands.settings = world.hands.settings._replace(send_only_to="+85290000000")
    world.sale(world.customer())
    world.run(HOUR)
    assert not world.provider.accepted
    world.hands.settings = world.hands.settings._replace(send_only_to=PHONE)
    world.run(DAY)
    assert len(world.provider.accepted) == 1


def test_an_import_on_hold_sends_nothing_until_it_is_released(world: World) -> None:
    Import(*Import.at("i1"), file_name="x", at_moment=world.now, released=False).save()
    world.sale(world.customer(), import_id="i1")
    world.run(3 * HOUR)
    assert not world.provider.accepted
    switches.release("i1", "manager", world.now)
    world.run(3 * HOUR)
    assert len(world.provider.accepted) == 1


def test_sample_customers_leave_by_the_outbox_alone(world: World) -> None:
    world.hands.channels = {**plugins.discover("chalicelib.channels", "CHANNEL"), **world.hands.channels}
    world.sale(world.customer(sample=True))
    world.run(HOUR)
    assert not world.provider.accepted
    assert world.touches()["a1/care-tips/1"].provider == "outbox"


def test_a_wrong_number_put_right_is_claimed_for_the_customer(world: World) -> None:
    customer = world.customer()
    correcting.correct_address(customer.id, PHONE, "+85291234568", world.now)
    assert search.find("+85291234568")[0].id == customer.id


def test_a_row_that_keeps_failing_is_shown_to_a_person(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("the words are broken")

    monkeypatch.setattr(rendering, "render", broken)
    world.sale(world.customer())
    world.run(2 * DAY)
    touch = world.touches()["a1/care-tips/1"]
    assert (touch.state, touch.failed, touch.due_key) == ("failed", "RuntimeError", None)
    assert [task.do for task in world.tasks()] == ["fix"]


def test_the_morning_list_reaches_those_who_have_something_to_do(world: World) -> None:
    world.staff()
    world.sale(world.customer(), booked_on=world.day(1))
    world.run(DAY)
    assert list(morning.digest(world.now, world.now.date() + 3 * DAY)) == ["阿玲"]
    world.run(HOUR)
    (told,) = [message for _, message, _ in world.provider.accepted if message.purpose == "staff"]
    assert told.to == "+85298765432"
    (task,) = [one for one in world.tasks() if one.rep == "阿玲"][:1]
    assert task.title.splitlines()[0][:15] in told.text, "what it is, not only how many"
    assert "/today" in told.text, "and where the rest stands"


@pytest.mark.parametrize(
    ("phone", "shown"), [("+8613800138000", "020-55500100"), ("+85298765432", "+86 20 5550 0100")]
)
def test_staff_read_the_shops_number_as_it_is_dialled_from_where_they_are(
    world: World, phone: str, shown: str
) -> None:
    world.staff(phone=phone)
    world.sale(world.customer(), booked_on=world.day(1))
    world.run(DAY)
    list(morning.digest(world.now, world.now.date() + 3 * DAY))
    world.run(HOUR)
    assert [message.text for _, message, _ in world.provider.accepted if message.purpose == "staff"][
        -1
    ].endswith(shown)


def test_a_colleague_stands_in_while_the_rep_is_on_leave(world: World) -> None:
    world.staff("小陳"), world.staff(leave=[["2026-03-01", "2026-03-31", "小陳"]])
    world.sale(world.customer(), booked_on=world.day(2))
    world.run(3 * DAY)
    assert {task.rep for task in world.tasks()} == {"小陳"}


def test_what_a_person_did_by_hand_stays_so(world: World) -> None:
    world.sale(world.customer(), installed_on=START.date())
    world.run(HOUR)
    moon = world.touches()["a1/full-moon/1"]
    moon.change([Touchpoint.state.set("cancelled"), Touchpoint.reason.set("asked not to")])
    sales.set_date("A1", "installed", START.date() + DAY, "one day later", world.now)
    world.run(60 * DAY)
    assert state(world, "a1/full-moon/1") == ("cancelled", "asked not to")


def test_a_task_is_due_while_it_still_makes_sense(world: World) -> None:
    world.sale(world.customer(), booked_on=world.day(5))
    world.run(6 * DAY)
    (notice,) = [task for task in world.tasks() if task.step == "neighbour-notice"]
    assert notice.due_on <= START.date() + 5 * DAY


def test_the_reason_told_is_the_one_behind_the_last_channel(world: World) -> None:
    world.provider.trouble = [(Refused("no such number", "21211", "bad_address"), False)]
    world.sale(world.customer(emails=()))
    world.run(HOUR)
    assert state(world, "a1/care-tips/1") == ("skipped", "bad_address_21211")
