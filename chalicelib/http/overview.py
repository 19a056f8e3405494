"""A customer's care at a glance: what he owns, what was done, what is to come, whom to ask."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from chalice import Response

from chalicelib import clock, links, message, plans, settings, words
from chalicelib.care import effects
from chalicelib.care.complaints import counter, file
from chalicelib.care.hands import ready
from chalicelib.care.touchpoints import outlook
from chalicelib.http import pages
from chalicelib.http.pages import PUBLIC
from chalicelib.records import ahead
from chalicelib.records.complaints import Complaint
from chalicelib.records.customers import Customer
from chalicelib.records.links import Link
from chalicelib.records.ratings import Rating
from chalicelib.records.sales import Sale
from chalicelib.records.staff import Staff, to_ask
from chalicelib.records.touchpoints import Touchpoint, parts, standing
from chalicelib.rules import phones

MOST_PAST, MOST_COMING = 12, 6
AHEAD = timedelta(days=400)
# So far ahead a day is told by its weekday and without its year.
SOON = timedelta(days=60)
DAYS = ("signed", "delivered", "booked", "installed")
TO_ANSWER = ("checklist", "rating")
CASE_TOLD = counter.MESSAGES["case"]
TO_COME = ("send", "wait", "person")


@PUBLIC.route("/c/care/{token}", methods=["GET"])
def care(token: str) -> Response:
    found = pages.visit_of_person(token, "care")
    pages.count_click(found.link)
    glance = Glance(found.person, found.language, clock.now())
    ahead.rows([*glance.rests_on(), *glance.told_of(), *map(Staff.at, glance.sellers()), *found.shop()])
    return found.show(
        "care", sales=glance.sales(), past=glance.past(), coming=glance.coming(), open=glance.to_answer(),
        cases=glance.cases(), reps=glance.reps(), categories=glance.categories(), token=token,
    )  # fmt: skip


class Glance:
    """The rows of one person, each read once, as the page shows them."""

    def __init__(self, customer: Customer, language: str, now: datetime) -> None:
        self._customer, self._language, self._now = customer, language, now
        rows = [row for row in Sale.by_lookup(customer.pk) if isinstance(row, Sale)]
        self._sales = {sale.id: sale for sale in rows if sale.state == "active"}
        self._touches = list(standing(customer.partitions).values())
        zones = (customer.zone, *plans.country(customer.country).zones, plans.shop_defaults().zone)
        self._zone = ZoneInfo(next(zone for zone in zones if zone))

    def sales(self) -> list[dict[str, Any]]:
        """The latest first."""
        newest = sorted(self._sales.values(), key=lambda sale: sale.signed_on, reverse=True)
        return [self._sale(sale) for sale in newest]

    def categories(self) -> list[str]:
        return sorted({sale.category for sale in self._sales.values()})

    def reps(self) -> list[dict[str, str]]:
        """Whoever answers for them today, each once."""
        today, sellers = effects.shop_day(self._now), self.sellers()
        own = Staff.many([Staff.at(name) for name in sellers])
        if any(one.is_away(today) for one in own.values()):
            ahead.partition("staff")
        asked = dict(to_ask(name, today, Staff.named) for name in sellers)
        return [{"name": name, **self._phone(phone)} for name, phone in asked.items() if name]

    def sellers(self) -> list[str]:
        """Who sold it, else who looks after the customer."""
        names = [sale.rep for sale in self._sales.values() if sale.rep] or [self._customer.rep]
        return list(dict.fromkeys(filter(None, names)))

    def _phone(self, number: str) -> dict[str, str]:
        return {"phone": number, "written": phones.written(number, self._customer.country)}

    def past(self) -> list[dict[str, str]]:
        """The latest first."""
        gone = [touch for touch in self._touches if touch.sent_at and _reached(touch)]
        gone.sort(key=lambda touch: touch.sent_at or self._now, reverse=True)
        return self._named((touch, touch.sent_at) for touch in gone)[:MOST_PAST]

    def coming(self) -> list[dict[str, str]]:
        """The next first; what waits for a day that is not known yet, last and without a date."""
        planned = [touch for touch in self._touches if touch.state == "planned" and self._is_near(touch)]
        planned.sort(key=lambda touch: touch.due_at or self._now)
        waiting = [touch for touch in self._touches if touch.state == "waiting" and self._is_near(touch)]
        waiting.sort(key=_place_in_plan)
        return self._named(islice(self._foretold([*planned, *waiting]), MOST_COMING))

    def rests_on(self) -> Iterator[tuple[str, str]]:
        """The rows that say what becomes of what is to come."""
        near = (touch for touch in self._touches if touch.state in ("planned", "waiting"))
        return outlook.rests_on(touch for touch in near if self._is_near(touch))

    def told_of(self) -> Iterator[tuple[str, str]]:
        """Cases, and links that may still stand."""
        secret, made = settings.read().link_secret, self._made()
        yield from self._tokens(secret)
        yield from self._case_tokens(secret, made)
        yield from map(Complaint.at, made)

    def to_answer(self) -> list[dict[str, str]]:
        """Pages that still wait for an answer. Only who holds LINK_SECRET can find their addresses again."""
        tokens = self._tokens(settings.read().link_secret)
        rows = [row for row in Link.many(list(tokens)).values() if self._stands(row)]
        answered = Rating.many([_rating_of(row) for row in rows])
        unanswered = [row for row in rows if _rating_of(row) not in answered]
        shown = sorted((row.page, *tokens[row.pk, row.sk]) for row in unanswered)
        return [{"page": page, "token": token, "products": goods} for page, token, goods in shown]

    def cases(self) -> list[dict[str, str]]:
        """Open ones, by the page that their own message or telling led to, where that still stands; else by
        the number that they were told, such as by an SMS that may carry no link."""
        made = self._made()
        rests = {row.id for row in Complaint.many([Complaint.at(one) for one in made]).values()
                 if file.stages()[row.stage].rests}  # fmt: skip
        open_ones = {number: key for number, key in made.items() if number not in rests}
        tokens = self._case_tokens(settings.read().link_secret, open_ones)
        stand = [row for row in Link.many(list(tokens)).values() if self._stands(row)]
        linked = {tokens[row.pk, row.sk]["number"]: tokens[row.pk, row.sk] for row in stand}
        told = self._told()
        named = {number: {"number": number, "token": ""} for number in open_ones if number in told}
        return [*(named | linked).values()]

    def _told(self) -> set[str]:
        """Cases of whose coming in the customer has heard."""
        heard = (one for one in self._touches if one.step == CASE_TOLD and one.sent_at)
        return {one.values["complaint_number"] for one in heard}

    def _made(self) -> dict[str, str]:
        """By the number of a case, the message that told of its page; none where no case is open."""
        told = [one for one in self._touches if one.step == CASE_TOLD]
        return {one.values["complaint_number"]: one.key for one in told if self._customer.open_complaints}

    def _case_tokens(self, secret: str, made: Mapping[str, str]) -> dict[tuple[str, str], dict[str, str]]:
        """By the key of its row: the token that a case's page may have."""
        return {
            Link.at(token): {"number": number, "token": token}
            for number, key in made.items() if secret
            for token in (links.token(secret, "case", key), links.token(secret, "case", number))
        }  # fmt: skip

    def _tokens(self, secret: str) -> dict[tuple[str, str], tuple[str, str]]:
        """By the key of its row: the token that such a page would have, and the products it is about."""
        asked = [touch for touch in self._touches if self._may_ask(touch)] if secret else []
        made = ((links.token(secret, page, touch.key), touch) for touch in asked for page in TO_ANSWER)
        return {Link.at(token): (token, self._goods(touch)) for token, touch in made}

    def _may_ask(self, touch: Touchpoint) -> bool:
        """Older ones' links have expired."""
        return touch.state == "sent" and bool(touch.sent_at) and self._now < touch.sent_at + links.LIVES

    def _stands(self, link: Link) -> bool:
        return link.spent_at is None and self._now < link.expires_at

    def _is_near(self, touch: Touchpoint) -> bool:
        sale = self._sales.get(touch.sale_id)
        return sale is not None and (touch.due_at or self._now) < self._now + AHEAD

    def _foretold(self, touches: list[Touchpoint]) -> Iterator[tuple[Touchpoint, datetime | None]]:
        """One after the other as they are taken."""
        hands = ready()
        for touch in touches:
            if not self._name(touch):
                continue
            if touch.state == "waiting":
                if outlook.is_still_wanted(touch, self._now, hands):
                    yield touch, None
            elif (seen := outlook.of(touch, self._now, hands)).what in TO_COME:
                yield touch, seen.at

    def _named(self, dated: Any) -> list[dict[str, str]]:
        """What is a customer's business, in his own words."""
        return [
            {"day": self._day(at) if at else "", "name": name, "products": self._which(touch)}
            for touch, at in dated
            if (name := self._name(touch))
        ]

    def _name(self, touch: Touchpoint) -> str:
        return words.step_name(touch.step, self._language)

    def _which(self, touch: Touchpoint) -> str:
        """What it is about, where there is more than one thing that it could be."""
        return self._goods(touch) if len(self._sales) > 1 else ""

    def _goods(self, touch: Touchpoint) -> str:
        sale = self._sales.get(touch.sale_id)
        return words.listing(self._language, sale.products, sale.category) if sale else ""

    def _day(self, at: datetime) -> str:
        return self._written(at.astimezone(self._zone).date())

    def _written(self, day: date) -> str:
        today = self._now.astimezone(self._zone).date()
        write = words.near_date if today < day < today + SOON else words.date
        return write(self._language, day)

    def _sale(self, sale: Sale) -> dict[str, Any]:
        days = ((name, sale.day(name)) for name in DAYS if name != "booked" or not sale.installed_on)
        return {
            "products": words.listing(self._language, sale.products, sale.category), "order": sale.order,
            "days": [(name, self._written(day)) for name, day in days if day],
            "warranty": sale.warranty, "warranty_version": sale.warranty_version,
        }  # fmt: skip


def _reached(touch: Touchpoint) -> bool:
    """Words that did not fail; an errand that a colleague has carried out."""
    if touch.state == "sent":
        return touch.delivery not in message.BAD
    plan = plans.plan_of(touch.plan, int(touch.plan_version)) if touch.state == "done" else None
    step = plan.step(touch.step) if plan else None
    ended = plans.tasks().outcome(step.kind, touch.outcome) if step else None
    return bool(ended and ended.carried_out)


def _place_in_plan(touch: Touchpoint) -> int:
    plan = plans.plan_of(touch.plan, int(touch.plan_version))
    names = [step.name for step in plan.steps] if plan else []
    return names.index(touch.step) if touch.step in names else len(names)


def _rating_of(link: Link) -> tuple[str, str]:
    """Where the answer stands, whichever way it came."""
    return Rating.at(*parts(link.touch_key))
