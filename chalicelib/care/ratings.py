"""Answers to the one question, and to the supervision sheet; what is bad reaches the rep at once."""

from collections.abc import Mapping
from datetime import datetime

from chalicelib import plans, words
from chalicelib.care import effects
from chalicelib.effects import OpenTask
from chalicelib.errors import NotFound
from chalicelib.records.customers import Customer
from chalicelib.records.ratings import Checklist, Rating
from chalicelib.records.sales import Sale
from chalicelib.records.touchpoints import Touchpoint
from chalicelib.rules import scores

LONGEST_COMMENT = 1000


def record(touch_key: str, score: int, comment: str, source: str, now: datetime) -> Rating:
    """Keep the answer; three or less is a task for the rep at once. The first score stands."""
    scores.check(score)
    touch = _touch(touch_key)
    rating = Rating(
        *Rating.at(touch.owner, touch.id), touch_key=touch.key, sale_id=touch.sale_id, score=score,
        comment=comment[:LONGEST_COMMENT], source=source, at_moment=now,
    )  # fmt: skip
    if score <= scores.LOW:
        _tell(touch, "low-rating", f"{score}/5 {comment[:200]}".strip(), now)
    rating.create()
    _answered(touch, now)
    return Rating.find(rating.pk, rating.sk) or rating


def _answered(touch: Touchpoint, now: datetime) -> None:
    """This question no longer waits; another one that was asked meanwhile still does."""
    customer, acted = Customer(*Customer.at(touch.owner)), Customer.acted_at.set(now)
    if not customer.change([Customer.asked_rating.set(""), acted], Customer.asked_rating == touch.key):
        customer.change([acted])


def tick(touch_key: str, answers: Mapping[str, str], notes: Mapping[str, str], now: datetime) -> Checklist:
    """Keep the ticked sheet (the latest counts); each cross opens a task for the rep at once (F1-30)."""
    touch = _touch(touch_key)
    sheet = Checklist(
        *Checklist.at(touch.owner, touch.id), touch_key=touch.key, sale_id=touch.sale_id,
        answers=dict(answers), notes={point: note[:LONGEST_COMMENT] for point, note in notes.items() if note},
        at_moment=now,
    )  # fmt: skip
    for point, answer in answers.items():
        if answer == "no":
            note = f"{_words_of(point)} {notes.get(point, '')[:200]}".strip()
            _tell(touch, "checklist-cross", note, now, point)
    sheet.save()
    Customer(*Customer.at(touch.owner)).change([Customer.acted_at.set(now)])
    return sheet


def _words_of(name: str) -> str:
    """A point of the sheet as the rep reads it."""
    known = {point.id: point.words for point in plans.checklist()}
    return known[name][plans.shop_defaults().language] if name in known else name


def _tell(touch: Touchpoint, title: str, note: str, now: datetime, part: str = "") -> None:
    sale = Sale.find(*Sale.at(touch.sale_id))
    customer = Customer.find(*Customer.at(touch.owner))
    language = plans.shop_defaults().language
    facts = {
        "customer_name": customer.name if customer else "",
        "products": words.listing(language, sale.products, sale.category) if sale else "",
        "note": note,
    }
    effects.open_task(
        OpenTask("fix", days=0, urgent=True), sale.rep if sale else "",
        words.task(title, language, facts), now, reason=f"{title} {touch.id} {part}",
        customer_id=touch.owner, sale_id=touch.sale_id, touch_key="",
    )  # fmt: skip


def _touch(key: str) -> Touchpoint:
    touch = Touchpoint.by_key(key, consistent=True)
    if touch is None:
        raise NotFound("This page belongs to nothing that we know of; please phone us.")
    return touch
