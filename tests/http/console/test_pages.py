"""The console's pages: in three languages, nothing runs in them, and every deed goes by way of care."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from chalicelib import plans, words
from chalicelib.care.metrics import glancing
from chalicelib.http.console import desk, outbox
from chalicelib.http.console.pulse import PULSE
from chalicelib.http.console.readers import ENGLISH
from chalicelib.records import runs
from chalicelib.records.customers import Contact, Customer
from chalicelib.records.imports import Import
from chalicelib.records.staff import Staff
from chalicelib.records.switches import Switch
from chalicelib.records.table import Row
from chalicelib.records.tasks import Task
from chalicelib.records.touchpoints import Rendered
from chalicelib.rules import reasons
from tests.http.console.colleagues import Colleague as Browser
from tests.http.story import Story

EVIL = "<script>alert(1)</script>"
# Whatever runs is a module of our own.
FOREIGN = re.compile(r'<script(?! type="module" src="/(?:assets/[a-z-]+|c/photos)\.js"></script>)')
PAGES = [
    "/overview",
    "/tasks",
    "/tasks?rep=%E6%9D%8E%E5%A9%B7",
    "/outbox",
    "/customers",
    "/health",
    "/people",
    "/account",
]


@pytest.fixture
def chan(story: Story) -> Customer:
    """Two weeks after the installation, with an errand, messages and things to come."""
    Staff(*Staff.at("李婷"), name="李婷", phone="+8613800138000").save()
    day = story.now.date()
    customer = story.buys(
        f"Chan {EVIL}", phone="+85291234567", email="chan@example.com", country="HK", language="en",
        order="HK-1", booked_on=day + timedelta(days=4), installed_on=day + timedelta(days=4),
    )  # fmt: skip
    story.play(days=12)
    return customer


def tasks(customer: Customer, do: str = "") -> list[Task]:
    return [task for task in Task.in_partition(customer.pk, "task#") if do in ("", task.do)]


def a_message(story: Story, customer: Customer, channel: str) -> str:
    row = story.messages(customer, channel)[0]
    return f"/outbox/{row.touch_key}/{row.sk.split('#')[2]}"


@pytest.mark.parametrize(
    ("asked", "language"),
    [("en-US,en;q=0.9", "en"), ("zh-CN", "zh-Hans"), ("zh", "zh-Hans"), ("zh-TW", "zh-Hant"),
     ("zh-HK,en;q=0.5", "zh-Hant"), ("zh-Hant", "zh-Hant"), ("fr", "en"), ("", "zh-Hans")],
)  # fmt: skip
@pytest.mark.parametrize("url", PAGES)
def test_every_page_shows_in_the_readers_language_and_lets_nothing_run(
    browser: Browser, chan: Customer, url: str, asked: str, language: str
) -> None:
    browser.language = asked
    page = browser.get(url)
    assert page.status == 200
    assert f'<html lang="{language}">' in page.text
    assert not FOREIGN.search(page.text)
    assert " style=" not in page.text
    assert "unsafe" not in page.header("Content-Security-Policy")


@pytest.mark.parametrize(
    "url", [*PAGES, "/today", "/attention", "/metrics", "/campaigns", "/customers/{chan}"]
)
def test_no_page_writes_days_as_files_do(story: Story, browser: Browser, chan: Customer, url: str) -> None:
    story.now += timedelta(days=1)
    shown = re.sub(
        r"<head.*</head>|<[^>]*>", " ", browser.get(url.format(chan=chan.id)).text, flags=re.DOTALL
    )
    assert not re.findall(r".{30}\b20\d\d-\d\d.{20}", shown)


def test_pages_of_an_empty_shop_show_too(story: Story, browser: Browser) -> None:
    assert {browser.get(url).status for url in PAGES} == {200}


def test_a_customer_s_story_is_told_and_escaped(browser: Browser, chan: Customer) -> None:
    page = browser.get(f"/customers/{chan.id}", **{"Accept-Language": "en"}).text
    assert "Chan &lt;script&gt;" in page
    assert not FOREIGN.search(page)
    for told in (
        "HK-1",
        "Care tips",
        "Supervision sheet",
        "One month on",
        "Anniversary call",
        "Open tasks",
        "sample",
    ):
        assert told in page, told


def test_an_unknown_customer_is_a_page_with_the_reason(browser: Browser) -> None:
    page = browser.get("/customers/cnobody", **{"Accept-Language": "en"})
    assert page.status == 404
    assert "There is nothing here" in page.text


@pytest.mark.parametrize("wanted", ["+852 9123 4567", "CHAN@example.com", "HK-1", "chan", "云山花园"])
def test_people_are_found_by_what_one_has_at_hand(browser: Browser, chan: Customer, wanted: str) -> None:
    assert f"/customers/{chan.id}" in browser.get(f"/customers?q={wanted.replace('+', '%2B')}").text


def test_nobody_is_found_by_a_stranger_s_number(browser: Browser, chan: Customer) -> None:
    assert chan.id not in browser.get("/customers?q=13900000000").text
    assert chan.id in browser.get("/customers?estate=云山花园").text


# Who may see and do.


def test_the_outbox_opens_on_this_machine_alone(browser: Browser, chan: Customer) -> None:
    assert browser.get("/outbox", Host="shop.example.com").status == 403
    tunnelled = browser.get("/outbox", **{"X-Forwarded-For": "203.0.113.9"})
    assert tunnelled.status == 403
    assert "Chan" not in tunnelled.text


@pytest.mark.parametrize("host", ["localhost", "localhost:8123", "127.0.0.1:8000", "[::1]:8000"])
def test_this_machine_sees_it(story: Story, browser: Browser, host: str) -> None:
    assert browser.get("/outbox", Host=host).status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
    ],
)
def test_another_site_s_form_does_nothing(
    story: Story, browser: Browser, chan: Customer, headers: dict[str, str]
) -> None:
    task = tasks(chan)[0]
    assert browser.post(f"/tasks/{task.key}/finish", {"outcome": "handed_over"}, **headers).status == 403
    assert browser.post(f"{a_message(story, chan, 'sms')}/reply", {"text": "STOP"}, **headers).status == 403
    assert tasks(chan)[0].state == "open"
    assert Contact.find(*Contact.at("sms", "+85291234567")).stopped == ""  # type: ignore[union-attr]


# Tasks.


def test_a_task_is_finished_with_its_outcome(browser: Browser, chan: Customer) -> None:
    task = tasks(chan, "gift")[0]
    form = {"outcome": "handed_over", "note": "高兴", "back": f"/customers/{chan.id}"}
    ours = {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost:8000"}
    answer = browser.post(f"/tasks/{task.key}/finish", form, **ours)
    assert (answer.status, answer.header("Location")) == (303, f"/customers/{chan.id}")
    (done,) = [one for one in tasks(chan, "gift") if one.state == "done"]
    assert (done.id, done.outcome, done.note, done.done_by) == (task.id, "handed_over", "高兴", "Winnie")
    assert browser.post(f"/tasks/{task.key}/finish", form).status == 303  # a second click
    assert browser.post(f"/tasks/{task.key}/finish", {**form, "note": "又一次"}).status == 409
    assert done.history == next(one.history for one in tasks(chan, "gift") if one.id == done.id)


def test_a_task_does_not_end_in_a_way_that_it_does_not_know(browser: Browser, chan: Customer) -> None:
    task = tasks(chan, "gift")[0]
    for outcome in ("", "eaten"):
        assert browser.post(f"/tasks/{task.key}/finish", {"outcome": outcome}).status == 400
    assert browser.post("/tasks/c1.k1/finish", {"outcome": "done"}).status == 404


def test_a_rep_s_page_has_what_is_coming(story: Story, browser: Browser, chan: Customer) -> None:
    story.now -= timedelta(days=30)
    assert tasks(chan)[0].key not in browser.get("/tasks").text
    assert tasks(chan)[0].key in browser.get("/tasks?rep=%E6%9D%8E%E5%A9%B7").text


# The outbox.


def test_a_message_is_shown_as_the_customer_sees_it(story: Story, browser: Browser, chan: Customer) -> None:
    sms, mail = story.messages(chan, "sms")[0], story.messages(chan, "email")[0]
    page = browser.get(f"/outbox?day={sms.at_moment:%Y-%m-%d}", **{"Accept-Language": "en"}).text
    assert "Chan &lt;script&gt;" in page
    assert "+85291234567" in page
    assert re.search(r"\d segments?", page)
    framed = browser.get(f"/outbox/{mail.touch_key}/{mail.sk.split('#')[2]}/mail")
    assert "<script" not in framed.text
    assert "sandbox" in framed.header("Content-Security-Policy")
    assert "allow-scripts" not in framed.header("Content-Security-Policy")


def test_stop_from_the_outbox_is_a_real_stop(story: Story, browser: Browser, chan: Customer) -> None:
    day = story.messages(chan, "sms")[0].at_moment.date().isoformat()
    form = {"text": "STOP", "back": f"/outbox?day={day}"}
    answer = browser.post(f"{a_message(story, chan, 'sms')}/reply", form)
    assert answer.status == 303
    assert answer.header("Location").startswith(f"/outbox?day={day}&understood=stop#")
    assert Contact.find(*Contact.at("sms", "+85291234567")).stopped == "stopped"  # type: ignore[union-attr]


def test_words_from_the_outbox_reach_a_person(story: Story, browser: Browser, chan: Customer) -> None:
    browser.post(f"{a_message(story, chan, 'email')}/reply", {"text": f"Please phone me {EVIL}"})
    (task,) = tasks(chan, "reply")
    assert "Please phone me" in task.title
    assert not FOREIGN.search(browser.get("/tasks").text)
    assert browser.post(f"{a_message(story, chan, 'email')}/reply", {"text": "  "}).status == 400


def test_a_long_day_comes_in_pages(story: Story, browser: Browser) -> None:
    for n in range(outbox.PAGE + 7):
        row = Rendered(
            *Rendered.at("c1", f"t{n:03d}", 1),
            channel="sms",
            to="+1",
            text=f"text {n:03d}",
            at_moment=story.now,
        )
        row.lookup_pk, row.lookup_sk = f"outbox#{story.now:%Y-%m-%d}", f"{story.now.isoformat()}#{n:03d}"
        row.save()
    first = browser.get("/outbox").text
    following = re.search(r'href="(/outbox\?day=[^"]*before=[^"]*)"', first)
    assert following
    second = browser.get(following[1].replace("&amp;", "&")).text
    shown = re.findall(r"text (\d+)", first) + re.findall(r"text (\d+)", second)
    assert shown == [f"{n:03d}" for n in reversed(range(outbox.PAGE + 7))]


def test_a_day_that_is_none_is_refused(browser: Browser, story: Story) -> None:
    assert browser.get("/outbox?day=tomorrow").status == 400


def test_the_outbox_opens_at_the_last_day_with_messages(
    story: Story, browser: Browser, chan: Customer
) -> None:
    last = max(row.at_moment for row in story.messages(chan))
    story.now += timedelta(days=9)
    glancing.look(story.now)
    assert f"<b>{last.year}年{last.month}月{last.day}日</b>" in browser.get("/outbox").text


def test_a_day_of_the_outbox_is_the_shops_own(story: Story, browser: Browser) -> None:
    """Half past midnight in Shanghai is still the day before where the table counts from."""
    for key, hour in (("late", 15), ("night", 16), ("morning", 23)):
        at = datetime(2026, 3, 4, hour, 30, tzinfo=UTC)
        row = Rendered(*Rendered.at("c1", key, 1), channel="sms", to="+1", text=f"text {key}", at_moment=at)
        row.lookup_pk, row.lookup_sk = f"outbox#{at:%Y-%m-%d}", f"{at.isoformat()}#{key}"
        row.save()
    noon = datetime(2026, 3, 5, 4, tzinfo=UTC)
    story.now = noon + timedelta(days=1)
    row = Rendered(*Rendered.at("c1", "noon", 1), channel="sms", to="+1", text="text noon", at_moment=noon)
    row.lookup_pk, row.lookup_sk = "outbox#2026-03-05", f"{noon.isoformat()}#noon"
    row.save()

    def on(day: str) -> list[str]:
        return re.findall(r"text (\w+)", browser.get(f"/outbox?day={day}").text)

    assert on("2026-03-05") == ["noon", "morning", "night"]
    assert on("2026-03-04") == ["late"]
    page = browser.get("/outbox?day=2026-03-05", **{"Accept-Language": "en"}).text
    assert "5 Mar 2026, 00:30" in page
    assert 'href="/outbox?day=2026-03-04">← 4 Mar 2026' in page


# What stands around.


def test_sample_data_say_so_and_how_to_clear_them(story: Story, browser: Browser) -> None:
    assert "run --fresh" not in browser.get("/overview").text
    Switch(*Switch.at("sample"), value={"sales": 120}).save()
    assert "run --fresh" in browser.get("/tasks").text


def test_a_pause_and_a_held_import_are_seen(story: Story, browser: Browser) -> None:
    Switch(*Switch.at("paused"), value={"*": True}).save()
    Import(*Import.at("i123"), file_name="a.csv", at_moment=story.now, released=False).save()
    assert "aftercare resume" in browser.get("/health").text
    assert "aftercare release i123" in browser.get("/health").text
    assert 'href="/imports/i123"' in browser.get("/overview").text


def test_a_channel_that_lacks_settings_says_which(
    story: Story, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMS_CHANNEL", "twilio")
    monkeypatch.setenv("EMAIL_CHANNEL", "pigeon")
    page = browser.get("/health").text
    assert "TWILIO_ACCOUNT_SID" in page
    assert "pigeon" in page


@pytest.mark.parametrize(
    ("language", "said"), [("en", "1 region not known in full"), ("zh-CN", "1 个地区没有读全")]
)
def test_health_tells_how_the_weather_was_read(
    story: Story, browser: Browser, monkeypatch: pytest.MonkeyPatch, language: str, said: str
) -> None:
    monkeypatch.setenv("WEATHER_SOURCE", "open_meteo")
    assert said not in browser.get("/health", **{"Accept-Language": language}).text
    troubles = {"beijing": "Open-Meteo could not be reached (<TimeoutError>)."}
    found = {"day": "2026-03-02", "regions": ["beijing", "guangzhou"], "told": 0, "troubles": troubles}
    Switch(*Switch.at("weather"), value=found, who="the clock", at_moment=story.now).save()
    page = browser.get("/health", **{"Accept-Language": language}).text
    assert said in page
    assert "beijing: Open-Meteo could not be reached (&lt;TimeoutError&gt;)." in page


def test_health_tells_a_late_clock_and_a_silent_engine(
    story: Story, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PULSE, "started_at", story.now)
    monkeypatch.setattr(PULSE, "ticked_at", story.now)
    assert "on time" in browser.get("/health", **{"Accept-Language": "en"}).text
    monkeypatch.setitem(PULSE.held_up, 3, story.now)
    page = browser.get("/health", **{"Accept-Language": "en"}).text
    assert (page.count(">held up<"), "on time" in page, "Shard 3" in page) == (2, False, True)
    assert "分片 3" in browser.get("/health", **{"Accept-Language": "zh-CN"}).text
    story.now += timedelta(minutes=10)
    assert ">late<" in browser.get("/health", **{"Accept-Language": "en"}).text

    class Silent:
        def __getattr__(self, name: str) -> None:
            raise ConnectionError

    monkeypatch.setattr(Row, "engine", Silent())
    answer = browser.get("/health", **{"Accept-Language": "en"})
    assert answer.status == 503
    assert "wrong on our side" in answer.text


# The words.


def _names(language: str) -> dict[str, set[str]]:
    """Each word's name, and the keys of those that are lists of words."""
    text = (words.TEMPLATES / f"console/words.{language}.html").read_text(encoding="utf-8")
    found: dict[str, set[str]] = {}
    for block in re.findall(r"{% (?:set|macro) .*?%}", text, re.DOTALL):
        name = re.split(r"[\s(=]+", block)[2]
        found[name] = set(re.findall(r'"([a-z_-]+)":', block))
    return found


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant"])
def test_all_languages_say_the_same_things(language: str) -> None:
    assert _names(ENGLISH) == _names(language)


def test_whatever_the_outbox_may_show_has_a_name() -> None:
    steps = {path.name for path in (words.TEMPLATES / "touchpoints").iterdir()}
    campaigns = {path.stem for path in Path("schedules/campaigns").glob("*.yaml")}
    assert steps | campaigns <= _names(ENGLISH)["steps"]


def test_each_verb_has_a_name_and_so_has_why_a_task_was_needed_no_longer() -> None:
    found = _names(ENGLISH)
    assert set(plans.tasks().verbs) == found["verbs"]
    assert {"closed", "reopened", "called_off", "returned"} <= found["task_ends"]


def test_hong_kong_reads_no_simplified_letters() -> None:
    text = (words.TEMPLATES / "console/words.zh-Hant.html").read_text(encoding="utf-8")
    assert not [
        letter
        for letter in text.replace("簡體中文", "")
        if not letter.isascii() and not letter.encode("big5hkscs", "ignore")
    ]


def test_home_counts_the_shops_day(story: Story, browser: Browser) -> None:
    """At 01:00 in the shop it is yesterday in UTC; what went at 20:00 went yesterday."""
    settled = [["c1.t1", "satisfaction", "sent", "", "sms", 1, "", "0"]]
    today = story.now.astimezone(desk.zone()).replace(hour=1, minute=0)
    runs.note(0, today - timedelta(hours=5), settled)
    runs.note(0, today - timedelta(minutes=30), settled * 2)
    story.now = today
    assert glancing.look(today)
    page = browser.get("/overview", **{"Accept-Language": "en"}).text
    assert "<b>2</b> messages today" in page


def test_every_reason_has_its_words() -> None:
    assert set(reasons.SENTENCES) <= _names(ENGLISH)["reasons"]
    assert set(reasons.BEGINNINGS) == _names(ENGLISH)["reason_beginnings"]
