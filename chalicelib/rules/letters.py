"""A customer's mail as it came: who wrote, what is new in it, what it answers, what hangs on it, and whether
a machine wrote it. Nothing that a stranger sends may break it."""

import email
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr
from hashlib import sha256
from html.parser import HTMLParser

from chalicelib.errors import Unreadable

LARGEST = 20_000_000
LONGEST = 4000
MOST_PARTS = 100
# Behind these lines stands what is being answered.
QUOTED = re.compile(
    r"^\s*(?:-{2,}\s*(?:original message|forwarded message|原始邮件|原始郵件|原邮件|原郵件|轉寄郵件|转发邮件)"
    r".*"
    r"|_{5,}|on .{6,120} wrote:|在.{6,120}(?:写道|寫道)\s*[:：]|.{0,80}于.{6,80}写道\s*[:：]"
    r"|(?:发件人|寄件者|寄件人|from)\s*[:：].*@.*)\s*$",
    re.IGNORECASE,
)
SIGNATURE = "-- "
MESSAGE_ID = re.compile(r"<([^<>\s]{3,200})>")
BULK = frozenset({"bulk", "junk", "list", "auto_reply"})
ROBOTS = re.compile(
    r"(?:mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?)(?:[+-].*)?", re.IGNORECASE
)
VIRUS, SPAM = "virus", "spam"
# What SES, ClamAV and SpamAssassin write at the head of what they let through, the worse first.
VERDICTS = (
    ("X-SES-Virus-Verdict", VIRUS, "fail"), ("X-Virus-Status", VIRUS, "infected"),
    ("X-SES-Spam-Verdict", SPAM, "fail"), ("X-Spam-Flag", SPAM, "yes"),
)  # fmt: skip
ADDRESS = re.compile(r"[^@\s]{1,64}@[^@\s]{1,190}")


@dataclass(frozen=True)
class Letter:
    """`id` is the same for the same mail, `answers` are the mails that it refers to, `robot` says by what a
    machine is known to have written it, `suspect` what whoever received it for us found: virus or spam."""

    id: str
    sender: str
    name: str
    recipient: str
    subject: str
    text: str
    answers: tuple[str, ...]
    robot: str
    attachments: tuple[tuple[str, bytes], ...]
    suspect: str = ""


def read(raw: bytes) -> Letter:
    """Refuses what is no mail at all, or tells nobody who wrote."""
    if len(raw) > LARGEST:
        raise Unreadable(
            "This mail is larger than {most} MB; ask for it in several.", most=LARGEST // 1000000
        )
    try:
        mail = email.message_from_bytes(raw)
        parts = list(_parts(mail))
    except RecursionError:
        raise Unreadable("This mail is nested too deeply to be read; a person has to look at it.") from None
    name, sender = parseaddr(_header(mail, "From"))
    if not ADDRESS.fullmatch(sender):
        raise Unreadable("This is no mail: it has no line `From: name <address>` at its beginning.")
    return Letter(
        _id(mail, sender, raw), sender.lower(), _line(name), parseaddr(_header(mail, "To"))[1].lower(),
        _line(_header(mail, "Subject")), _new_in(_text(parts))[:LONGEST], _answers(mail),
        _robot(mail, sender), tuple(_attachments(parts)), _suspect(mail),
    )  # fmt: skip


def _header(mail: Message, name: str) -> str:
    """Decoded, however it was written."""
    try:
        pieces = decode_header(str(mail.get(name, "")))
        return "".join(_decoded(piece, charset or "") for piece, charset in pieces)
    except Exception:  # the standard library stumbles over some of what strangers send
        return str(mail.get(name, ""))


def _decoded(content: bytes | str, charset: str) -> str:
    if isinstance(content, str):
        return content
    for name in (charset, "utf-8", "gb18030"):
        try:
            return content.decode(name or "utf-8")
        except (LookupError, UnicodeDecodeError):
            continue
    return content.decode("latin-1")


def _line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:200]


def _parts(mail: Message) -> Iterator[Message]:
    for count, part in enumerate(mail.walk()):
        if count == MOST_PARTS:
            return
        if not part.is_multipart():
            yield part


def _content(part: Message) -> bytes:
    try:
        found = part.get_payload(decode=True)
    except Exception:
        return b""
    return found if isinstance(found, bytes) else b""


def _is_file(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or part.get_content_maintype() not in (
        "text",
        "multipart",
    )


def _text(parts: list[Message]) -> str:
    """The plain part, else the other without its marks."""
    said = [part for part in parts if not _is_file(part)]
    for kind, shown in (("text/plain", str), ("text/html", _without_marks)):
        for part in said:
            if part.get_content_type() == kind and (content := _content(part)):
                return shown(_decoded(content, str(part.get_content_charset() or "")))
    return ""


class _Reader(HTMLParser):
    """What a reader would see."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.hidden += tag in ("script", "style", "head")
        self.seen.append("\n" if tag in ("br", "p", "div", "tr", "li") else "")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in ("script", "style", "head") and self.hidden > 0

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.seen.append(data)


def _without_marks(html: str) -> str:
    reader = _Reader()
    reader.feed(html[:200_000])
    return "".join(reader.seen)


def _new_in(text: str) -> str:
    """Without what is being answered, and without the signature."""
    kept: list[str] = []
    for line in text.replace("\r\n", "\n").split("\n"):
        if line == SIGNATURE or QUOTED.match(line[:300]):
            break
        if not line.startswith(">"):
            kept.append(line.rstrip())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).replace("\0", "").strip()


def _answers(mail: Message) -> tuple[str, ...]:
    """The latest first."""
    named = f"{mail.get('References', '')} {mail.get('In-Reply-To', '')}"[-4000:]
    return tuple(dict.fromkeys(reversed(MESSAGE_ID.findall(named))))[:20]


def _id(mail: Message, sender: str, raw: bytes) -> str:
    """By its own name and its sender, who could otherwise take another's; without one, by all of it."""
    named = MESSAGE_ID.search(str(mail.get("Message-ID", "")))
    seal = f"{named[1]}\x1f{sender.lower()}".encode() if named else raw
    return sha256(seal).hexdigest()[:32]


def _robot(mail: Message, sender: str) -> str:
    """RFC 3834, and what machines do that do not keep to it: none of them is answered."""
    if str(mail.get("Auto-Submitted", "no")).split(";")[0].strip().lower() != "no":
        return "Auto-Submitted"
    if str(mail.get("Precedence", "")).strip().lower() in BULK:
        return "Precedence"
    if marked := next((one for one in ("List-Id", "X-Autoreply", "X-Autorespond") if mail.get(one)), ""):
        return marked
    if str(mail.get("Return-Path", "")).strip() == "<>" or mail.get_content_type() == "multipart/report":
        return "Return-Path"
    return "From" if ROBOTS.fullmatch(sender.rpartition("@")[0]) else ""


def _suspect(mail: Message) -> str:
    """A verdict that anybody but our receiver wrote can only bring the mail before a person."""
    for name, suspect, bad in VERDICTS:
        if any(str(said).strip().lower().startswith(bad) for said in mail.get_all(name, ())):
            return suspect
    return ""


def _attachments(parts: list[Message]) -> Iterator[tuple[str, bytes]]:
    """Pictures within the text as well."""
    for part in parts:
        if _is_file(part) and (content := _content(part)):
            yield _line(str(part.get_filename() or part.get_content_type())), content
