"""What needs attention, each with its one next step; and the batch that complains."""

import re
from datetime import timedelta
from decimal import Decimal
from urllib.parse import quote
from zoneinfo import ZoneInfo

import pytest

from chalicelib.care import effects, staff
from chalicelib.care.complaints import filing, handling, offering
from chalicelib.care.complaints.filing import NewComplaint
from chalicelib.care.metrics import attention, glancing, troubles
from chalicelib.effects import OpenTask
from chalicelib.http.console import batch_letters
from chalicelib.records import runs
from chalicelib.records.campaigns import Campaign
from chalicelib.records.clusters import Cluster
from chalicelib.records.complaints import Complaint
from chalicelib.records.customers import Customer
from chalicelib.records.imports import Import
from chalicelib.records.sales import Unit
from chalicelib.records.touchpoints import Touchpoint
from chalicelib.rules.offers import Give
from chalicelib.words import speaking
from tests.http.console.conftest import SignedIn
from tests.http.story import Story


def complained(story: Story, how_many: int) -> list[Complaint]:
    found = []
    for number in range(how_many):
        buyer = story.buys(f"客户{number}", phone=f"+8613912340{number:03d}", order=f"A-{number}")
        story.play(hours=1)
        new = NewComplaint(
            buyer.id, "起拱", "repair", about="quality", recorder="李婷", sale_id=f"a-{number}"
        )
        found.append(filing.open(new, story.now))
    story.play(hours=1)
    return found


def test_a_shop_in_which_all_is_well_hears_so(story: Story, signed_in: SignedIn) -> None:
    assert "All is well" in signed_in("ops", language="en").get("/attention").text


def test_a_case_whose_clock_is_over_and_tasks_overdue_for_long_are_not_well(
    story: Story, signed_in: SignedIn
) -> None:
    (case,) = complained(story, 1)
    ask = OpenTask("call", days=0)
    effects.open_task(ask, "李婷", "call", story.now, reason="old")
    staff.record("李婷", {})
    fresh = signed_in("ops", language="en").get("/attention").text
    assert "clock is over" not in fresh.replace("No complaint’s clock is over", "")
    story.now += timedelta(days=15)
    page = signed_in("ops", language="en").get("/attention").text
    assert "All is well" not in page
    late = page[page.index('id="late_case"') :]
    assert f'href="/complaints/{case.id}"' in late
    assert f'href="/tasks?rep={quote("李婷")}"' in late
    others = signed_in("manager", language="en", store="沙田").get("/attention").text
    assert "late_case" not in others
    assert "late_tasks" not in others


def test_a_batch_that_complains_leads_to_its_complaints_and_owners(story: Story, signed_in: SignedIn) -> None:
    story.buys("还没投诉", phone="+8613900001111", order="Z-1")
    cases = complained(story, 3)
    glancing.look(story.now)
    ops = signed_in("ops", language="en")
    assert 'href="/batches/B1"' in ops.get("/attention").text
    page = ops.get("/batches/B1").text
    assert all(case.id in page for case in cases)
    assert "还没投诉" in page
    assert "139 0000 1111" in page, "as one dials it here"
    assert page.count("has complained") == 3


@pytest.mark.parametrize(("role", "may"), [("manager", True), ("admin", True), ("ops", False)])
def test_its_owners_are_warned_by_whoever_writes_campaigns(
    story: Story, signed_in: SignedIn, role: str, may: bool
) -> None:
    story.buys("还没投诉", phone="+8613900001111")
    story.play(hours=1)
    page = signed_in(role, language="en").get("/batches/B1").text
    assert ('href="/campaigns/new?batch=B1"' in page) == may
    assert ("a manager or an admin can write to all of them" in page) != may
    assert ("Whoever has complained is written to as well" in page) == may


def test_the_editor_is_filled_in_for_a_batch_s_owners(story: Story, signed_in: SignedIn) -> None:
    """Soon, as care and not as marketing, to those as well who complain."""
    page = signed_in("marketing", "小美", language="en").get("/campaigns/new?batch=B1").text
    tomorrow = f"{effects.shop_day(story.now) + timedelta(days=1)}"
    for field, value in {
        "campaign": "batch-b1", "audience.batch": "B1", "owner": "小美", "when.once": tomorrow,
        "about.en": "Batch B1: word to its owners", "about.zh-Hant": "批次 B1：通知客戶",
    }.items():  # fmt: skip
        assert re.search(rf'name="{re.escape(field)}"[^>]* value="{re.escape(value)}"', page), field
    assert '<option value="care" selected>' in page
    assert '<option value="either" selected>' in page
    assert "those as well who have complained" in page
    assert 'href="/batches/B1"' not in page, "marketing has no page of batches"
    assert 'href="/batches/B1"' in signed_in("admin", language="en").get("/campaigns/new?batch=B1").text


def test_a_second_campaign_for_a_batch_has_a_name_of_its_own_and_the_page_tells_of_the_first(
    story: Story, signed_in: SignedIn
) -> None:
    story.buys("还没投诉", phone="+8613900001111")
    story.play(hours=1)
    boss = signed_in("manager", language="en")
    assert "has been begun" not in boss.get("/batches/B1").text
    Campaign(*Campaign.at("batch-b1"), version="v1", saved_by="小美").save()
    assert 'href="/campaigns/batch-b1"' in boss.get("/batches/B1").text
    name = re.search(r'name="campaign"[^>]* value="([^"]*)"', boss.get("/campaigns/new?batch=B1").text)
    assert name
    assert re.fullmatch(r"batch-b1-\d{4}", name[1])


@pytest.mark.parametrize(
    "batch",
    ["2026/03-A", "批号7", "b1 ", "B" * 40, "a--b", "-"],
    ids=["slash", "han", "space", "long", "two", "no"],
)
def test_whatever_a_batch_is_called_its_campaign_has_a_good_name(batch: str) -> None:
    assert re.fullmatch(r"batch-[a-z0-9-]{1,34}", batch_letters.name_of(batch))
    assert batch_letters.name_of(batch) != batch_letters.name_of(f"{batch}x")


def test_a_batch_whose_name_a_list_would_take_apart_is_for_the_telephone(
    story: Story, signed_in: SignedIn
) -> None:
    buyer = story.buys("王芳", phone="+8613900001111")
    story.play(hours=1)
    unit = next(row for row in Unit.of_batch("B1", 5).rows if isinstance(row, Unit))
    unit.change([Unit.lookup_pk.set("batch#7,8")])
    boss = signed_in("manager", language="en")
    page = boss.get("/batches/7%2C8").text
    assert buyer.id in page
    assert "Phone its owners" in page
    assert "/campaigns/new?batch" not in page
    assert 'name="audience.batch" type="text" value=""' in boss.get("/campaigns/new?batch=7%2C8").text


def test_a_batch_with_a_slash_in_its_name_has_a_page(story: Story, signed_in: SignedIn) -> None:
    buyer = story.buys("王芳", phone="+8613900001111")
    story.play(hours=1)
    unit = next(row for row in Unit.of_batch("B1", 5).rows if isinstance(row, Unit))
    unit.change([Unit.lookup_pk.set("batch#2026/03")])
    task = effects.open_task(OpenTask("complaint", days=1), "何经理", "look", story.now, reason="cluster")
    Cluster(*Cluster.at("2026/03"), task_key=task.key, found_at=story.now).save()
    glancing.look(story.now)
    boss = signed_in("manager", language="en")
    assert 'href="/batches/2026%2F03"' in boss.get("/attention").text
    page = boss.get("/batches/2026%2F03").text
    assert buyer.id in page
    assert "/campaigns/new?batch=2026%2F03" in page


def test_a_batch_that_nobody_has_is_not_there(story: Story, signed_in: SignedIn) -> None:
    assert signed_in("ops", language="en").get("/batches/B77").status == 404


def test_a_manager_sees_only_his_own_shop_s_owners(story: Story, signed_in: SignedIn) -> None:
    complained(story, 3)
    page = signed_in("manager", language="en", store="沙田").get("/batches/B1").text
    assert "客户0" not in page
    assert "Nobody whom you may see" in page


def test_a_message_that_failed_leads_to_its_customer_until_it_goes(story: Story, signed_in: SignedIn) -> None:
    day = story.now.date()
    buyer = story.buys("王芳", email="wang@example.com", booked_on=day, installed_on=day)
    story.play(days=1)
    touch = next(row for row in Touchpoint.in_partition(buyer.pk, "touch#") if row.state == "sent")
    facts = [
        Touchpoint.state.set("failed"),
        Touchpoint.reason.set("failed_30003"),
        Touchpoint.settled_at.set(story.now),
    ]
    touch.change(facts)
    runs.note(0, story.now, [[touch.key, touch.step, "failed", "failed_30003", "email", 0, "", "0"]])
    glancing.look(story.now)
    ops = signed_in("ops", language="en")
    page = ops.get("/attention").text
    assert f'href="/customers/{buyer.id}"' in page
    assert "Phone, or send again" in page
    assert "could not be delivered (30003)" in page
    touch.change([Touchpoint.state.set("sent"), Touchpoint.reason.set("")])
    assert "Phone, or send again" not in ops.get("/attention").text


def test_whom_no_message_reaches_stays_listed_until_an_address_works(
    story: Story, signed_in: SignedIn
) -> None:
    """Weeks after the last message, with the telephone and the way to put it right; another, who is reached
    again, is gone after seven days."""
    day = story.now.date()
    lost, found = (
        story.buys(name, phone=phone, order=order, booked_on=day, installed_on=day)
        for name, phone, order in (("王芳", "+8613912340001", "A-1"), ("李明", "+8613912340002", "A-2"))
    )
    story.play(days=1)
    for buyer in (lost, found):
        touch = next(row for row in Touchpoint.in_partition(buyer.pk, "touch#") if row.state == "sent")
        touch.change(
            [
                Touchpoint.state.set("skipped"),
                Touchpoint.reason.set("bad_address_21211"),
                Touchpoint.settled_at.set(story.now),
            ]
        )
        said = [touch.key, touch.step, "refused", "bad_address_21211", "sms", 0, "", "0"]
        runs.note(0, story.now, [said])
    lost.change([Customer.stopped.set({lost.phones[0]: "bad_address_21211"})])
    glancing.look(story.now)
    ops = signed_in("ops", language="en")
    page = ops.get("/attention").text
    assert all(f"/customers/{one.id}" in page for one in (lost, found))
    story.now += timedelta(days=20)
    glancing.look(story.now)
    page = ops.get("/attention").text
    assert f"/customers/{lost.id}" in page
    assert f'href="tel:{lost.phones[0]}"' in page
    assert f"/customers/{found.id}" not in page
    admin = signed_in("admin", language="en")
    assert f'href="/customers/{lost.id}/correct"' in admin.get("/attention").text
    lost.change([Customer.stopped.set({})])
    assert f"/customers/{lost.id}" not in ops.get("/attention").text


def test_the_overview_tells_leaders_how_complaints_stand(story: Story, signed_in: SignedIn) -> None:
    staff.record("李婷", {"store": "天河"})
    new, waiting = complained(story, 2)
    row = Complaint.find(*Complaint.at(waiting.id))
    assert row
    row.stage, row.offer_state, row.decider = "deciding", "asked", "何经理"
    row.lookup_pk, row.lookup_sk = row.listed("deciding", row.owner)
    row.save()

    def tiles(page: str) -> list[tuple[str, str]]:
        part = page[page.index("<h2>Complaints</h2>") : page.index("<h2>The last days</h2>")]
        return re.findall(r'(?:href="([^"]*)")?><b>(\d+)</b>', part)

    boss = signed_in("manager", "何经理", "天河", language="en")
    assert tiles(boss.get("/overview").text) == [
        ("/complaints", "2"), ("/complaints", "2"), ("", "0"), ("/complaints?stage=deciding", "1"),
    ]  # fmt: skip
    other = signed_in("manager", "老赵", "番禺", language="en")
    assert [count for _, count in tiles(other.get("/overview").text)] == ["0"] * 4
    story.now += timedelta(days=15)
    late = tiles(signed_in("ops", language="en").get("/overview").text)
    assert [count for _, count in late][:2] == ["2", "0"]
    assert (late[2][0], int(late[2][1]) > 0) == ("/attention#late_case", True)
    assert new.id in boss.get("/complaints").text


def test_ledgers_that_wait_failed_or_left_rows_have_their_steps(story: Story, signed_in: SignedIn) -> None:
    held = {"messages": 31, "customers": 30, "steps": {"care-tips": 31}}
    for name, facts in {
        "held.csv": {"released": False, "counts": {"held": held, "rejects": 0}},
        "bad.csv": {"state": "failed", "reason": "No column says who bought."},
        "rest.csv": {"counts": {"rejects": 4}},
    }.items():
        Import(*Import.at(f"i{name[:3]}"), file_name=name, at_moment=story.now, **facts).save()
    glancing.look(story.now)
    page = signed_in("ops", language="en").get("/attention").text
    assert "31 messages to 30 customers" in page
    assert "No column says who bought." in page
    assert "4 rows were not taken, or not whole" in page
    for step in ("Look and release", "See what went wrong", "See which"):
        assert step in page


def test_an_offer_that_nobody_decides_is_stuck_once_its_time_is_over(
    story: Story, signed_in: SignedIn
) -> None:
    (case,) = complained(story, 1)
    row = Complaint.find(*Complaint.at(case.id))
    assert row
    row.stage, row.offer_state, row.decider = "deciding", "asked", "何经理"
    row.decide_by, row.due_lane, row.due_key = story.now + timedelta(hours=2), None, None
    row.lookup_pk, row.lookup_sk = row.listed("deciding", row.owner)
    row.save()
    ops = signed_in("ops", language="en")
    assert "to be decided by" not in ops.get("/attention").text
    story.now += timedelta(hours=3)
    assert "to be decided by 何经理" in ops.get("/attention").text


def test_an_offer_that_the_highest_lets_lie_is_stuck_however_often_they_are_asked_again(
    story: Story, signed_in: SignedIn
) -> None:
    """The clock brings it up, and at the top asks again each time: that alone moves its time ahead."""
    staff.record("李婷", {"store": "天河"})
    ops = signed_in("ops", "老周", language="en")
    (case,) = complained(story, 1)
    verified = dict.fromkeys(("nature", "degree", "scope", "opinion", "verified_by", "verified_what"), "x")
    handling.move(case.id, "verifying", "李婷", "", {}, story.now)
    handling.move(case.id, "deciding", "李婷", "", verified, story.now)
    known = {"cause": "x", "at_fault": "yes", "loss_direct": "9000"}
    handling.note(case.id, known, "李婷", "", story.now)
    refund = [Give("refund", Decimal(9000))]
    asked = offering.propose(case.id, refund, "CNY", "", "李婷", True, story.now)
    assert asked.decider == "老周"
    begun = asked.decide_by
    assert begun
    assert "to be decided by" not in ops.get("/attention").text
    story.play(days=4)
    again = Complaint.find(*Complaint.at(case.id))
    assert again
    assert again.decide_by
    assert again.decide_by > story.now
    page = ops.get("/attention").text
    assert "to be decided by 老周" in page
    since = speaking.day("en", begun.astimezone(ZoneInfo("Asia/Shanghai")).date())
    assert f"since {since}" in page[page.index('id="approval"') :]
    offering.decide(case.id, False, "老周", "too much", story.now)
    assert "to be decided by" not in ops.get("/attention").text
    offering.propose(case.id, refund, "CNY", "", "李婷", True, story.now)
    assert "to be decided by" not in ops.get("/attention").text, "asked anew, in time"


def test_a_campaign_that_was_checked_waits_for_approval(story: Story, signed_in: SignedIn) -> None:
    Campaign(*Campaign.at("damp-floor"), version="v1", checked="v1", saved_by="小美").save()
    glancing.look(story.now)
    assert 'href="/campaigns/damp-floor"' in signed_in("ops", language="en").get("/attention").text


def test_a_manager_sees_what_troubles_the_own_shop_alone(story: Story, signed_in: SignedIn) -> None:
    day = story.now.date()
    staff.record("李婷", {"store": "沙田店"})
    buyer = story.buys("王芳", email="wang@example.com", booked_on=day, installed_on=day)
    story.play(days=1)
    touch = next(row for row in Touchpoint.in_partition(buyer.pk, "touch#") if row.state == "sent")
    touch.change([Touchpoint.state.set("failed"), Touchpoint.reason.set("failed_30003")])
    runs.note(0, story.now, [[touch.key, touch.step, "failed", "failed_30003", "email", 0, "", "0"]])
    glancing.look(story.now)
    mine, other = (signed_in("manager", shop, language="en", store=shop) for shop in ("沙田店", "旺角店"))
    assert f'href="/customers/{buyer.id}"' in mine.get("/attention").text
    assert buyer.id not in other.get("/attention").text
    assert "All is well" in other.get("/attention").text


def test_a_flood_hides_neither_other_kinds_nor_a_manager_s_own(story: Story, signed_in: SignedIn) -> None:
    staff.record("李婷", {"store": "沙田店"})
    ours = story.buys("王芳", email="wang@example.com")
    other = Customer(*Customer.at("cother"), name="Other", store="旺角店")
    other.save()
    trouble(story, ours.id, "mine", "failed_30003")
    trouble(story, ours.id, "doubt", "uncertain_timeout", outcome="failed")
    story.now += timedelta(days=1)
    for number in range(troubles.OF_A_SHOP + 20):
        trouble(story, other.id, f"x{number}", "failed_30003")
    glancing.look(story.now)
    for reader in (signed_in("manager", language="en", store="沙田店"), signed_in("ops", language="en")):
        assert 'id="uncertain"' in reader.get("/attention").text
    mine = signed_in("manager", language="en", store="沙田店").get("/attention").text
    assert 'id="failed"' in mine
    assert other.id not in mine


def test_a_message_goes_to_its_customer_s_present_shop_the_next_day(
    story: Story, signed_in: SignedIn
) -> None:
    buyer = Customer(*Customer.at("cbuyer"), name="Buyer", store="旺角店", sellers=[])
    buyer.save()
    trouble(story, buyer.id, "x1", "failed_30003")
    glancing.look(story.now)
    mine, before = (signed_in("manager", shop, language="en", store=shop) for shop in ("沙田店", "旺角店"))
    assert buyer.id in before.get("/attention").text
    buyer.change([Customer.store.set("沙田店")])
    story.now += timedelta(days=1)
    glancing.look(story.now)
    assert buyer.id in mine.get("/attention").text
    assert buyer.id not in before.get("/attention").text


def trouble(story: Story, customer: str, name: str, reason: str, outcome: str = "failed") -> None:
    touch = Touchpoint(
        *Touchpoint.at(customer, name), step="care-tips", state="failed", reason=reason, settled_at=story.now,
        channel="email", due_at=story.now,
    )  # fmt: skip
    touch.save()
    runs.note(0, story.now, [[touch.key, touch.step, outcome, reason, "email", 0, "", "0"]])


def test_a_manager_s_tasks_that_nobody_has_stand_behind_many_of_others(
    story: Story, signed_in: SignedIn
) -> None:
    staff.record("李婷", {"store": "沙田店"})
    ours = story.buys("王芳", email="wang@example.com")
    for number in range(attention.SHOWN + 5):
        ask = OpenTask("fix", days=0)
        effects.open_task(ask, "", f"fault {number}", story.now, reason=f"fault {number}")
    effects.open_task(
        OpenTask("reply", days=1), "", "own reply", story.now, reason="reply", customer_id=ours.id
    )
    page = signed_in("manager", language="en", store="沙田店").get("/attention").text
    assert "own reply" in page
    assert "fault" not in page


@pytest.mark.parametrize("role", ["rep", "marketing"])
def test_it_is_not_for_everybody(story: Story, signed_in: SignedIn, role: str) -> None:
    assert signed_in(role, language="en").get("/attention").status == 403
    assert signed_in(role, language="en").get("/batches/B1").status == 403


def test_a_wait_is_dated_by_the_shop_s_own_day(story: Story, signed_in: SignedIn) -> None:
    evening = story.now.replace(hour=20)
    Import(*Import.at("i9"), file_name="a.csv", at_moment=evening, counts={"rejects": 1}).save()
    glancing.look(evening)
    day = evening.date() + timedelta(days=1)
    assert f"since {speaking.day('en', day)}" in signed_in("ops", language="en").get("/attention").text
