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


@pytest.mark.parametrize(
    ("phone", "home", "country", "shown"),
    [
        ("020-55500100", "CN", "CN", "020-55500100"),
        ("020-55500100", "CN", "HK", "+86 20 5550 0100"),
        ("2555 0100", "HK", "HK", "2555 0100"),
        ("2555 0100", "HK", "default", "+852 2555 0100"),
        ("+852 2555 0100", "", "US", "+852 2555 0100"),
        ("95519", "CN", "HK", "95519"),
        ("ask at the desk", "CN", "HK", "ask at the desk"),
    ],
)
def test_a_shops_number_has_its_country_code_for_readers_elsewhere(phone, home, country, shown):
    assert phones.reachable(phone, home, country) == shown
