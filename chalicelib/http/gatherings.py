"""Invitations that customers answer without signing in: how many come, changed until the day is there."""

from chalice import Response

from chalicelib import clock, words
from chalicelib.care.campaigns import guests
from chalicelib.care.campaigns.guests import MOST_PEOPLE, Invitation
from chalicelib.http import door, pages
from chalicelib.http.door import ANY
from chalicelib.http.pages import PUBLIC, Spent, Visit


@PUBLIC.route("/c/gathering/{token}", methods=["GET"])
def gathering(token: str) -> Response:
    found, asked = _asked(token)
    return _page(found, asked, saved=0)


@PUBLIC.route("/c/gathering/{token}", methods=["POST"], content_types=ANY)
def answer(token: str) -> Response:
    found, asked = _asked(token)
    form = door.form()
    people = form.get("people", "")
    if people not in {str(number) for number in range(MOST_PEOPLE + 1)}:
        return _page(found, asked, 400, missing=1)
    guests.answer(asked, int(people), form.get("note", "").strip(), "customer", clock.now())
    return _page(found, guests.invitation(found.link.touch_key, found.language), saved=1)


def _asked(token: str) -> tuple[Visit, Invitation]:
    found = pages.visit(token, "gathering")
    asked = guests.invitation(found.link.touch_key, found.language)
    if asked.is_over(clock.now()):
        raise Spent("The gathering is over.")
    pages.count_click(found.link)
    return found, asked


def _page(found: Visit, asked: Invitation, status: int = 200, **said: int) -> Response:
    day = asked.occurrence.named_on
    given = asked.answer
    return found.show(
        "gathering", status, day=words.near_date(found.language, day) if day else "", place=asked.place,
        people=int(given.people) if given else -1, note=given.note if given else "", most=MOST_PEOPLE,
        **{"saved": 0, "missing": 0, **said},
    )  # fmt: skip
