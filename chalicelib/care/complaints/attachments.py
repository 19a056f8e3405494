"""Photos and documents of a complaint, or of a task: looked at, stripped, and kept outside the table."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256

from chalicelib import files
from chalicelib.rules import attachments
from chalicelib.rules.attachments import Unusable

LARGEST = attachments.LARGEST
LONGEST_NAME = 60


@dataclass
class Kept:
    """`files` as a telling has them; `refused`: [name, why] of what could not be taken."""

    files: list[tuple[str, str, str, int]] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


def keep(
    reference: str, given: Iterable[tuple[str, bytes]], folder: str = "complaints", before: int = 0
) -> Kept:
    """As many as are taken besides those from `before`, each once; kept before any row names them."""
    kept = Kept()
    for name, content in given:
        shown = _plain(name)
        if before + len(kept.files) >= attachments.MOST:
            kept.refused.append((shown, "too_many"))
            continue
        try:
            clean = attachments.clean(content)
        except Unusable as error:
            kept.refused.append((shown, error.why))
            continue
        key = f"{folder}/{reference.lower()}/{sha256(clean.content).hexdigest()[:24]}"
        if key not in {one[0] for one in kept.files}:
            files.put(key, clean.content, clean.kind)
            kept.files.append((key, shown, clean.kind, len(clean.content)))
    return kept


def keep_one(reference: str, name: str, content: bytes) -> list[tuple[str, str, str, int]]:
    """A single one, refused with its reason."""
    kept = keep(reference, [(name, content)])
    for _, why in kept.refused:
        raise Unusable(why)
    return kept.files


def _plain(name: str) -> str:
    """The sender's own name for it, to be shown and nothing else."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(c for c in last if c.isprintable())[:LONGEST_NAME]
