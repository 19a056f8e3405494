"""Every text that goes out, in every language and on every channel, with long and with short values."""

import re
from datetime import date
from html.parser import HTMLParser

import pytest

from chalicelib import plans, words
from chalicelib.effects import Send
from chalicelib.plans.checking import effects, opens_tasks, sends
from chalicelib.plans.specimens import longest, shortest
from chalicelib.rules import segments

STEPS = {step.name: step for plan in plans.care_plans().values() for step in plan.steps}
LANGUAGES = plans.shop_defaults().languages
SENT = [
    (name, channel, language)
    for name, step in STEPS.items()
    if sends(step)
    for channel in step.channels
    for language in LANGUAGES
]
BY_SMS = [(name, language) for name, channel, language in SENT if channel == "sms"]
BY_MAIL = [(name, language) for name, channel, language in SENT if channel == "email"]
ASKED = [(name, language) for name, step in STEPS.items() if opens_tasks(step) for language in LANGUAGES]
EXTREMES = pytest.mark.parametrize("filled", [longest, shortest])
COUNTRIES = pytest.mark.parametrize("code", ["CN", "HK", "US", "default"])
USUAL = {
    "zh-Hans": {"customer_name": "高军", "products": "强化地板"},
    "zh-Hant": {"customer_name": "陳生", "products": "強化地板"},
    "en": {"customer_name": "Ms Lee", "products": "oak floor"},
}
VOID = {"meta", "br", "img", "hr", "link"}
SELLING = (
    "优惠",
    "優惠",
    "折扣",
    "促销",
    "促銷",
    "特价",
    "特價",
    "discount",
    "% off",
    "special offer",
    "new range",
)


def _values(filled, language, code="default"):
    country = plans.country(code)
    values = filled(language, plans.shop_defaults())
    return values | {
        "can_reply": int(country.replies),
        "link": values["link"] if country.links else "",
    }


def _is_whole(text: str) -> bool:
    return not re.search(r"[{}]|None|Undefined", text)


@COUNTRIES
@EXTREMES
@pytest.mark.parametrize(("step", "language"), BY_SMS)
def test_every_sms_names_shop_phone_and_product_and_keeps_to_four_segments(step, language, filled, code):
    values = _values(filled, language, code)
    text = words.sms(step, language, values, plans.country(code), STEPS[step].purpose)
    assert values["shop_phone"] in text
    assert str(values["shop_name"]) in text
    assert str(values["products"]) in text
    assert _is_whole(text)
    assert "\n" not in text
    assert segments.count(text).segments <= 4


@pytest.mark.parametrize("code", ["CN", "HK"])
@pytest.mark.parametrize(("step", "language"), BY_SMS)
def test_a_usual_sms_fits_one_segment_and_two_with_a_link(step, language, code):
    country = plans.country(code)
    linked = any(isinstance(effect, Send) and effect.link for effect in effects(STEPS[step]))
    if linked and not country.links:
        pytest.skip("a step with a page does not go by SMS where links are not allowed")
    gift = STEPS[step].gift
    values = _values(longest, language, code) | USUAL[language]
    values |= {
        "gift_name": words.gift(gift, language) if gift else "",
        "visit_on": words.near_date(language, date(2026, 3, 12)),
    }
    text = words.sms(step, language, values, country, STEPS[step].purpose)
    assert segments.count(text).segments <= (2 if "http" in text else 1), text


@pytest.mark.parametrize(("step", "language"), BY_SMS)
def test_an_address_in_an_sms_stands_free_of_the_words_after_it(step, language):
    values = _values(longest, language, "HK") | {"can_reply": 0}
    text = words.sms(step, language, values, plans.country("HK"))
    if str(values["link"]) in text:
        assert f"{values['link']} " in text


@pytest.mark.parametrize(("step", "language"), BY_SMS)
def test_without_a_link_no_sms_holds_one(step, language):
    assert "http" not in words.sms(step, language, _values(longest, language, "CN"), plans.country("CN"))


@EXTREMES
@pytest.mark.parametrize(("step", "language"), BY_MAIL)
def test_every_mail_says_the_same_in_both_parts(step, language, filled):
    values = _values(filled, language)
    mail = words.email(step, language, values)
    assert mail.subject
    assert "\n" not in mail.subject
    for part in (mail.text, _Reader.read(mail.html).said):
        assert str(values["shop_phone"]) in part
        assert str(values["products"]) in part
        assert _is_whole(part)
        assert "**" not in part
        assert "](" not in part


@EXTREMES
@pytest.mark.parametrize(("step", "language"), BY_MAIL)
def test_every_mail_is_sound_html_with_the_links_it_was_given(step, language, filled):
    values = _values(filled, language)
    mail = words.email(step, language, values)
    reader = _Reader.read(mail.html)
    assert reader.open == []
    assert reader.language == language
    page = [values["link"]] if any(getattr(e, "link", "") for e in effects(STEPS[step])) else []
    footer = [values[name] for name in ("care_url", "preferences_url", "unsubscribe_url")]
    assert reader.links == [link for link in (*page, *footer) if link]
    for link in reader.links:
        assert f": {link}" in mail.text


@EXTREMES
@pytest.mark.parametrize(("step", "language"), ASKED)
def test_every_task_says_what_and_why_in_two_lines(step, language, filled):
    values = _values(filled, language)
    text = words.task(step, language, values)
    assert _is_whole(text)
    assert len(text.splitlines()) == 2
    assert str(values["products"]) in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", words.TASK_VALUES)
def test_every_task_that_no_step_opens_has_words_too(name, language):
    values = {value: f"<{value}>" for value in words.TASK_VALUES[name]}
    text = words.task(name, language, values)
    assert 1 <= len(text.splitlines()) <= 2
    assert _is_whole(text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_step_without_task_words_takes_those_of_the_verb(language):
    values = longest(language, plans.shop_defaults()) | {"do": "unreachable"}
    assert words.task("care-tips", language, values) == words.task("unreachable", language, values)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_says_a_banned_phrase(language):
    texts = [path.read_text(encoding="utf-8").casefold() for path in words.TEMPLATES.rglob(f"*.{language}.*")]
    assert len(texts) > 40
    found = [phrase for phrase in plans.banned()[language] for text in texts if phrase.casefold() in text]
    assert found == []


def test_no_care_message_sells_anything():
    for step, channel, language in SENT:
        text = words.source(step, channel, language).casefold()
        assert not [word for word in SELLING if word in text], step


def test_traditional_texts_hold_no_simplified_characters():
    simplified = set("门湿换开关观觉边这还说请问电话响应号单选择谢铺装师导购联系亲爱给过时间满检查处实木复")
    simplified -= set("木系查")
    for path in words.TEMPLATES.rglob("*.zh-Hant.*"):
        assert not simplified & set(path.read_text(encoding="utf-8")), path.name


def test_a_customer_in_taipei_knows_the_goods_and_tools_that_hong_kong_reads_of():
    """Both are written to in the same words: where both know one for a thing, it is that."""
    paths = [
        path for part in ("touchpoints", "public") for path in words.TEMPLATES.glob(f"{part}/**/*.zh-Hant.*")
    ]
    texts = [path.read_text(encoding="utf-8") for path in paths]
    texts += [str(one["words"]["zh-Hant"]) for one in plans.presets().values()]
    texts.append((words.TEMPLATES / "goods.csv").read_text(encoding="utf-8"))
    local = ("傢俬", "雪櫃", "抽濕機", "熱水爐", "地拖")
    assert len(texts) > 60
    assert not [word for word in local for text in texts if word in text]


@pytest.mark.parametrize(
    ("folder", "said", "others"),
    [
        ("zh?Hans", "导购", ("顾问", "业务员", "销售员", "营业员", "店员")),
        ("zh?Hant", "顧問", ("導購", "業務員", "銷售員", "營業員", "店員")),
    ],
)
def test_whoever_sells_is_called_the_same_in_all_texts(
    folder: str, said: str, others: tuple[str, ...]
) -> None:
    """In Simplified Chinese as the shops' ledgers do."""
    paths = [*words.TEMPLATES.rglob(f"*.{folder}.*"), *words.TEMPLATES.rglob(f"{folder}/*.po")]
    texts = {path: path.read_text(encoding="utf-8") for path in paths}
    assert sum(said in text for text in texts.values()) > 8
    assert not [(path, word) for path, text in texts.items() for word in others if word in text]


def test_simplified_texts_hold_no_traditional_characters():
    traditional = set("門濕換開關這還說請問電話號單選謝鋪裝師導購聯給過時間滿檢處實")
    for path in words.TEMPLATES.rglob("*.zh-Hans.*"):
        assert not traditional & set(path.read_text(encoding="utf-8")), path.name


def test_only_where_an_answer_arrives_is_one_asked_for():
    asks = {"zh-Hans": "回复1至5分", "zh-Hant": "回覆1至5分", "en": "reply with a number"}
    for language, phrase in asks.items():
        values = _values(longest, language, "HK")
        country = plans.country("HK")
        assert phrase in words.sms("satisfaction", language, values, country, "survey")
        mute = words.sms("satisfaction", language, values | {"can_reply": 0}, country, "survey")
        assert phrase not in mute
        assert str(values["link"]) in mute


def test_the_sheet_by_mail_and_the_text_by_sms_point_to_the_same_page():
    values = _values(longest, "en", "HK")
    assert str(values["link"]) in words.email("supervision-checklist", "en", values).html
    assert str(values["link"]) in words.sms("supervision-checklist", "en", values, plans.country("HK"))


class _Reader(HTMLParser):
    """Open elements, links and readable text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []
        self.said = ""
        self.language = ""

    @classmethod
    def read(cls, html: str) -> "_Reader":
        reader = cls()
        reader.feed(html)
        reader.close()
        return reader

    def handle_starttag(self, tag, attrs):
        if tag not in VOID:
            self.open.append(tag)
        self.links += [value for name, value in attrs if tag == "a" and name == "href"]
        self.language = self.language or dict(attrs).get("lang", "")

    def handle_endtag(self, tag):
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.said += "" if self.open and self.open[-1] == "style" else data


DIGEST = {
    "customer_name": "Winnie",
    "task_lines": "- 9 March Phone Ms Lee.\nAsk how it is.\n- 10 March Bring the gift.",
    "first_lines": "Phone Ms Lee\nBring the gift",
    "today_url": "",
    "task_count": 14,
    "overdue_count": 0,
    "more_count": 12,
    "shop_name": "Muan Home",
    "shop_phone": "020-55500100",
    "unsubscribe_url": "",
    "care_url": "",
    "preferences_url": "",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_morning_s_list_gives_each_task_a_line_of_its_own(language):
    mail = words.email("task-digest", language, DIGEST)
    assert "\n- 9 March Phone Ms Lee.\n  Ask how it is.\n- 10 March Bring the gift.\n" in mail.text
    assert mail.html.count("<li") == 3
    assert "12" in mail.text
    assert "12" not in words.email("task-digest", language, DIGEST | {"more_count": 0}).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_overdue_is_not_spoken_of(language):
    country = plans.country("HK")
    for overdue in (0, 2):
        values = DIGEST | {"overdue_count": overdue}
        told = [
            words.sms("task-digest", language, values, country),
            words.email("task-digest", language, values).subject,
        ]
        for text in told:
            assert ("overdue" in text or "过期" in text or "過期" in text) == bool(overdue)


@pytest.mark.parametrize("language", LANGUAGES)
def test_by_sms_the_first_few_tasks_are_named(language):
    text = words.sms("task-digest", language, DIGEST, plans.country("CN"))
    assert "Phone Ms Lee" in text
    assert "http" not in text
    linked = words.sms(
        "task-digest", language, DIGEST | {"today_url": "https://a.example/today"}, plans.country("HK")
    )
    assert "https://a.example/today" in linked


def test_one_task_is_not_tasks():
    assert "1 task." in words.sms("task-digest", "en", DIGEST | {"task_count": 1}, plans.country("HK"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "name", [name for name in words.TASK_VALUES if "customer_name" in words.TASK_VALUES[name]]
)
def test_a_task_about_a_customer_without_a_name_still_says_whom(name, language):
    values = dict.fromkeys(words.TASK_VALUES[name], "") | {"do": "call"}
    whom = {"zh-Hans": "客户", "zh-Hant": "客戶", "en": "the customer"}[language]
    assert whom in words.task(name, language, values)
