"""The supervision sheet: what it must cover, and how a slip in its file is told."""

from pathlib import Path

import pytest

from chalicelib import plans
from chalicelib.errors import BadPlan
from chalicelib.plans.points import BOUND, PARTS, read_checklist
from chalicelib.plans.source import folder_at

GOOD = "points:\n  - {point: a, part: service, binds: fitter, words: {en: Swept}}\n"


def read(folder: Path, text: str):  # type: ignore[no-untyped-def]
    (folder / "checklist.yaml").write_text(text, encoding="utf-8")
    return read_checklist(folder_at()._replace(policies=folder), ("en",))


def test_it_covers_installation_service_and_communication_and_binds_all_three() -> None:
    points = plans.checklist()
    assert {point.part for point in points} == set(PARTS)
    assert {point.binds for point in points} == set(BOUND)
    assert 8 <= len(points) <= 14
    assert all(set(plans.shop_defaults().languages) <= set(point.words) for point in points)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (GOOD.replace("service", "servise"), "service"),
        (GOOD.replace("fitter", "plumber"), "plumber"),
        (GOOD.replace("en: Swept", "fr: Propre"), "en is missing"),
        (GOOD + GOOD.splitlines()[1], "another of that name"),
        (GOOD.replace("words", "word"), "words"),
    ],
)
def test_a_slip_names_the_file_and_the_mend(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(BadPlan, match=told) as refusal:
        read(tmp_path, text)
    assert "checklist.yaml" in str(refusal.value)


def test_a_good_one_is_read(tmp_path: Path) -> None:
    (point,) = read(tmp_path, GOOD)
    assert (point.id, point.words["en"]) == ("a", "Swept")
