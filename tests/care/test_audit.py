"""The audit finds what was changed behind the program's back, and nothing where all is well."""

from datetime import timedelta

from chalicelib.care import consents, effects
from chalicelib.care.audit import audit
from chalicelib.care.complaints import filing
from chalicelib.care.complaints.filing import NewComplaint
from chalicelib.records.complaints import Complaint
from chalicelib.records.customers import Customer
from chalicelib.records.events import Event, Payload
from chalicelib.records.table import leave_due
from chalicelib.records.touchpoints import Touchpoint
from tests.journeys.world import PHONE, World


def someone(world: World) -> Customer:
    found = world.customer()
    for state in ("granted", "refused"):
        consents.record(found, "marketing", "*", state, source="form", who="阿玲", now=world.now)
    return found


def test_a_month_of_care_holds_together(world: World) -> None:
    world.sale(someone(world), installed_on=world.day(0))
    world.run(timedelta(days=40))
    effects.stop_address("sms", PHONE, "stopped", world.now)
    found = audit()
    assert found.rows > 10
    assert (found.broken, found.look_at) == ([], [])


def test_a_consent_rewritten_afterwards_shows(world: World) -> None:
    person = someone(world)
    said = Payload.find(*Payload.at(person.pk, 2))
    assert said
    said.change([Payload.facts.set({**said.facts, "state": "granted"})])
    assert any("changed afterwards" in sentence for sentence in audit().broken)


def test_an_event_that_was_removed_shows(world: World) -> None:
    person = someone(world)
    Event(*Event.at(person.pk, 2)).delete()
    assert any("missing" in sentence for sentence in audit().broken)


def test_a_snapshot_that_does_not_follow_from_the_events_shows(world: World) -> None:
    person = someone(world)
    person.change([Customer.consents.set({"marketing": {"*": "granted"}})])
    assert any("consents" in sentence for sentence in audit().broken)


def test_a_stop_that_the_customers_row_forgot_shows(world: World) -> None:
    person = someone(world)
    effects.stop_address("sms", PHONE, "stopped", world.now)
    person.change([Customer.stopped.set({})])
    assert any("silenced" in sentence for sentence in audit().broken)


def test_rows_for_a_persons_eyes_break_nothing(world: World) -> None:
    world.sale(someone(world))
    world.run(timedelta(hours=1))
    touch = world.touches()["a1/care-tips/1"]
    touch.change([Touchpoint.doubled.set(True), Touchpoint.failed.set("KeyError")])
    found = audit()
    assert found.broken == []
    assert len(found.look_at) == 2


def test_no_sentence_names_a_person_or_a_number(world: World) -> None:
    person = someone(world)
    effects.stop_address("sms", PHONE, "stopped", world.now)
    person.change([Customer.stopped.set({}), Customer.consents.set({})])
    said = " ".join(audit().broken)
    assert said
    assert PHONE not in said
    assert person.name not in said


def test_a_complaint_that_was_changed_or_forgotten_is_found(world: World) -> None:
    one = filing.open(NewComplaint(world.customer().id, "起拱", "repair"), world.now)
    world.run(timedelta(minutes=5))
    assert audit().broken == []
    row = Complaint.find(*Complaint.at(one.id))
    row.change([Complaint.owner.set(""), *leave_due()])
    first = Event.find(*Event.at(row.pk, 1))
    first.change([Event.who.set("somebody else")])
    assert len(audit().broken) == 3
