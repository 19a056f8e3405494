"""Complaints in the console: written down, worked on form by form, seen by whom they concern."""

import html
import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest

from chalicelib import plans
from chalicelib.care import effects, ratings
from chalicelib.care.complaints import (
    agreeing,
    carrying,
    closing,
    file,
    filing,
    handling,
    intake,
    offering,
    reading,
)
from chalicelib.care.complaints.filing import NewComplaint
from chalicelib.effects import Tell
from chalicelib.http.console import shares
from chalicelib.records import events
from chalicelib.records.complaints import Complaint
from chalicelib.records.customers import Customer
from chalicelib.records.table import Row
from chalicelib.records.tasks import Task
from chalicelib.rules.offers import Give
from tests.http.browser import Browser
from tests.http.console.colleagues import Colleague
from tests.http.console.conftest import SignedIn
from tests.http.story import Story
from tests.rules.test_attachments import photo

REP = "李婷"
KNOWN = {
    "nature": "受潮", "degree": "三块", "scope": "客厅", "opinion": "漏水", "verified_by": REP,
    "verified_what": "含水率 14%",
}  # fmt: skip


@pytest.fixture
def wang(story: Story) -> Customer:
    return story.buys("王芳", phone="+8613800138000", email="wang@example.com", installed_on=story.now.date())


@pytest.fixture
def manager(signed_in: SignedIn) -> Colleague:
    return signed_in("manager", language="en")


def case(story: Story, person: Customer, **facts: object) -> Complaint:
    usual: dict = {"words": "地板起拱", "wish": "repair", "sale_id": "a-1", "recorder": REP}
    found = filing.open(NewComplaint(person.id, **{**usual, **facts}), story.now)
    story.play(minutes=2)
    return file.get(found.id)


def numbers(story: Story) -> list[str]:
    return [row.id for row in map(Row.from_raw_data, story.memory.items()) if type(row) is Complaint]


def decided(story: Story, person: Customer) -> Complaint:
    one = case(story, person)
    handling.move(one.id, "verifying", REP, "", {}, story.now)
    handling.move(one.id, "deciding", REP, "", KNOWN, story.now)
    return handling.note(
        one.id, {"cause": "防潮膜", "at_fault": "yes", "loss_direct": "5000"}, REP, "", story.now
    )


def test_the_board_shows_them_by_stage_with_promises_and_owners(
    story: Story, wang: Customer, manager: Colleague
) -> None:
    one, other = case(story, wang, key="1"), decided(story, wang)
    text = manager.get("/complaints").text
    assert text.index("Acknowledged") < text.index("Being decided", text.index("<section>"))
    for said in (one.id, other.id, "王芳", REP, "customer hears by"):
        assert said in text
    story.now += timedelta(days=20)
    assert "overdue" in manager.get("/complaints").text


def test_filters_and_pages(
    story: Story, wang: Customer, manager: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    from chalicelib.http.console import complaints

    found = [case(story, wang, key=f"k{place}").id for place in range(5)]
    monkeypatch.setattr(complaints, "PAGE", 2)
    seen, place = [], "/complaints"
    while place:
        text = manager.get(place).text
        seen += re.findall(r"<code>([A-Z2-7]{8})</code>", text)
        link = re.search(r'rel="next" href="([^"]+)"', text)
        place = link[1].replace("&amp;", "&") if link else ""
    assert sorted(seen) == sorted(found)
    assert found[0] in manager.get(f"/complaints?owner={REP}&stage=acknowledged").text
    assert found[0] not in manager.get("/complaints?stage=deciding").text
    assert "No complaint here" in manager.get("/complaints?show=closed").text
    assert manager.get("/complaints?from=9999.x").status == 200


def test_a_rep_sees_his_own_and_those_he_wrote_down(
    story: Story, wang: Customer, signed_in: SignedIn
) -> None:
    one = case(story, wang)
    assert one.id in signed_in("rep", REP).get("/complaints").text
    other = signed_in("rep", "小冯")
    assert other.get(f"/complaints/{one.id}").status == 404
    assert one.id not in other.get("/complaints").text
    assert one.id not in other.get(f"/complaints?owner={REP}").text
    two = case(story, wang, recorder="小冯", key="2")
    assert other.get(f"/complaints/{two.id}").status == 200
    assert signed_in("marketing").get("/complaints").status == 403


def test_it_is_written_down_once_however_often_it_is_sent(
    story: Story, wang: Customer, manager: Colleague
) -> None:
    page = manager.get(f"/complaints/new?customer={wang.id}")
    assert "What do they want to come of it?" in page.text
    assert "I see. I would be worried, too." in page.text
    key = re.search(r'name="key" value="([^"]+)"', page.text)
    assert key
    form = {
        "key": key[1], "customer": wang.id, "words": "三块起拱了", "wish": "repair", "sale": "a-1",
        "about": "quality", "severity": "serious", "channel": "shop", "mood": "upset",
        "happened_at": "2026-03-01T09:00",
    }  # fmt: skip
    places = {manager.post("/complaints/new", form).header("Location") for _ in range(2)}
    (number,) = numbers(story)
    assert places == {f"/complaints/{number}?done=opened"}
    one = file.get(number)
    assert (one.recorder, one.severity, one.sale_id, one.facts["mood"]) == (
        "何经理",
        "serious",
        "a-1",
        "upset",
    )


def test_what_is_missing_is_said_at_its_field_and_nothing_typed_is_lost(
    wang: Customer, manager: Colleague, story: Story
) -> None:
    answer = manager.post(
        "/complaints/new", {"customer": wang.id, "words": "", "wish": "", "understood": "keeps"}
    )
    assert answer.status == 400
    assert answer.text.count("Please fill this in.") == 2
    assert "keeps" in answer.text
    assert not numbers(story)


def test_unkind_words_are_refused_where_the_customer_would_read_them(
    story: Story, wang: Customer, manager: Colleague
) -> None:
    form = {"customer": wang.id, "words": "x", "wish": "repair", "understood": "That is user error."}
    answer = manager.post("/complaints/new", form)
    assert (answer.status, numbers(story)) == (400, [])
    assert "forbids" in answer.text


def test_found_without_a_receipt(wang: Customer, manager: Colleague) -> None:
    assert "王芳" in manager.get("/complaints/new?q=13800138000").text
    assert "王芳" in manager.get("/complaints/new?q=尾号8000").text
    assert "王芳" in manager.get("/complaints/new?estate=云山花园&name=芳").text
    assert "Nobody was found" in manager.get("/complaints/new?q=13911112222").text
    refused = manager.get("/complaints/new?name=芳")
    assert refused.status == 400
    assert "the telephone or the estate" in refused.text


def test_several_whose_telephones_end_alike_are_told_apart_by_what_they_bought(
    story: Story, wang: Customer, manager: Colleague
) -> None:
    story.buys("赵敏", phone="+8613900138000", order="B-7")
    story.play(minutes=5)
    page = manager.get("/complaints/new?q=8000").text
    for known in ("王芳", "A-1", "赵敏", "B-7"):
        assert known in page


def test_somebody_else_complains_of_an_order(story: Story, wang: Customer, manager: Colleague) -> None:
    one = case(story, wang)
    assert "What they are to the buyer" in manager.get("/complaints/new?sale=a-1").text
    form = {
        "sale": "a-1",
        "name": "租客",
        "phone": "13911112222",
        "words": "响",
        "wish": "repair",
        "key": "k",
    }
    assert manager.post("/complaints/new", form).status == 400
    manager.post("/complaints/new", {**form, "relation": "tenant"})
    (other,) = [number for number in numbers(story) if number != one.id]
    assert file.get(other).relation == "tenant"
    assert other in manager.get(f"/complaints/{one.id}").text
    assert "Tenant" in manager.get(f"/complaints/{one.id}").text


def test_what_another_was_promised_is_asked_about_at_the_offer(
    story: Story, wang: Customer, manager: Colleague
) -> None:
    one, li = decided(story, wang), story.buys("李美", phone="+8613911112222", order="B-1")
    assert "no second payment" not in manager.get(f"/complaints/{one.id}").text
    two = case(story, li, relation="family")
    handling.move(two.id, "verifying", REP, "", {}, story.now)
    handling.move(two.id, "deciding", REP, "", KNOWN, story.now)
    handling.note(two.id, {"cause": "膜", "at_fault": "yes", "loss_direct": "900"}, REP, "", story.now)
    offering.propose(two.id, [Give("refund", Decimal(80))], "CNY", "", "何经理", False, story.now, below="x")
    assert "Why it is no second payment" in manager.get(f"/complaints/{one.id}").text
    answer = manager.post(f"/complaints/{one.id}/offer", {"kind-1": "refund", "amount-1": "70"})
    assert (answer.status, f"{two.id}: CN¥80.00" in answer.text) == (409, True)
    form = {"kind-1": "refund", "amount-1": "70", "beside": "另一间房", "below": "保险已赔"}
    assert manager.post(f"/complaints/{one.id}/offer", form).status == 303


def test_the_page_has_everything(story: Story, wang: Customer, manager: Colleague) -> None:
    one = decided(story, wang)
    offering.propose(one.id, [Give("apology")], "CNY", "三次上门", REP, False, story.now, below="保险已赔")
    text = manager.get(f"/complaints/{one.id}").text
    for said in ("王芳", "含水率 14%", "Offer 1", "三次上门", "First answer", "Next news", "the program",
                 "Nobody has changed it afterwards"):  # fmt: skip
        assert said in text, said
    assert not re.search(
        r"end_customer|verified_what\b(?![\"-])|\bNone\b(?! yet)", re.sub(r"<[^>]*>", " ", text)
    )


def test_what_the_customer_added_stands_under_what_is_known_and_in_the_reply_task(
    story: Story, wang: Customer, manager: Colleague
) -> None:
    one = decided(story, wang)
    new = Tell("more", "page", "昨晚又塌了一块", wang.id, "a-1", case=one.id)
    intake.at_once(effects.tell(new, story.now), story.now)
    offering.propose(one.id, [Give("apology")], "CNY", "", REP, False, story.now, below="保险已赔")
    agreeing.decline(one.id, 0, "我要换新的", "customer", story.now)
    known = re.search(r'id="known".*?</details>', manager.get(f"/complaints/{one.id}").text, re.S)
    assert known
    assert "昨晚又塌了一块" in known[0]
    assert "我要换新的" in known[0]
    assert [task.rep for task in open_tasks(story) if "昨晚又塌了一块" in task.title] == [REP]


def test_whose_fault_it_is_is_a_number_for_each_party(
    story: Story, wang: Customer, manager: Colleague
) -> None:
    one = decided(story, wang)
    assert "The decorating company" in manager.get(f"/complaints/{one.id}").text
    some = {"at_fault": "partly", "share-us": "60", "share-builder": "30"}
    refused = manager.post(f"/complaints/{one.id}/facts", some)
    assert (refused.status, "100 together" in refused.text, 'value="30"' in refused.text) == (400, True, True)
    form = {**some, "share-builder": "40"}
    assert manager.post(f"/complaints/{one.id}/facts", form).status == 303
    assert file.get(one.id).facts["shares"] == "us=60 builder=40"
    text = manager.get(f"/complaints/{one.id}").text
    assert "Us 60%, The decorating company 40%" in text
    assert 'name="share-us" type="text" value="60"' in text


def test_goods_that_are_not_made_yet_are_not_complained_of(
    story: Story, wang: Customer, manager: Colleague
) -> None:
    one = case(story, wang)
    for made in ("2099-01-01", "2024-05", "spring"):
        answer = manager.post(f"/complaints/{one.id}/note", {"fact": "produced_on", "value": made})
        assert answer.status == (400 if made == "2099-01-01" else 303), made
    form = {
        "customer": wang.id, "words": "起拱", "wish": "repair", "sale": "a-1", "produced_on": "2099-01-01",
        "about": "quality", "severity": "minor", "channel": "shop",
    }  # fmt: skip
    assert "still to come" in manager.post("/complaints/new", form).text


def test_thousands_are_written_as_one_writes_them(story: Story, wang: Customer, manager: Colleague) -> None:
    one = decided(story, wang)
    form = {"kind-1": "refund", "amount-1": "2,600", "below": "保险已赔"}
    assert manager.post(f"/complaints/{one.id}/offer", form).status == 303
    assert offering.file.get(one.id).offers == 1


def test_an_offer_is_decided_by_another_pair_of_eyes_with_the_offer_in_sight(
    story: Story, wang: Customer, manager: Colleague, signed_in: SignedIn
) -> None:
    one, rep = decided(story, wang), signed_in("rep", REP, language="en")
    form = {"kind-1": "refund", "amount-1": "2500", "words-1": "全屋重铺", "below": "保险已赔", "ask": "1"}
    assert rep.post(f"/complaints/{one.id}/offer", form).status == 303
    way = f'action="/complaints/{one.id}/decide"'
    maker, other = rep.get(f"/complaints/{one.id}").text, manager.get(f"/complaints/{one.id}").text
    assert (way in maker, way in other) == (False, True)
    assert other.index("全屋重铺") < other.index(way)


def undecided(story: Story, person: Customer) -> Complaint:
    one = case(story, person)
    handling.move(one.id, "verifying", REP, "", {}, story.now)
    return handling.move(one.id, "deciding", REP, "", KNOWN, story.now)


def test_keeping_what_it_rests_on_does_not_empty_an_offer_that_was_begun(
    story: Story, wang: Customer, manager: Colleague
) -> None:
    one = undecided(story, wang)
    form = {"cause": "防潮膜没铺好", "kind-1": "refund", "amount-1": "55", "effort": "跑了三趟仓库"}
    kept = manager.post(f"/complaints/{one.id}/facts", form)
    assert (kept.status, file.get(one.id).facts["cause"]) == (200, "防潮膜没铺好")
    for typed in ("跑了三趟仓库", 'value="55"', "Done, and written"):
        assert typed in kept.text, typed


def test_an_offer_that_is_refused_keeps_what_it_was_to_rest_on(
    story: Story, wang: Customer, manager: Colleague
) -> None:
    one = undecided(story, wang)
    form = {"cause": "防潮膜没铺好", "kind-1": "refund", "amount-1": "55"}
    refused = manager.post(f"/complaints/{one.id}/offer", form)
    assert refused.status == 400
    for typed in ("防潮膜没铺好", 'value="55"', "Before an offer is made, note: Are we at fault"):
        assert typed in refused.text, typed
    assert manager.post(f"/complaints/{one.id}/offer", {**form, "at_fault": "yes"}).status == 303
    assert (file.get(one.id).stage, file.get(one.id).facts["cause"]) == ("offered", "防潮膜没铺好")


def test_in_a_stale_tab_what_was_written_is_shown_where_its_form_is_gone(
    story: Story, wang: Customer, manager: Colleague
) -> None:
    one = decided(story, wang)
    seen = re.search(r'name="seen" value="([^"]+)"', manager.get(f"/complaints/{one.id}").text)
    assert seen
    offering.propose(one.id, [Give("apology")], "CNY", "", REP, False, story.now, below="保险已赔")
    words = "上门三次"
    form = {"seen": seen[1], "kind-1": "apology", "effort": words}
    answer = manager.post(f"/complaints/{one.id}/offer", form)
    assert answer.status in (409, 412)
    assert re.findall("<blockquote>(.*?)</blockquote>", answer.text) == [words]


def test_shares_of_a_fault_are_asked_for_as_the_form_has_them(
    story: Story, wang: Customer, manager: Colleague
) -> None:
    """A page knows no codes and no options of commands."""
    one = undecided(story, wang)
    form = {"cause": "伸缩缝太小", "at_fault": "partly", "kind-1": "refund", "amount-1": "８００元"}
    refused = manager.post(f"/complaints/{one.id}/offer", form)
    assert "note the shares first, 100 per cent together." in refused.text
    first, second = (shares.field(party) for party in list(plans.compensation().parties)[:2])
    short = manager.post(f"/complaints/{one.id}/offer", {**form, first: "60％", second: "３０"})
    assert "The shares come to 90 per cent; make them 100." in short.text
    assert manager.post(f"/complaints/{one.id}/offer", {**form, first: "60％", second: "４０"}).status == 303
    assert file.get(one.id).stage == "offered"


@pytest.mark.parametrize("share", ["1e9999999", "1e999999", "1e-999999", "101", "-1", "0.001", "half", "¥60"])
def test_what_is_no_share_is_told_at_its_field(
    story: Story, wang: Customer, manager: Colleague, share: str
) -> None:
    one = undecided(story, wang)
    form = {"cause": "伸缩缝太小", "at_fault": "partly", "share-us": share, "share-builder": "40"}
    for deed in ("facts", "offer"):
        answer = manager.post(f"/complaints/{one.id}/{deed}", {**form, "kind-1": "apology"})
        assert (answer.status, answer.text.count("Write a share of 0 to 100")) == (400, 1)
        assert f'value="{share}"' in answer.text
        assert len(answer.text) < 200_000
    assert "shares" not in file.get(one.id).facts


def test_dollars_are_no_yuan(story: Story, wang: Customer, manager: Colleague) -> None:
    one = undecided(story, wang)
    form = {"cause": "伸缩缝太小", "at_fault": "yes", "kind-1": "refund", "amount-1": "$300"}
    for deed, said in (("facts", {"loss_direct": "$300"}), ("offer", {})):
        answer = manager.post(f"/complaints/{one.id}/{deed}", {**form, **said})
        assert (answer.status, "in another currency; write it in CNY" in answer.text) == (400, True)
    assert "loss_direct" not in file.get(one.id).facts
    manager.post(f"/complaints/{one.id}/facts", {**form, "loss_direct": "￥300"})
    assert file.get(one.id).facts["loss_direct"] == "￥300"


def test_what_costs_something_says_where_its_sum_belongs(
    story: Story, wang: Customer, manager: Colleague
) -> None:
    one = decided(story, wang)
    refused = manager.post(f"/complaints/{one.id}/offer", {"kind-1": "refund"})
    assert "Refund costs something: state what, in “What it costs us”." in refused.text


def test_each_form_is_carried_out_by_whoever_is_signed_in(
    story: Story, wang: Customer, manager: Colleague
) -> None:
    one = case(story, wang)

    def send(deed: str, **said: str) -> None:
        answer = manager.post(f"/complaints/{one.id}/{deed}", {"seen": reading.tag(file.get(one.id)), **said})
        assert answer.status == 303, re.findall(r'role="alert">([^<]+)', answer.text)
        story.play(minutes=2)

    send("move", to="verifying")
    send("happened", what="arrived")
    send("grade", severity="serious", why="more boards")
    send("move", to="deciding", **KNOWN)
    send("facts", cause="防潮膜", at_fault="yes", loss_direct="5000", cause_kind="damp")
    send("news", words="师傅星期四上门。")
    send("hand-in", item="抽屉", condition="弯了", back_on="2026-03-10")
    send("offer", **{"kind-1": "repair", "amount-1": "150", "words-1": "三块", "kind-2": "apology"})
    send("decline", why="太少")
    send("offer", **{"kind-1": "refund", "amount-1": "500", "below": "其余由保险公司赔"})
    send("agree", evidence="signed")
    send("give-back", why="to her")
    send("done", why="seen")
    send("rate", score="5", comment="好")
    send("review", cause="damp", unit="service", improvement="膜", improver=REP, due_on="2026-04-01")
    found = file.get(one.id)
    assert (found.stage, found.facts["satisfaction"]) == ("closed", "5")
    assert found.review["cause"] == "damp"
    whos = {event["who"] for event in reading.whole(one.id, story.now)["events"]}
    assert whos == {REP, "clock", "何经理"}
    known = manager.get(f"/complaints/{one.id}").text
    assert "<dd>10 Mar 2026</dd>" in known or "<dd>2026年3月10日</dd>" in known
    for paper in ("receipt", "agreement"):
        printed = manager.get(f"/complaints/{one.id}/{paper}")
        assert printed.status == 200
        assert "sha256-" in str(printed.header("Content-Security-Policy"))


def test_a_move_says_what_is_missing_and_keeps_what_was_typed(
    story: Story, wang: Customer, manager: Colleague
) -> None:
    one = case(story, wang)
    handling.move(one.id, "verifying", REP, "", {}, story.now)
    answer = manager.post(f"/complaints/{one.id}/move", {"to": "deciding", "nature": "受潮得厉害"})
    assert answer.status == 400
    assert answer.text.count("Please fill this in.") == 5
    assert "受潮得厉害" in answer.text
    assert re.search(r'<details class="move" id="move-deciding" open>', answer.text)
    handling.move(one.id, "deciding", REP, "", KNOWN, story.now)
    answer = manager.post(f"/complaints/{one.id}/offer", {"kind-1": "apology"})
    assert "Before an offer is made, note: True cause, Are we at fault." in answer.text
    assert re.search(r"Alone you may promise \S+3,000.00 a case, and \S+8,000.00 a year", answer.text)
    manager.post(f"/complaints/{one.id}/facts", {"cause": "膜", "at_fault": "yes"})
    answer = manager.post(f"/complaints/{one.id}/offer", {"kind-1": "refund", "amount-1": "9000"})
    assert answer.status == 409
    assert "9000" in answer.text
    assert not re.search(r"`aftercare|--[a-z]", answer.text.partition("<main")[2])
    answer = manager.post(f"/complaints/{one.id}/escalate", {"why": " "})
    assert (answer.status, answer.text.count("Please fill this in.")) == (400, 1)


def test_less_than_is_owed_is_asked_about_at_the_offer(
    story: Story, wang: Customer, manager: Colleague
) -> None:
    one = decided(story, wang)
    assert re.search(r"By what is noted we owe \S+5,000.00", manager.get(f"/complaints/{one.id}").text)
    form = {"kind-1": "refund", "amount-1": "70"}
    answer = manager.post(f"/complaints/{one.id}/offer", form)
    assert (answer.status, "4,930.00 of it unpaid" in answer.text) == (409, True)
    answer = manager.post(f"/complaints/{one.id}/offer", {**form, "below": "保险公司已赔其余"})
    assert answer.status == 303
    assert "保险公司已赔其余" in manager.get(f"/complaints/{one.id}").text


def test_the_board_shows_the_clock_that_breaks_next(story: Story, wang: Customer, manager: Colleague) -> None:
    one = case(story, wang)
    board = manager.get("/complaints").text
    assert "Next to run out: <b>On site</b>" in board
    assert re.search(r"On site</b>, [^<]*· \d+ working hours left · " + REP, board)
    handling.happened(one.id, "arrived", REP, "", story.now)
    assert "Next to run out: <b>Decision</b>" in manager.get("/complaints").text
    story.now += timedelta(days=20)
    assert re.search(r"<b>Decision</b>, [^<]*· <span[^>]*>overdue", manager.get("/complaints").text)


def test_who_leaves_hands_over_open_complaints_and_their_customers_hear_it(
    story: Story, wang: Customer, manager: Colleague, signed_in: SignedIn
) -> None:
    one, other = case(story, wang), case(story, wang, key="2")
    closing.close(done(story, other).id, REP, "helped", story.now)
    heir = signed_in("rep", name="小冯").staff.name
    form = {"from": REP, "to": heir, "how": "all", "why": "she leaves"}
    boss = signed_in("admin", language="en")
    answer = boss.post("/hand-over", form)
    assert answer.status == 303
    assert "1 complaint, too; its customer hears" in boss.get(str(answer.header("Location"))).text
    story.play(minutes=2)
    one = file.get(one.id)
    assert (one.owner, one.hand_overs, file.get(other.id).owner) == (heir, 1, REP)
    assert one.due_since
    assert [event["what"] for event in events.told(one)][-1] == "handed_over"
    assert [text for text in (row.text for row in story.messages(wang)) if one.id in text and heir in text]
    assert [task.rep for task in open_tasks(story) if one.id in task.title] == [heir]
    assert "moved=0" in str(boss.post("/hand-over", form).header("Location"))


def done(story: Story, one: Complaint) -> Complaint:
    """Not ours, and pointed on."""
    handling.move(one.id, "verifying", REP, "", {}, story.now)
    handling.move(one.id, "not_ours", REP, "another brand", {"pointed_on": "原厂"}, story.now)
    return file.get(one.id)


def open_tasks(story: Story) -> list[Task]:
    rows = map(Row.from_raw_data, story.memory.items())
    return [row for row in rows if isinstance(row, Task) and row.state == "open"]


def test_what_was_changed_meanwhile_is_not_decided_upon(
    story: Story, wang: Customer, manager: Colleague
) -> None:
    one = case(story, wang)
    old = reading.tag(one)
    handling.note(one.id, {"mood": "calm"}, REP, "", story.now)
    answer = manager.post(f"/complaints/{one.id}/move", {"to": "verifying", "seen": old})
    assert answer.status == 412
    assert "Somebody changed this" in answer.text
    assert file.get(one.id).stage == "acknowledged"


def test_photos_are_added_and_come_as_downloads(story: Story, wang: Customer, manager: Colleague) -> None:
    one = case(story, wang)
    form, kind = multipart({"csrf": ""}, photo())
    answer = manager.ask(
        "POST", f"/complaints/{one.id}/evidence", form, **{"Content-Type": kind, "X-Csrf": token(manager)}
    )
    assert answer.status == 303
    found = manager.get(f"/complaints/{one.id}/files/1", Accept="text/html,*/*;q=0.8")
    assert "attachment" in str(found.header("Content-Disposition"))
    assert found.body.startswith(b"\xff\xd8")
    assert manager.get(f"/complaints/{one.id}/files/2").status == 404
    assert manager.get(f"/complaints/{one.id}/files/x").status == 404


def token(who: Colleague) -> str:
    from chalicelib.http.console.readers import csrf_of

    return csrf_of(who.token)


def multipart(fields: dict[str, str], image: bytes) -> tuple[bytes, str]:
    begin, kind = "--b\r\nContent-Disposition: form-data; name=", "Content-Type: image/jpeg"
    parts = [f'{begin}"{name}"\r\n\r\n{value}\r\n'.encode() for name, value in fields.items()]
    head = f'{begin}"files"; filename="a.jpg"\r\n{kind}\r\n\r\n'.encode()
    return b"".join([*parts, head, image, b"\r\n--b--\r\n"]), "multipart/form-data; boundary=b"


def test_the_months_are_printed_for_the_meeting(story: Story, wang: Customer, manager: Colleague) -> None:
    case(story, wang)
    assert "/meeting/2026-03" in manager.get("/meeting").text
    assert (
        "March" in manager.get("/meeting/2026-03").text or "2026-03" in manager.get("/meeting/2026-03").text
    )
    assert manager.get("/meeting/2099-01").status == 404
    assert manager.get("/meeting/nonsense").status == 404


def test_the_month_s_paper_leads_to_the_complaints_that_its_reader_may_open(
    story: Story, wang: Customer, signed_in: SignedIn
) -> None:
    number = case(story, wang).id
    place = f"/meeting/{story.now:%Y-%m}"
    link = f'<a href="/complaints/{number}">{number}</a>'
    assert link in signed_in("ops", language="en").get(place).text
    elsewhere = signed_in("manager", name="Ho", store="elsewhere", language="en")
    assert number in elsewhere.get(place).text
    assert link not in elsewhere.get(place).text
    wang.change([Customer.store.set("深圳店")])
    own = signed_in("manager", name="Lo", store="深圳店", language="en")
    assert link in own.get(place).text


def told(story: Story, words: str, customer: str = "") -> str:
    new = Tell(f"k {words}", "mail", words, customer, sender="zhang@example.com", name="张三", opens=False)
    return intake.at_once(effects.tell(new, story.now), story.now).reference


def test_what_nobody_could_place_is_placed(story: Story, wang: Customer, signed_in: SignedIn) -> None:
    admin, reference = signed_in("admin", language="en"), told(story, "门也坏了")
    assert "/complaints/told" in admin.get("/complaints").text
    assert "门也坏了" in admin.get("/complaints/told").text
    refused = admin.post(f"/complaints/told/{reference}/take", {"whose": "13999999999"})
    assert (refused.status, "13999999999" in refused.text) == (400, True)
    answer = admin.post(f"/complaints/told/{reference}/take", {"whose": "13800138000", "sale": "a-1"})
    (number,) = numbers(story)
    assert answer.header("Location") == f"/complaints/{number}?done=opened"
    assert "门也坏了" not in admin.get("/complaints/told").text


def test_what_needs_no_answer_leaves_the_list_with_its_reason(
    story: Story, wang: Customer, signed_in: SignedIn
) -> None:
    admin, reference = signed_in("admin", language="en"), told(story, "买广告吗")
    assert admin.post(f"/complaints/told/{reference}/dismiss", {"why": ""}).status == 400
    assert admin.post(f"/complaints/told/{reference}/dismiss", {"why": "广告"}).status == 303
    assert "All is placed" in admin.get("/complaints/told").text
    assert admin.post(f"/complaints/told/{reference}/dismiss", {"why": "广告"}).status == 404


def test_a_shop_s_manager_sees_what_was_told_to_the_shop_alone(
    story: Story, wang: Customer, signed_in: SignedIn
) -> None:
    told(story, "谁的？")
    told(story, "我的地板", wang.id)
    assert "谁的？" not in signed_in("manager", store="番禺").get("/complaints/told").text
    assert "我的地板" not in signed_in("manager", store="番禺").get("/complaints/told").text
    assert "谁的？" in signed_in("manager", "总经理").get("/complaints/told").text


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant"])
def test_in_chinese_no_english_is_left(
    story: Story, wang: Customer, signed_in: SignedIn, language: str
) -> None:
    one = decided(story, wang)
    offering.propose(one.id, [Give("apology")], "CNY", "", REP, False, story.now, below="保险已赔")
    told(story, "谁的？")
    who = signed_in("admin", language=language)
    places = [f"/complaints/{one.id}", "/complaints", "/complaints/told", "/meeting", "/complaints/new",
              f"/complaints/new?customer={wang.id}", "/complaints/new?q=1380013"]  # fmt: skip
    for place in places:
        body = who.get(place).text.partition('tabindex="-1">')[2]
        shown = re.sub(r"<code>[^<]*</code>|<[^>]*>|[A-Z2-7]{8}|us=\d+ carrier=\d+|[\w.]+@[\w.]+", " ", body)
        left = re.findall(r"[A-Za-z]{3,}", shown)
        assert not set(left) - {"CNY", "SMS", "Winnie", "JPEG", "PNG", "WebP", "PDF"}, (place, left)


@pytest.mark.parametrize("place", ["/complaints", "/complaints/{number}", "/complaints?show=closed"])
def test_a_page_asks_the_table_a_bounded_number_of_times(
    story: Story, wang: Customer, manager: Colleague, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    """However many complaints there are."""
    counts = []
    for more in (1, 12):
        numbers = [case(story, wang, key=f"{more} {n}").id for n in range(more)]
        asked: list[str] = []
        with monkeypatch.context() as watched:
            for verb in ("get_item", "query", "batch_get_item"):
                watched.setattr(story.memory, verb, noted(getattr(story.memory, verb), asked))
            assert manager.get(place.format(number=numbers[0])).status == 200
        counts.append(len(asked))
    assert counts[1] <= counts[0] + 12
    assert max(counts) <= 30, counts


def noted(ask: Callable[..., object], asked: list[str]) -> Callable[..., object]:
    def asking(*args: object, **options: object) -> object:
        asked.append(ask.__name__)
        return ask(*args, **options)

    return asking


def test_without_anything_handed_in_there_is_no_receipt(
    story: Story, wang: Customer, manager: Colleague
) -> None:
    assert manager.get(f"/complaints/{case(story, wang).id}/receipt").status == 404


def test_an_answer_that_waits_for_the_morning_is_said_to_wait(
    story: Story, wang: Customer, manager: Colleague
) -> None:
    story.now = story.now.replace(hour=15)  # 23:00 at the shop
    one = case(story, wang)
    text = manager.get(f"/complaints/{one.id}").text
    assert "The customer has not been told yet:" in text
    assert re.search(r"It waits until [^<]*09:00[^<]*: outside the hours", text)
    answered = re.search(r"First answer</th><td>(.*?)</td>", text)
    assert answered
    assert "met" not in answered[1]
    story.play(hours=11)
    text = manager.get(f"/complaints/{one.id}").text
    assert "has not been told yet" not in text
    assert re.search(r"First answer</th><td>.*?met", text)


def test_who_was_told_by_word_of_mouth_is_written_down(
    story: Story, wang: Customer, manager: Colleague
) -> None:
    story.now = story.now.replace(hour=15)
    one = case(story, wang)
    assert 'value="answered"' in manager.get(f"/complaints/{one.id}").text
    told = {"what": "answered", "why": "told at the counter"}
    assert manager.post(f"/complaints/{one.id}/happened", told).status == 303
    assert re.search(r"First answer</th><td>.*?met", manager.get(f"/complaints/{one.id}").text)
    assert 'value="answered"' not in manager.get(f"/complaints/{one.id}").text


def handed(manager: Colleague, one: Complaint, page: str) -> str:
    """The address on the sheet."""
    sheet = manager.post(f"/complaints/{one.id}/link", {"page": page})
    assert (sheet.status, sheet.header("Cache-Control")) == (200, "no-store")
    assert "<svg" in sheet.text
    found = re.search(r'class="long">(\S+)</code>', sheet.text)
    assert found
    return found[1]


def test_the_customer_s_own_page_is_handed_over_at_the_counter(
    story: Story, wang: Customer, manager: Colleague, outsider: Browser
) -> None:
    """It is the offer message's own link: answered by whichever, both are spent."""
    one = decided(story, wang)
    assert 'value="offer"' not in manager.get(f"/complaints/{one.id}").text
    assert manager.post(f"/complaints/{one.id}/link", {"page": "offer"}).status == 409
    assert manager.post(f"/complaints/{one.id}/link", {"page": "verdict"}).status == 409
    offering.propose(one.id, [Give("repair", Decimal(150))], "CNY", "", REP, False, story.now)
    story.play(minutes=2)
    address = handed(manager, one, "offer")
    assert any(address in mail.text for mail in story.messages(wang, "email"))
    page = "/c/offer/" + address.rpartition("/")[2]
    assert outsider.get(page).status == 200
    assert outsider.post(page, {"answer": "accept"}).status == 200
    assert outsider.get(page).status == 410
    assert manager.post(f"/complaints/{one.id}/link", {"page": "offer"}).status == 409
    assert outsider.get("/c/case/" + handed(manager, one, "case").rpartition("/")[2]).status == 200
    given = [
        (event["who"], event["says"])
        for event in events.told(file.get(one.id))
        if event["what"] == "link_given"
    ]
    assert given == [(manager.staff.name, {"page": "offer"}), (manager.staff.name, {"page": "case"})]


def test_words_of_danger_stand_before_all_else_until_somebody_judges_them(
    story: Story, wang: Customer, manager: Colleague
) -> None:
    one = case(story, wang, words="烤箱插头冒烟，有焦味")
    assert "may be dangerous" in manager.get("/complaints").text
    page = manager.get(f"/complaints/{one.id}").text
    assert "Fire or smoke (冒烟, 焦味)" in page
    form = page[page.index('id="grade"') :]
    assert form.index('value="severe"') < form.index('value="minor"')
    assert page.index('id="grade"') < page.index('id="move-verifying"')
    answer = manager.post(f"/complaints/{one.id}/grade", {"severity": "severe", "why": " ", "seen": ""})
    assert (answer.status, "Please fill this in." in answer.text) == (400, True)
    answer = manager.post(f"/complaints/{one.id}/grade", {"severity": "minor", "why": "烤纸烧焦，机器没事"})
    assert answer.status == 303
    page = manager.get(f"/complaints/{one.id}").text
    assert "somebody judged how dangerous it is" in page
    assert "judge it now" not in page
    assert "may be dangerous" not in manager.get("/complaints").text


def test_a_low_rating_is_told_in_its_reader_s_language(
    story: Story, manager: Colleague, signed_in: SignedIn
) -> None:
    day = story.now.date()
    chan = story.buys("Chan", phone="+85291234567", country="HK", language="zh-HK", booked_on=day)
    story.play(minutes=5)
    ratings.record(story.touch(chan, "care-tips").key, 2, "地板 creaks", "link", story.now)
    story.play(minutes=5)
    (number,) = numbers(story)
    reader = signed_in("admin", "Mei", language="zh-Hans")
    for place in (f"/complaints/{number}", "/complaints"):
        assert "2 out of 5: 地板 creaks" in manager.get(place).text
        assert "满意度2分（满分5分）：地板 creaks" in reader.get(place).text
        assert "滿意度" not in manager.get(place).text + reader.get(place).text
    titles = [row.title for row in Task.in_partition(chan.pk, "task#") if number in row.title]
    assert any("满意度2分" in title for title in titles), "a task speaks the shop's own language"
    assert file.get(number).facts["understood"].startswith("滿意度2分"), "the customer reads their own"


def test_a_cross_is_told_in_its_reader_s_language_and_what_was_written_beside_it_as_it_was(
    story: Story, wang: Customer, manager: Colleague
) -> None:
    story.play(minutes=5)
    point, other = plans.checklist()[0], plans.checklist()[1]
    touch = story.touch(wang, "care-tips")
    ratings.tick(touch.key, {point.id: "no", other.id: "yes"}, {point.id: "没有铺膜"}, story.now)
    story.play(minutes=5)
    (number,) = numbers(story)
    page = html.unescape(manager.get(f"/complaints/{number}").text)
    (quoted,) = re.findall('<blockquote class="bubble">(.*?)</blockquote>', page)
    assert quoted == f"✗ {point.words['en']} 没有铺膜"
    assert re.findall("<h1>(.*?)</h1>", page) == [quoted]


@pytest.mark.parametrize("role", ["rep", "manager", "ops", "admin"])
def test_no_page_of_complaints_leads_where_its_reader_may_not_go(
    story: Story, wang: Customer, signed_in: SignedIn, role: str
) -> None:
    one = decided(story, wang)
    offering.propose(one.id, [Give("repair", Decimal(100))], "CNY", "", REP, True, story.now)
    agreeing.accept(one.id, 0, "signed", REP, story.now)
    story.play(minutes=2)
    carrying.done(one.id, REP, "seen", story.now)
    closing.rate(one.id, 0, 5, "", REP, story.now)
    who = signed_in(role, name=REP if role == "rep" else "", language="en")
    for page in ("/complaints", f"/complaints/{one.id}"):
        places = set(re.findall(r'href="(/[^"#?]*)', who.get(page).text)) - {"/"}
        assert f"/customers/{wang.id}" in places or page == "/complaints"
        assert {place: who.get(place).status for place in places if who.get(place).status >= 400} == {}
