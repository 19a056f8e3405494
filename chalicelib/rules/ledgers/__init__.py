"""Shops' ledgers: bytes in; sales, returns, repeats and rejects out. Nothing here writes or asks."""

from chalicelib.rules.ledgers.buyers import Buyer
from chalicelib.rules.ledgers.notes import listed, notes
from chalicelib.rules.ledgers.outcomes import Outcome, classify
from chalicelib.rules.ledgers.people import customer_count, identities
from chalicelib.rules.ledgers.reading import Glance, glance, read
from chalicelib.rules.ledgers.rejects import partly, partly_csv, rejects_csv, retold, safe, unquoted
from chalicelib.rules.ledgers.values import Ledger, LedgerRow, LedgerSale, Line, Trouble, product_key

__all__ = [
    "Buyer",
    "Glance",
    "Ledger",
    "LedgerRow",
    "LedgerSale",
    "Line",
    "Outcome",
    "Trouble",
    "classify",
    "customer_count",
    "glance",
    "identities",
    "listed",
    "notes",
    "partly",
    "partly_csv",
    "product_key",
    "read",
    "rejects_csv",
    "retold",
    "safe",
    "unquoted",
]
