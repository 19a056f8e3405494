"""Nothing that a ledger holds is passed over in silence."""

from chalicelib.rules import ledgers
from chalicelib.words import speaking
from tests.rules.ledgers.specimens import ENGLISH, english, read, xlsx_bytes


def test_a_ledger_that_is_read_whole_needs_no_word() -> None:
    assert ledgers.notes(read(english())) == []


def test_a_column_that_holds_something_and_means_nothing_to_us_is_named() -> None:
    header = (*ENGLISH, "Colour", "Empty", "")
    ledger = read((*english(), "red", " ", "?"), (*english("A2"), "", "-", "", "beyond"), header=header)
    assert ledger.columns_left_out == ("Colour", "column 13")
    assert ledgers.notes(ledger) == [
        "Not read: the columns “Colour”, “column 13”. Where one of them matters, write the field that it is"
        " above it, such as “note”, or say so by a mapping, such as “Colour: note”."
    ]


def test_of_two_columns_for_one_field_the_one_that_is_not_read_is_named() -> None:
    ledger = read((*english(), "2024-01-01"), header=(*ENGLISH, "Date"))
    assert ledger.columns_left_out == ("Date",)


def test_a_column_with_a_mapping_is_read() -> None:
    ledger = read((*english(), "red"), header=(*ENGLISH, "Colour"), mapping={"Colour": "note"})
    assert ledger.columns_left_out == ()


def test_a_sheet_with_other_columns_is_named() -> None:
    sheets = {"Nov": [list(ENGLISH), list(english())], "Oct returns": [["Order No", "Qty"], ["A0", 1]]}
    ledger = ledgers.read("a.xlsx", xlsx_bytes(sheets), shop_country="HK")
    assert ledgers.notes(ledger)[0].startswith(
        "Not read: the sheet “Oct returns”, hidden or with other columns"
    )


def test_days_that_could_be_read_either_way_are_told() -> None:
    (said,) = ledgers.notes(read(english(signed="03/05/2024"), english("A2", signed="04/05/2024")))
    assert said.startswith("Days such as “03/05/2024” are read as 2024-05-03, and nothing in the file tells")
    assert "(mdy)" in said
    assert "（02/03/2026 表示 2 月 3 日）" in speaking.said("zh-Hans", said)
    assert "mdy" not in speaking.said("en", said)
    decided = [english(signed="03/05/2024"), english("A2", signed="24/05/2024")]
    assert ledgers.notes(read(*decided)) == []
    assert ledgers.notes(read(english(signed="03/05/2024"), dates="dmy")) == []
    assert ledgers.notes(read(english(signed="05/05/2024"))) == []


def test_goods_of_no_known_kind_are_named_once_with_what_was_supposed() -> None:
    rows = [english("A1", product="瑜伽墊"), english("A2", product="瑜伽墊"), english("A3")]
    (said,) = ledgers.notes(read(*rows))
    assert said.startswith("Cared for as flooring, as nothing says what kind of goods they are: “瑜伽墊”.")
    assert said.endswith("in a column “category”: appliance, flooring, furniture.")


def test_rows_without_any_product_are_named_as_such_and_long_lists_are_cut() -> None:
    assert "are: rows without a product." in ledgers.notes(read(english(product="")))[0]
    many = [english(f"A{n}", product=f"X-{n}") for n in range(12)]
    assert "“X-9” and 2 more." in ledgers.notes(read(*many))[0]
