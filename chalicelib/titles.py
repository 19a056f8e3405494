"""What a person is asked to do: finished in one language, and whole enough to be told in any other.

Whoever reads a task may read another language than whoever it was opened for, so its row keeps, beside the
finished title, whose words it is made of and what they were filled with (`words/titles.py` tells it).
"""

import json
from collections.abc import Mapping
from typing import Any

MARK = "title:"


class Title(str):
    """Is its own text in `language`. `words`: the folder of its words; without one the text itself is kept in
    each language. `values`: what they are filled with, {language: value} where languages write it apart."""

    language: str
    words: str
    values: Mapping[str, Any]

    @classmethod
    def made(cls, text: str, language: str, words: str, values: Mapping[str, Any]) -> "Title":
        title = cls(text)
        title.language, title.words, title.values = language, words, values
        return title


def value(title: str, name: str) -> str:
    """One of those that it was filled with, if it is known."""
    found = title.values.get(name, "") if isinstance(title, Title) else ""
    return found if isinstance(found, str) else ""


def kept(title: str) -> str:
    """As a row holds it; a mere text is one."""
    if not isinstance(title, Title):
        return title
    facts = [str(title), title.language, title.words, dict(title.values)]
    return MARK + json.dumps(facts, ensure_ascii=False, separators=(",", ":"))


def read(text: str) -> str:
    if not text.startswith(MARK):
        return text
    try:
        return Title.made(*json.loads(text.removeprefix(MARK)))
    except (ValueError, TypeError):
        return text
