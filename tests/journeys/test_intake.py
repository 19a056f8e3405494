"""Complaints come in: none is lost, none is two, whoever has it hears at once, and so does the customer."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest

from chalicelib import files, plans
from chalicelib.care import effects, inbox, merging, tasks
from chalicelib.care.complaints import file, filing, handling, intake, sorting
from chalicelib.care.complaints.filing import NewComplaint
from chalicelib.care.metrics import attention, glancing
from chalicelib.casework import Duty
from chalicelib.effects import Tell
from chalicelib.errors import BadInput, NotFound, NotSent
from chalicelib.message import Reply
from chalicelib.records.complaints import Complaint
from chalicelib.records.customers import Customer
from chalicelib.records.events import told
from chalicelib.records.table import Row
from chalicelib.records.tellings import WAITING, Telling
from chalicelib.records.touchpoints import Touchpoint
from chalicelib.rules import attachments
from tests.journeys.world import MAIL, PHONE, START, World
from tests.rules.test_attachments import photo

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
REP = "阿玲"


@pytest.fixture
def world(world: World) -> World:
    world.staff()
    world.sale(world.customer())
    return world


def writes(world: World, text: str, id: str = "SM1", sender: str = PHONE) -> str:
    return inbox.replied("sms", Reply(id, sender, "+85200000000", text), world.now)


def complaints(world: World) -> list[Complaint]:
    return world.rows(Complaint)


def whats(complaint: Complaint) -> list[str]:
    return [event["what"] for event in told(complaint)]


def heard(world: World) -> list[str]:
    keys = {touch.key: touch.step for touch in world.rows(Touchpoint)}
    sent = [keys[message.key] for _, message, _ in world.provider.accepted]
    return [step for step in sent if step.startswith("complaint")]


def test_an_sms_that_is_a_complaint_is_answered_at_once(world: World) -> None:
    assert writes(world, "客廳地板起拱了") == "complaint"
    world.run(5 * MINUTE)
    (one,) = complaints(world)
    assert (one.stage, one.owner, one.channel) == ("acknowledged", REP, "sms")
    assert one.facts["words"] == "客廳地板起拱了"
    assert heard(world) == ["complaint-received"]
    (task,) = [task for task in world.tasks() if task.do == "call"]
    assert task.rep == REP
    assert "客廳地板起拱了" in task.title


def test_what_is_no_complaint_is_read_by_a_person(world: World) -> None:
    assert writes(world, "怎樣防潮？") == "text"
    world.run(5 * MINUTE)
    assert not complaints(world)
    assert [task.do for task in world.tasks() if task.do == "reply"] == ["reply"]


def test_called_twice_by_the_provider_it_is_one(world: World) -> None:
    for _ in range(2):
        writes(world, "地板裂開")
    world.run(5 * MINUTE)
    assert len(complaints(world)) == 1
    assert heard(world) == ["complaint-received"]


def test_told_twice_by_two_ways_it_is_one(world: World) -> None:
    writes(world, "地板裂開")
    world.run(5 * MINUTE)
    about = Tell("page 1", "page", "客廳地板裂開，有照片", customer_id=world.customer().id, sale_id="a1")
    row = intake.at_once(effects.tell(about, world.now), world.now)
    world.run(5 * MINUTE)
    (one,) = complaints(world)
    assert (row.state, row.number) == ("joined", one.id)
    assert whats(one) == ["opened", "assigned", "answered", "told"]
    assert [task.rep for task in world.tasks() if task.do == "reply"] == [REP]
    assert Customer.find(*Customer.at(one.customer_id)).open_complaints == 1


def test_told_by_two_ways_at_the_same_moment_it_is_one(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other way opens its complaint between our look and our writing."""
    real, person = filing.open, world.customer().id

    def slower(new: NewComplaint, *args: object, **options: object) -> Complaint:
        monkeypatch.setattr(filing, "open", real)
        writes(world, "地板裂開", "SM2")
        return real(new, *args, **options)

    monkeypatch.setattr(filing, "open", slower)
    intake.at_once(effects.tell(Tell("p", "page", "裂開", customer_id=person), world.now), world.now)
    assert len(complaints(world)) == 1
    assert sorted(row.state for row in world.rows(Telling)) == ["joined", "opened"]


def test_an_answer_ends_the_wait_for_it(world: World) -> None:
    writes(world, "地板裂開")
    world.run(5 * MINUTE)
    (one,) = complaints(world)
    handling.move(one.id, "waiting_for_customer", REP, "哪一天方便？", {}, world.now, "哪一天方便？")
    world.run(HOUR)
    writes(world, "星期四下午", "SM2")
    one = file.get(one.id)
    assert one.stage == "acknowledged"
    assert "星期四下午" in [event["says"].get("why") for event in told(one)]


def test_two_people_of_one_telephone_complain_of_one_sale(world: World) -> None:
    """Husband and wife: whoever has a case open is meant."""
    writes(world, "地板裂開")
    writes(world, "我太太說的是真的，投訴！", "SM2")
    world.run(5 * MINUTE)
    assert len(complaints(world)) == 1


def test_somebody_whom_nobody_knows_is_a_person_s_to_find_today(world: World) -> None:
    assert writes(world, "投訴！門壞了", sender="+85298887777") == "complaint"
    world.run(5 * MINUTE)
    assert not complaints(world)
    (task,) = [task for task in world.tasks() if task.do == "reply"]
    assert task.urgent
    assert "+85298887777" in task.title
    (row,) = Row.by_lookup(WAITING)
    assert row.reference in task.title
    assert not heard(world)


def test_a_complaint_told_during_the_holidays_is_answered_by_whoever_is_on_duty(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.now = datetime(2027, 2, 7, 12, tzinfo=UTC)  # second day of the Lunar New Year, 20:00 in Hong Kong
    world.staff("阿明", phone="+85290000009")
    usual, day = plans.complaints(), world.now.date()
    roster = replace(usual, duty=(Duty(day - DAY, day + DAY, "阿明"),))
    monkeypatch.setattr(plans, "complaints", lambda: roster)
    writes(world, "地板裂開")
    world.run(5 * MINUTE)
    (one,) = complaints(world)
    assert one.owner == "阿明"
    assert heard(world) == ["complaint-received"]
    said = next(text for text in world.provider.texts() if one.id in text)
    assert "阿明" in said
    assert one.finish_by is not None
    assert not usual.calendar.windows(day)
    assert usual.calendar.windows(one.finish_by.date())


def test_whoever_finds_out_whose_it_is_opens_the_complaint(world: World) -> None:
    writes(world, "投訴！門壞了", sender="+85298887777")
    (row,) = sorting.waiting()
    found = sorting.take(row.reference, world.customer().id, "a1", REP, world.now)
    world.run(5 * MINUTE)
    (one,) = complaints(world)
    assert (found.state, one.id, one.sale_id) == ("opened", found.number, "a1")
    assert heard(world) == ["complaint-received"]
    assert not sorting.waiting()
    (task,) = [task for task in world.tasks() if task.do == "reply"]
    assert task.outcome == "replied"
    left = [task.title, *(str(r.attribute_values) for r in world.rows(Telling) if not r.customer_id)]
    assert not any("門壞了" in text or "98887777" in text for text in left)
    with pytest.raises(NotFound):
        sorting.take(row.reference, world.customer().id, "", REP, world.now)


def test_what_is_nothing_of_ours_is_dismissed_with_a_reason_and_forgotten(world: World) -> None:
    writes(world, "投訴！門壞了", sender="+85298887777")
    (row,) = sorting.waiting()
    with pytest.raises(BadInput):
        sorting.dismiss(row.reference, " ", REP, world.now)
    sorting.dismiss(row.reference, "wrong number", REP, world.now)
    assert not sorting.waiting()
    (kept,) = world.rows(Telling)
    assert "門壞了" not in str(kept.attribute_values)
    assert (kept.state, kept.why) == ("dismissed", "wrong number")
    (task,) = [task for task in world.tasks() if task.do == "reply"]
    assert (task.outcome, task.note) == ("no_reply_needed", "wrong number")
    told = [task.title_in(language) for language in ("en", "zh-Hans", "zh-Hant")]
    assert told == [
        f"{row.reference}: needs no answer",
        f"{row.reference}：无需回复",
        f"{row.reference}：無需回覆",
    ]


@pytest.mark.parametrize("known", [True, False])
def test_what_a_colleague_has_answered_leaves_the_list(world: World, known: bool) -> None:
    """The words of a customer stay with him; of a stranger nothing does."""
    inbox.mailed(mail("怎樣防潮？", sender=MAIL if known else "zhang@example.com"), world.now)
    (row,) = sorting.waiting()
    (task,) = [task for task in world.tasks() if task.do == "reply"]
    tasks.finish(task.key, "replied", "", REP, world.now)
    assert not list(Row.by_lookup(WAITING))
    (kept,) = world.rows(Telling)
    assert kept.state == "answered"
    assert ("怎樣防潮？" in kept.words) == known
    assert bool(kept.files) == known
    assert (files.get(row.files[0][0]) is not None) == known


def test_what_waits_goes_along_when_its_customer_is_merged(world: World) -> None:
    inbox.mailed(mail("怎樣防潮？"), world.now)
    (row,) = sorting.waiting()
    other = world.customer(name="陳大文先生", phones=("+85290002222",), emails=())
    merging.merge(row.customer_id, other.id, "same", REP, world.now)
    (task,) = [task for task in world.tasks() if task.do == "reply" and task.state == "open"]
    assert task.customer_id == other.id
    assert [one.reference for one in sorting.waiting()] == [row.reference]
    sorting.dismiss(row.reference, "answered by phone", REP, world.now)
    assert not [task for task in world.tasks() if task.do == "reply" and task.state == "open"]


def test_done_by_a_colleague_it_leaves_the_list_after_a_merge_too(world: World) -> None:
    inbox.mailed(mail("怎樣防潮？"), world.now)
    (row,) = sorting.waiting()
    other = world.customer(name="陳大文先生", phones=("+85290002222",), emails=())
    merging.merge(row.customer_id, other.id, "same", REP, world.now)
    (task,) = [task for task in world.tasks() if task.do == "reply" and task.state == "open"]
    tasks.finish(task.key, "replied", "", REP, world.now)
    assert not list(Row.by_lookup(WAITING))


@pytest.mark.parametrize("at", range(1, 60))
@pytest.mark.parametrize("after", [False, True])
def test_cut_short_at_any_request_it_is_still_one_complaint(at: int, after: bool) -> None:
    world = World()
    world.staff()
    world.sale(world.customer())
    world.fuse.at, world.fuse.after, world.fuse.calls = at, after, 0
    for _ in range(3):  # the provider calls again until it is answered
        if not world.survive(lambda: writes(world, "客廳地板起拱了")):
            break
    for _ in range(4):
        world.survive(lambda: world.run(3 * MINUTE))
    (one,) = complaints(world)
    assert (one.stage, whats(one)) == ("acknowledged", ["opened", "assigned", "answered"])
    assert heard(world) == ["complaint-received"]
    assert Customer.find(*Customer.at(one.customer_id)).open_complaints == 1
    Row.engine = None


def test_more_that_is_told_before_anybody_has_it_does_not_put_off_the_answer(world: World) -> None:
    for id in ("SM1", "SM2", "SM3"):
        writes(world, f"地板裂開 {id}", id)
    world.run(5 * MINUTE)
    (one,) = complaints(world)
    assert (one.stage, whats(one)) == ("acknowledged", ["opened", "told", "told", "assigned", "answered"])
    assert heard(world) == ["complaint-received"]


def mail(text: str, sender: str = MAIL, **headers: str) -> bytes:
    made = EmailMessage()
    usual = {
        "From": f"Chan <{sender}>",
        "To": "care@example.com",
        "Subject": "地板",
        "Message-ID": "<7@x.example>",
    }
    for name, value in {**usual, **{name.replace("_", "-"): said for name, said in headers.items()}}.items():
        made[name] = value
    made.set_content(text)
    made.add_attachment(photo(), maintype="image", subtype="jpeg", filename="a.jpg")
    return bytes(made)


def test_a_mail_that_is_a_complaint_opens_one_with_its_photos_once(world: World) -> None:
    for _ in range(2):
        assert inbox.mailed(mail("客廳地板起拱了"), world.now) == "complaint"
    world.run(5 * MINUTE)
    (one,) = complaints(world)
    assert (one.channel, one.facts["words"], len(one.facts["files"])) == ("mail", "客廳地板起拱了", 1)
    assert heard(world) == ["complaint-received"]


def test_an_answer_to_our_mail_joins_its_case_even_where_another_is_newer(world: World) -> None:
    person = world.customer()
    first = filing.open(NewComplaint(person.id, "裂", "repair", key="1"), world.now)
    world.run(5 * MINUTE)
    filing.open(NewComplaint(person.id, "響", "repair", key="2"), world.now)
    (touch,) = [t for t in world.rows(Touchpoint) if t.values.get("complaint_number") == first.id]
    world.run(5 * MINUTE)
    answer = mail("星期四可以", In_Reply_To=f"<{touch.key}@example.com>")
    assert inbox.mailed(answer, world.now) == "more"
    assert whats(file.get(first.id))[-1] == "told"


def test_a_mail_from_a_stranger_is_a_person_s_and_nobody_is_written_to(world: World) -> None:
    before = len(world.provider.accepted)
    assert inbox.mailed(mail("投訴！門壞了", sender="zhang@example.com"), world.now) == "complaint"
    world.run(5 * MINUTE)
    assert not complaints(world)
    (row,) = sorting.waiting()
    assert (row.sender, len(row.files)) == ("zhang@example.com", 1)
    assert [message.to for _, message, _ in world.provider.accepted[before:] if "@" in message.to] == []


@pytest.mark.parametrize(
    "headers",
    [{"Auto_Submitted": "auto-replied"}, {"Precedence": "bulk"}, {"Return_Path": "<>"}],
)
def test_machines_are_not_answered(world: World, headers: dict[str, str]) -> None:
    assert inbox.mailed(mail("投訴 out of office", **headers), world.now) == "dropped"
    world.run(5 * MINUTE)
    assert not complaints(world)
    assert not [task for task in world.tasks() if task.do == "reply"]


def test_a_mail_that_nobody_can_read_is_a_persons_once(world: World) -> None:
    for _ in range(2):
        assert inbox.handed_in(b"no mail at all", "s3://letters/mail/7", world.now) == inbox.UNREADABLE
    (task,) = [task for task in world.tasks() if task.do == "fix"]
    assert "s3://letters/mail/7" in task.title
    assert inbox.handed_in(mail("地板裂開"), "s3://letters/mail/8", world.now) == "complaint"


@pytest.mark.parametrize(
    ("headers", "kept"),
    [
        ({"X-SES-Virus-Verdict": "FAIL", "X-SES-Spam-Verdict": "FAIL"}, 0),
        ({"X-SES-Spam-Verdict": "FAIL"}, 1),
        ({"X-Spam-Flag": "YES"}, 1),
    ],
)
def test_what_the_filter_held_waits_for_a_person_and_does_nothing_by_itself(
    world: World, headers: dict[str, str], kept: int
) -> None:
    """Neither a case nor a STOP; seen under what nobody has placed, once, and nothing of it is lost."""
    world.customer()
    for words in ("投訴：地板起拱了", "投訴：地板起拱了", "STOP"):
        found = mail(words, **headers, **({"Message-ID": "<8@x.example>"} if words == "STOP" else {}))
        assert inbox.mailed(found, world.now) == "held"
    world.run(5 * MINUTE)
    assert not complaints(world)
    assert not effects.contact_of("email", MAIL).stopped
    one, stop = sorted(sorting.waiting(), key=lambda row: "STOP" in row.words)
    assert "地板起拱了" in one.words
    assert (one.sender, one.suspect, len(one.files)) == (MAIL, "spam" if kept else "virus", kept)
    glancing.look(world.now)
    (seen,) = [
        group
        for group in attention.groups(
            world.now, lambda row: True, attention.waiting(lambda store, rep: True, False)
        )
        if group.kind == "suspect"
    ]
    assert (seen.count, seen.concerns[0].facts) == (2, {"sender": MAIL})
    taken = sorting.take(one.reference, world.customer().id, "", "阿玲", world.now)
    sorting.dismiss(stop.reference, "advertising", "阿玲", world.now)
    assert taken.state == "opened"
    assert not sorting.waiting()
    (case,) = complaints(world)
    assert len(case.facts.get("files", [])) == kept


@pytest.mark.parametrize(
    "headers",
    [
        {"X-SES-Spam-Verdict": "PASS", "X-SES-Virus-Verdict": "PASS"},
        {"X-SES-Spam-Verdict": "GRAY", "X-SES-Virus-Verdict": "PROCESSING_FAILED"},
        {"Received-SPF": "fail", "Authentication-Results": "amazonses.com; spf=fail; dkim=fail; dmarc=fail"},
    ],
)
def test_a_sender_who_is_not_proved_is_heard_all_the_same(world: World, headers: dict[str, str]) -> None:
    assert inbox.mailed(mail("投訴：地板起拱了", **headers), world.now) == "complaint"


def test_our_own_address_never_answers_itself(world: World) -> None:
    assert inbox.mailed(mail("投訴", sender=plans.shop_defaults().email), world.now) == "dropped"


def test_a_mail_that_only_asks_is_read_by_a_person_whole(world: World) -> None:
    assert inbox.mailed(mail("怎樣防潮？" * 200), world.now) == "more"
    (row,) = sorting.waiting()
    assert row.words.count("怎樣防潮？") == 200
    assert inbox.mailed(mail("STOP", Message_ID="<8@x.example>"), world.now) == "stop"


def test_photos_of_an_mms_are_fetched_afterwards_and_nobody_waits_for_them(world: World) -> None:
    """Twilio's own trouble puts off the photos, not the answer."""
    given = {"u1": photo(), "u2": b"MZ a program", "u3": None}
    troubles = [NotSent("no")]

    def media(settings: object, address: str, largest: int) -> bytes | None:
        if troubles:
            raise troubles.pop()
        return given[address]

    world.provider.media = media  # type: ignore[attr-defined]
    said = Reply("SM1", PHONE, "", "", media=("u1", "u2", "u3"), provider="provider")
    writes(world, "地板裂開", "SM0")
    world.run(MINUTE)
    assert inbox.replied("sms", said, world.now) == "more"
    world.run(20 * MINUTE)
    (one,) = complaints(world)
    assert [kind for _, _, kind, _ in one.facts["files"]] == ["image/jpeg"]
    assert whats(one) == ["opened", "assigned", "answered", "told", "files"]
    assert [event["says"].get("refused") for event in told(one)][-1] == ["kind"]
    assert not [row for row in world.rows(Telling) if row.media]


@pytest.mark.parametrize("known", [True, False])
def test_a_photo_that_the_provider_does_not_give_keeps_the_others_from_nobody(
    world: World, known: bool
) -> None:
    def media(settings: object, address: str, largest: int) -> bytes | None:
        if address == "u1" and world.now < START + 30 * MINUTE:
            raise NotSent("no")
        return photo().replace(b"q" * 65, address[-1].encode() * 65)

    world.provider.media = media  # type: ignore[attr-defined]
    if known:
        writes(world, "地板裂開", "SM0")
        world.run(MINUTE)
    said = Reply("SM1", PHONE, "", "", media=("u1", "u2", "u3"), provider="provider")
    inbox.replied("sms", said, world.now)
    for after, many in ((5 * MINUTE, 2), (120 * MINUTE, 3)):
        world.run(after)
        found = complaints(world)[0].facts["files"] if known else sorting.waiting()[0].files
        assert len(found) == len({key for key, *_ in found}) == many
    assert not [row for row in world.rows(Telling) if row.media]


def test_as_many_photos_are_taken_of_one_message_however_often_the_provider_is_asked(world: World) -> None:
    """Five on the first way, of which one comes later; that one is the fifth, and no sixth beside it."""
    late = START + 30 * MINUTE

    def media(settings: object, address: str, largest: int) -> bytes | None:
        if address in ("u1", "u2") and world.now < late:
            raise NotSent("no")
        return photo().replace(b"q" * 65, address[-1].encode() * 65)

    world.provider.media = media  # type: ignore[attr-defined]
    writes(world, "地板裂開", "SM0")
    world.run(MINUTE)
    said = Reply("SM1", PHONE, "", "", media=("u1", "u2", "u3", "u4", "u5", "u6"), provider="provider")
    inbox.replied("sms", said, world.now)
    world.run(3 * 60 * MINUTE)
    (one,) = complaints(world)
    assert len(one.facts["files"]) == attachments.MOST
    assert [event["says"].get("refused") for event in told(one)][-1] == ["too_many"]
    assert not [row for row in world.rows(Telling) if row.media]


def test_a_photo_alone_from_somebody_without_a_case_is_for_a_person(world: World) -> None:
    world.provider.media = lambda *_: photo()  # type: ignore[attr-defined]
    inbox.replied("sms", Reply("SM1", PHONE, "", "", media=("u1",), provider="provider"), world.now)
    world.run(5 * MINUTE)
    (row,) = sorting.waiting()
    assert len(row.files) == 1
    found = sorting.take(row.reference, world.customer().id, "", REP, world.now)
    assert len(file.get(found.number).facts["files"]) == 1
