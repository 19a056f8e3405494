"""Words that people write in the program, not in a file of ours: plain texts with values and plain choices
in them, and nothing else. Read as a tree against a list of what may be, so that nothing can run.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

from chalicelib.sentences import Said
from chalicelib.words.rendering import TEMPLATES, environment

# For campaigns, besides what all may name. All may be empty: they come with the weather, or by hand.
CAMPAIGN_VALUES = {
    "city": "the reader's, in the reader's language",
    "day": "on which it comes, with its weekday",
    "reason": "why it comes, in a sentence",
    "place": "hour and place, of a gathering",
}
FILTERS = ("capitalize", "default", "lower", "title", "trim", "upper")
_ALLOWED = {"Template", "Output", "TemplateData", "Name", "Const", "If", "Compare", "Operand", "Filter"}
_ALLOWED |= {"And", "Or", "Not"}
_SAID = {
    "Call": Said("something is called as a function"),
    "Getattr": Said("something is taken out of a value by a dot"),
    "Getitem": Said("something is taken out of a value by brackets"),
    "For": Said("there is a loop"),
}
_MEND = Said("use {{ value }}, {{ value|filter }} and {% if value %} ... {% endif %} alone")


def written_faults(text: str, known: Iterable[str], one_line: bool = False) -> list[str]:
    """What must not be in such a text, each with its line. `one_line`: a subject or an SMS."""
    from jinja2 import TemplateSyntaxError

    found = [*_strange_characters(text, one_line)]
    try:
        tree = environment(TEMPLATES, "plain").parse(text)
    except TemplateSyntaxError as error:
        broken = Said(
            "line {line} cannot be read ({why}); mend that line", line=error.lineno, why=error.message
        )
        return [*found, broken]
    values = set(known)
    return list(dict.fromkeys([*found, *_beyond(tree, values)]))


def _strange_characters(text: str, one_line: bool) -> Iterator[str]:
    """Line breaks where a header could begin, and what nobody can see."""
    for number, line in enumerate(text.split("\n"), 1):
        if number > 1 and one_line and line.strip():
            yield Said(
                "line {line}: more than one line could begin a header; put all on the first", line=number
            )
        for sign in line.rstrip("\r") if not one_line else line:
            if unicodedata.category(sign) in ("Cc", "Zl", "Zp") and sign != "\t":
                yield Said(
                    "line {line}: there is an invisible character ({sign}); take it out",
                    line=number, sign=f"U+{ord(sign):04X}",
                )  # fmt: skip


def _beyond(tree: Any, known: set[str]) -> Iterator[str]:
    from jinja2 import nodes

    for node in tree.find_all(nodes.Node):
        kind = type(node).__name__
        if kind not in _ALLOWED:
            what = _SAID.get(kind) or Said("{kind} is not allowed", kind=kind)
            yield Said("line {line}: {what}; {mend}", line=node.lineno, what=what, mend=_MEND)
        elif isinstance(node, nodes.Name) and node.name not in known:
            yield Said(
                "line {line}: there is no value {name!r}; use one of {known}",
                line=node.lineno, name=node.name, known=sorted(known),
            )  # fmt: skip
        elif isinstance(node, nodes.Filter) and node.name not in FILTERS:
            yield Said(
                "line {line}: there is no filter {name!r}; use one of {known}",
                line=node.lineno, name=node.name, known=FILTERS,
            )  # fmt: skip
