"""What a person is asked to do, told to whoever reads it."""

import pytest

from chalicelib import plans, words
from chalicelib import titles as rows
from chalicelib.plans import saying
from chalicelib.titles import Title
from chalicelib.words import titles

LANGUAGES = plans.shop_defaults().languages
TASKS = sorted(words.TASK_VALUES)
FLOORS = {"en": "floors", "zh-Hans": "地板（简）", "zh-Hant": "地板（繁）"}


def facts_of(task: str, language: str) -> dict[str, str | int]:
    """Each value is told apart from each other, and by language where it is one of words."""
    said: dict[str, str | int] = {name: f"<{name} {language}>" for name in words.TASK_VALUES[task]}
    return {**said, "customer_name": "Chan, “Co”", "task_count": 3, "do": task}


def stored(title: Title) -> str:
    """As the table gives it back."""
    return rows.read(rows.kept(title))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("task", TASKS)
def test_every_task_is_told_to_its_reader_as_if_it_had_been_opened_for_them(task: str, language: str) -> None:
    title = saying.asked(task, lambda one: facts_of(task, one))
    assert title == words.task(task, plans.shop_defaults().language, facts_of(task, LANGUAGES[0]))
    assert titles.told(stored(title), language) == words.task(task, language, facts_of(task, language))


def test_only_what_its_words_want_is_kept_and_once_where_all_say_it_alike() -> None:
    facts = {"customer_name": "陈", "note": "3", "shop_name": "a long name", "sms": "nobody asks"}
    title = saying.asked("low-rating", lambda language: {**facts, "products": FLOORS[language]})
    assert title.values == {"customer_name": "陈", "note": "3", "products": FLOORS}
    assert len(rows.kept(title).encode()) < 3 * len(title.encode())


def test_words_of_a_campaign_are_kept_in_each_language() -> None:
    title = titles.finished(FLOORS, "zh-Hans")
    assert titles.told(stored(title), "en") == "floors"
    assert titles.told(stored(title), "fr") == title == FLOORS["zh-Hans"]


@pytest.mark.parametrize(
    "text", ["致电王芳", "title: of a book", 'title:{"no":"list"}', "title:[1]", "(erased)", "", "title:"]
)
def test_a_mere_text_stays_what_it_is(text: str) -> None:
    assert rows.read(rows.kept(text)) == text
    assert titles.told(rows.read(text), "en") == text


def test_whose_words_are_gone_or_ask_for_more_is_told_as_it_was_finished() -> None:
    gone = Title.made("致电王芳", "zh-Hans", "tasks/no-more", {})
    short = Title.made("致电王芳", "zh-Hans", "tasks/low-rating", {"customer_name": "王芳"})
    partly = Title.made("致电王芳", "zh-Hans", "tasks/reply", {"customer_name": {"fr": "Wang"}, "note": ""})
    assert [titles.told(stored(one), "en") for one in (gone, short, partly)] == ["致电王芳"] * 3


def test_a_sentence_of_ours_within_it_is_told_in_its_language_too() -> None:
    title = saying.asked(
        "row-failed",
        lambda language: {"row": "r1", "error": saying.said_in(language, "Say why it is closed (--why).")},
    )
    assert "Say why it is closed" in titles.told(stored(title), "en")
    assert "Say why" not in titles.told(stored(title), "zh-Hant") + title
