"""Mail as customers, their programs, machines and strangers write it."""

import random
from email.message import EmailMessage

import pytest

from chalicelib.errors import Unreadable
from chalicelib.rules.letters import read


def letter(text: str = "地板起拱了", charset: str = "utf-8", **headers: str) -> EmailMessage:
    mail = EmailMessage()
    usual = {
        "From": "陳大文 <Chan@Example.com>",
        "To": "care@shop.example",
        "Subject": "地板",
        "Message-ID": "<1@example.com>",
    }
    for name, value in {
        **usual,
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }.items():
        if value:
            mail[name] = value
    mail.set_content(text, charset=charset)
    return mail


@pytest.mark.parametrize("charset", ["utf-8", "gb18030", "big5"])
def test_who_wrote_and_what(charset: str) -> None:
    found = read(bytes(letter("客廳地板有聲\n\n陳", charset)))
    assert (found.sender, found.name, found.subject) == ("chan@example.com", "陳大文", "地板")
    assert (found.recipient, found.text, found.robot) == ("care@shop.example", "客廳地板有聲\n\n陳", "")


@pytest.mark.parametrize(
    "quoted",
    [
        "> 我們的理解是：三塊板", "On Tue, 3 Mar 2026 at 10:00, Muan Home <care@shop.example> wrote:\n> x",
        "-----Original Message-----\nx", "------------------ 原始邮件 ------------------\nx",
        "发件人: 木安 <care@shop.example>\nx", "在 2026年3月3日，木安家居 写道：\nx", "-- \nChan\n+852",
        "________\nFrom: a",
    ],
)  # fmt: skip
def test_only_what_is_new_is_read(quoted: str) -> None:
    assert read(bytes(letter(f"还是不行\n\n{quoted}\n"))).text == "还是不行"


def test_what_it_answers_the_latest_first() -> None:
    found = read(bytes(letter(In_Reply_To="<c2.t9@shop.example>", References="<a@b> <c1.t2@shop.example>")))
    assert found.answers == ("c2.t9@shop.example", "c1.t2@shop.example", "a@b")


def test_pictures_within_the_text_and_files_behind_it() -> None:
    mail = letter()
    mail.add_alternative("<p>x</p>", subtype="html")
    mail.add_attachment(b"\xff\xd8\xff1", maintype="image", subtype="jpeg", filename="板.jpg")
    mail.add_attachment("a note", filename="note.txt")
    found = read(bytes(mail))
    assert found.text == "地板起拱了"
    assert [(name, content[:4]) for name, content in found.attachments] == [
        ("板.jpg", b"\xff\xd8\xff1"),
        ("note.txt", b"a no"),
    ]


def test_a_mail_that_is_marks_alone_is_read_without_them() -> None:
    mail = letter()
    mail.set_content(
        "<head><style>p{}</style></head><p>The floor</p><script>x()</script><div>creaks</div>", subtype="html"
    )
    assert "The floor\ncreaks" in read(bytes(mail)).text
    assert "x()" not in read(bytes(mail)).text


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Auto-Submitted", "auto-replied"), ("Precedence", "bulk"), ("List-Id", "<news.example.com>"),
        ("Return-Path", "<>"), ("X-Autoreply", "yes"), ("From", "Mailer-Daemon@example.com"),
        ("From", "no-reply@example.com"), ("From", "bounces+123@example.com"),
    ],
)  # fmt: skip
def test_what_a_machine_wrote_is_known(header: str, value: str) -> None:
    assert read(bytes(letter(**{header.replace("-", "_"): value}))).robot


@pytest.mark.parametrize(
    ("header", "value"),
    [("Auto-Submitted", "no"), ("Precedence", "first-class"), ("From", "replay@example.com")],
)
def test_a_person_is_no_machine(header: str, value: str) -> None:
    assert not read(bytes(letter(**{header.replace("-", "_"): value}))).robot


def test_the_same_mail_is_known_again_and_nobody_can_take_another_s_name() -> None:
    first = read(bytes(letter()))
    assert read(bytes(letter("later copy"))).id == first.id
    assert read(bytes(letter(From="mallory@example.com"))).id != first.id
    assert read(bytes(letter(Message_ID=""))).id != read(bytes(letter("x", Message_ID=""))).id


@pytest.mark.parametrize(
    "raw", [b"", b"hello", b"\0" * 100, b"From: \n\nx", b"From: a@b@c <>\n\n", b"Subject: x\n\n"]
)
def test_what_is_no_mail_is_refused(raw: bytes) -> None:
    with pytest.raises(Unreadable):
        read(raw)


@pytest.mark.parametrize(
    "raw",
    [
        b"From: a@b.example\nContent-Type: text/plain; charset=no-such\n\n\xff\xfe",
        b"From: a@b.example\nContent-Transfer-Encoding: base64\n\n!!!!",
        b"From: =?no-such?q?x?= <a@b.example>\nSubject: =?utf-8?b?////?=\n\nx",
        b"From: a@b.example\nContent-Type: multipart/mixed\n\nx",
        b"From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 5000,
        b"From: a@b.example\nSubject: a\r\n b\n\n\0\0",
        b"From: a@b.example\nContent-Type: text/html\n\n" + b"<p " * 50_000,
        b"From: a@b.example\nReferences: " + b"<" * 100_000 + b"\n\nx",
    ],
)  # fmt: skip
def test_a_broken_mail_is_read_as_far_as_it_goes(raw: bytes) -> None:
    found = read(raw)
    assert found.sender == "a@b.example"
    assert "\0" not in found.text
    assert len(found.attachments) <= 100


def test_one_nested_without_end_is_refused() -> None:
    deep = b"From: a@b.example\n"
    for level in range(3000):
        deep += b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (level, level)
    with pytest.raises(Unreadable, match="nested"):
        read(deep + b"\nx")


def test_any_bytes_at_all_are_a_mail_or_are_refused() -> None:
    dice, start = random.Random(3), bytearray(bytes(letter()))
    for _ in range(300):
        broken = bytearray(start)
        for _ in range(dice.randint(1, 12)):
            broken[dice.randrange(len(broken))] = dice.randrange(256)
        try:
            read(bytes(broken))
        except Unreadable:
            continue
