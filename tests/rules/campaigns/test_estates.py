"""Where a quiet season's visits begin, and the way from door to door."""

from datetime import date

from chalicelib.rules.campaigns import estates
from chalicelib.rules.campaigns.estates import Estate

TODAY = date(2026, 8, 1)


def test_many_owners_old_floors_and_open_wishes_come_first() -> None:
    old = Estate("old", owners=4, since=[date(2016, 8, 1)] * 4)
    new = Estate("new", owners=20, since=[date(2026, 1, 1)] * 20)
    loud = Estate("loud", owners=4, wishes=10, since=[date(2026, 1, 1)] * 4)
    quiet = Estate("quiet", owners=4, since=[date(2026, 1, 1)] * 4)
    assert [one.name for one in estates.ranked([quiet, old, new, loud], TODAY)] == [
        "loud", "old", "new", "quiet",
    ]  # fmt: skip


def test_doors_are_walked_in_their_own_order() -> None:
    doors = [("10座2A", "a"), ("2座21D", "b"), ("2座3A", "c"), ("", "d")]
    assert [whose for _, whose in estates.route(doors)] == ["c", "b", "a", "d"]
