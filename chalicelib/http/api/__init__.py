"""/v1: what other programs may ask and do, a file per noun. `API` is the door with all of them,
`DOCS` the page that explains it."""

from chalicelib.http.api import (
    attachments,
    campaigns,
    complaints,
    consents,
    contacts,
    customers,
    docs,
    gifts,
    imports,
    items,
    links,
    metrics,
    months,
    offers,
    openapi,
    outbox,
    outside,
    sales,
    shops,
    staff,
    switches,
    tasks,
    told,
    touchpoints,
    units,
)
from chalicelib.http.api.docs import DOCS
from chalicelib.http.api.serving import API

NOUNS = (
    sales, customers, contacts, consents, units, touchpoints, told, complaints, attachments, links, offers,
    items, outside, tasks, staff, shops, gifts, imports, campaigns, months, outbox, metrics, switches,
    openapi, docs,
)  # fmt: skip
__all__ = ["API", "DOCS", "NOUNS"]
