"""Sales with their lines and anchors, and the units that the customer owns since."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.ids import plain_name
from chalicelib.records.attributes import DateAttribute, InstantAttribute, MoneyAttribute
from chalicelib.records.customers import Customer
from chalicelib.records.pages import Page, Position, by_lookup
from chalicelib.records.table import Row


class Sale(Row, discriminator="sale"):
    """`lines`: [{product, series, model, batch, produced_on, serial, quantity, unit, amount, category}].

    `category` in a line stands only where a ledger gave it. `left` is what remains of it after returns;
    `returns` keeps them as [product, batch, quantity].
    `asked` and `given` are fingerprints of the request that brought it and of its Idempotency-Key.
    `offers` counts what complaints of it offered: two offers at once cannot both overlook each other.
    `state` is active, called_off or returned. `anchors_version` counts the changes that planning
    must follow, `planned_version` the last one it has followed.
    """

    order = UnicodeAttribute()
    customer_id = UnicodeAttribute()
    category = UnicodeAttribute(default="flooring")
    store = UnicodeAttribute(default="")
    rep = UnicodeAttribute(default="")
    fitter = UnicodeAttribute(default="")
    signed_on = DateAttribute()
    signed_at = InstantAttribute(null=True)
    delivered_on = DateAttribute(null=True)
    booked_on = DateAttribute(null=True)
    installed_on = DateAttribute(null=True)
    lines = JSONAttribute(default=list)
    returns = JSONAttribute(default=list)
    amount = MoneyAttribute(null=True)
    currency = UnicodeAttribute(default="")
    warranty = UnicodeAttribute(default="")
    warranty_version = UnicodeAttribute(default="")
    note = UnicodeAttribute(default="")
    state = UnicodeAttribute(default="active")
    why = UnicodeAttribute(default="")
    plan = UnicodeAttribute(default="")
    plan_version = NumberAttribute(default=0)
    anchors_version = NumberAttribute(default=1)
    planned_version = NumberAttribute(default=0)
    entered_at = InstantAttribute()
    changed_at = InstantAttribute(null=True)
    import_id = UnicodeAttribute(default="")
    offers = NumberAttribute(null=True)
    asked = UnicodeAttribute(null=True)
    given = UnicodeAttribute(null=True)

    @classmethod
    def at(cls, sale_id: str) -> tuple[str, str]:
        return f"sale#{plain_name(sale_id)}", "sale"

    @classmethod
    def id_of(cls, pk: str) -> str:
        return pk.removeprefix("sale#")

    @property
    def id(self) -> str:
        return self.id_of(self.pk)

    @property
    def tag(self) -> str:
        """What `If-Match` is held against: changes with every change of dates, lines and state."""
        return f"v{int(self.anchors_version)}"

    def was_changed(self) -> bool:
        """Whether its dates have changed since this copy was read."""
        stored = Sale.find(self.pk, self.sk, consistent=True)
        return stored is None or stored.anchors_version != self.anchors_version

    @property
    def products(self) -> list[str]:
        """What the customer would call the things bought, each once."""
        return _names(self.lines)

    @property
    def cared_for(self) -> list[str]:
        """Those of them that the plan is for: what else was sold along has no filters, say."""
        same = [line for line in self.lines if line.get("category", self.category) == self.category]
        return _names(same) or self.products

    def day(self, name: str) -> date | None:
        """The day as somebody gave it: signed, delivered, booked or installed."""
        return getattr(self, f"{name}_on")

    def anchor(self, name: str) -> date | None:
        """The day that steps count from. What stands installed was delivered, though nobody noted when."""
        return self.day(name) or (self.installed_on if name == "delivered" else None)


def _names(lines: list[dict[str, Any]]) -> list[str]:
    names = [line.get("series") or line.get("product") or line.get("model") or "" for line in lines]
    return list(dict.fromkeys(filter(None, names)))


def of_each(bought: Mapping[str, Iterable[str] | None]) -> dict[str, list[Sale]]:
    """What each of these customers bought, in the order of the days: a request for every hundred sales, and
    one for each customer of whom nobody has noted which sales they are."""
    keys = {one: _keys(one, sale_ids) for one, sale_ids in bought.items()}
    rows = Row.many([key for each in keys.values() for key in each])
    return {one: _theirs(one, [rows[key] for key in each if key in rows]) for one, each in keys.items()}


def _keys(customer_id: str, sale_ids: Iterable[str] | None) -> list[tuple[str, str]]:
    if sale_ids is None:
        return Row.keys_by_lookup(f"customer#{customer_id}")
    return [Sale.at(one) for one in sale_ids]


def _theirs(customer_id: str, rows: Iterable[Row]) -> list[Sale]:
    """One may have gone over to whom another customer was merged into."""
    found = [row for row in rows if isinstance(row, Sale) and row.customer_id == customer_id]
    return sorted(found, key=lambda sale: (sale.lookup_sk or "", sale.pk))


class Unit(Row, discriminator="unit"):
    """One owned thing; `lookup` finds all units of a batch."""

    customer_id = UnicodeAttribute()
    line = JSONAttribute(default=dict)

    @property
    def sale_id(self) -> str:
        return self.pk.removeprefix("sale#")

    @classmethod
    def of_batch(cls, batch: str, most: int, after: Position | None = None) -> Page:
        """Its owners' units, those of a sale together."""
        return by_lookup(f"batch#{batch}", most, after)

    @classmethod
    def at(cls, sale_id: str, number: int) -> tuple[str, str]:
        return f"sale#{plain_name(sale_id)}", f"unit#{number:03d}"


def store_of(sale_id: str, customer: Customer) -> str:
    """The one that sold it, else the customer's own; nothing where neither is known."""
    sale = Sale.find(*Sale.at(sale_id)) if sale_id else None
    return (sale.store if sale else "") or customer.store
