"""Campaigns in the console: written, checked, approved by somebody else, scheduled, looked at."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from chalicelib import plans
from chalicelib.care import looks, staff
from chalicelib.care.campaigns import keeping, sketching
from chalicelib.http.console import drafts
from chalicelib.records.sales import Sale
from tests.http.console.colleagues import Colleague
from tests.http.story import Story

SignedIn = Callable[..., Colleague]


@pytest.fixture
def owners(story: Story) -> None:
    """Three with an oak floor in Guangzhou, laid in spring."""
    for number in range(3):
        story.buys(
            f"客户{number}", phone=f"+861380000000{number}", order=f"A-{number}", product="实木地板",
            installed_on=story.now.date(),
        )  # fmt: skip
    story.play(days=1)


def written(name: str = "spring-word", **more: str) -> dict[str, str]:
    """The form as somebody fills it in."""
    words = {
        f"words.{language}.sms": text
        for language, text in (
            ("zh-Hans", "{{ customer_name }}，春天潮，早晚请关窗。"),
            ("zh-Hant", "{{ customer_name }}，春天潮，早晚請關窗。"),
            ("en", "{{ customer_name }}, spring is damp: keep your windows shut."),
        )
    }
    about = {f"about.{language}": "Spring word" for language in ("zh-Hans", "zh-Hant", "en")}
    return {
        "campaign": name, "purpose": "care", "touch": "message", "importance": "normal", "when.kind": "hand",
        "channels.sms": "on", "channels.first": "sms", "expires.n": "3", "expires.unit": "days",
        "audience.category.flooring": "on", "do": "save", **about, **words, **more,
    }  # fmt: skip


@pytest.mark.parametrize("name", sorted(plans.presets()))
def test_a_file_goes_through_the_form_and_says_the_same(name: str) -> None:
    said = plans.presets()[name]
    again = drafts.said_of(drafts.form_of(said))
    assert _stripped(again) == _stripped(said)


def _stripped(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _stripped(one) for name, one in value.items()}
    return value.strip("\n") if isinstance(value, str) else value


@pytest.mark.usefixtures("owners")
def test_from_an_empty_form_to_what_became_of_it(story: Story, signed_in: SignedIn) -> None:
    mei, boss = signed_in("marketing", language="en"), signed_in("manager", language="en")
    assert "No campaign yet" in mei.get("/campaigns").text
    made = mei.post("/campaigns/new", written())
    assert made.header("Location") == "/campaigns/spring-word?done=saved"
    assert mei.post("/campaigns/spring-word/check").status == 303
    page = mei.get("/campaigns/spring-word").text
    assert "It is being counted" in page, "by the clock: nobody waits for all gates of all customers"
    assert "of 3 customers" not in page
    story.play(minutes=3)
    page = mei.get("/campaigns/spring-word").text
    assert "of 3 customers" in page
    assert "somebody else has to approve it" in page
    refused = mei.post("/campaigns/spring-word/approve", {"seen": keeping.get("spring-word").version})
    assert refused.status == 409
    assert "somebody else has to approve it" in refused.text
    seen = {"seen": keeping.get("spring-word").version, "why": "read it"}
    assert boss.post("/campaigns/spring-word/approve", seen).status == 303
    assert boss.post("/campaigns/spring-word/schedule").status == 303
    said = {"area": "guangzhou", "on": story.now.date().isoformat(), "said": ""}
    nowhere = boss.post("/campaigns/spring-word/fire", {**said, "area": ""})
    assert (nowhere.status, "Choose where it comes to" in nowhere.text) == (400, True)
    assert boss.post("/campaigns/spring-word/fire", said).status == 303
    declared = boss.get("/campaigns/spring-word").text
    assert "Declared by 何经理." in declared
    assert "Its messages go out from" in declared
    assert "It has not come yet" not in declared
    story.play(minutes=3)
    assert "Declared by" not in boss.get("/campaigns/spring-word").text, "it has begun"


@pytest.mark.usefixtures("owners")
def test_a_campaign_for_readers_of_one_language_needs_no_other_and_sends_none(
    story: Story, signed_in: SignedIn
) -> None:
    """Whoever reads another language by the time it goes gets nothing, with the reason."""
    mei, boss = signed_in("marketing", language="en"), signed_in("manager", language="en")
    of_one = {"audience.language.zh-Hans": "on", "words.en.sms": "", "words.zh-Hant.sms": ""}
    assert mei.post("/campaigns/new", written(**{**of_one, "audience.language.zh-Hans": ""})).status == 400
    assert mei.post("/campaigns/new", written(**of_one)).status == 303
    tried = mei.post("/campaigns/spring-word/try", {"address": "+8613800138000", "language": "en"})
    assert (tried.status, "says nothing in this language" in tried.text) == (400, True)
    mei.post("/campaigns/spring-word/check")
    story.play(minutes=3)
    for part in ("", "/words", "/people", "/edit"):
        assert mei.get(f"/campaigns/spring-word{part}").status == 200, part
    boss.post("/campaigns/spring-word/approve", {"seen": keeping.get("spring-word").version})
    assert "press Schedule below" in boss.get("/campaigns/spring-word?done=approved").text
    campaign = keeping.meant(keeping.get("spring-word"))
    asked = [campaign.unspoken(campaign.step(), one) for one in ("zh-Hans", "zh-Hant", "en")]
    assert asked == ["", "campaign_unspoken", "campaign_unspoken"]


@pytest.mark.usefixtures("owners")
@pytest.mark.parametrize(("area", "shown"), [("guangdong", "· Guangdong"), ("CN", "· China")])
def test_it_comes_to_a_whole_province_or_country(
    story: Story, signed_in: SignedIn, area: str, shown: str
) -> None:
    mei, boss = signed_in("marketing", language="en"), signed_in("manager", language="en")
    mei.post("/campaigns/new", written())
    mei.post("/campaigns/spring-word/check")
    story.play(minutes=3)
    boss.post("/campaigns/spring-word/approve", {"seen": keeping.get("spring-word").version})
    boss.post("/campaigns/spring-word/schedule")
    assert f'<option value="{area}">' in boss.get("/campaigns/spring-word").text
    said = {"area": area, "on": story.now.date().isoformat(), "said": ""}
    assert boss.post("/campaigns/spring-word/fire", said).status == 303
    assert shown in boss.get("/campaigns/spring-word").text


def test_days_are_written_as_people_write_them(story: Story, signed_in: SignedIn) -> None:
    mei = signed_in("marketing", language="en")
    mei.post("/campaigns/new", written(**{"when.kind": "once", "when.once": "2026-12-05"}))
    listed = mei.get("/campaigns").text
    assert "once on 5 Dec 2026" in listed
    assert '<td data-label="Next">5 Dec 2026</td>' in listed, "of a draft, too"
    mei.post("/campaigns/new", written("each-year", **{"when.kind": "day", "when.day": "03-15"}))
    assert "each year on 15 March" in mei.get("/campaigns").text
    page = mei.get("/campaigns/spring-word").text
    assert "2026-12-05" not in page
    assert page.count("5 Dec 2026") == 1


def test_what_it_costs_is_told_by_the_names_of_countries(signed_in: SignedIn) -> None:
    mei = signed_in("marketing", language="en")
    mei.post("/campaigns/new", written())
    page = mei.get("/campaigns/spring-word/words").text
    assert "for each message in China" in page
    assert re.search(r"Singapore \d", page)
    assert not re.search(r"\b(CN|SG|HK) \d", page)


def test_what_is_wrong_is_told_and_what_was_typed_stays(story: Story, signed_in: SignedIn) -> None:
    mei = signed_in("marketing", language="en")
    wrong = {
        "words.en.sms": "Hello {{ customer.name }}, see https://example.com",
        "audience.tags": "VIP, 老客户",
    }
    refused = mei.post("/campaigns/new", written(**wrong))
    assert refused.status == 400
    assert "something is taken out of a value by a dot" in refused.text
    assert "Hello {{ customer.name }}, see https://example.com" in refused.text
    assert 'value="VIP, 老客户"' in refused.text
    assert not keeping.every()


@pytest.mark.usefixtures("owners")
def test_only_looking_keeps_nothing_and_shows_words_cost_and_people(
    story: Story, signed_in: SignedIn
) -> None:
    mei = signed_in("marketing", language="en")
    looked = mei.post("/campaigns/new", written(do="look"))
    assert looked.status == 200
    assert looked.header("Cache-Control") == "private, no-cache"  # with all that was written
    assert not keeping.every()
    for shown in ("【木安家居】", "of 3 customers", "客户0", "1 segment", "Muan Home:"):
        assert shown in looked.text
    nobody = mei.post("/campaigns/new", written(do="look", **{"audience.tags": "VIP"}))
    assert "without its tags" in nobody.text


@pytest.mark.usefixtures("owners")
def test_looking_counts_only_the_first_and_says_so(
    story: Story, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many there are: whoever writes waits for it with each pause."""
    monkeypatch.setattr(sketching, "LOOKED_AT", 2)
    looked = signed_in("marketing", language="en").post("/campaigns/new", written(do="look"))
    assert "of the first 2 customers that were looked at; checking counts all of them" in looked.text
    assert "of 3 customers" not in looked.text


@pytest.mark.usefixtures("owners")
@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{{ customer_nme }}, keep your windows shut.", "customer_nme"),
        ("Keep your windows shut {{ customer_name", "line 1"),
        ("{% for one in customers %}", "line 1"),
        ("", "SMS is missing"),
    ],
)
@pytest.mark.parametrize("do", ["save", "look"])
def test_a_broken_text_is_told_and_never_breaks_the_page(
    story: Story, signed_in: SignedIn, text: str, told: str, do: str
) -> None:
    page = signed_in("marketing", language="en").post(
        "/campaigns/new", written(do=do, **{"words.en.sms": text})
    )
    assert page.status == (400 if do == "save" else 200)
    assert told in page.text
    assert not keeping.every()


def test_whoever_is_never_reached_is_named_where_names_are_and_never_by_a_key(
    story: Story, signed_in: SignedIn
) -> None:
    story.buys(
        "无号",
        phone="",
        email="wu@example.com",
        order="A-9",
        product="实木地板",
        installed_on=story.now.date(),
    )
    story.play(days=1)
    mei = signed_in("marketing", language="en")
    mei.post("/campaigns/new", written())
    mei.post("/campaigns/spring-word/check")
    story.play(minutes=3)
    overview, people = (mei.get(f"/campaigns/spring-word{part}").text for part in ("", "/people"))
    assert "no address" in overview
    assert "(c" not in overview
    assert "无号" in people


def test_a_new_one_never_takes_the_place_of_another(story: Story, signed_in: SignedIn) -> None:
    mei = signed_in("marketing", language="en")
    mei.post("/campaigns/new", written())
    before = keeping.get("spring-word").version
    again = mei.post("/campaigns/new", written(**{"expires.n": "9"}))
    assert (again.status, "of this name already" in again.text) == (409, True)
    assert keeping.get("spring-word").version == before


@pytest.mark.parametrize("name", ["new", "calendar", "weather", "Autumn", ""])
def test_a_name_that_leads_elsewhere_or_nowhere_is_refused(
    story: Story, signed_in: SignedIn, name: str
) -> None:
    assert signed_in("marketing", language="en").post("/campaigns/new", written(name)).status == 400
    assert not keeping.every()


def test_of_two_who_change_it_at_once_the_second_looks_again(story: Story, signed_in: SignedIn) -> None:
    mei = signed_in("marketing", language="en")
    mei.post("/campaigns/new", written())
    seen = keeping.get("spring-word").version
    first = mei.post("/campaigns/spring-word/edit", written(seen=seen, **{"expires.n": "4"}))
    second = mei.post("/campaigns/spring-word/edit", written(seen=seen, **{"expires.n": "5"}))
    assert (first.status, second.status) == (303, 412)
    assert "was changed by" in second.text


def test_one_that_came_with_the_program_is_taken_up(story: Story, signed_in: SignedIn) -> None:
    mei = signed_in("marketing", language="en")
    assert "Damp floors in spring" in mei.get("/campaigns", **{"Accept-Language": "en"}).text
    assert mei.post("/campaigns/damp-floor/take-up").status == 303
    assert keeping.get("damp-floor").saved_by == mei.staff.name
    edit = mei.get("/campaigns/damp-floor/edit").text
    assert 'value="damp-floor" selected' in edit
    assert mei.get("/campaigns/damp-floor/words").status == 200
    mail = mei.get("/campaigns/damp-floor/mail/zh-Hans")
    assert "回南天" in mail.text
    assert "sandbox" in mail.header("Content-Security-Policy")


def test_a_batch_s_owners_are_looked_at_where_few_have_its_goods(story: Story, signed_in: SignedIn) -> None:
    """Among ten of all customers there is hardly one of them."""
    for number in range(sketching.LOOKED_AT * 3):
        buyer = story.buys(f"客户{number}", phone=f"+86138000001{number:02d}", order=f"A-{number}")
    last = Sale.find(*Sale.at(f"A-{number}"))
    assert last
    last.change([Sale.lines.set([{**last.lines[0], "batch": "B7"}])])
    story.play(days=1)
    mei = signed_in("marketing", language="en")
    form = written(do="look", **{"audience.batch": "B7"})
    for batch in ("B7", "b7"):
        page = mei.post("/campaigns/new", {**form, "audience.batch": batch}).text
        assert "Meant: 1 of the first owner of this batch that was looked at" in page
        assert buyer.name in page


def test_whoever_leads_one_shop_reads_no_names_of_another_s_customers(
    story: Story, signed_in: SignedIn
) -> None:
    """A campaign is for all shops; one by batch would give anybody's name for a number on a box."""
    staff.record("李婷", {"store": "沙田店"})
    staff.record("小冯", {"store": "旺角店"})
    ours = story.buys("王芳", phone="+8613800000001", order="A-1")
    theirs = story.buys("李雷", phone="+8613800000002", order="A-2", rep="小冯")
    story.play(days=1)
    boss = signed_in("manager", "何经理", "沙田店", language="en")
    page = boss.post("/campaigns/new", written(do="look")).text
    assert ours.name in page
    assert theirs.name not in page
    assert theirs.id not in page
    seen = {one for row in looks.by(boss.staff.id, 9).rows for one in row.customers}  # type: ignore[attr-defined]
    assert seen == {ours.id}


def test_what_nobody_changed_is_not_told_as_changed(story: Story, signed_in: SignedIn) -> None:
    """The form takes the blank lines off a text's ends and has no field for the trade's practice."""
    mei = signed_in("marketing", language="en")
    mei.post("/campaigns/damp-floor/take-up")
    taken = keeping.get("damp-floor").version
    page = mei.get("/campaigns/damp-floor/edit").text
    filled = drafts.form_of(plans.presets()["damp-floor"])
    form = {name: text for name, text in filled.items() if f'name="{name}"' in page} | {"seen": taken}
    mei.post("/campaigns/damp-floor/edit", {**form, "do": "save"})
    assert keeping.get("damp-floor").version == taken
    mei.post(
        "/campaigns/damp-floor/edit",
        {**form, "do": "save", "budget.amount": "20", "budget.currency": "USD"},
    )
    line = re.search(r"changed · ([^<]*)", mei.get("/campaigns/damp-floor").text)
    assert line
    assert line[1].strip() == "At most it may cost"


def test_the_year_shows_feasts_and_what_comes(story: Story, signed_in: SignedIn) -> None:
    mei = signed_in("marketing", language="en")
    mei.post("/campaigns/mid-autumn/take-up")
    year = mei.get("/campaigns/calendar?year=2026").text
    assert "Mid-Autumn greeting" in year
    assert "Dragon Boat" in year
    assert mei.get("/campaigns/calendar?year=x").status == 400


def test_a_test_goes_to_an_address_that_can_be(story: Story, signed_in: SignedIn) -> None:
    mei = signed_in("marketing", language="en")
    mei.post("/campaigns/new", written())
    sent = mei.post("/campaigns/spring-word/try", {"address": "+85261234567", "language": "en"})
    assert sent.status == 200
    assert "the message for +85261234567 went no further than the outbox" in sent.text
    refused = mei.post("/campaigns/spring-word/try", {"address": "me@example.com", "language": "en"})
    assert "Spring word does not go by Mail; give an address for SMS" in refused.text
    for wrong in ("12", "me@", "meexample.com", ""):
        answer = mei.post("/campaigns/spring-word/try", {"address": wrong, "language": "en"})
        assert answer.status == 400
        assert "Give a mail address such as name@example.com, or a telephone number" in answer.text


def test_to_call_it_off_is_asked_for_and_final(story: Story, signed_in: SignedIn) -> None:
    mei = signed_in("marketing", language="en")
    mei.post("/campaigns/new", written())
    assert "for good?" in mei.get("/campaigns/spring-word/cancel").text
    mei.post("/campaigns/spring-word/cancel")
    page = mei.get("/campaigns/spring-word").text
    assert "called off" in page
    assert "What is next" not in page


def test_a_button_that_was_pressed_twice_saves_one_campaign(signed_in: SignedIn) -> None:
    mei = signed_in("marketing", language="en")
    first, second = (mei.post("/campaigns/new", written(do="save")) for _ in range(2))
    assert (first.status, second.status) == (303, 303)
    assert first.header("Location") == second.header("Location")
    assert mei.post("/campaigns/new", written(do="save", **{"expires.n": "5"})).status == 409
