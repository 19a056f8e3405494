"""Forgetting a person: nothing readable is left, the addresses stay silent, the chain still checks."""

import json
from datetime import timedelta

import pytest

from chalicelib import files
from chalicelib.care import consents, effects, erasure, exports, merging, ratings, tasks
from chalicelib.care.complaints import filing, handling, offering
from chalicelib.care.complaints.filing import NewComplaint
from chalicelib.care.tasks import reporting
from chalicelib.care.tasks.reporting import Report
from chalicelib.errors import Conflict, NotConfigured, NotFound, Refused
from chalicelib.records.complaints import Complaint
from chalicelib.records.customers import Contact, Customer
from chalicelib.records.events import Event, Payload, broken_links
from chalicelib.records.links import Link
from chalicelib.records.table import Row
from chalicelib.records.touchpoints import Touchpoint
from chalicelib.rules.offers import Give
from tests.journeys.world import MAIL, PHONE, World

WHO = "阿玲"
TELLING = ("陳大文", PHONE, MAIL, "尖沙咀", "過敏", "漏水", "聽力")


@pytest.fixture
def key(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ERASURE_KEY", "kept elsewhere")
    world.hands.settings = world.hands.settings._replace(erasure_key="kept elsewhere")


@pytest.fixture
def person(world: World, key: None) -> Customer:
    """Somebody with everything: words, links, a rating, tasks, a consent, notes."""
    found = world.customer(address="尖沙咀 1 號", vulnerability="聽力不好", estate="海景灣")
    world.sale(found, note="對漆過敏", installed_on=world.day(0))
    world.run(timedelta(days=8))
    consents.record(found, "marketing", "*", "granted", source="陳大文 on the form", who=WHO, now=world.now)
    ratings.record(world.touches()["a1/satisfaction/1"].key, 2, "廚房漏水", "link", world.now)
    task = next(one for one in world.tasks() if one.state == "open")
    tasks.postpone(task.key, world.day(3), "陳大文 asked", WHO, world.now)
    return found


def complained(world: World, person: Customer) -> str:
    """With an offer before them."""
    new = NewComplaint(person.id, "廚房的板起拱", "refund", sale_id="a1", recorder=WHO, more={"mood": "憤怒"})
    one = filing.open(new, world.now)
    world.run(timedelta(minutes=5))
    facts = ("nature", "degree", "scope", "opinion", "verified_by", "verified_what")
    handling.move(one.id, "verifying", WHO, "", {}, world.now)
    handling.move(one.id, "deciding", WHO, "", dict.fromkeys(facts, "x"), world.now)
    handling.note(one.id, {"cause": "x", "at_fault": "yes"}, WHO, "", world.now)
    gives = [Give("apology", words="憤怒的陳先生")]
    offering.propose(one.id, gives, "CNY", "上門兩次", WHO, False, world.now)
    world.run(timedelta(minutes=5))
    return one.id


def test_photos_of_their_tasks_go_with_them(world: World, person: Customer) -> None:
    task = next(one for one in world.tasks() if one.state == "open" and one.do == "gift")
    files.put("tasks/k1/photo", b"a floor", "image/jpeg")
    taken = [("tasks/k1/photo", "floor.jpg", "image/jpeg", 7)]
    reporting.report(task.key, Report("declined", "改天", world.day(5), photos=taken), WHO, world.now)
    erasure.erase(person.id, WHO, world.now, world.hands)
    assert files.get("tasks/k1/photo") is None
    assert "floor.jpg" not in str(world.stored())


COMPLAINED = ("起拱", "憤怒", "上門兩次")


def test_a_complaint_is_handed_out_and_forgotten_with_the_rest(world: World, person: Customer) -> None:
    number = complained(world, person)
    said = json.dumps(exports.export(person.id, world.now), ensure_ascii=False)
    assert [word for word in COMPLAINED if word not in said] == []
    for _ in range(2):
        erasure.erase(person.id, WHO, world.now, world.hands)
    assert [word for word in (*TELLING, *COMPLAINED) if word in everything()] == []
    row = Complaint.find(*Complaint.at(number))
    assert row
    assert broken_links(row) == []
    assert (row.stage, row.due_key, row.lookup_pk) == ("closed", None, None)
    with pytest.raises(NotFound, match="was erased"):
        handling.note(number, {"nature": "x"}, WHO, "", world.now)
    went = len(world.provider.accepted)
    world.run(timedelta(days=40))
    assert len(world.provider.accepted) == went


def everything() -> str:
    return json.dumps(Row.engine.items(), ensure_ascii=False, default=str)


def test_before_it_is_all_there(person: Customer) -> None:
    assert all(word in everything() for word in TELLING)


def test_afterwards_no_row_of_the_table_knows_them(world: World, person: Customer) -> None:
    erasure.erase(person.id, WHO, world.now, world.hands)
    assert [word for word in TELLING if word in everything()] == []


def test_what_colleagues_did_for_them_says_to_each_reader_that_they_are_forgotten(
    world: World, person: Customer
) -> None:
    erasure.erase(person.id, WHO, world.now, world.hands)
    titles = {
        tuple(task.title_in(language) for language in ("en", "zh-Hans", "zh-Hant"))
        for task in world.tasks() if task.customer_id == person.id
    }  # fmt: skip
    assert titles == {("(customer’s data erased)", "（客户资料已删除）", "（客戶資料已刪除）")}


def test_their_links_are_gone(world: World, person: Customer) -> None:
    assert world.rows(Link)
    erasure.erase(person.id, WHO, world.now, world.hands)
    assert not world.rows(Link)


def test_nothing_goes_to_them_any_more(world: World, person: Customer) -> None:
    erasure.erase(person.id, WHO, world.now, world.hands)
    went = len(world.provider.accepted)
    world.run(timedelta(days=400))
    assert len(world.provider.accepted) == went
    states = {touch.state for touch in world.touches().values()}
    assert not states & {"planned", "waiting", "sending"}


def test_the_chain_still_checks_although_its_words_are_gone(world: World, person: Customer) -> None:
    erasure.erase(person.id, WHO, world.now, world.hands)
    found = Customer.find(*Customer.at(person.id))
    assert found
    assert broken_links(found) == []
    assert [event.what for event in world.rows(Event)] == ["consent", "erased"]
    assert [payload.facts for payload in world.rows(Payload)] == [{}]


def test_a_silenced_address_stays_silent_for_whoever_comes_with_it(world: World, person: Customer) -> None:
    effects.stop_address("sms", PHONE, "stopped", world.now)
    erasure.erase(person.id, WHO, world.now, world.hands)
    again = world.customer(name="陳小文", emails=())
    contact = Contact.find(*Contact.at("sms", PHONE))
    assert contact
    assert contact.stopped == "stopped"
    assert again.stopped == {PHONE: "stopped"}


def test_the_address_can_only_be_recognised_with_the_key(
    world: World, person: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    erasure.erase(person.id, WHO, world.now, world.hands)
    monkeypatch.setenv("ERASURE_KEY", "another one")
    assert world.customer(name="陳小文", emails=()).stopped == {}


def test_who_shares_the_address_keeps_it(world: World, person: Customer) -> None:
    wife = world.customer(name="陳太", emails=())
    erasure.erase(person.id, WHO, world.now, world.hands)
    contact = Contact.find(*Contact.at("sms", PHONE))
    assert contact
    assert contact.customers == [wife.id]
    assert contact.stopped == ""


def test_without_a_key_it_refuses_and_touches_nothing(world: World) -> None:
    person = world.customer()
    with pytest.raises(NotConfigured, match="ERASURE_KEY"):
        erasure.erase(person.id, WHO, world.now, world.hands)
    assert PHONE in everything()


def test_not_while_a_message_is_on_its_way(world: World, person: Customer) -> None:
    touch = world.touches()["a1/full-moon/1"]
    touch.change([Touchpoint.state.set("sending")])
    with pytest.raises(Conflict, match="ten minutes"):
        erasure.erase(person.id, WHO, world.now, world.hands)


def test_the_list_can_be_applied_again(world: World, person: Customer) -> None:
    erasure.erase(person.id, WHO, world.now, world.hands)
    assert [one.id for one in erasure.erased()] == [person.id]
    erasure.erase(person.id, WHO, world.now, world.hands)
    assert [one.id for one in erasure.erased()] == [person.id]


def test_with_one_who_was_merged_both_go(world: World, key: None) -> None:
    into = world.customer()
    old = world.customer(name="陳太", phones=("+85261234567",), emails=())
    merging.merge(old.id, into.id, "one person", WHO, world.now)
    with pytest.raises(Conflict, match="merged into"):
        erasure.erase(old.id, WHO, world.now, world.hands)
    erasure.erase(into.id, WHO, world.now, world.hands)
    assert [word for word in ("陳太", "+85261234567", "陳大文") if word in everything()] == []


def test_an_export_holds_every_word_there_is(world: World, person: Customer) -> None:
    value = json.dumps(exports.export(person.id, world.now), ensure_ascii=False)
    assert [word for word in TELLING if word not in value] == []
    told = "\n".join(message["text"] for message in json.loads(value)["messages"])
    assert all(text in told for text in world.provider.texts())


def test_an_export_tells_nothing_of_others(world: World, person: Customer) -> None:
    world.customer(name="陳太", emails=())
    assert "陳太" not in json.dumps(exports.export(person.id, world.now), ensure_ascii=False)


def test_nobody_cannot_be_exported(world: World) -> None:
    with pytest.raises(NotFound, match="cnobody"):
        exports.export("cnobody", world.now)


def test_providers_forget_too_once_each_message_has_come_to_its_end(world: World, person: Customer) -> None:
    sids = sorted(sid for sid, _, _ in world.provider.accepted)
    under_way = next(sid for sid, _, at in world.provider.accepted if at > world.now - timedelta(days=1))
    erasure.erase(person.id, WHO, world.now, world.hands)
    erasure.erase(person.id, WHO, world.now, world.hands)
    world.run(timedelta(minutes=1))
    assert under_way not in world.provider.forgotten
    world.run(timedelta(days=4))
    assert sorted(world.provider.forgotten) == sids


def test_a_copy_that_a_provider_will_not_give_up_comes_before_a_person(
    world: World, person: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(settings: object, id: str) -> None:
        raise Refused("not now.", "20009", "permanent")

    monkeypatch.setattr(world.provider, "forget", refuse)
    erasure.erase(person.id, WHO, world.now, world.hands)
    world.run(timedelta(days=5))
    assert [task.do for task in world.tasks() if task.state == "open" and "copy#" in task.title] == [
        "fix"
    ] * len(world.provider.accepted)
