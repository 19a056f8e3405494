"""Who was erased, and the addresses that must stay silent although nobody can read them any more."""

import hashlib
import hmac

from pynamodb.attributes import UnicodeAttribute

from chalicelib.records.attributes import InstantAttribute
from chalicelib.records.table import Row


class Erasure(Row, discriminator="erasure"):
    """One line of the list that is applied again after a restore."""

    erased_at = InstantAttribute()
    who = UnicodeAttribute(default="")

    @classmethod
    def at(cls, customer_id: str) -> tuple[str, str]:
        return "erasure", customer_id

    @property
    def id(self) -> str:
        return self.sk


class Copy(Row, discriminator="copy"):
    """A message of somebody erased that its provider still keeps; due when it may be removed there."""

    @classmethod
    def at(cls, provider: str, message_id: str) -> tuple[str, str]:
        return f"copy#{provider}#{message_id}", f"copy#{provider}"

    @property
    def provider(self) -> str:
        return self.pk.split("#")[1]

    @property
    def message_id(self) -> str:
        return self.pk.split("#", 2)[2]


class Silence(Row, discriminator="silence"):
    """An address that was erased, known only by a keyed hash; `reason` is why it had been silenced, or
    `erased`."""

    reason = UnicodeAttribute()
    since_at = InstantAttribute()

    @classmethod
    def at(cls, key: str, channel: str, address: str) -> tuple[str, str]:
        seal = hmac.new(key.encode(), f"{channel}\x1f{address}".encode(), hashlib.sha256).hexdigest()
        return f"silence#{seal[:32]}", "silence"
