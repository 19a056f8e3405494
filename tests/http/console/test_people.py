"""The page of people: who works here, with which role, and who may sign in."""

import re

import pytest

from chalicelib.care import accounts, erasure, staff, tasks
from chalicelib.care.complaints import file, filing, handling, succession
from chalicelib.care.complaints.filing import NewComplaint
from chalicelib.records.complaints import Complaint
from tests.http.console.conftest import SignedIn
from tests.http.story import Story


def test_somebody_is_added_with_a_role_and_can_be_invited(story: Story, signed_in: SignedIn) -> None:
    who = signed_in("admin", language="en")
    answer = who.post("/people", {"name": "王小明", "role": "manager", "phone": "13800138000"})
    made = staff.get("王小明")
    assert answer.header("Location") == f"/people/{made.id}?done=added"
    assert (made.role, made.phone) == ("manager", "+8613800138000")
    page = who.post(f"/people/{made.id}/invite").text
    assert re.search(r"http://localhost:8000/welcome/[\w-]{32}", page)
    assert "invited" in who.get("/people").text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [({"name": " "}, "what the colleague is called"), ({"role": "boss"}, "Choose a role"),
     ({"email": "nowhere"}, "mail address"), ({"name": "Winnie"}, "among the staff already")],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field_and_the_rest_kept(
    signed_in: SignedIn, wrong: dict[str, str], said: str
) -> None:
    who = signed_in("admin", language="en")
    form = {"name": "王小明", "role": "rep", "email": "ming@shop.example", "phone": "13800138000", **wrong}
    answer = who.post("/people", form)
    assert answer.status in (400, 409)
    assert said in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert form["phone"] in answer.text
    assert not staff.is_known("王小明")


def test_another_role_and_shop_hold_at_once(signed_in: SignedIn) -> None:
    admin, who = signed_in("admin"), signed_in("rep")
    answer = admin.post(f"/people/{who.staff.id}", {"role": "manager", "store": "天河"})
    assert answer.status == 303
    changed = staff.by_id(who.staff.id)
    assert (changed.role, changed.store, changed.email) == ("manager", "天河", who.staff.email)
    assert who.get("/account").status == 303


def test_an_admin_cannot_lock_the_last_door(signed_in: SignedIn) -> None:
    who = signed_in("admin", language="en")
    page = who.post(f"/people/{who.staff.id}", {"role": "rep"})
    assert (page.status, "another admin" in page.text) == (400, True)
    assert who.post(f"/people/{who.staff.id}/left").status == 400
    assert who.get("/people").status == 200


def test_an_admin_signs_a_colleague_out(signed_in: SignedIn) -> None:
    admin, who = signed_in("admin"), signed_in("rep")
    admin.post(f"/people/{who.staff.id}/sign-out")
    assert who.get("/account").status == 303
    account = accounts.of(who.staff)
    assert account
    assert account.closed_at is None


def test_an_invitation_goes_by_mail_where_there_is_an_address(story: Story, signed_in: SignedIn) -> None:
    admin = signed_in("admin")
    made = staff.record("王小明", {"email": "ming@shop.example", "phone": "+8613800138000"})
    link = re.search(r"/welcome/([\w-]{32})", admin.post(f"/people/{made.id}/invite").text)
    assert link
    story.play(minutes=2)
    sent = [item for item in story.memory.items() if item["kind"]["S"] == "rendered"]
    assert [(item["channel"]["S"], link[1] in item["text"]["S"]) for item in sent] == [("email", True)]


def test_a_button_that_was_pressed_twice_adds_one_colleague_and_leads_to_them(signed_in: SignedIn) -> None:
    admin = signed_in("admin", language="en")
    form = {"name": "王小明", "role": "rep", "email": "ming@shop.example", "phone": "138 0013 8000"}
    first, second = admin.post("/people", form), admin.post("/people", form)
    assert (first.status, second.status) == (303, 303)
    assert first.header("Location") == second.header("Location")
    other = admin.post("/people", {**form, "email": "", "role": "manager"})
    assert other.status == 409
    assert "among the staff already" in other.text
    assert staff.get("王小明").role == "rep"


def test_whoever_has_left_hands_over_tasks_complaints_and_customers(
    story: Story, signed_in: SignedIn
) -> None:
    admin, rep, heir = signed_in("admin", language="en"), signed_in("rep"), signed_in("rep", "小冯")
    day = story.now.date()
    buyer = story.buys("王芳", phone="+8613912340001", email="w@example.com", booked_on=day, installed_on=day)
    story.play(hours=3)
    case = filing.open(NewComplaint(buyer.id, "起拱", "repair", recorder="李婷"), story.now)
    story.play(minutes=5)
    assert heir.get(f"/customers/{buyer.id}").status == 404
    page = admin.get(f"/people/{rep.staff.id}").text
    assert "Who takes over" in page
    gone = admin.post(f"/people/{rep.staff.id}/left", {"to": "小冯"})
    assert gone.status == 303
    told = admin.get(gone.header("Location")).text
    assert re.search(r"Access is closed. [1-9]\d* tasks and 1 complaints went to 小冯", told)
    assert not re.search(r"\b9999\b", told), "the day that never comes"
    assert rep.get("/today").status == 303, "signed out"
    assert not tasks.open_ones("李婷")
    found = Complaint.find(*Complaint.at(case.id))
    assert found
    assert found.owner == "小冯"
    assert heir.get(f"/customers/{buyer.id}").status == 200
    assert "小冯, after 李婷" in admin.get(f"/customers/{buyer.id}").text
    story.play(days=40)
    assert not tasks.open_ones("李婷"), "what comes later is the heir's, too"


def test_what_changed_or_was_erased_meanwhile_stops_no_hand_over_and_is_told(
    story: Story, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin, rep = signed_in("admin", language="en"), signed_in("rep")
    signed_in("rep", "小冯")
    day = story.now.date()
    buyer = story.buys("王芳", phone="+8613912340001", booked_on=day, installed_on=day)
    story.play(hours=3)
    changed, erased, left = (
        filing.open(NewComplaint(buyer.id, "起拱", "repair", recorder="李婷", key=str(n)), story.now).id
        for n in range(3)
    )
    story.play(minutes=5)
    open_of = succession.open_of

    def meanwhile(owner: str) -> list[Complaint]:
        found = open_of(owner)
        handling.happened(changed, "arrived", "李婷", "", story.now)
        erasure._forget_complaint(erased, "x", story.now)
        return found

    monkeypatch.setattr(succession, "open_of", meanwhile)
    gone = admin.post(f"/people/{rep.staff.id}/left", {"to": "小冯"})
    told = admin.get(gone.header("Location")).text
    assert re.search(r"tasks and 1 complaints went to 小冯. 2 were just being worked on", told)
    assert [file.get(one).owner for one in (changed, left)] == ["李婷", "小冯"]


def test_whoever_left_without_an_heir_is_asked_about_until_there_is_one(
    story: Story, signed_in: SignedIn
) -> None:
    admin, rep = signed_in("admin", language="en"), signed_in("rep")
    heir, next_heir = signed_in("rep", "小冯"), signed_in("rep", "小林")
    day = story.now.date()
    buyer = story.buys("王芳", phone="+8613912340001", booked_on=day, installed_on=day)
    story.play(hours=3)
    admin.post(f"/people/{rep.staff.id}/left", {"to": ""})
    assert "still open. Choose below who takes over" in admin.get(f"/people/{rep.staff.id}").text
    admin.post(f"/people/{rep.staff.id}/left", {"to": "小冯"})
    assert "still open. Choose" not in admin.get(f"/people/{rep.staff.id}").text
    admin.post(f"/people/{heir.staff.id}/left", {"to": "小林"})
    assert next_heir.get(f"/customers/{buyer.id}").status == 200, "what came from the first one, too"
    admin.post(f"/people/{rep.staff.id}/back")
    assert staff.get("李婷").leave == []


def test_somebody_is_away_and_a_colleague_stands_in(story: Story, signed_in: SignedIn) -> None:
    admin, who = signed_in("admin", language="en"), signed_in("rep")
    days = {"first": "2026-03-10", "last": "2026-03-12", "stand_in": "Winnie"}
    assert admin.post(f"/people/{who.staff.id}/away", days).status == 303
    assert staff.get(who.staff.name).leave == [["2026-03-10", "2026-03-12", "Winnie"]]
    assert "10 Mar 2026 – 12 Mar 2026: Winnie" in admin.get(f"/people/{who.staff.id}").text
    backwards = admin.post(f"/people/{who.staff.id}/away", {**days, "last": "2026-03-01"})
    assert backwards.status == 400
    assert "Swap the two" in backwards.text
    assert 'value="2026-03-10"' in backwards.text
    assert admin.post(f"/people/{who.staff.id}/away", {**days, "first": "soon"}).status == 400


def test_only_who_can_open_tasks_takes_over_or_stands_in(signed_in: SignedIn) -> None:
    admin, rep = signed_in("admin", language="en"), signed_in("rep")
    for role in ("marketing", "ops"):
        signed_in(role)
    signed_in("rep", "小冯")
    pages = admin.get(f"/people/{rep.staff.id}").text + admin.get("/hand-over").text
    choices = re.findall(r'name="(?:stand_in|to)".*?</select>', pages, re.DOTALL)
    assert len(choices) == 3
    for choice in choices:
        assert "小冯" in choice
        assert "小美" not in choice
        assert "老吴" not in choice
    days = {"first": "2026-03-10", "last": "2026-03-12", "stand_in": "小美"}
    refused = admin.post(f"/people/{rep.staff.id}/away", days)
    assert (refused.status, "cannot carry out tasks" in refused.text) == (400, True)
    assert admin.post(f"/people/{rep.staff.id}/left", {"to": "老吴"}).status == 400
    assert staff.get("李婷").leave == []


def test_a_fault_stands_at_its_own_field(signed_in: SignedIn) -> None:
    admin = signed_in("admin", language="en")
    staff.record("李婷", {"email": "li@shop.example"})
    form = {"name": "王小明", "role": "rep", "phone": "12", "email": "Li@shop.example"}
    page = admin.post("/people", form).text
    faults = dict(re.findall(r'<p class="fault" id="(\w+)-fault"[^>]*>([^<]*)</p>', page))
    assert "is no telephone number" in faults["phone"]
    assert faults["email"] == "李婷 has this mail address already. Two cannot share one."
    assert "name" not in faults
    assert not staff.is_known("王小明")
    own = admin.post(f"/people/{staff.get('李婷').id}", {"role": "rep", "email": "li@shop.example"})
    assert own.status == 303, "one's own is not somebody else's"


def test_two_do_not_stand_in_for_each_other_and_a_leave_can_be_taken_back(signed_in: SignedIn) -> None:
    admin, who = signed_in("admin", language="en"), signed_in("rep")
    other = signed_in("rep", "小冯").staff
    days = {"first": "2026-03-10", "last": "2026-03-12"}
    assert admin.post(f"/people/{who.staff.id}/away", {**days, "stand_in": "小冯"}).status == 303
    refused = admin.post(
        f"/people/{other.id}/away", {"first": "2026-03-12", "last": "2026-03-20", "stand_in": "李婷"}
    )
    assert (refused.status, "Name somebody else" in refused.text) == (400, True)
    assert (
        admin.post(
            f"/people/{other.id}/away", {"first": "2026-03-13", "last": "2026-03-20", "stand_in": "李婷"}
        ).status
        == 303
    )
    assert f'action="/people/{who.staff.id}/away/back"' in admin.get(f"/people/{who.staff.id}").text
    assert admin.post(f"/people/{who.staff.id}/away/back", {**days, "stand_in": "小冯"}).status == 303
    assert staff.get("李婷").leave == []
