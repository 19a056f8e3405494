"""Plug-ins are found by their files' names, and loaded when they are asked for."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from chalicelib.plugins import _Plugins


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    home = tmp_path / "fowls"
    home.mkdir()
    for name, text in {
        "__init__": "",
        "base": "",
        "duck": "class PLUGIN: name = 'duck'",
        "goose": "class PLUGIN: name = 'swan'",
    }.items():
        (home / f"{name}.py").write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    yield "fowls"
    for name in [name for name in sys.modules if name.split(".")[0] == "fowls"]:
        del sys.modules[name]


def test_they_are_known_before_they_are_loaded(package: str) -> None:
    found = _Plugins(package, "PLUGIN")
    assert list(found) == ["duck", "goose"]
    assert "duck" in found
    assert "base" not in found
    assert "fowls.duck" not in sys.modules
    assert found["duck"].name == "duck"
    assert "fowls.goose" not in sys.modules


def test_there_is_none_but_those_of_the_package(package: str) -> None:
    found = _Plugins(package, "PLUGIN")
    assert found.get("base") is None
    assert found.get("") is None
    with pytest.raises(KeyError):
        found["os"]


def test_one_that_goes_by_another_name_than_its_file_s_is_refused(package: str) -> None:
    with pytest.raises(LookupError, match="called 'swan'"):
        _Plugins(package, "PLUGIN")["goose"]
