"""The readable page: everything that the description holds, and nothing that needs the network."""

import re

import pytest

from chalicelib.http.api.problems import KINDS
from tests.http.api import shop
from tests.http.browser import Browser


@pytest.fixture
def page(browser: Browser) -> str:
    answer = browser.get("/docs")
    assert answer.status == 200
    assert answer.header("Content-Type") == "text/html; charset=utf-8"
    return answer.text


def test_it_needs_neither_key_nor_script_nor_network(page: str, browser: Browser) -> None:
    assert "<script" not in page
    assert set(re.findall(r'(?:src|href)="((?!#)[^"]+)"', page)) == {
        "docs/style.css", "v1/openapi.json", "data:,",
    }  # fmt: skip
    style = browser.get("/docs/style.css")
    assert style.header("Content-Type").startswith("text/css")
    assert "url(" not in style.text


def test_it_explains_every_operation_and_every_problem(page: str) -> None:
    ids = re.findall(r'id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert {of.id for of in shop.operations()} | set(KINDS) <= set(ids)
    for of in shop.operations():
        assert f"<code>{of.path}</code>" in page


def test_every_link_within_it_leads_somewhere(page: str) -> None:
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(re.findall(r'id="([^"]+)"', page))
