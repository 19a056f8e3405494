"""Two customers who share an address get one message of a campaign between them: whoever comes first."""

from datetime import timedelta

from chalicelib.care import effects
from chalicelib.errors import Conflict
from chalicelib.records.customers import Contact
from chalicelib.records.touchpoints import OPEN, Touchpoint

REASON = "shared_address"
LOOK_AGAIN = timedelta(minutes=30)
TRIES = 5
# Comings that an address remembers: what is older has long gone out.
REMEMBERED = 20


def turn(touch: Touchpoint, contact: Contact | None) -> str:
    """`ours`; `theirs` where another one got it here; `wait` while another one is at it. Ours is written on
    the address, which all who share it read before they send."""
    if not touch.campaign or contact is None or len(contact.customers) < 2:
        return "ours"
    for _ in range(TRIES):
        if found := _taken(touch, contact):
            return found
        if _take(touch, contact):
            return "ours"
        contact = effects.contact_of(contact.channel, contact.address) or contact
    raise Conflict("An address is being changed by others just now; it is tried again.")


def _taken(touch: Touchpoint, contact: Contact) -> str:
    """Nothing where nobody has it, or where it did not go here after all."""
    holder = contact.told.get(touch.id, "")
    if not holder or holder == touch.owner:
        return "ours" if holder else ""
    other = Touchpoint.find(*Touchpoint.at(holder, touch.id), consistent=True)
    if other is None or (other.address and other.address != contact.address):
        return ""
    return "wait" if other.state in OPEN else "theirs" if other.state == "sent" else ""


def _take(touch: Touchpoint, contact: Contact) -> bool:
    kept = dict(list(contact.told.items())[1 - REMEMBERED :])
    told = Contact.told.set({**kept, touch.id: touch.owner})
    version = int(contact.version)
    return contact.change([told, Contact.version.set(version + 1)], Contact.version == version)
