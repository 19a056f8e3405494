"""Plain texts taken apart beforehand: to load Jinja for one SMS a cold start would take 15 ms. `make
package` has Jinja read each of them and keeps the pieces; nearly all are values and plain choices between
words, and whichever holds more is left to Jinja.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

# Words as they are, a value's name alone, or a value's name with what stands there if it is set and if not.
Part = Any
READY = "taken-apart.json"


class Text(NamedTuple):
    """Filled in as Jinja's own templates are."""

    parts: list[Part]

    def render(self, values: Mapping[str, Any]) -> str:
        return "".join(_said(self.parts, values))


def _said(parts: Iterable[Part], values: Mapping[str, Any]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, str):
            yield part
        elif len(part) == 1:
            yield line(values[part[0]])
        else:
            name, full, empty = part
            yield from _said(full if values[name] else empty, values)


def names_in(parts: Iterable[Part]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, str):
            continue
        yield part[0]
        for further in part[1:]:
            yield from names_in(further)


def line(value: Any) -> str:
    """A value never brings line breaks along, neither into a subject nor into a text."""
    return " ".join(str(value).split())


@cache
def kept(templates: Path) -> Mapping[str, list[Part]]:
    """The pieces by the text; none where nothing was packed."""
    place = templates / READY
    return json.loads(place.read_text(encoding="utf-8")) if place.is_file() else {}


class _More(Exception):
    """There is more in it than values and plain choices."""


def parts_of(tree: Any) -> list[Part] | None:
    """Jinja's tree of a text in pieces; nothing where they cannot say it."""
    try:
        return _taken(tree.body)
    except _More:
        return None


def _taken(found: Iterable[Any]) -> list[Part]:
    from jinja2 import nodes

    parts: list[Part] = []
    for node in found:
        if isinstance(node, nodes.Output):
            parts += _taken(node.nodes)
        elif isinstance(node, nodes.TemplateData):
            parts.append(node.data)
        elif isinstance(node, nodes.Name):
            parts.append([node.name])
        elif isinstance(node, nodes.If):
            parts.append(_choice(node, node.elif_, _taken(node.else_)))
        elif isinstance(node, nodes.Or):
            parts.append([_name(node.left), _taken([node.left]), [_constant(node.right)]])
        else:
            raise _More
    return parts


def _choice(node: Any, others: list[Any], last: list[Part]) -> Part:
    """`others` are the choices of `elif`, each of which stands where the one before it is not taken."""
    otherwise = [_choice(others[0], others[1:], last)] if others else last
    return [_name(node.test), _taken(node.body), otherwise]


def _name(node: Any) -> str:
    from jinja2 import nodes

    if not isinstance(node, nodes.Name):
        raise _More
    return node.name


def _constant(node: Any) -> str:
    from jinja2 import nodes

    if not isinstance(node, nodes.Const):
        raise _More
    return line(node.value)
