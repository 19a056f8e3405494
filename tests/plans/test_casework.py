"""complaints.yaml, duty.yaml and compensation.yaml: the shipped ones, and mistakes refused in words."""

from datetime import date, time, timedelta
from decimal import Decimal

import pytest

from chalicelib import plans
from chalicelib.casework import CLOCKS
from chalicelib.errors import BadPlan
from chalicelib.plans import casework
from chalicelib.plans.source import Folder

LANGUAGES = ("zh-Hans", "zh-Hant", "en")


def test_the_shipped_policy_is_faster_the_graver_it_is() -> None:
    policy = plans.complaints()
    minor, serious, severe = (policy.severities[name] for name in ("minor", "serious", "severe"))
    for clock in CLOCKS:
        assert severe.clocks[clock] < serious.clocks[clock] < minor.clocks[clock]
    assert severe.superior
    assert not minor.superior


def test_public_holidays_are_closed_and_the_shops_own_days_go_before() -> None:
    calendar = plans.complaints().calendar
    assert calendar.windows(date(2026, 10, 1)) == ()
    assert calendar.windows(date(2027, 2, 8)) == ()
    assert calendar.windows(date(2026, 11, 26)) == ((time(9), time(12)), (time(13, 30), time(18)))


def test_the_last_of_the_ladder_has_no_limit() -> None:
    ladder = plans.compensation().ladder
    assert (ladder[0].per_case, ladder[-1].per_case) == (Decimal(200), None)


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("complaints", "answer: 4 hours", "answer: 2 days", "hours or minutes of working time"),
        ("complaints", "holidays: CN", "holidays: Atlantis", "write a country's code"),
        ("complaints", "09:00-12:00, 13:30-18:00", "09:00-12:00, 11:00-18:00", "do not overlap"),
        ("complaints", "late_after: 24 hours", "", "late_after is missing"),
        ("complaints", "warn_before: 4 hours", "warn_before: 8 hours", "make it longer than warn_before"),
        (
            "duty",
            "roster: []",
            "roster: [{from: 2027-02-12, to: 2027-02-05, who: x}]",
            "let it end on or after",
        ),
        (
            "compensation",
            "{role: admin}",
            "{role: admin, per_case: 9}",
            "let the last role be without limits",
        ),
        ("compensation", "per_case: 3000", "per_case: 100", "give manager no less than rep"),
        ("compensation", "role: rep", "role: chief", "use one of admin, manager"),
        ("compensation", "department: warehouse", "department: moon", "name one of those under departments"),
        ("compensation", "days: 5", "days: soon", "write a whole number"),
    ],
)
def test_a_mistake_is_named_with_its_mend(folder: Folder, file: str, old: str, new: str, said: str) -> None:
    path = folder.policies / f"{file}.yaml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    with pytest.raises(BadPlan, match=said):
        read(folder)


def read(folder: Folder) -> None:
    casework.read_complaints(folder, LANGUAGES, "Asia/Shanghai")
    casework.read_compensation(folder, LANGUAGES)


def test_a_roster_names_who_answers(folder: Folder) -> None:
    (folder.policies / "duty.yaml").write_text("roster: [{from: 2027-02-05, to: 2027-02-12, who: 王芳}]")
    policy = casework.read_complaints(folder, LANGUAGES, "Asia/Shanghai")
    assert [policy.on_duty(date(2027, 2, day)) for day in (4, 5, 12, 13)] == ["", "王芳", "王芳", ""]
    assert policy.late_after == timedelta(hours=24)


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("review", "per_cent: 10", "per_cent: many", "per_cent is 'many'"),
        ("review", "at_least: 3", "at_least: 0", "at_least is '0'"),
        ("review", "zh-Hant: 法院, ", "", "bodies, court: zh-Hant is missing"),
        ("review", "complaints: 3", "complaints: 1", "complaints is '1'"),
        ("review", "about: [quality, ", "about: [qualty, ", "did you mean quality"),
        ("review", "audit:", "audits:", "there is no field 'audits'; did you mean audit"),
        ("scripts", "您先说", "按规定不行", "'按规定不行' is in banned.yaml; say it kindly"),
        ("scripts", "      en: [\"Are you", "      de: [\"Are you", "write at least one phrase"),
    ],
)  # fmt: skip
def test_a_slip_in_how_we_look_back_is_told_in_words(
    folder: Folder, file: str, old: str, new: str, said: str
) -> None:
    path = folder.policies / f"{file}.yaml"
    path.write_text(path.read_text().replace(old, new, 1))
    (problem,) = plans.check_all(folder.policies.parent)
    assert f"{file}.yaml" in problem
    assert said in problem
