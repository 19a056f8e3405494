"""Two versions of a care plan held against each other."""

from datetime import time

from chalicelib.rules.versions import Change, changes
from chalicelib.steps import CarePlan, Offset, Step

TIPS = Step(
    "tips", "message", "signed", Offset(5, "minutes"), "care", Offset(7, "days"), channels=("sms", "email")
)
CALL = Step(
    "call", "call", "installed", Offset(1, "years"), "care", Offset(30, "days"), when={"tier": ("A", "B")}
)
OLD = CarePlan("flooring", 1, ("flooring",), (TIPS, CALL))


def test_what_is_the_same_is_not_told() -> None:
    assert changes(OLD, OLD._replace(version=2)) == []


def test_each_field_that_changed_is_told_as_the_file_writes_it() -> None:
    later = TIPS._replace(
        after=Offset(1, "days"), channels=("email",), window=(time(9), time(12)), cheerful=True,
        when={"tier": ("A",)}, repeat=Offset(1, "years"),
    )  # fmt: skip
    new = CarePlan("flooring", 2, ("flooring",), (later, CALL))
    assert changes(OLD, new) == [
        Change("tips", "after", "5 minutes", "1 day"),
        Change("tips", "channels", "sms, email", "email"),
        Change("tips", "window", "", "09:00-12:00"),
        Change("tips", "when", "", "tier: A"),
        Change("tips", "repeat", "", "1 year"),
        Change("tips", "cheerful", "no", "yes"),
    ]


def test_steps_that_came_and_went() -> None:
    gift = CALL._replace(name="gift", kind="gift")
    new = CarePlan("flooring", 2, ("flooring",), (gift, TIPS))
    assert changes(OLD, new) == [Change("gift", after="gift"), Change("call", before="call")]
