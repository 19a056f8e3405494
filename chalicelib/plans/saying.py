"""What the program says where it is not known who reads: a task's title is finished in one language, the
shop's own if nobody's is known, and can be told in the others."""

from chalicelib import plans
from chalicelib.retold import told
from chalicelib.titles import Title
from chalicelib.words import titles
from chalicelib.words.titles import Facts


def asked(step: str, facts: Facts, language: str = "") -> Title:
    """The title of a task. `facts`: its values, or what gives them in a language."""
    shop = plans.shop_defaults()
    return titles.asked(step, language or shop.language, shop.languages, facts)


def said_in(language: str, sentence: str) -> str:
    from chalicelib.words import speaking  # a message that is due should not wait for it

    spoken = language if language in speaking.LOCALES else "en"
    return speaking.said(spoken, told(sentence), plans.shop_defaults().zone)
