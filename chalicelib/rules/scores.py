"""A customer's mark: 1 (bad) to 5 (good)."""

from chalicelib.errors import BadInput

WORST, BEST = 1, 5
# So much or less, and somebody of ours looks after it.
LOW = 3
REASON = "satisfaction "
# The errand that asks for a mark, and the ending that has one.
ASKS, GIVEN = "rate", "rated"


def check(score: int) -> None:
    if not WORST <= score <= BEST:
        raise BadInput("{score} is not between {worst} and {best}.", score=score, worst=WORST, best=BEST)


def read(text: str) -> int | None:
    """The mark of a form's field; nothing where none was chosen."""
    return int(text) if text in map(str, range(WORST, BEST + 1)) else None


def needed(verb: str, outcome: str, score: int | None) -> int:
    """The mark that an errand ends with, or 0 where it ends with none."""
    is_given = (verb, outcome) == (ASKS, GIVEN)
    if is_given and score is None:
        raise BadInput("They gave points: say how many, 1 to 5 (`score`).")
    if score is not None and not is_given:
        raise BadInput("Only a call that asks for points ends with a score, with the outcome {outcome}.",
                       outcome=GIVEN)  # fmt: skip
    if score is not None:
        check(score)
    return score or 0


def as_reason(score: int) -> str:
    """Why a complaint that did not end well is opened again."""
    return f"{REASON}{score}"


def of_reason(why: str) -> str:
    """The score in such a reason, or nothing."""
    return why.removeprefix(REASON) if why.startswith(REASON) else ""
