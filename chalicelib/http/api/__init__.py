"""/v1: what other programs may ask and do, a file per noun. `API` is the door with all of them."""

from chalicelib.http.api import contacts, customers, openapi, sales, units
from chalicelib.http.api.serving import API

__all__ = ["API", "contacts", "customers", "openapi", "sales", "units"]
