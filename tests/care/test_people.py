"""What people do to a touchpoint by hand: asked like everybody else, written down, never twice."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.care import search, switches
from chalicelib.care.customers import correcting
from chalicelib.care.hands import note_providers
from chalicelib.care.touchpoints import confirming, outlook, people
from chalicelib.errors import BadInput, Conflict, NotConfigured, NotFound, Refused
from chalicelib.message import Delivery
from chalicelib.records.touchpoints import Touchpoint
from chalicelib.rules import endings
from chalicelib.sentences import instant
from chalicelib.words import speaking
from tests.journeys.world import PHONE, World

OTHER = "+85261234567"
WHY, WHO = "she asked on the phone", "阿玲"


@pytest.fixture
def survey(world: World) -> Touchpoint:
    """A satisfaction question, planned a week from now."""
    world.sale(world.customer(), installed_on=world.day(0))
    world.run(timedelta(hours=1))
    return world.touches()["a1/satisfaction/1"]


def latest(touch: Touchpoint) -> Touchpoint:
    return people.get(touch.key)


def test_sent_now_goes_at_once_and_says_who_and_why(world: World, survey: Touchpoint) -> None:
    people.send_now(survey.key, WHY, WHO, world.now, world.hands)
    assert world.provider.counts[survey.key] == 1
    assert latest(survey).state == "sent"
    assert latest(survey).history[0][1:] == [WHO, "sent now", WHY]


def test_what_was_done_is_told_in_the_reader_s_language(world: World, survey: Touchpoint) -> None:
    later = world.now + timedelta(hours=1)
    people.postpone(survey.key, later, WHY, WHO, world.now)
    what = latest(survey).history[0][2]
    assert what == f"moved to {instant(later)}"
    assert speaking.said("zh-Hans", what, "Asia/Hong_Kong").startswith("改到2026年")


def test_sent_now_never_goes_again_when_it_falls_due(world: World, survey: Touchpoint) -> None:
    people.send_now(survey.key, WHY, WHO, world.now, world.hands)
    world.run(timedelta(days=30))
    assert world.provider.counts[survey.key] == 1


def test_by_hand_it_goes_the_way_that_the_running_system_uses(world: World, survey: Touchpoint) -> None:
    """Else a terminal without the shop's settings would call it sent, and nobody would ever get it."""
    running = replace(world.hands, settings=world.hands.settings._replace(sms_channel="twilio"))
    assert not note_providers(running, world.now)
    with pytest.raises(NotConfigured, match="SMS_CHANNEL=twilio"):
        people.send_now(survey.key, WHY, WHO, world.now, world.hands)
    assert latest(survey).state == "planned"
    assert note_providers(world.hands, world.now) == [
        f"From now on sms goes by {world.hands.settings.sms_channel}; until now it went by twilio."
    ]
    people.send_now(survey.key, WHY, WHO, world.now, world.hands)
    assert latest(survey).state == "sent"


def test_a_shut_gate_is_not_opened_by_hand(world: World, survey: Touchpoint) -> None:
    switches.pause("*", WHO, world.now)
    with pytest.raises(Conflict, match="sending is paused"):
        people.send_now(survey.key, WHY, WHO, world.now, world.hands)
    assert not world.provider.counts[survey.key]
    assert not latest(survey).history


def test_outside_the_hours_even_a_person_waits(world: World, survey: Touchpoint) -> None:
    night = world.now.replace(hour=16)  # midnight in Hong Kong
    with pytest.raises(Conflict, match="outside the hours"):
        people.send_now(survey.key, WHY, WHO, night, world.hands)


@pytest.mark.parametrize("deed", ["send_now", "skip", "resend"])
def test_a_message_on_its_way_cannot_be_called_back(world: World, survey: Touchpoint, deed: str) -> None:
    survey.change([Touchpoint.state.set("sending")])
    given = [survey.key, *([OTHER] if deed == "resend" else []), WHY, WHO, world.now, world.hands]
    with pytest.raises(Conflict, match="being sent at this moment"):
        getattr(people, deed)(*given)


def test_nothing_is_done_without_a_reason(world: World, survey: Touchpoint) -> None:
    with pytest.raises(BadInput, match="Say why"):
        people.skip(survey.key, "  ", WHO, world.now, world.hands)
    assert latest(survey).state == "planned"


def test_postponed_goes_then_and_planning_leaves_it_there(world: World, survey: Touchpoint) -> None:
    until = survey.due_at + timedelta(days=3)
    people.postpone(survey.key, until, WHY, WHO, world.now)
    world.run(until - timedelta(hours=1))
    assert not world.provider.counts[survey.key]
    world.run(until + timedelta(hours=1))
    assert world.provider.counts[survey.key] == 1


def test_not_past_its_use_without_saying_so(world: World, survey: Touchpoint) -> None:
    until = survey.expires_at + timedelta(days=1)
    with pytest.raises(BadInput, match="never go"):
        people.postpone(survey.key, until, WHY, WHO, world.now)
    people.postpone(survey.key, until, WHY, WHO, world.now, extend=True)
    assert latest(survey).expires_at > until
    world.run(until + timedelta(hours=2))
    assert world.provider.counts[survey.key] == 1


def test_a_past_moment_is_refused(world: World, survey: Touchpoint) -> None:
    with pytest.raises(BadInput, match="past"):
        people.postpone(survey.key, world.now, WHY, WHO, world.now)


def test_skipped_by_hand_never_goes(world: World, survey: Touchpoint) -> None:
    people.skip(survey.key, WHY, WHO, world.now, world.hands)
    world.run(timedelta(days=40))
    assert (latest(survey).state, latest(survey).reason) == ("cancelled", "by_hand")
    assert not world.provider.counts[survey.key]


def test_this_years_call_skipped_leaves_next_years(world: World, survey: Touchpoint) -> None:
    call = world.touches()["a1/birthday-call/1"]
    people.skip(call.key, WHY, WHO, world.now, world.hands)
    assert world.touches()["a1/birthday-call/2"].state == "planned"


def test_what_is_over_cannot_be_skipped(world: World, survey: Touchpoint) -> None:
    people.skip(survey.key, WHY, WHO, world.now, world.hands)
    with pytest.raises(Conflict, match="cancelled"):
        people.skip(survey.key, WHY, WHO, world.now, world.hands)


def test_an_unknown_id_is_named(world: World) -> None:
    with pytest.raises(NotFound, match="cnobody"):
        people.get("cnobody.tnothing")


def test_resent_goes_to_the_corrected_number(world: World, survey: Touchpoint) -> None:
    people.send_now(survey.key, WHY, WHO, world.now, world.hands)
    correcting.correct_address(survey.owner, PHONE, OTHER, world.now)
    people.resend(survey.key, OTHER, WHY, WHO, world.now, world.hands)
    assert [sent.to for _, sent, _ in world.provider.accepted if sent.key == survey.key] == [PHONE, OTHER]
    assert latest(survey).attempts["1"]["address"] == PHONE
    assert latest(survey).attempt == 2


def test_resent_only_by_a_channel_of_the_step(world: World, survey: Touchpoint) -> None:
    call = world.touches()["a1/birthday-call/1"]
    with pytest.raises(BadInput, match="a person does it"):
        people.resendable(call.key, OTHER, world.now)


def test_nothing_stale_is_resent(world: World, survey: Touchpoint) -> None:
    world.run(survey.due_at + timedelta(hours=3))
    with pytest.raises(Conflict, match="too late"):
        people.resendable(survey.key, OTHER, survey.expires_at + timedelta(hours=1))


def test_a_repaired_number_revives_what_is_still_of_use(world: World) -> None:
    customer = world.customer(emails=())
    world.provider.trouble = [(Refused("no such number", "21211", "bad_address"), False)]
    world.sale(customer, installed_on=world.day(0))
    world.run(timedelta(hours=1))
    tips = world.touches()["a1/care-tips/1"]
    assert tips.state == "skipped"
    correcting.correct_address(customer.id, PHONE, OTHER, world.now)
    revived = people.revive(customer.id, PHONE, "typing error", WHO, world.now)
    assert {touch.step for touch in revived} == {"care-tips", "supervision-checklist"}
    world.run(timedelta(days=1))
    assert [sent.to for _, sent, _ in world.provider.accepted] == [OTHER, OTHER]


def test_a_message_that_came_back_is_listed_and_goes_once_its_address_is_put_right(world: World) -> None:
    """The provider took it and said only later that there is no such address; no other way is known."""
    customer = world.customer(emails=())
    world.sale(customer)
    world.run(timedelta(hours=1))
    (_, message, _) = world.provider.accepted[0]
    word = Delivery("p1", "undelivered", message.key, message.attempt, "30005", "bad_address", message.to)
    confirming.arrived(word, world.now, world.hands)
    world.run(timedelta(hours=1))
    tips = world.touches()["a1/care-tips/1"]
    assert (tips.state, tips.reason) == ("skipped", "bad_address_30005")
    assert endings.kind_of("refused", tips.reason) == endings.UNREACHED
    correcting.correct_address(customer.id, PHONE, OTHER, world.now)
    revived = people.revive(customer.id, PHONE, "typing error", WHO, world.now)
    assert [touch.step for touch in revived] == ["care-tips"]
    world.run(timedelta(days=1))
    assert [sent.to for _, sent, _ in world.provider.accepted] == [PHONE, OTHER]


@pytest.mark.parametrize(
    ("outcome", "reason", "kind"),
    [
        ("refused", "failed_30003", "failed"),  # no other way was known
        ("failed", "undelivered_30003", "failed"),
        ("refused", "content_30007", "failed"),
        ("refused", "bad_address_30005", "unreachable"),
        ("refused", "uncertain", "uncertain"),
        ("refused", "stopped", ""),
        ("refused", "expired", ""),
        ("sent", "", ""),
    ],
)
def test_what_did_not_arrive_needs_attention_also_where_no_other_way_was_known(
    outcome: str, reason: str, kind: str
) -> None:
    assert endings.kind_of(outcome, reason) == kind


def test_what_is_stale_stays_dead_when_its_number_is_repaired(world: World) -> None:
    customer = world.customer(emails=())
    world.provider.trouble = [(Refused("no such number", "21211", "bad_address"), False)]
    world.sale(customer)
    world.run(timedelta(hours=1))
    correcting.correct_address(customer.id, PHONE, OTHER, world.now)
    assert people.revive(customer.id, PHONE, WHY, WHO, world.now + timedelta(days=60)) == []


def test_a_corrected_number_no_longer_belongs_to_them(world: World) -> None:
    customer = world.customer()
    correcting.correct_address(customer.id, PHONE, OTHER, world.now)
    assert search.find(PHONE) == []
    assert [one.id for one in search.find(OTHER)] == [customer.id]


def test_the_outlook_tells_when_it_goes_and_by_what(world: World, survey: Touchpoint) -> None:
    one = outlook.of(survey, world.now, world.hands)
    assert (one.what, one.at, one.channel, one.reason) == ("send", survey.due_at, "sms", "not_due")


def test_the_outlook_tells_why_not_and_changes_nothing(world: World, survey: Touchpoint) -> None:
    switches.pause("*", WHO, world.now)
    before = Touchpoint.find(survey.pk, survey.sk).serialize()
    one = outlook.of(survey, survey.due_at, world.hands)
    assert (one.what, one.reason) == ("wait", "paused")
    assert "aftercare resume" in one.words
    assert Touchpoint.find(survey.pk, survey.sk).serialize() == before


def test_coming_lists_everybodys_in_order(world: World, survey: Touchpoint) -> None:
    found = list(outlook.coming(world.now + timedelta(days=60)))
    assert survey.key in [touch.key for touch in found]
    assert [touch.due_key for touch in found] == sorted(touch.due_key for touch in found)


def test_the_outlook_says_where_a_person_steps_in(world: World) -> None:
    """No links and no replies by SMS there, and no e-mail address: the rep asks."""
    mainland = world.customer(name="陈静", phones=("+8613800138000",), emails=(), country="CN")
    world.sale(mainland, installed_on=world.day(0))
    world.run(timedelta(hours=1))
    survey = world.touches()["a1/satisfaction/1"]
    one = outlook.of(survey, world.now, world.hands)
    assert (one.what, one.reason) == ("person", "no_links")
    world.run(survey.due_at + timedelta(hours=1))
    assert latest(survey).reason == "by_person"
