"""Telephone numbers as a reader dials them."""

import pytest

from chalicelib.errors import BadInput
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
        ("+85225550100", "HK", "HK", "2555 0100"),
        ("+85225550100", "CN", "HK", "2555 0100"),
        ("+85225550100", "HK", "CN", "+852 2555 0100"),
        ("+862055500100", "CN", "CN", "020 5550 0100"),
        ("95519", "CN", "HK", "95519"),
        ("ask at the desk", "CN", "HK", "ask at the desk"),
    ],
)
def test_a_shops_number_has_its_country_code_for_readers_elsewhere(phone, home, country, shown):
    assert phones.reachable(phone, home, country) == shown


@pytest.mark.parametrize(
    ("text", "country", "number"),
    [
        ("91234567", "HK", "+85291234567"),
        ("+852 9123 4567", "CN", "+85291234567"),
        ("0044 7911 123456", "CN", "+447911123456"),
        ("+85291234567", "", "+85291234567"),
    ],
)
def test_a_number_is_read_as_written_here_or_with_its_country_code(text, country, number):
    assert phones.read(text, country) == number


@pytest.mark.parametrize(
    ("text", "country", "sentence"),
    [
        (
            "+447911999999",
            "CN",
            "+447911999999 is no number that is in use in GB; compare it digit by digit.",
        ),
        (
            "0044 7911-999999",
            "CN",
            "+447911999999 is no number that is in use in GB; compare it digit by digit.",
        ),
        (
            "\uff0b852 5100 004",
            "CN",
            "+8525100004 is no number that is in use in HK; compare it digit by digit.",
        ),
        ("+1 416 555", "CN", "+1416555 is no number that is in use under +1; compare it digit by digit."),
        ("+80012345", "CN", "+80012345 is no number that is in use under +800; compare it digit by digit."),
        (
            "+999123456",
            "CN",
            "'+999123456' is no number of any country; compare it digit by digit, its country code first.",
        ),
        (
            "12345",
            "CN",
            "'12345' is no telephone number in CN; compare it digit by digit, and begin one from elsewhere "
            "with its country code, as +852.",
        ),
        (
            "ask",
            "CN",
            "'ask' is no telephone number in CN; compare it digit by digit, and begin one from elsewhere "
            "with its country code, as +852.",
        ),
        ("91234567", "", "'91234567' is no telephone number; write it with its country code, as +852 ...."),
    ],
)
def test_what_is_no_number_is_told_with_the_mend_that_fits(text, country, sentence):
    with pytest.raises(BadInput) as refusal:
        phones.read(text, country)
    assert str(refusal.value) == sentence
