"""Tags: the same however they are written, and few."""

import pytest

from chalicelib import tags
from chalicelib.errors import BadInput


def test_a_cell_may_hold_several() -> None:
    assert tags.split(" VIP， 老客户;old  neighbour |vip,, ") == ("VIP", "老客户", "old neighbour")


def test_one_is_taken_away_in_whatever_way_it_is_written() -> None:
    assert tags.without(("VIP", "老客户"), ("ｖｉｐ",)) == ("老客户",)


def test_too_many_or_too_long_ones_are_refused_with_a_sentence() -> None:
    with pytest.raises(BadInput, match="keep to 20"):
        tags.checked(str(number) for number in range(21))
    with pytest.raises(BadInput, match="longer than 40"):
        tags.checked(["x" * 41])
