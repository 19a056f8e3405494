"""The house numbers: short functions, short files, a line that says what each module is."""

import ast
import re
import statistics
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LONGEST_FUNCTION = 40
LONGEST_FILE = 250
PROMISES = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b")
JUNK_DRAWERS = {"utils", "helpers", "common", "constants", "enums", "types", "misc"}


@cache
def files() -> list[Path]:
    folders = ("chalicelib", "engine", "package")
    places = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return sorted(path for path in [*places, ROOT / "app.py"] if path.exists())


@cache
def functions() -> list[tuple[str, int]]:
    """(where it is, its lines)"""
    return [
        (f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", node.end_lineno - node.lineno + 1)
        for path in files()
        for node in _functions_of(path)
        if node.end_lineno
    ]


def _functions_of(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_no_function_is_long() -> None:
    assert not [(where, lines) for where, lines in functions() if lines > LONGEST_FUNCTION]


def test_no_file_is_long() -> None:
    lengths = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in files()}
    assert not {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE}


def test_every_module_says_what_it_is() -> None:
    assert not [
        str(path.relative_to(ROOT)) for path in files() if not ast.get_docstring(ast.parse(path.read_text()))
    ]


def test_nothing_is_put_off_in_a_comment() -> None:
    assert not [
        f"{path.relative_to(ROOT)}:{number} {line.strip()}"
        for path in files()
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if PROMISES.search(line)
    ]


def test_there_is_no_junk_drawer() -> None:
    assert not [str(path.relative_to(ROOT)) for path in files() if path.stem in JUNK_DRAWERS]


def test_the_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    """Aims, not limits: the median at most 6 lines, nine of ten at most 20."""
    lines = sorted(length for _, length in functions())
    assert lines, "no function was found: this test looks in the wrong place"
    with capsys.disabled():
        print(
            f"\n{len(lines)} functions in {len(files())} files: median {statistics.median(lines):g} lines, "
            f"p90 {lines[len(lines) * 9 // 10]}, longest {lines[-1]}"
        )
