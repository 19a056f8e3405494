"""What Twilio's words and codes mean for us, as tables."""

from typing import Any

from chalicelib.errors import CareError, NotSent, Refused, Uncertain
from chalicelib.message import Delivery

SOON, LATER, A_DAY = 30, 1800, 86_400

STATES = {
    "accepted": "queued",
    "scheduled": "queued",
    "queued": "queued",
    "sending": "sending",
    "sent": "sent",
    "partially_delivered": "sent",
    "delivered": "delivered",
    "undelivered": "undelivered",
    "failed": "failed",
    "canceled": "canceled",
    "read": "read",
}

# What Twilio's error codes mean for us. A code that is in none of these may be tried again when it
# comes in a callback, and is permanent when it comes as the answer to a request.
CODES = {
    "stopped": "21610",
    "bad_address": "21211 21217 21265 21614 30005 30006",
    "misconfigured": "14107 20003 20404 21212 21408 21606 21612 21617 21654 21659 21703 30002 30034 63016",
    "content": "30004 30007 30450 30610 30640 63049",
}
VERDICTS = {code: verdict for verdict, codes in CODES.items() for code in codes.split()}
PASSING = frozenset(["12400", "21611", "30001", "30003", "30008", "30036", "30500", "63018"])
TURNED_AWAY = frozenset({301, 302, 307, 308, 401, 403, 404})


def state(word: Any) -> str:
    """Ours for Twilio's. Whatever else stands there is `unknown`."""
    return STATES.get(word, "unknown") if isinstance(word, str) else "unknown"


def delivery(
    id: str, status: str | None, code: int | str | None, to: str | None, key: str = "", attempt: int = 0
) -> Delivery:
    """Twilio's word on one message in ours. An unknown word is `unknown`, an unknown code no verdict."""
    code = str(code or "")
    return Delivery(id, state(status), key, attempt, code, VERDICTS.get(code, ""), to or "")


def refusal(status: int, body: dict[str, Any], retry_after: str) -> CareError:
    """What an answer of 300 or more means."""
    code = str(body.get("code") or status)
    if status >= 500:
        return Uncertain("Twilio broke off with {status}: it may have taken the message.", status=status)
    if status == 429 or code == "20429":
        return NotSent("Twilio wants fewer requests.", _wait(retry_after))
    if code in PASSING:
        return NotSent("Twilio did not take the message for now ({code}).", LATER, code=code)
    otherwise = "misconfigured" if status in TURNED_AWAY else "permanent"
    return Refused("Twilio refused the message ({code}).", code, VERDICTS.get(code, otherwise), code=code)


def _wait(retry_after: str) -> int:
    """As long as Twilio asks, and never beyond a day: no number that comes by wire may end time."""
    if not retry_after.isdecimal():
        return SOON
    return max(1, min(int(retry_after[:9]), A_DAY))
