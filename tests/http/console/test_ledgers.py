"""A ledger sent from the browser: taken in the background, its rejects fetched, its messages let go."""

import json
import re
import shutil
from pathlib import Path

import pytest

from chalicelib import settings
from chalicelib.care.metrics import glancing, troubles
from chalicelib.errors import BadInput
from chalicelib.http.console.readers import csrf_of
from chalicelib.records.imports import Import
from chalicelib.records.sales import Sale
from chalicelib.sentences import Said
from tests.http.console.colleagues import Colleague
from tests.http.console.conftest import SignedIn
from tests.http.story import Story

LEDGER = """order,customer,phone,category,product,quantity,signed
SO-1,王芳,13912340001,flooring,橡木地板,40,2026-03-01
SO-2,何先生,12,flooring,橡木地板,12,2026-03-01
"""
EDGE = "----aftercare"


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings._insisted, "files_folder", str(tmp_path))


def send(who: Colleague, text: str, name: str = "ledger.csv", **fields: str):
    parts = [("csrf", "", csrf_of(who.token)), *((field, "", value) for field, value in fields.items())]
    if text:
        parts.append(("ledger", f'; filename="{name}"', text))
    body = "".join(
        f'--{EDGE}\r\nContent-Disposition: form-data; name="{field}"{file}\r\n\r\n{value}\r\n'
        for field, file, value in parts
    )
    return who.ask(
        "POST",
        "/imports",
        f"{body}--{EDGE}--\r\n".encode(),
        **{"Content-Type": f"multipart/form-data; boundary={EDGE}"},
    )


def test_a_ledger_is_taken_whether_or_not_anybody_looks_on(story: Story, signed_in: SignedIn) -> None:
    admin = signed_in("admin", language="en")
    answer = send(admin, LEDGER)
    assert answer.status == 303
    place = answer.header("Location")
    assert "Every row is being looked at" in admin.get(place).text
    assert json.loads(admin.get(f"{place}/progress").text)["under_way"] is True
    story.play(minutes=5)
    page = admin.get(place).text
    assert json.loads(admin.get(f"{place}/progress").text)["under_way"] is False
    assert "Download the rows left behind" in page
    rejects = admin.get(f"{place}/rejects.csv")
    assert "attachment" in rejects.header("Content-Disposition")
    assert "何先生" in rejects.text
    assert "王芳" not in rejects.text
    assert "ledger.csv" in admin.get("/imports").text


@pytest.mark.parametrize(("is_lost", "step"), [(False, "See which"), (True, "See what went wrong")])
def test_what_it_left_behind_needs_attention_at_once(
    story: Story, signed_in: SignedIn, tmp_path: Path, is_lost: bool, step: str
) -> None:
    """Not only when the clock looks again."""
    glancing.look(story.now)
    admin = signed_in("admin", language="en")
    send(admin, LEDGER)
    if is_lost:
        shutil.rmtree(tmp_path / "imports")
    story.play(minutes=2)
    assert step in admin.get("/attention").text
    (batch,) = Import.in_partition("import")
    assert troubles.kept().rows == [Import.at(batch.id)]
    glancing.look(story.now)
    assert step in admin.get("/attention").text


def test_a_bad_telephone_beside_a_good_mail_address_is_told_of_and_listed(
    story: Story, signed_in: SignedIn
) -> None:
    """The order is taken; that its buyer has no telephone is nothing to find out by chance."""
    admin = signed_in("admin", language="en")
    text = (
        LEDGER.replace("customer,phone", "customer,email,phone")
        .replace("王芳,", "王芳,w@example.com,12")
        .replace("何先生,12", "何先生,h@example.com,13912340002")
    )
    place = send(admin, text).header("Location")
    story.play(minutes=5)
    page = admin.get(place).text
    assert "One row was taken without a telephone or mail address" in page
    assert "Line 2" in page
    glancing.look(story.now)
    assert place in admin.get("/attention").text
    left = admin.get(f"{place}/in-part.csv").text
    assert ("王芳" in left, "何先生" in left, "no valid number" in left) == (True, False, True)
    assert admin.post(f"{place}/leave-out", {"line.2": "on"}).status == 303
    assert place not in admin.get("/attention").text


def test_what_comes_back_mended_needs_no_attention_any_more(story: Story, signed_in: SignedIn) -> None:
    admin = signed_in("admin", language="en")
    place = send(admin, LEDGER).header("Location")
    story.play(minutes=5)
    page = admin.get(place).text
    assert "1 row still waits to be mended." in page
    assert "Line 3" in page
    assert "“12”" in page, "what is wrong with it"
    glancing.look(story.now)
    assert place in admin.get("/attention").text
    mended = admin.get(f"{place}/rejects.csv").text.replace(",12,", ",13912340002,")
    again = send(admin, mended, "mended.csv").header("Location")
    story.play(minutes=5)
    assert again != place
    assert "all settled" in admin.get(place).text
    glancing.look(story.now)
    attention = admin.get("/attention").text
    assert place not in attention
    assert again not in attention, "everything in it was taken"


def test_what_comes_back_and_is_still_wrong_is_told_of_the_later_file(
    story: Story, signed_in: SignedIn
) -> None:
    admin = signed_in("admin", language="en")
    place = send(admin, LEDGER).header("Location")
    story.play(minutes=5)
    again = send(admin, admin.get(f"{place}/rejects.csv").text.replace(",12,", ",13,")).header("Location")
    story.play(minutes=5)
    glancing.look(story.now)
    attention = admin.get("/attention").text
    assert (place in attention, again in attention) == (False, True)


def test_rows_that_are_settled_in_another_way_are_left_out_by_somebody(
    story: Story, signed_in: SignedIn
) -> None:
    admin = signed_in("admin", language="en", name="老吴")
    more = "SO-3,马先生,13,flooring,橡木地板,12,2026-03-01\n"
    place = send(admin, LEDGER + more).header("Location")
    story.play(minutes=5)
    assert admin.post(f"{place}/leave-out").status == 400
    assert admin.post(f"{place}/leave-out", {"line.3": "on"}).status == 303
    page = admin.get(place).text
    assert "1 row still waits to be mended." in page
    assert "1 is settled, last by 老吴." in page
    assert "Line 3<" not in page
    assert admin.post(f"{place}/leave-out", {"do": "all"}).status == 303
    assert "all settled" in admin.get(place).text
    assert place not in admin.get("/attention").text


def test_a_manager_sees_the_ledgers_of_the_own_shop_and_no_other(story: Story, signed_in: SignedIn) -> None:
    admin = signed_in("admin", language="en")
    both = {shop: send(admin, _of_shop(shop)).header("Location") for shop in ("沙田店", "旺角店")}
    story.play(minutes=5)
    boss = signed_in("manager", language="en", store="沙田店")
    glancing.look(story.now)
    for place in ("/imports", "/attention", "/overview"):
        page = boss.get(place).text
        assert f'href="{both["沙田店"]}' in page
        assert f'href="{both["旺角店"]}' not in page
    assert "何先生" in boss.get(f"{both['沙田店']}/rejects.csv").text
    for rest in ("", "/progress", "/rejects.csv"):
        assert boss.get(f"{both['旺角店']}{rest}").status == 404
    assert boss.post(f"{both['旺角店']}/leave-out", {"do": "all"}).status == 404
    assert boss.post(f"{both['沙田店']}/leave-out", {"do": "all"}).status == 303


def test_a_manager_sends_the_mended_rows_of_the_own_shop(story: Story, signed_in: SignedIn) -> None:
    place = send(signed_in("admin"), _of_shop("沙田店")).header("Location")
    story.play(minutes=5)
    boss = signed_in("manager", language="en", store="沙田店")
    assert "Send the mended file" in boss.get(place).text
    mended = boss.get(f"{place}/rejects.csv").text.replace(",12,", ",13912340002,")
    again = send(boss, mended, "mended.csv").header("Location")
    story.play(minutes=5)
    assert "all settled" in boss.get(place).text
    assert "Rows left behind" not in boss.get(again).text, "everything in it was taken"
    assert _sale("so-2").store == "沙田店"


def test_a_manager_s_row_that_names_no_shop_is_of_the_own_one(story: Story, signed_in: SignedIn) -> None:
    boss = signed_in("manager", language="en", store="沙田店")
    assert "a row that names no shop counts as one of them" in boss.get("/imports").text
    place = send(boss, LEDGER).header("Location")
    story.play(minutes=5)
    assert _sale("so-1").store == "沙田店"
    assert boss.get(place).status == 200
    assert signed_in("manager", "陈经理", store="旺角店").get(place).status == 404


def test_a_manager_s_file_with_rows_of_another_shop_is_refused_whole(
    story: Story, signed_in: SignedIn
) -> None:
    boss = signed_in("manager", language="zh-Hans", store="沙田店")
    answer = send(boss, _of_shop("旺角店"))
    assert answer.status == 400
    assert "里面有其他门店的行：旺角店。您可以上传沙田店的行" in answer.text
    assert list(Import.in_partition("import")) == []


def test_what_a_manager_sends_leaves_another_shop_s_orders_alone(story: Story, signed_in: SignedIn) -> None:
    """The file says that it is the own shop's; the order that it takes back says otherwise."""
    send(signed_in("admin"), _of_shop("旺角店"))
    story.play(minutes=5)
    boss = signed_in("manager", language="en", store="沙田店")
    place = send(boss, _of_shop("沙田店").replace(",40,", ",-40,")).header("Location")
    story.play(minutes=5)
    assert "The order SO-1 is of another shop: give this row to an admin." in boss.get(place).text
    assert (_sale("so-1").store, _sale("so-1").returns) == ("旺角店", [])


def test_a_manager_settles_no_rows_of_another_shop_by_sending_them(story: Story, signed_in: SignedIn) -> None:
    admin = signed_in("admin")
    theirs = send(admin, _of_shop("旺角店")).header("Location")
    story.play(minutes=5)
    rows = admin.get(f"{theirs}/rejects.csv").text.replace("旺角店", "沙田店")
    answer = send(signed_in("manager", language="en", store="沙田店"), rows)
    assert answer.status == 400
    assert "left behind by a ledger that is not of 沙田店 alone" in answer.text
    batch = Import.find(*Import.at(theirs.removeprefix("/imports/")))
    assert batch
    assert batch.left_behind == 1


def _sale(order: str) -> Sale:
    found = Sale.find(*Sale.at(order))
    assert found
    return found


def test_a_reader_of_chinese_is_told_in_chinese_why_a_row_was_left_behind(
    story: Story, signed_in: SignedIn
) -> None:
    reader = signed_in("admin", language="zh-Hans")
    place = send(reader, LEDGER).header("Location")
    story.play(minutes=5)
    sentence = "电话“12”不是中国的有效号码：请更正；外地号码请以 + 和国家代码开头。"
    assert sentence in reader.get(place).text
    assert sentence in reader.get(f"{place}/rejects.csv").text
    english = signed_in("admin", language="en").get(f"{place}/rejects.csv").text
    assert "The telephone “12” is no valid number in China" in english


def test_how_days_are_written_is_told_in_the_reader_s_language(story: Story, signed_in: SignedIn) -> None:
    reader = signed_in("admin", language="zh-Hans")
    place = send(reader, LEDGER.replace("40,2026-03-01", "40,soon")).header("Location")
    story.play(minutes=5)
    assert "2024/3/2或2024年3月2日 这样" in reader.get(place).text


def test_telephones_may_live_in_each_country_that_there_are_rules_for(signed_in: SignedIn) -> None:
    admin = signed_in("admin", language="en")
    page = admin.get("/imports").text
    for code, name in (("GB", "United Kingdom"), ("SG", "Singapore"), ("HK", "Hong Kong SAR China")):
        assert f'<option value="{code}">{name}</option>' in page
    parts = {"country": "SG", "dates": ""}
    assert send(admin, LEDGER, **parts).status == 303


def test_a_reader_of_chinese_is_told_in_chinese_why_a_ledger_failed(
    story: Story, signed_in: SignedIn
) -> None:
    batch = Import(*Import.at("i9"), file_name="autumn.csv", at_moment=story.now, state="failed")
    batch.reason = Said(
        "{refusal} What was taken stays: correct the file and bring it in again.",
        refusal=BadInput("The import {batch_id} failed: {reason}", batch_id="i8", reason="x").said,
    )
    batch.save()
    glancing.look(story.now)
    for place in ("/imports/i9", "/attention"):
        page = signed_in("admin", language="zh-Hans").get(place).text
        assert "导入i8失败：x已经录入的保留：请更正文件后重新上传。" in page
        english = signed_in("admin", language="en").get(place).text
        assert "The import i8 failed: x What was taken stays" in english


def _of_shop(shop: str) -> str:
    head, *rows = LEDGER.splitlines()
    return "\n".join([f"{head},store", *(f"{row},{shop}" for row in rows), ""])


def test_a_file_that_is_refused_is_named(story: Story, signed_in: SignedIn) -> None:
    refused = send(signed_in("admin", language="en"), "nothing,here\n1,2\n", "spring.csv").text
    assert "spring.csv" in refused
    assert "spring.csv: spring.csv" not in refused, "once is enough"
    row = Import(*Import.at("i9"), file_name="autumn.csv", at_moment=story.now, state="failed")
    row.reason = "No column says who bought."
    row.save()
    page = signed_in("admin", language="en").get("/imports/i9").text
    assert "<b>autumn.csv</b>: No column says who bought." in page


def test_the_same_file_again_is_the_same_import(story: Story, signed_in: SignedIn) -> None:
    admin = signed_in("admin", language="en")
    first, again = send(admin, LEDGER), send(admin, LEDGER)
    assert first.header("Location") == again.header("Location")
    assert len(list(Import.in_partition("import"))) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "Choose the file first"), ("nothing,here\n1,2\n", "")],
    ids=["no file", "no ledger"],
)
def test_what_is_no_ledger_is_refused_at_once_and_the_form_keeps_what_was_chosen(
    story: Story, signed_in: SignedIn, text: str, said: str
) -> None:
    answer = send(signed_in("admin", language="en"), text, country="HK")
    assert answer.status == 400
    assert said in answer.text
    assert '<option value="HK" selected>' in answer.text
    assert list(Import.in_partition("import")) == []


def test_a_held_one_is_released_with_a_name(story: Story, signed_in: SignedIn) -> None:
    held = {"messages": 31, "customers": 30, "steps": {"care-tips": 31}}
    counts = {
        "rows": 30,
        "sales": 30,
        "customers": 30,
        "duplicates": 0,
        "returns": 0,
        "rejects": 0,
        "held": held,
    }
    Import(*Import.at("i1"), file_name="x.csv", at_moment=story.now, released=False, counts=counts).save()
    admin = signed_in("admin", language="en", name="老吴")
    assert "31 messages would go to 30 customers" in admin.get("/imports/i1").text
    assert admin.post("/imports/i1/release").status == 303
    row = Import.find(*Import.at("i1"))
    assert row
    assert (row.released, row.released_by) == (True, "老吴")
    assert "released by 老吴" in admin.get("/imports/i1").text


def test_one_that_is_still_being_taken_cannot_be_released(story: Story, signed_in: SignedIn) -> None:
    Import(*Import.at("i1"), file_name="x.csv", at_moment=story.now, released=False, state="working").save()
    assert signed_in("admin", language="en").post("/imports/i1/release").status == 409
    found = Import.find(*Import.at("i1"))
    assert found
    assert not found.released


def test_an_import_that_is_not_there_is_not_there(story: Story, signed_in: SignedIn) -> None:
    admin = signed_in("admin", language="en")
    for place in ("/imports/none", "/imports/none/progress", "/imports/none/rejects.csv"):
        assert admin.get(place).status == 404
    assert admin.post("/imports/none/release").status == 404


def test_some_of_the_words_are_shown_before_all_of_them_are_let_go(story: Story, signed_in: SignedIn) -> None:
    day, head = story.now.date(), "order,customer,phone,category,product,quantity,signed,installed"
    rows = [f"H-{n},客户{n},1391234{n:04},flooring,橡木地板,40,{day},{day}" for n in range(25)]
    admin = signed_in("admin", language="en")
    place = send(admin, "\n".join([head, *rows, ""])).header("Location")
    story.play(minutes=30)
    page = admin.get(place).text
    assert "Its messages wait for you" in page
    shown = re.findall(r'<blockquote class="bubble">([^<]+)</blockquote>', page)
    assert len(shown) == 3
    assert "客户0" in page
    assert all("橡木" in text or "地板" in text for text in shown), shown
    assert admin.post(f"{place}/release").status == 303
    assert "<blockquote" not in admin.get(place).text


def test_a_file_without_anything_in_it_is_called_empty(story: Story, signed_in: SignedIn) -> None:
    begun = f"--{EDGE}\r\nContent-Disposition: form-data; name="
    body = f'{begun}"csrf"\r\n\r\n%s\r\n{begun}"ledger"; filename="may.csv"\r\n\r\n\r\n--{EDGE}--\r\n'
    who = signed_in("admin", language="en")
    kind = f"multipart/form-data; boundary={EDGE}"
    answer = who.ask("POST", "/imports", (body % csrf_of(who.token)).encode(), **{"Content-Type": kind})
    assert (answer.status, "may.csv is empty" in answer.text) == (400, True)
