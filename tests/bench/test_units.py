"""The bench counts as DynamoDB's bill does."""

import pytest

from bench import units
from bench.units import Item


def row(text: str = "", **keys: str) -> Item:
    return {name: {"S": value} for name, value in {"pk": "p", "sk": "s", "text": text, **keys}.items()}


def test_a_size_is_names_and_values_in_utf8() -> None:
    assert units.size({"ab": {"S": "温"}, "n": {"N": "1234"}, "b": {"BOOL": True}}) == 5 + 4 + 2


@pytest.mark.parametrize(
    ("sizes", "consistent", "cost"),
    [
        ([], False, 0.5),
        ([4096], False, 0.5),
        ([4097], False, 1.0),
        ([4097], True, 2.0),
        ([1024] * 20, False, 2.5),
    ],
)
def test_reading_goes_by_steps_of_four_kilobytes(sizes: list[int], consistent: bool, cost: float) -> None:
    assert units.read(sizes, consistent) == cost


DUE = {"due_lane": "03#now", "due_key": "a"}


@pytest.mark.parametrize(
    ("before", "after", "cost"),
    [
        (None, row(), {"table": 1}),
        (None, row(**DUE), {"table": 1, "due": 1}),
        (row(**DUE), row("changed", **DUE), {"table": 1}),
        (row(**DUE), row(**{**DUE, "due_key": "b"}), {"table": 1, "due": 2}),
        (row(**DUE), row(), {"table": 1, "due": 1}),
        (row("x" * 1024), row(), {"table": 2}),
        (None, None, {"table": 1}),
    ],
)
def test_writing_pays_for_the_larger_image_and_each_changed_index_key(
    before: Item | None, after: Item | None, cost: dict[str, int]
) -> None:
    assert units.write(before, after) == cost
