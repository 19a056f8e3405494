"""People found by the beginning of their names, however these are written."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.care import amending, customers, erasure, sales, search
from chalicelib.care.customers import NewCustomer, correcting
from chalicelib.care.hands import Hands
from chalicelib.care.merging import merge
from chalicelib.care.sales import NewSale
from chalicelib.care.search import traces
from chalicelib.care.search.traces import Traces
from chalicelib.errors import Conflict
from chalicelib.records import events
from chalicelib.records.customers import Customer
from chalicelib.records.roster import Enrolled
from chalicelib.settings import Settings
from tests.journeys.world import PHONE, World

HOUR = timedelta(hours=1)
WHO, WHY = "李婷", "she told me on the phone"


def found(text: str) -> list[str]:
    return [one.name for one in search.find(text)]


@pytest.mark.parametrize("typed", ["陳大文", "陈大文", "陈大", "陈", "陈先生", " 陳 "])
def test_a_chinese_name_is_found_by_its_beginning_in_either_writing(world: World, typed: str) -> None:
    world.customer(name="陳大文先生")
    world.customer(name="王芳", phones=("+85291110000",), emails=())
    assert found(typed) == ["陳大文先生"]


@pytest.mark.parametrize("typed", ["Chan", "chan tai", "CHAN TAI-MAN", "Mr. Chan", "Chán"])
def test_so_is_a_latin_one(world: World, typed: str) -> None:
    world.customer(name="Mr. Chan Tai Man")
    world.customer(name="Tai Siu Ling", phones=("+85291110000",), emails=())
    assert found(typed) == ["Mr. Chan Tai Man"]


def test_who_came_with_a_sale_is_named_by_its_planning(world: World) -> None:
    """Recording a sale has a budget of writes; a minute later they are found."""
    world.sale(world.customer(name="Ho Siu Ming"))
    Enrolled(*Enrolled.at(world.rows(Customer)[0].id)).save()
    assert found("Ho Siu") == []
    world.run(HOUR)
    assert found("Ho Siu") == ["Ho Siu Ming"]


def test_a_long_list_comes_in_pages_by_name(world: World) -> None:
    for number in range(7):
        world.customer(name=f"Chan {number}", phones=(f"+8529111000{number}",), emails=())
    first, position = search.by_name("chan", most=3)
    rest, end = search.by_name("chan", most=10, after=position)
    assert [one.name for one in [*first, *rest]] == [f"Chan {number}" for number in range(7)]
    assert end is None


def test_a_corrected_name_is_found_and_the_wrong_one_no_longer(world: World) -> None:
    customer = world.customer(name="陳大文")
    amending.amend(customer, {"name": "程大文"}, why=WHY, who=WHO, now=world.now)
    assert (found("程"), found("陳")) == (["程大文"], [])


def test_who_was_merged_is_found_by_either_name(world: World) -> None:
    old, into = world.customer(name="Chan Mei"), world.customer(name="Wong Mei", phones=("+85291110000",))
    merge(old.id, into.id, "married", WHO, world.now)
    assert (found("Chan"), found("Wong")) == (["Wong Mei"], ["Wong Mei"])


def test_nobody_is_found_by_a_name_that_was_forgotten(world: World) -> None:
    customer = world.customer(name="陳大文")
    erasure.erase(customer.id, WHO, world.now, Hands(Settings(erasure_key="k"), {}))
    assert found("陳") == []
    assert not any("陈大文" in str(item) or "陳大文" in str(item) for item in world.stored())


# --- by the end of a telephone ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        "6789",
        "16789",
        "尾号6789",
        "尾號：6789",
        "****6789",
        "６７８９",
        " 1 6789 ",
        "138****6789",
        "138 **** 6789",
        "138xxxx6789",
        "后四位6789",
        "後四位 6789",
        "末四位是6789",
        "最后4位：6789",
        "尾号为6789",
        "尾號為 6789",
        "尾号是：6789",
        "手机尾号是6789",
        "手機號碼尾號是6789",
        "手机号后四位6789",
        "电话的后五位16789",
    ],
)
def test_a_customer_is_found_by_how_their_telephone_ends(world: World, typed: str) -> None:
    world.customer(name="陳大文", phones=("+85291116789",), emails=())
    world.customer(name="王芳", phones=("+85291119876",), emails=())
    assert found(typed) == ["陳大文"]


@pytest.mark.parametrize("typed", ["789", "26789", "9876"])
def test_but_not_by_fewer_digits_or_by_others(world: World, typed: str) -> None:
    world.customer(name="陳大文", phones=("+85291116789",), emails=())
    assert found(typed) == []


@pytest.mark.parametrize("typed", ["是6789", "四位6789", "A****6789", "XX6789", "138*6789", "手机", "后四位"])
def test_what_is_no_end_of_a_telephone_is_not_taken_for_one(typed: str) -> None:
    assert search.tail_of(typed) == ""


def test_an_end_has_no_more_digits_than_a_telephone(world: World) -> None:
    """The table refuses to look for what is longer than a key."""
    digits = "7" * 15
    assert (search.tail_of(digits), search.tail_of(digits + "7")) == (digits, "")
    assert found("7" * 1500) == []
    assert found("云" * 1500) == []


def test_a_name_or_an_estate_of_these_digits_is_found_besides(world: World) -> None:
    world.customer(name="陳大文", phones=("+85291111688",), emails=())
    world.customer(name="1688商行", phones=("+85291110000",), emails=())
    amending.amend(world.customer(name="Ho", phones=("+85291110001",), emails=()), {"estate": "1688"})
    assert found("1688") == ["陳大文", "1688商行", "Ho"]


def test_whom_one_may_not_know_of_hides_nobody(world: World) -> None:
    """Not by an end, a whole number, an order or a name."""
    strangers = [
        world.customer(name="6789 stranger", phones=("+85291116789",), emails=()),
        world.customer(name="陳大文", phones=("+85291236789",), emails=()),
    ]
    world.sale(strangers[0], order="56789")
    mine = [
        world.customer(name=name, phones=(phone,), emails=())
        for name, phone in (("6789商行", "+85291110000"), ("王芳", "+8613791236789"))
    ]

    def sees(each: list[Customer]) -> list[Customer]:
        return [one for one in each if one.id in {own.id for own in mine}]

    for typed, names in (
        ("91236789", ["王芳"]), ("6789", ["王芳"]), ("56789", []), ("1116789", []), ("+85291236789", []),
    ):  # fmt: skip
        assert [one.name for one in search.find(typed, sees=sees)] == names, typed
    mine.pop()
    assert [one.name for one in search.find("6789", sees=sees)] == ["6789商行"]


def test_by_less_than_a_whole_number_or_order_nobody_is_found_exactly(world: World) -> None:
    customer = world.customer(name="陳大文", phones=("+85291236789",), emails=())
    world.sale(customer, order="SO-1")
    assert [search.exactly(text) for text in ("6789", "尾号6789", "1236789", "陳", "陳大文")] == [[]] * 5
    for text in ("91236789", "+85291236789", "so-1", customer.id):
        assert [one.name for one in search.exactly(text)] == ["陳大文"], text


def test_a_whole_number_is_nobody_else_s_whose_own_ends_so(world: World) -> None:
    world.customer(name="陳大文", phones=("+85291236789",), emails=())
    world.customer(name="王芳", phones=("+8613791236789",), emails=())
    assert found("9123 6789") == ["陳大文"]
    assert sorted(found("6789")) == sorted(["陳大文", "王芳"])


def test_an_order_of_these_digits_comes_first(world: World) -> None:
    world.customer(name="王芳", phones=("+85291116789",), emails=())
    world.sale(world.customer(name="Ho Siu Ming"), order="6789")
    assert found("6789") == ["Ho Siu Ming", "王芳"]


def test_who_came_with_a_sale_is_found_by_it_once_that_is_planned(world: World) -> None:
    """As by name: the till's writes are counted."""
    new = NewCustomer("陳大文", phones=("+85291116789",), country="HK")
    sold = NewSale("A1", "", world.now.date(), [{"series": "實木"}])
    customers.bring(
        new, lambda person: sales.fresh(replace(sold, customer_id=person.id), world.now), world.now
    )
    assert found("6789") == []
    world.run(HOUR)
    assert found("6789") == ["陳大文"]


def test_two_at_one_telephone_are_both_found_and_who_was_merged_is_who_they_are_now(world: World) -> None:
    wife, man = (
        world.customer(name=name, phones=("+85291116789",), emails=()) for name in ("王芳", "陳大文")
    )
    assert sorted(found("6789")) == sorted(["王芳", "陳大文"])
    merge(wife.id, man.id, "the same", WHO, world.now)
    assert found("6789") == ["陳大文"]


def test_a_wrong_number_s_end_finds_them_no_longer(world: World) -> None:
    customer = world.customer(phones=("+85291116789",), emails=())
    correcting.correct_address(customer.id, "+85291116789", "+85261234567", world.now, why=WHY, who=WHO)
    assert (found("6789"), found("4567")) == ([], [customer.name])


def test_nobody_is_found_by_a_telephone_that_was_forgotten(world: World) -> None:
    customer = world.customer(phones=("+85291116789",), emails=())
    erasure.erase(customer.id, WHO, world.now, Hands(Settings(erasure_key="k"), {}))
    assert found("6789") == []


def test_many_whose_telephones_end_alike_come_in_pages(world: World) -> None:
    for number in range(7):
        world.customer(name=f"Chan {number}", phones=(f"+8529111{number}789",), emails=())
        world.customer(name=f"Ho {number}", phones=(f"+852911{number}6789",), emails=())
    first, position = search.by_end("6789", most=3)
    rest, end = search.by_end("6789", most=10, after=position)
    assert sorted(one.name for one in [*first, *rest]) == sorted([*(f"Ho {n}" for n in range(7)), "Chan 6"])
    assert end is None


def test_who_has_two_telephones_that_end_alike_stands_on_one_page(world: World) -> None:
    world.customer(name="two", phones=("+85291106789", "+85291196789"), emails=())
    for number in range(1, 9):
        world.customer(name=f"Ho {number}", phones=(f"+852911{number}6789",), emails=())
    names, position = [], None
    for _page in range(9):
        people, position = search.by_end("6789", most=2, after=position)
        sure = search.surely("6789", most=2, after=position) if position else None
        names += [one.name for one in people]
        assert sure is None or "two" not in [one.name for one in sure.found]
        if position is None:
            break
    assert sorted(names) == sorted(["two", *(f"Ho {n}" for n in range(1, 9))])


def test_without_a_receipt_the_end_of_a_telephone_is_enough(world: World) -> None:
    world.sale(world.customer(name="陳大文", phones=("+85291116789",), emails=()))
    world.sale(world.customer(name="王芳", phones=("+85291119876",), emails=()), order="B1")
    assert [sale.order for sale, _owner in traces.sales(Traces(phone="6789"))] == ["A1"]


# --- put right, with the reason kept ---------------------------------------------------------------


def said(customer: Customer) -> list[tuple[str, str, dict]]:
    return [(one["what"], one["who"], one["says"]) for one in events.told(customers.get(customer.id))]


def test_what_was_put_right_says_what_it_was_who_and_why(world: World) -> None:
    customer = world.customer()
    amending.amend(customer, {"language": "en", "estate": "海怡半島"}, why=WHY, who=WHO, now=world.now)
    correcting.correct_address(customer.id, PHONE, "+85261234567", world.now, why="two digits", who=WHO)
    assert said(customer) == [
        ("amended", WHO, {
            "from": {"language": "zh-HK", "estate": ""}, "to": {"language": "en", "estate": "海怡半島"},
            "why": WHY,
        }),
        ("corrected", WHO, {"channel": "sms", "from": PHONE, "to": "+85261234567", "why": "two digits"}),
    ]  # fmt: skip
    now = customers.get(customer.id)
    assert (now.language, now.phones) == ("en", ["+85261234567"])
    assert found("海怡半島") == [customer.name]
    assert events.broken_links(now) == []


def test_what_stays_as_it_is_leaves_no_trace(world: World) -> None:
    customer = world.customer()
    amending.amend(customer, {"language": "zh-HK"}, why=WHY, who=WHO, now=world.now)
    assert said(customer) == []


def test_what_somebody_else_changed_meanwhile_is_not_written_over(world: World) -> None:
    mine, also_mine, theirs = world.customer(), world.customer(), world.customer()
    amending.amend(theirs, {"address": "12 Peak Road"}, why=WHY, who=WHO, now=world.now)
    with pytest.raises(Conflict):
        amending.amend(mine, {"address": "21 Peak Road"}, why=WHY, who=WHO, now=world.now)
    with pytest.raises(Conflict):
        amending.amend(also_mine, {"address": "21 Peak Road"})
    assert customers.get(mine.id).address == "12 Peak Road"
