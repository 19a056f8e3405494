"""Whose data a reader gets to see. What is not theirs answers as if it were not there.

A rep: customers whose rep they are, or was who left to them, or is for whom they stand in today; of whom they
have a sale or a task. A manager: the customers of their shop and of its people, whoever has their case or
errand; without a shop all. Ops and admins: everybody. What is shown is noted.
"""

from collections.abc import Iterable
from datetime import date

from chalicelib import clock
from chalicelib.care import looks
from chalicelib.care.search import Sees
from chalicelib.care.tasks import handing
from chalicelib.http.console import desk
from chalicelib.http.console.desk import Reader
from chalicelib.ids import plain_name
from chalicelib.records.campaigns import Campaign
from chalicelib.records.clusters import Cluster
from chalicelib.records.complaints import Complaint, shop_named
from chalicelib.records.customers import Customer
from chalicelib.records.imports import Import
from chalicelib.records.sales import Sale
from chalicelib.records.staff import Staff
from chalicelib.records.table import Row
from chalicelib.records.tasks import Task, done_partitions, open_entries
from chalicelib.records.touchpoints import Touchpoint


def customer(customer_id: str) -> Customer:
    """The customer of this page, merged ones through to whom they are now; noted as seen."""
    found = Customer.today(customer_id)
    if found is None or not sees_customer(found):
        raise desk.nothing_here()
    noted([found.id])
    return found


def sees_customer(found: Customer) -> bool:
    """By the row itself where that is enough, else by sales and tasks."""
    reader = desk.reader()
    if _sees_all(reader) or sees(found.store, found.rep):
        return True
    sales = (row for row in Sale.by_lookup(found.pk) if isinstance(row, Sale))
    if any(sees(sale.store, sale.rep) for sale in sales):
        return True
    tasks = Task.in_partition(found.pk, "task#") if reader.role in ("rep", "manager") else ()
    return any(sees("", task.rep) for task in tasks)


def sees(store: str, *people: str) -> bool:
    """Whether something of this shop and these colleagues is the reader's to see."""
    reader = desk.reader()
    if _sees_all(reader):
        return True
    if reader.role == "manager":
        return bool(store and plain_name(store) == plain_name(reader.store)) or not _ours().isdisjoint(people)
    return reader.role == "rep" and not _own().isdisjoint(people)


def lists(store: str, person: str) -> bool:
    """Whether what concerns this shop, as complaints name it, and this colleague stands in the reader's
    lists."""
    reader = desk.reader()
    if _sees_all(reader):
        return True
    if "lists" not in reader.kept:
        reader.kept["lists"] = set(people()), shop_named(reader.store) if reader.role == "manager" else ""
    theirs, shop = reader.kept["lists"]
    return person in theirs or bool(store and store == shop)


def task(key: str) -> Task:
    """A colleague's own task, or one of a customer that they see."""
    found = Task.by_key(key)
    if found is None or not _sees_task(found):
        raise desk.nothing_here()
    return found


def _sees_task(found: Task) -> bool:
    if sees("", found.rep):
        return True
    owner = Customer.find(*Customer.at(found.customer_id)) if found.customer_id else None
    return owner is not None and sees_customer(owner)


def sale(order: str) -> Sale:
    found = Sale.find(*Sale.at(order), consistent=True)
    if found is None or not _sees_sale(found):
        raise desk.nothing_here()
    return found


def sale_if_seen(order: str) -> Sale | None:
    """To be pointed to, where the reader sees it."""
    found = Sale.find(*Sale.at(order))
    return found if found and _sees_sale(found) else None


def _sees_sale(found: Sale) -> bool:
    owner = Customer.find(*Customer.at(found.customer_id), consistent=True)
    return sees(found.store, found.rep) or bool(owner and sees_customer(owner))


def ledger(found: Import) -> bool:
    """A manager's: sent by their own people, or with rows of no other shop."""
    reader = desk.reader()
    if _sees_all(reader) or (found.who and found.who in _ours()):
        return True
    stores = found.counts.get("stores") or []
    return bool(stores) and all(plain_name(one) == plain_name(reader.store) for one in stores)


def concerns(row: Row) -> bool:
    """Whether something that needs attention is the reader's to see to."""
    if _sees_all(desk.reader()) or isinstance(row, Campaign | Cluster):
        return True
    if isinstance(row, Import):
        return ledger(row)
    if isinstance(row, Complaint) and sees("", row.owner, row.decider):
        return True
    owner = row.owner if isinstance(row, Touchpoint) else getattr(row, "customer_id", "")
    found = Customer.today(owner) if owner else None
    return found is not None and _sees_listed(found)


def people() -> list[str]:
    """Whose tasks and customers the reader sees, by name; the empty name, nobody's, for who sees all."""
    reader = desk.reader()
    if _sees_all(reader):
        return [*(one.name for one in _staff(reader)), ""]
    return sorted(_ours()) if reader.role == "manager" else [reader.name, *stands_in()]


def has_one_shop() -> bool:
    """Whether the reader leads one shop and no more."""
    return desk.reader().role == "manager" and not _sees_all(desk.reader())


def without_shop() -> list[str]:
    """For whoever leads one shop: colleagues of none, and nobody in particular. What they have to do for
    customers of that shop stands in nobody else's list."""
    if not has_one_shop():
        return []
    staff = _staff(desk.reader())
    return [*(one.name for one in staff if not one.store and one.name not in _ours()), ""]


def among(customers: Iterable[str]) -> set[str]:
    """Those of these ids whose customer is the reader's to see, by what lists know. Nothing is noted."""
    found = Customer.many([Customer.at(one) for one in dict.fromkeys(customers) if one])
    now = {row.id: Customer.today(row.id) if row.merged_into else row for row in found.values()}
    return {id for id, row in now.items() if row and _sees_listed(row)}


def only(rows: Iterable[Customer], named: bool = False) -> list[Customer]:
    """Those of a list that the reader may see, noted as seen. `named`: they were asked for by name or
    address, and whom the reader ever did something for is found, too."""
    found = listed(rows, named)
    noted(row.id for row in found)
    return found


def bound() -> Sees | None:
    """What a search keeps to; nothing where the reader sees everybody. Nobody is noted as seen by it."""
    return None if _sees_all(desk.reader()) else listed


def listed(rows: Iterable[Customer], named: bool = False) -> list[Customer]:
    """Those that the reader may see, by what stands on their rows and the tasks that the reader still has:
    what was done opens their page and is found by name, and gives no place in other lists."""
    return [row for row in rows if _sees_listed(row) or (named and _did_something_for(row))]


def _sees_listed(found: Customer) -> bool:
    reader = desk.reader()
    if _sees_all(reader) or sees(found.store, found.rep):
        return True
    if found.sellers is None:  # from before planning noted them
        return sees_customer(found)
    sold = any(sees(store, rep) for store, rep in found.sellers)
    return sold or (reader.role == "rep" and not _to_do(reader).isdisjoint(found.partitions))


def _did_something_for(found: Customer) -> bool:
    """By the index of the reader's done tasks: one request, and only where somebody was asked for."""
    reader = desk.reader()
    if reader.role != "rep":
        return False
    if "done" not in reader.kept:
        reader.kept["done"] = done_partitions(reader.name)
    return not reader.kept["done"].isdisjoint(found.partitions)


def _to_do(reader: Reader) -> set[str]:
    """Partitions in which the reader has an open task."""
    if "to_do" not in reader.kept:
        reader.kept["to_do"] = {one.at[0] for one in open_entries(reader.name)}
    return reader.kept["to_do"]


def noted(customers: Iterable[str]) -> None:
    """For pages that show people without asking for each here."""
    looks.note(desk.reader().id, desk.here()[:200], customers, clock.now())


def _sees_all(reader: Reader) -> bool:
    return reader.role in ("ops", "admin") or (reader.role == "manager" and not reader.store)


def _own() -> set[str]:
    """The rep and those who are away, and whoever left for good and whose customers are now theirs."""
    reader = desk.reader()
    if "own" not in reader.kept:
        here = {reader.name, *stands_in()}
        reader.kept["own"] = here | {one.name for one in _staff(reader) if one.heir in here}
    return reader.kept["own"]


def stands_in() -> dict[str, date]:
    """By name, and until when: those away today for whom the reader answers, with all that is theirs."""
    reader = desk.reader()
    if "stands_in" not in reader.kept:
        reader.kept["stands_in"] = handing.away_to(reader.name, _staff(reader), desk.today())
    return reader.kept["stands_in"]


def _ours() -> set[str]:
    """The people of the manager's shop, the manager among them."""
    reader = desk.reader()
    if "shop" not in reader.kept:
        shop = plain_name(reader.store)
        theirs = (one.name for one in _staff(reader) if plain_name(one.store) == shop)
        reader.kept["shop"] = {*_own(), *theirs}
    return reader.kept["shop"]


def _staff(reader: Reader) -> list[Staff]:
    """Everybody who works here, read once for a page."""
    if "staff" not in reader.kept:
        reader.kept["staff"] = list(Staff.in_partition("staff"))
    return reader.kept["staff"]
