"""What a person may ask for by right: everything that is kept about them, and to be forgotten."""

from chalice import Response

from chalicelib import clock
from chalicelib.care import erasure, extracts
from chalicelib.care.hands import ready
from chalicelib.errors import CareError
from chalicelib.http import door
from chalicelib.http.console import desk, plain_words, scope
from chalicelib.http.console.desk import CONSOLE
from chalicelib.http.console.fields import Fields
from chalicelib.http.console.speech import _
from chalicelib.ids import plain_name
from chalicelib.records.customers import Customer

# For the person to read, or for a machine.
AS = {"page": ("paper", "html"), "json": ("person", "json")}
MAY_EXPORT = ("manager", "admin")


@CONSOLE.deed("/customers/{id}/export", roles=MAY_EXPORT)
def export(id: str) -> Response:
    """A file to hand over, made in the background; that it is asked for is noted like every look."""
    customer = scope.customer(id)
    what, ending = AS.get(desk.form().get("as", ""), AS["json"])
    asked, name = {"customer": customer.id}, f"{customer.id}.{ending}"
    row = extracts.ask(desk.reader().id, what, asked, name, clock.now())
    return door.see(f"/extracts/{row.id}")


@CONSOLE.page("/customers/{id}/erase", roles=("admin",))
def ask(id: str) -> Response:
    return _page(scope.customer(id))


def _page(customer: Customer, fault: str = "", status: int = 200, said: str = "") -> Response:
    return desk.show(
        "erase", status, id=customer.id, name=customer.name or customer.id, fault=fault, said=said,
        open_complaints=int(customer.open_complaints), erased=bool(customer.erased_at),
    )  # fmt: skip


@CONSOLE.deed("/customers/{id}/erase", roles=("admin",))
def erase(id: str) -> Response:
    """Only with the name typed once more: nothing brings them back. Pressed again it finishes what was
    cut short."""
    customer, fields = scope.customer(id), Fields(desk.form())
    said = fields.text("name")
    if plain_name(said) != plain_name(customer.name or customer.id):
        return _page(
            customer,
            _("Type the name as it stands above, so that nobody is forgotten by mistake."),
            400,
            said,
        )
    try:
        erasure.erase(customer.id, desk.reader().name, clock.now(), ready())
    except CareError as error:
        return _page(customer, plain_words.of(error), error.status, said)
    return door.see(f"/customers?done=erased&id={customer.id}")
