"""Everybody there is, by shard: what a campaign pages through. With what they bought, by its keys alone; the
rest is on their rows and their sales'."""

from collections.abc import Iterable, Mapping

from pynamodb.attributes import BooleanAttribute, JSONAttribute, NumberAttribute

from chalicelib.records.pages import Position, keys, of_partition
from chalicelib.records.table import Row, save_all, shard_of

LONGEST = 80
# Whoever bought more often, a dealer, is asked for it each time: such a row would weigh on every page.
MOST_SALES = 100


class Enrolled(Row, discriminator="enrolled"):
    """That a customer exists. Written with the customer's row, in the same transaction. `lookup` finds it by
    the beginning of the name. `sales`: the ids of what they bought, as its planning left them; none where
    nobody has noted them since, or they are too many."""

    sales = JSONAttribute(null=True)

    @classmethod
    def at(cls, customer_id: str) -> tuple[str, str]:
        return f"roster#{shard_of(customer_id):02d}", customer_id

    def named(self, spelling: str) -> None:
        """Where it is found by this spelling; nowhere where there is none."""
        found = bool(spelling)
        self.lookup_pk = f"name#{spelling[0]}" if found else None
        self.lookup_sk = f"{spelling[:LONGEST]}#{self.sk}" if found else None

    def bought(self, sale_ids: Iterable[str]) -> None:
        each = list(dict.fromkeys(sale_ids))
        self.sales = each if len(each) <= MOST_SALES else None


def keep(customer_id: str, spelling: str, bought: Iterable[str]) -> None:
    """Found by this spelling from now on, with these sales besides those that it is known by already: the
    index may not have all of them yet."""
    entry, stands = Enrolled(*Enrolled.at(customer_id)), Enrolled.find(*Enrolled.at(customer_id), True)
    entry.named(spelling)
    entry.bought([*((stands and stands.sales) or ()), *bought])
    if stands is None or (stands.lookup_sk, stands.sales) != (entry.lookup_sk, entry.sales):
        entry.save()


def note_bought(customer_id: str, sale_ids: Iterable[str]) -> None:
    """Unless planning has noted them meanwhile."""
    entry = Enrolled(*Enrolled.at(customer_id))
    entry.bought(sale_ids)
    if entry.sales is not None:
        entry.change([Enrolled.sales.set(entry.sales)], Enrolled.sales.does_not_exist())


class Enrolment(Row, discriminator="enrolment"):
    """How far the looking for rows from before they were listed as they are now has come. `position`: where
    in the table; `seen`: how many customers so far; `edition`: of the lists that it looks after."""

    position = JSONAttribute(default=dict)
    seen = NumberAttribute(default=0)
    done = BooleanAttribute(default=False)
    edition = NumberAttribute(default=1)

    @classmethod
    def at(cls) -> tuple[str, str]:
        return "enrolment", "enrolment"


def enrolment() -> Enrolment | None:
    return Enrolment.find(*Enrolment.at(), consistent=True)


def enrol(spellings: Mapping[str, str], sold: Mapping[str, list[str] | None]) -> None:
    """By id, how the name is spelt, and the sales that are known of. Put again where they stand there
    already."""
    entries = [Enrolled(*Enrolled.at(one), sales=sold.get(one)) for one in spellings]
    for entry in entries:
        entry.named(spellings[entry.sk])
    save_all(entries)


def page(shard: int, most: int, after: str = "") -> tuple[list[str], str]:
    """The next customers' ids, and the place where the page after it begins; empty on the last."""
    found, position = entries(shard, most, after)
    return [row.sk for row in found], position


def entries(shard: int, most: int, after: str = "") -> tuple[list[Enrolled], str]:
    """The same with what else is known of them here."""
    found = of_partition(f"roster#{shard:02d}", "", most, {"sk": after} if after else None)
    return [row for row in found.rows if isinstance(row, Enrolled)], (found.position or {}).get("sk", "")


def spelt(shard: int, most: int, after: str = "") -> tuple[list[tuple[str, str]], str]:
    """The same with how each name is spelt."""
    found, position = entries(shard, most, after)
    return [(row.sk, (row.lookup_sk or "").rpartition("#")[0]) for row in found], position


def named(spelling: str, most: int, after: Position | None = None) -> tuple[list[str], Position | None]:
    """The ids of those whose name begins so, in the order of their names, and where the next page begins."""
    within = Row.lookup_sk.startswith(spelling[:LONGEST])
    found, position = keys(f"name#{spelling[0]}", most, after, within)
    return [raw["sk"]["S"] for raw in found], position
