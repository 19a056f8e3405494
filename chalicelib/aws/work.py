"""A shard in which something is due, worked off within the time that Lambda gives."""

import logging
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Event
from typing import Any

from chalicelib import clock, jobs
from chalicelib.care.hands import ready
from chalicelib.pace import Pace, Stopping, intervals
from chalicelib.records.due import Waiting

log = logging.getLogger(__name__)

# What a row may take at its longest: its turn, a provider that does not answer, the table. A drain
# ends by its own budget; this holds where the function was given less time than it asks for.
RESERVE = timedelta(seconds=35)
PACES: dict[int, Pace] = {}


def off(shard: int, found: Waiting, context: Any) -> bool:
    """Whether it went well, be it to the end or until the time was over."""
    hands = ready()
    # Kept as long as the process is: the next drain must not send sooner than its turn.
    pace = PACES.setdefault(shard, Pace(intervals(hands.settings), Event()))
    hands = replace(hands, pace=pace, clock=clock.now)
    try:
        jobs.drain_shard(shard, lambda: _now(context), hands, found)
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
