"""Words that may mean danger are found in whichever language a customer writes; names of goods are none."""

import pytest

from chalicelib import plans
from chalicelib.rules import dangers

DANGEROUS = {
    "The hood began to SMOKE when I switched it on": "fire",
    "there's a burning smell from the plug": "fire",
    "開關部抽油煙機之後插蘇位出煙": "fire",
    "插座冒烟了": "fire",
    "I got a shock from the oven door": "shock",
    "個爐漏電，電親我": "shock",
    "有点漏电": "shock",
    "there is a smell of gas in the kitchen": "gas",
    "廚房有煤氣味": "gas",
    "the cabinet tipped over": "injury",
    "我老婆喺新地板跣親": "injury",
    "抽屉掉下来，孩子受伤了": "injury",
    "my baby is sick since the wardrobe came": "illness",
    "囡囡瞓咗新床之後出疹": "illness",
    "宝宝病了": "illness",
    "The smell stings and I can’t breathe": "fumes",
    "新衣櫃好攻鼻，入房就頭暈": "fumes",
    "怀疑甲醛超标": "fumes",
    "the glass shattered": "glass",
    "焗爐玻璃自爆": "glass",
}
HARMLESS = [
    "The smoked oak boards have a gap", "smoke grey is not the colour I ordered", "the fireplace looks great",
    "煙燻橡木有色差", "抽油煙機好嘈", "防火板起泡", "这件事真让人头疼", "地板起拱", "the floor creaks", "",
    "the firewood shelf is crooked",
]  # fmt: skip


@pytest.mark.parametrize(("text", "danger"), DANGEROUS.items())
def test_what_may_hurt_somebody_is_seen(text: str, danger: str) -> None:
    assert danger in dangers.found_in(text, plans.dangers())


@pytest.mark.parametrize("text", HARMLESS)
def test_what_hurts_nobody_is_not(text: str) -> None:
    assert dangers.found_in(text, plans.dangers()) == {}


def test_a_name_of_goods_does_not_hide_what_happened_to_them() -> None:
    assert dangers.found_in("the smoke detector did not ring though the plug was on fire", plans.dangers())
    assert dangers.found_in("抽油煙機冒煙", plans.dangers()) == {"fire": ["冒煙"]}


def test_what_was_said_before_stays_with_what_is_said_now() -> None:
    both = dangers.together({"fire": ["smoke"]}, {"fire": ["smoke", "burnt"], "gas": ["gas leak"]})
    assert both == {"fire": ["smoke", "burnt"], "gas": ["gas leak"]}


def test_every_danger_has_words_in_every_language_of_the_shop() -> None:
    policy = plans.dangers()
    assert policy.proposes in plans.complaints().severities
    for danger in policy.dangers:
        assert set(danger.label) >= set(plans.shop_defaults().languages)
        assert any(word.isascii() for word in danger.words)
