"""What a complaint's customer hands in to be mended, and has again."""

from pydantic import Field

from chalicelib.care.complaints import file, items
from chalicelib.http.api.complaints import answer, deed
from chalicelib.http.api.serving import Answer, Call
from chalicelib.http.api.shapes import Asked, Day, Who, Why

LINE = Field(min_length=1, max_length=items.LONGEST)


class HandingIn(Asked):
    model_config = {
        "json_schema_extra": {
            "examples": [
                {
                    "item": "drawer, oak", "condition": "left runner bent", "back_on": "2026-03-20",
                    "by": "李婷",
                }
            ]
        }
    }  # fmt: skip
    item: str = LINE
    condition: str = LINE
    back_on: Day = Field(description="By when the customer has it again; a day on which somebody works.")
    by: Who = ""


class GivingBack(Asked):
    model_config = {"json_schema_extra": {"examples": [{"why": "to herself, signed", "by": "李婷"}]}}
    why: Why = Field(description="To whom, and how you know.")
    by: Who = ""


@deed("hand-in", HandingIn)
def hand_in(call: Call, complaint: str) -> Answer:
    """Note what was handed in. By its day the whole case is promised from then on; the customer hears so."""
    body = call.body
    file.get(complaint, call.seen)
    return answer(
        items.hand_in(complaint, body.item, body.condition, body.back_on, call.who(), call.now), call
    )


@deed("give-back", GivingBack)
def give_back(call: Call, complaint: str) -> Answer:
    """Note that the customer has it again."""
    file.get(complaint, call.seen)
    return answer(items.give_back(complaint, call.who(), call.body.why, call.now), call)
