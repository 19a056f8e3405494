"""Categories, grades of residence and languages from the words that shops use."""

import pytest

from chalicelib.rules.ledgers import labels

PRODUCTS = {
    "flooring": ["实木复合", "SPC石塑", "腳線", "Oak engineered planks"],
    "furniture": ["實木餐桌", "电视柜", "Sofa bed", "L形梳化", "餐枱", "書枱"],
    "appliance": ["電視機", "雪櫃", "washing machines", "焗爐", "電熱水爐", "除濕機"],
    "": ["Woven thing", ""],
}
GRADES = {
    "luxury": ["豪宅", "别墅", "Luxury"],
    "high": ["高檔", "upscale"],
    "middle": ["中档小区", "mid-range"],
    "ordinary": ["普通住宅", "HDB"],
    "": ["pink", ""],
}


def pairs(table: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(words, label) for label, several in table.items() for words in several]


@pytest.mark.parametrize(("words", "category"), pairs(PRODUCTS))
def test_the_product_tells_the_category(words: str, category: str) -> None:
    assert labels.category("", words) == category


def test_a_category_column_is_believed_before_the_product() -> None:
    assert labels.category("家具", "实木") == "furniture"
    assert labels.category("Appliance", "Oak") == "appliance"


@pytest.mark.parametrize(("cell", "grade"), pairs(GRADES))
def test_grades_of_residence(cell: str, grade: str) -> None:
    assert labels.grade(cell) == grade


@pytest.mark.parametrize(
    ("cell", "language"),
    [
        ("简体中文", "zh-Hans"),
        ("繁體中文", "zh-Hant"),
        ("粤语", "zh-Hant"),
        ("English", "en"),
        ("EN", "en"),
        ("Klingon", ""),
    ],
)
def test_languages(cell: str, language: str) -> None:
    assert labels.language(cell) == language
