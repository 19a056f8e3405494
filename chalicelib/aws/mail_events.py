"""What became of mails: SES tells an SNS topic, the topic a queue, the queue us. Only SES may publish
there, so that no secret has to be shown as at the hook."""

import logging
from typing import Any

from chalicelib import clock
from chalicelib.aws import opening, queues
from chalicelib.care import inbox
from chalicelib.care.hands import Hands, ready
from chalicelib.errors import BadInput
from chalicelib.message import HookRequest

log = logging.getLogger(__name__)


def mail_events(event: Any, context: Any) -> dict[str, list[dict[str, str]]]:
    opening.table()
    hands = ready()
    return queues.each(event, lambda body: _taken(body, hands))


def _taken(body: str, hands: Hands) -> bool:
    """What is no event of SES's will never be one: it is noted and dropped."""
    try:
        inbox.take_all(hands.channels["ses"], HookRequest("", "", {}, body.encode()), clock.now(), hands)
    except BadInput as refusal:
        log.error("a message in SES's queue was dropped: %s", refusal)
    except Exception as error:
        log.error("an event of SES failed: %s", type(error).__name__)
        return False
    return True
