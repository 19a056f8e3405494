"""Day counters, folded from what the drains noted."""

from pynamodb.attributes import JSONAttribute, UnicodeAttribute

from chalicelib.records.table import Row


class Day(Row, discriminator="day"):
    """`counts`: [[step, outcome, reason, channel, count, segments, {currency: cost}]] in order;
    `completion`: [[step, rep, {on_time, late, missed, refused, failed: count}]] of the touchpoints
    that were settled on this day (UTC)."""

    counts = JSONAttribute(default=list)
    completion = JSONAttribute(default=list)
    source = UnicodeAttribute(default="runs")

    @classmethod
    def at(cls, day: str) -> tuple[str, str]:
        return "day", day

    @property
    def day(self) -> str:
        return self.sk
