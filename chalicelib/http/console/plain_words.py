"""A refusal as people before a page read it: without the names of commands and their options."""

import re

from chalicelib.errors import CareError, Stale
from chalicelib.http.console.speech import _

COMMANDS = re.compile(r"\s*[(;,:]?\s*`aftercare[^`]*`[^.;)]*\)?|\s*\(--[a-z-]+\)|\s*with --[a-z]+")


def of(refusal: CareError) -> str:
    if isinstance(refusal, Stale):
        return _("Somebody changed this since you opened the page. Look at it as it stands now, then decide.")
    return COMMANDS.sub("", str(refusal))
