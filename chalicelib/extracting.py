"""What stands in a file that a colleague asked for, part by part."""

import json
from datetime import date, datetime

from chalicelib.care import consents, customers, disclosing, exports, extracts
from chalicelib.care.extracts import Part
from chalicelib.care.hands import Hands
from chalicelib.care.metrics import lines, listing
from chalicelib.care.metrics.listing import Wanted
from chalicelib.records.customers import Customer
from chalicelib.records.extracts import Extract
from chalicelib.rules.ledgers import sheets

# Of a part: each is read with whom it is about and what was sold, a hundred a request.
ROWS = 500


def work(row: Extract, now: datetime, hands: Hands) -> datetime | None:
    """The dispatcher's way in."""
    return extracts.work(row, now, {"person": _person, "paper": _paper, "figure": _figure}[row.what])


def _person(row: Extract, now: datetime) -> Part:
    """Everything about one, through merges."""
    found = Customer.today(row.asked["customer"])
    id = found.id if found else row.asked["customer"]
    text = json.dumps(exports.export(id, now), ensure_ascii=False, indent=1, default=str)
    return Part(text, 1, 1, [id])


def _paper(row: Extract, now: datetime) -> Part:
    """The same person, for the person."""
    id = row.asked["customer"]
    found = Customer.today(id) or customers.get(id)
    text = disclosing.page(exports.export(found.id, now), consents.standing(found), now)
    return Part(text, 1, 1, [found.id])


def _figure(row: Extract, now: datetime) -> Part:
    """The latest rows first, as the list shows them."""
    found = listing.page(wanted(row.asked), row.position, ROWS)
    table = lines.cells(lines.of(found.rows))
    begun = sheets.text(table) if row.parts else sheets.MARK + sheets.text([lines.HEADER, *table])
    return Part(begun, len(table), found.count, lines.owners(found.rows), found.after)


def asked(wanted: Wanted) -> dict[str, object]:
    """What a row keeps of it."""
    days = [wanted.first.isoformat(), wanted.last.isoformat()]
    return {"figure": wanted.figure, "days": days, "where": dict(wanted.where)}


def wanted(asked: dict) -> Wanted:
    first, last = map(date.fromisoformat, asked["days"])
    return Wanted(asked["figure"], first, last, asked["where"])
