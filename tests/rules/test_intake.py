"""Where it belongs: told twice it is one complaint, and two sales are two."""

from datetime import UTC, datetime, timedelta

from chalicelib.rules.intake import OpenCase, Place, place

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
FLOOR = OpenCase("KKBOFRUH", "a1", NOON)
SOFA = OpenCase("AB2CD3EF", "b2", NOON + timedelta(days=1))
NO_SALE = OpenCase("ZZZZZZ22", "", NOON + timedelta(days=2))


def test_the_first_word_opens_a_complaint() -> None:
    assert place("地板起拱", "a1", []) == Place()


def test_told_again_by_another_way_it_is_the_same() -> None:
    assert place("地板起拱", "a1", [FLOOR]) == Place("KKBOFRUH")
    assert place("still not fixed", "", [FLOOR]) == Place("KKBOFRUH")
    assert place("the floor", "a1", [NO_SALE]) == Place("ZZZZZZ22")


def test_another_sale_is_another_complaint() -> None:
    assert place("the sofa sags", "b2", [FLOOR]) == Place()


def test_a_number_that_is_named_decides() -> None:
    for said in ("about kkbofruh:", "个案KKBOFRUH还没人来", "Re: (case KKBOFRUH)"):
        assert place(said, "b2", [FLOOR, SOFA, NO_SALE]) == Place("KKBOFRUH")


def test_a_number_of_somebody_else_s_leads_nowhere() -> None:
    assert place("QQQQQQ22", "", []) == Place()
    assert place("QQQQQQ22", "", [FLOOR]) == Place("KKBOFRUH")


def test_between_several_it_stands_with_the_newest_and_says_that_it_is_unsure() -> None:
    assert place("any news?", "", [FLOOR, SOFA]) == Place("AB2CD3EF", unsure=True)


def test_the_sale_decides_between_several() -> None:
    assert place("any news?", "a1", [FLOOR, SOFA, NO_SALE]) == Place("KKBOFRUH")


def test_words_that_only_look_like_a_number_do_no_harm() -> None:
    assert place("COMPLAIN COMPLAINT!", "", [FLOOR]) == Place("KKBOFRUH")
