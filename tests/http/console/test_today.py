"""A rep's morning: what is due where, said with one press, moved, photographed, handed over."""

import re
from datetime import timedelta
from urllib.parse import quote

import pytest

from chalicelib import files
from chalicelib.care import effects, staff, tasks
from chalicelib.care.complaints import filing
from chalicelib.care.complaints.filing import NewComplaint
from chalicelib.effects import OpenTask
from chalicelib.records.customers import Customer
from chalicelib.records.ratings import Rating
from chalicelib.records.tasks import Task
from chalicelib.records.touchpoints import parts
from tests.http.browser import Answer
from tests.http.console.colleagues import Colleague
from tests.http.console.conftest import SignedIn
from tests.http.story import Story
from tests.rules.test_attachments import GPS, exif, photo, segment

REP, OTHER = "李婷", "王强"
BOUNDARY = "----aFormOfABrowser"


@pytest.fixture
def chan(story: Story) -> Customer:
    """Two weeks after the installation, with errands of 李婷's."""
    staff.record(REP, {"phone": "+8613800138000"})
    day = story.now.date() + timedelta(days=4)
    customer = story.buys(
        "Chan & Co <b>", phone="+85291234567", email="chan@example.com", country="HK", language="en",
        order="HK-1", booked_on=day, installed_on=day,
    )  # fmt: skip
    story.play(days=12)
    return customer


@pytest.fixture
def rep(signed_in: SignedIn, chan: Customer) -> Colleague:
    return signed_in("rep", name=REP, language="en")


def gift() -> Task:
    (found,) = [task for task in tasks.open_ones(REP) if task.step == "house-warming"]
    return found


def report(rep: Colleague, task: Task, **said: str) -> Answer:
    return rep.post(f"/tasks/{task.key}/report", {"seen": tasks.tag(task), **said})


def test_the_morning_says_whom_where_and_what_to_bring(rep: Colleague, chan: Customer) -> None:
    page = rep.get("/today").text
    for said in (
        "Chan &amp; Co &lt;b&gt;",
        "云山花园",
        "To hand over: red door mat and sweets",
        "Handed over",
    ):
        assert said in page
    assert 'href="tel:+85291234567"' in page
    assert f"https://www.google.com/maps/search/?api=1&amp;query={quote('云山花园')}" in page
    assert "<b>Chan & Co" not in page


def test_one_press_says_how_it_went(rep: Colleague, chan: Customer) -> None:
    task = gift()
    answer = report(rep, task, outcome="handed_over", back="/today")
    assert (answer.status, answer.header("Location")) == (303, "/today?noted=Handed%20over")
    assert "Noted: Handed over" in rep.get(answer.header("Location")).text
    done = tasks.get(task.key)
    assert (done.state, done.outcome, done.done_by) == ("done", "handed_over", REP)


def test_pressed_twice_it_is_noted_once_and_nobody_is_told_off(rep: Colleague, chan: Customer) -> None:
    task = gift()
    assert {report(rep, task, outcome="handed_over").status for _ in range(2)} == {303}
    assert len(tasks.get(task.key).history) == len(task.history) + 1


def test_a_second_tab_that_says_otherwise_is_told_and_keeps_its_words(
    story: Story, rep: Colleague, chan: Customer
) -> None:
    task = gift()
    again = (story.now.date() + timedelta(days=1)).isoformat()
    assert report(rep, task, outcome="declined", next_on=again).status == 303
    other = report(rep, task, outcome="out_of_stock", note="明天补货")
    assert other.status == 412
    assert "was changed since you opened the page" in other.text
    assert "明天补货" in other.text
    assert tasks.get(task.key).state == "open"


def test_who_was_away_is_visited_again_on_the_day_that_was_agreed(
    story: Story, rep: Colleague, chan: Customer
) -> None:
    task = gift()
    day = story.now.date() + timedelta(days=2)
    assert report(rep, task, outcome="declined", next_on=f"{day}", next_at="18:30").status == 303
    moved = tasks.get(task.key)
    assert (moved.state, moved.due_on, moved.at_time) == ("open", day, "18:30")


@pytest.fixture
def question(story: Story) -> Task:
    """The one question to somebody whom neither SMS nor mail can ask: by telephone."""
    day = story.now.date()
    wu = story.buys("吴女士", phone="+8613900139000", order="W-1", rep=REP, booked_on=day, installed_on=day)
    story.play(days=9)
    (found,) = [task for task in Task.in_partition(wu.pk, "task#") if task.step == "satisfaction"]
    return found


def test_points_given_on_the_telephone_are_a_rating_like_any_other(
    story: Story, signed_in: SignedIn, question: Task
) -> None:
    rep = signed_in("rep", name=REP, language="en")
    card = rep.get(f"/customers/{question.customer_id}").text
    assert "Points they gave" in card
    assert "wants no visit" not in card
    # A browser asks for them before it sends a photo that it would then forget.
    assert len(re.findall('name="score"[^>]* required', card)) == 5
    assert card.count("formnovalidate") == 2
    assert "Choose the points they gave" in report(rep, question, outcome="rated", note="吱吱响").text
    assert report(rep, question, outcome="rated", score="3", note="吱吱响").status == 303
    rating = Rating.find(*Rating.at(*parts(question.touch_key)))
    assert rating
    assert (rating.score, rating.comment, rating.source) == (3, "吱吱响", "call")
    assert tasks.get(question.key).outcome == "rated"
    assert [task.urgent for task in tasks.open_ones(REP) if task.do == "fix"] == [True]


def test_points_are_noted_in_the_list_of_tasks_as_well(signed_in: SignedIn, question: Task) -> None:
    boss = signed_in("admin", language="en")
    assert 'name="score"' in boss.get(f"/tasks?rep={quote(REP)}").text
    assert boss.post(f"/tasks/{question.key}/finish", {"outcome": "rated"}).status == 400
    assert boss.post(f"/tasks/{question.key}/finish", {"outcome": "rated", "score": "5"}).status == 303
    assert Rating.find(*Rating.at(*parts(question.touch_key)))


def test_who_was_not_reached_is_tried_again_by_itself_and_the_page_says_when(
    rep: Colleague, chan: Customer, story: Story
) -> None:
    ask = OpenTask("call", days=0)
    call = effects.open_task(ask, REP, "call", story.now, reason="x", customer_id=chan.id)
    answer = report(rep, call, outcome="not_reached", back="/today")
    assert "Not reached, again on" in rep.get(answer.header("Location")).text
    again = tasks.get(call.key)
    assert again.state == "open"
    assert again.due_on > story.now.date()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({}, "Choose how it went."),
        ({"outcome": "declined", "next_on": "someday"}, "Write the day as"),
        ({"outcome": "declined", "next_on": "2020-01-01"}, "is past"),
        ({"outcome": "declined", "next_at": "25:00"}, "Write the time as"),
        ({"outcome": "eaten"}, "cannot end as"),
    ],
)
def test_what_is_not_right_is_said_beside_the_card_and_nothing_is_lost(
    rep: Colleague, chan: Customer, said: dict[str, str], sentence: str
) -> None:
    answer = report(rep, gift(), note="等电梯 20 分钟", **said)
    assert answer.status == 400
    assert sentence in answer.text
    assert "等电梯 20 分钟" in answer.text
    assert gift().state == "open"


def send(rep: Colleague, task: Task, fields: dict[str, str], *photos: tuple[str, bytes]) -> Answer:
    from chalicelib.http.console.readers import csrf_of

    said = {"csrf": csrf_of(rep.token), "seen": tasks.tag(task), **fields}
    parts = [f'form-data; name="{name}"\r\n\r\n'.encode() + value.encode() for name, value in said.items()]
    parts += [
        f'form-data; name="photos"; filename="{name}"\r\nContent-Type: image/jpeg\r\n\r\n'.encode() + content
        for name, content in photos
    ]
    head = f"--{BOUNDARY}\r\nContent-Disposition: ".encode()
    body = b"".join(head + part + b"\r\n" for part in parts) + f"--{BOUNDARY}--\r\n".encode()
    kind = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    return rep.ask("POST", f"/tasks/{task.key}/report", body, **kind)


def test_a_photo_is_kept_without_where_it_was_taken_and_shown_to_who_may_see_it(
    rep: Colleague, chan: Customer, signed_in: SignedIn
) -> None:
    task, taken = gift(), photo(segment(0xE1, exif(6)), segment(0xFE, GPS))
    assert send(rep, task, {"outcome": "handed_over"}, ("门垫.jpg", taken)).status == 303
    ((key, name, kind, _size),) = tasks.get(task.key).photos or []
    kept = files.get(str(key))
    assert kept
    assert (name, kind) == ("门垫.jpg", "image/jpeg")
    assert GPS not in kept.content
    page = rep.get(f"/tasks/{task.key}/photos/1")
    assert page.status == 200
    assert "data:image/jpeg;base64," in page.text
    for number in ("0", "2", "x"):
        assert rep.get(f"/tasks/{task.key}/photos/{number}").status == 404
    assert signed_in("rep", name=OTHER).get(f"/tasks/{task.key}/photos/1").status == 404


def test_a_photo_that_cannot_be_taken_stops_the_press_and_says_why(rep: Colleague, chan: Customer) -> None:
    answer = send(rep, gift(), {"outcome": "handed_over", "note": "好"}, ("a.heic", b"0000ftypheic0000"))
    assert answer.status == 400
    assert "a.heic was not taken" in answer.text
    assert "once more" not in answer.text, "there was only this one"
    assert gift().state == "open"


def test_photos_that_a_refused_form_lost_are_asked_for_again(rep: Colleague, chan: Customer) -> None:
    for said in ({"outcome": "eaten"}, {"outcome": "declined", "next_on": "2020-01-01"}):
        answer = send(rep, gift(), said, ("mat.jpg", photo()))
        assert answer.status == 400
        assert "Choose the photos once more" in answer.text
    assert "once more" not in report(rep, gift(), outcome="eaten").text


def test_a_visit_gets_another_day_and_hour(story: Story, rep: Colleague, chan: Customer) -> None:
    task, day = gift(), story.now.date() + timedelta(days=3)
    form = {
        "seen": tasks.tag(task),
        "day": f"{day}",
        "at_time": "10:30",
        "why": "asked for it",
        "back": "/today",
    }
    moved = rep.post(f"/tasks/{task.key}/appoint", form)
    assert "Moved to" in rep.get(moved.header("Location")).text
    assert (tasks.get(task.key).due_on, tasks.get(task.key).at_time) == (day, "10:30")
    assert f"Moved by {REP}: asked for it" in rep.get("/today").text
    again = rep.post(f"/tasks/{task.key}/appoint", {**form, "why": "", "seen": ""})
    assert again.status == 400
    assert "Say why" in again.text


def test_others_tasks_are_as_if_they_were_not_there(
    rep: Colleague, chan: Customer, signed_in: SignedIn
) -> None:
    other, task = signed_in("rep", name=OTHER), gift()
    assert "Chan" not in other.get("/today").text
    assert other.get(f"/today?rep={quote(REP)}").status == 404
    assert report(other, task, outcome="handed_over").status == 404
    assert signed_in("ops").post(f"/tasks/{task.key}/report", {"outcome": "handed_over"}).status == 403
    assert tasks.get(task.key).state == "open"


def test_a_manager_looks_at_a_colleague_s_day(rep: Colleague, chan: Customer, signed_in: SignedIn) -> None:
    page = signed_in("manager", language="en").get(f"/today?rep={quote(REP)}").text
    assert "Chan" in page
    assert f"/hand-over?from={quote(REP)}" in page


def test_a_calendar_address_is_shown_once_and_can_be_closed(rep: Colleague, chan: Customer) -> None:
    shown = rep.post("/calendar-address").text
    found = re.search(r'readonly value="http://[^/]+(/calendar/[^<"]+\.ics)"', shown)
    assert found
    assert f'href="webcal://localhost:8000{found[1]}"' in shown
    assert "Chan" in rep.get(found[1]).text
    assert found[1] not in rep.get("/today").text
    rep.post("/calendar-address/revoke")
    assert rep.get(found[1]).status == 404


# --- somebody is gone ------------------------------------------------------------------------------


def hand_over(boss: Colleague, **said: str) -> Answer:
    return boss.post("/hand-over", {"from": REP, "to": OTHER, "how": "all", "why": "she left", **said})


def test_all_tasks_go_to_a_colleague(rep: Colleague, chan: Customer, signed_in: SignedIn) -> None:
    staff.record(OTHER, {})
    boss, count = signed_in("manager", language="en"), len(tasks.open_ones(REP))
    answer = hand_over(boss)
    assert answer.status == 303
    assert f"{count} task" in boss.get(answer.header("Location")).text
    assert len(tasks.open_ones(OTHER)) == count
    assert not tasks.open_ones(REP)


def test_for_a_leave_new_tasks_go_there_too_and_twice_is_once(
    story: Story, rep: Colleague, chan: Customer, signed_in: SignedIn
) -> None:
    staff.record(OTHER, {})
    first, last = story.now.date(), story.now.date() + timedelta(days=10)
    for _ in range(2):
        assert hand_over(signed_in("admin"), how="leave", first=f"{first}", last=f"{last}").status == 303
    assert staff.get(REP).leave == [[f"{first}", f"{last}", OTHER]]


def test_a_leave_to_come_takes_what_falls_due_in_it_and_no_more(
    story: Story, signed_in: SignedIn, chan: Customer
) -> None:
    staff.record(OTHER, {})
    first, last = (story.now.date() + timedelta(days=days) for days in (3, 7))
    for days in (-2, 0, 2, 3, 7, 8):
        ask = OpenTask("call", days=days)
        effects.open_task(ask, REP, "call", story.now, reason=f"{days}", customer_id=chan.id)
    assert hand_over(signed_in("admin"), how="leave", first=f"{first}", last=f"{last}").status == 303
    assert {first, last} == {task.due_on for task in tasks.open_ones(OTHER)}


def test_a_leave_that_has_begun_takes_along_what_is_overdue(
    story: Story, signed_in: SignedIn, chan: Customer
) -> None:
    staff.record(OTHER, {})
    today = story.now.date()
    effects.open_task(OpenTask("call", days=-2), REP, "call", story.now, reason="old", customer_id=chan.id)
    assert hand_over(signed_in("admin"), how="leave", first=f"{today}", last=f"{today}").status == 303
    assert today - timedelta(days=2) in {task.due_on for task in tasks.open_ones(OTHER)}


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"to": REP}, "Choose one of the list."),
        ({"to": ""}, "Choose who takes them."),
        ({"why": " "}, "Say why"),
        ({"how": "leave"}, "first and the last day"),
        ({"how": "leave", "first": "2026-03-20", "last": "2026-03-10"}, "first and the last day"),
    ],
)
def test_a_hand_over_that_makes_no_sense_moves_nothing(
    rep: Colleague, chan: Customer, signed_in: SignedIn, said: dict[str, str], sentence: str
) -> None:
    staff.record(OTHER, {})
    before = len(tasks.open_ones(REP))
    answer = hand_over(signed_in("admin", language="en"), **said)
    assert answer.status == 400
    assert sentence in answer.text
    assert len(tasks.open_ones(REP)) == before


def test_nobody_who_left_is_offered_or_taken(rep: Colleague, chan: Customer, signed_in: SignedIn) -> None:
    staff.record(OTHER, {})
    staff.record("Bo", {})
    admin, before = signed_in("admin", language="en"), len(tasks.open_ones(REP))
    admin.post(f"/people/{staff.get(OTHER).id}/left", {"to": "Bo"})
    for page in ("/hand-over", f"/people/{staff.get(REP).id}"):
        offered = re.findall(
            r'<select[^>]*name="(?:to|stand_in)".*?</select>', admin.get(page).text, re.DOTALL
        )
        assert offered
        assert all("Bo" in one and OTHER not in one for one in offered)
    assert hand_over(admin).status == 400
    assert admin.post(f"/people/{staff.get(REP).id}/left", {"to": OTHER}).status == 400
    assert len(tasks.open_ones(REP)) == before
    assert staff.get(REP).leave == []


def test_reps_do_not_hand_over(rep: Colleague, chan: Customer) -> None:
    assert rep.get("/hand-over").status == 403
    assert hand_over(rep).status == 403


def test_a_long_day_goes_on_on_further_pages(rep: Colleague, chan: Customer, story: Story) -> None:
    """Sixty errands fill a page; the rest stands behind it, each once."""
    for number in range(70):
        asked = OpenTask("call", days=0)
        effects.open_task(
            asked, REP, f"errand {number:02d}", story.now, reason=f"{number}", customer_id=chan.id
        )
    first = rep.get("/today").text
    further = re.search(r'rel="next" href="([^"]*)"', first)
    assert further
    second = rep.get(further[1].replace("&amp;", "&")).text
    assert 'rel="next"' not in second
    shown = [re.findall(r"errand \d\d", page) for page in (first, second)]
    assert sorted({*shown[0], *shown[1]}) == [f"errand {number:02d}" for number in range(70)]
    assert not set(shown[0]) & set(shown[1])
    assert "To the beginning" in second
    assert rep.get(f"/today?after={quote('~~~')}").status == 200, "whatever is asked for"


def test_a_complaint_that_may_be_dangerous_stands_above_what_was_promised_sooner(
    story: Story, rep: Colleague, chan: Customer
) -> None:
    sooner = filing.open(
        NewComplaint(chan.id, "It swells.", "repair", severity="severe", recorder=REP), story.now
    )
    smells = filing.open(NewComplaint(chan.id, "It smells of burning.", "repair", recorder=REP), story.now)
    story.play(minutes=2)
    page = rep.get("/today").text
    assert page.index(f"/complaints/{smells.id}") < page.index("may be dangerous")
    assert page.index("may be dangerous") < page.index(f"/complaints/{sooner.id}")


def test_whoever_has_complaints_sees_them_first_and_reaches_each_from_its_task(
    story: Story, rep: Colleague, chan: Customer
) -> None:
    later, sooner = (
        filing.open(NewComplaint(chan.id, words, "repair", severity=grave, recorder=REP), story.now)
        for words, grave in (("It creaks.", "minor"), ("It swells.", "severe"))
    )
    story.play(minutes=2)
    page = rep.get("/today").text
    assert "Complaints with you" in page
    assert page.index(f"/complaints/{sooner.id}") < page.index(f"/complaints/{later.id}")
    asked = next(task for task in tasks.open_ones(REP) if task.case == sooner.id)
    (card,) = re.findall(rf'<li class="task [^>]*id="{asked.key}">.*?</li>', page, re.DOTALL)
    assert f'href="/complaints/{sooner.id}"' in card
