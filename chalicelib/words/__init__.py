"""The words that go out: SMS, mail, tasks and pages, one whole file per language under templates/.

Templates get plain texts and whole numbers, never objects: for a step those in VALUES, for a task
that no step asks for those in TASK_VALUES. A name that is not there refuses to render.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from chalicelib.policies import CountryPolicy
from chalicelib.words import rendering, titles
from chalicelib.words.languages import (
    date,
    language_for,
    languages,
    listing,
    money,
    near_date,
    person,
    readable,
    with_remark,
)
from chalicelib.words.rendering import TEMPLATES, text_faults
from chalicelib.words.values import COMPLAINT_VALUES, TASK_VALUES, VALUES
from chalicelib.words.writing import CAMPAIGN_VALUES, written_faults

__all__ = [
    "CAMPAIGN_VALUES",
    "COMPLAINT_VALUES",
    "TASK_VALUES",
    "TEMPLATES",
    "VALUES",
    "Mail",
    "Values",
    "available",
    "date",
    "email",
    "email_of",
    "faults",
    "filled",
    "gift",
    "gifts",
    "language_for",
    "languages",
    "listing",
    "money",
    "near_date",
    "page",
    "path_of",
    "person",
    "readable",
    "sms",
    "sms_of",
    "source",
    "step_name",
    "task",
    "text_faults",
    "with_remark",
    "written_faults",
]

Values = Mapping[str, str | int]

_SUFFIX = {"sms": "txt", "email": "md", "task": "txt", "page": "txt"}


class Mail(NamedTuple):
    subject: str
    text: str
    html: str


def sms(
    step: str,
    language: str,
    values: Values,
    country: CountryPolicy,
    purpose: str = "care",
    templates: Path = TEMPLATES,
) -> str:
    """Signature, words and ending, as the recipient's country wants them."""
    body = rendering.template(templates, f"touchpoints/{step}/sms.{language}.txt")
    return _framed(body, language, values, country, purpose)


def sms_of(text: str, language: str, values: Values, country: CountryPolicy, purpose: str) -> str:
    """The same for words that stand in no file."""
    return _framed(rendering.piece(text), language, values, country, purpose)


def _framed(body: Any, language: str, values: Values, country: CountryPolicy, purpose: str) -> str:
    frame = country.frames[language]
    before, after = rendering.piece(frame.signature), rendering.piece(frame.ending(purpose))
    return before.render(values) + body.render(values).strip("\n") + after.render(values)


def email(step: str, language: str, values: Values, templates: Path = TEMPLATES) -> Mail:
    return _mail(
        rendering.letter(templates, f"touchpoints/{step}/email.{language}.md"), language, values, templates
    )


def email_of(subject: str, text: str, language: str, values: Values) -> Mail:
    """A letter that stands in no file."""
    return _mail(rendering.letter_of(f"{rendering.SUBJECT}{subject}\n{text}"), language, values, TEMPLATES)


def _mail(letter: rendering.Letter, language: str, values: Values, templates: Path) -> Mail:
    footer = rendering.letter(templates, f"mail/footer.{language}.md")
    subject = letter.subject.render(values)
    framed = {
        "language": language,
        "shop_name": values["shop_name"],
        "subject": subject,
        "body": rendering.html(letter.marked.render(values)),
        "footer": rendering.html(footer.marked.render(values)),
    }
    text = f"{letter.plain.render(values).strip()}\n\n-- \n{footer.plain.render(values).strip()}\n"
    return Mail(
        subject, re.sub(r"\n{3,}", "\n\n", text), rendering.page(templates, ["mail/frame.html"], framed)
    )


def task(step: str, language: str, values: Values, templates: Path = TEMPLATES) -> str:
    """What a person is to do and why: the step's own words, else those of the task, else of its verb."""
    return titles.text(step, language, values, templates)


def filled(text: str, values: Values) -> str:
    """A short text that stands in a policy; a name that is not there refuses to render."""
    return rendering.piece(text).render(values)


def step_name(step: str, language: str, templates: Path = TEMPLATES) -> str:
    """What a step is called on a customer's own page; nothing where it is none of his business."""
    name = path_of(step, "page", language)
    return rendering.source(templates, name).strip() if (templates / name).is_file() else ""


def gift(name: str, language: str, templates: Path = TEMPLATES) -> str:
    return rendering.source(templates, f"gifts/{name}.{language}.txt").strip()


def gifts(templates: Path = TEMPLATES) -> tuple[str, ...]:
    """The gifts that have a name in at least one language."""
    return tuple(sorted({path.name.split(".")[0] for path in (templates / "gifts").glob("*.*.txt")}))


def page(
    name: str, language: str, values: Mapping[str, Any], folder: str = "public", templates: Path = TEMPLATES
) -> str:
    """A page in the language where it has a file of its own, else the one that serves all."""
    names = [f"{folder}/{name}.{language}.html", f"{folder}/{name}.html"]
    return rendering.page(templates, names, {**values, "language": language})


def available(step: str, templates: Path = TEMPLATES) -> dict[str, tuple[str, ...]]:
    """The languages in which a step has words, by channel; `task` for those that staff read, `page` for
    its name on the customer's own page."""
    folder, found = templates / "touchpoints" / step, {}
    for channel, suffix in _SUFFIX.items():
        if names := sorted(path.name.split(".")[1] for path in folder.glob(f"{channel}.*.{suffix}")):
            found[channel] = tuple(names)
    return found


def path_of(step: str, channel: str, language: str) -> str:
    """Where a step's words lie under templates/."""
    return f"touchpoints/{step}/{channel}.{language}.{_SUFFIX[channel]}"


def source(step: str, channel: str, language: str, templates: Path = TEMPLATES) -> str:
    return rendering.source(templates, path_of(step, channel, language))


def faults(step: str, channel: str, language: str, templates: Path = TEMPLATES) -> list[str]:
    """What is wrong with a step's words before they are ever filled in."""
    known = (*VALUES, "do") if channel == "task" else VALUES
    found = rendering.faults(templates, path_of(step, channel, language), known)
    if channel == "email" and not source(step, channel, language, templates).startswith(rendering.SUBJECT):
        found.append("the subject is missing; begin the file with a line `Subject: ...`")
    return found
