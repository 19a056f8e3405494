"""Files that take longer than a page waits: asked for, watched, left, found again, fetched by whoever may."""

import csv
import io
import json

import pytest

from chalicelib import extracting
from chalicelib.care import customers, looks, staff
from chalicelib.care.metrics import folding
from chalicelib.http.console import figure_rows
from chalicelib.records.customers import Customer
from chalicelib.records.extracts import Extract
from tests.http.console import colleagues
from tests.http.console.colleagues import Colleague
from tests.http.console.conftest import SignedIn
from tests.http.story import Story

REP = "李婷"


@pytest.fixture
def wang(story: Story) -> Customer:
    day = story.now.date()
    buyer = story.buys("王芳", email="wang@example.com", booked_on=day, installed_on=day, rep=REP)
    for _ in range(20):
        story.play(days=1)
        folding.fold_all(story.now)
    return customers.get(buyer.id)


@pytest.fixture
def boss(signed_in: SignedIn, wang: Customer) -> Colleague:
    return signed_in("admin", language="en")


def asked(who: Colleague, place: str) -> str:
    """Where it can be watched."""
    answer = who.post(place)
    assert answer.status == 303
    return answer.header("Location")


def test_an_export_is_watched_left_and_fetched(boss: Colleague, wang: Customer, story: Story) -> None:
    page = boss.get(f"/customers/{wang.id}").text
    assert f'<form id="export" method="post" action="/customers/{wang.id}/export">' in page
    place = asked(boss, f"/customers/{wang.id}/export")
    watched = boss.get(place).text
    assert "You may leave this page" in watched
    assert f'<a href="{place}">See how far it is</a>' in watched, "without script, too"
    assert json.loads(boss.get(f"{place}/progress").text)["under_way"] is True
    assert boss.get(f"{place}/file").status == 409
    assert asked(boss, f"/customers/{wang.id}/export") == place, "pressed twice: one file"
    story.play(minutes=1)
    assert json.loads(boss.get(f"{place}/progress").text)["under_way"] is False
    assert f'href="{place}"' in boss.get("/extracts").text
    assert f'href="{place}/file"' in boss.get(place).text
    answer = boss.get(f"{place}/file")
    assert answer.header("Content-Disposition") == f'attachment; filename="{wang.id}.json"'
    assert json.loads(answer.text)["customer"]["name"] == "王芳"


def test_the_person_gets_a_page_in_their_language(boss: Colleague, wang: Customer, story: Story) -> None:
    """What was sent, bought and allowed, and nothing that is ours alone."""
    answer = boss.post(f"/customers/{wang.id}/export", {"as": "page"})
    place = answer.header("Location")
    story.play(minutes=1)
    fetched = boss.get(f"{place}/file")
    assert fetched.header("Content-Disposition") == f'attachment; filename="{wang.id}.html"'
    assert '<html lang="zh-Hans">' in fetched.text
    for there in ("我们保存的您的资料", "王芳", "wang@example.com", "A-1", "产品养护", "我们发给您的消息"):
        assert there in fetched.text, there
    assert "blockquote>" in fetched.text, "the very words"
    for ours in (wang.id, "shard", "due", "anchors_version"):
        assert ours not in fetched.text, ours


def test_who_asked_made_and_fetched_is_noted(boss: Colleague, wang: Customer, story: Story) -> None:
    place = asked(boss, f"/customers/{wang.id}/export")
    story.play(minutes=1)
    boss.get(f"{place}/file")
    pages = {look.page for look in looks.at([wang.id], 9)[0]}
    assert {f"/customers/{wang.id}/export", place, f"{place}/file"} <= pages


def test_nobody_else_gets_a_colleague_s_file(
    boss: Colleague, wang: Customer, story: Story, signed_in: SignedIn
) -> None:
    place = asked(boss, f"/customers/{wang.id}/export")
    story.play(minutes=1)
    other = signed_in("admin", "老板娘")
    assert {other.get(place + more).status for more in ("", "/progress", "/file")} == {404}
    assert place not in other.get("/extracts").text


@pytest.mark.parametrize(("role", "status"), [("ops", 404), ("rep", 403), ("marketing", 403)])
def test_whoever_may_no_longer_see_it_does_not_get_it(
    boss: Colleague, wang: Customer, story: Story, role: str, status: int
) -> None:
    place = asked(boss, f"/customers/{wang.id}/export")
    story.play(minutes=1)
    staff.amend(boss.staff, {"role": role})
    boss.token = colleagues.begin(boss.staff)
    assert {boss.get(place + more).status for more in ("", "/progress", "/file")} == {status}


def test_a_manager_of_another_shop_since_does_not_get_it(
    wang: Customer, story: Story, signed_in: SignedIn
) -> None:
    staff.record(REP, {"store": "天河"})
    manager = signed_in("manager", "何经理", "天河")
    place = asked(manager, f"/customers/{wang.id}/export")
    story.play(minutes=1)
    assert manager.get(f"{place}/file").status == 200
    staff.amend(manager.staff, {"store": "番禺"})
    assert manager.get(f"{place}/file").status == 404


def rows(text: str) -> list[list[str]]:
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def test_few_rows_come_at_once_and_many_all_the_same(
    boss: Colleague, wang: Customer, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"/metrics/rows.csv?figure=kept&first={story.now:%Y-%m}&last={story.now:%Y-%m}"
    at_once = boss.post(url)
    assert at_once.header("Content-Type").startswith("text/csv")
    assert len(rows(at_once.text)) > 3
    monkeypatch.setattr(figure_rows, "AT_ONCE", 1)
    monkeypatch.setattr(extracting, "ROWS", 1)
    place = asked(boss, url)
    assert asked(boss, url) == place
    story.play(minutes=1)
    made = boss.get(f"{place}/file")
    assert rows(made.text) == rows(at_once.text)
    assert made.header("Content-Disposition").endswith('.csv"')
    row = Extract.find(*Extract.at(boss.staff.id, place.rpartition("/")[2]))
    assert row
    assert int(row.parts) > 1
    assert boss.post("/metrics/rows.csv?figure=none").status == 400


def test_how_far_it_is_stands_on_its_page(
    boss: Colleague, wang: Customer, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figure_rows, "AT_ONCE", 1)
    monkeypatch.setattr(extracting, "ROWS", 1)
    place = asked(boss, f"/metrics/rows.csv?figure=kept&first={story.now:%Y-%m}&last={story.now:%Y-%m}")
    row = Extract.find(*Extract.at(boss.staff.id, place.rpartition("/")[2]))
    assert row
    extracting.work(row, story.now, None)  # type: ignore[arg-type]
    told = json.loads(boss.get(f"{place}/progress").text)
    assert 0 < told["taken"] < told["total"]
    assert f"{told['taken']} of {told['total']} rows are in it." in boss.get(place).text


def test_what_failed_says_so(boss: Colleague, wang: Customer, story: Story) -> None:
    place = asked(boss, f"/customers/{wang.id}/export")
    row = Extract.find(*Extract.at(boss.staff.id, place.rpartition("/")[2]))
    assert row
    row.change([Extract.state.set("failed")])
    assert "It could not be made" in boss.get(place).text
    assert "failed" in boss.get("/extracts").text
