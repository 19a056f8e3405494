"""Files that are made out of the table for a colleague, part by part."""

from collections.abc import Iterator
from datetime import datetime

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from chalicelib import files
from chalicelib.records.attributes import InstantAttribute, PackedAttribute
from chalicelib.records.staff import Staff
from chalicelib.records.table import NOW, Row, due_key, lane_name, shard_of


class Extract(Row, discriminator="extract"):
    """`what`: person, paper (the same to read) or figure; `asked`: which. `state` is working, done or failed;
    `taken` of `total` rows are in the `parts` that there are, and `position` is where the next one begins.
    `edition` counts how often it was begun. `names`: whatever lies in the files, or soon may."""

    what = UnicodeAttribute()
    asked = JSONAttribute(default=dict)
    file_name = UnicodeAttribute()
    asked_at = InstantAttribute()
    state = UnicodeAttribute(default="working")
    total = NumberAttribute(default=0)
    taken = NumberAttribute(default=0)
    parts = NumberAttribute(default=0)
    position = UnicodeAttribute(default="")
    edition = NumberAttribute(default=0)
    names = PackedAttribute(default=list)
    ended_at = InstantAttribute(null=True)

    @classmethod
    def at(cls, staff_id: str, id: str) -> tuple[str, str]:
        return cls.of(staff_id), f"extract#{id}"

    @classmethod
    def of(cls, staff_id: str) -> str:
        return f"extracts#{staff_id}"

    @property
    def id(self) -> str:
        return self.sk.removeprefix("extract#")

    @property
    def staff_id(self) -> str:
        return self.pk.removeprefix("extracts#")

    def part(self, number: int) -> str:
        """The name of a part's file."""
        return f"extracts/{self.staff_id}/{self.id}/{int(self.edition)}-{number}"

    @property
    def whole(self) -> str:
        """The name of the file that is handed out."""
        return f"extracts/{self.staff_id}/{self.id}/{int(self.edition)}-whole"

    def begin_again(self, now: datetime) -> None:
        """From the first part, with what the table says by then, unless somebody did so already. What was
        made is taken away: it may hold what must not be read any more."""
        due = [
            Row.due_lane.set(lane_name(shard_of(self.sk), NOW)),
            Row.due_key.set(due_key(now, self.pk, self.sk)),
        ]
        fresh = [Row.attempt.set(0), Row.failures.set(0), Row.failed.remove(), Row.lease_until.remove()]
        none = [Extract.taken.set(0), Extract.parts.set(0), Extract.position.set(""), Extract.total.set(0)]
        state = [Extract.state.set("working"), Extract.asked_at.set(now), Extract.ended_at.remove()]
        edition = int(self.edition)
        begun = [*due, *fresh, *none, *state, Extract.edition.set(edition + 1)]
        if self.change(begun, Extract.edition == edition):
            self.forget()

    def forget(self) -> None:
        """Whatever lies in the files."""
        for name in self.names:
            files.remove(name)


def every() -> Iterator[Extract]:
    """All that are kept or being made, colleague by colleague."""
    for staff in Staff.in_partition("staff", consistent=True):
        yield from Extract.in_partition(Extract.of(staff.id), consistent=True)
