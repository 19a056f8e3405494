"""Templates filled in: plain texts, Markdown letters in a frame, pages. The home of Jinja.

Both libraries are imported on first use: a drain that finds nothing due should not pay for them.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from chalicelib.errors import BadPlan
from chalicelib.words import apart

TEMPLATES = Path(__file__).resolve().parent.parent.parent / "templates"
SUBJECT = "Subject: "
_LINK = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_STYLES = {
    "p": "margin:0 0 16px",
    "ul": "margin:0 0 16px;padding:0 0 0 22px",
    "ol": "margin:0 0 16px;padding:0 0 0 22px",
    "li": "margin:0 0 8px",
    "a": "color:#0b5c4a;font-weight:600;text-decoration:underline",
}


class Letter(NamedTuple):
    """A Markdown file as templates: `plain` without its marks, `marked` with them."""

    subject: Any
    plain: Any
    marked: Any


@cache
def letter(templates: Path, name: str) -> Letter:
    return letter_of(source(templates, name), templates)


@cache
def letter_of(text: str, templates: Path = TEMPLATES) -> Letter:
    head, _, rest = text.partition("\n")
    subject, body = (head.removeprefix(SUBJECT), rest) if head.startswith(SUBJECT) else ("", text)
    plain = environment(templates, "plain")
    return Letter(
        subject=plain.from_string(subject.strip()),
        plain=plain.from_string(_unmarked(body)),
        marked=environment(templates, "marked").from_string(body),
    )


@cache
def template(templates: Path, name: str) -> Any:
    return _plain(source(templates, name), templates)


@cache
def piece(text: str) -> Any:
    """A template that stands in a policy, such as an SMS signature."""
    return _plain(text, TEMPLATES)


def _plain(text: str, templates: Path) -> Any:
    """Without Jinja where it was taken apart when it was packed."""
    if (parts := apart.kept(templates).get(text)) is not None:
        return apart.Text(parts)
    return environment(templates, "plain").from_string(text)


def parts_of(text: str) -> list[apart.Part] | None:
    """A plain text in pieces, if they can say all that is in it."""
    return apart.parts_of(environment(TEMPLATES, "plain").parse(text))


def page(templates: Path, names: list[str], values: Mapping[str, Any]) -> str:
    """The first of these files that exists; values are escaped for HTML."""
    return _first(templates, tuple(names)).render(values)


@cache
def _first(templates: Path, names: tuple[str, ...]) -> Any:
    """Looked for once: a file that is not there is asked of the disk each time."""
    return environment(templates, "html").select_template(names)


def source(templates: Path, name: str) -> str:
    try:
        return (templates / name).read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise BadPlan(f"There are no words at templates/{name}; write that file.") from error


@cache
def names_in(templates: Path, name: str) -> frozenset[str]:
    """The values that a plain text may want."""
    text = source(templates, name)
    if (parts := apart.kept(templates).get(text)) is not None:
        return frozenset(apart.names_in(parts))
    from jinja2 import meta

    return frozenset(meta.find_undeclared_variables(environment(templates, "plain").parse(text)))


def undefined() -> type[Exception]:
    """What is raised where a text wants a value that is not there; a text taken apart raises KeyError."""
    from jinja2 import UndefinedError

    return UndefinedError


def faults(templates: Path, name: str, known: Iterable[str]) -> list[str]:
    """What is wrong with a file of words before it is ever filled in."""
    return text_faults(source(templates, name), known)


def text_faults(text: str, known: Iterable[str]) -> list[str]:
    from jinja2 import TemplateSyntaxError, meta

    try:
        tree = environment(TEMPLATES, "plain").parse(text)
    except TemplateSyntaxError as error:
        return [f"line {error.lineno} cannot be read ({error.message}); mend that line"]
    unknown = meta.find_undeclared_variables(tree) - set(known)
    return [f"there is no value {value!r}; use those in chalicelib/words" for value in sorted(unknown)]


def html(markdown: str) -> str:
    tokens = _markdown().parse(markdown)
    _style(tokens)
    return _markdown().renderer.render(tokens, _markdown().options, {})


def _style(tokens: Iterable[Any]) -> None:
    """Many mail programs drop style sheets, none drops a style on the element."""
    for token in tokens:
        if token.nesting >= 0 and token.tag in _STYLES:
            token.attrSet("style", _STYLES[token.tag])
        _style(token.children or ())


def _unmarked(text: str) -> str:
    """Markdown as one would type it in a plain letter; done before values come in."""
    return _LINK.sub(r"\1: \2", text).replace("**", "")


@cache
def _markdown() -> Any:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False})


@cache
def environment(templates: Path, flavour: str) -> Any:
    """`plain` for texts, `marked` for Markdown (values are escaped for it), `html` for pages; what begins
    with `html` is an environment of its own for such."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(templates),
        undefined=StrictUndefined,
        autoescape=flavour.startswith("html"),
        finalize={"plain": apart.line, "marked": _escaped}.get(flavour),
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def _escaped(value: Any) -> str:
    return _PUNCTUATION.sub(r"\\\1", apart.line(value))
