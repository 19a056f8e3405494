"""Whatever the console says has its words in each language, and no catalogue says what nobody asks for."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po

from chalicelib.engine import CHECKOUT
from chalicelib.sentences import PLACE
from chalicelib.words import speaking
from tests import refusals

LANGUAGES = [language for language in speaking.LOCALES if language != "en"]
IN_VIEWS = {"_": None, "N_": None, "_n": (1, 2)}
IN_TEMPLATES = {"_": None, "gettext": None, "ngettext": (1, 2)}
PLACES = [
    (CHECKOUT / "templates" / "console", "*.html", "jinja2.ext:babel_extract", IN_TEMPLATES),
    (CHECKOUT / "chalicelib" / "http" / "console", "*.py", "python", IN_VIEWS),
    (CHECKOUT / "chalicelib" / "rules", "case_names.py", "python", IN_VIEWS),
    (CHECKOUT / "chalicelib" / "plans", "source.py", "python", {"BadPlan": None}),
]
OPTIONS = {"trimmed": "true", "newstyle_gettext": "true", "silent": "false"}


@cache
def asked() -> dict[str | tuple[str, ...], str]:
    """By message: where it is said first."""
    found: dict[str | tuple[str, ...], str] = {}
    for path, method, keywords in _files():
        options = OPTIONS if path.suffix == ".html" else {}
        for line, message, *_ in extract(method, BytesIO(path.read_bytes()), keywords, options=options):
            found.setdefault(message, f"{path.relative_to(CHECKOUT)}:{line}")
    return found


def _files() -> Iterator[tuple]:
    for folder, pattern, method, keywords in PLACES:
        for path in sorted(folder.glob(pattern)):
            if not path.name.startswith("words."):
                yield path, method, keywords
    in_refusals = {**dict.fromkeys([*refusals.kinds(), "Said"]), "Joined": (2,)}
    yield from ((path, "python", in_refusals) for path in refusals.sites())


def catalogues(language: str) -> Iterator[Catalog]:
    for path in sorted((speaking.CATALOGUES / language.replace("-", "_")).glob("*.po")):
        with path.open("rb") as file:
            yield read_po(file, locale=language.replace("-", "_"))


def entries(language: str) -> list:
    return [entry for each in catalogues(language) for entry in each if entry.id]


def messages(language: str) -> dict:
    return {entry.id: entry.string for entry in entries(language)}


def test_something_is_asked() -> None:
    assert "Sign in" in asked()
    assert "Others could guess this one. Take a few words that belong together for you alone." in asked()


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_says_all_of_it(language: str) -> None:
    known = messages(language)
    missing = {said: where for said, where in asked().items() if not known.get(said)}
    assert not missing, f"{len(missing)} messages have no words in {language}:\n" + "\n".join(
        f'# {where}\nmsgid "{said}"' for said, where in missing.items()
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_language_says_what_nobody_asks(language: str) -> None:
    stale = [said for said in messages(language) if said not in asked()]
    assert not stale, f"take these out of the catalogue of {language}: {stale}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_in_doubt_and_every_value_is_said(language: str) -> None:
    faults = [(entry.id, fault) for each in catalogues(language) for entry, fault in each.check()]
    assert not faults
    assert not [entry.id for entry in entries(language) if entry.fuzzy]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_place_of_a_sentence_is_filled_and_no_other(language: str) -> None:
    """Those of a command aside, which no page says; a place may be filled twice."""
    apart = {
        said: other
        for said, other in messages(language).items()
        if isinstance(said, str) and isinstance(other, str) and _places(_plain(said)) != _places(other)
    }
    assert not apart


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_speaks_of_commands(language: str) -> None:
    refused = _refused()
    said = [str(text) for said, text in messages(language).items() if said in refused]
    assert said
    assert not [text for text in said if "aftercare " in text or _plain(text) != text]


def _refused() -> set[str]:
    return {str(node.args[0].value) for _, node in refusals.said() if isinstance(node.args[0], ast.Constant)}


def _places(text: str) -> set[str]:
    return {found[1] for found in PLACE.finditer(text)}


def _plain(text: str) -> str:
    return speaking.COMMANDS.sub("", text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_files_never_say_the_same_in_two_ways(language: str) -> None:
    known = messages(language)
    assert not [entry.id for entry in entries(language) if entry.string != known[entry.id]]


def test_hong_kong_reads_no_simplified_letters() -> None:
    said = "".join(str(text) for text in messages("zh-Hant").values())
    assert not [c for c in said if not c.isascii() and not c.encode("big5hkscs", "ignore")]


OF_WORDS = sorted((CHECKOUT / "templates").glob("*/*.en.html"))


@pytest.mark.parametrize("path", OF_WORDS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_no_file_of_words_names_what_no_page_uses(path: Path) -> None:
    names = set(re.findall(r"{% (?:set|macro) (\w+)", path.read_text(encoding="utf-8")))
    pages = [page.read_text(encoding="utf-8") for page in path.parent.glob("*.html") if "." not in page.stem]
    used = {found for text in pages for found in re.findall(r"\b[tsw]\.(\w+)", text)}
    if path.parent.name == "print":  # one out of a list of names
        used |= {found for text in pages for found in re.findall(r'"(\w+)"', text)}
    assert names
    assert not names - used, "take these out of it, and out of the other languages"


@pytest.mark.parametrize("path", OF_WORDS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_files_of_words_name_the_same_in_each_language(path: Path) -> None:
    kind = path.name.partition(".")[0]
    by_language = {
        other.name: re.findall(r"{% (?:set|macro) (\w+)", other.read_text(encoding="utf-8"))
        for other in path.parent.glob(f"{kind}.*.html")
    }
    assert len(by_language) == len(speaking.LOCALES)
    assert len({tuple(names) for names in by_language.values()}) == 1, by_language
