"""The customer's file, and everything that is done from it: sold, put right, merged, exported, forgotten."""

import base64
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest

from chalicelib import settings
from chalicelib.care import customers, inbox, search
from chalicelib.care.complaints import filing
from chalicelib.care.complaints.filing import NewComplaint
from chalicelib.care.customers import NewCustomer
from chalicelib.care.metrics import board, folding
from chalicelib.http.api import cursors
from chalicelib.http.console import customers as listing
from chalicelib.message import Reply
from chalicelib.records import complaints, events
from chalicelib.records.customers import Contact, Customer
from chalicelib.records.metrics import Day
from chalicelib.records.sales import Sale
from tests.http.browser import Answer
from tests.http.console.colleagues import Colleague
from tests.http.console.conftest import SignedIn
from tests.http.story import Story

REP = "李婷"


@pytest.fixture
def wang(story: Story) -> Customer:
    day = story.now.date()
    customer = story.buys(
        "王芳", phone="+8613900139000", email="wang@example.com", language="zh-CN", order="SO-1",
        booked_on=day, installed_on=day,
    )  # fmt: skip
    story.play(days=9)
    return customers.get(customer.id)


@pytest.fixture
def boss(signed_in: SignedIn, wang: Customer) -> Colleague:
    return signed_in("admin", language="en")


def stranger(story: Story) -> Customer:
    new = NewCustomer("王方", phones=("+8613700137000",), country="CN", estate="云山花园", sample=True)
    return customers.find_or_create(new, story.now)


# --- found and looked at ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed", ["13900139000", "9000", "尾号9000", "wang@example.com", "so-1", "王", "王芳女士", "云山花园"]
)
def test_a_customer_is_found_by_what_one_has_at_hand(boss: Colleague, wang: Customer, typed: str) -> None:
    assert f"/customers/{wang.id}" in boss.get(f"/customers?q={quote(typed)}").text


def test_a_name_is_found_by_any_part_of_it(
    story: Story, boss: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some customers at a time, shard by shard, each found once, however many there are."""
    for number in range(30):
        name = f"{'赵钱孙李周吴'[number % 6]}晓慧" if number % 3 else f"何{number}"
        new = NewCustomer(name, phones=(f"+86137000{number:05d}",), country="CN", sample=True)
        customers.find_or_create(new, story.now)
    story.play(days=20)
    begins = boss.get(f"/customers?q={quote('晓慧')}").text
    assert "晓慧</a>" not in begins
    link = re.search(r'href="(/customers\?q=[^"]*anywhere=1)"', begins)
    assert link
    monkeypatch.setattr(search, "LOOKED_AT", 7)
    place, found, pages = link[1].replace("&amp;", "&"), [], 0
    while place:
        page = boss.get(place).text
        found += re.findall(r'href="/customers/(c\w+)">[^<]*晓慧<', page)
        pages += 1
        further = re.search(r'<a class="button[^"]*"(?: rel="next")? href="([^"]*after=[^"]*)"', page)
        place = further[1].replace("&amp;", "&") if further else ""
    assert len(found) == len(set(found)) == 20
    assert pages > 3


def test_a_long_list_of_one_name_comes_in_pages(story: Story, boss: Colleague) -> None:
    for number in range(60):
        new = NewCustomer(f"Lee {number:02}", phones=(f"+852910000{number:02}",), sample=True)
        customers.find_or_create(new, story.now)
    first = boss.get("/customers?q=lee").text
    assert "Lee 00" in first
    assert "Lee 59" not in first
    following = re.search(r'rel="next" href="([^"]+)"', first)
    assert following
    assert "Lee 59" in boss.get(following[1].replace("&amp;", "&")).text
    assert boss.get("/customers?q=lee&after=made-up").status == 422


def test_so_does_one_of_telephones_that_end_alike(story: Story, boss: Colleague) -> None:
    for number in range(60):
        new = NewCustomer(f"Lee {number:02}", phones=(f"+85291{number:02}6789",), sample=True)
        customers.find_or_create(new, story.now)
    pages = [boss.get("/customers?q=6789").text]
    following = re.search(r'rel="next" href="([^"]+)"', pages[0])
    assert following
    pages.append(boss.get(following[1].replace("&amp;", "&")).text)
    found = [re.findall(r">(Lee \d\d)</a>", page) for page in pages]
    assert len(found[0]) == 40
    assert sorted([*found[0], *found[1]]) == [f"Lee {number:02}" for number in range(60)]
    assert 'href="/customers?q=6789"' in pages[1]
    assert boss.get("/customers?q=6789&end=made-up").status == 422


@pytest.mark.parametrize("place", ["/customers?q=", "/customers?estate=", "/complaints/new?q="])
@pytest.mark.parametrize("letter", ["7", "云"])
def test_what_is_longer_than_a_key_is_nobody_s(boss: Colleague, place: str, letter: str) -> None:
    assert boss.get(place + quote(letter * 1500)).status == 200


def test_where_a_list_goes_on_tells_nobody_s_number_or_name(
    story: Story, boss: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor can it be made by hand: it is taken by the page that gave it and as it was."""
    monkeypatch.setattr(listing, "PAGE", 2)
    for number in range(5):
        new = NewCustomer(f"Lee {number:02}", phones=(f"+85291{number:02}6789",), sample=True)
        customers.find_or_create(new, story.now)
    places = {
        name: re.search(rf'rel="next" href="[^"]*{name}=([^"]+)"', boss.get(url).text)[1]
        for name, url in (("end", "/customers?q=6789"), ("after", "/customers?q=lee"))
    }
    for name, place in places.items():
        raw = base64.urlsafe_b64decode(place + "==")
        for told in (b"9101", b"lee01", b"lookup", base64.b64encode(b"+8529101")[:8]):
            assert told not in raw, name
    forged = cursors.written(
        "end 6789", {"pk": "contact#sms#+85291016789", "sk": "contact", "lookup_sk": "9876"}
    )
    changed = places["end"][:-3] + ("AAA" if places["end"][-3:] != "AAA" else "BBB")
    for wrong in (forged, changed, places["after"], "AAAA", "é"):
        assert boss.get(f"/customers?q=6789&end={quote(wrong)}").status == 422, wrong
    assert boss.get(f"/customers?q=6789&end={places['end']}").status == 200
    assert boss.get(f"/customers?q=66789&end={places['end']}").status == 422


def test_the_file_says_what_was_what_comes_and_what_is_owned(boss: Colleague, wang: Customer) -> None:
    page = boss.get(f"/customers/{wang.id}").text
    for said in (
        "王芳",
        "晨光橡木",
        "Batch B1",
        "SO-1",
        "Care tips",
        "One month on",
        "What they want to hear",
    ):
        assert said in page, said


def test_her_complaint_stands_in_her_file(story: Story, boss: Colleague, wang: Customer) -> None:
    filing.open(NewComplaint(wang.id, "地板起拱", "repair", sale_id="so-1", recorder=REP), story.now)
    page = boss.get(f"/customers/{wang.id}").text
    (number,) = complaints.of_customer(wang.partitions)
    assert f'href="/complaints/{number}"' in page
    assert "Received" in page


def test_a_rep_sees_their_own_customers_and_no_others(wang: Customer, signed_in: SignedIn) -> None:
    assert signed_in("rep", name=REP).get(f"/customers/{wang.id}").status == 200
    other = signed_in("rep", name="王强")
    assert other.get(f"/customers/{wang.id}").status == 404
    assert wang.id not in other.get("/customers?q=" + quote("王芳")).text
    for place in ("correct", "merge", "erase"):
        assert other.get(f"/customers/{wang.id}/{place}").status in (403, 404)
    assert other.post(f"/customers/{wang.id}/export").status == 403


# --- sold ------------------------------------------------------------------------------------------

SALE = {
    "name": "陳大文", "phone": "9123 4567", "country": "HK", "language": "zh-HK", "estate": "海怡半島",
    "order": "CTR-9", "category": "flooring", "signed_on": "2026-03-10", "product_1": "晨光橡木",
    "batch_1": "B7", "quantity_1": "40", "unit_1": "m2", "amount": "12,800.50", "currency": "HKD", "rep": REP,
}  # fmt: skip


def sell(boss: Colleague, **said: str) -> Answer:
    return boss.post("/sales/new", {**SALE, "language": "zh-Hant", **said})


def test_a_sale_at_the_counter_brings_its_buyer_and_its_care(story: Story, boss: Colleague) -> None:
    answer = sell(boss)
    assert answer.status == 303
    story.play(minutes=5)
    (buyer,) = search.find("+85291234567")
    sale = Sale.find(*Sale.at("CTR-9"))
    assert sale
    assert (buyer.name, sale.customer_id, str(sale.amount), sale.lines[0]["batch"]) == (
        "陳大文",
        buyer.id,
        "12800.50",
        "B7",
    )
    page = boss.get(answer.header("Location")).text
    assert "The sale is recorded" in page
    assert "One month on" in page


def test_pressed_twice_it_is_one_sale(boss: Colleague) -> None:
    assert [sell(boss).status for _ in range(2)] == [303, 303]
    assert len(Sale.by_lookup(search.find("CTR-9")[0].pk)) == 1


def test_another_sale_under_the_same_number_is_refused(boss: Colleague) -> None:
    sell(boss)
    again = sell(boss, product_1="别的")
    assert again.status == 409
    assert "别的" in again.text


def test_from_her_page_the_buyer_is_known(boss: Colleague, wang: Customer) -> None:
    assert "王芳" in boss.get(f"/sales/new?customer={wang.id}").text
    said = {
        name: value for name, value in SALE.items() if name not in ("name", "phone", "country", "language")
    }
    assert boss.post("/sales/new", {**said, "customer": wang.id}).status == 303
    assert len(Sale.by_lookup(wang.pk)) == 2


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("phone", "12", "is no telephone number"),
        ("phone", "", "Give a telephone number or a mail address."),
        ("installed_on", "2026-02-01", "This is before the day of the sale."),
        ("name", "", "Say what the buyer is called."),
        ("order", "", "Give the order number"),
        ("signed_on", "10/3/26", "Write the day as"),
        ("product_1", "", "Say what was bought."),
        ("amount", "much", "Write a number"),
        ("amount", "12,50", "Write a number"),
        ("amount", "RM 500", "Write a number"),
        ("quantity_1", "-3", "Write a number"),
        ("signed_on", "2030-01-01", "2030"),
    ],
)
def test_what_is_not_right_is_said_and_what_was_typed_stays(
    boss: Colleague, field: str, value: str, sentence: str
) -> None:
    answer = sell(boss, **{field: value})
    assert answer.status in (400, 409)
    assert sentence in answer.text
    assert "海怡半島" in answer.text
    assert not Sale.find(*Sale.at("CTR-9"))
    assert not search.find("陳大文")


def test_sums_are_read_as_a_chinese_keyboard_or_an_invoice_writes_them(boss: Colleague) -> None:
    assert sell(boss, quantity_1="４０．５", amount="￥１２，８００", currency="CNY").status == 303
    sale = Sale.find(*Sale.at("CTR-9"))
    assert sale
    assert (sale.lines[0]["quantity"], str(sale.amount)) == ("40.5", "12800")


def became(boss: Colleague, deed: str, **said: str) -> Answer:
    return boss.post("/sales/so-1/became", {"deed": deed, **said})


def test_what_became_of_a_sale_is_recorded_and_its_care_follows(
    story: Story, boss: Colleague, wang: Customer
) -> None:
    due = story.touch(wang, "full-moon").due_at
    earlier = (story.now - timedelta(days=4)).date()
    assert [became(boss, "installed", day=f"{earlier}").status for _ in range(2)] == [303, 303]
    story.play(minutes=2)
    assert story.touch(wang, "full-moon").due_at != due
    assert became(boss, "call_off").status == 400
    assert became(boss, "call_off", why="搬家了").status == 303
    story.play(minutes=2)
    assert story.touch(wang, "full-moon").state == "unplanned"
    assert became(boss, "book_again", day=f"{story.now.date()}", why="又要了").status == 303
    assert became(boss, "return", why="退货").status == 303
    assert Sale.find(*Sale.at("SO-1")).state == "returned"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("deed", "said"),
    [
        ("", {"day": "2026-03-03"}),
        ("eaten", {"day": "2026-03-03"}),
        ("installed", {}),
        ("installed", {"day": "2027-01-01"}),
        ("delivered", {"day": "2020-01-01"}),
        ("delivered", {"day": "2026-03-03", "seen": "v0"}),
    ],
)
def test_a_day_that_cannot_be_is_refused_beside_its_sale(
    boss: Colleague, wang: Customer, deed: str, said: dict[str, str]
) -> None:
    before = Sale.find(*Sale.at("SO-1"))
    answer = became(boss, deed, **said)
    assert answer.status == 400
    assert 'class="fault"' in answer.text
    assert Sale.find(*Sale.at("SO-1")).serialize() == before.serialize()  # type: ignore[union-attr]


# --- put right -------------------------------------------------------------------------------------


def test_facts_are_put_right_with_the_reason_on_the_timeline(boss: Colleague, wang: Customer) -> None:
    form = {"name": "王方", "estate": "海怡半岛", "why": "身份证上是方"}
    assert boss.post(f"/customers/{wang.id}/correct", form).status == 303
    now = customers.get(wang.id)
    assert (now.name, now.estate, now.language) == ("王方", "海怡半岛", "zh-CN")
    page = boss.get(f"/customers/{wang.id}").text
    assert "身份证上是方" in page
    assert "Winnie" in page


def test_tags_are_given_and_taken_away(boss: Colleague, wang: Customer) -> None:
    place = f"/customers/{wang.id}/correct"
    assert boss.post(place, {"tags": "VIP，老客户, vip", "why": "x"}).status == 303
    assert customers.get(wang.id).tags == ["VIP", "老客户"]
    assert "老客户" in boss.get(f"/customers/{wang.id}").text
    assert boss.post(place, {"tags": "x" * 50, "why": "x"}).status == 400
    assert boss.post(place, {"tags": "", "why": "x"}).status == 303
    assert customers.get(wang.id).tags == []


def test_without_a_reason_nothing_is_changed_and_what_was_typed_stays(
    boss: Colleague, wang: Customer
) -> None:
    again = boss.post(f"/customers/{wang.id}/correct", {"name": "王方", "why": " "})
    assert again.status == 400
    assert 'value="王方"' in again.text
    assert customers.get(wang.id).name == "王芳"


@pytest.mark.parametrize(
    ("field", "value"), [("zone", "Moon/Base"), ("language", "tlh"), ("name", " "), ("rep", "?")]
)
def test_nonsense_is_refused_beside_its_field(
    boss: Colleague, wang: Customer, field: str, value: str
) -> None:
    again = boss.post(f"/customers/{wang.id}/correct", {field: value, "why": "x"})
    assert again.status == 400
    assert f'id="{field}-fault"' in again.text


def test_a_number_is_put_right(boss: Colleague, wang: Customer) -> None:
    form = {"old": "+8613900139000", "new": "139 0013 9001", "address_why": "两位写反了"}
    assert boss.post(f"/customers/{wang.id}/address", form).status == 303
    assert customers.get(wang.id).phones == ["+8613900139001"]
    assert [one["says"]["why"] for one in events.told(wang) if one["what"] == "corrected"] == ["两位写反了"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"new": "12"},
        {"new": ""},
        {"new": "x@example.com"},
        {"new": "+8613900139001", "address_why": ""},
        {"old": "+8613000000000", "new": "+8613900139001"},
    ],
)
def test_a_wrong_number_is_not_replaced_by_another_wrong_one(
    boss: Colleague, wang: Customer, wrong: dict[str, str]
) -> None:
    form = {"old": "+8613900139000", "address_why": "x", **wrong}
    assert boss.post(f"/customers/{wang.id}/address", form).status == 400
    assert customers.get(wang.id).phones == ["+8613900139000"]


# --- heard, moved, linked ----------------------------------------------------------------------------


def test_what_she_says_on_the_telephone_is_written_down(boss: Colleague, wang: Customer) -> None:
    form = {"purpose": "care", "channel": "sms", "state": "refused", "source": "电话里说的"}
    assert boss.post(f"/customers/{wang.id}/consent", form).status == 303
    assert customers.get(wang.id).consents["care"]["sms"] == "refused"
    assert boss.post(f"/customers/{wang.id}/consent", {**form, "source": ""}).status == 400
    assert boss.post(f"/customers/{wang.id}/consent", {**form, "purpose": "critical"}).status == 400


def test_a_touch_to_come_is_skipped_with_the_reason(story: Story, boss: Colleague, wang: Customer) -> None:
    touch = story.touch(wang, "full-moon")
    assert boss.post(f"/touches/{touch.key}", {"deed": "skip", "why": ""}).status == 400
    assert boss.post(f"/touches/{touch.key}", {"deed": "skip", "why": "出国了"}).status == 303
    assert story.touch(wang, "full-moon").state == "cancelled"
    assert boss.post(f"/touches/{touch.key}", {"deed": "skip", "why": "出国了"}).status == 409


def test_a_touch_is_postponed_to_a_day(story: Story, boss: Colleague, wang: Customer) -> None:
    touch = story.touch(wang, "full-moon")
    day = touch.due_at.date() + timedelta(days=2)  # type: ignore[union-attr]
    assert boss.post(f"/touches/{touch.key}", {"deed": "postpone", "day": f"{day}", "why": "x"}).status == 303
    assert story.touch(wang, "full-moon").due_at.date() == day  # type: ignore[union-attr]
    assert boss.post(f"/touches/{touch.key}", {"deed": "postpone", "why": "x"}).status == 400


def test_a_link_is_made_to_hand_over(boss: Colleague, wang: Customer) -> None:
    made = boss.post(f"/customers/{wang.id}/link", {"page": "care"})
    assert re.search(r"/l/[a-z2-7]{12}", made.text)
    assert boss.post(f"/customers/{wang.id}/link", {"page": "offer"}).status == 400


# --- merged, exported, forgotten ---------------------------------------------------------------------


def test_two_records_are_looked_at_before_they_are_one(story: Story, boss: Colleague, wang: Customer) -> None:
    other = stranger(story)
    found = boss.get(f"/customers/{wang.id}/merge?q={quote('王方')}")
    assert f"with={other.id}" in found.text
    shown = boss.get(f"/customers/{wang.id}/merge?with={other.id}").text
    for said in ("The names do not agree", "share neither number", "1 number or mail address moves"):
        assert said in shown
    assert customers.get(other.id).id == other.id
    place = f"/customers/{wang.id}/merge"
    assert boss.post(place, {"with": other.id, "why": ""}).status == 400
    assert boss.post(place, {"with": other.id, "why": "同一个人"}).status == 303
    assert customers.get(other.id).id == wang.id
    assert boss.get(f"/customers/{other.id}").status == 200


def test_nobody_is_merged_into_themselves(boss: Colleague, wang: Customer) -> None:
    assert boss.get(f"/customers/{wang.id}/merge?with={wang.id}").status == 409


def test_a_customer_is_forgotten_only_by_name(
    boss: Colleague, wang: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(settings._assumed, "erasure_key", "only for tests")
    place = f"/customers/{wang.id}/erase"
    assert boss.post(place, {"name": "王方"}).status == 400
    assert customers.get(wang.id).name == "王芳"
    answer = boss.post(place, {"name": " 王芳 "})
    assert answer.status == 303
    assert customers.get(wang.id).erased_at
    assert Contact.find(*Contact.at("sms", "+8613900139000")) is None
    page = boss.get(f"/customers/{wang.id}")
    assert page.status == 200
    assert "王芳" not in page.text


def test_without_a_key_nobody_is_half_forgotten(boss: Colleague, wang: Customer) -> None:
    answer = boss.post(f"/customers/{wang.id}/erase", {"name": "王芳"})
    assert answer.status == 503
    assert "ERASURE_KEY" in answer.text
    assert customers.get(wang.id).name == "王芳"


@pytest.mark.parametrize("role", ["rep", "manager", "ops", "marketing"])
def test_only_admins_forget(wang: Customer, signed_in: SignedIn, role: str) -> None:
    who = signed_in(role, name=REP if role == "rep" else "")
    assert who.post(f"/customers/{wang.id}/erase", {"name": "王芳"}).status == 403
    assert customers.get(wang.id).name == "王芳"


# --- quick, however large the shop -------------------------------------------------------------------


READS = ("get_item", "query", "batch_get_item", "scan")
PLACES = ("/customers?q=王", "/customers/{id}", f"/today?rep={REP}", "/sales/new?customer={id}")


def listened(name: str, asked: list[str], call: Callable[..., Any]) -> Callable[..., Any]:
    def counted(*args: Any, **more: Any) -> Any:
        asked.append(name)
        return call(*args, **more)

    return counted


@pytest.mark.parametrize("place", PLACES)
def test_a_page_takes_a_handful_of_requests_and_never_looks_through_the_table(
    story: Story, boss: Colleague, wang: Customer, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    asked: list[str] = []
    for name in READS:
        monkeypatch.setattr(story.memory, name, listened(name, asked, getattr(story.memory, name)))
    assert boss.get(quote(place.format(id=wang.id), safe="/?=&")).status == 200
    assert "scan" not in asked
    assert len(asked) <= 16, asked


def test_kinds_of_goods_are_called_as_the_reader_calls_them(boss: Colleague) -> None:
    page = boss.get("/sales/new").text
    assert ">Flooring</option>" in page


def test_after_stop_the_table_says_what_will_happen_and_it_counts_as_one_opt_out(
    story: Story, signed_in: SignedIn
) -> None:
    """Care and surveys are not refused by it; they reach nobody all the same."""
    chan = story.buys("Chan", phone="+85291234567", country="HK", order="H-1", installed_on=story.now.date())
    admin = signed_in("admin", language="en")
    assert ">stopped</span>" not in admin.get(f"/customers/{chan.id}").text
    inbox.replied("sms", Reply("SM1", "+85291234567", "", "STOP"), story.now)
    page = admin.get(f"/customers/{chan.id}").text
    table = page[page.index('id="consents"') :]
    cells = re.findall(r'<td><span class="[^"]*">([^<]+)</span></td>', table)[:6]
    assert cells == ["stopped", "no address", "stopped", "no address", "no", "no"]
    folding.fold(story.now.date())
    assert board.opt_outs(board.summed(Day.in_partition("day"))) == [("marketing", "sms", 1)]


# --- what a sale's page and form tell --------------------------------------------------------------


def _typed(**more: str) -> dict[str, str]:
    return {
        "name": "Ho", "phone": "+85291234999", "rep": REP, "country": "HK", "order": "SO-77",
        "signed_on": "2026-03-02",
        "category": "furniture", "product_1": "Bed", "quantity_1": "1", "amount_1": "4800", "currency": "HKD",
        "product_2": "Table", "amount_2": "1200", "amount": "6000", **more,
    }  # fmt: skip


def test_a_sale_shows_what_each_line_cost_and_when_it_was_delivered(boss: Colleague) -> None:
    answer = boss.post("/sales/new", _typed(delivered_on="2026-03-02"))
    assert answer.status == 303, answer.text
    page = boss.get(dict(answer.headers)["Location"].partition("?")[0]).text
    for amount in ("4,800.00", "1,200.00", "6,000.00"):
        assert amount in page
    sale = Sale.find(*Sale.at("SO-77"))
    assert sale
    assert sale.delivered_on.isoformat() == "2026-03-02"


@pytest.mark.parametrize("name", ["amount", "amount_1"])
def test_a_sum_with_another_currency_s_sign_is_not_taken_for_this_one(boss: Colleague, name: str) -> None:
    answer = boss.post("/sales/new", _typed(**{name: "¥4800", "language": "en"}))
    assert (answer.status, answer.text.count("in another currency; write it in HKD")) == (400, 1)
    assert 'value="¥4800"' in answer.text
    assert boss.post("/sales/new", _typed(**{name: "$4,800"})).status == 303
    assert Sale.find(*Sale.at("SO-77"))


def test_a_number_that_no_table_keeps_is_told_at_its_field(boss: Colleague) -> None:
    answer = boss.post("/sales/new", _typed(amount="1e-999999", quantity_1="1e-999999", language="en"))
    assert (answer.status, answer.text.count("Write a number, such as 12800.50.")) == (400, 2)
    assert boss.post("/sales/new", _typed(amount="0.50", quantity_1="0.001")).status == 303


def test_goods_are_not_delivered_before_they_are_sold(boss: Colleague) -> None:
    answer = boss.post("/sales/new", _typed(delivered_on="2026-02-01"))
    assert (answer.status, "This is before the day of the sale" in answer.text) == (400, True)
    assert 'value="2026-02-01"' in answer.text


def test_an_order_that_is_recorded_already_is_led_to_for_whoever_sees_it(
    boss: Colleague, wang: Customer, signed_in: SignedIn
) -> None:
    taken = boss.post("/sales/new", _typed(order="SO-1"))
    assert taken.status == 409
    assert f'href="/customers/{wang.id}#goods"' in taken.text
    assert 'value="Ho"' in taken.text
    other = signed_in("rep", "小冯", language="en").post("/sales/new", _typed(order="SO-1"))
    assert (other.status, wang.id in other.text) == (409, False)


def test_nothing_more_about_somebody_is_no_fold(story: Story, boss: Colleague) -> None:
    bare = customers.find_or_create(NewCustomer("Ip", phones=("+85294445555",)), story.now)
    assert "More about them" not in boss.get(f"/customers/{bare.id}").text
