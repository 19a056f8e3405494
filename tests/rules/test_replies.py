"""What a customer's reply means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.rules.replies import HELP, START, STOP, Meaning, understand


@pytest.mark.parametrize(("meant", "words"), [("stop", STOP), ("start", START), ("help", HELP)])
def test_every_listed_word_is_understood_in_any_dress(meant, words) -> None:
    for word in words:
        for said in (word, word.upper(), f"  {word}! ", f"“{word}”", f"{word} 🛑", word + "\u200b"):
            assert understand(said, rating_asked=False).kind == meant, said


def test_no_word_means_two_things() -> None:
    assert not STOP & START
    assert not STOP & HELP
    assert not START & HELP


@pytest.mark.parametrize(
    "said",
    [
        *(
            "STOP",
            "stop please",
            "Please stop.",
            "STOP NOW!!!",
            "no more",
            "No more, thank you",
            "Ｓｔｏｐ",
            "Opt-Out",
        ),
        *(
            "opt out",
            "don't text me",
            "don’t text me",
            "退订",
            "退訂",
            "取消订阅",
            "TD",
            "t",
            "N",
            "r",
            "TDQX",
        ),
        *(
            "停止",
            "别发了",
            "请退订，谢谢",
            "麻烦退订",
            "拒收",
            "arrêt",
            "ARRET",
            "baja",
            "停止して",
            "Стоп",
            "unsubscribe",
        ),
        # our own ending, written back as it stands
        *("退订回T", "退訂回T。", "回T", "回复 TD", "请回复T，谢谢", "TD退订", "拒收回R", "Reply STOP"),
    ],
)
def test_stop_by_any_reasonable_means(said) -> None:
    for asked in (True, False):
        assert understand(said, asked) == Meaning("stop")


@pytest.mark.parametrize(
    "said",
    [
        *(
            "please stop by on Monday",
            "I will not stop until it is mended",
            "end of the week",
        ),
        *(
            "不要停止施工",
            "取消周一的上门",
            "取消吧，改周三",
            "取消",  # of what? A person asks: it may be the fitter that is not to come
            "回头再说",
            "回T恤",
            "退订金",
            "what does N mean",
            "can you help me with the mat?",
        ),
        *("yes", "ok", "谢谢", "", "   ", "🎉", "T-shirt", "start on Monday", "请", "thank you"),
    ],
)
def test_a_sentence_is_left_to_a_person(said) -> None:
    for asked in (True, False):
        assert understand(said, asked) == Meaning("text")


@pytest.mark.parametrize(
    ("said", "rating"),
    [
        *(("5", 5), ("1", 1), ("５", 5), (" 4 ", 4), ("5.", 5), ("5!", 5), ("③", 3), ("5️⃣", 5)),
        *(("5分", 5), ("五分", 5), ("两分", 2), ("4星", 4), ("3颗星", 3), ("四", 4), ("2点", 2)),
        *(("★★★★", 4), ("★★★☆☆", 3), ("⭐⭐⭐⭐⭐", 5), ("⭐️⭐️", 2)),
        *(("4/5", 4), ("4 / 5", 4), ("4 out of 5", 4), ("5 stars", 5), ("1 star", 1), ("Five", 5)),
    ],
)
def test_a_rating_counts_only_when_one_was_asked_for(said, rating) -> None:
    assert understand(said, rating_asked=True) == Meaning("rating", rating)
    assert understand(said, rating_asked=False) == Meaning("text")


@pytest.mark.parametrize(
    "said",
    [
        *("0", "6", "10", "55", "8/10", "5/10", "-5", "4.5", "4-5", "5 or 4", "½", "5%", "+5"),
        *("5分钟后到", "5点上门", "2 of the boards are left over", "2, but come again", "非常满意"),
        *("★★★★★★", "☆☆☆", "five minutes", "", "第五"),
    ],
)
def test_what_is_not_clearly_a_rating_is_read_by_a_person(said) -> None:
    assert understand(said, rating_asked=True) == Meaning("text")


@given(st.text(max_size=60), st.booleans())
def test_anything_at_all_is_understood_as_something(said, asked) -> None:
    meaning = understand(said, asked)
    assert meaning.kind in {"stop", "start", "help", "rating", "text"}
    assert (meaning.kind == "rating") == (1 <= meaning.rating <= 5)
    assert asked or meaning.kind != "rating"
