"""The supervision sheet's points, read from schedules/policies/checklist.yaml."""

from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.plans.source import Folder, read

PARTS = ("installation", "service", "communication")
BOUND = ("customer", "fitter", "company")


@dataclass(frozen=True)
class Point:
    """One line of the sheet: `part` is what it looks at, `binds` who promises it."""

    id: str
    part: str
    binds: str
    words: Mapping[str, str]


def read_checklist(folder: Folder, languages: tuple[str, ...]) -> tuple[Point, ...]:
    entry = read(folder.policies / "checklist.yaml")
    entry.only(("points",))
    points: dict[str, Point] = {}
    for item in entry.each("points"):
        item.only(("point", "part", "binds", "words"))
        words = item.under("words")
        point = Point(
            item.text("point"), item.choice("part", PARTS), item.choice("binds", BOUND),
            {language: words.text(language) for language in dict.fromkeys([*languages, *words.values])},
        )  # fmt: skip
        if point.id in points:
            raise item.refuse("point", "there is another of that name; give each its own")
        points[point.id] = point
    return tuple(points.values())
