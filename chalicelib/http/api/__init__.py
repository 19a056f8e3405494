"""/v1: what other programs may ask and do, a file per noun. `API` is the door with all of them."""

from chalicelib.http.api import (
    consents,
    contacts,
    customers,
    gifts,
    imports,
    metrics,
    openapi,
    outbox,
    sales,
    shops,
    staff,
    switches,
    tasks,
    touchpoints,
    units,
)
from chalicelib.http.api.serving import API

NOUNS = (
    sales, customers, contacts, consents, units, touchpoints, tasks, staff, shops, gifts, imports, outbox,
    metrics, switches, openapi,
)  # fmt: skip
__all__ = ["API", "NOUNS"]
