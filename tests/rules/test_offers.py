"""What is owed, what is goodwill, and which amounts nobody could mean."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from chalicelib import plans
from chalicelib.errors import BadInput
from chalicelib.rules import offers
from chalicelib.rules.offers import Fault, Give, Worth

POLICY = plans.compensation()
NOW = datetime(2026, 3, 2, tzinfo=UTC)


def money(text: str) -> Decimal:
    return Decimal(text)


@pytest.mark.parametrize(
    ("facts", "owed"),
    [
        ({"at_fault": "yes", "loss_direct": "100", "loss_indirect": "60"}, "160.00"),
        ({"at_fault": "yes", "loss_direct": "100", "legal_amount": "80"}, "80.00"),
        ({"at_fault": "yes", "loss_direct": "100", "legal_amount": "300"}, "100.00"),
        ({"at_fault": "partly", "loss_direct": "100", "shares": "us=30% carrier=70%"}, "30.00"),
        ({"at_fault": "partly", "loss_direct": "100", "shares": "us=0 customer=100"}, "0.00"),
        ({"at_fault": "no", "loss_direct": "100"}, "0"),
        ({"at_fault": "yes"}, "0.00"),
    ],
)
def test_what_is_owed(facts: dict[str, str], owed: str) -> None:
    assert offers.fault(facts).owed == money(owed)


def test_partly_at_fault_wants_shares() -> None:
    with pytest.raises(BadInput, match="note the shares first"):
        offers.fault({"at_fault": "partly", "loss_direct": "100"})


@pytest.mark.parametrize("text", ["us=50", "us=50 us=50", "us 100", "", "us=101", "us=-1 them=101"])
def test_shares_are_all_of_it_and_each_party_once(text: str) -> None:
    with pytest.raises(BadInput):
        offers.shares(text)


def test_who_is_no_party_of_the_policy_is_refused_by_name() -> None:
    with pytest.raises(BadInput, match=r"names '我们'; use one of .*us.*carrier"):
        offers.shares("我们=60 装修公司=40", POLICY.parties)
    assert offers.shares("us=60 builder=40", POLICY.parties)["us"] == 60


def test_a_partial_fault_without_our_share_owes_nobody_knows_what() -> None:
    with pytest.raises(BadInput, match="nothing of us"):
        offers.fault({"at_fault": "partly", "loss_direct": "100", "shares": "我们=60 装修公司=40"})


@pytest.mark.parametrize(
    "text", ["-0.01", "NaN", "Infinity", "1e9", "1,00", "12,50", ",100", "0.001", "", "ten", "US$5", "1 00"]
)
def test_no_amount(text: str) -> None:
    with pytest.raises(BadInput, match=r"^price is"):
        offers.amount(text, "price")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("0", "0.00"),
        (" 12.5 ", "12.50"),
        ("1e3", "1000.00"),
        ("2,600", "2600.00"),
        ("12,150.50", "12150.50"),
        ("８００", "800.00"),
        ("１２，８００．５", "12800.50"),
        ("12 800", "12800.00"),
        ("￥1,280", "1280.00"),
        ("８００元", "800.00"),
    ],
)
def test_an_amount(text: str, read: str) -> None:
    assert str(offers.amount(text, "price", "CNY")) == read


@pytest.mark.parametrize(
    ("text", "currency"),
    [("$ 300", "HKD"), ("＄300", "USD"), ("￥300", "JPY"), ("300元", "TWD"), ("300", "EUR")],
)
def test_a_sign_of_the_shop_s_own_currency_is_taken_off(text: str, currency: str) -> None:
    assert offers.amount(text, "price", currency) == 300


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("$ 300", "CNY"),
        ("＄300", "CNY"),
        ("$300元", "CNY"),
        ("¥300", "HKD"),
        ("300 元", "EUR"),
        ("$1", "JPY"),
    ],
)
def test_a_sum_in_another_currency_is_none_of_the_shop_s(text: str, currency: str) -> None:
    with pytest.raises(BadInput, match=f"another currency; write it in {currency}"):
        offers.amount(text, "price", currency)


def test_what_was_noted_with_any_sign_before_is_still_read() -> None:
    assert offers.loss({"loss_direct": "$300"}) == 300


def test_an_offer_adds_up() -> None:
    gives = [Give("repair", money("100")), Give("refund", money("20.50")), Give("apology")]
    assert offers.check(gives, "CNY", POLICY) == money("120.50")
    with pytest.raises(BadInput, match="offers something"):
        offers.check([], "CNY", POLICY)


def test_what_is_more_than_owed_is_goodwill() -> None:
    assert offers.goodwill(money("120"), Fault("yes", money("100"))) == 20
    assert offers.goodwill(money("80"), Fault("yes", money("100"))) == 0
    assert offers.goodwill(money("80"), Fault("no", money("100"))) == 80


def test_where_the_company_pays_no_more_than_the_law_asks() -> None:
    strict = replace(POLICY, above_legal=False)
    with pytest.raises(BadInput, match="allows no more"):
        offers.check_bounds(money("120"), Fault("yes", money("100")), Worth(None, ""), strict)
    offers.check_bounds(money("100"), Fault("yes", money("100")), Worth(None, ""), strict)


def test_goodwill_given_within_the_year_counts() -> None:
    worth = Worth(money("1000"), "CNY", goodwill=money("60"))
    offers.check_bounds(money("40"), Fault("no"), worth, POLICY)
    with pytest.raises(BadInput, match=r"leaves 40\.00"):
        offers.check_bounds(money("40.01"), Fault("no"), worth, POLICY)


def test_only_a_year_counts() -> None:
    lines = [
        ["1", "100", "40", (NOW - timedelta(days=364)).isoformat()],
        ["2", "500", "90", (NOW - timedelta(days=365)).isoformat()],
    ]
    assert offers.within_a_year(lines, NOW) == (100, 40)


@pytest.mark.parametrize(
    ("gives", "agreed", "missing"),
    [
        ((), "0", "160.00"),
        (("refund:160",), "0", "0"),
        (("refund:100",), "0", "60.00"),
        (("refund:100",), "60", "0"),  # agreed in an earlier round
        (("gift:20", "apology:0"), "0", "140.00"),
        (("repair:5",), "0", "60.00"),  # the damage is made good; what followed from it is not
        (("replace:900", "compensation:60"), "0", "0"),
        (("repair:5", "compensation:10"), "0", "50.00"),
    ],
)
def test_what_is_offered_below_what_is_owed(gives: tuple[str, ...], agreed: str, missing: str) -> None:
    fault = offers.fault({"at_fault": "yes", "loss_direct": "100", "loss_indirect": "60"})
    given = [Give(kind, money(worth)) for kind, worth in (one.split(":") for one in gives)]
    assert offers.shortfall(given, fault, money(agreed), POLICY)[1] == money(missing)


def test_not_at_fault_nothing_can_be_too_little() -> None:
    fault = offers.fault({"at_fault": "no", "loss_direct": "100"})
    assert offers.shortfall([], fault, money("0"), POLICY) == (0, 0)
