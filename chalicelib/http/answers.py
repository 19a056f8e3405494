"""What whoever complained answers without signing in: to our offer, and whether all is well now."""

from collections.abc import Mapping
from dataclasses import dataclass

from chalice import Response

from chalicelib import clock, words
from chalicelib.care import effects, links
from chalicelib.care.complaints import agreeing, closing, file, giving, worded
from chalicelib.errors import Conflict
from chalicelib.http import door, pages, standing
from chalicelib.http.door import ANY
from chalicelib.http.pages import PUBLIC, Spent, Visit
from chalicelib.records.complaints import Complaint
from chalicelib.records.offers import Offer
from chalicelib.records.staff import Staff, to_ask
from chalicelib.records.touchpoints import Touchpoint
from chalicelib.rules import scores

CHOICES = ("accept", "call", "decline")


@dataclass(frozen=True)
class Asked:
    """A visit about a complaint that still waits for this very answer."""

    visit: Visit
    complaint: Complaint
    said: Mapping[str, str]

    @property
    def version(self) -> int:
        return int(self.said.get("offer_version") or 0)

    @property
    def round(self) -> int:
        return int(self.said.get("round") or 0)


def _asked(token: str, page: str) -> Asked:
    found = pages.visit(token, page, used=page == "offer")
    touch = Touchpoint.by_key(found.link.touch_key, consistent=True)
    if touch is None or "complaint_number" not in touch.values:
        raise door.nowhere()
    return Asked(found, file.get(touch.values["complaint_number"]), touch.values)


@PUBLIC.route("/c/offer/{token}", methods=["GET"])
def offer(token: str) -> Response:
    asked = _asked(token, "offer")
    made = _open_offer(asked)
    return _sheet(asked, made) if made else _answered(asked)


@PUBLIC.route("/c/offer/{token}", methods=["POST"], content_types=ANY)
def answer(token: str) -> Response:
    """Yes and no spend the link; who wants a call first can still say either."""
    asked, form = _asked(token, "offer"), door.form()
    made = _open_offer(asked)
    if made is None:
        return _answered(asked)
    choice, reason = form.get("answer", ""), form.get("reason", "").strip()
    if choice not in CHOICES or (choice == "decline" and not reason):
        return _sheet(asked, made, 400, choice=choice, reason=reason)
    _take(asked, choice, reason)
    return asked.visit.show("answered", choice=choice, done_by=_done_by(asked, made))


def _open_offer(asked: Asked) -> Offer | None:
    """Nothing once it was answered, by link or on the phone."""
    if asked.visit.link.spent_at:
        return None
    try:
        return agreeing.open_offer(asked.complaint, asked.version)
    except Conflict:
        return None


def _answered(asked: Asked) -> Response:
    """What was answered, and what was agreed; the link is used."""
    language, complaint = asked.visit.language, asked.complaint
    agreed = standing.agreement(complaint, language, asked.version)
    made = giving.offer(complaint, asked.version)
    replaced = int(complaint.offers) > asked.version
    how = "accept" if agreed else "decline" if replaced or complaint.offer_state == "declined" else "gone"
    return asked.visit.show(
        "offer_answered", Spent.status, how=how, agreed=agreed, number=complaint.id, replaced=int(replaced),
        gives=standing.gives(made, language) if made else [],
    )  # fmt: skip


def _take(asked: Asked, choice: str, reason: str) -> None:
    number, now = asked.complaint.id, clock.now()
    try:
        if choice == "call":
            agreeing.call_me(number, asked.version, now)
            return
        if choice == "accept":
            agreeing.accept(number, asked.version, agreeing.BY_LINK, "customer", now)
        else:
            agreeing.decline(number, asked.version, reason, "customer", now)
    except Conflict:
        raise Spent("This offer was answered at the same moment.") from None
    links.spend(asked.visit.link, now)


def _done_by(asked: Asked, made: Offer) -> str:
    return words.near_date(asked.visit.language, agreeing.last_day(made, clock.now()))


def _sheet(asked: Asked, made: Offer, status: int = 200, choice: str = "", reason: str = "") -> Response:
    """The offer as it was made: what, what of it is goodwill, and what was done to get there."""
    language = asked.visit.language
    return asked.visit.show(
        "offer", status, number=asked.complaint.id, understood=asked.complaint.facts.get("understood", ""),
        gives=standing.gives(made, language), is_goodwill=int(bool(made.goodwill)),
        goodwill=worded.goodwill(made, language), effort=made.effort,
        at_fault=made.fault.get("at_fault", ""), done_by=_done_by(asked, made), choice=choice, reason=reason,
        missing=int(status != 200), **_handler(asked),
    )  # fmt: skip


def _handler(asked: Asked) -> dict[str, str]:
    """Who answers for them today, where they are away."""
    name, _phone = to_ask(asked.said.get("handler_name", ""), effects.shop_day(clock.now()), Staff.named)
    return {"handler_name": name}


@PUBLIC.route("/c/verdict/{token}", methods=["GET"])
def verdict(token: str) -> Response:
    asked = _asked(token, "verdict")
    _still_asked(asked)
    return _question(asked)


@PUBLIC.route("/c/verdict/{token}", methods=["POST"], content_types=ANY)
def rate(token: str) -> Response:
    asked, form = _asked(token, "verdict"), door.form()
    _still_asked(asked)
    score, comment = scores.read(form.get("score", "")), form.get("comment", "").strip()
    if score is None:
        return _question(asked, 400, comment)
    now = clock.now()
    try:
        closing.rate(asked.complaint.id, asked.round, score, comment, "customer", now)
    except Conflict:
        raise Spent("This question was answered at the same moment.") from None
    links.spend(asked.visit.link, now)
    return asked.visit.show("thanks", low=int(score <= scores.LOW))


def _still_asked(asked: Asked) -> None:
    if not closing.open_question(asked.complaint, asked.round):
        raise Spent("This question was answered.")


def _question(asked: Asked, status: int = 200, comment: str = "") -> Response:
    last = giving.last_offer(asked.complaint)
    done = worded.of_offer(last, asked.visit.language)["offer"] if last else ""
    return asked.visit.show(
        "verdict", status, number=asked.complaint.id, done=done, comment=comment, missing=int(status != 200)
    )
