"""Tags: short words of the shop's own by which it groups its customers, such as `VIP` or `老客户`."""

import re
from collections.abc import Iterable

from chalicelib.errors import BadInput
from chalicelib.ids import plain_name

LONGEST, MOST = 40, 20
# One tag: no sign that stands between two, none that cannot be seen.
ONE = r"^[^\x00-\x1f\x7f,，;；、|]*$"
_BETWEEN = re.compile(r"[,，;；、|\n]")


def split(text: str) -> tuple[str, ...]:
    """Those that stand in one cell or line, divided by commas and the like."""
    return joined(" ".join(one.split()) for one in _BETWEEN.split(text))


def joined(*groups: Iterable[str]) -> tuple[str, ...]:
    """All of them, each once as it was first written: case, width and spaces make no other tag."""
    found: dict[str, str] = {}
    for one in (tag for group in groups for tag in group):
        if plain_name(one):
            found.setdefault(plain_name(one), one)
    return tuple(found.values())


def without(tags: Iterable[str], gone: Iterable[str]) -> tuple[str, ...]:
    names = {plain_name(one) for one in gone}
    return tuple(one for one in tags if plain_name(one) not in names)


def shared(one: Iterable[str], other: Iterable[str]) -> bool:
    return bool({plain_name(tag) for tag in one} & {plain_name(tag) for tag in other})


def checked(tags: Iterable[str]) -> tuple[str, ...]:
    """Tidied, or refused with a sentence."""
    found = joined(" ".join(one.split()) for one in tags)
    if long := next((one for one in found if len(one) > LONGEST), ""):
        raise BadInput(
            "The tag {long}... is longer than {longest} characters; shorten it.",
            long=long[:LONGEST],
            longest=LONGEST,
        )
    if cut := next((one for one in found if not re.match(ONE, one)), ""):
        raise BadInput("{cut!r} would be read as several tags; give each by itself, without commas.", cut=cut)
    if len(found) > MOST:
        raise BadInput(
            "{count} tags are too many for one customer; keep to {most}.", count=len(found), most=MOST
        )
    return found
