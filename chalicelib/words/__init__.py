"""The words that go out: SMS, mail, tasks and pages, one whole file per language under templates/.

Templates get plain texts and whole numbers, never objects: for a step those in VALUES, for a task
that no step asks for those in TASK_VALUES. A name that is not there refuses to render.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chalicelib.policies import CountryPolicy
from chalicelib.words import rendering
from chalicelib.words.languages import (
    date,
    language_for,
    languages,
    listing,
    money,
    near_date,
    readable,
    with_remark,
)
from chalicelib.words.rendering import TEMPLATES, text_faults

__all__ = [
    "COMPLAINT_VALUES",
    "TASK_VALUES",
    "TEMPLATES",
    "VALUES",
    "Mail",
    "Values",
    "available",
    "date",
    "email",
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
    "readable",
    "sms",
    "source",
    "step_name",
    "task",
    "text_faults",
    "with_remark",
]

Values = Mapping[str, str | int]

# For every step. Those marked * may be empty.
VALUES = {
    "shop_name": "the company, in the reader's language",
    "shop_phone": "the after-sales telephone",
    "customer_name": "as the shop writes it *",
    "products": "what was bought, listed in the reader's language",
    "order_number": "the sale's number",
    "rep_name": "*",
    "rep_phone": "as one dials it in the reader's country *",
    "fitter_name": "where the reader can read it *",
    "visit_on": "the booked day with its weekday, in the reader's language *",
    "signed_on": "the day of the sale, written in the reader's language *",
    "gift_name": "the gift, in the reader's language *",
    "years": "the number of the occurrence: 1, 2, ... (so years for a yearly step)",
    "link": "the customer's own page for this step *",
    "can_reply": "1 where an answer by SMS reaches us, else 0",
    "unsubscribe_url": "for mail that may be refused *",
    "care_url": "for mail: the customer's care at a glance *",
    "preferences_url": "for mail: what he wants to hear and how *",
}
# Besides those, for what a complaint's customer hears.
COMPLAINT_VALUES = {
    "complaint_number": "under which the customer knows it",
    "understood": "the matter in our words *",
    "handler_name": "whoever looks after it *",
    "handler_phone": "his, else the after-sales telephone",
    "news_by": "the day before which the customer hears again *",
    "finish_by": "the day before which it is settled *",
    "note": "what the handler wrote for the customer *",
    "offer": "what is offered or was agreed, in a line *",
    "details": "the same with all that is said of it *",
    "effort": "what was done for it *",
    "goodwill": "how much of that is more than we owe, written as money *",
    "done_by": "the day by which it is done *",
    "again": "1 where it was asked before *",
}
COMPLAINT_TASK = ("complaint_number", "customer_name", "handler_name", "note")
# For the files under templates/tasks. `do` is the task's verb; steps' own task words get it too.
TASK_VALUES = {
    "bad-address": ("customer_name", "channel", "address"),
    "complaint-advocate": COMPLAINT_TASK,
    "complaint-again": COMPLAINT_TASK,
    "complaint-call": (*VALUES, *COMPLAINT_VALUES, "do"),
    "complaint-call-asked": COMPLAINT_TASK,
    "complaint-decide": COMPLAINT_TASK,
    "complaint-declined": COMPLAINT_TASK,
    "complaint-failed": COMPLAINT_TASK,
    "complaint-improve": ("complaint_number", "note"),
    "complaint-new": COMPLAINT_TASK,
    "complaint-late": ("complaint_number", "handler_name", "clock"),
    "complaint-refused": COMPLAINT_TASK,
    "complaint-severe": COMPLAINT_TASK,
    "complaint-settled": COMPLAINT_TASK,
    "complaint-silent": ("complaint_number", "handler_name", "clock"),
    "complaint-slow": ("complaint_number", "handler_name", "clock"),
    "complaint-told": COMPLAINT_TASK,
    "complaint-told-unsure": COMPLAINT_TASK,
    "complaint-unreachable": (*VALUES, *COMPLAINT_VALUES, "do"),
    "complaint-work": ("complaint_number", "customer_name", "what"),
    "low-rating": ("customer_name", "products", "note"),
    "misconfigured": ("provider", "error"),
    "reply": ("customer_name", "note"),
    "row-failed": ("row", "error"),
    "told": ("customer_name", "sender", "note", "reference"),
    "told-rating": ("score", "note"),
    "uncertain": ("customer_name",),
    "unreachable": (*VALUES, "do"),
}
_SUFFIX = {"sms": "txt", "email": "md", "task": "txt", "page": "txt"}


@dataclass(frozen=True)
class Mail:
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
    frame = country.frames[language]
    body = rendering.template(templates, f"touchpoints/{step}/sms.{language}.txt").render(values).strip("\n")
    before, after = rendering.piece(frame.signature), rendering.piece(frame.ending(purpose))
    return before.render(values) + body + after.render(values)


def email(step: str, language: str, values: Values, templates: Path = TEMPLATES) -> Mail:
    letter = rendering.letter(templates, f"touchpoints/{step}/email.{language}.md")
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
    names = (f"touchpoints/{step}", f"tasks/{step}", f"tasks/{values.get('do', step)}")
    home = next((name for name in names if (templates / name / f"task.{language}.txt").is_file()), names[0])
    return rendering.template(templates, f"{home}/task.{language}.txt").render(values).strip()


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
