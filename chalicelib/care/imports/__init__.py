"""A shop's ledger into customers, sales and returns. Doing it twice changes nothing.

`take` writes it at once, for the command line; `upload` keeps the file, and `work` takes it in parts.
"""

from chalicelib.care.imports.diary import diary
from chalicelib.care.imports.holds import foretell
from chalicelib.care.imports.mending import leave_out, leave_out_all
from chalicelib.care.imports.mending import listed as left_behind
from chalicelib.care.imports.parts import gives_up, work
from chalicelib.care.imports.reading import Options, Order, Report, judge, orders, persons, read, report
from chalicelib.care.imports.taking import take, take_back
from chalicelib.care.imports.uploads import get, rejects, upload
from chalicelib.care.imports.worklist import new_sale

__all__ = [
    "Options",
    "Order",
    "Report",
    "diary",
    "foretell",
    "get",
    "gives_up",
    "judge",
    "leave_out",
    "leave_out_all",
    "left_behind",
    "new_sale",
    "orders",
    "persons",
    "read",
    "rejects",
    "report",
    "take",
    "take_back",
    "upload",
    "work",
]
