"""One shard worked off. SQS keeps a shard's messages in order, so that one shard has one worker."""

import logging
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Event
from typing import Any

from chalice import Blueprint

from chalicelib import clock, jobs
from chalicelib.aws import opening
from chalicelib.care.hands import ready
from chalicelib.pace import Pace, Stopping, intervals

log = logging.getLogger(__name__)

DRAIN = Blueprint(__name__)
# The template names the queue; Chalice only wants to know that there is one.
PLACEHOLDER = "arn:aws:sqs:region:account:aftercare-work.fifo"
# What a row may take at its longest: its turn, a provider that does not answer, the table. A drain
# ends by its own budget; this holds where the function was given less time than it asks for.
RESERVE = timedelta(seconds=35)
PACES: dict[int, Pace] = {}


@DRAIN.on_sqs_message(queue_arn=PLACEHOLDER, batch_size=1, name="drain")
def drain(event: Any) -> dict[str, list[dict[str, str]]]:
    """Messages that failed come back after two minutes, once, and then lie with the dead letters."""
    opening.table()
    failed = [record for record in event if not _drained(int(record.body), event.context)]
    return {"batchItemFailures": [{"itemIdentifier": record.to_dict()["messageId"]} for record in failed]}


def _drained(shard: int, context: Any) -> bool:
    hands = ready()
    # Kept as long as the process is: the next drain must not send sooner than its turn.
    pace = PACES.setdefault(shard, Pace(intervals(hands.settings), Event()))
    hands = replace(hands, pace=pace, clock=clock.now)
    try:
        jobs.drain_shard(shard, lambda: _now(context), hands)
    except Stopping:
        log.warning("shard %s was left unfinished; the next minute goes on with it", shard)
    except Exception as error:
        log.error("the drain of shard %s failed: %s", shard, type(error).__name__)
        return False
    finally:
        hands.note(shard, clock.now())
    return True


def _now(context: Any) -> datetime:
    """A drain asks the time between two rows: the moment to leave if little is left of ours."""
    if context.get_remaining_time_in_millis() < RESERVE / timedelta(milliseconds=1):
        raise Stopping
    return clock.now()
