"""Who of the staff may sign in, and what stands for them: sessions, and links that open once."""

import hashlib

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.records.attributes import InstantAttribute
from chalicelib.records.table import Row

ALL = "account"


class Account(Row, discriminator="account"):
    """One of the staff who may sign in. What was made under an earlier `turn` (sessions, links) is void."""

    email = UnicodeAttribute(default="")
    password = UnicodeAttribute(default="")
    turn = NumberAttribute(default=1)
    made_at = InstantAttribute()
    closed_at = InstantAttribute(null=True)

    @classmethod
    def at(cls, staff_id: str) -> tuple[str, str]:
        return ALL, staff_id

    @property
    def staff_id(self) -> str:
        return self.sk


class SignInName(Row, discriminator="sign_in_name"):
    """Whose mail address this is; one address opens one account."""

    staff_id = UnicodeAttribute()

    @classmethod
    def at(cls, email: str) -> tuple[str, str]:
        return f"login#{email}", "login"


class Session(Row, discriminator="session"):
    """A browser that is signed in. `role` is the one it was begun with: with another it is over."""

    staff_id = UnicodeAttribute()
    role = UnicodeAttribute()
    turn = NumberAttribute()
    made_at = InstantAttribute()
    expires_at = InstantAttribute()

    @classmethod
    def at(cls, token: str) -> tuple[str, str]:
        return f"session#{_digest(token)}", "session"


class Ticket(Row, discriminator="ticket"):
    """A link that lets somebody choose a password, once. `purpose` is first (the first admin, who is not
    among the staff yet), invitation or reset."""

    purpose = UnicodeAttribute()
    staff_id = UnicodeAttribute(default="")
    turn = NumberAttribute(default=0)
    expires_at = InstantAttribute()
    spent_at = InstantAttribute(null=True)

    @classmethod
    def at(cls, token: str) -> tuple[str, str]:
        return f"ticket#{_digest(token)}", "ticket"


def _digest(token: str) -> str:
    """One round is enough: the token has 192 random bits, so there is no list of likely ones to try."""
    return hashlib.sha256(token.encode()).hexdigest()
