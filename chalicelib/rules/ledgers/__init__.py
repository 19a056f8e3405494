"""Shops' ledgers: bytes in; sales, returns, repeats and rejects out. Nothing here writes or asks."""

from chalicelib.rules.ledgers.notes import notes
from chalicelib.rules.ledgers.outcomes import Outcome, classify
from chalicelib.rules.ledgers.people import customer_count, identities
from chalicelib.rules.ledgers.reading import read, refuse_unreadable
from chalicelib.rules.ledgers.rejects import rejects_csv, safe
from chalicelib.rules.ledgers.values import Ledger, LedgerRow, LedgerSale, Line, Trouble, product_key

__all__ = [
    "Ledger",
    "LedgerRow",
    "LedgerSale",
    "Line",
    "Outcome",
    "Trouble",
    "classify",
    "customer_count",
    "identities",
    "notes",
    "product_key",
    "read",
    "refuse_unreadable",
    "rejects_csv",
    "safe",
]
