"""`make package`: the same bytes each time, everything that the program needs, nothing that it does not."""

import filecmp
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from chalicelib import plans, words
from chalicelib.plans.specimens import longest
from package import libraries
from package.__main__ import LARGEST_MB, build
from tests.package import lookup

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ("templates", "schedules")


def test_two_runs_make_the_same_bytes(built: Path, tmp_path: Path) -> None:
    build(tmp_path)
    names = ["deployment.zip", "template.json"]
    assert filecmp.cmpfiles(built, tmp_path, names, shallow=False) == (names, [], [])


def test_it_is_small(built: Path) -> None:
    assert (built / "deployment.zip").stat().st_size <= LARGEST_MB * 1e6


@pytest.mark.parametrize("folder", SHIPPED)
def test_words_and_plans_are_shipped_whole(content: Path, folder: str) -> None:
    ours = sorted(path.relative_to(ROOT) for path in (ROOT / folder).rglob("*") if path.is_file())
    assert Path("templates/goods.csv") in ours or folder != "templates"
    assert not [path for path in ours if not filecmp.cmp(ROOT / path, content / path, shallow=False)]


def test_what_only_a_machine_of_ones_own_has_stays_there(content: Path) -> None:
    modules = {path.stem for path in (content / "chalicelib").iterdir()}
    assert not modules & {"local", "cli", "engine", "opening", "samples", "simulation", "auditing"}
    assert {"aws", "http", "care", "jobs"} <= modules


def test_every_module_and_every_library_that_one_may_want_later_is_there(content: Path) -> None:
    """Each job that a due row can ask for is among them. Seen from within the package alone."""
    run = [sys.executable, "-I", "-S", "-B", lookup.__file__, content]
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    assert not done.returncode, done.stderr
    said = done.stdout.splitlines()
    assert said[-1] == "all there", said
    assert len(said) == 1, said


SAYS_AN_SMS = """
import sys; sys.path.insert(0, sys.argv[1])
from chalicelib import plans, words
from chalicelib.plans.specimens import longest

for language in plans.shop_defaults().languages:
    values = longest(language, plans.shop_defaults())
    print(words.sms("care-tips", language, values, plans.country("HK")))
assert "jinja2" not in sys.modules
"""


def test_the_words_of_an_sms_need_no_jinja(content: Path) -> None:
    run = [sys.executable, "-I", "-S", "-B", "-X", "utf8", "-c", SAYS_AN_SMS, content]
    said = subprocess.run(run, capture_output=True, text=True, check=True).stdout.splitlines()
    languages = plans.shop_defaults().languages
    values = {language: longest(language, plans.shop_defaults()) for language in languages}
    country = plans.country("HK")
    assert said == [words.sms("care-tips", language, values[language], country) for language in languages]


def test_everything_is_compiled_beforehand(content: Path) -> None:
    sources = [path for path in content.rglob("*.py")]
    tag = sys.implementation.cache_tag
    assert not [path for path in sources if not (path.parent / f"__pycache__/{path.stem}.{tag}.pyc").exists()]


def test_the_package_has_the_versions_that_are_tested() -> None:
    assert not [
        f"{name} is {version} in package/requirements.txt and {tested} in requirements.txt"
        for name, tested in _required()
        if (version := libraries.pinned().get(name, tested)) != tested
    ]


def _required() -> Iterator[tuple[str, str]]:
    for line in (ROOT / "requirements.txt").read_text().splitlines():
        if found := re.match(r"([a-z0-9_.-]+)(?:\[[a-z,]+\])?==(\S+)", line):
            yield found[1], found[2]
