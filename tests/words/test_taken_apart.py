"""Texts that were taken apart when they were packed say what Jinja says."""

from pathlib import Path

import pytest
from jinja2 import meta

from chalicelib.words import TEMPLATES, apart, rendering
from package import texts

SHIPPED = sorted(set(texts.of(TEMPLATES)))
KINDS_OF_CHOICE = [
    "{% if a %}x{% elif b %}y{% elif c %}z{% endif %}!",
    "{% if a %}x{% elif b %}y{% elif c %}z{% else %}w{{ a }}{% endif %}",
    "{% if a %}{% if b %}{{ c }}{% else %}no{% endif %}{% endif %}",
    "  {% if a %}\n  first\n  {% endif %}\nlast\n",
    "{{ a }}{{ b }}",
    "{{ a or 'the  customer' }}{{ b or 1 }}",
    "nothing but words\n",
    "",
]
FULL = "  two\r\nlines "


def alike(text: str) -> None:
    """With all values, with none, and with each alone and each left out."""
    environment = rendering.environment(TEMPLATES, "plain")
    names = sorted(meta.find_undeclared_variables(environment.parse(text)))
    parts = rendering.parts_of(text)
    assert parts is not None
    for full in [set(), set(names), *({name} for name in names), *(set(names) - {name} for name in names)]:
        values = {name: FULL if name in full else "" for name in names}
        assert apart.Text(parts).render(values) == environment.from_string(text).render(values)


@pytest.mark.parametrize("text", KINDS_OF_CHOICE)
def test_every_kind_of_choice_reads_alike(text: str) -> None:
    alike(text)


def test_every_shipped_text_reads_alike() -> None:
    simple = [text for text in SHIPPED if rendering.parts_of(text) is not None]
    for text in simple:
        alike(text)
    assert len(simple) > 0.9 * len(SHIPPED)


@pytest.mark.parametrize(
    "text",
    ["{{ a|upper }}", "{{ a or b }}", "{{ 'a' or b }}", "{{ (a or b) or 'c' }}",
     "{% if a != 1 %}s{% endif %}", "{% for b in a %}{{ b }}{% endfor %}",
     "{% if a %}{% elif b == 1 %}{% endif %}", "{% set a = 1 %}", "{{ a.b }}"],
)  # fmt: skip
def test_whatever_says_more_is_left_to_jinja(text: str) -> None:
    assert rendering.parts_of(text) is None


def test_numbers_are_written_as_jinja_writes_them() -> None:
    assert (
        apart.Text([["years"], " ", ["can_reply", "yes", "no"]]).render({"years": 12, "can_reply": 0})
        == "12 no"
    )


@pytest.mark.parametrize("text", ["{{ a }}", "{% if a %}x{% endif %}"])
def test_a_value_that_is_not_there_refuses_to_render(text: str) -> None:
    with pytest.raises(KeyError):
        apart.Text(rendering.parts_of(text) or []).render({})


def test_a_text_that_was_changed_since_goes_by_jinja(tmp_path: Path) -> None:
    (tmp_path / "new.txt").write_text("Hello {{ name }}", encoding="utf-8")
    (tmp_path / apart.READY).write_text('{"Hello {{ name }}!": ["Hello ", ["name"], "!"]}', encoding="utf-8")
    assert rendering.template(tmp_path, "new.txt").render({"name": "Lee"}) == "Hello Lee"
    assert not isinstance(rendering.template(tmp_path, "new.txt"), apart.Text)
