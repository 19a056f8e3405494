"""The laptop's own channel: nothing leaves; the rendered message itself is what the outbox page shows."""

from chalicelib.channels.base import Deaf
from chalicelib.message import Message, Receipt
from chalicelib.settings import Settings


class Outbox(Deaf):
    name = "outbox"
    carries = frozenset({"sms", "email"})
    needs: tuple[str, ...] = ()
    confirms = "none"
    patience = 1

    def check(self, settings: Settings) -> None:
        """It needs nothing."""

    def send(self, settings: Settings, message: Message) -> Receipt:
        return Receipt(f"outbox-{message.key}-{message.attempt}", "delivered")


CHANNEL = Outbox()
