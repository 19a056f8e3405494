"""The figures' page: numbers that lead to their rows, and files that no spreadsheet obeys."""

import re
from datetime import timedelta
from html import unescape

import pytest

from chalicelib.care.hands import ready
from chalicelib.care.metrics import counting, folding
from chalicelib.records.table import move_due
from chalicelib.records.touchpoints import Touchpoint
from tests.http.console.conftest import SignedIn
from tests.http.story import Story

EVIL = '=HYPERLINK("http://evil.example";"x")'


@pytest.fixture
def shop(story: Story) -> Story:
    """Two customers of two reps, one of whom is called like a formula, and a month."""
    day = story.now.date()
    story.buys("王芳", email="wang@example.com", booked_on=day, installed_on=day)
    story.buys("Chan", phone="+85291234567", country="HK", order="A-2", installed_on=day, rep=EVIL)
    for _ in range(30):
        story.play(days=1)
        folding.fold_all(story.now)
    return story


def links(page: str, figure: str) -> list[str]:
    found = re.findall(r'href="(/metrics/rows\?[^"]*)"', page)
    return [unescape(one) for one in found if f"figure={figure}&" in one]


def test_each_number_of_the_page_leads_to_as_many_rows(shop: Story, signed_in: SignedIn) -> None:
    ops = signed_in("ops", language="en")
    page = ops.get("/metrics").text
    found = re.findall(r'<a href="(/metrics/rows\?[^"]*)">([\d,]+)</a>', page)
    assert len(found) > 5
    for place, number in found:
        rows, next_place = 0, unescape(place)
        while next_place:
            shown = ops.get(next_place).text
            rows += shown.count("<tr><td")
            further = re.search(r'rel="next" href="([^"]*)"', shown)
            next_place = unescape(further.group(1)) if further else ""
        assert rows == int(number.replace(",", "")), place


def test_arrived_and_on_its_day_lead_to_their_own_rows(shop: Story, signed_in: SignedIn) -> None:
    ops = signed_in("ops", language="en")
    page = ops.get("/metrics").text
    assert any("state=delivered" in one for one in links(page, "delivery"))
    on_time = [one for one in links(page, "kept") if one.endswith("how=on_time")]
    assert "count here as handed over" in page
    assert on_time


def test_rows_name_the_customer_and_the_reason(shop: Story, signed_in: SignedIn) -> None:
    ops = signed_in("ops", language="en")
    place = links(ops.get("/metrics").text, "kept")[0]
    shown = ops.get(place).text
    assert "王芳" in shown
    assert re.search(r'href="/customers/c\w+"', shown)


def test_a_table_downloads_with_its_shares(shop: Story, signed_in: SignedIn) -> None:
    answer = signed_in("ops", language="en").get("/metrics.csv?by=rep")
    lines = answer.text.removeprefix("\ufeff").splitlines()
    assert answer.header("Content-Type").startswith("text/csv")
    assert lines[0] == "rep,due,on_time,late,missed,refused,failed,handed,on_time_share"
    assert any(line.startswith("李婷,") for line in lines)


def test_no_cell_of_a_download_is_a_formula(shop: Story, signed_in: SignedIn) -> None:
    ops = signed_in("ops", language="en")
    for ask, place in ((ops.get, "/metrics.csv?by=rep"), (ops.post, "/metrics/rows.csv?figure=kept")):
        text = ask(place).text
        assert "HYPERLINK" in text
        assert not re.search(r'(^|,)"?=HYPERLINK', text, re.MULTILINE), place


def test_a_rep_of_that_name_is_only_text_on_the_page(shop: Story, signed_in: SignedIn) -> None:
    page = signed_in("ops", language="en").get("/metrics?by=rep").text
    assert EVIL not in page
    assert "=HYPERLINK(&#34;http" in page


@pytest.mark.parametrize(
    "query", ["first=2026-13", "first=abc", "first=2026-03&last=2026-01", "first=2020-01", "by=nobody"]
)
def test_what_is_no_month_is_refused_with_a_sentence(shop: Story, signed_in: SignedIn, query: str) -> None:
    answer = signed_in("ops", language="en").get(f"/metrics?{query}")
    assert answer.status == 400
    assert "Choose" in answer.text or "Write" in answer.text


@pytest.mark.parametrize(
    "query", ["figure=none", "figure=kept&after=../../x", "figure=kept&after=2026-03-02/99/x", ""]
)
def test_what_is_no_list_is_refused(shop: Story, signed_in: SignedIn, query: str) -> None:
    assert signed_in("ops", language="en").get(f"/metrics/rows?{query}").status == 400


def test_a_shop_before_its_first_night_says_so(story: Story, signed_in: SignedIn) -> None:
    page = signed_in("ops", language="en").get("/metrics").text
    assert "Nothing has been counted yet" in page
    assert "No step of a care plan has fallen due" in page


def test_whoever_does_not_want_to_wait_counts_now(story: Story, signed_in: SignedIn) -> None:
    day = story.now.date()
    story.buys("王芳", email="wang@example.com", booked_on=day, installed_on=day)
    story.play(days=1)
    ops = signed_in("ops", language="en")
    assert ops.post("/metrics/count").status == 303
    assert ops.post("/metrics/count").status == 303, "pressed twice: one counting"
    page = ops.get("/metrics").text
    assert "The last days are being counted: 0 of 3." in page
    assert not links(page, "kept")
    story.play(minutes=1)
    page = ops.get("/metrics").text
    assert "being counted" not in page
    assert links(page, "kept")
    assert ops.post("/metrics/count").status == 303, "and again, later"
    assert "being counted" in ops.get("/metrics").text


def test_a_counting_goes_on_where_it_was(story: Story) -> None:
    """Whatever becomes of the page, and of the machine: a day that was counted is not counted again."""
    row = counting.begin("老吴", story.now)
    assert counting.work(row, story.now, ready()) == story.now
    again = counting.under_way()
    assert again
    assert (int(again.done), int(again.days)) == (1, 3)
    while counting.work(again, story.now, ready()):
        again = counting.under_way() or again
    assert counting.under_way() is None


def test_the_page_reads_no_more_of_a_larger_shop(shop: Story, signed_in: SignedIn) -> None:
    ops = signed_in("ops", language="en")

    def requests() -> int:
        seen = []
        real = {name: getattr(shop.memory, name) for name in ("query", "get_item", "batch_get_item")}
        for name, call in real.items():
            setattr(shop.memory, name, lambda *a, _call=call, **k: (seen.append(1), _call(*a, **k))[1])
        assert ops.get("/metrics").status == 200
        for name in real:
            delattr(shop.memory, name)
        return len(seen)

    few = requests()
    for number in range(15):
        shop.buys(
            f"客{number}", phone=f"+8613900000{number:03d}", order=f"N-{number}", installed_on=shop.now.date()
        )
    shop.play(days=2)
    folding.fold_all(shop.now)
    assert requests() == few


def test_months_ahead_of_the_shop_are_empty_and_not_wrong(shop: Story, signed_in: SignedIn) -> None:
    later = f"{shop.now + timedelta(days=70):%Y-%m}"
    page = signed_in("ops", language="en").get(f"/metrics?first={later}&last={later}").text
    assert "No message went out." in page


def test_months_that_are_none_are_told_at_the_form_which_stays(shop: Story, signed_in: SignedIn) -> None:
    answer = signed_in("ops", language="en").get("/metrics?first=2026-03&last=2026-01")
    assert answer.status == 400
    assert 'id="first-fault"' in answer.text
    assert 'value="2026-01"' in answer.text, "what was typed"
    assert ">Follow-up<" in answer.text


def test_a_part_that_a_shop_does_not_narrow_says_so(shop: Story, signed_in: SignedIn) -> None:
    ops = signed_in("ops", language="en")
    assert "of all shops and reps" not in ops.get("/metrics").text
    narrowed = ops.get("/metrics?rep=李婷").text
    headings = re.findall(r"<h2>([^<]*)(?: <small[^>]*>of all shops and reps</small>)?</h2>", narrowed)
    marked = re.findall(r"<h2>([^<]*) <small[^>]*>of all shops and reps", narrowed)
    assert [one for one in headings if one.strip() not in marked] == ["Follow-up", "People’s tasks"]


def test_what_is_past_its_day_and_waits_leads_to_whom_it_is_for(story: Story, signed_in: SignedIn) -> None:
    day = story.now.date()
    buyer = story.buys("王芳", phone="+85291234567", booked_on=day, installed_on=day)
    story.play(days=9)
    touch = story.touch(buyer, "full-moon")
    at = story.now.isoformat()
    waits = {"paused": {"count": 1, "first": at, "last": at}}
    late, again = story.now - timedelta(days=1), story.now + timedelta(hours=20)
    touch.change([Touchpoint.due_at.set(late), Touchpoint.waits.set(waits), *move_due(touch, again)])
    folding.fold_recent(story.now)
    ops = signed_in("ops", language="en")
    link = re.search(r'href="(/metrics/held\?step=full-moon[^"]*reason=paused)"', ops.get("/metrics").text)
    assert link
    held = link[1].replace("&amp;", "&")
    page = ops.get(held).text
    assert f'href="/customers/{buyer.id}"' in page
    assert "王芳" in page
    assert "王芳" not in ops.get(held.replace("paused", "held")).text
    touch.change([Touchpoint.state.set("sent")])
    assert "Nothing of this waits any more" in ops.get(held).text
