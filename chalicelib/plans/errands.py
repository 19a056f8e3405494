"""schedules/policies/tasks.yaml: what colleagues are asked to do, and how that can end."""

from chalicelib.plans import fields
from chalicelib.plans.policies import texts
from chalicelib.plans.source import Entry, Folder, read
from chalicelib.policies import Outcome, TaskPolicy, Tries
from chalicelib.sentences import Said


def read_tasks(folder: Folder, languages: tuple[str, ...]) -> TaskPolicy:
    entry = read(folder.policies / "tasks.yaml")
    entry.only(("digest_at", "urgent_between", "tries", "verbs", "outcomes"))
    verbs, outcomes = entry.under("verbs"), entry.under("outcomes")
    listed_at, (first, last) = fields.hour(entry, "digest_at"), fields.window(entry, "urgent_between")
    if not first <= listed_at < last:
        raise entry.refuse("urgent_between", f"let it begin and end around digest_at, {listed_at:%H:%M}")
    for verb in outcomes.values:
        if verb not in verbs.values:
            raise verbs.refuse(verb, "say in each language what colleagues call it")
    return TaskPolicy(
        listed_at,
        (first, last),
        {verb: texts(verbs.under(verb), languages) for verb in verbs.values},
        {verb: tuple(_outcome(item, languages) for item in outcomes.each(verb)) for verb in outcomes.values},
        _tries(entry.under("tries")),
    )


def _tries(entry: Entry) -> Tries:
    entry.only(("most", "at"))
    return Tries(fields.whole(entry, "most", 1), fields.hours(entry, "at"))


def _outcome(entry: Entry, languages: tuple[str, ...]) -> Outcome:
    entry.only(("outcome", "carried_out", "again", "complaint", "note", "beside", "label"))
    carried_out, again = fields.flag(entry, "carried_out"), fields.flag(entry, "again")
    if carried_out and again:
        raise entry.refuse("again", Said("what was carried out is not tried again"))
    label, complaint = texts(entry.under("label"), languages), fields.flag(entry, "complaint")
    note, beside = fields.flag(entry, "note"), fields.flag(entry, "beside")
    return Outcome(entry.text("outcome"), carried_out, label, complaint, again, note, beside)
