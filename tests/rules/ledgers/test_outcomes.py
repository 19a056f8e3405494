"""Sales, repeats, returns: what each row becomes beside the others."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.rules import ledgers
from tests.rules.ledgers.specimens import ENGLISH, english, kinds, outcomes, read

SALE, DUPLICATE, RETURN = ("sale", ""), ("duplicate", ""), ("return", "")


def test_a_repeat_is_seen_through_its_spelling() -> None:
    again = english(
        order=" a1 ", name="ＣＨＡＮ Tai Man", product="oak  FLOOR", quantity="10.0", installed="2024-05-01"
    )
    assert kinds(english(), again) == [SALE, DUPLICATE]


def test_another_product_batch_or_quantity_is_a_further_line() -> None:
    rows = [english(), english(product="Skirting"), english(batch="B2"), english(quantity="11")]
    assert kinds(*rows) == [SALE] * 4


def test_a_return_of_everything_is_whole_and_of_some_is_not() -> None:
    whole, part = (outcomes(english(), english(quantity=back))[1] for back in ("-10", "-4"))
    assert (whole.kind, whole.whole) == ("return", True)
    assert (part.kind, part.whole) == ("return", False)
    assert part.taken == (("oakfloor||", "b1", Decimal(4)),)


def test_returns_in_parts_end_in_a_whole_one() -> None:
    found = outcomes(english(), english(quantity="-4"), english(quantity="-6"))
    assert [one.whole for one in found] == [False, False, True]


def test_one_line_of_two_returned_is_part_of_the_sale() -> None:
    found = outcomes(
        english(), english(product="Skirting", quantity="3"), english(product="Skirting", quantity="-3")
    )
    assert (found[2].kind, found[2].whole) == ("return", False)
    assert found[2].taken == (("skirting||", "b1", Decimal(3)),)


def test_a_return_means_its_batch_if_it_names_one() -> None:
    found = outcomes(english(), english(batch="B2", quantity="5"), english(batch="B2", quantity="-5"))
    assert found[2].taken == (("oakfloor||", "b2", Decimal(5)),)


def test_a_return_finds_its_sale_wherever_it_stands() -> None:
    assert kinds(english(quantity="-10"), english()) == [RETURN, SALE]


def test_a_return_without_a_sale_is_a_reject() -> None:
    assert kinds(english("A9", quantity="-1")) == [("reject", "return_without_sale")]


def test_the_return_of_a_rejected_sale_has_no_sale() -> None:
    rows = [english(phone="12"), english(phone="12", quantity="-10")]
    assert kinds(*rows) == [("reject", "bad_phone"), ("reject", "return_without_sale")]


def test_more_cannot_come_back_than_was_sold() -> None:
    rows = [english(), english(quantity="-4"), english(quantity="-7")]
    assert kinds(*rows) == [SALE, RETURN, ("reject", "return_exceeds_sale")]


def test_a_repeated_return_is_a_duplicate_but_a_refused_one_is_refused_again() -> None:
    assert kinds(english(), english(quantity="-4"), english(quantity="-4")) == [SALE, RETURN, DUPLICATE]
    assert kinds(english(quantity="-4"), english(quantity="-4")) == [("reject", "return_without_sale")] * 2


def test_a_return_needs_neither_contact_nor_day() -> None:
    bare = english(phone="", signed="", name="", quantity="-10", installed="2024-01-01")
    assert kinds(english(), english("A2"), bare)[2] == RETURN


def test_two_customers_cannot_share_an_order_number() -> None:
    other = english(name="Lee Siu Ming", phone="+852 5123 9999", product="Sofa")
    found = outcomes(english(), other)
    assert found[1].why
    assert found[1].why.code == "order_of_another"
    assert "line 2" in found[1].why.sentence


def test_the_same_order_at_another_telephone_is_still_its_customers() -> None:
    assert kinds(english(), english(phone="+852 5123 9999", product="Sofa")) == [SALE, SALE]


def test_what_an_earlier_import_holds_is_known() -> None:
    ledger = read(english(), english(quantity="-4"), english("A2"), english(quantity="-6"))
    earlier = {"a1": [("oakfloor||", "b1", Decimal(10)), ("oakfloor||", "b1", Decimal(-4))]}
    found = ledgers.classify(ledger, lambda order: earlier.get(order, []))
    assert [one.kind for one in found] == ["duplicate", "duplicate", "sale", "return"]
    assert found[3].whole


ROWS = st.lists(
    st.builds(
        english,
        order=st.sampled_from(["A1", "A2"]),
        phone=st.sampled_from(["+852 5123 4567", "12"]),
        product=st.sampled_from(["Oak", "Sofa"]),
        batch=st.sampled_from(["", "B1"]),
        quantity=st.sampled_from(["0", "1", "2", "-1", "-2"]),
    ),
    max_size=12,
)


@given(rows=ROWS)
def test_every_row_has_one_outcome_and_a_second_import_takes_nothing(rows: list[tuple[str, ...]]) -> None:
    ledger = read(english("A0"), *rows)
    first = ledgers.classify(ledger)
    assert [one.row for one in first] == list(ledger.rows)
    assert {one.kind for one in first} <= {"sale", "duplicate", "return", "reject"}
    assert all((one.kind == "reject") == (one.why is not None) for one in first)
    held: dict[str, list[ledgers.Line]] = {}
    for one in first:
        if one.row.sale and one.kind in ("sale", "return"):
            held.setdefault(one.row.sale.order_key, []).append(one.row.sale.line)
    assert all(sum(line[2] for line in lines) >= 0 for lines in held.values())
    second = ledgers.classify(ledger, lambda order: held.get(order, []))
    assert {one.kind for one in second} <= {"duplicate", "reject"}
    assert [one.kind == "reject" for one in second] == [one.kind == "reject" for one in first]


KNOWN = ledgers.Buyer("Lee Mei", frozenset({"+85261230000", "mei@example.com"}), date(2023, 3, 2))


def _beside_known(*rows: tuple[str, ...], buyer: ledgers.Buyer = KNOWN) -> list[tuple[str, str]]:
    """With the order A1 known as of Lee Mei, who bought ten of the same floor."""
    held = {"a1": [("oakfloor||", "b1", Decimal(10))]}
    found = ledgers.classify(
        read(*rows), lambda order: held.get(order, []), lambda order: buyer if order == "a1" else None
    )
    return [(one.kind, one.why.code if one.why else "") for one in found]


def test_a_number_that_begins_anew_is_not_taken_for_the_known_order() -> None:
    other = ("reject", "order_of_another")
    assert _beside_known(english(product="Ash floor"), english(), english("A2")) == [other, other, SALE]
    assert _beside_known(english(quantity="-2")) == [other]


def test_a_stranger_s_row_does_not_hold_the_number_against_its_buyer() -> None:
    rows = [english(product="Ash floor"), english(name="Lee Mei", phone="+852 6123 9999", quantity="4")]
    assert _beside_known(*rows) == [("reject", "order_of_another"), SALE]


def test_a_known_order_stays_whoever_is_like_its_buyer() -> None:
    more = {"product": "Skirting", "quantity": "4"}
    by_name = english(name="Mei LEE", phone="+852 6123 9999", **more)
    by_phone = english(name="Ms Wong", phone="+852 6123 0000", **more)
    by_mail = english(name="Ms Wong", email="MEI@example.com", **more)
    assert [_beside_known(row) for row in (by_name, by_phone, by_mail)] == [[SALE]] * 3
    assert _beside_known(english(name="", phone="", quantity="-2")) == [RETURN]


def test_a_row_that_stands_there_is_a_repeat_though_its_buyer_was_put_right_since() -> None:
    same_day = replace(KNOWN, signed_on=date(2024, 3, 2))
    assert _beside_known(english(), buyer=same_day) == [DUPLICATE]
    assert _beside_known(english(product="Ash floor"), buyer=same_day) == [("reject", "order_of_another")]


def test_a_return_that_names_no_order_is_found_by_day_and_buyer_or_told_how() -> None:
    sold = english(order="")
    assert kinds(sold, english(order="", quantity="-4")) == [SALE, RETURN]
    (_, late) = outcomes(sold, english(order="", quantity="-4", signed="2024-04-01"))
    assert late.why
    assert late.why.sentence.startswith("This return names no order")


def test_a_row_that_says_it_was_called_off_is_left_behind() -> None:
    header = (*ENGLISH, "订单状态")
    rows = [
        (*english("A1"), "交易关闭"),
        (*english("A2"), "已完成"),
        (*english("A2", quantity="-3"), "已退货"),
    ]
    assert kinds(*rows, header=header) == [("reject", "called_off"), SALE, RETURN]


STATES = (*ENGLISH, "退货日期", "状态")
TEN = ("oakfloor||", "b1", Decimal(10))
GONE = ("reject", "return_without_sale")


def test_a_day_of_return_counts_whatever_the_state_says() -> None:
    (one,) = outcomes((*english(), "2024-03-09", "已退货"), header=STATES)
    assert (one.kind, one.taken, one.whole) == ("sale", (TEN,), True)


@pytest.mark.parametrize("state", ["已退货", "退货", "退款", "退單", "Returned"])
def test_a_state_that_says_it_came_back_is_the_return_of_what_is_known(state: str) -> None:
    ledger = read((*english(), "", state), header=STATES)
    held = [TEN]
    (one,) = ledgers.classify(ledger, lambda order: held)
    assert (one.kind, one.taken, one.whole) == ("return", (TEN,), True)
    assert one.back
    assert one.back.signed_on is None
    held.append(one.back.line)
    assert [again.kind for again in ledgers.classify(ledger, lambda order: held)] == ["duplicate"]


def test_the_sale_may_stand_in_the_same_file_and_without_one_nothing_can_come_back() -> None:
    back = (*english(), "", "已退货")
    assert kinds((*english(), "", ""), back, header=STATES) == [SALE, RETURN]
    assert kinds(back, header=STATES) == [GONE]
    other = (*english(product="Skirting", quantity="30"), "", "")
    assert kinds(back, other, header=STATES) == [GONE, SALE]
