"""A refusal as people before a page read it: in their language, without commands and their options."""

from chalicelib import plans, retold
from chalicelib.errors import CareError, Stale
from chalicelib.http.console.readers import language
from chalicelib.http.console.speech import _
from chalicelib.words import speaking

# Where it is known who changed it, the sentence itself says more.
TOLD_BY_WHOM = {"saved_by"}


def of(refusal: CareError) -> str:
    if isinstance(refusal, Stale) and not TOLD_BY_WHOM & refusal.said.values.keys():
        return _("Somebody changed this since you opened the page. Look at it as it stands now, then decide.")
    return said(refusal.said)


def said(sentence: str) -> str:
    """A sentence from below that is no refusal, or was stored by one."""
    return speaking.said(language(), retold.told(sentence), plans.shop_defaults().zone)
