"""What is plainly a complaint opens one; a question, a thank-you and a no are read by a person."""

import pytest

from chalicelib.rules.replies import understand

PLAINLY = [
    "投诉", "我要投訴你們", "地板开裂了", "客廳地板起拱，沒人來", "地板發霉了，怎麼辦？我要退貨", "沙发坏了",
    "你们质量太差", "装好第二天就漏水了。什么时候来修？", "走路响得厉害", "I want to complain",
    "Three boards have cracked. When will you come?", "The fridge stopped working", "I am not happy",
    "i'd like a refund", "It's BROKEN!!", "The floor creaks", "Unacceptable.", "2 of the boards are broken",
    "ＢＲＯＫＥＮ",
]  # fmt: skip
NOT_PLAINLY = [
    "谢谢", "好的，周四见", "没有投诉，很满意", "请问怎么防止发霉？", "冬天会不会开裂", "地板会变形吗",
    "没有质量问题", "no complaints at all", "Nothing broken, thank you", "How do I stop it from creaking?",
    "What if it leaks?", "no need to refund", "", "😀", "ok see you Thursday", "isn't damaged",
    "please stop by on Monday", "3 boards left over, can you collect them?", "不会起拱的，放心",
]  # fmt: skip


@pytest.mark.parametrize("text", PLAINLY)
def test_plainly_a_complaint(text: str) -> None:
    assert understand(text, rating_asked=False).kind == "complaint"


@pytest.mark.parametrize("text", NOT_PLAINLY)
def test_for_a_person_to_read(text: str) -> None:
    assert understand(text, rating_asked=False).kind == "text"


def test_a_rating_and_a_stop_stay_what_they_are() -> None:
    assert understand("2", rating_asked=True).kind == "rating"
    assert understand("2, the floor still creaks", rating_asked=True).kind == "complaint"
    assert understand("stop the leak first", rating_asked=False).kind == "complaint"
    assert understand("stop", rating_asked=True).kind == "stop"


def test_a_long_text_takes_no_time() -> None:
    understand("not " * 40_000 + "n't " * 40_000, rating_asked=False)
