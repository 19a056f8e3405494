"""The customer's way in: a form by his own link or from paper, with photos, in his language, once."""

import re

import pytest

from chalicelib import files, plans, settings, words
from chalicelib.care import erasure
from chalicelib.care import links as own_links
from chalicelib.care.complaints import file, sorting
from chalicelib.care.hands import ready
from chalicelib.records import complaints as records
from chalicelib.records.complaints import Complaint
from chalicelib.records.customers import Customer
from chalicelib.records.links import Link
from chalicelib.records.staff import Staff
from chalicelib.records.table import Row
from chalicelib.records.tasks import Task
from chalicelib.records.touchpoints import Rendered
from chalicelib.rules import segments
from tests.http.browser import Answer, Browser
from tests.http.story import Story
from tests.rules.test_attachments import GPS, exif, photo, segment

REP, PHONE = "李婷", "+8613900139000"
NO_TEXT = b"Content-Disposition: form-data; name=words\r\n\r\n\xff"
BOUNDARY = "----aFormOfABrowser"
SMALLER = '<script type="module" src="/c/photos.js"></script>'


@pytest.fixture
def wang(story: Story) -> Customer:
    Staff(*Staff.at(REP), name=REP, role="rep", phone="+8613800138000").save()
    customer = story.buys("王芳", phone=PHONE, email="wang@example.com")
    story.play(hours=1)
    return customer


@pytest.fixture
def page(story: Story, wang: Customer) -> str:
    """From what she owns, at a glance."""
    url, _ = own_links.give(wang, "care", story.now, ready())
    return "/c/complaint/" + url.rpartition("/")[2]


def send(browser: Browser, url: str, fields: dict[str, str], *photos: tuple[str, bytes]) -> Answer:
    """As a browser does that has files to send."""
    parts = [f'form-data; name="{name}"\r\n\r\n'.encode() + value.encode() for name, value in fields.items()]
    parts += [
        f'form-data; name="photos"; filename="{name}"\r\nContent-Type: image/jpeg\r\n\r\n'.encode() + content
        for name, content in photos or [("", b"")]
    ]
    head = f"--{BOUNDARY}\r\nContent-Disposition: ".encode()
    body = b"".join(head + part + b"\r\n" for part in parts) + f"--{BOUNDARY}--\r\n".encode()
    return browser.ask("POST", url, body, **{"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"})


def complaints(customer: Customer) -> list[Complaint]:
    return [file.get(number) for number in records.of_customer(customer.partitions)]


def tasks(customer: Customer, do: str) -> list[Task]:
    return [task for task in Task.in_partition(customer.pk, "task#") if task.do == do]


def test_from_what_she_owns_one_press_leads_to_the_form(
    story: Story, browser: Browser, page: str, wang: Customer
) -> None:
    glance = browser.get(page.replace("complaint", "care"))
    assert f'href="{page}"' in glance.text
    shown = browser.get(page)
    assert shown.status == 200
    assert "<script" not in shown.text.replace(SMALLER, "")
    assert not complaints(wang)


def test_what_she_writes_is_a_complaint_with_its_photos(
    story: Story, browser: Browser, page: str, wang: Customer
) -> None:
    taken = photo(segment(0xE1, exif(6)), segment(0xFE, GPS))
    answer = send(browser, page, {"words": "三块板起拱了", "wish": "repair"}, ("IMG_1.jpg", taken))
    (one,) = complaints(wang)
    assert answer.status == 200
    assert one.id in answer.text
    assert (one.facts["words"], one.facts["wish"], one.sale_id, one.channel) == (
        "三块板起拱了",
        "repair",
        "a-1",
        "page",
    )
    ((key, name, kind, size),) = one.facts["files"]
    kept = files.get(key)
    assert kept
    assert (name, kind, size) == ("IMG_1.jpg", "image/jpeg", len(kept.content))
    assert GPS not in kept.content
    story.play(minutes=5)
    (said,) = [mail for mail in story.messages(wang) if one.id in mail.text]
    assert "李婷" in said.text
    assert [task.rep for task in tasks(wang, "call")] == [REP]


def test_what_she_wrote_leads_to_the_page_of_her_case(browser: Browser, page: str, wang: Customer) -> None:
    thanks = send(browser, page, {"words": "三块板起拱了"}, ("a.exe", b"MZ")).text
    (link,) = re.findall(r'href="(/c/case/[a-z2-7]{12})"', thanks)
    (one,) = complaints(wang)
    shown = browser.get(link)
    assert (shown.status, one.id in shown.text) == (200, True)
    again = send(browser, link, {"words": "又一块"}).text
    assert link in again
    assert not re.findall(
        "/c/case/", send(browser, "/c/complaint", {"words": "x", "phone": "13900139000"}).text
    )


def test_where_an_sms_may_carry_no_link_the_receipt_goes_by_mail(
    story: Story, browser: Browser, page: str, wang: Customer
) -> None:
    send(browser, page, {"words": "三块板起拱了"})
    story.play(minutes=5)
    (one,) = complaints(wang)
    (receipt,) = [told for told in story.messages(wang) if one.id in told.text]
    assert receipt.channel == "email"
    assert re.search(r"/l/[a-z2-7]{12}", receipt.text)


def test_pressed_twice_it_is_one(story: Story, browser: Browser, page: str, wang: Customer) -> None:
    for _ in range(2):
        assert send(browser, page, {"words": "起拱了"}, ("a.jpg", photo())).status == 200
    assert len(complaints(wang)) == 1
    assert file.get(complaints(wang)[0].id).chain_length == 1


def test_without_words_it_is_asked_again_and_keeps_what_was_chosen(
    browser: Browser, page: str, wang: Customer
) -> None:
    again = send(browser, page, {"words": "  ", "wish": "refund"}, ("a.jpg", photo()))
    assert again.status == 400
    assert 'value="refund" selected' in again.text
    assert "重新选" in again.text
    assert not complaints(wang)


def test_a_form_without_files_is_one_too(browser: Browser, page: str, wang: Customer) -> None:
    assert browser.post(page, {"words": "<script>x</script>", "wish": "made up"}).status == 200
    assert complaints(wang)[0].facts["wish"] == "other"


def test_a_photo_that_cannot_be_taken_does_not_lose_the_words(
    browser: Browser, page: str, wang: Customer
) -> None:
    bad = [
        ("a.exe", b"MZ"),
        ("b.heic", b"\0\0\0\x18ftypheic...."),
        ("c.jpg", b"\xff\xd8\xff\xe0"),
        ("d.jpg", photo()),
    ]
    answer = send(browser, page, {"words": "起拱了"}, *bad, ("e.jpg", b"\xff\xd8\xff" + b"x" * 4_000_001))
    assert answer.status == 200
    for name in ("a.exe", "b.heic", "c.jpg", "e.jpg"):
        assert name in answer.text
    assert len(complaints(wang)[0].facts["files"]) == 1


def test_no_more_than_five_are_taken(browser: Browser, page: str, wang: Customer) -> None:
    many = [(f"{n}.jpg", photo(segment(0xE0, bytes([n])))) for n in range(7)]
    assert send(browser, page, {"words": "起拱了"}, *many).status == 200
    assert len(complaints(wang)[0].facts["files"]) == 5


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=x", b"--y\r\n"),
        ("multipart/form-data; boundary=x", b"--x\r\n" + NO_TEXT + b"\r\n--x--"),
        ("multipart/form-data; boundary=x", b"--x\r\n" + b"A: b\r\n" * 400 + b"\r\n--x--"),
        ("text/plain", b"words=x"),
    ],
)  # fmt: skip
def test_a_form_that_is_none_changes_nothing(
    browser: Browser, page: str, wang: Customer, kind: str, body: bytes
) -> None:
    assert browser.ask("POST", page, body, **{"Content-Type": kind}).status in (400, 415)
    assert not complaints(wang)


def test_from_paper_a_known_number_is_answered_at_the_address_that_we_have(
    story: Story, browser: Browser, wang: Customer
) -> None:
    form = {"words": "起拱了", "phone": "139 0013 9000", "name": "王芳", "store": "North"}
    assert send(browser, "/c/complaint", form).status == 200
    story.play(minutes=5)
    (one,) = complaints(wang)
    assert one.facts["store"] == "North"
    assert [mail for mail in story.messages(wang) if one.id in mail.text]


def test_from_paper_a_stranger_is_thanked_alike_and_gets_no_message(
    story: Story, browser: Browser, wang: Customer
) -> None:
    known = send(browser, "/c/complaint", {"words": "起拱了", "phone": "13900139000"})
    stranger = send(browser, "/c/complaint", {"words": "起拱了", "phone": "13900139001", "name": "张三"})
    number = re.compile("<b>[A-Z2-7]{8}</b>")
    assert number.sub("", known.text) == number.sub("", stranger.text)
    before = len(story.messages(wang))
    (row,) = sorting.waiting()
    assert (row.name, row.sender, row.customer_id) == ("张三", "+8613900139001", "")
    assert row.reference in stranger.text
    assert len(story.messages(wang)) == before


def test_of_a_stranger_s_complaint_the_manager_reads_what_to_do_and_where(
    story: Story, browser: Browser
) -> None:
    Staff(*Staff.at("何经理"), name="何经理", role="manager", phone="+8613800138009").save()
    complaint = "客厅地板起拱，已经影响走路。" * 12
    send(browser, "/c/complaint", {"words": complaint, "phone": "13900139001", "name": "张三"})
    story.play(minutes=5)
    (row,) = sorting.waiting()
    (task,) = [row for row in map(Row.from_raw_data, story.memory.items()) if isinstance(row, Task)]
    assert "aftercare complaint" not in task.title
    assert f"/complaints/told#{row.reference}" in task.title
    texts = [row for row in map(Row.from_raw_data, story.memory.items()) if isinstance(row, Rendered)]
    told = [one.text for one in texts if "张三" in one.text]
    assert len(told) == 1
    assert "尚无人认领的消息" in told[0]
    assert "http" not in told[0]
    assert segments.count(told[0]).segments <= 2


@pytest.mark.parametrize("phone", ["", "12", "abc", "'; drop table"])
def test_from_paper_a_number_is_needed_and_what_was_written_stays(
    browser: Browser, wang: Customer, phone: str
) -> None:
    again = send(
        browser, "/c/complaint", {"words": "<b>起拱", "phone": phone, "order": "A-1", "language": "en"}
    )
    assert again.status == 400
    assert "&lt;b&gt;起拱" in again.text
    assert 'value="A-1"' in again.text
    assert '<html lang="en">' in again.text
    assert not sorting.waiting()


def test_nobody_has_another_s_telephone_ring_again_and_again(browser: Browser, wang: Customer) -> None:
    answers = [
        send(browser, "/c/complaint", {"words": f"no {n}", "phone": "13900139000"}).status for n in range(5)
    ]
    assert answers == [200, 200, 200, 429, 429]
    assert len(complaints(wang)) == 1


def the_case(story: Story, browser: Browser, page: str, wang: Customer) -> str:
    send(browser, page, {"words": "三块板起拱了"})
    story.play(minutes=5)
    (one,) = complaints(wang)
    mails = [mail for mail in story.messages(wang, "email") if one.id in mail.text]
    tokens = [found for mail in mails for found in re.findall(r"/l/([a-z2-7]{12})", mail.text)]
    return next(found for found in tokens if (link := Link.find(*Link.at(found))) and link.page == "case")


@pytest.fixture
def case(story: Story, browser: Browser, page: str, wang: Customer, monkeypatch: pytest.MonkeyPatch) -> str:
    """Her telephone is in a country whose SMS carry no links; the mail does."""
    wang.change([Customer.phones.set([])])
    return the_case(story, browser, page, wang)


def test_she_sees_what_we_understood_and_corrects_it(
    story: Story, browser: Browser, wang: Customer, case: str
) -> None:
    shown = browser.follow(f"/l/{case}")
    assert shown.status == 200
    for text in ("三块板起拱了", REP, "13800138000"):
        assert text in shown.text
    for _ in range(2):
        assert send(browser, f"/c/case/{case}", {"words": "是五块"}, ("x.jpg", photo())).status == 200
    (one,) = complaints(wang)
    assert len(one.facts["files"]) == 1
    other = photo(segment(0xE0, b"other"))
    assert send(browser, f"/c/case/{case}", {"words": "是五块"}, ("x.jpg", other)).status == 200
    assert len(complaints(wang)[0].facts["files"]) == 2
    (task, _) = tasks(wang, "reply")
    assert "是五块" in task.title
    assert task.rep == REP


def test_an_empty_correction_is_asked_again(browser: Browser, wang: Customer, case: str) -> None:
    assert send(browser, f"/c/case/{case}", {"words": " "}).status == 400
    refused = send(browser, f"/c/case/{case}", {"words": ""}, ("a.exe", b"MZ"))
    assert refused.status == 400
    assert "a.exe" in refused.text
    assert browser.get(f"/c/complaint/{case}").status == 404
    assert not tasks(wang, "reply")


@pytest.mark.parametrize("language", words.languages())
def test_each_page_speaks_each_language(
    story: Story, browser: Browser, wang: Customer, page: str, language: str
) -> None:
    wang.change([Customer.language.set(language)])
    browser.language = language
    for shown in (
        browser.get(page).text,
        send(browser, page, {"words": ""}).text,
        send(browser, page, {"words": "x"}, ("a.exe", b"MZ"), ("b.jpg", photo())).text,
        browser.get("/c/complaint").text,
    ):
        assert f'<html lang="{language}">' in shown
        assert "style=" not in shown
        assert "<script" not in shown.replace(SMALLER, "")
        assert "Undefined" not in shown


def test_pages_that_take_photos_run_the_script_that_makes_them_smaller_and_no_others_do(
    browser: Browser, page: str
) -> None:
    shown, style = browser.get(page), browser.get("/c/style.css")
    assert SMALLER in shown.text
    assert "script-src 'self'" in shown.header("Content-Security-Policy")
    assert "script-src" not in browser.get(page.replace("complaint", "care")).header(
        "Content-Security-Policy"
    )
    assert style.header("Cache-Control") == browser.get("/c/photos.js").header("Cache-Control")


def test_every_reason_against_a_file_has_words() -> None:
    from chalicelib.rules.attachments import SAID

    for language in plans.shop_defaults().languages:
        text = (words.TEMPLATES / f"public/words.{language}.html").read_text()
        assert all(f'"{why}":' in text for why in (*SAID, "too_many"))


def test_a_stranger_who_types_her_number_at_night_wakes_nobody(
    story: Story, browser: Browser, wang: Customer
) -> None:
    """Her own link is her own act; a number in an open form, or a mail's sender, may be anybody."""
    story.now = story.now.replace(hour=18)  # two in the morning for her
    send(browser, "/c/complaint", {"words": "起拱了", "phone": "13900139000"})
    before = len(story.messages(wang))
    story.play(hours=3)
    assert len(story.messages(wang)) == before
    story.play(hours=6)
    assert len(story.messages(wang)) == before + 1


def test_erasing_her_takes_photos_and_words_with_it(
    story: Story, browser: Browser, page: str, wang: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(settings._assumed, "erasure_key", "kept elsewhere")
    send(browser, page, {"words": "三块板起拱了"}, ("a.jpg", photo()))
    story.play(minutes=5)
    ((key, *_),) = complaints(wang)[0].facts["files"]
    assert files.get(key)
    erasure.erase(wang.id, "ops", story.now, ready())
    assert files.get(key) is None
    assert "三块板起拱了" not in str([row.attribute_values for row in Row.in_partition(wang.pk)])
