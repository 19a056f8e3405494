"""Answers to the one question, and to the supervision sheet; what is bad reaches somebody at once."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from chalicelib import plans, words
from chalicelib.care import effects
from chalicelib.effects import OpenTask, Tell
from chalicelib.errors import NotFound
from chalicelib.ids import fingerprint
from chalicelib.plans import saying
from chalicelib.records import metrics
from chalicelib.records.customers import Customer
from chalicelib.records.ratings import Checklist, Rating
from chalicelib.records.sales import Sale
from chalicelib.records.touchpoints import Touchpoint
from chalicelib.rules import dangers, scores

LONGEST_COMMENT = 1000


def record(touch_key: str, score: int, comment: str, source: str, now: datetime) -> Rating:
    """Keep the answer; three or less is a task for the rep at once, and what is lower still a complaint, as
    are words that may mean danger. The first score stands."""
    scores.check(score)
    touch = _touch(touch_key)
    rating = Rating(
        *Rating.at(touch.owner, touch.id), touch_key=touch.key, sale_id=touch.sale_id, score=score,
        comment=comment[:LONGEST_COMMENT], source=source, at_moment=now,
    )  # fmt: skip
    dangerous = dangers.found_in(rating.comment, plans.dangers())
    if score <= plans.complaints().rating_opens or dangerous:
        said = words.task("told-rating", _language(touch), {"score": score, "note": rating.comment})
        _complain(touch, "rating", touch.key, said, now)
    elif score <= scores.LOW:
        _call(touch, {"score": score, "note": comment[:200]}, now)
    metrics.counted(rating, now.date(), now)
    rating.create()
    _answered(touch, now)
    return Rating.find(rating.pk, rating.sk) or rating


def _answered(touch: Touchpoint, now: datetime) -> None:
    """This question no longer waits; another one that was asked meanwhile still does."""
    customer, acted = Customer(*Customer.at(touch.owner)), Customer.acted_at.set(now)
    if not customer.change([Customer.asked_rating.set(""), acted], Customer.asked_rating == touch.key):
        customer.change([acted])


def tick(touch_key: str, answers: Mapping[str, str], notes: Mapping[str, str], now: datetime) -> Checklist:
    """Keep the ticked sheet (the latest counts); what is newly crossed is a complaint (F1-30)."""
    touch = _touch(touch_key)
    before = Checklist.find(*Checklist.at(touch.owner, touch.id), consistent=True)
    sheet = Checklist(
        *Checklist.at(touch.owner, touch.id), touch_key=touch.key, sale_id=touch.sale_id,
        answers=dict(answers), notes={point: note[:LONGEST_COMMENT] for point, note in notes.items() if note},
        at_moment=now,
    )  # fmt: skip
    if crossed := _crossed(sheet, before):
        _complain(touch, "checklist", fingerprint([touch.key, crossed]), _said(touch, crossed), now)
    sheet.save()
    Customer(*Customer.at(touch.owner)).change([Customer.acted_at.set(now)])
    return sheet


def _crossed(sheet: Checklist, before: Checklist | None) -> list[list[str]]:
    """Points that are crossed, or crossed with other words, since the sheet came last: [point, note]."""
    known = _crosses(before) if before else []
    return [cross for cross in _crosses(sheet) if cross not in known]


def _crosses(sheet: Checklist) -> list[list[str]]:
    return [[point, sheet.notes.get(point, "")] for point, answer in sheet.answers.items() if answer == "no"]


def _said(touch: Touchpoint, crossed: Sequence[Sequence[str]]) -> str:
    """In the customer's language, since it is told back to him."""
    language, known = _language(touch), {point.id: point.words for point in plans.checklist()}
    shown = ((known[point][language] if point in known else point, note) for point, note in crossed)
    return "\n".join(f"✗ {point} {note}".strip() for point, note in shown)


def _language(touch: Touchpoint) -> str:
    customer = Customer.today(touch.owner)
    return words.language_for(customer.language if customer else "", plans.shop_defaults().language)


def _complain(touch: Touchpoint, channel: str, key: str, said: str, now: datetime) -> None:
    about = "installation" if channel == "checklist" else "other"
    told = Tell(f"{channel} {key}", channel, said, touch.owner, touch.sale_id, about=about)
    effects.tell(told, now)


def _call(touch: Touchpoint, said: Mapping[str, str | int], now: datetime) -> None:
    """So-so: the rep asks what is missing."""
    sale = Sale.find(*Sale.at(touch.sale_id))
    customer = Customer.find(*Customer.at(touch.owner))

    def facts(language: str) -> words.Values:
        return {
            "customer_name": customer.name if customer else "",
            "products": words.listing(language, sale.products, sale.category) if sale else "",
            "note": words.task("score-said", language, said),
        }

    effects.open_task(
        OpenTask("fix", days=0, urgent=True), sale.rep if sale else "",
        saying.asked("low-rating", facts), now, reason=f"low-rating {touch.id} ",
        customer_id=touch.owner, sale_id=touch.sale_id, touch_key="",
    )  # fmt: skip


def _touch(key: str) -> Touchpoint:
    touch = Touchpoint.by_key(key, consistent=True)
    if touch is None:
        raise NotFound("This page belongs to nothing that we know of; please phone us.")
    return touch
