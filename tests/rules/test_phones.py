"""Telephone numbers as a reader dials them."""

import pytest

from chalicelib.rules import phones


@pytest.mark.parametrize(
    ("phone", "country", "written"),
    [
        ("+8613000099002", "CN", "130 0009 9002"),
        ("+8613000099002", "HK", "+86 130 0009 9002"),
        ("+85298000001", "HK", "9800 0001"),
        ("+85298000001", "default", "+852 9800 0001"),
        ("ext. 12", "HK", "ext. 12"),
        ("", "HK", ""),
    ],
)
def test_a_number_is_written_as_it_is_dialled_from_where_the_reader_is(phone, country, written):
    assert phones.written(phone, country) == written
