"""The customer's page of their case, or the offer to answer, for who stands at the counter: as an address and
as a square for their telephone."""

from chalice import Response

from chalicelib import clock
from chalicelib.care import links
from chalicelib.care.complaints import counter
from chalicelib.care.hands import ready
from chalicelib.errors import CareError
from chalicelib.http.console import complaint, desk, plain_words
from chalicelib.http.console.desk import CONSOLE, OF_CUSTOMERS
from chalicelib.words.codes import square


@CONSOLE.deed("/complaints/{number}/link", roles=OF_CUSTOMERS)
def link(number: str) -> Response:
    """Shown this once; that it was, and to whom of ours, stands in the record."""
    found, page, now = complaint.find(number), desk.form().get("page", ""), clock.now()
    try:
        touch = counter.hand_over(found.id, page, desk.reader().name, now)
    except CareError as refusal:
        return complaint.refused(found, plain_words.of(refusal), refusal.status)
    address = links.of_message(touch, page, now, ready())
    return desk.show("complaint-link", number=found.id, opens=page, address=address, code=square(address))
