"""What providers call: the signature first, then each thing they say goes to care."""

from chalice import Response

from chalicelib import clock
from chalicelib.care import inbox
from chalicelib.care.hands import Hands, ready
from chalicelib.errors import NotFound
from chalicelib.http import door
from chalicelib.http.door import ANY, Door
from chalicelib.message import HookRequest

HOOKS = Door(__name__, door.problem)


@HOOKS.route("/hooks/{channel}", methods=["POST"], content_types=ANY)
def bare(channel: str) -> Response:
    return _taken(channel)


@HOOKS.route("/hooks/{channel}/{about}", methods=["POST"], content_types=ANY)
def about(channel: str, about: str) -> Response:
    """`inbound`, or a secret where the channel keeps one at the path's end."""
    return _taken(channel)


@HOOKS.route("/hooks/{channel}/status/{key}/{attempt}", methods=["POST"], content_types=ANY)
def status(channel: str, key: str, attempt: str) -> Response:
    return _taken(channel)


def _taken(name: str) -> Response:
    hands = ready()
    channel = hands.channels.get(name)
    if channel is None:
        raise NotFound(f"There is no channel {name!r} that could be called.")
    call = _call(hands)
    channel.verify(hands.settings, call)
    inbox.take_all(channel, call, clock.now(), hands)
    code, kind, text = channel.answer(call)
    return Response(text, status_code=code, headers={"Content-Type": kind} if kind else {})


def _call(hands: Hands) -> HookRequest:
    """The call as its provider signed it: by our public address, whatever stands in between."""
    path, query = door.path(), door.query()
    url = hands.settings.public_base_url.rstrip("/") + path + (f"?{query}" if query else "")
    return HookRequest(url, path, dict(door.request().headers), door.body())
