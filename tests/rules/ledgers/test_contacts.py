"""Telephones and e-mail addresses, and whose country a bare number is."""

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.rules.ledgers import contacts

GUANGZHOU = "+8613000100026"
WIDE = str.maketrans("0123456789+", "０１２３４５６７８９＋")
RANGES = {
    "CN": (13_000_000_000, 13_999_999_999),
    "HK": (51_000_000, 56_999_999),
    "TW": (912_000_000, 912_999_999),
    "SG": (91_000_000, 91_999_999),
    "US": (4_155_552_000, 4_155_559_999),
    "DE": (1_701_000_000, 1_709_999_999),
    "GB": (7_400_100_000, 7_400_199_999),
}
TRUNK = {"TW": "0", "DE": "0", "GB": "0"}


def mobile(country: str) -> st.SearchStrategy[str]:
    written = st.integers(*RANGES[country]).map(lambda number: f"{TRUNK.get(country, '')}{number}")
    return written.filter(lambda one: phonenumbers.is_valid_number(phonenumbers.parse(one, country)))


@pytest.mark.parametrize(
    "cell",
    [
        "13000100026",
        "130-0010-0026",
        " 13000100026\u3000",
        "１３０００１０００２６",
        "+8613000100026",
        "0086 13000100026",
        "(+86) 130 0010 0026",
        "86-130.0010.0026",
        "13000100026.0",
        "'13000100026",
        "手机：13000100026",
        "13000100026（妈妈）",
        "0086-130 0010 0026;",
    ],
)
def test_one_number_in_all_its_dresses(cell: str) -> None:
    assert contacts.phones(cell, "CN") == contacts.Phones((GUANGZHOU,))


@pytest.mark.parametrize("country", RANGES)
@settings(max_examples=25)
@given(data=st.data())
def test_a_valid_number_reads_back_from_every_form(country: str, data: st.DataObject) -> None:
    number = phonenumbers.parse(data.draw(mobile(country)), country)
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    forms = phonenumbers.PhoneNumberFormat
    for form in (forms.E164, forms.INTERNATIONAL, forms.NATIONAL):
        written = phonenumbers.format_number(number, form)
        for cell in (written, written.translate(WIDE), written.replace("+", "00"), written.replace(" ", ".")):
            assert contacts.phones(cell, country).valid == (e164,)


@pytest.mark.parametrize("between", ["/", " / ", "、", ";", ",", "；", "，", "\n", "|", " or ", "或"])
def test_several_numbers_share_a_cell(between: str) -> None:
    assert contacts.phones(f"13000100026{between}13800138000", "CN").valid == (GUANGZHOU, "+8613800138000")


@pytest.mark.parametrize(
    "cell",
    [
        "13000100026 13900002222",
        "130-0010-0026(先生)13900002222(太太)",
        "13000100026（备用13900002222）",
        "Mr 13000100026 wife 139 0000 2222",
    ],
)
def test_a_space_or_a_word_parts_numbers_too(cell: str) -> None:
    assert contacts.phones(cell, "CN") == contacts.Phones((GUANGZHOU, "+8613900002222"))


def test_beside_a_valid_number_what_is_none_is_still_said() -> None:
    found = contacts.phones("1390000222 13000100026", "CN")
    assert (found.valid, found.bad) == ((GUANGZHOU,), ("1390000222",))
    assert not contacts.phones("130001000261390000222", "CN").valid


def test_a_slash_may_also_set_off_the_area_code() -> None:
    assert contacts.phones("0151/23456789", "DE").valid == ("+4915123456789",)


def test_what_stands_behind_a_slash_is_not_joined_to_the_number_before_it() -> None:
    assert contacts.phones("5123 4567 / 12", "HK") == contacts.Phones(("+85251234567",), (), ("12",))


def test_a_landline_is_kept_but_gets_no_sms() -> None:
    found = contacts.phones("020-87654321转801 / 13000100026", "CN")
    assert found == contacts.Phones(("+862087654321", GUANGZHOU), ("+862087654321",))


@pytest.mark.parametrize("cell", ["020-87654321-801", "(020)87654321-801", "020-87654321转801"])
def test_an_extension_is_none_of_the_number(cell: str) -> None:
    assert contacts.phones(cell, "CN").valid == ("+862087654321",)


def test_a_number_of_another_country_needs_its_code_but_no_plus() -> None:
    assert contacts.phones("852 5123 4567", "CN").valid == ("+85251234567",)
    assert contacts.phones("5123 4567", "CN").bad == ("5123 4567",)


@pytest.mark.parametrize("cell", ["1300010018", "1.3E+10", "12345", "call shop", "+86 123"])
def test_what_is_no_number_is_said_to_be_bad(cell: str) -> None:
    assert contacts.phones(cell, "CN") == contacts.Phones(bad=(cell,))


@pytest.mark.parametrize("cell", ["", "-", "无", "N/A", " / "])
def test_nothing_is_not_bad(cell: str) -> None:
    assert contacts.phones(cell, "CN") == contacts.Phones()


@pytest.mark.parametrize("country", RANGES)
@settings(max_examples=25)
@given(data=st.data())
def test_a_files_bare_numbers_tell_their_country(country: str, data: st.DataObject) -> None:
    cells = data.draw(st.lists(mobile(country), min_size=8, max_size=12))
    shop = data.draw(st.sampled_from([country, "CN"]))
    found, votes = contacts.decide_country([*cells, "123456"], shop)
    rivals = {"HK", "SG"} if country == "SG" else {country}  # an eight-digit number may be either's
    assert found in rivals if shop != country else found == country
    assert votes[found] == len(cells)


def test_the_shops_country_breaks_a_tie() -> None:
    either = ["9123 4567", "9234 5678"]
    assert contacts.decide_country(either, "SG")[0] == "SG"
    assert contacts.decide_country(either, "HK")[0] == "HK"


def test_typing_errors_do_not_move_a_file_abroad() -> None:
    """Germany, Malaysia and Britain know landlines that look like a number with a digit lost."""
    cells = ["13000100026"] * 6 + ["1300010018"] * 4
    assert contacts.decide_country(cells, "CN") == ("CN", {"CN": 6})
    assert contacts.decide_country(["5123 4567"] * 3 + ["512 4567"] * 2, "HK")[0] == "HK"


@pytest.mark.parametrize(
    ("cells", "country"),
    [
        (["020 7946 0958", "0161 496 0000", "0131 496 0123"], "GB"),
        (["02 9374 4000", "03 9374 4000", "07 3374 4000"], "AU"),
        (["0151 23456789", "030 1234567"], "DE"),
        (["020-88886666", "0755-86660000", "13000100026"], "CN"),
    ],
)
def test_landlines_tell_their_country_too(cells: list[str], country: str) -> None:
    found, votes = contacts.decide_country(cells, "CN")
    assert (found, votes[found]) == (country, len(cells))


def test_between_equals_digits_are_grouped_as_at_home_and_then_mobiles_speak() -> None:
    """Both 02 and 07 are French, too, and 07 even a mobile; but nobody there writes 9374 4000."""
    assert contacts.decide_country(["02 9374 4000", "07 3374 4000"], "CN")[0] == "AU"
    assert contacts.decide_country(["0293744000", "0733744000"], "CN")[0] == "FR"


def test_one_digit_lost_does_not_make_a_hong_kong_file_german() -> None:
    assert contacts.decide_country(["5123 4567"] * 50 + ["512 4567"], "CN")[0] == "HK"


def test_numbers_with_a_country_code_say_nothing_of_the_others() -> None:
    assert contacts.decide_country(["+852 5123 4567"] * 9 + ["13000100026"], "CN")[0] == "CN"


@pytest.mark.parametrize(
    "cell", ["Lee@Example.com", " lee@example.com ", "mailto:lee@example.com", "ｌｅｅ＠example.com"]
)
def test_an_address_is_kept_in_small_letters(cell: str) -> None:
    assert contacts.email(cell) == "lee@example.com"


@pytest.mark.parametrize("cell", ["", "lee@", "lee.example.com", "lee@example", "a b@example.com", "-"])
def test_an_address_that_cannot_exist_is_none(cell: str) -> None:
    assert contacts.email(cell) == ""
