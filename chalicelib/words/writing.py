"""Words that people write in the program, not in a file of ours: plain texts with values and plain choices
in them, and nothing else. Read as a tree against a list of what may be, so that nothing can run.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

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
    "Call": "something is called as a function",
    "Getattr": "something is taken out of a value by a dot",
    "Getitem": "something is taken out of a value by brackets",
    "For": "there is a loop",
}
_MEND = "use {{ value }}, {{ value|filter }} and {% if value %} ... {% endif %} alone"


def written_faults(text: str, known: Iterable[str], one_line: bool = False) -> list[str]:
    """What must not be in such a text, each with its line. `one_line`: a subject or an SMS."""
    from jinja2 import TemplateSyntaxError

    found = [*_strange_characters(text, one_line)]
    try:
        tree = environment(TEMPLATES, "plain").parse(text)
    except TemplateSyntaxError as error:
        return [*found, f"line {error.lineno} cannot be read ({error.message}); mend that line"]
    values = set(known)
    return list(dict.fromkeys([*found, *_beyond(tree, values)]))


def _strange_characters(text: str, one_line: bool) -> Iterator[str]:
    """Line breaks where a header could begin, and what nobody can see."""
    for number, line in enumerate(text.split("\n"), 1):
        if number > 1 and one_line and line.strip():
            yield f"line {number}: more than one line could begin a header; put all on the first"
        for sign in line.rstrip("\r") if not one_line else line:
            if unicodedata.category(sign) in ("Cc", "Zl", "Zp") and sign != "\t":
                yield f"line {number}: there is an invisible sign (U+{ord(sign):04X}); take it out"


def _beyond(tree: Any, known: set[str]) -> Iterator[str]:
    from jinja2 import nodes

    for node in tree.find_all(nodes.Node):
        kind = type(node).__name__
        if kind not in _ALLOWED:
            yield f"line {node.lineno}: {_SAID.get(kind, f'{kind} is not allowed')}; {_MEND}"
        elif isinstance(node, nodes.Name) and node.name not in known:
            names = ", ".join(sorted(known))
            yield f"line {node.lineno}: there is no value {node.name!r}; use one of {names}"
        elif isinstance(node, nodes.Filter) and node.name not in FILTERS:
            names = ", ".join(FILTERS)
            yield f"line {node.lineno}: there is no filter {node.name!r}; use one of {names}"
