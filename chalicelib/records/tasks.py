"""What people are asked to do, and what came of it."""

from pynamodb.attributes import BooleanAttribute, JSONAttribute, UnicodeAttribute

from chalicelib.records.attributes import DateAttribute, InstantAttribute
from chalicelib.records.table import Row


class Task(Row, discriminator="task"):
    """`state` is open, done or dropped. `do` is the verb: call, visit, gift, checklist, ask, fix, reply ...
    `case`: the complaint that waits for it. `telling`: what somebody told us that it has a person read.
    `any_hour`: an urgent one may wake whoever has it. `at_time`: the hour that was agreed for that day,
    `14:30` on the shop's clock. `photos`: [[key, name, kind, size]] taken there.

    Open tasks stand in `lookup` under their rep by date; done ones under the rep's done list.
    """

    customer_id = UnicodeAttribute(default="")
    sale_id = UnicodeAttribute(default="")
    touch_key = UnicodeAttribute(default="")
    step = UnicodeAttribute(default="")
    do = UnicodeAttribute()
    title = UnicodeAttribute()
    rep = UnicodeAttribute(default="")
    opened_at = InstantAttribute()
    due_on = DateAttribute()
    urgent = BooleanAttribute(default=False)
    any_hour = BooleanAttribute(null=True)
    state = UnicodeAttribute(default="open")
    outcome = UnicodeAttribute(default="")
    note = UnicodeAttribute(default="")
    done_at = InstantAttribute(null=True)
    done_by = UnicodeAttribute(default="")
    history = JSONAttribute(default=list)
    case = UnicodeAttribute(null=True)
    at_time = UnicodeAttribute(null=True)
    photos = JSONAttribute(null=True)
    telling = UnicodeAttribute(null=True)

    @classmethod
    def at(cls, customer_id: str, task_id: str) -> tuple[str, str]:
        return (f"customer#{customer_id}", f"task#{task_id}") if customer_id else (f"task#{task_id}", "task")

    @property
    def id(self) -> str:
        return self.sk.removeprefix("task#") if self.customer_id else self.pk.removeprefix("task#")

    @property
    def key(self) -> str:
        return f"{self.customer_id}.{self.id}" if self.customer_id else self.id

    @classmethod
    def by_key(cls, key: str) -> "Task | None":
        customer_id, _, task_id = key.rpartition(".")
        return cls.find(*cls.at(customer_id, task_id))

    def listed(self) -> None:
        """Set the place in `lookup` that fits the state."""
        self.lookup_pk, self.lookup_sk = (
            f"rep#{self.rep}#{self.state}",
            f"{self.due_on.isoformat()}#{self.id}",
        )
