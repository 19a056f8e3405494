"""One shard worked off. SQS keeps a shard's messages in order, so that one shard has one worker.

Most minutes of most shards bring nothing. So this looks first, with little more than the table loaded;
the program itself (`work`) is imported when there is something to do.
"""

from typing import Any

from chalicelib import clock
from chalicelib.aws import opening, queues
from chalicelib.records import due


def drain(event: Any, context: Any) -> dict[str, list[dict[str, str]]]:
    """A message that failed comes back after two minutes, once, and then lies with the dead letters."""
    opening.table()
    return queues.each(event, lambda body: _drained(int(body), context))


def _drained(shard: int, context: Any) -> bool:
    if (found := due.waiting(shard, clock.now())) is None:
        return True
    from chalicelib.aws import work

    return work.off(shard, found, context)
