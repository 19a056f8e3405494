"""A plan that would not work is refused with a sentence: the file, the step, what was found, the mend."""

from pathlib import Path

import pytest

from chalicelib import plans
from chalicelib.errors import BadPlan
from chalicelib.plans.source import folder_at

GOOD_STEP = {
    "step": "care-tips",
    "kind": "message",
    "anchor": "signed",
    "after": "5 minutes",
    "channels": "[sms, email]",
    "purpose": "care",
    "expires": "7 days",
}
CALL = {"kind": "call", "channels": None, "anchor": "signed", "after": "1 day"}


def _step(**changes: str | None) -> str:
    fields = {name: value for name, value in (GOOD_STEP | changes).items() if value is not None}
    lines = [f"{name}: {value}" for name, value in fields.items()]
    return "  - " + "\n    ".join(lines) + "\n"


def _plan(*steps: str, head: str = "name: test\nversion: 1\ncategories: [flooring]\n") -> str:
    return head + "steps:\n" + "".join(steps)


@pytest.fixture
def told(tmp_path: Path):
    """Write plan files, and hear what `aftercare plan check FOLDER` says of them."""

    def tell(*files: str) -> list[str]:
        for number, content in enumerate(files):
            (tmp_path / f"plan{number}.yaml").write_text(content, encoding="utf-8")
        return plans.check_all(tmp_path)

    return tell


def _calls(*names: str, **first: str) -> list[str]:
    """Steps with shipped words whose anchors are given by name."""
    return [_step(**(CALL | {"step": name, "anchor": first[name.replace("-", "_")]})) for name in names]


def test_a_sound_plan_is_not_complained_about(told):
    assert told(_plan(_step())) == []


def test_a_single_file_can_be_checked_by_itself(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(_plan(_step(kind="massage")))
    assert "mine.yaml" in plans.check_all(path)[0]


def test_a_place_that_is_not_there_is_said():
    assert "There is no" in plans.check_all(Path("/nowhere/at/all"))[0]


def test_a_folder_without_plans_is_said(tmp_path):
    assert "holds no plan" in plans.check_all(tmp_path)[0]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"chanels": "[sms]"}, ["'chanels'", "did you mean channels?"]),
        ({"kind": "massage"}, ["kind is 'massage'", "did you mean message?", "survey"]),
        ({"kind": None}, ["kind is missing"]),
        ({"anchor": "instaled"}, ["anchor is 'instaled'", "did you mean installed?"]),
        ({"anchor": "booked", "instead": "delivered"}, ["instead is 'delivered'", "anchor: installed alone"]),
        ({"anchor": "installed", "instead": "deliverd"}, ["did you mean delivered?"]),
        ({"anchor": "outcome:full-mon"}, ["'full-mon'", "which is no step"]),
        ({"after": "a fortnight"}, ["after is 'a fortnight'", "'45 days'"]),
        ({"after": "1.5 days"}, ["after is '1.5 days'", "whole number"]),
        ({"after": "400 years"}, ["after is '400 years'", "50 years"]),
        ({"after": "-5 minutes"}, ["after is '-5 minutes'", "nobody knows of signed before", "onward"]),
        ({"after": "-2 days", "anchor": "installed"}, ["nobody knows of installed", "count from booked"]),
        (
            {"after": "-1 week", "anchor": "outcome:birthday-call", "on_outcome": "[reached]"},
            ["after is '-1 week'", "nobody knows of outcome:birthday-call"],
        ),
        ({"at": "25:00"}, ["at is '25:00'", "'09:30'"]),
        ({"window": "10:00-10:00"}, ["window is '10:00-10:00'", "empty"]),
        ({"window": "morning"}, ["window is 'morning'", "'09:00-20:00'"]),
        ({"at": "10:00", "window": "09:00-12:00"}, ["not both"]),
        ({"channels": "[sms, fax]"}, ["channels is [sms, fax]", "email"]),
        ({"channels": None}, ["channels is missing", "message"]),
        ({"purpose": "adverts"}, ["purpose is 'adverts'", "marketing"]),
        ({"expires": None}, ["expires is missing"]),
        ({"expires": "-1 day"}, ["expires is '-1 day'", "ahead"]),
        ({"expires": "2 years", "repeat": "1 year"}, ["expires is '2 years'", "comes round again"]),
        ({"repeat": "5 minutes"}, ["repeat is '5 minutes'", "days, weeks, months or years"]),
        ({"late": "never"}, ["late is 'never'", "catch_up"]),
        ({"cheerful": "maybe"}, ["cheerful is 'maybe'", "yes"]),
        ({"when": "{colour: [red]}"}, ["when", "'colour'", "tier"]),
        ({"when": "{tier: []}"}, ["tier is []", "leave the condition out"]),
        ({"when": "{tier: [Z]}"}, ["when tier is 'Z'", "A, B, C"]),
        ({"when": "{missing: [instaled]}"}, ["missing is [instaled]", "did you mean installed?"]),
        ({"when": "{language: [zh]}"}, ["when language is 'zh'", "zh-Hans"]),
        ({"when": "{category: [sofas]}"}, ["when category is 'sofas'", "flooring"]),
        ({"on_outcome": "[reached]"}, ["on_outcome is [reached]", "outcome:"]),
        ({"gift": "gold-bar"}, ["gift is 'gold-bar'", "welcome-mat"]),
        ({"kind": "gift", "channels": None}, ["gift is missing", "welcome-mat"]),
        ({"kind": "call"}, ["channels has no use for a call"]),
        ({"step": "Care Tips"}, ["step is 'Care Tips'", "hyphens"]),
        ({"step": "no-such-words"}, ["no words for sms in zh-Hans", "no-such-words/sms.zh-Hans.txt"]),
    ],
)
def test_each_mistake_in_a_step_is_named_with_its_mend(told, changes, said):
    sentences = told(_plan(_step(**changes)))
    assert sentences
    text = " ".join(sentences)
    assert "plan0.yaml, step" in text
    for words in said:
        assert words in text


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("version: 1\ncategories: [flooring]\n", "name is missing"),
        ("name: test\ncategories: [flooring]\n", "version is missing"),
        ("name: Floor ing/../x\nversion: 1\ncategories: [flooring]\n", "name is 'Floor ing/../x'"),
        ("name: Floor\nversion: 1\ncategories: [flooring]\n", "use small letters, digits and hyphens"),
        ("name: test\nversion: one\ncategories: [flooring]\n", "version is 'one'"),
        ("name: test\nversion: 1\n", "categories is missing"),
        ("name: test\nversion: 1\ncategories: [flooring]\nauthor: me\n", "no field 'author'"),
        ("name: test\nversion: 1\nversion: 2\ncategories: [flooring]\n", "version is given twice"),
    ],
)
def test_a_plan_says_who_it_is(told, head, said):
    assert said in told(_plan(_step(), head=head))[0]


@pytest.mark.parametrize("anchor", ["booked", "delivered"])
def test_what_is_known_ahead_of_its_day_may_have_steps_before_it(told, anchor):
    assert told(_plan(_step(after="-2 days", anchor=anchor))) == []


def test_unreadable_yaml_is_told_with_its_line(told):
    assert "line 2" in told("name: test\n  version: 1\n")[0]


def test_a_list_where_fields_belong_is_told(told):
    assert "must hold fields" in told("- a\n- b\n")[0]


def test_a_plan_without_steps_is_told(told):
    assert "steps is missing" in told("name: test\nversion: 1\ncategories: [flooring]\n")[0]


def test_two_steps_of_one_name_are_told(told):
    assert any("two steps are called care-tips" in sentence for sentence in told(_plan(_step(), _step())))


def test_steps_that_wait_for_each_other_are_told_once(told):
    circle = _calls(
        "birthday-call", "ask-delivery-date", birthday_call="outcome:ask-delivery-date",
        ask_delivery_date="outcome:birthday-call",
    )  # fmt: skip
    sentences = [sentence for sentence in told(_plan(*circle)) if "circle" in sentence]
    assert len(sentences) == 1
    assert "ask-delivery-date waits for birthday-call waits for ask-delivery-date" in sentences[0]


def test_a_step_that_waits_for_itself_is_told(told):
    alone = _calls("birthday-call", birthday_call="outcome:birthday-call")
    assert any("circle" in sentence for sentence in told(_plan(*alone)))


def test_a_step_may_hang_on_an_outcome_that_its_task_can_have(told):
    first, second = _calls(
        "birthday-call", "birthday-inspection", birthday_call="signed",
        birthday_inspection="outcome:birthday-call",
    )  # fmt: skip
    assert told(_plan(first, second + "    on_outcome: [reached]\n")) == []
    (sentence,) = told(_plan(first, second + "    on_outcome: [inspected]\n"))
    assert "on_outcome is 'inspected'" in sentence
    assert "not_reached" in sentence


def test_an_outcome_anchor_may_be_written_as_a_field(told):
    first, second = _calls(
        "birthday-call", "birthday-inspection", birthday_call="signed",
        birthday_inspection="{outcome: birthday-call}",
    )  # fmt: skip
    assert told(_plan(first, second)) == []


def test_a_category_belongs_to_one_plan(told):
    other = _plan(_step(), head="name: other\nversion: 1\ncategories: [flooring]\n")
    assert any("category flooring is also in" in sentence for sentence in told(_plan(_step()), other))


def test_a_version_stands_in_one_file(told):
    assert any("raise one's version" in sentence for sentence in told(_plan(_step()), _plan(_step())))


def test_an_older_version_may_stay_beside_the_newer(told):
    newer = _plan(_step(), head="name: test\nversion: 2\ncategories: [flooring]\n")
    assert told(_plan(_step()), newer) == []


def test_every_bad_step_is_told_in_one_go(told):
    bad = _step(step="full-moon", kind="massage")
    assert len(told(_plan(_step(purpose="fun"), bad))) == 2


@pytest.fixture
def own_words(tmp_path: Path):
    """A folder with a plan and its own templates, so that words can be broken."""
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "mine.yaml").write_text(_plan(_step(channels="[sms]")))
    words = tmp_path / "templates" / "touchpoints" / "care-tips"
    words.mkdir(parents=True)
    for language in ("zh-Hans", "zh-Hant", "en"):
        (words / f"sms.{language}.txt").write_text("{{ products }}")
    return words


def _of_english(own_words: Path, text: str) -> list[str]:
    (own_words / "sms.en.txt").write_text(text, encoding="utf-8")
    return plans.check_all(own_words.parent.parent.parent)


def test_own_templates_are_used_where_they_are_given(own_words):
    assert _of_english(own_words, "Well laid, {{ products }}.") == []


def test_a_text_of_more_than_four_segments_is_told_with_the_country(own_words):
    (sentence,) = _of_english(own_words, "Long words about {{ products }}. " * 25)
    assert "SMS segments in" in sentence
    assert "shorten it to 4" in sentence


def test_a_value_that_nobody_fills_in_is_told(own_words):
    (sentence,) = _of_english(own_words, "Hello {{ custommer_name }}")
    assert "sms.en.txt" in sentence
    assert "'custommer_name'" in sentence


def test_a_broken_template_is_told_with_its_line(own_words):
    (sentence,) = _of_english(own_words, "Hello\n{% if link %}")
    assert "line 2 cannot be read" in sentence


def test_an_unkind_phrase_is_told(own_words):
    (sentence,) = _of_english(own_words, "Scratches are YOUR FAULT.")
    assert "'your fault'" in sentence


def test_a_letter_without_a_subject_is_told(own_words):
    plan = own_words.parent.parent.parent / "plans" / "mine.yaml"
    plan.write_text(_plan(_step(channels="[email]")))
    for language in ("zh-Hans", "zh-Hant", "en"):
        (own_words / f"email.{language}.md").write_text("Subject: Hello\n\nText\n")
    (own_words / "email.en.md").write_text("Hello\n\nText\n")
    (sentence,) = plans.check_all(plan.parent.parent)
    assert "the subject is missing" in sentence


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("countries.yaml", "售后/拒收请电{{ shop_phone }}", "请放心", "after-sales phone"),
        ("countries.yaml", "window: 09:00-20:00", "window: 20:00", "'09:00-20:00'"),
        ("countries.yaml", "Asia/Taipei", "Asia/Taipeh", "no IANA time zone"),
        ("countries.yaml", "frame: hong_kong", "frame: hongkong", "did you mean hong_kong?"),
        ("countries.yaml", "sunday: 12:00", "sonday: 12:00", "did you mean sunday?"),
        ("countries.yaml", "count: 2", "count: 0", "at least 1"),
        ("countries.yaml", "sms: yes", "sms: often", "sms is 'often'"),
        ("countries.yaml", "keyword={place}", "keyword=there", "has {place} where the place goes"),
        ("consent.yaml", "ground: contract", "ground: because", "ground is 'because'"),
        ("consent.yaml", "wording: survey-1", "wording: survey-9", "did you mean survey-1?"),
        ("tiers.yaml", "tiers: {A: 6, B: 3, C: 0}", "tiers: {}", "name each tier"),
        ("tiers.yaml", "least: 60000", "least: lots", "least is 'lots'"),
        ("prices.yaml", "as_of: 2026-04-30", "as_of: spring", "as 2026-04-05"),
        ("prices.yaml", "  default: {amount", "  nowhere: {amount", "default is missing"),
        ("shop.yaml", "  en: Muan Home", "", "en is missing"),
        ("shop.yaml", "language: zh-Hans", "language: fr", "language is 'fr'"),
        ("tasks.yaml", "digest_at: 08:00", "digest_at: early", "'09:30'"),
        (
            "tasks.yaml",
            "urgent_between: 07:00-22:00",
            "urgent_between: 09:00-22:00",
            "around digest_at, 08:00",
        ),
        ("tasks.yaml", "urgent_between: 07:00-22:00", "urgent_between: all day", "'09:00-20:00'"),
        ("tasks.yaml", "at: [10:30, 18:30]", "at: [10:30, late]", "such as [10:30, 18:30]"),
        ("tasks.yaml", "carried_out: no, again: yes", "carried_out: yes, again: yes", "is not tried again"),
        ("tasks.yaml", "  reply: {zh-Hans", "  replay: {zh-Hans", "what colleagues call it"),
        ("tasks.yaml", "carried_out: yes", "carried_aut: yes", "did you mean carried_out?"),
    ],
)
def test_each_mistake_in_a_policy_is_named(tmp_path, name, old, new, said):
    shipped = folder_at()
    (tmp_path / "policies").mkdir()
    for path in shipped.policies.glob("*.yaml"):
        (tmp_path / "policies" / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    changed = (shipped.policies / name).read_text(encoding="utf-8")
    assert old in changed
    (tmp_path / "policies" / name).write_text(changed.replace(old, new), encoding="utf-8")
    (tmp_path / "plan.yaml").write_text(_plan(_step()))
    (sentence, *_) = plans.check_all(tmp_path)
    assert name in sentence
    assert said in sentence


def test_a_day_of_mourning_must_be_a_day(tmp_path):
    (tmp_path / "calendars").mkdir()
    (tmp_path / "calendars" / "blackout.yaml").write_text("CN: [Qingming]\n")
    (tmp_path / "plan.yaml").write_text(_plan(_step()))
    assert "blackout.yaml" in plans.check_all(tmp_path)[0]


def test_loading_a_bad_plan_stops_the_start(monkeypatch, tmp_path):
    (tmp_path / "plan.yaml").write_text(_plan(_step(kind="massage")))
    monkeypatch.setattr(plans, "_folder", lambda: folder_at(tmp_path))
    plans._all_plans.cache_clear()
    try:
        with pytest.raises(BadPlan, match="did you mean message"):
            plans._all_plans()
    finally:
        plans._all_plans.cache_clear()
