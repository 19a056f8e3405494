"""What providers call: the signature first, then each thing they say goes to care."""

from urllib.parse import urlsplit

from chalice import Response

from chalicelib import clock
from chalicelib.care import inbox
from chalicelib.care.hands import Hands, ready
from chalicelib.errors import NotFound
from chalicelib.http import door
from chalicelib.http.door import ANY, Door
from chalicelib.message import HookRequest

# An SNS envelope holds at most 256 KB, in which every quotation mark may be written as two signs.
LARGEST = 1024 * 1024
HOOKS = Door(__name__, door.problem, largest=LARGEST)


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
    path = door.path()
    url, *others = [
        address + (f"?{query}" if query else "")
        for address in _addresses(hands.settings.public_base_url.rstrip("/"), path)
        for query in door.queries()
    ]
    return HookRequest(url, path, dict(door.request().headers), door.body(), tuple(others))


def _addresses(base: str, path: str) -> list[str]:
    """A domain of one's own with a path in front leaves that path standing in the event."""
    place = urlsplit(base)
    doubled = place.path and path.startswith(f"{place.path}/")
    return [base + path, f"{place.scheme}://{place.netloc}{path}"] if doubled else [base + path]
