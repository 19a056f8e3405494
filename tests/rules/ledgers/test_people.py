"""Who is the same customer."""

from chalicelib.rules import ledgers
from tests.rules.ledgers.specimens import english, read


def _customers(*rows: tuple[str, ...]) -> list[int]:
    return ledgers.identities(row.sale for row in read(*rows).rows if row.sale)


def test_one_telephone_and_one_name_are_one_customer() -> None:
    assert _customers(english(), english("A2", name="chan  tai man", phone="00852-51234567")) == [0, 0]


def test_one_telephone_under_two_names_is_two_customers() -> None:
    assert _customers(english(), english("A2", name="Lee Siu Ming")) == [0, 1]


def test_spaces_inside_a_chinese_name_do_not_count() -> None:
    assert _customers(english(name="蘇曉彤"), english("A2", name="蘇 曉　彤")) == [0, 0]


def test_an_email_joins_where_the_telephone_does_not() -> None:
    first = english(phone="", email="lee@example.com")
    assert _customers(first, english("A2", phone="", email="LEE@example.com"), english("A3")) == [0, 0, 1]


def test_a_third_sale_may_join_two_others() -> None:
    by_phone, by_email = english("A1"), english("A2", phone="", email="lee@example.com")
    assert _customers(by_phone, by_email, english("A3", email="lee@example.com")) == [0, 0, 0]


def test_two_people_of_one_name_are_two() -> None:
    assert _customers(english(), english("A2", phone="+852 5123 9999")) == [0, 1]
