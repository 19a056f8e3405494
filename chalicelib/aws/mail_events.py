"""What became of mails: SES tells an SNS topic, the topic a queue, the queue us. Only SES may publish
there, so that no secret has to be shown as at the hook."""

import logging
from typing import Any

from chalice import Blueprint

from chalicelib import clock
from chalicelib.aws import opening
from chalicelib.care import inbox
from chalicelib.care.hands import Hands, ready
from chalicelib.errors import BadInput
from chalicelib.message import HookRequest

log = logging.getLogger(__name__)

MAIL_EVENTS = Blueprint(__name__)
# The template names the queue; Chalice only wants to know that there is one.
PLACEHOLDER = "arn:aws:sqs:region:account:aftercare-mail-events"


@MAIL_EVENTS.on_sqs_message(queue_arn=PLACEHOLDER, batch_size=10, name="mail_events")
def mail_events(event: Any) -> dict[str, list[dict[str, str]]]:
    opening.table()
    hands = ready()
    failed = [record for record in event if not _taken(record.body, hands)]
    return {"batchItemFailures": [{"itemIdentifier": record.to_dict()["messageId"]} for record in failed]}


def _taken(body: str, hands: Hands) -> bool:
    try:
        inbox.take_all(hands.channels["ses"], HookRequest("", "", {}, body.encode()), clock.now(), hands)
    except BadInput as refusal:
        log.error("a message in SES's queue was dropped: %s", refusal)
    except Exception as error:
        log.error("an event of SES failed: %s", type(error).__name__)
        return False
    return True
