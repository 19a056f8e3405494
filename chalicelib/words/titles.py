"""What a person is asked to do, in the language of whoever reads it."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from chalicelib.errors import BadPlan
from chalicelib.titles import Title
from chalicelib.words import rendering
from chalicelib.words.rendering import TEMPLATES

Values = Mapping[str, str | int]
# Values that are the same in each language, or what they are in one.
Facts = Values | Callable[[str], Values]


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
