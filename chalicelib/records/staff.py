"""The shop's people, its shops, and the gifts in the cupboard."""

from collections.abc import Callable, Container
from datetime import date

from pynamodb.attributes import BooleanAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.errors import BadInput, Conflict
from chalicelib.ids import derived, plain_name
from chalicelib.records import versions
from chalicelib.records.attributes import InstantAttribute
from chalicelib.records.table import Action, Row

# The last day of the leave of somebody who left.
FOR_GOOD = date(9999, 12, 31)
# Whoever may carry out tasks and see complaints through; the others cannot even open them, or only read.
AT_WORK = ("rep", "manager", "admin")
# Ops decide on offers above a manager's limit, so that a complaint may lie with them.
WITH_COMPLAINTS = (*AT_WORK, "ops")


class Staff(Row, discriminator="staff"):
    """`leave`: [[first day, last day, who stands in]]. A rep in a ledger is known by name alone.
    `calendar`: the hash of the secret in the address of their calendar, where they asked for one."""

    name = UnicodeAttribute()
    role = UnicodeAttribute(default="rep")
    phone = UnicodeAttribute(default="")
    email = UnicodeAttribute(default="")
    language = UnicodeAttribute(default="")
    manager = UnicodeAttribute(default="")
    store = UnicodeAttribute(default="")
    leave = JSONAttribute(default=list)
    sample = BooleanAttribute(default=False)
    calendar = UnicodeAttribute(null=True)

    @classmethod
    def id_of(cls, name: str) -> str:
        return derived("s", plain_name(name))

    @classmethod
    def at(cls, name: str) -> tuple[str, str]:
        return "staff", cls.id_of(name)

    @classmethod
    def named(cls, name: str) -> "Staff | None":
        return cls.find(*cls.at(name))

    @property
    def id(self) -> str:
        return self.sk

    @property
    def heir(self) -> str:
        """Who took over when they left for good, or nobody."""
        return next((to for _, last, to in reversed(self.leave) if last == FOR_GOOD.isoformat()), "")

    @property
    def takes_work(self) -> bool:
        """Whether tasks and complaints may be theirs."""
        return self.role in AT_WORK and not self.heir

    def must_take_work(self, roles: Container[str] = AT_WORK) -> None:
        """Nothing is given to who left for good, nor to who could not do it."""
        if self.heir:
            raise BadInput("{name} has left. Name a colleague who is still here.", name=self.name)
        if self.role not in roles:
            raise BadInput(
                "{name} cannot carry out tasks or complaints, by role. Name a rep, manager or admin.",
                name=self.name,
            )

    def note_leave(self, leave: list[list[str]], *besides: Action) -> None:
        """All there is of it from now on, unless somebody else changed it since it was read."""
        same = versions.unchanged(self, ["leave"])
        if leave != self.leave and not self.change([Staff.leave.set(leave), *besides], same):
            raise Conflict(
                "The leave of {name} was changed by somebody else meanwhile; look and try again.",
                name=self.name,
            )

    def is_away(self, day: date) -> bool:
        """On leave, or gone for good."""
        return self.away_until(day) is not None

    def away_until(self, day: date) -> date | None:
        """The last day of the leave in which this day is."""
        ends = (last for first, last, _to in self.leave if first <= day.isoformat() <= last)
        return next(map(date.fromisoformat, ends), None)

    def stand_in(self, day: date) -> str:
        """Who gets what would come to them that day, or nobody. Whoever took over for good comes before
        leaves that were noted earlier."""
        away = (to for first, last, to in self.leave if first <= day.isoformat() <= last)
        return self.heir or next(filter(None, away), "")


def in_turn(name: str, day: date | None, find: Callable[[str], Staff | None]) -> list[Staff]:
    """This colleague, then whoever stands in that day or took over, and whoever does so for that one, and so
    on; on no day nobody does. None where the name is nobody's."""
    line: list[Staff] = []
    found = find(name) if name else None
    while found and found.id not in {one.id for one in line}:
        line.append(found)
        other = found.stand_in(day) if day else ""
        found = find(other) if other else None
    return line


def answering(line: list[Staff]) -> Staff | None:
    """Who of them has the work that comes: the last, and nobody who left while another is in the line. Where
    all are away it waits for that one."""
    here = [one for one in line if not one.heir] or line
    return here[-1] if here else None


def to_ask(name: str, day: date | None, find: Callable[[str], Staff | None]) -> tuple[str, str]:
    """The name and telephone of whom a customer may ask that day: of who has the work that comes, or nobody's
    where that one is away, too."""
    found = answering(in_turn(name, day, find))
    if found is None:
        return name, ""
    return ("", "") if day and found.is_away(day) else (found.name, found.phone)


class Shop(Row, discriminator="shop"):
    """One store; what it leaves empty comes from schedules/policies/shop.yaml."""

    name = UnicodeAttribute()
    phone = UnicodeAttribute(default="")
    zone = UnicodeAttribute(default="")
    country = UnicodeAttribute(default="")
    language = UnicodeAttribute(default="")

    @classmethod
    def at(cls, name: str) -> tuple[str, str]:
        return "shop", plain_name(name)


class Gift(Row, discriminator="gift"):
    """A kind of gift with its stock; negative means promised more than there is."""

    stock = NumberAttribute(default=0)

    @classmethod
    def at(cls, name: str) -> tuple[str, str]:
        return "gift", name


class GiftGiven(Row, discriminator="gift_given"):
    """One piece set aside for a customer; `state` is reserved, given or kept (not handed over)."""

    gift = UnicodeAttribute()
    touch_key = UnicodeAttribute(default="")
    state = UnicodeAttribute(default="reserved")
    given_at = InstantAttribute(null=True)

    @classmethod
    def at(cls, customer_id: str, gift_id: str) -> tuple[str, str]:
        return f"customer#{customer_id}", f"gift#{gift_id}"
