"""Offers of a complaint: proposed, decided, agreed, declined. Each is a version that is never changed."""

from decimal import Decimal
from typing import Any

from pydantic import Field

from chalicelib import plans
from chalicelib.care.complaints import agreeing, giving, offering, reading
from chalicelib.http.api import complaints_told as told
from chalicelib.http.api.complaints import answer, deed
from chalicelib.http.api.serving import API, Answer, Call
from chalicelib.http.api.shapes import Amount, Asked, Currency, Text, Told, Who, Why
from chalicelib.rules.offers import Give as Given
from chalicelib.rules.offers import amount


class Giving(Asked):
    kind: Text = Field(description="repair, replace, refund, gift, apology ...", examples=["refund"])
    amount: Amount | None = Field(None, description="What it costs us.")
    words: str = Field("", max_length=120, description="What exactly, for the customer to read.")


class Proposing(Asked):
    model_config = {
        "json_schema_extra": {
            "examples": [
                {
                    "gives": [{"kind": "apology", "words": "by telephone"}],
                    "below": "the insurer has paid",
                    "by": "李婷",
                }
            ]
        }
    }
    gives: list[Giving] = Field(min_length=1, max_length=8, description="Several at once.")
    currency: Currency = Field("", description="Of the amounts; empty: the shop's.")
    effort: str = Field("", max_length=400, description="What was done for it; the customer reads it.")
    ask: bool = Field(False, description="Above the limit: put it before the one who may.")
    beside: str = Field(
        "", max_length=300,
        description="Why it is no second payment, where something was promised for the same sale.",
    )  # fmt: skip
    below: str = Field("", max_length=400, description="Why it is less than we owe.")
    by: Who = ""


class Deciding(Asked):
    model_config = {
        "json_schema_extra": {"examples": [{"yes": True, "why": "looked at the photos", "by": "陈总"}]}
    }
    yes: bool
    why: Why
    by: Who = ""


class Agreeing(Asked):
    model_config = {"json_schema_extra": {"examples": [{"evidence": "a signed form", "by": "李婷"}]}}
    version: int = Field(0, ge=0, le=999, description="Which offer; 0: the one that lies before them.")
    evidence: Why = Field(description="How we know: a signed form, a recorded call.")
    by: Who = ""


class Declining(Asked):
    model_config = {"json_schema_extra": {"examples": [{"why": "wants new boards", "by": "李婷"}]}}
    version: int = Field(0, ge=0, le=999, description="Which offer; 0: the one that lies before them.")
    why: Why
    by: Who = ""


class Offers(Told):
    offers: list[told.Offer] = Field(description="Oldest first.")


@API.get("/v1/complaints/{complaint}/offers", gives={200: Offers})
def listed(call: Call, complaint: str) -> dict[str, Any]:
    """List what was offered, version by version."""
    return {"offers": [told.offered(one) for one in giving.all_offers(reading.get(complaint))]}


@deed("offers", Proposing)
def propose(call: Call, complaint: str) -> Answer:
    """Offer something, several things at once.

    Within the limits of whoever offers (`by`) the customer has it at once; above them it is refused with the
    name of the one who may, or with `ask` put before them.
    """
    body: Proposing = call.body
    given = [Given(one.kind, _amount(one), one.words) for one in body.gives]
    currency = body.currency or plans.compensation().currency
    found = offering.propose(
        complaint, given, currency, body.effort, call.who(), body.ask, call.now, call.seen,
        body.beside, body.below,
    )  # fmt: skip
    return answer(found, call)


def _amount(one: Giving) -> Decimal:
    return amount(str(one.amount or 0), one.kind)


@deed("decide", Deciding)
def decide(call: Call, complaint: str) -> Answer:
    """Say yes or no to an offer that lies before you, and what you looked at."""
    body = call.body
    return answer(offering.decide(complaint, body.yes, call.who(), body.why, call.now, call.seen), call)


@deed("agree", Agreeing)
def agree(call: Call, complaint: str) -> Answer:
    """Write down that the customer said yes, by another way than their page."""
    body = call.body
    found = agreeing.accept(complaint, body.version, body.evidence, call.who(), call.now, call.seen)
    return answer(found, call)


@deed("decline", Declining)
def decline(call: Call, complaint: str) -> Answer:
    """Write down that the customer said no; the reason leads to the next offer."""
    body = call.body
    return answer(agreeing.decline(complaint, body.version, body.why, call.who(), call.now, call.seen), call)
