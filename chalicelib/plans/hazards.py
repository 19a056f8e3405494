"""danger.yaml, read into the values of casework.py."""

from collections.abc import Container

from chalicelib.casework import Danger, DangerPolicy
from chalicelib.plans.policies import texts
from chalicelib.plans.source import Entry, Folder, read


def read_dangers(folder: Folder, languages: tuple[str, ...], severities: Container[str]) -> DangerPolicy:
    """Words of every language that stands there: a customer may write any of them."""
    entry = read(folder.policies / "danger.yaml")
    entry.only(("proposes", "dangers", "harmless"))
    if entry.text("proposes") not in severities:
        raise entry.refuse("proposes", "name a severity of complaints.yaml")
    listed, harmless = entry.under("dangers"), entry.under("harmless")
    return DangerPolicy(
        entry.text("proposes"), tuple(_danger(name, listed.under(name), languages) for name in listed.values),
        tuple(word for language in harmless.values for word in harmless.listed(language)),
    )  # fmt: skip


def _danger(name: str, entry: Entry, languages: tuple[str, ...]) -> Danger:
    spoken = [language for language in entry.values if language != "label"]
    if missing := [language for language in languages if language not in spoken]:
        raise entry.refuse(missing[0], "list the words that tell of it in this language")
    words = tuple(word for language in spoken for word in entry.listed(language))
    return Danger(name, texts(entry.under("label"), languages), words)
