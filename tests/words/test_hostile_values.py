"""What a customer, or a ledger, may bring along in a name: it is only ever text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError

from chalicelib import plans, words
from chalicelib.errors import BadPlan
from chalicelib.plans.specimens import longest

HTML_ELEMENT = re.compile(r"<[a-z/!]")


def _letter(**values: str) -> words.Mail:
    return words.email("supervision-checklist", "en", longest("en", plans.shop_defaults()) | values)


def _elements(html: str) -> int:
    return len(HTML_ELEMENT.findall(html))


def test_marks_in_a_name_are_shown_and_not_obeyed():
    mail = _letter(customer_name="*<b>[x](http://e)*")
    assert "*&lt;b&gt;[x](http://e)*" in mail.html
    assert "*<b>[x](http://e)*" in mail.text
    assert 'href="http://e"' not in mail.html


@given(
    st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=40)
)
def test_no_name_changes_the_page_around_it(name):
    if not name.strip():
        return
    assert _elements(_letter(customer_name=name).html) == _elements(_letter(customer_name="Ms Lee").html)


@given(st.text(max_size=40))
def test_no_value_breaks_out_of_the_subject(name):
    subject = _letter(products=f"floor{name}").subject
    assert "\r" not in subject
    assert "\n" not in subject


def test_a_value_s_line_breaks_do_not_forge_lines():
    mail = _letter(customer_name="Lee\n\n# Pay here\n- now")
    assert "\n# Pay" not in mail.text
    assert "<h1" not in mail.html
    country = plans.country("US")
    values = longest("en", plans.shop_defaults()) | {"products": "oak\r\nPay here"}
    assert "\n" not in words.sms("full-moon", "en", values, country)


def test_an_address_with_marks_of_its_own_still_leads_there():
    link = "https://x.example/l/a_b-c*d~e?f=(g)&h=1"
    assert link.replace("&", "&amp;") in _letter(link=link).html
    assert link in _letter(link=link).text


def test_templates_in_values_are_not_run():
    assert "{{ 7*7 }}" in _letter(customer_name="{{ 7*7 }}").text


def test_a_missing_value_refuses_to_render():
    values = longest("en", plans.shop_defaults())
    del values["products"]
    with pytest.raises(UndefinedError):
        words.sms("care-tips", "en", values, plans.country("US"))


def test_words_that_are_not_there_are_told_with_their_place():
    with pytest.raises(BadPlan, match=r"templates/touchpoints/no-such/email\.en\.md"):
        words.email("no-such", "en", longest("en", plans.shop_defaults()))


def test_a_page_is_found_in_its_language_and_escaped(tmp_path):
    (tmp_path / "public").mkdir()
    (tmp_path / "public" / "thanks.html").write_text("all {{ language }} {{ name }}")
    (tmp_path / "public" / "thanks.en.html").write_text("english {{ name }}")
    values = {"name": "<i>"}
    assert words.page("thanks", "en", values, templates=tmp_path) == "english &lt;i&gt;"
    assert words.page("thanks", "zh-Hans", values, templates=tmp_path) == "all zh-Hans &lt;i&gt;"


def test_a_mail_without_unsubscribing_offers_none():
    assert "unsubscribe" not in _letter(unsubscribe_url="").html.lower()
    assert "Stop mails" not in _letter(unsubscribe_url="").text
    assert "Stop mails" in _letter().text


def test_a_step_tells_the_languages_it_has_words_in():
    found = words.available("care-tips")
    assert set(found) == {"sms", "email", "page"}
    assert set(found["sms"]) == set(plans.shop_defaults().languages)
    assert words.available("no-such") == {}


def test_gifts_have_a_name_in_every_language():
    for gift in words.gifts():
        for language in plans.shop_defaults().languages:
            assert words.gift(gift, language)
