"""Where customers complain without signing in: by their own link, or by a code on paper for everybody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from chalice import Response

from chalicelib import clock, plans, words
from chalicelib.care import effects, links
from chalicelib.care.complaints import attachments, callers, file, intake, telling
from chalicelib.care.complaints.attachments import Kept
from chalicelib.care.hands import ready
from chalicelib.effects import Tell
from chalicelib.errors import BadInput
from chalicelib.http import door, limits, pages, standing, uploads
from chalicelib.http.door import ANY
from chalicelib.http.pages import PUBLIC, Visit
from chalicelib.ids import fingerprint
from chalicelib.records.complaints import Complaint, number_of
from chalicelib.records.tellings import Telling
from chalicelib.records.touchpoints import Touchpoint
from chalicelib.rules import phones

LONGEST = 2000
LONGEST_FIELD = 200
# What dealers want is agreed with their own contact, not on a customer's page.
NOT_ASKED = ("promotion",)

Refused = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Form:
    """What was sent, as it is shown again where something is missing."""

    said: Mapping[str, str]
    files: uploads.Files

    @classmethod
    def sent(cls) -> "Form":
        fields, files = uploads.form()
        shown = {name: value.strip()[:LONGEST] for name, value in fields.items()}
        return cls(shown, files)

    def field(self, name: str) -> str:
        return self.said.get(name, "")[:LONGEST_FIELD]

    @property
    def words(self) -> str:
        return self.said.get("words", "")

    @property
    def wish(self) -> str:
        return self.field("wish") if self.field("wish") in plans.complaints().wishes else "other"

    def keep(self, key: str) -> Kept:
        """Before any row names them."""
        return attachments.keep(number_of(key), self.files)

    def key(self, *whose: str) -> str:
        """The same words pressed twice on one day are one."""
        said = [self.words, self.wish, self.field("sale"), self.field("order")]
        sent = sorted(sha256(content).hexdigest() for _, content in self.files)
        return fingerprint([*whose, *said, *sent, clock.now().date()])


@PUBLIC.route("/c/complaint/{token}", methods=["GET"])
def complaint(token: str) -> Response:
    return _form(pages.visit_of_person(token, "complaint", "care"), Form({}, []))


@PUBLIC.route("/c/complaint/{token}", methods=["POST"], content_types=ANY, largest=uploads.LARGEST)
def complain(token: str) -> Response:
    """Who opens it by his own link is known; what he says of a sale must be one of his."""
    found, form, now = pages.visit_of_person(token, "complaint", "care"), Form.sent(), clock.now()
    own = {sale.id: sale for sale in callers.sales(found.person)}
    if not form.words:
        return _form(found, form, 400)
    sale_id = form.field("sale") if form.field("sale") in own else (next(iter(own)) if len(own) == 1 else "")
    who = found.person.id
    told, kept = _take(form, form.key(who), "page", now, customer_id=who, sale_id=sale_id)
    return found.show("told", **_thanks(told, kept, _case_link(found, told, now)))


def _case_link(found: Visit, told: Telling, now: datetime) -> str:
    """Where they see how it goes on; nothing where a person looks first what it is."""
    return links.of_case(found.person, told.number, now, ready()) if told.number else ""


def _form(found: Visit, form: Form, status: int = 200) -> Response:
    owned = [
        {"id": sale.id, "products": words.listing(found.language, sale.products, sale.category)}
        for sale in callers.sales(found.person)
    ]
    chosen = form.field("sale") or found.link.facts.get("sale", "")
    return found.show(
        "complaint", status, **_asked(form, found.language, status), sales=owned, chosen=chosen, known=1,
        languages=[],
    )  # fmt: skip


def _asked(form: Form, language: str, status: int) -> dict[str, Any]:
    wishes = plans.complaints().wishes.items()
    return {
        "wishes": [(name, label[language]) for name, label in wishes if name not in NOT_ASKED],
        "words": form.words, "wish": form.field("wish"), "name": form.field("name"),
        "phone": form.field("phone"), "order": form.field("order"), "store": form.field("store"),
        "missing": "" if status == 200 else ("phone" if form.words else "words"),
        "again": int(bool(form.files)),
    }  # fmt: skip


@PUBLIC.route("/c/complaint", methods=["GET"])
def open_complaint() -> Response:
    return _open_form(Form({name: door.asked(name) for name in ("store", "language")}, []))


@PUBLIC.route("/c/complaint", methods=["POST"], content_types=ANY, largest=uploads.LARGEST)
def complain_openly() -> Response:
    """Whether a number is known is not shown to whoever types it."""
    now = clock.now()
    limits.OPEN_BY_VISITOR.take(door.visitor(), now)
    form = Form.sent()
    phone = _phone(form.field("phone"))
    if not (form.words and phone):
        return _open_form(form, 400)
    limits.OPEN_BY_NUMBER.take(phone, now)
    customer_id, sale_id = callers.owner("sms", phone, form.field("name"), form.field("order"))
    told, kept = _take(
        form, form.key("open", phone), "form", now, customer_id=customer_id, sale_id=sale_id, sender=phone,
        name=form.field("name"), store=form.field("store"),
    )  # fmt: skip
    # Not that of a complaint which is open already: that would tell whose number it is.
    thanks = {**_thanks(told, kept), "number": told.reference}
    return pages.show_open("told", _language(form), store=form.field("store"), **thanks)


def _open_form(form: Form, status: int = 200) -> Response:
    language = _language(form)
    return pages.show_open(
        "complaint", language, status, **_asked(form, language, status), sales=[], chosen="", known=0,
        languages=plans.shop_defaults().languages,
    )  # fmt: skip


def _language(form: Form) -> str:
    wanted = form.field("language")
    return wanted if wanted in plans.shop_defaults().languages else pages.reader_language()


def _phone(text: str) -> str:
    """As the shop's own country writes it, or with its country code; nothing where it is none."""
    try:
        return phones.read(text, plans.shop_defaults().country)
    except BadInput:
        return ""


@PUBLIC.route("/c/case/{token}", methods=["GET"])
def case(token: str) -> Response:
    found, open_one = _case(token)
    return _case_page(found, open_one, Form({}, []))


@PUBLIC.route("/c/case/{token}", methods=["POST"], content_types=ANY, largest=uploads.LARGEST)
def correct(token: str) -> Response:
    """What we understood is put right, or more is said of it (F4-14)."""
    found, complaint = _case(token)
    form, now = Form.sent(), clock.now()
    key = form.key(complaint.id)
    kept = form.keep(key)
    if not (form.words or kept.files):
        return _case_page(found, complaint, form, 400, kept.refused)
    new = Tell(
        key, "page", form.words, complaint.customer_id, complaint.sale_id, case=complaint.id,
        files=kept.files,
    )  # fmt: skip
    return found.show("told", **_thanks(intake.at_once(effects.tell(new, now), now), kept, token))


def _case(token: str) -> tuple[Visit, Complaint]:
    found = pages.visit(token, "case")
    return found, file.get(found.link.facts.get("case") or _case_of(found))


def _case_of(found: Visit) -> str:
    """The one that the message was about which held the link."""
    touch = Touchpoint.by_key(found.link.touch_key, consistent=True)
    if touch is None or "complaint_number" not in touch.values:
        raise door.nowhere()
    return str(touch.values["complaint_number"])


def _case_page(
    found: Visit, complaint: Complaint, form: Form, status: int = 200, refused: Refused = ()
) -> Response:
    now = clock.now()
    return found.show(
        "case", status, number=complaint.id, understood=str(complaint.facts.get("understood", "")),
        resting=int(file.stages()[complaint.stage].rests), words=form.words,
        missing=int(status != 200 and not refused), refused=refused,
        **telling.who_and_when(complaint, found.language, found.country, now),
        **standing.of(complaint, found.language, now),
    )  # fmt: skip


def _take(form: Form, key: str, channel: str, now: datetime, **whose: Any) -> tuple[Telling, Kept]:
    kept = form.keep(key)
    new = Tell(key, channel, form.words, wish=form.wish, files=kept.files, **whose)
    return intake.at_once(effects.tell(new, now), now), kept


def _thanks(told: Telling, kept: Kept, case: str = "") -> dict[str, Any]:
    number = told.number or told.reference
    return {"number": number, "count": len(kept.files), "refused": kept.refused, "case": case}
