"""Who sees whose data: reps their own, managers their shop's, and everybody's look is noted."""

import re
from urllib.parse import quote, unquote

import pytest

from chalicelib import jobs
from chalicelib.care import customers, looks, search, staff
from chalicelib.care.complaints import file, filing
from chalicelib.care.complaints.filing import NewComplaint
from chalicelib.care.customers import NewCustomer
from chalicelib.care.tasks import open_ones
from chalicelib.records.customers import Customer
from chalicelib.records.tasks import Task
from tests.http.console.conftest import SignedIn
from tests.http.story import Story


@pytest.fixture
def chan(story: Story) -> Customer:
    """Bought from 李婷, who works in the shop at 天河."""
    staff.record("李婷", {"store": "天河"})
    day = story.now.date()
    found = story.buys("Chan", phone="+85291234567", booked_on=day, installed_on=day)
    story.play(days=9)
    return found


def task(customer: Customer) -> Task:
    return next(one for one in Task.in_partition(customer.pk, "task#") if one.state == "open")


@pytest.mark.parametrize(
    ("role", "name", "store", "status"),
    [("rep", "李婷", "天河", 200), ("rep", "小冯", "天河", 404), ("manager", "", "", 200),
     ("manager", "", "天河", 200), ("manager", "", "番禺", 404), ("ops", "", "", 200),
     ("admin", "", "", 200), ("marketing", "", "", 403)],
)  # fmt: skip
def test_a_customer_is_seen_by_whom_they_belong_to(
    chan: Customer, signed_in: SignedIn, role: str, name: str, store: str, status: int
) -> None:
    who = signed_in(role, name, store)
    assert who.get(f"/customers/{chan.id}").status == status
    for typed in ("Chan", "4567", "+85291234567"):
        listed = who.get(f"/customers?q={quote(typed)}")
        assert (f"/customers/{chan.id}" in listed.text) == (status == 200)


def test_what_is_not_one_s_own_looks_like_nothing(chan: Customer, signed_in: SignedIn) -> None:
    who = signed_in("rep", "小冯")
    theirs, nobodys = who.get(f"/customers/{chan.id}"), who.get("/customers/cnobody")
    assert (theirs.status, theirs.text) == (nobodys.status, nobodys.text)
    key = task(chan).key
    theirs, nobodys = (who.post(f"/tasks/{one}/finish", {"outcome": "done"}) for one in (key, "c1.k1"))
    assert (theirs.status, theirs.text) == (nobodys.status, nobodys.text)
    assert task(chan).key == key


def test_a_task_lets_its_rep_see_whom_it_is_about(chan: Customer, signed_in: SignedIn) -> None:
    who = signed_in("rep", "小冯")
    row = task(chan)
    row.rep = "小冯"
    row.listed()
    row.save()
    assert who.get(f"/customers/{chan.id}").status == 200


def test_a_manager_who_is_asked_to_look_into_another_shop_s_complaint_reaches_it(
    chan: Customer, signed_in: SignedIn, story: Story
) -> None:
    who = signed_in("manager", "老赵", "番禺")
    one = filing.open(NewComplaint(chan.id, "It creaks.", "repair", recorder="李婷"), story.now)
    assert who.get(f"/complaints/{one.id}").status == 404
    row = task(chan)
    row.rep, row.case = "老赵", one.id
    row.listed()
    row.save()
    assert f'href="/complaints/{one.id}"' in who.get("/today").text
    assert who.get(f"/complaints/{one.id}").status == 200
    assert who.get(f"/customers/{chan.id}").status == 200


def test_tasks_are_those_of_the_people_whom_one_sees(chan: Customer, signed_in: SignedIn) -> None:
    key = task(chan).key
    assert key in signed_in("rep", "李婷", "天河").get("/tasks").text
    assert key not in signed_in("rep", "小冯").get("/tasks?rep=李婷").text
    assert key in signed_in("manager", "", "天河").get("/tasks").text
    assert key not in signed_in("manager", "老赵", "番禺").get("/tasks").text


def test_each_look_is_noted_with_ids_alone(story: Story, chan: Customer, signed_in: SignedIn) -> None:
    signed_in("rep", "小冯").get(f"/customers/{chan.id}")
    assert looks.at([chan.id], 9) == ([], None)
    signed_in("admin").get(f"/customers/{chan.id}")
    (look,) = looks.at([chan.id], 9)[0]
    assert staff.by_id(look.staff_id).name == "Winnie"
    assert (look.page, look.customers) == (f"/customers/{chan.id}", [chan.id])
    kept = str(look.to_simple_dict())
    assert "Chan" not in kept
    assert "91234567" not in kept


@pytest.mark.parametrize("url", ["/customers?q=Chan", "/tasks", "/outbox?day={day}"])
def test_lists_note_whom_they_showed(story: Story, chan: Customer, signed_in: SignedIn, url: str) -> None:
    last = max(row.at_moment for row in story.messages(chan))
    signed_in("admin").get(url.format(day=last.date()))
    assert [look.customers for look in looks.at([chan.id], 9)[0]] == [[chan.id]]


def test_ops_read_everything_and_act_on_complaints_alone(story: Story, signed_in: SignedIn) -> None:
    """They stand on the ladder of those who decide on offers. Each other deed that a colleague's work is made
    of is closed to them, and none of their pages offers one."""
    day = story.now.date()
    buyer = story.buys("王芳", phone="+8613912340001", booked_on=day, installed_on=day)
    story.play(hours=3)
    case = filing.open(NewComplaint(buyer.id, "起拱", "repair", recorder="李婷"), story.now)
    ops = signed_in("ops", language="en")
    pages = ("/tasks", "/complaints", "/complaints/told", "/imports", "/today")
    for place in (*pages, f"/customers/{buyer.id}"):
        answer = ops.get(place)
        assert answer.status == 200, place
        forms = re.findall(r'<form[^>]*method="post" action="([^"]*)"', answer.text)
        assert set(forms) <= {"/sign-out", "/calendar-address", "/calendar-address/revoke"}, place
        assert 'href="/complaints/new' not in answer.text, place
    task = open_ones("李婷")[0]
    assert ops.post(f"/tasks/{task.key}/finish", {"outcome": "done"}).status == 403
    assert "/hand-over" in ops.get(f"/complaints/{case.id}").text
    assert ops.post(f"/complaints/{case.id}/hand-over", {"owner": ops.staff.name, "why": "x"}).status == 303
    assert ops.post("/complaints/new").status == 403
    assert ops.post("/imports").status == 403
    assert ops.post("/imports/i1/release").status == 403


@pytest.fixture
def without_a_shop(story: Story) -> Customer:
    """Of the shop at 天河, looked after by 阿南, who belongs to no shop; 阿南 has others as well."""
    staff.record("阿南", {})
    day = story.now.date()
    facts = {"booked_on": day, "installed_on": day, "rep": "阿南"}
    found = story.buys("Chan", phone="+85291234567", **facts)
    story.buys("Ho", order="A-2", phone="+85291234568", **facts)
    found.change([Customer.store.set("天河")])
    story.play(days=9)
    return found


def test_a_shop_s_manager_lists_its_customers_errands_whoever_has_them(
    without_a_shop: Customer, signed_in: SignedIn
) -> None:
    key, other = task(without_a_shop).key, [one.key for one in open_ones("阿南")]
    strangers = [one for one in other if not one.startswith(without_a_shop.id)]
    assert strangers
    for place in ("/tasks", "/tasks?rep=阿南"):
        text = signed_in("manager", "何经理", "天河").get(place).text
        assert key in text, place
        assert not [one for one in strangers if one in text], place
        assert key not in signed_in("manager", "老赵", "番禺").get(place).text, place
        assert key in signed_in("admin").get(place).text, place


def test_a_shop_s_manager_lists_its_customers_cases_whoever_has_them(
    story: Story, without_a_shop: Customer, signed_in: SignedIn
) -> None:
    ho = story.buys("Ho", phone="+85291234568", order="A-2", rep="阿南")
    mine, other = (
        filing.open(NewComplaint(one.id, "起拱", "repair", recorder="阿南"), story.now).id
        for one in (without_a_shop, ho)
    )
    story.play(minutes=2)
    manager, stranger = signed_in("manager", "何经理", "天河"), signed_in("manager", "老赵", "番禺")
    for way in ("/complaints", "/complaints?show=closed"):
        for who in (manager, stranger):
            listed = who.get(way).text
            for one in (mine, other):
                assert (who.get(f"/complaints/{one}").status == 200) == (one in listed)
        assert mine in manager.get(way).text
        for one in (mine, other):
            _rests(one)
    assert mine not in manager.get("/complaints?show=mine").text


@pytest.mark.parametrize(("role", "name", "store"), [("rep", "小冯", ""), ("manager", "老赵", "番禺")])
def test_asking_for_a_stranger_s_cases_shows_none_not_even_those_that_nobody_has_yet(
    chan: Customer, story: Story, signed_in: SignedIn, role: str, name: str, store: str
) -> None:
    case = filing.open(NewComplaint(chan.id, "起拱", "repair", recorder="李婷"), story.now)
    assert not case.owner
    for way in ("owner=李婷", "owner=李婷&show=mine", "owner=nobody"):
        assert case.id not in signed_in(role, name, store).get(f"/complaints?{way}").text, way
    assert case.id in signed_in("admin").get("/complaints").text


def test_a_shop_whose_name_has_a_number_sign_lists_its_cases(
    chan: Customer, story: Story, signed_in: SignedIn
) -> None:
    staff.record("阿南", {})
    ho = story.buys("Ho", phone="+85291234568", order="A-2", rep="阿南")
    ho.change([Customer.store.set("Shop #3")])
    case = filing.open(NewComplaint(ho.id, "起拱", "repair", recorder="阿南"), story.now)
    assert case.id in signed_in("manager", "何经理", "Shop #3").get("/complaints").text


def _rests(number: str) -> None:
    one = file.get(number)
    one.stage = "closed"
    one.lookup_pk, one.lookup_sk = one.listed(one.stage, one.owner)
    one.save()


def test_whom_one_did_something_for_is_found_by_name_and_by_telephone(
    chan: Customer, signed_in: SignedIn
) -> None:
    """The task is done; the customer is a colleague's. The list without a name is of one's own."""
    who, row = signed_in("rep", "小冯"), task(chan)
    row.rep, row.state = "小冯", "done"
    row.listed()
    row.save()
    for asked in ("Chan", "%2B85291234567"):
        assert f"/customers/{chan.id}" in who.get(f"/customers?q={asked}").text
    assert f"/customers/{chan.id}" not in who.get("/customers").text
    assert f"/customers/{chan.id}" not in signed_in("rep", "阿强").get("/customers?q=Chan").text


# --- found by how a telephone ends -----------------------------------------------------------------

# Of the telephones whose end is the same, so many come before one's own.
STRANGERS = 45


def known(story: Story, name: str, phone: str, rep: str) -> Customer:
    new = NewCustomer(name, phones=(phone,), country="CN", rep=rep, sample=True)
    return customers.find_or_create(new, story.now)


@pytest.fixture
def crowd(story: Story) -> list[Customer]:
    """李婷's customers, whose telephones all end in 6789."""
    staff.record("李婷", {"store": "天河"})
    phones = (f"+861380{number:03}6789" for number in range(STRANGERS))
    return [known(story, f"陌生 {number}", phone, "李婷") for number, phone in enumerate(phones)]


def shown(page: str, typed: str) -> str:
    """Without what was typed and what changes with the hour of a form."""
    return re.sub(r'name="csrf" value="\w+"', "", page).replace(typed, "").replace(unquote(typed), "")


@pytest.mark.parametrize(("role", "name", "store"), [("rep", "小冯", ""), ("manager", "老赵", "番禺")])
def test_another_s_telephone_s_end_looks_like_nobody_s(
    crowd: list[Customer], story: Story, signed_in: SignedIn, role: str, name: str, store: str
) -> None:
    """So does a whole number, the beginning of a name, and where a complaint begins."""
    who = signed_in(role, name, store)
    known(story, "1688", "+8613900131688", "李婷")
    pairs = (
        ("6789", "7654"),
        ("1688", "1655"),
        ("13800016789", "13800025432"),
        (quote("陌生"), quote("谁也")),
    )
    for theirs, nobodys in pairs:
        for place in ("/customers?q=", "/complaints/new?q="):
            pages = [(one.status, shown(one.text, typed)) for typed in (theirs, nobodys)
                     if (one := who.get(place + typed))]  # fmt: skip
            assert pages[0] == pages[1], (place, theirs)
    assert "6789</td>" in signed_in("manager", "", "天河").get("/customers?q=6789").text


@pytest.mark.parametrize("typed", ["6789", "尾号6789", "陌生"])
def test_one_s_own_is_reached_however_many_strangers_come_first(
    crowd: list[Customer], story: Story, signed_in: SignedIn, typed: str
) -> None:
    own = known(story, "陌生 99", "+8613999996789", "小冯")
    who = signed_in("rep", "小冯")
    for place in (f"/customers?q={quote(typed)}", f"/complaints/new?q={quote(typed)}"):
        page = who.get(place).text
        assert set(re.findall(r"/customers/(c\w{13})", page) or re.findall(r"customer=(c\w{13})", page)) == {
            own.id
        }
    page = who.get(f"/customers?q={quote(typed)}").text
    assert ('rel="next"' in page, "+ ·" in page) == (False, False)


@pytest.mark.parametrize("typed", ["6789", "陌生"])
def test_where_more_fit_than_are_read_together_the_page_leads_on_and_tells_of_nobody(
    crowd: list[Customer], story: Story, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    own = known(story, "陌生 99", "+8613999996789", "小冯")
    monkeypatch.setattr(search, "AT_ONCE", 20)
    who, place, found, pages = signed_in("rep", "小冯"), f"/customers?q={quote(typed)}", [], 0
    while place:
        page = who.get(place).text
        found += re.findall(r'href="/customers/(c\w{13})"', page)
        pages += 1
        further = re.search(r'href="([^"]*(?:end|after)=[^"]*)"', page)
        place = further[1].replace("&amp;", "&") if further else ""
        assert not re.search(r"1380\d{3}6789|陌生 \d\d?<", page.replace("陌生 99", ""))
    assert (found, pages) == ([own.id], 3)


def test_the_last_page_of_strangers_begins_no_other_search(
    crowd: list[Customer], story: Story, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever was touched lately stood on the first, if anywhere."""
    day = story.now.date()
    own = story.buys("何陌生", phone="+8613912340001", rep="小冯", booked_on=day, installed_on=day)
    story.play(days=9)
    jobs.glance(story.now)
    monkeypatch.setattr(search, "AT_ONCE", 30)
    who = signed_in("rep", "小冯")
    assert own.id in who.get("/customers").text
    further = re.search(r'href="([^"]*after=[^"]*)"', who.get(f"/customers?q={quote('陌生')}").text)
    assert further
    assert own.id not in who.get(further[1].replace("&amp;", "&")).text


def test_a_stranger_s_telephone_does_not_hide_whose_name_begins_with_these_digits(
    story: Story, signed_in: SignedIn
) -> None:
    """From a rep; and for whoever sees everybody both are there."""
    staff.record("李婷", {"store": "天河"})
    stranger = known(story, "陌生", "+8613800136789", "李婷")
    own = known(story, "6789商行", "+8613912340001", "小冯")
    who, all_seeing = signed_in("rep", "小冯"), signed_in("manager", "")
    for place in ("/customers?q=6789", "/complaints/new?q=6789"):
        found = [
            [one.id in reader.get(place).text for one in (stranger, own)] for reader in (who, all_seeing)
        ]
        assert found == [[False, True], [True, True]], place


def test_by_its_end_a_rep_finds_whom_they_did_something_for(
    chan: Customer, crowd: list[Customer], signed_in: SignedIn
) -> None:
    who, row = signed_in("rep", "小冯"), task(chan)
    row.rep, row.state = "小冯", "done"
    row.listed()
    row.save()
    assert f"/customers/{chan.id}" in who.get("/customers?q=4567").text
