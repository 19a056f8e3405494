"""review.yaml and scripts.yaml, read into the values of casework.py."""

from collections.abc import Mapping

from chalicelib.casework import ClusterPolicy, ReviewPolicy, Script
from chalicelib.errors import BadPlan
from chalicelib.plans import fields
from chalicelib.plans.casework import labels
from chalicelib.plans.policies import texts
from chalicelib.plans.source import Entry, Folder, read
from chalicelib.rules import phrases

_AUDIT = ("per_cent", "at_least", "far_above", "often")


def read_review(folder: Folder, languages: tuple[str, ...]) -> ReviewPolicy:
    entry = read(folder.policies / "review.yaml")
    entry.only(("causes", "audit", "bodies", "clusters"))
    audit = entry.under("audit")
    audit.only(_AUDIT)
    return ReviewPolicy(
        causes=labels(entry, "causes", languages), bodies=labels(entry, "bodies", languages),
        clusters=_clusters(entry.under("clusters"), folder),
        **{name: fields.whole(audit, name, least=1) for name in _AUDIT},
    )  # fmt: skip


def _clusters(entry: Entry, folder: Folder) -> ClusterPolicy:
    entry.only(("complaints", "days", "about"))
    kinds = read(folder.policies / "complaints.yaml").under("kinds").values
    about = entry.choices("about", kinds)
    if not about:
        raise entry.refuse("about", "name at least one of the kinds in complaints.yaml")
    return ClusterPolicy(
        fields.whole(entry, "complaints", least=2), fields.whole(entry, "days", least=1), about
    )


def read_scripts(
    folder: Folder, languages: tuple[str, ...], banned: Mapping[str, tuple[str, ...]]
) -> tuple[Script, ...]:
    entry = read(folder.policies / "scripts.yaml")
    entry.only(("moments",))
    return tuple(_script(one, languages, banned) for one in entry.each("moments"))


def _script(entry: Entry, languages: tuple[str, ...], banned: Mapping[str, tuple[str, ...]]) -> Script:
    entry.only(("moment", "label", "say"))
    below = entry.under("say")
    said = {language: below.listed(language) for language in languages}
    for language, lines in said.items():
        if not lines:
            raise below.refuse(language, "write at least one phrase")
        for phrase in phrases.said_in(" ".join(lines), banned.get(language, ())):
            raise BadPlan(f"{below.place}, {language}: {phrase!r} is in banned.yaml; say it kindly.")
    return Script(entry.text("moment"), texts(entry.under("label"), languages), said)
