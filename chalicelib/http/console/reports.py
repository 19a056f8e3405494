"""What a colleague says of a task on its card: how it went, and another day or hour."""

from chalicelib import clock, plans, words
from chalicelib.care import ratings
from chalicelib.care.complaints import attachments
from chalicelib.care.tasks import reporting
from chalicelib.care.tasks.reporting import Report
from chalicelib.errors import BadInput, CareError
from chalicelib.http import uploads
from chalicelib.http.console import desk, errands, plain_words, scope
from chalicelib.http.console.errands import Faulty
from chalicelib.http.console.fields import Fields
from chalicelib.http.console.speech import N_, _
from chalicelib.records.tasks import Task
from chalicelib.rules import scores

NOT_TAKEN = {
    "empty": N_("it is empty"),
    "too_large": N_("it is larger than 4 MB"),
    "too_many": N_("only five can be taken at once"),
    "heic": N_("HEIC photos cannot be shown everywhere; set the camera to JPEG"),
    "kind": N_("it is neither a picture nor a PDF"),
    "damaged": N_("it is damaged"),
}


def reported(key: str) -> Faulty | str:
    """How it went, or why that cannot be noted; the words to be shown for it."""
    row, (form, given) = scope.task(key), uploads.form()
    fields = Fields(form)
    outcome = fields.text("outcome", _("Choose how it went."))
    note, next_on, next_at = fields.text("note", most=1000), fields.day("next_on"), fields.hour("next_at")
    score = score_of(row, outcome, fields)
    if fields.faults:
        return Faulty(key, fields.said, fields.faults | _photos_again(given))
    kept = attachments.keep(row.id, given, folder="tasks")
    if kept.refused:
        name, why = kept.refused[0]
        sentence = _("%(name)s was not taken: %(why)s.", name=name, why=_(NOT_TAKEN[why]))
        others = _photos_again(given[1:]).get("photos", "")
        return Faulty(key, fields.said, {"photos": f"{sentence} {others}".strip()})
    said = Report(outcome, note, next_on, next_at, kept.files)
    try:
        done = noted(row, said, score, form.get("seen", ""))
    except CareError as error:
        faults = {_field(error): _sentence(error), **_photos_again(given)}
        return Faulty(key, fields.said, faults, error.status)
    return _told(done, outcome)


def _photos_again(given: uploads.Files) -> dict[str, str]:
    """A browser forgets what was chosen."""
    return {"photos": _("Choose the photos once more: they were not kept.")} if given else {}


def noted(row: Task, said: Report, score: int, seen: str = "") -> Task:
    """With the points that were given, if any were."""
    if score:
        ratings.record(row.touch_key, score, said.note, "call", clock.now())
    return reporting.report(row.key, said, desk.reader().name, clock.now(), seen)


def score_of(row: Task, outcome: str, fields: Fields) -> int:
    """Of an errand that asks for it. Kept before the errand is: one that was cut short is done once more, and
    the first score stands."""
    if (row.do, outcome) != (scores.ASKS, scores.GIVEN):
        return 0
    score = scores.read(fields.text("score"))
    if score is None:
        fields.faults["score"] = _("Choose the points they gave, 1 to 5.")
    return score or 0


def _field(error: CareError) -> str:
    return "next_on" if isinstance(error, BadInput) and "day" in str(error) else "outcome"


def _sentence(error: CareError) -> str:
    """The usual ones in the reader's language."""
    usual = {
        "stale": _("This task was changed since you opened the page. Look at it again, then say it anew."),
        "conflict": _("This task has ended already, or somebody is changing it. Look at it as it is now."),
    }  # fmt: skip
    return usual.get(error.code, plain_words.of(error))


def _told(row: Task, outcome: str) -> str:
    language = desk.reader_language()
    how, ended = errands.label(row, outcome, language), plans.tasks().outcome(row.do, outcome)
    if ended and ended.complaint:
        return _("%(outcome)s. A complaint is opened with what you noted, within a minute.", outcome=how)
    if row.state != "open":
        return how
    return _("%(how)s, again on %(day)s", how=how, day=_when(row))


def _when(row: Task) -> str:
    return f"{words.near_date(desk.reader_language(), row.due_on)} {row.at_time or ''}".strip()


def appointed(key: str) -> Faulty | str:
    """Another day, or an hour of it: for when it stands now, or why it cannot be moved."""
    scope.task(key)
    fields = Fields(desk.form())
    day, hour = fields.day("day", _("Choose a day.")), fields.hour("at_time")
    why = fields.text("why", _("Say why; whoever looks at this later will want to know."))
    if fields.faults or not day:
        return Faulty(key, fields.said, fields.faults)
    seen, who = fields.said.get("seen", ""), desk.reader().name
    try:
        moved = reporting.appoint(key, day, hour, why, who, clock.now(), seen)
    except CareError as error:
        field = "day" if isinstance(error, BadInput) else "why"
        return Faulty(key, fields.said, {field: _sentence(error)}, error.status)
    return _("Moved to %(day)s", day=_when(moved))
