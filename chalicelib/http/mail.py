"""Customers' mail, handed in raw by whatever receives it: a server's pipe, a forwarding worker."""

import hmac

from chalice import Response

from chalicelib import clock, settings
from chalicelib.care import inbox
from chalicelib.errors import Forged, NotConfigured
from chalicelib.http import door
from chalicelib.http.door import ANY
from chalicelib.http.hooks import HOOKS

RAW = "message/rfc822"
# What API Gateway takes at most.
LARGEST = 10 * 1024 * 1024


@HOOKS.route("/hooks/mail/{secret}", methods=["POST"], content_types=ANY, largest=LARGEST)
def receive(secret: str) -> Response:
    """Answered once it is written down: whoever hands it in may forget it then, and not before."""
    known = settings.read().mail_hook_secret
    if not known:
        raise NotConfigured("Set MAIL_HOOK_SECRET to a long random text, and let it end the address.")
    if not hmac.compare_digest(known.encode(), secret.encode()):
        raise Forged("The end of this address is not MAIL_HOOK_SECRET.")
    return Response({"became": inbox.mailed(door.body(), clock.now())}, status_code=200)
