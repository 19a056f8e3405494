"""A customer's mark: 1 (bad) to 5 (good)."""

from chalicelib.errors import BadInput

WORST, BEST = 1, 5
# So much or less, and somebody of ours looks after it.
LOW = 3
REASON = "satisfaction "


def check(score: int) -> None:
    if not WORST <= score <= BEST:
        raise BadInput("{score} is not between {worst} and {best}.", score=score, worst=WORST, best=BEST)


def read(text: str) -> int | None:
    """The mark of a form's field; nothing where none was chosen."""
    return int(text) if text in map(str, range(WORST, BEST + 1)) else None


def as_reason(score: int) -> str:
    """Why a complaint that did not end well is opened again."""
    return f"{REASON}{score}"


def of_reason(why: str) -> str:
    """The score in such a reason, or nothing."""
    return why.removeprefix(REASON) if why.startswith(REASON) else ""
