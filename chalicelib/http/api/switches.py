"""The big switch: pause and resume sending, at the next message."""

from typing import Literal

from pydantic import Field

from chalicelib.care import switches
from chalicelib.http.api.serving import API, Answer, Call, place
from chalicelib.http.api.shapes import Asked, Told, Who
from chalicelib.records.switches import Switch


class Which(Asked):
    model_config = {"json_schema_extra": {"examples": [{"channel": "sms"}]}}
    channel: Literal["sms", "email", "*"] = Field("*", description="* for all.")
    by: Who = ""


class Paused(Told):
    paused: list[str] = Field(description="The channels by which nothing goes; * for all.")


@API.get("/v1/paused", gives={200: Paused})
def show(call: Call) -> Answer:
    """Show what is paused."""
    return Answer({"paused": sorted(Switch.read("paused", consistent=True))}, place=place("paused"))


@API.post("/v1/pause", scope="send", takes=Which, gives={200: Paused}, refuses=(409,))
def pause(call: Call) -> Answer:
    """Stop sending; what falls due waits and says why. Asked twice, it is the same."""
    switches.pause(call.body.channel, call.who(), call.now)
    return show(call)


@API.post("/v1/resume", scope="send", takes=Which, gives={200: Paused}, refuses=(409,))
def resume(call: Call) -> Answer:
    """Send again; what waited comes forward, spread over its hours. Asked twice, it is the same."""
    switches.resume(call.body.channel, call.who(), call.now)
    return show(call)
