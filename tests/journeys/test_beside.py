"""Two people complain of one sale: each hears of his own case alone, whoever works on one sees the other, and
the same damage is not paid twice unseen."""

from decimal import Decimal

import pytest

from chalicelib.care import effects, erasure, merging
from chalicelib.care.complaints import (
    agreeing,
    beside,
    file,
    filing,
    giving,
    intake,
    offering,
    reading,
    sorting,
)
from chalicelib.care.complaints.filing import NewComplaint
from chalicelib.effects import Tell
from chalicelib.errors import BadInput, Conflict
from chalicelib.records.complaints import Complaint, SaleCase
from chalicelib.records.customers import Customer
from chalicelib.records.offers import Offer
from tests.journeys.resolving import (
    BOSS,
    DAY,
    MANAGER,
    MINUTES,
    NOT_OURS,
    REP,
    accepted,
    complain,
    looked_into,
    offer,
    people,
    settled,
)
from tests.journeys.world import World

WIFE = {"name": "李美", "phones": ("+85290001111",), "emails": ("li@example.com",)}


@pytest.fixture
def world(world: World) -> World:
    people(world)
    return world


def wife(world: World) -> Customer:
    return world.customer(**WIFE)


def also(world: World, **facts: object) -> Complaint:
    """The buyer's wife complains of what he bought, too."""
    usual = {"customer_id": wife(world).id, "relation": "family", "words": "睡房地板裂開", "recorder": REP}
    return complain(world, **{**usual, **facts})


def count(customer_id: str) -> int:
    found = Customer.today(customer_id)
    assert found
    return int(found.open_complaints)


def test_each_hears_of_his_own_case_alone(world: World) -> None:
    one = complain(world)
    before = len(world.provider.accepted)
    two = also(world)
    sent = [message for _, message, _ in world.provider.accepted[before:] if message.to in WIFE["phones"]]
    assert two.id in sent[0].text
    settled(world, two)
    to_wife = [m.text for _, m, _ in world.provider.accepted if m.to in (*WIFE["phones"], *WIFE["emails"])]
    others = [
        m.text for _, m, _ in world.provider.accepted if m.key.startswith("c") and m.text not in to_wife
    ]
    assert to_wife
    assert not [text for text in to_wife if one.id in text or "起拱" in text]
    assert not [text for text in others if two.id in text or "裂開" in text]


def test_one_hand_has_both_and_sees_them_beside_one_another(world: World) -> None:
    one = complain(world)
    file.hand_over(one, MANAGER, "x", "leave", world.now)
    two = also(world)
    assert two.owner == MANAGER
    (told,) = [task for task in world.tasks() if two.id in task.title]
    assert told.rep == MANAGER
    assert one.id in told.title
    (seen,) = reading.whole(one.id, world.now)["beside"]
    assert (seen["number"], seen["name"], seen["relation"]) == (two.id, "李美", "family")
    (back,) = reading.whole(two.id, world.now)["beside"]
    assert (back["number"], back["relation"]) == (one.id, "")


def test_who_is_not_the_buyer_says_what_they_are(world: World) -> None:
    complain(world)
    with pytest.raises(BadInput, match=r"no sale of this customer.*--relation.*tenant"):
        also(world, relation="")
    with pytest.raises(BadInput, match="is no relation to a buyer"):
        also(world, relation="cat")
    with pytest.raises(BadInput, match="which order"):
        also(world, sale_id="")
    with pytest.raises(BadInput, match="no order nowhere"):
        also(world, sale_id="nowhere")
    assert count(wife(world).id) == 0


def test_a_second_payment_is_refused_until_somebody_says_why_it_is_none(world: World) -> None:
    one, two = complain(world), also(world)
    offer(world, looked_into(world, one), "repair:100")
    looked_into(world, two)
    with pytest.raises(Conflict, match=rf"same order.*{one.id}: 100.*--beside"):
        offer(world, two, "refund:50")
    offer(world, two, "apology")  # costs nothing
    agreeing.decline(two.id, 0, "要錢", REP, world.now)
    given = [offering.Give("refund", Decimal(50))]
    offering.propose(two.id, given, "CNY", "", REP, False, world.now, "", "另一間房，另一處損壞", "只求心意")
    made = Offer.find(*Offer.at(two.id, 2))
    assert made
    assert made.beside == "另一間房，另一處損壞"
    assert "另一處損壞" in str(reading.whole(two.id, world.now)["events"][-1])


def test_what_was_agreed_long_ago_still_stands_in_the_way(world: World) -> None:
    one = settled(world, complain(world))
    world.run(20 * DAY)
    assert file.get(one.id).stage == "closed"
    two = looked_into(world, also(world))
    with pytest.raises(Conflict, match="second payment"):
        offer(world, two, "refund:50")


def test_one_damage_is_one_case_for_the_limits(world: World) -> None:
    """A rep may promise 200 a case: 150 here and 150 there is 300."""
    one, two = complain(world), also(world)
    accepted(world, offer(world, looked_into(world, one), "repair:150"))
    looked_into(world, two)
    with pytest.raises(Conflict, match=rf"150.00 CNY in others about the same order.*{MANAGER}"):
        offering.propose(
            two.id, [offering.Give("repair", Decimal(150))], "CNY", "", REP, False, world.now, beside="x"
        )


def test_who_complains_twice_of_one_sale_is_not_paid_twice_unseen(world: World) -> None:
    """Cut in two, the same damage is still one: looked at, and within one limit a case."""
    one = accepted(world, offer(world, looked_into(world, complain(world)), "repair:150"))
    two = looked_into(world, complain(world, customer_id=one.customer_id, words="還有一處"))
    assert [seen["number"] for seen in reading.whole(two.id, world.now)["beside"]] == [one.id]
    with pytest.raises(Conflict, match=rf"{one.id}: 150.*second payment"):
        offer(world, two, "repair:150")
    given = [offering.Give("repair", Decimal(150))]
    with pytest.raises(Conflict, match=rf"150.00 CNY in others about the same order.*{MANAGER}"):
        offering.propose(two.id, given, "CNY", "", REP, False, world.now, beside="另一間房")
    given = [offering.Give("repair", Decimal(50))]
    offering.propose(two.id, given, "CNY", "", REP, False, world.now, beside="另一間房")
    assert file.get(two.id).offer_state == "made"


def test_leaving_the_order_out_does_not_hide_the_first_payment(world: World) -> None:
    one = accepted(world, offer(world, looked_into(world, complain(world)), "repair:150"))
    two = looked_into(world, complain(world, customer_id=one.customer_id, words="還有一處", sale_id=""))
    with pytest.raises(Conflict, match=rf"{one.id}: 150"):
        offer(world, two, "repair:50")


@pytest.mark.parametrize("first", ["buyer", "wife"])
def test_where_the_buyer_names_no_order_his_wife_s_case_of_it_is_seen_and_hers_sees_his(
    world: World, first: str
) -> None:
    person = world.customer()
    world.sale(person, rep=REP)
    cases = {"buyer": complain(world, customer_id=person.id, sale_id=""), "wife": also(world)}
    one = accepted(world, offer(world, looked_into(world, cases.pop(first)), "repair:150"))
    (two,) = cases.values()
    looked_into(world, two)
    assert [seen["number"] for seen in beside.shown(file.get(two.id))] == [one.id]
    with pytest.raises(Conflict, match=rf"{one.id}: 150"):
        offer(world, two, "repair:50")


def test_the_buyer_s_case_without_an_order_and_his_wife_s_are_not_offered_at_the_same_moment(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = world.customer()
    world.sale(person, rep=REP)
    one = looked_into(world, complain(world, customer_id=person.id, sale_id=""))
    two = looked_into(world, also(world))
    real = offering._checked

    def slower(*args: object) -> object:
        monkeypatch.setattr(offering, "_checked", real)
        offer(world, one, "repair:100")
        return real(*args)

    monkeypatch.setattr(offering, "_checked", slower)
    monkeypatch.setattr(beside, "check", lambda *args: None)  # as it looked before the other was made
    with pytest.raises(Conflict, match=r"changed by others|being changed"):
        offer(world, two, "refund:50")
    assert file.get(two.id).offer_state == ""


def test_another_sale_of_the_same_person_is_another_damage(world: World) -> None:
    one = accepted(world, offer(world, looked_into(world, complain(world)), "repair:150"))
    world.sale(world.customer(), "B2", rep=REP)
    two = looked_into(world, complain(world, customer_id=one.customer_id, words="餐桌", sale_id="b2"))
    offer(world, two, "repair:150")
    assert file.get(two.id).offer_state == "made"
    assert reading.whole(two.id, world.now)["beside"] == []


def test_a_case_from_before_sales_listed_theirs_is_found_beside_others(world: World) -> None:
    one = complain(world)
    SaleCase(*SaleCase.at(one.sale_id, one.id)).delete()
    two = also(world)
    assert [seen["number"] for seen in reading.whole(two.id, world.now)["beside"]] == [one.id]
    assert [task.title for task in world.tasks() if two.id in task.title and one.id in task.title]


def test_two_offers_at_the_same_moment_cannot_overlook_each_other(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = looked_into(world, complain(world)), looked_into(world, also(world))
    real = offering._checked

    def slower(*args: object) -> object:
        found = real(*args)
        monkeypatch.setattr(offering, "_checked", real)
        offer(world, one, "repair:100")
        return found

    real_check = beside.check
    monkeypatch.setattr(offering, "_checked", slower)
    monkeypatch.setattr(beside, "check", lambda *args: None)  # as it looked before the other was made
    with pytest.raises(Conflict, match=r"changed by others|being changed"):
        offer(world, two, "refund:50")
    monkeypatch.setattr(beside, "check", real_check)
    assert file.get(two.id).offer_state == ""


def test_goodwill_is_measured_by_what_the_buyer_has_spent(world: World) -> None:
    """A tenth of 20,000; his wife has bought nothing of us."""
    complain(world)
    two = looked_into(world, also(world), NOT_OURS)
    offer(world, two, "gift:150")
    assert file.get(two.id).offer_state == "made"
    with pytest.raises(BadInput):
        offering.propose(
            looked_into(world, also(world, words="再來"), NOT_OURS).id,
            [offering.Give("gift", Decimal(1900))], "CNY", "", BOSS, False, world.now, beside="x",
        )  # fmt: skip


def test_nothing_cheerful_goes_to_the_buyer_while_his_wife_complains(world: World) -> None:
    person = world.customer()
    world.sale(person, rep=REP)
    two = also(world)
    assert (count(person.id), count(two.customer_id)) == (1, 1)
    settled(world, two)
    world.run(20 * DAY)
    assert file.get(two.id).stage == "closed"
    assert (count(person.id), count(two.customer_id)) == (0, 0)


def test_merged_into_one_person_both_counts_end(world: World) -> None:
    person = world.customer()
    world.sale(person, rep=REP)
    two = also(world)
    merging.merge(two.customer_id, person.id, "same", "x", world.now)
    assert count(person.id) == 2
    settled(world, file.get(two.id))
    world.run(20 * DAY)
    assert count(person.id) == 0


def test_erasing_her_lets_the_buyer_go(world: World) -> None:
    person = world.customer()
    world.sale(person, rep=REP)
    two = also(world)
    erasure._forget_complaint(two.id, "x", world.now)
    assert count(person.id) == 0
    assert giving.others(complain(world, customer_id=person.id))[0].id == two.id


def test_what_a_stranger_told_is_taken_as_anothers_complaint_of_the_sale(world: World) -> None:
    world.sale(world.customer(), rep=REP)
    row = intake.at_once(
        effects.tell(Tell("k", "form", "廚房地板裂了", sender="+85290001111"), world.now), world.now
    )
    assert row.state == "asked"
    found = sorting.take(row.reference, wife(world).id, "a1", REP, world.now, "tenant")
    opened = file.get(found.number)
    assert (opened.sale_id, opened.relation) == ("a1", "tenant")
    world.run(MINUTES)
    again = filing.open(
        NewComplaint(wife(world).id, "還有", "repair", sale_id="a1", relation="tenant"), world.now
    )
    assert [one["number"] for one in beside.shown(again)] == [opened.id]
