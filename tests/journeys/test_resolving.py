"""From an offer to a satisfied yes: who may promise it, who answers, who does it, and who asks again."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from chalicelib import plans, words
from chalicelib.care import effects, inbox, merging, tasks
from chalicelib.care.complaints import (
    agreeing,
    carrying,
    closing,
    file,
    giving,
    handling,
    items,
    offering,
    outside,
    watching,
)
from chalicelib.effects import OpenTask
from chalicelib.errors import BadInput, Conflict, NotSent, Refused
from chalicelib.message import Message, Receipt, Reply
from chalicelib.records import events
from chalicelib.records.complaints import Complaint
from chalicelib.records.customers import Customer
from chalicelib.records.offers import Offer
from chalicelib.records.table import Row
from chalicelib.records.tasks import Task
from chalicelib.records.touchpoints import Touchpoint
from chalicelib.rules.offers import Give
from tests.journeys.resolving import (
    BOSS,
    DAY,
    HOUR,
    MANAGER,
    MINUTES,
    NOT_OURS,
    OPS,
    REP,
    accepted,
    carried_out,
    complain,
    looked_into,
    offer,
    open_tasks,
    people,
    settled,
    told,
    work,
)
from tests.journeys.world import PHONE, World


@pytest.fixture
def world(world: World) -> World:
    people(world)
    return world


def test_the_happy_path(world: World) -> None:
    one = looked_into(world, complain(world))
    one = offer(world, one, "repair:150", "apology")
    world.run(MINUTES)
    said = world.provider.texts()[-1]
    assert "維修及致歉" in said
    assert "/l/" in said
    one = accepted(world, one)
    assert one.stage == "carrying_out"
    assert sorted((task.rep, task.title.splitlines()[0][-2:]) for task in work(world, one)) == [
        (REP, "维修。"[-2:]), (REP, "致歉。"[-2:])
    ]  # fmt: skip
    assert [task.rep for task in open_tasks(world, "know")] == [MANAGER]
    one = carried_out(world, one)
    assert (one.stage, one.news_by, one.finish_by) == ("checking", None, None)
    assert {line[3] for line in one.promises} <= {"kept", "moved"}
    one = closing.rate(one.id, 1, 5, "很好", "customer", world.now)
    assert (one.stage, one.facts["satisfaction"]) == ("closed", "5")
    assert told(world) == ["received", "offer", "agreed", "satisfied"]
    assert events.broken_links(one) == []
    assert Customer.find(*Customer.at(one.customer_id)).open_complaints == 0


def test_afterwards_care_goes_on_and_an_advocate_is_proposed(world: World) -> None:
    person = world.customer()
    world.sale(person, installed_on=world.day(0), amount=Decimal(20000), currency="CNY")
    world.run(MINUTES)
    one = settled(world, complain(world, customer_id=person.id))
    world.run(2 * DAY)
    held = world.touches()["a1/house-warming/1"].state, world.touches()["a1/satisfaction/1"].state
    world.run(7 * DAY)
    assert world.touches()["a1/satisfaction/1"].state == "planned", held
    closing.rate(file.get(one.id).id, 0, 5, "", "customer", world.now)
    assert [task.rep for task in open_tasks(world, "call") if "口碑" in task.title] == [REP]
    world.run(2 * DAY)
    assert world.touches()["a1/satisfaction/1"].state == "sent"


def test_declined_twice_then_agreed(world: World) -> None:
    one = offer(world, looked_into(world, complain(world)), "apology")
    for version in (1, 2):
        one = agreeing.decline(one.id, version, "要換新的", "customer", world.now)
        assert one.stage == "deciding"
        assert "要換新的" in open_tasks(world, "complaint")[-1].title or version == 2
        one = offer(world, one, "repair:100")
    one = accepted(world, one)
    assert [(int(each.version), each.total) for each in Offer.of(one.pk)] == [
        (1, Decimal(0)),
        (2, Decimal(100)),
        (3, Decimal(100)),
    ]
    assert [line[0] for line in one.granted] == ["3"]


def test_above_the_limit_it_is_refused_with_who_may_and_nothing_is_written(world: World) -> None:
    one = looked_into(world, complain(world))
    before = sorted(map(str, world.stored()))
    with pytest.raises(Conflict, match=r"may promise 200 CNY a case and 400 CNY a year .* 主管 may: .*--ask"):
        offer(world, one, "refund:1000")
    assert sorted(map(str, world.stored())) == before


def test_put_before_the_one_who_may_it_waits_for_a_reasoned_yes(world: World) -> None:
    one = offer(world, looked_into(world, complain(world)), "refund:1000", ask=True)
    assert (one.stage, one.offer_state, one.decider) == ("deciding", "asked", MANAGER)
    (task,) = open_tasks(world, "decide")
    assert task.rep == MANAGER
    with pytest.raises(BadInput, match="a name alone is no decision"):
        offering.decide(one.id, True, MANAGER, " ", world.now)
    with pytest.raises(Conflict, match="made this offer"):
        offering.decide(one.id, True, REP, "fine", world.now)
    with pytest.raises(Conflict, match="lies before 主管"):
        offer(world, one, "apology")
    one = offering.decide(one.id, True, MANAGER, "看過照片及單據", world.now)
    assert (one.stage, one.offer_state, one.decide_by) == ("offered", "made", None)
    assert not open_tasks(world, "decide")
    assert events.told(one)[-1]["says"]["why"] == "看過照片及單據"


def test_nobody_decides_above_his_own_limit(world: World) -> None:
    world.staff("阿明", phone="+85290000009")
    one = offer(world, looked_into(world, complain(world)), "refund:1000", ask=True)
    with pytest.raises(Conflict, match="more than 阿明 may decide"):
        offering.decide(one.id, True, "阿明", "why not", world.now)
    with pytest.raises(Conflict, match="more than 路人 may decide, who may promise nothing that costs"):
        offering.decide(one.id, True, "路人", "why not", world.now)
    assert offering.decide(one.id, True, BOSS, "看過", world.now).stage == "offered"


def test_a_no_goes_back_to_the_handler_with_the_reason(world: World) -> None:
    one = offer(world, looked_into(world, complain(world)), "refund:1000", ask=True)
    one = offering.decide(one.id, False, MANAGER, "先維修", world.now)
    assert (one.stage, one.offer_state, one.decider) == ("deciding", "refused", "")
    assert any("先維修" in task.title and task.rep == REP for task in open_tasks(world, "complaint"))
    assert offer(world, one, "repair:100").stage == "offered"


def test_a_sleeping_approver_is_passed_over_step_by_step(world: World) -> None:
    one = offer(world, looked_into(world, complain(world)), "refund:1000", ask=True)
    deciders = [one.decider]
    for _ in range(12):
        world.run(12 * HOUR)
        one = file.get(one.id)
        deciders.append(one.decider)
        assert one.decide_by
        assert one.decide_by > world.now
    assert list(dict.fromkeys(deciders)) == [MANAGER, OPS, BOSS]
    assert {task.rep for task in world.tasks() if task.do == "decide"} == {MANAGER, OPS, BOSS}
    assert "news" in told(world)


def test_who_is_away_is_not_asked(world: World) -> None:
    away = world.staff(MANAGER, role="manager", phone="+85290000001")
    away.leave = [[world.day(0).isoformat(), world.day(9).isoformat(), REP]]
    away.save()
    assert offer(world, looked_into(world, complain(world)), "refund:1000", ask=True).decider == OPS


def test_where_nobody_may_it_is_said(world: World) -> None:
    one = looked_into(world, complain(world), {"cause": "x", "at_fault": "yes", "loss_direct": "90000"})
    for name in (OPS, BOSS):
        Row("staff", world.staff(name).id).delete()
    with pytest.raises(Conflict, match="staff set NAME --role admin"):
        offer(world, one, "refund:50000", ask=True)


def test_above_a_threshold_two_pairs_of_eyes_must_agree(world: World) -> None:
    one = looked_into(world, complain(world), {"cause": "x", "at_fault": "yes", "loss_direct": "9000"})
    with pytest.raises(Conflict, match="營運 may"):
        offer(world, one, "refund:6000", who=BOSS)
    one = offer(world, one, "refund:6000", who=BOSS, ask=True)
    assert one.decider == OPS
    with pytest.raises(Conflict, match="another pair of eyes"):
        offering.decide(one.id, True, BOSS, "mine", world.now)


def test_an_amount_cut_in_pieces_counts_as_one(world: World) -> None:
    """Within one complaint, and over all of a customer's within a year."""
    one = complain(world)
    settled(world, one)
    one = closing.rate(one.id, 0, 1, "又起拱", "customer", world.now)
    handling.move(one.id, "verifying", REP, "", {}, world.now)
    handling.move(one.id, "deciding", REP, "", {}, world.now)
    with pytest.raises(Conflict, match=r"150\.00 CNY in this complaint"):
        offer(world, one, "refund:100")
    for order in ("B2", "C3"):
        world.sale(world.customer(), order, rep=REP)
    other = looked_into(world, complain(world, customer_id=one.customer_id, sale_id="b2"))
    offer(world, other, "refund:200")
    third = looked_into(world, complain(world, customer_id=one.customer_id, sale_id="c3"))
    with pytest.raises(Conflict, match=r"350\.00 CNY to this customer elsewhere within a year"):
        offer(world, third, "refund:100")
    world.now += 366 * DAY
    agreeing.decline(other.id, 1, "no", "customer", world.now)
    assert offer(world, third, "refund:100").stage == "offered"


def test_two_offers_at_the_same_moment_cannot_overlook_each_other(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = looked_into(world, complain(world))
    other = looked_into(world, complain(world, customer_id=one.customer_id, key="2"))
    real = offering._make

    def slowly(*args, **kwargs):
        monkeypatch.setattr(offering, "_make", real)
        offer(world, other, "refund:150")
        return real(*args, **kwargs)

    monkeypatch.setattr(offering, "_make", slowly)
    with pytest.raises(Conflict):
        offer(world, one, "refund:150")
    assert (file.get(one.id).stage, file.get(other.id).stage) == ("deciding", "offered")


def test_at_fault_what_is_above_the_loss_is_named_goodwill(world: World) -> None:
    facts = {"cause": "x", "at_fault": "partly", "loss_direct": "100", "loss_indirect": "60"}
    one = looked_into(world, complain(world), {**facts, "shares": "us=50 carrier=50"})
    one = offer(world, one, "refund:120")
    (made,) = Offer.of(one.pk)
    assert (made.owed, made.goodwill) == (Decimal(80), Decimal(40))
    world.run(MINUTES)


def test_not_at_fault_goodwill_is_bounded_by_what_the_customer_has_spent(world: World) -> None:
    one = looked_into(world, complain(world), NOT_OURS)
    with pytest.raises(BadInput, match=r"leaves 2000.00 CNY; 2500.00 CNY is more"):
        offer(world, one, "gift:2500", who=BOSS)
    assert offer(world, one, "gift:100").stage == "offered"


def test_of_an_unknown_spend_no_goodwill_is_given_but_an_apology(world: World) -> None:
    person = world.customer()
    world.sale(person)
    world.run(MINUTES)
    one = looked_into(world, complain(world, customer_id=person.id), NOT_OURS)
    with pytest.raises(BadInput, match="is not known in CNY"):
        offer(world, one, "gift:10")
    assert offer(world, one, "apology").stage == "offered"


@pytest.mark.parametrize(
    ("gives", "said"),
    [
        (("moon:1",), "'moon' is nothing we offer"),
        (("repair",), "state what, such as repair:300"),
        (("repair:-5",), "less than nothing"),
        (("repair:1e30",), "slip of the pen"),
        (("repair:NaN",), "no amount"),
        (("repair:0.001",), "at most two decimals"),
        (("apology",) * 9, "more than 8 things"),
    ],
)
def test_an_offer_that_cannot_be_is_refused(world: World, gives: tuple[str, ...], said: str) -> None:
    one = looked_into(world, complain(world))
    with pytest.raises(BadInput, match=said):
        offer(world, one, *gives)
    assert not list(Offer.of(one.pk))


def test_another_currency_is_refused(world: World) -> None:
    one = looked_into(world, complain(world))
    with pytest.raises(BadInput, match="promises in CNY, not in HKD"):
        offering.propose(one.id, [], "HKD", "", REP, False, world.now)


def test_no_offer_before_cause_and_fault_are_known(world: World) -> None:
    one = complain(world)
    with pytest.raises(Conflict, match="cannot become offered"):
        offer(world, one)
    handling.move(one.id, "verifying", REP, "", {}, world.now)
    with pytest.raises(Conflict, match="cannot become offered"):
        offer(world, one)
    one = looked_into(world, complain(world, customer_id=one.customer_id, key="2"), {"cause": "x"})
    with pytest.raises(Conflict, match="note: at_fault"):
        offer(world, one)


def test_an_answer_to_an_old_offer_counts_for_nothing(world: World) -> None:
    one = offer(world, looked_into(world, complain(world)), "apology")
    agreeing.decline(one.id, 1, "no", "customer", world.now)
    one = offer(world, file.get(one.id), "repair:100")
    with pytest.raises(Conflict, match="No such offer"):
        agreeing.accept(one.id, 1, agreeing.BY_LINK, "customer", world.now)
    accepted(world, one)
    with pytest.raises(Conflict, match="No such offer"):
        agreeing.decline(one.id, 2, "changed my mind", "customer", world.now)


def test_a_yes_by_phone_needs_its_evidence(world: World) -> None:
    one = offer(world, looked_into(world, complain(world)), "apology")
    with pytest.raises(BadInput, match="--evidence"):
        agreeing.accept(one.id, 0, "", REP, world.now)
    assert agreeing.accept(one.id, 0, "簽名表格 12", REP, world.now).facts["agreement"] == "簽名表格 12"


def test_asked_for_a_call_the_handler_calls_once_and_the_offer_stands(world: World) -> None:
    one = offer(world, looked_into(world, complain(world)), "apology")
    agreeing.call_me(one.id, 1, world.now)
    agreeing.call_me(one.id, 1, world.now)
    assert [task.rep for task in open_tasks(world, "call")] == [REP]
    assert accepted(world, file.get(one.id)).stage == "carrying_out"


def test_work_that_moves_is_told_with_its_new_day(world: World) -> None:
    one = accepted(world, offer(world, looked_into(world, complain(world)), "repair:100"))
    (task,) = work(world, one)
    tasks.postpone(task.key, world.day(9), "parts", REP, world.now)
    world.run(MINUTES)
    assert told(world)[-1] == "change"
    assert "3月11日" in world.provider.texts()[-1]
    one = file.get(one.id)
    assert one.finish_by.date() == world.day(9)
    world.run(MINUTES)
    assert told(world).count("change") == 1


def test_work_that_cannot_be_done_leads_back_and_the_customer_hears(world: World) -> None:
    one = accepted(world, offer(world, looked_into(world, complain(world)), "repair:100", "gift:50"))
    repair, gift = sorted(work(world, one), key=lambda task: "小" in task.title)
    tasks.finish(repair.key, "not_done", "no such board left", REP, world.now)
    world.run(MINUTES)
    one = file.get(one.id)
    assert (one.stage, one.offer_state) == ("deciding", "failed")
    assert told(world)[-1] == "change"
    assert [line[1] for line in one.granted] == ["50.00"]
    one = accepted(world, offer(world, one, "refund:100"))
    assert carried_out(world, one).stage == "checking"
    assert {task.state for task in work(world, one)} == {"done"}
    assert gift.id in [entry[0] for entry in one.work]


def test_done_is_said_by_hand_for_all_of_it(world: World) -> None:
    one = accepted(world, offer(world, looked_into(world, complain(world)), "repair:100", "gift:50"))
    with pytest.raises(BadInput, match="how you know"):
        carrying.done(one.id, REP, "", world.now)
    assert carrying.done(one.id, REP, "both seen", world.now).stage == "checking"
    assert {task.state for task in work(world, one)} == {"done"}


def test_work_that_drags_on_is_told_before_the_day_is_over(world: World) -> None:
    one = accepted(world, offer(world, looked_into(world, complain(world)), "repair:100"))
    promised = one.finish_by
    world.run(promised - timedelta(minutes=1))
    assert "delay" in told(world)
    assert file.get(one.id).finish_by > promised


def test_silence_is_reminded_once_then_closed_and_a_late_word_counts(world: World) -> None:
    one = settled(world, complain(world))
    world.run(20 * DAY)
    one = file.get(one.id)
    assert (one.stage, one.facts["satisfaction"]) == ("closed", "no_answer")
    assert told(world)[-3:] == ["satisfied", "satisfied", "closed"]
    assert not one.due_key
    one = closing.rate(one.id, 1, 4, "", "customer", world.now)
    assert (one.stage, one.facts["satisfaction"]) == ("closed", "4")
    with pytest.raises(Conflict, match="Nothing is asked"):
        closing.rate(one.id, 1, 1, "", "customer", world.now)


def test_unsatisfied_it_is_opened_one_level_higher_and_asked_anew(world: World) -> None:
    one = settled(world, complain(world))
    one = closing.rate(one.id, 1, 2, "還是響", "customer", world.now)
    assert (one.stage, one.owner, one.level, int(one.round)) == ("reopened", MANAGER, "manager", 2)
    assert one.news_by
    world.run(MINUTES)
    assert told(world)[-1] == "reopened"
    with pytest.raises(Conflict, match="Nothing is asked"):
        closing.rate(one.id, 1, 5, "", "customer", world.now)
    one = handling.move(one.id, "verifying", MANAGER, "", {}, world.now)
    one = handling.move(one.id, "deciding", MANAGER, "", {}, world.now)
    with pytest.raises(Conflict, match="from there it goes to"):
        carrying.done(one.id, MANAGER, "done", world.now)
    one = carried_out(world, accepted(world, offer(world, one, "refund:500", who=MANAGER)))
    assert one.stage == "checking"
    assert closing.rate(one.id, 2, 5, "", "customer", world.now).stage == "closed"


def test_a_late_low_word_opens_it_again_and_holds_what_is_cheerful(world: World) -> None:
    one = settled(world, complain(world))
    world.run(20 * DAY)
    one = closing.rate(one.id, 1, 1, "", "customer", world.now)
    assert one.stage == "reopened"
    assert Customer.find(*Customer.at(one.customer_id)).open_complaints == 1
    assert one.due_key


def test_a_question_that_has_not_gone_is_withdrawn(world: World) -> None:
    """Carried out at night, complained of again before the morning."""
    one = accepted(world, offer(world, looked_into(world, complain(world)), "repair:100"))
    world.now = world.now.replace(hour=15)
    one = carried_out(world, one)
    assert one.stage == "checking"
    closing.open_again(one.id, "called: still creaks", REP, world.now)
    world.run(DAY)
    assert "satisfied" not in told(world)
    assert "reopened" in told(world)


@pytest.mark.parametrize("goes_by_mail_next", [False, True])
def test_a_question_that_comes_back_from_its_provider_is_asked_no_more(
    world: World, goes_by_mail_next: bool
) -> None:
    """Opened again while the provider had it: it is not repeated, and nobody is sent to ask."""
    one = accepted(world, offer(world, looked_into(world, complain(world)), "repair:100"))
    refusal = Refused("no", "30007", "content") if goes_by_mail_next else NotSent("busy", 60)
    send = world.provider._send

    def sending(message: Message) -> Receipt:
        touch = Touchpoint.by_key(message.key)
        if touch and touch.step == "complaint-satisfied" and file.get(one.id).stage == "checking":
            closing.open_again(one.id, "called: still creaks", REP, world.now)
            world.provider.trouble.append((refusal, False))
        return send(message)

    world.provider._send = sending  # type: ignore[method-assign]
    carried_out(world, one)
    world.run(DAY)
    assert file.get(one.id).stage == "reopened"
    assert "satisfied" not in told(world)
    (question,) = [touch for touch in world.rows(Touchpoint) if touch.step == "complaint-satisfied"]
    assert (question.state, question.reason) == ("skipped", "overtaken")
    assert not open_tasks(world, "unreachable")


def test_answered_by_telephone_before_it_went_it_is_not_asked(world: World) -> None:
    one = accepted(world, offer(world, looked_into(world, complain(world)), "repair:100"))
    world.now = world.now.replace(hour=15)
    one = carried_out(world, one)
    closing.rate(one.id, 0, 5, "", REP, world.now)
    world.run(DAY)
    assert "satisfied" not in told(world)


def handed_in(world: World, one: Complaint) -> None:
    items.hand_in(one.id, "抽屜", "左滑軌彎了", world.day(8), REP, world.now)


def test_what_is_handed_in_moves_the_promised_end_and_the_customer_hears_it(world: World) -> None:
    one = complain(world)
    before = one.finish_by
    handed_in(world, one)
    world.run(MINUTES)
    one = file.get(one.id)
    assert one.finish_by != before
    assert told(world)[-1] == "change"
    said = next(text for text in reversed(world.provider.texts()) if one.id in text)
    assert "抽屜" in said
    assert words.near_date("zh-Hant", world.day(8)) in said


def test_an_offer_answered_at_the_counter_before_its_words_went_is_not_sent(world: World) -> None:
    """Nor who had the case for an hour, once it was handed on again."""
    one = looked_into(world, complain(world))
    world.now = world.now.replace(hour=15)
    offer(world, one, "repair:100")
    world.run(MINUTES)
    agreeing.accept(one.id, 1, "signed at the counter", REP, world.now)
    handling.hand_over(one.id, OPS, MANAGER, "ill", world.now)
    handling.hand_over(one.id, REP, OPS, "well again", world.now)
    world.run(DAY)
    assert "offer" not in told(world)
    assert told(world).count("handler") == 1
    states = {touch.step: touch.reason for touch in world.rows(Touchpoint) if touch.state == "skipped"}
    assert states == {"complaint-offer": "overtaken", "complaint-handler": "overtaken"}
    assert not open_tasks(world, "unreachable")


def test_no_day_is_promised_on_which_nobody_works(world: World) -> None:
    """Sundays: the receipt is refused with the next day that will do, an agreement ends on one."""
    one = looked_into(world, complain(world))
    sunday = next(world.day(ahead) for ahead in range(1, 8) if world.day(ahead).weekday() == 6)
    with pytest.raises(BadInput, match=rf"Nobody works on {sunday}; promise it back by {sunday + DAY}"):
        items.hand_in(one.id, "抽屜", "彎了", sunday, REP, world.now)
    offer(world, one, "repair:100")
    (made,) = giving.all_offers(one)
    on_sunday = world.now + (sunday - world.day(5)) % (7 * DAY)  # a repair is done within five days
    assert agreeing.last_day(made, on_sunday).weekday() == 0


def test_less_than_is_owed_is_offered_only_with_a_reason(world: World) -> None:
    one = looked_into(world, complain(world))
    with pytest.raises(Conflict, match=r"we owe 5000.00 CNY.*4900.00 CNY of it unpaid.*--below"):
        offer(world, one, "refund:100", "apology", below="")
    assert file.get(one.id).offers == 0
    given = [Give("refund", Decimal(100))]
    offering.propose(one.id, given, "CNY", "", REP, False, world.now, below="保險公司付其餘")
    (made,) = giving.all_offers(file.get(one.id))
    assert made.below == "保險公司付其餘"
    assert events.told(file.get(one.id))[-1]["says"]["why"] == "保險公司付其餘"


def test_what_was_handed_in_is_given_back_before_anybody_asks_whether_all_is_well(world: World) -> None:
    one = looked_into(world, complain(world))
    handed_in(world, one)
    one = carried_out(world, accepted(world, offer(world, one, "repair:100")))
    assert one.stage == "carrying_out"
    (task,) = [task for task in open_tasks(world, "carry_out") if "抽屜" in task.title]
    assert task.rep == REP
    with pytest.raises(Conflict, match=r"抽屜 is still here.*give-back"):
        carrying.done(one.id, REP, "seen", world.now)
    one = items.give_back(one.id, REP, "to himself, signed", world.now)
    assert one.stage == "checking"
    assert not open_tasks(world, "carry_out")
    world.run(MINUTES)
    assert told(world)[-1] == "satisfied"


def test_nothing_is_closed_by_hand_while_an_item_is_here(world: World) -> None:
    one = complain(world)
    handed_in(world, one)
    handling.move(one.id, "verifying", REP, "", {}, world.now)
    handling.move(one.id, "not_ours", REP, "another brand", {}, world.now, say="已代聯絡原廠。")
    handling.note(one.id, {"pointed_on": "原廠熱線"}, REP, "", world.now)
    with pytest.raises(Conflict, match="is still here"):
        closing.close(one.id, REP, "helped", world.now)
    items.give_back(one.id, REP, "to his wife", world.now)
    assert closing.close(one.id, REP, "helped", world.now).stage == "closed"


def test_not_ours_is_helped_pointed_on_and_closed_with_a_reason(world: World) -> None:
    one = complain(world)
    handling.move(one.id, "verifying", REP, "", {}, world.now)
    one = handling.move(one.id, "not_ours", REP, "another brand", {}, world.now, say="已代聯絡原廠。")
    world.run(MINUTES)
    assert told(world)[-1] == "not-ours"
    with pytest.raises(Conflict, match="note: pointed_on"):
        closing.close(one.id, REP, "helped", world.now)
    handling.note(one.id, {"pointed_on": "原廠熱線"}, REP, "", world.now)
    one = closing.close(one.id, REP, "helped", world.now)
    assert one.stage == "closed"
    assert Customer.find(*Customer.at(one.customer_id)).open_complaints == 0


def test_stop_in_mid_case_news_goes_by_mail_then_by_a_call(world: World) -> None:
    one = looked_into(world, complain(world))
    effects.stop_address("sms", PHONE, "stopped", world.now)
    offer(world, one, "apology")
    world.run(MINUTES)
    assert "@" in world.provider.accepted[-1][1].to
    effects.stop_address("email", "chan@example.com", "stopped", world.now)
    accepted(world, file.get(one.id))
    (task,) = open_tasks(world, "unreachable")
    assert task.rep == REP
    assert one.id in task.title


def test_two_people_complaining_of_one_sale_are_two_complaints(world: World) -> None:
    one = complain(world)
    other = complain(world, customer_id=one.customer_id, words="門也關不上")
    assert one.id != other.id
    settled(world, one)
    closing.rate(one.id, 0, 5, "", "customer", world.now)
    assert Customer.find(*Customer.at(one.customer_id)).open_complaints == 1


def test_a_back_dated_event_breaks_the_chain(world: World) -> None:
    one = looked_into(world, complain(world))
    event = events.Event.find(*events.Event.at(one.pk, 2))
    event.change([events.Event.at_moment.set(world.now - 9 * DAY)])
    assert events.broken_links(file.get(one.id)) == [f"event 2 of {one.id} does not follow the one before it"]


@pytest.mark.parametrize(("text", "stage"), [("5", "closed"), ("2", "reopened")])
def test_a_number_by_sms_answers_whether_all_is_well(world: World, text: str, stage: str) -> None:
    one = settled(world, complain(world))
    for _ in range(2):
        inbox.replied("sms", Reply("SM9", PHONE, "", text), world.now)
    assert file.get(one.id).stage == stage
    inbox.replied("sms", Reply("SM10", PHONE, "", text), world.now)
    assert len(open_tasks(world, "reply")) == 1
    assert file.get(one.id).stage == stage


def test_answered_on_the_page_a_number_by_sms_is_read_by_a_person(world: World) -> None:
    one = settled(world, complain(world))
    closing.rate(one.id, 1, 5, "", "customer", world.now)
    inbox.replied("sms", Reply("SM9", PHONE, "", "1"), world.now)
    assert file.get(one.id).stage == "closed"
    assert len(open_tasks(world, "reply")) == 1


def test_what_is_asked_of_the_customer_is_told(world: World) -> None:
    one = complain(world)
    handling.move(one.id, "waiting_for_customer", REP, "photos", {}, world.now, say="請拍三張相片。")
    world.run(MINUTES)
    assert "請拍三張相片。" in world.provider.texts()[-1]


def test_work_that_ended_while_the_case_waited_is_seen_when_it_goes_on(world: World) -> None:
    one = accepted(world, offer(world, looked_into(world, complain(world)), "repair:100"))
    handling.move(one.id, "waiting_for_customer", REP, "a day that suits", {}, world.now)
    assert carried_out(world, one).stage == "waiting_for_customer"
    handling.move(one.id, "carrying_out", REP, "", {}, world.now)
    world.run(MINUTES)
    assert file.get(one.id).stage == "checking"


def test_what_left_the_policy_meanwhile_does_not_stop_a_case(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = offer(world, looked_into(world, complain(world)), "repair:100", "gift:20")
    less = replace(plans.compensation(), remedies={}, departments={})
    fewer = {"severe": plans.complaints().severities["severe"]}
    monkeypatch.setattr(plans, "compensation", lambda: less)
    policy = replace(plans.complaints(), severities=fewer)
    monkeypatch.setattr(plans, "complaints", lambda: policy)
    one = accepted(world, one)
    assert carried_out(world, one).stage == "checking"


def test_two_deeds_at_once_do_not_write_over_each_other(world: World) -> None:
    one, other = complain(world), file.get(complain(world).id)
    watching.tell_news(file.get(one.id), "師傅星期四上門。", REP, world.now)
    with pytest.raises(Conflict, match="changed by others just now"):
        watching.tell_news(other, "師傅星期五上門。", REP, world.now)
    handling.note(one.id, {"mood": "平靜"}, REP, "", world.now)
    assert len(file.get(one.id).promises) == 3


def test_a_merged_customer_s_new_complaint_is_whoever_they_are_now(world: World) -> None:
    old, into = world.customer(), world.customer(name="陳太", phones=("+85261234567",), emails=())
    merging.merge(old.id, into.id, "one person", REP, world.now)
    one = complain(world, customer_id=old.id, sale_id="")
    assert one.customer_id == into.id
    assert Customer.find(*Customer.at(into.id)).open_complaints == 1


def test_severe_ones_bring_somebody_higher_to_the_site(world: World) -> None:
    complain(world, severity="severe")
    assert [task.rep for task in open_tasks(world, "visit") if task.title] == [MANAGER]


def test_an_answer_ends_a_wait(world: World) -> None:
    one = offer(world, looked_into(world, complain(world)), "apology")
    handling.move(one.id, "waiting_for_customer", REP, "asked for photos", {}, world.now)
    assert accepted(world, file.get(one.id)).stage == "carrying_out"


def test_where_no_link_can_go_the_handler_calls_with_the_offer(world: World) -> None:
    person = world.customer(name="王芳", phones=("+8613800138000",), emails=(), country="CN", language="zh")
    world.sale(person, amount=Decimal(20000), currency="CNY")
    world.run(MINUTES)
    one = offer(world, looked_into(world, complain(world, customer_id=person.id)), "refund:100")
    world.run(MINUTES)
    (task,) = open_tasks(world, "call")
    assert task.rep == REP
    assert "退款100元" in task.title
    assert one.id in task.title


def test_merged_in_mid_case_it_goes_on_with_whoever_they_are_now(world: World) -> None:
    one = accepted(world, offer(world, looked_into(world, complain(world)), "repair:100", "gift:50"))
    into = world.customer(name="陳太", phones=("+85261234567",), emails=("tai@example.com",))
    merging.merge(one.customer_id, into.id, "one person", REP, world.now)
    world.run(MINUTES)
    assert Customer.find(*Customer.at(into.id)).open_complaints == 1
    moved = [task for task in work(world, one) if task.state == "open"]
    assert {task.customer_id for task in moved} == {into.id}
    one = carried_out(world, one)
    assert one.stage == "checking"
    assert closing.rate(one.id, 0, 5, "", "customer", world.now).stage == "closed"
    assert Customer.find(*Customer.at(into.id)).open_complaints == 0


def test_an_outside_body_has_it_and_we_go_on(world: World) -> None:
    one = offer(world, looked_into(world, complain(world)), "apology")
    one = handling.move(one.id, "disputed", REP, "consumer council", {"route": "消委會"}, world.now)
    with pytest.raises(Conflict, match="No such offer"):
        agreeing.accept(one.id, 1, agreeing.BY_LINK, "customer", world.now)
    one = handling.move(one.id, "deciding", REP, "mediated", {}, world.now)
    assert offer(world, one, "repair:100").stage == "offered"


def of_case(world: World, number: str, state: str) -> list[str]:
    rows = [touch for touch in world.rows(Touchpoint) if touch.values.get("complaint_number") == number]
    return [touch.step for touch in rows if touch.state == state]


def test_what_a_closed_case_made_senseless_is_withdrawn_and_one_closing_word_goes(world: World) -> None:
    """At night nothing goes: the receipt waits for the morning, and the case is over before."""
    hour = world.now.astimezone(ZoneInfo("Asia/Hong_Kong")).hour
    world.run(timedelta(hours=(23 - hour) % 24))
    one = complain(world, key="night")
    assert of_case(world, one.id, "planned") == ["complaint-received"]
    handling.move(one.id, "not_ours", REP, "", {"pointed_on": "原廠"}, world.now, say="已代聯絡原廠。")
    one = closing.close(one.id, REP, "helped", world.now)
    assert of_case(world, one.id, "planned") == ["complaint-not-ours"]
    assert file.running(one, world.now)["answer"].met_at == world.now
    world.run(DAY)
    assert of_case(world, one.id, "sent") == ["complaint-not-ours"]


def test_one_that_an_outside_body_settled_is_told_to_be_closed(world: World) -> None:
    one = looked_into(world, complain(world))
    handling.note(one.id, {"route": "court"}, REP, "", world.now)
    offer(world, one)
    world.run(MINUTES)
    outside.go(one.id, "court", "12", None, None, REP, world.now)
    assert file.get(one.id).stage == "disputed"
    outside.end(one.id, "court", "settled", None, REP, world.now)
    closing.close(one.id, REP, "settled there", world.now)
    world.run(DAY)
    assert "complaint-closed" in of_case(world, one.id, "sent")


@pytest.mark.parametrize("from_before", [False, True], ids=["it names its case", "its words name it"])
def test_opened_again_what_was_urgent_in_the_round_before_leaves_the_rep_s_list(
    from_before: bool, world: World
) -> None:
    one = looked_into(world, complain(world, channel="page"))
    kept = effects.open_task(
        OpenTask("call", urgent=True), REP, "生日", world.now, reason="b", customer_id=one.customer_id
    )
    (asked,) = [task for task in open_tasks(world, "call") if one.id in task.title]
    assert asked.rep == REP
    if from_before:
        asked.change([Task.case.remove()])
    offer(world, one, "apology")
    accepted(world, file.get(one.id))
    carrying.done(one.id, REP, "seen", world.now)
    closing.open_again(one.id, "客戶說沒修好", MANAGER, world.now)
    world.run(MINUTES)
    assert [task.rep for task in open_tasks(world, "call") if one.id in task.title] == [MANAGER]
    assert kept.id in [task.id for task in open_tasks(world, "call")]


def test_a_low_rating_is_told_in_the_reader_s_language_with_the_customer_s_words_as_such(
    world: World,
) -> None:
    one = complain(world)
    settled(world, one)
    closing.rate(one.id, 0, 2, "又起拱", "customer", world.now)
    world.run(MINUTES)
    (task,) = [task for task in open_tasks(world, "call") if "重新处理" in task.title]
    assert "满意度2分（满分5分）：“又起拱”" in task.title
    sent = [message.text for _, message, _ in world.provider.accepted if "又起拱" in message.text]
    assert sent
    assert all("“又起拱”。" in text for text in sent)
