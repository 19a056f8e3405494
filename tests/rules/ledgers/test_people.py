"""Who is the same customer."""

import pytest

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


NAMES = [
    ("Mr. Chan Tai Man", "Chan Tai Man"),
    ("Chan, Tai Man", "Tai Man Chan"),
    ("张三", "張三"),
    ("张三先生", "张三"),
    ("张先生", "张三"),
    ("Müller", "Mueller"),
]


@pytest.mark.parametrize(("one", "other"), [*NAMES, *((other, one) for one, other in NAMES)])
def test_one_telephone_and_one_name_in_two_ways_are_one_customer(one: str, other: str) -> None:
    assert _customers(english(name=one), english("A2", name=other)) == [0, 0]
    assert _customers(english(name=one), english("A2", name=other, phone="+852 5123 9999")) == [0, 1]


def test_a_surname_is_nobody_in_particular_where_two_are_called_so() -> None:
    rows = ("张先生", "张三", "张四", "張先生")
    assert _customers(*(english(f"A{at}", name=name) for at, name in enumerate(rows))) == [0, 1, 2, 0]


def test_a_surname_at_two_addresses_does_not_make_two_people_one() -> None:
    bare = english("A1", name="张先生", email="b@example.com")
    first, second = english("A2", name="张三"), english("A3", name="张四", phone="", email="b@example.com")
    assert len({*_customers(bare, first, second)}) == 2
    assert _customers(bare, first, second)[1:] != [0, 0]


def test_a_familys_telephone_is_shared_by_several() -> None:
    family = ("张三", "张太太", "李四", "Mr. John Smith", "Mrs. John Smith")
    assert _customers(*(english(f"A{at}", name=name) for at, name in enumerate(family))) == [0, 1, 2, 3, 4]


def test_spellings_meet_by_way_of_another_address() -> None:
    first, second = english(name="張三"), english("A2", name="张三", email="z@example.com")
    assert _customers(first, english("A3", name="Zhang San", phone="", email="z@example.com"), second) == [
        0,
        1,
        0,
    ]
