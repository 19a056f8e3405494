"""What whoever writes or approves a campaign is told before it goes, and what is not theirs to read."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from chalicelib import rehearsal
from chalicelib.care import looks, staff
from chalicelib.care.campaigns import counting, keeping, watching
from chalicelib.care.complaints import filing
from chalicelib.care.complaints.filing import NewComplaint
from chalicelib.care.hands import ready
from chalicelib.records.campaigns import occurrences
from chalicelib.records.customers import Customer
from tests.http.console.colleagues import Colleague
from tests.http.console.test_campaigns import written
from tests.http.story import Story

SignedIn = Callable[..., Colleague]


@pytest.fixture
def owners(story: Story) -> list[Customer]:
    """Three with an oak floor in Guangzhou, laid in spring."""
    found = [
        story.buys(
            f"客户{number}", phone=f"+861380000000{number}", order=f"A-{number}", product="实木地板",
            installed_on=story.now.date(),
        )
        for number in range(3)
    ]  # fmt: skip
    story.play(days=1)
    return found


@pytest.fixture
def mei(owners: list[Customer], signed_in: SignedIn) -> Colleague:
    return signed_in("marketing", language="en")


def checked(story: Story, mei: Colleague, **more: str) -> None:
    assert mei.post("/campaigns/new", written(**more)).status == 303
    mei.post("/campaigns/spring-word/check")
    story.play(minutes=3)


def test_who_has_a_complaint_is_counted_and_never_named(
    story: Story, owners: list[Customer], mei: Colleague
) -> None:
    filing.open(NewComplaint(owners[0].id, "起拱", "repair", recorder="李婷"), story.now)
    asked = {"audience.complaint": "yes"}
    looked = mei.post("/campaigns/new", written(do="look", **asked)).text
    assert '<b class="figure">1</b>' in looked
    assert "客户0" not in looked
    checked(story, mei, **asked)
    people = mei.get("/campaigns/spring-word/people").text
    assert '<b class="figure">1</b>' in people
    assert "客户0" not in people
    assert "Who has a complaint is not named here" in people
    assert not counting.found(keeping.get("spring-word")).who


def test_nor_is_who_waits_for_a_complaint_to_be_settled(
    story: Story, owners: list[Customer], mei: Colleague
) -> None:
    filing.open(NewComplaint(owners[0].id, "起拱", "repair", recorder="李婷"), story.now)
    checked(story, mei, cheerful="on")
    people = mei.get("/campaigns/spring-word/people").text
    assert "waits:" in people
    assert "客户0" not in people
    assert "客户1" in people


def test_a_day_that_is_over_is_refused_when_it_is_kept_and_when_it_is_scheduled(
    story: Story, mei: Colleague, signed_in: SignedIn
) -> None:
    boss = signed_in("manager", language="en")
    yesterday, today = (story.now + timedelta(days=n) for n in (-1, 0))
    refused = mei.post("/campaigns/new", once(yesterday))
    assert (refused.status, "Choose a later day" in refused.text) == (400, True)
    assert not keeping.every()
    checked(story, mei, **once(today))
    approve(boss)
    story.play(days=1)
    late = boss.post("/campaigns/spring-word/schedule")
    assert (late.status, "Choose a later day" in late.text) == (400, True)
    assert not keeping.get("spring-word").scheduled


def test_of_one_that_goes_on_a_word_may_be_mended_after_its_day(
    story: Story, mei: Colleague, signed_in: SignedIn
) -> None:
    boss = signed_in("manager", language="en")
    day = story.now + timedelta(days=1)
    checked(story, mei, **once(day))
    approve(boss)
    boss.post("/campaigns/spring-word/schedule")
    story.play(days=2)
    mended = {**once(day), "words.en.sms": "Spring is damp: please keep your windows shut."}
    assert mei.post("/campaigns/spring-word/edit", mended).status == 303


def once(day: datetime) -> dict[str, str]:
    return written(**{"when.kind": "once", "when.once": day.date().isoformat()})


def approve(boss: Colleague) -> None:
    seen = keeping.get("spring-word").version
    assert boss.post("/campaigns/spring-word/approve", {"seen": seen}).status == 303


def test_the_number_is_those_who_get_it_beside_those_who_do_not(
    story: Story, mei: Colleague, signed_in: SignedIn
) -> None:
    story.buys("无号", email="wu@example.com", order="A-9", product="实木地板", installed_on=story.now.date())
    story.play(days=1)
    looked = mei.post("/campaigns/new", written(do="look")).text
    checked(story, mei)
    for page in (looked, *(mei.get(f"/campaigns/spring-word{part}").text for part in ("", "/people"))):
        assert '<b class="figure">3</b> will get it as things stand · <b>1</b> will not' in page
        assert "Meant: 4 of 4 customers" in page
    assert "reaches nobody" not in mei.get("/campaigns/spring-word").text


def test_whoever_only_waits_for_the_hours_is_reached(story: Story, mei: Colleague) -> None:
    """A check in the evening must not call for a wider audience."""
    story.play(hours=14)
    checked(story, mei, **{"window.from": "09:00", "window.to": "20:00"})
    assert set(counting.found(keeping.get("spring-word")).would) == {"wait window"}
    page = mei.get("/campaigns/spring-word").text
    assert '<b class="figure">3</b> will get it as things stand</p>' in page
    assert "in the next hours that are allowed" in page
    assert "reaches nobody" not in page


def test_whoever_would_reach_nobody_is_told_before_it_is_approved(
    story: Story, mei: Colleague, signed_in: SignedIn
) -> None:
    nobody = {"audience.tags": "VIP"}
    assert "reaches nobody" in mei.post("/campaigns/new", written(do="look", **nobody)).text
    checked(story, mei, **nobody)
    assert "reaches nobody" in signed_in("manager", language="en").get("/campaigns/spring-word").text


def test_who_approves_a_change_of_what_is_scheduled_reads_that_it_goes_on(
    story: Story, mei: Colleague, signed_in: SignedIn
) -> None:
    boss = signed_in("manager", language="en")
    checked(story, mei)
    assert "let it go on" not in boss.get("/campaigns/spring-word").text
    approve(boss)
    boss.post("/campaigns/spring-word/schedule")
    mei.post("/campaigns/spring-word/edit", written(**{"expires.n": "5"}))
    mei.post("/campaigns/spring-word/check")
    story.play(minutes=3)
    page = boss.get("/campaigns/spring-word").text
    assert "Approve and let it go on" in page
    assert "what waits goes on at once" in page


def test_previews_fit_their_words(story: Story, mei: Colleague) -> None:
    mei.post("/campaigns/consumer-day/take-up")
    invited = mei.get("/campaigns/consumer-day/words").text
    assert "2 to 4 pm, upstairs in our shop" in invited
    assert "dew point" not in invited
    assert "14 March" in invited or "15 March" in invited
    assert "for each message in Hong Kong" in invited, "where an SMS may bear its link"
    mei.post("/campaigns/damp-floor/take-up")
    damp = mei.get("/campaigns/damp-floor/words").text
    assert "comes to Guangzhou" in damp
    assert "Qinhuangdao" not in damp
    assert "in Guangzhou: floors may sweat" in damp


def test_an_example_bears_a_link_where_its_message_would(story: Story, signed_in: SignedIn) -> None:
    for number, (phone, country) in enumerate((("+85261230001", "HK"), ("+8613800000009", "CN"))):
        story.buys(
            f"Guest {number}",
            phone=phone,
            email=f"g{number}@example.com",
            order=f"G-{number}",
            country=country,
        )
    story.play(days=1)
    mei = signed_in("marketing", language="en")
    mei.post("/campaigns/new", {**written(), "touch": "gathering", "channels.email": "on", **invitation()})
    mei.post("/campaigns/spring-word/check")
    story.play(minutes=3)
    found = list(rehearsal.examples(keeping.get("spring-word"), story.now, ready()))
    texts = [(one["customer"], text["channel"], text["text"]) for one in found for text in one["texts"]]
    assert {channel for _, channel, _ in texts} == {"sms", "email"}
    assert all("/l/abcdefghijkl" in text for *_, text in texts)


def invitation() -> dict[str, str]:
    said = {
        "sms": "Come for tea: {{ link }}",
        "subject": "Tea",
        "email": "[Come]({{ link }})",
        "task": "Invite.",
    }
    tongues = ("zh-Hans", "zh-Hant", "en")
    return {f"words.{one}.{part}": text for one in tongues for part, text in said.items()} | {
        "audience.category.flooring": ""
    }


def test_what_goes_on_says_when_the_first_goes_and_up_to_when_it_was_counted(
    story: Story, mei: Colleague, signed_in: SignedIn
) -> None:
    tomorrow = once(story.now + timedelta(days=1))
    checked(story, mei, **tomorrow, **{"window.from": "15:00", "window.to": "18:00"})
    scheduled_by(signed_in("manager", language="en"))
    story.play(hours=24)
    page = mei.get("/campaigns/spring-word").text
    assert "The first go from 4 Mar 2026, 15:00 on" in page
    assert "Counted up to 4 Mar 2026, 09:" in page
    story.play(hours=8)
    page = mei.get("/campaigns/spring-word").text
    assert "<dt>Reached</dt><dd>3</dd>" in page
    assert "The first go" not in page
    (came,) = (one for one in occurrences("spring-word") if one.read_at)
    assert story.now - came.read_at <= watching.BETWEEN + watching.NOTED_AFTER, "nobody is left to go to"


def test_where_nobody_lives_it_is_not_said_to_be_beginning_for_ever(
    story: Story, mei: Colleague, signed_in: SignedIn
) -> None:
    boss = signed_in("manager", language="en")
    checked(story, mei)
    scheduled_by(boss)
    boss.post("/campaigns/spring-word/fire", {"area": "beijing", "on": story.now.date().isoformat()})
    story.play(minutes=10)
    page = mei.get("/campaigns/spring-word").text
    assert "It is for nobody there" in page
    assert "just beginning" not in page


def scheduled_by(boss: Colleague) -> None:
    approve(boss)
    assert boss.post("/campaigns/spring-word/schedule").status == 303


def test_a_budget_below_what_it_would_cost_is_told_by_the_check(story: Story, mei: Colleague) -> None:
    dear = {"budget.amount": "0.01", "budget.currency": "USD"}
    checked(story, mei, **dear)
    assert "Spring word may cost US$0.01 and would cost about" in mei.get("/campaigns/spring-word").text
    wrong = mei.post("/campaigns/new", written("other", **{**dear, "budget.currency": "CNY"}))
    assert (wrong.status, "Its budget is in CNY" in wrong.text) == (400, True)


def test_the_history_says_what_was_changed_checked_and_approved(
    story: Story, mei: Colleague, signed_in: SignedIn
) -> None:
    boss = signed_in("manager", language="en")
    checked(story, mei)
    version = keeping.get("spring-word").version
    mei.post("/campaigns/spring-word/edit", written(**{"expires.n": "5", "words.en.sms": "Keep dry."}))
    mei.post("/campaigns/spring-word/check")
    story.play(minutes=3)
    approve(boss)
    page = boss.get("/campaigns/spring-word").text
    assert "小美: changed · Of use for, Words (English)" in page
    assert "小美: counted" in page
    assert "何经理: approved · as written on 3 Mar 2026, 09:33" in page
    assert version not in page.split('id="deeds"')[1]
    other = signed_in("admin", language="en")
    again = other.post("/campaigns/spring-word/approve", {"seen": keeping.get("spring-word").version})
    assert (again.status, "何经理 approved this version of Spring word already" in again.text) == (409, True)


def test_what_was_counted_is_not_said_to_be_counted_still(story: Story, mei: Colleague) -> None:
    checked(story, mei)
    assert "being counted" not in mei.get("/campaigns/spring-word?done=counting").text


def test_after_the_end_nobody_waits_and_nothing_is_called_for(
    story: Story, mei: Colleague, signed_in: SignedIn
) -> None:
    tomorrow = once(story.now + timedelta(days=1))
    checked(story, mei, **tomorrow, **{"window.from": "15:00", "window.to": "18:00"})
    scheduled_by(signed_in("manager", language="en"))
    story.play(hours=24)
    assert "when it is called for" not in mei.get("/campaigns").text
    mei.post("/campaigns/spring-word/pause")
    assert "It is held: by hand" in mei.get("/campaigns/spring-word").text
    mei.post("/campaigns/spring-word/cancel")
    page = mei.get("/campaigns/spring-word").text
    assert "<dt>Waiting</dt><dd>0</dd>" in page
    assert "<b>3</b> <span>not:" in page
    refused = mei.get("/campaigns/spring-word/edit")
    assert (refused.status, "Spring word was cancelled" in refused.text) == (409, True)


def test_who_got_one_today_is_put_off_in_the_check(
    story: Story, owners: list[Customer], mei: Colleague
) -> None:
    at = story.now.isoformat()
    owners[0].change([Customer.recent.set([[at, "care", True, "another.t1"]])])
    checked(story, mei, cheerful="on", **{"window.from": "09:00", "window.to": "20:00"})
    assert "<b>1</b> put off" in mei.get("/campaigns/spring-word").text


def test_a_guest_list_takes_whole_numbers_and_keeps_its_notes(
    story: Story, mei: Colleague, signed_in: SignedIn
) -> None:
    tomorrow = once(story.now + timedelta(days=1))
    checked(story, mei, **{**tomorrow, **invitation(), "touch": "gathering", "channels.email": "on"})
    scheduled_by(signed_in("manager", language="en"))
    place = "/campaigns/spring-word/guests"
    page = mei.get(place).text
    assert 'name="people" type="text" value="1" maxlength="4"' in page
    assert "At most 9 with one invitation." in page
    coming = occurrences("spring-word")[0].id
    guest = {"coming": coming, "who": "A-1"}
    assert mei.post(place, {**guest, "people": "12"}).status == 400
    assert mei.post(place, {**guest, "people": "2", "note": "no nuts"}).status == 303
    assert mei.post(place, {**guest, "people": "3"}).status == 303
    page = mei.get(f"{place}?coming={coming}").text
    assert "no nuts" in page
    assert ">3</td>" in page


@pytest.fixture
def gathering(story: Story, mei: Colleague, signed_in: SignedIn) -> tuple[str, str]:
    """Where its guests are listed, and its day."""
    tomorrow = once(story.now + timedelta(days=1))
    checked(story, mei, **{**tomorrow, **invitation(), "touch": "gathering", "channels.email": "on"})
    scheduled_by(signed_in("manager", language="en"))
    return "/campaigns/spring-word/guests", occurrences("spring-word")[0].id


@pytest.mark.parametrize(("role", "name", "store"), [("marketing", "Mei", ""), ("manager", "何经理", "番禺")])
def test_whoever_may_not_see_a_customer_learns_nothing_of_them_by_a_guest_list(
    role: str, name: str, store: str, gathering: tuple[str, str], owners: list[Customer], signed_in: SignedIn
) -> None:
    """The four digits by which a telephone ends can all be gone through, and so can names."""
    (place, coming), guest, phone = gathering, owners[0], owners[0].phones[0]
    who = signed_in(role, name, store, language="en")
    told = []
    for typed in (
        phone[-4:],
        f"尾号{phone[-4:]}",
        f"138****{phone[-4:]}",
        guest.name,
        guest.name[:2],
        "0987",
    ):
        answer = who.post(place, {"coming": coming, "who": typed, "people": "1"})
        assert guest.name not in answer.text.replace(f'value="{typed}"', ""), typed
        told.append((answer.status, re.search(r'role="alert">([^<]*)<', answer.text)[1]))
    assert set(told) == {(400, "Nobody, or more than one, is known by that. Try the order number.")}
    assert "Nobody answered yet." in who.get(f"{place}?coming={coming}").text


def test_a_guest_is_noted_by_whole_number_and_their_telephone_shown_to_whoever_sees_them(
    gathering: tuple[str, str], owners: list[Customer], mei: Colleague, signed_in: SignedIn
) -> None:
    (place, coming), guest, phone = gathering, owners[0], owners[0].phones[0]
    form = {"coming": coming, "who": phone, "people": "2"}
    stranger = signed_in("manager", "何经理", "番禺", language="en")
    assert stranger.post(place, form).status == 400
    assert mei.post(place, form).status == 303
    for who, sees in ((mei, False), (stranger, False), (signed_in("admin", language="en"), True)):
        page = who.get(f"{place}?coming={coming}").text
        assert (guest.name in page, phone in page) == (True, sees), who.staff.role
    (look,) = looks.at([guest.id], 9)[0]
    assert (look.page, staff.by_id(look.staff_id).role) == (place, "admin")


def test_all_that_is_wrong_with_the_form_is_told_at_once_where_it_stands(
    story: Story, mei: Colleague
) -> None:
    page = mei.post("/campaigns/new", written("Autumn!", **{"expires.n": "two", "budget.amount": "ten"}))
    assert page.status == 400
    assert "3 things are not in order yet" in page.text
    assert 'id="campaign-fault">The campaign: Short name is' in page.text
    assert 'id="budget.amount-fault">' in page.text
    assert '<p class="fault">The campaign: Of use for is' in page.text


def test_places_are_ticked_by_their_names(story: Story, mei: Colleague) -> None:
    page = mei.get("/campaigns/new").text
    assert 'name="audience.region.guangzhou"> Guangzhou</label>' in page
    assert 'name="audience.region.guangdong"> all of Guangdong</label>' in page
    mei.post(
        "/campaigns/new", written(**{"audience.region.guangdong": "on", "audience.region.beijing": "on"})
    )
    assert keeping.meant(keeping.get("spring-word")).audience.region == ("guangdong", "beijing")
    again = mei.get("/campaigns/spring-word/edit").text
    assert 'name="audience.region.guangdong" checked' in again


def test_on_a_telephone_the_preview_is_one_link_away_and_parts_are_folded(mei: Colleague) -> None:
    page = mei.get("/campaigns/new").text
    assert '<a href="#preview">' in page
    assert all(f'id="{part}" data-fold' in page for part in ("when", "whom", "way", "words"))
    assert "Each text is needed in all languages of this shop: English" in page


def test_refusals_call_a_campaign_by_its_name(story: Story, mei: Colleague, signed_in: SignedIn) -> None:
    boss = signed_in("manager", language="en")
    checked(story, mei, **once(story.now + timedelta(days=9)))
    scheduled_by(boss)
    said = {"area": "guangzhou", "on": story.now.date().isoformat()}
    assert "Spring word comes by the calendar" in boss.post("/campaigns/spring-word/fire", said).text
