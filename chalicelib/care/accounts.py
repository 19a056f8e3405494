"""Signing in: links by which somebody chooses a password, sessions, and how both end.

A second factor belongs between `prove` and `begin`; another proof of who somebody is, in place of `prove`.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib import passwords
from chalicelib.care.hands import Hands
from chalicelib.errors import BadInput, Conflict, NotFound, UsedUp
from chalicelib.ids import can_be_a_key
from chalicelib.records.accounts import ALL, Account, Session, SignInName, Ticket
from chalicelib.records.staff import Staff
from chalicelib.records.switches import Switch
from chalicelib.records.table import NOW, Condition, Row, Write, shard_of, transact
from chalicelib.rules.ledgers import contacts

ROLES = ("rep", "manager", "marketing", "ops", "admin")
FIRST, INVITATION, RESET = "first", "invitation", "reset"
LIVES = {FIRST: timedelta(days=1), INVITATION: timedelta(days=7), RESET: timedelta(hours=1)}
SESSION_LIVES = timedelta(days=14)


@dataclass(frozen=True)
class SignedIn:
    """Whose session it is, and what each page needs besides."""

    staff: Staff
    account: Account
    sample: bool
    paused: bool


def is_anybody() -> bool:
    """Whether anybody can sign in yet."""
    return any(row.password for row in Account.in_partition(ALL, consistent=True))


def everyone() -> dict[str, Account]:
    """By the id of whose it is."""
    return {row.staff_id: row for row in Account.in_partition(ALL)}


def of(staff: Staff) -> Account | None:
    return Account.find(*Account.at(staff.id), consistent=True)


def first(now: datetime) -> str:
    """The token of a link for the first admin."""
    return _ticket(FIRST, "", 0, now)


def invite(staff: Staff, now: datetime) -> str:
    """The token of a link by which this colleague chooses a password; earlier ones are void."""
    account = of(staff)
    if account is None:
        account = Account(*Account.at(staff.id), email=contacts.email(staff.email), made_at=now)
        account.create()
    if account.closed_at:
        raise Conflict("{staff} has left. Take {staff} back first, then invite again.", staff=staff.name)
    return _ticket(INVITATION, staff.id, _next_turn(account), now)


def reset(email: str, now: datetime) -> tuple[Staff, str] | None:
    """Who asks for a new password, and the token for the mail; nothing where nobody signs in so, or where
    the staff list has another address by now."""
    account = _by_email(email)
    staff = Staff.find("staff", account.staff_id, consistent=True) if account else None
    if account is None or staff is None or contacts.email(staff.email) != account.email:
        return None
    return staff, _ticket(RESET, staff.id, int(account.turn), now)


def _ticket(purpose: str, staff_id: str, turn: int, now: datetime) -> str:
    token = secrets.token_urlsafe(24)
    expires_at = now + LIVES[purpose]
    row = Ticket(*Ticket.at(token), purpose=purpose, staff_id=staff_id, turn=turn, expires_at=expires_at)
    row.is_due(expires_at, shard_of(row.pk), NOW)
    row.create()
    return token


def ticket(token: str, now: datetime) -> Ticket:
    """As long as it opens something. Who holds one that was used may know so; all others look the same."""
    row = Ticket.find(*Ticket.at(token), consistent=True)
    if row and row.spent_at:
        raise UsedUp(
            "This link has been used. It opens once; sign in with the password that was chosen then."
        )
    if row is None or now >= row.expires_at or not _is_of_use(row):
        raise NotFound("This link is too old, or a newer one was sent.")
    return row


def _is_of_use(row: Ticket) -> bool:
    if row.purpose == FIRST:
        return not is_anybody()
    account = Account.find(*Account.at(row.staff_id), consistent=True)
    return account is not None and account.closed_at is None and account.turn == row.turn


def person(row: Ticket, name: str = "") -> Staff | None:
    """Whom the link is for. The first admin's is for whoever opens it, among the staff already or not."""
    key = ("staff", row.staff_id) if row.staff_id else Staff.at(name)
    return Staff.find(*key, consistent=True)


def accept(token: str, name: str, email: str, password: str, now: datetime) -> Account:
    """The link is spent and the password stands, both or neither. Earlier sessions end."""
    used = ticket(token, now)
    staff = person(used, name) or Staff(*Staff.at(name), name=name)
    address = contacts.email(email)
    if not address or not staff.name.strip():
        raise BadInput("Give your name and a mail address such as name@example.com.")
    _good(password, staff.name, address)
    account = of(staff) or Account(*Account.at(staff.id), made_at=now)
    before, staff.email = account.email, address
    turn, account.turn = int(account.turn), int(account.turn) + 1
    account.email, account.password = address, passwords.hashed(password)
    if used.purpose == FIRST:
        staff.role = "admin"
    writes = [
        Write(used, (Ticket.spent_at.set(now),), Ticket.spent_at.does_not_exist()),
        Write(account, condition=Row.pk.does_not_exist() | (Account.turn == turn)),
        Write(SignInName(*SignInName.at(address), staff_id=staff.id), condition=_free_or(staff.id)),
        Write(staff),
    ]
    if not transact(writes):
        raise Conflict(
            "{address} belongs to somebody else already, or this link was used meanwhile.", address=address
        )
    if before and before != address:
        SignInName(*SignInName.at(before)).delete()
    return account


def _free_or(staff_id: str) -> Condition:
    return Row.pk.does_not_exist() | (SignInName.staff_id == staff_id)


def _good(password: str, *known: str) -> None:
    if passwords.fault(password, *known):
        raise BadInput(
            "Choose a password of at least {shortest} characters that others cannot guess.",
            shortest=passwords.SHORTEST,
        )


def prove(email: str, password: str) -> Account | None:
    """The account that this password opens. Whether there is one at all, neither the answer tells nor
    the time it takes."""
    account = _by_email(email)
    fits = passwords.fits(account.password if account else "", password)
    return account if fits else None


def _by_email(email: str) -> Account | None:
    """Two reads for whatever is asked, so that their time tells nothing."""
    address = contacts.email(email) or "nobody's"
    name = SignInName.find(*SignInName.at(address), consistent=True)
    account = Account.find(*Account.at(name.staff_id if name else "nobody"), consistent=True)
    return account if account and account.email == address and account.closed_at is None else None


def begin(account: Account, now: datetime) -> str:
    """The token of a new session. It says whose it is, so that one request finds all that it rests on."""
    staff = Staff.find("staff", account.staff_id, consistent=True)
    if staff is None:
        raise NotFound("This account belongs to nobody among the staff any more.")
    token = f"{account.staff_id}.{secrets.token_urlsafe(24)}"
    row = Session(
        *Session.at(token), staff_id=account.staff_id, role=staff.role, turn=int(account.turn), made_at=now,
        expires_at=now + SESSION_LIVES,
    )  # fmt: skip
    row.is_due(row.expires_at, shard_of(row.pk), NOW)
    row.create()
    return token


def who(token: str, now: datetime) -> SignedIn | None:
    """One request: the session and all that decides whether it still holds."""
    staff_id, named, _secret = token.partition(".")
    keys = [Session.at(token), Account.at(staff_id), ("staff", staff_id)]
    if not named or not all(can_be_a_key(*key) for key in keys):
        return None
    switches = [Switch.at("sample"), Switch.at("paused")]
    found = Row.many([*keys, *switches], consistent=True)
    session, account, staff = (found.get(key) for key in keys)
    if not (isinstance(session, Session) and isinstance(account, Account) and isinstance(staff, Staff)):
        return None
    if now >= session.expires_at or not _holds(session, account, staff):
        return None
    sample, paused = (row.value if isinstance(row := found.get(key), Switch) else {} for key in switches)
    return SignedIn(staff, account, bool(sample), bool(paused))


def _holds(session: Session, account: Account, staff: Staff) -> bool:
    """What stands beside the secret was sent by the browser: only the session says whose it is."""
    same = (session.staff_id, session.turn, session.role) == (account.staff_id, account.turn, staff.role)
    return same and account.closed_at is None


def end(token: str) -> None:
    Session(*Session.at(token)).delete()


def end_all(account: Account) -> Account:
    """Signed out everywhere; links that wait are void, too."""
    _next_turn(account)
    return account


def _next_turn(account: Account) -> int:
    turn = int(account.turn)
    if not account.change([Account.turn.set(turn + 1)], Account.turn == turn):
        raise Conflict("This account was changed by somebody else meanwhile; look and try again.")
    return int(account.turn)


def close(account: Account, now: datetime) -> None:
    """Whoever has left signs in no more."""
    turn = int(account.turn) + 1
    account.change([Account.closed_at.set(now), Account.turn.set(turn), Account.password.set("")])


def reopen(account: Account) -> None:
    """Back again; a new invitation is needed."""
    account.change([Account.closed_at.remove()])


def change_password(account: Account, old: str, new: str, now: datetime) -> None:
    """All other sessions end."""
    if not passwords.fits(account.password, old):
        raise BadInput("That is not your present password.")
    _good(new, account.email)
    turn = int(account.turn)
    actions = [Account.password.set(passwords.hashed(new)), Account.turn.set(turn + 1)]
    if not account.change(actions, Account.turn == turn):
        raise Conflict("This account was changed by somebody else meanwhile; look and try again.")


def forget(row: Row, now: datetime, hands: Hands) -> None:
    """The dispatcher's way in, once a session or a link has expired."""
    Row(row.pk, row.sk).delete()
