"""Whatever a page refuses, it refuses in its reader's language."""

import html
import re

import pytest

from chalicelib import retold
from chalicelib.errors import BadInput, BadPlan
from chalicelib.http import limits
from chalicelib.http.console.desk import Declared
from chalicelib.plans import fields
from chalicelib.plans.source import Entry
from chalicelib.rules import phones
from chalicelib.words import speaking
from tests.http.browser import Answer
from tests.http.console import examples
from tests.http.console.colleagues import Colleague
from tests.http.console.conftest import SignedIn
from tests.http.console.examples import Example
from tests.http.console.test_campaigns import written
from tests.http.console.test_walk import DEEDS, each
from tests.http.story import Story

TOLD = re.compile(r'<(p|div|ul)\b[^>]*(?:role="alert"|class="fault")[^>]*>(.*?)</\1>', re.DOTALL)
ENGLISH = re.compile(r"\b[A-Za-z]+(?: [a-z']+){2,}")
# What other programs and people are called stays.
NAMES = ("Open-Meteo", "SMTP_SECURITY")


@pytest.fixture
def mine(story: Story) -> Example:
    return examples.pair(story)[0]


@pytest.fixture
def reader(signed_in: SignedIn, mine: Example) -> Colleague:
    return signed_in("admin", language="zh-Hans")


def told(answer: Answer) -> list[str]:
    """What is wrong, as the page says it."""
    return [re.sub(r"<[^>]+>", " ", found[2]).strip() for found in TOLD.finditer(answer.text)]


def english(answer: Answer) -> list[str]:
    return [found[0] for text in told(answer) for found in ENGLISH.finditer(text)]


@each(DEEDS)
def test_no_form_that_is_sent_empty_is_answered_in_english(
    route: Declared, signed_in: SignedIn, mine: Example
) -> None:
    limits.forget()
    who = signed_in(min(route.roles), language="zh-Hans")
    answer = who.post(examples.filled(route.path, mine))
    assert not english(answer), told(answer)


REFUSED = [
    ("/customers/{id}/merge", {"with": "{id}", "why": "x"}, "不能与自己合并"),
    ("/customers/{id}/address", {"new": "{{x}} %(y)s", "address_why": "x"}, "“{x} %(y)s”不是电话号码"),
    ("/complaints/{number}/move", {"to": "closed"}, "投诉不能直接转为“已结”"),
    ("/complaints/{number}/move", {"to": "deciding"}, "不能转为“待决定”；可以转为："),
    ("/complaints/{number}/note", {"fact": "at_fault", "value": "perhaps {{x}}"}, "“perhaps {x}”"),
    ("/complaints/{number}/offer", {"kind-1": "repair", "amount-1": "much"}, "“much”，不是金额"),
    ("/complaints/told/{reference}/dismiss", {}, "请说明为什么不需要答复。"),
    ("/people", {"name": "李婷", "role": "rep"}, "李婷已在员工名单里"),
    ("/people/{person}/away", {"first": "2026-03-20", "last": "2026-03-10"}, "早于开始日2026年3月20日"),
    ("/campaigns/damp-floor/approve", {"version": "x"}, ""),
    ("/campaigns/damp-floor/try", {"channel": "sms", "address": "12"}, "请填写邮箱"),
    ("/campaigns/new", {"campaign": "Spring!"}, "请用小写字母、数字和连字符"),
    ("/campaigns/new", {"words.zh-Hans.sms": "{{{{ nobody }}}}"}, "没有“nobody”这个值"),
    ("/campaigns/new", {"words.zh-Hans.sms": "{{% for a in b %}}x{{% endfor %}}"}, "里面有循环"),
]


@pytest.mark.parametrize(("path", "form", "said"), REFUSED, ids=range(len(REFUSED)))
def test_a_refusal_is_said_in_simplified_chinese(
    path: str, form: dict[str, str], said: str, reader: Colleague, mine: Example
) -> None:
    known = {
        "id": mine.customer.id, "number": mine.complaint, "reference": mine.told,
        "person": mine.values["people.id"],
    }  # fmt: skip
    usual = written() if path == "/campaigns/new" else {}
    sent = {name: text.format(**known) for name, text in form.items()}
    answer = reader.post(path.format(**known), {**usual, **sent})
    assert answer.status >= 400
    assert said in html.unescape(" ".join(told(answer))), told(answer)
    assert not english(answer)


@pytest.mark.parametrize(
    ("language", "number", "period"),
    [
        ("en", "in China", "one of minutes, hours, days, weeks, months, years"),
        ("zh-Hans", "中国", "单位为：分钟、小时、天、周、个月、年"),
        ("zh-Hant", "中國", "單位為：分鐘、小時、天、週、個月、年"),
    ],
)
def test_countries_and_units_are_called_as_the_reader_calls_them(
    language: str, number: str, period: str
) -> None:
    """Also where the sentence was kept in a row meanwhile."""
    with pytest.raises(BadInput) as wrong:
        phones.read("12", "CN")
    assert number in speaking.said(language, retold.told(retold.kept(wrong.value.said)))
    assert "CN" not in speaking.said(language, wrong.value.said)
    with pytest.raises(BadPlan) as bad:
        fields.offset(Entry({"expires": "soon"}, "a campaign"), "expires")
    assert period in speaking.said(language, bad.value.said)
