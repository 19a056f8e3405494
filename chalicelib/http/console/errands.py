"""A task as a card: whom, where, what to bring, and how it went, said with one press."""

from base64 import b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote

from chalice import Response

from chalicelib import files, plans, words
from chalicelib.care import referrals, tasks
from chalicelib.care.complaints import overtaken
from chalicelib.care.tasks import reporting
from chalicelib.http.console import desk, scope
from chalicelib.http.console.desk import CONSOLE, OF_CUSTOMERS
from chalicelib.http.console.speech import N_, _
from chalicelib.records.customers import Customer
from chalicelib.records.referrals import Referral
from chalicelib.records.staff import GiftGiven
from chalicelib.records.table import Row
from chalicelib.records.tasks import Task
from chalicelib.records.touchpoints import parts
from chalicelib.rules import scores
from chalicelib.rules.rounds import OUT_OF_HOUSE, Errand
from chalicelib.titles import value

LOOK_THERE = (N_("Go to the complaint"), "")
# What is done on the page of its complaint, and in which of its forms.
THERE = {"decide": (N_("Decide the offer"), "#decide"), "judge": (N_("Say how grave it is"), "#grade")}


@dataclass(frozen=True)
class Deck:
    """Tasks with whom they are about, the friends to be phoned and what is set aside, read in one request."""

    rows: list[Task]
    people: Mapping[str, Customer]
    gifts: Mapping[str, str]
    friends: Mapping[str, Referral]

    @classmethod
    def of(cls, rows: Iterable[Task], others: Iterable[str] = ()) -> "Deck":
        """`others`: ids of customers who are wanted as well."""
        found = list(rows)
        about = {Customer.at(one) for one in (*(row.customer_id for row in found), *others) if one}
        stored = Row.many(sorted(about | _beside(found)))
        people = {one.id: one for one in stored.values() if isinstance(one, Customer)}
        scope.noted(people)
        return cls(found, people, _gifts(stored), _friends(stored))

    @classmethod
    def about(cls, customer: Customer, rows: list[Task]) -> "Deck":
        """Of one customer, who was read already."""
        stored = Row.many(sorted(_beside(rows)))
        people = dict.fromkeys((row.customer_id for row in rows), customer)
        return cls(rows, people, _gifts(stored), _friends(stored))

    def name(self, customer_id: str) -> str:
        person = self.people.get(customer_id)
        return person.name if person else ""

    def errands(self) -> list[Errand]:
        return [self._errand(row) for row in self.rows]

    def _errand(self, row: Task) -> Errand:
        person = self.people.get(row.customer_id)
        place = (person.estate or person.address) if person else ""
        name = person.name if person else ""
        return Errand(row.key, row.do, row.due_on, row.at_time or "", row.urgent, place, name)

    def cards(self, today: date) -> dict[str, dict[str, Any]]:
        language = desk.reader_language()
        return {row.key: self._card(row, language, today) for row in self.rows}

    def _card(self, row: Task, language: str, today: date) -> dict[str, Any]:
        gift = self.gifts.get(row.touch_key, "")
        return {
            "key": row.key, "tag": tasks.tag(row), "verb": plans.tasks().verb(row.do, language),
            "title": row.title_in(language), "due_on": row.due_on, "day": max(row.due_on, today),
            "today": today, "overdue": row.due_on < today, "urgent": row.urgent,
            "customer_id": row.customer_id, "case": row.case or "",
            "at_time": row.at_time if row.due_on == today else "", "later_at": row.at_time or "",
            "gift": words.gift(gift, language) if gift else "",
            "endings": endings(row.do, language, row.case or ""), **leads(row),
            "ends_there": overtaken.ends(row),
            "photos": len(row.photos or []), "asks_score": row.do == scores.ASKS,
            "moved": reporting.moved(row),
            "tries": [(who, label(row, said, language), why) for who, said, why in reporting.tries(row)],
            **self._whom(row),
        }  # fmt: skip

    def _whom(self, row: Task) -> dict[str, Any]:
        """A friend is phoned, and whoever sent them is only named."""
        person = self.people.get(row.customer_id)
        if row.step != referrals.STEP and not row.friend:
            return _whom(person, row.do in OUT_OF_HOUSE)
        friend = self.friends.get(row.friend or "")
        sender = (person.name or person.id) if person else ""
        return _friend(friend) | {"sender": sender}


def label(row: Task, outcome: str, language: str) -> str:
    return next((one["label"] for one in endings(row.do, language) if one["name"] == outcome), outcome)


def _beside(rows: Iterable[Task]) -> set[tuple[str, str]]:
    """Where the gifts and friends of these tasks stand."""
    found = list(rows)
    given = {_gift_at(row) for row in found if row.do == "gift" and row.touch_key}
    return given | {Referral.at_key(row.friend) for row in found if row.friend}


def _gifts(stored: Mapping[tuple[str, str], Row]) -> dict[str, str]:
    return {one.touch_key: one.gift for one in stored.values() if isinstance(one, GiftGiven)}


def _friends(stored: Mapping[tuple[str, str], Row]) -> dict[str, Referral]:
    return {one.key: one for one in stored.values() if isinstance(one, Referral)}


def _gift_at(row: Task) -> tuple[str, str]:
    return GiftGiven.at(*parts(row.touch_key))


def _whom(person: Customer | None, goes_there: bool) -> dict[str, Any]:
    if person is None:
        return {"name": "", "phones": [], "home": "", "map": ""}
    home = " ".join(dict.fromkeys(filter(None, (person.estate, person.address))))
    return {
        "name": person.name or person.id, "home": home, "phones": dialled(person.phones),
        "map": map_of(home, person.country) if home and goes_there else "",
    }  # fmt: skip


def _friend(friend: Referral | None) -> dict[str, Any]:
    """Nothing of one who was forgotten meanwhile."""
    return {
        "name": friend.name if friend else "", "phones": dialled([friend.phone] if friend else []),
        "home": "", "map": "",
    }  # fmt: skip


def dialled(numbers: Iterable[str]) -> list[tuple[str, str]]:
    """[(as a telephone dials it, as people write it)]."""
    return [(one, desk.written(one)) for one in numbers]


def map_of(place: str, country: str) -> str:
    return plans.country(country).map.format(place=quote(place, safe=""))


def leads(row: Task) -> dict[str, str]:
    """Where it is ended by what is done there, and what that is."""
    there = plans.tasks().leads_to_case(row.do)
    said, part = THERE.get(row.do, LOOK_THERE)
    if there and row.case:
        return {"leads": f"/complaints/{row.case}{part}", "to_do_there": _(said)}
    batch = value(row.title, "batch") if there else ""
    return {
        "leads": f"/batches/{quote(batch, safe='')}" if batch else "",
        "to_do_there": _("Go to the batch"),
    }


def endings(verb: str, language: str, case: str = "") -> list[dict[str, Any]]:
    """How such a task can end, the usual way first. `case`: the complaint that it is about."""
    found = plans.tasks().endings(verb, case)
    said = [
        {
            "name": one.name, "label": one.label[language], "done": one.carried_out,
            "noted": one.note or one.complaint, "scored": (verb, one.name) == (scores.ASKS, scores.GIVEN),
        }
        for one in found
    ]  # fmt: skip
    return said or [{"name": "done", "label": _("Done"), "done": True, "noted": False, "scored": False}]


@dataclass(frozen=True)
class Faulty:
    """A form that was not taken: shown again where it stood, with what was typed."""

    key: str
    said: Mapping[str, str]
    faults: Mapping[str, str]
    status: int = 400


@CONSOLE.page("/tasks/{key}/photos/{number}", roles=OF_CUSTOMERS)
def photo(key: str, number: str) -> Response:
    """Within the page, so that API Gateway, which hands on no other bytes to a browser, need not know."""
    row = scope.task(key)
    kept = row.photos or []
    place = int(number) if number.isdigit() else 0
    found = files.get(str(kept[place - 1][0])) if 0 < place <= len(kept) else None
    if found is None:
        raise desk.nothing_here()
    content = f"data:{found.kind};base64,{b64encode(found.content).decode()}"
    title = row.title_in(desk.reader_language()).splitlines()[0]
    return desk.show(
        "photo", title=title, name=kept[place - 1][1], content=content, place=place,
        is_picture=found.kind.startswith("image/"), count=len(kept), key=key, customer_id=row.customer_id,
    )  # fmt: skip
