"""What a person is asked to do: finished in one language, and whole enough to be told in any other.

Whoever reads a task may read another language than whoever it was opened for, so its row keeps, beside the
finished title, whose words it is made of and what they were filled with.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from chalicelib.errors import BadPlan
from chalicelib.words import rendering
from chalicelib.words.rendering import TEMPLATES

Values = Mapping[str, str | int]
# Values that are the same in each language, or what they are in one.
Facts = Values | Callable[[str], Values]

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


def text(step: str, language: str, values: Values, templates: Path = TEMPLATES) -> str:
    """By the step's own words, else those of the task, else of its verb."""
    return _filled(_home(step, language, values, templates), language, values, templates)


def asked(
    step: str, language: str, languages: Iterable[str], facts: Facts, templates: Path = TEMPLATES
) -> Title:
    """The same, to be told in any of the languages."""
    known = {one: values_in(facts, one) for one in {language, *languages}}
    home = _home(step, language, known[language], templates)
    wanted = {name for one in known for name in rendering.names_in(templates, _file(home, one))}
    values = {name: _apart(name, known) for name in sorted(wanted)}
    return Title.made(_filled(home, language, known[language], templates), language, home, values)


def finished(texts: Mapping[str, str], language: str) -> Title:
    """Of words that stand in no file and may be changed: kept as they are in each language."""
    return Title.made(texts[language], language, "", dict(texts))


def told(title: str, language: str) -> str:
    """As whoever reads `language` has it; as it was finished where it, or its words, are no longer known."""
    if not isinstance(title, Title) or title.language == language:
        return str(title)
    if not title.words:
        return str(title.values.get(language, title))
    try:
        return _filled(title.words, language, {n: _in(one, language) for n, one in title.values.items()})
    except (LookupError, BadPlan, rendering.undefined()):
        return str(title)


def value(title: str, name: str) -> str:
    """One of those that it was filled with, if it is known."""
    found = title.values.get(name, "") if isinstance(title, Title) else ""
    return found if isinstance(found, str) else ""


def values_in(facts: Facts, language: str) -> Values:
    return facts(language) if callable(facts) else facts


def _home(step: str, language: str, values: Values, templates: Path) -> str:
    names = (f"touchpoints/{step}", f"tasks/{step}", f"tasks/{values.get('do', step)}")
    return next((name for name in names if (templates / _file(name, language)).is_file()), names[0])


def _file(home: str, language: str) -> str:
    return f"{home}/task.{language}.txt"


def _filled(home: str, language: str, values: Values, templates: Path = TEMPLATES) -> str:
    return str(rendering.template(templates, _file(home, language)).render(values)).strip()


def _apart(name: str, known: Mapping[str, Values]) -> Any:
    found = {language: values[name] for language, values in known.items() if name in values}
    first = next(iter(found.values()), "")
    return first if all(one == first for one in found.values()) else found


def _in(value: Any, language: str) -> Any:
    return value[language] if isinstance(value, dict) else value


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
